//! The markets that are activated for a customer account.

use super::customer_answers as answers;
use crate::answer::{self, Answer, Tag};
use crate::extract::{
    Caller, CustomerPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfMatchIfAny,
    IfMatchIfAnyHeader, IfNoneMatch, IfNoneMatchHeader, InCustomer, ServicePath, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{MarketService, MarketServiceInput, MarketServiceList};
use store::CustomerView;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_customer_services)
        .service(add_customer_service)
        .service(update_customer_service)
        .service(remove_customer_service);
}

/// List the services of a customer account
///
/// With where each stands today, and how many of its optimisations there are.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfNoneMatchHeader),
    responses((status = 200, description = "All of them, with the account's `ETag`.", body = MarketServiceList)),
    security(("bearer" = ["customer:read"]))
)]
#[get("/customers/{customer_id}/services")]
pub(super) async fn list_customer_services(
    state: web::Data<State>,
    Guarded(access, known): Guarded<InCustomer<permit::CustomerRead>, IfNoneMatch>,
) -> Answer {
    let view = access.read(&state).get(state.now()).await?;
    let tag = tag(&state, &access.caller, &view)?;
    answer::part(tag, &answers::service_list(view, state.today()), &known)
}

/// Add a service to a customer account
///
/// Activates one more market.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchIfAnyHeader, IdempotencyHeader),
    request_body = MarketServiceInput,
    responses(
        (status = 201, description = "Added, with the account's `ETag`.", body = MarketService),
        (status = 409, description = "`service_exists`: the market is activated already; `customer_without_access`: \
            the customer may not log in; `customer_deleted`: restore the account first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[post("/customers/{customer_id}/services")]
pub(super) async fn add_customer_service(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCustomer<permit::CustomerWrite>,
        (IfMatchIfAny, Idempotency, Valid<MarketServiceInput>),
    >,
) -> Answer {
    let (IfMatchIfAny(version), idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let service = body.check(MarketServiceInput::to_domain)?;
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).add_service(version, &service).await?;
        let tag = tag(&state, &access.caller, &view)?;
        let added = on_market(view, service.market, &state)?;
        let location = format!("/api/v1/customers/{}/services/{}", access.id(), added.id);
        let answer = answer::created_part(location, tag, &added)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Replace a service of a customer account
///
/// All of its fields but the market. Extending one that is over brings back what it hid.
#[utoipa::path(
    tag = "customers",
    params(ServicePath, IfMatchHeader),
    request_body = MarketServiceInput,
    responses(
        (status = 200, description = "As it is now, with the account's `ETag`.", body = MarketService),
        (status = 409, description = "`customer_without_access`: the customer may not log in; `customer_deleted`: \
            restore the account first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[put("/customers/{customer_id}/services/{service_id}")]
pub(super) async fn update_customer_service(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCustomer<permit::CustomerWrite>,
        (ServicePath, IfMatch, Valid<MarketServiceInput>),
    >,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let service = body.check(MarketServiceInput::to_domain)?;
    let context = access.caller.write_context(&state, None);
    let written = state
        .store()
        .write(&context, async |tx| access.write(tx).update_service(version, path.service_id, &service).await);
    let view = answer::fresh(written.await?)?;
    let tag = tag(&state, &access.caller, &view)?;
    answer::changed_part(tag, &on_market(view, service.market, &state)?)
}

/// Remove a service from a customer account
///
/// The customer sees nothing of the market any more; what was made with it is kept.
#[utoipa::path(
    tag = "customers",
    params(ServicePath, IfMatchHeader),
    responses(
        (status = 204, description = "Removed.", headers(("ETag" = String, description = "That of the account."))),
        (status = 409, description = "`customer_without_access`: the customer may not log in; `customer_deleted`: \
            restore the account first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[delete("/customers/{customer_id}/services/{service_id}")]
pub(super) async fn remove_customer_service(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCustomer<permit::CustomerWrite>, (ServicePath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let context = access.caller.write_context(&state, None);
    let written =
        state.store().write(&context, async |tx| access.write(tx).remove_service(version, path.service_id).await);
    let view = answer::fresh(written.await?)?;
    Ok(answer::removed_part(tag(&state, &access.caller, &view)?))
}

/// The tag of the account, which guards its services.
fn tag(state: &State, caller: &Caller, view: &CustomerView) -> Result<Tag, store::Error> {
    Tag::of(view.version, &answers::customer(state, caller, view.clone()))
}

fn on_market(view: CustomerView, market: Uuid, state: &State) -> Result<MarketService, store::Error> {
    let services = answers::service_list(view, state.today()).items;
    let found = services.into_iter().find(|service| service.market_id == market);
    found.ok_or_else(|| store::Error::Inconsistent("a service that is not there".to_owned()))
}
