//! Optimisations of customer accounts: their lists, their creation and change.

use super::{advice_answers as answers, lists};
use crate::advice;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{
    CustomerPath, CustomerSide, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch,
    IfNoneMatchHeader, InCustomer, InOptimisation, InOrganisation, OptimisationPath, OrganisationPath, Query, Valid,
    permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{
    Optimisation, OptimisationInput, OptimisationQuery, OptimisationSort, OptimisationState, OptimisationSummary, Page,
};
use store::{OptimisationFilter, Sort};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_optimisations)
        .service(list_organisation_optimisations)
        .service(create_optimisation)
        .service(get_optimisation)
        .service(update_optimisation)
        .service(delete_optimisation);
}

/// List the optimisations of a customer account
///
/// What is fixed and advised is shown to the customer only on markets whose service is active.
#[utoipa::path(
    tag = "optimisations",
    params(CustomerPath, OptimisationQuery),
    responses((status = 200, description = "One page of them.", body = Page<OptimisationSummary>)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/customers/{customer_id}/optimisations")]
pub(super) async fn list_optimisations(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCustomer<permit::OptimisationsRead>, Query<OptimisationQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor.clone());
    let found = access.read(&state).optimisations(&filter(query), state.now(), &page).await?;
    let (side, today) = (CustomerSide::of(&access.caller, access.place()), state.today());
    answer::plain(&lists::map(found, |row| answers::summary(row, side, today)))
}

/// List the optimisations of an organisation
///
/// Of all the customer accounts that the caller looks after; a manager sees those of every account.
#[utoipa::path(
    tag = "optimisations",
    params(OrganisationPath, OptimisationQuery),
    responses((status = 200, description = "One page of them.", body = Page<OptimisationSummary>)),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/optimisations")]
pub(super) async fn list_organisation_optimisations(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::CustomersRead>, Query<OptimisationQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor.clone());
    let found = access.read(&state).optimisations(access.reach(), &filter(query), state.now(), &page).await?;
    let today = state.today();
    answer::plain(&lists::map(found, |row| answers::summary(row, CustomerSide::Keeper, today)))
}

/// Create an optimisation
///
/// With the first version of its calendar. Where the customer has access, within the number that the service of the
/// market allows. One optimisation serves several points of delivery if one person decides alike for all of them and
/// supply, country, dates, fixing conditions and risk appetite are the same; else each needs its own.
#[utoipa::path(
    tag = "optimisations",
    params(CustomerPath, IdempotencyHeader),
    request_body = OptimisationInput,
    responses(
        (status = 201, description = "Created, with its calendar.", body = Optimisation),
        (status = 409, description = "`market_not_activated`: the account has no service on this market; \
            `service_not_started`, `service_expired`: it begins later, or is over; `optimisation_quota_reached`: it \
            allows no more optimisations; `customer_deleted`: restore the account first.")
    ),
    security(("bearer" = ["optimisations:create"]))
)]
#[post("/customers/{customer_id}/optimisations")]
pub(super) async fn create_optimisation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCustomer<permit::OptimisationsCreate>, (Idempotency, Valid<OptimisationInput>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let fields = body.check(OptimisationInput::to_domain)?;
    let side = CustomerSide::of(&access.caller, access.place());
    let may_edit = access.caller.permissions_at(access.place()).contains(&domain::role::Permission::OptimisationsWrite);
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).create_optimisation(&fields).await?;
        let (location, version) = (format!("/api/v1/optimisations/{}", view.id), view.version);
        let body = answers::optimisation(view, side, may_edit, state.today());
        let answer = answer::created(location, version, &body)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get an optimisation
///
/// Its parameters and consumption periods, and what the caller may do with it.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, IfNoneMatchHeader),
    responses((status = 200, description = "The optimisation.", body = Optimisation)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}")]
pub(super) async fn get_optimisation(
    state: web::Data<State>,
    Guarded(access, known): Guarded<InOptimisation<permit::OptimisationsRead>, IfNoneMatch>,
) -> Answer {
    advice::refresh(&state, Some(access.id())).await?;
    let view = access.read(&state).optimisation(access.id()).await?;
    let version = view.version;
    let body = answers::optimisation(view, access.side(), access.may_edit(), state.today());
    answer::resource(version, &body, &known)
}

/// Replace the parameters of an optimisation
///
/// For the account's editor alone. When advice may change with them, the calendar is calculated anew, as its next
/// version. The market never changes, and the delivery only as long as nothing is fixed.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, IfMatchHeader),
    request_body = OptimisationInput,
    responses(
        (status = 200, description = "As it is now.", body = Optimisation),
        (status = 409, description = "`optimisation_fixed`: delivery and minimum period stay as they are; \
            `customer_deleted`: restore the account first.")
    ),
    security(("bearer" = ["optimisations:write"]))
)]
#[put("/optimisations/{optimisation_id}")]
pub(super) async fn update_optimisation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOptimisation<permit::OptimisationsWrite>, (IfMatch, Valid<OptimisationInput>)>,
) -> Answer {
    let (IfMatch(version), body) = input;
    let fields = body.check(OptimisationInput::to_domain)?;
    let context = access.caller.write_context(&state, None);
    let written = state.store().write(&context, async |tx| {
        let writer = access.write(tx);
        let (view, calculated) = writer.update_optimisation(access.id(), version, &fields).await?;
        if let Some(calculated) = calculated {
            advice::announce(&state, tx, &writer, view.id, &calculated).await?;
        }
        Ok(view)
    });
    let view = answer::fresh(written.await?)?;
    state.mail_is_waiting();
    let version = view.version;
    answer::changed(version, &answers::optimisation(view, access.side(), access.may_edit(), state.today()))
}

/// Delete an optimisation
///
/// With its calendar and fixings, for the account's editor alone. It no longer counts against the service's number.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted."),
        (status = 409, description = "`customer_deleted`: restore the account first.")
    ),
    security(("bearer" = ["optimisations:write"]))
)]
#[delete("/optimisations/{optimisation_id}")]
pub(super) async fn delete_optimisation(
    state: web::Data<State>,
    Guarded(access, IfMatch(version)): Guarded<InOptimisation<permit::OptimisationsWrite>, IfMatch>,
) -> Answer {
    let context = access.caller.write_context(&state, None);
    let id = access.id();
    let written = state.store().write(&context, async |tx| access.write(tx).delete_optimisation(id, version).await);
    written.await.map_err(Error::from)?;
    Ok(answer::no_content())
}

pub(super) fn filter(query: OptimisationQuery) -> OptimisationFilter {
    OptimisationFilter {
        q: query.q,
        market: query.market_id,
        over: query.state.map(|state| state == OptimisationState::Over),
        sort: sort(query.sort.unwrap_or_default()),
    }
}

const fn sort(sort: OptimisationSort) -> Sort<store::OptimisationSort> {
    use store::OptimisationSort as By;
    let (by, descending) = match sort {
        OptimisationSort::CreatedDescending => (By::CreatedAt, true),
        OptimisationSort::Created => (By::CreatedAt, false),
        OptimisationSort::ContractName => (By::ContractName, false),
        OptimisationSort::ContractNameDescending => (By::ContractName, true),
        OptimisationSort::DeliveryFrom => (By::DeliveryFrom, false),
        OptimisationSort::DeliveryFromDescending => (By::DeliveryFrom, true),
    };
    Sort { by, descending }
}
