//! Customer accounts: their list, their creation and change.

use super::{customer_answers as answers, lists};
use crate::answer::{self, Answer};
use crate::auth::secret;
use crate::error::Error;
use crate::extract::{
    CustomerPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader,
    InCustomer, InOrganisation, OrganisationPath, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{AccessFilter, Customer, CustomerQuery, KamList, NewCustomer, Page, UpdateCustomer};
use domain::Violations;
use domain::customer::{CustomerFields, CustomerKind};
use domain::text::Email;
use domain::violation::Code;
use store::{CustomerFilter, CustomerView};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_customers)
        .service(create_customer)
        .service(list_kams)
        .service(get_customer)
        .service(update_customer)
        .service(delete_customer);
}

/// List an organisation's customer accounts
///
/// A key account manager sees those they look after, a manager all of them. Deleted ones only where `state` asks for
/// them.
#[utoipa::path(
    tag = "customers",
    params(OrganisationPath, CustomerQuery),
    responses((status = 200, description = "One page of them.", body = Page<Customer>)),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/customers")]
pub(super) async fn list_customers(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::CustomersRead>, Query<CustomerQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor.clone());
    let filter = filter(&state, query);
    let found = access.read(&state).customers(access.reach(), &filter, state.now(), &page).await?;
    answer::plain(&lists::map(found, |view| answers::customer(&state, &access.caller, view)))
}

/// Create a customer account
///
/// The caller looks after it. With access the customer gets one mail, in their language, with their login and a link
/// that works once, within 7 days, to choose a password; a login that exists already is used, and the answer is the
/// same. A demo is erased with all that belongs to it a day later.
#[utoipa::path(
    tag = "customers",
    params(OrganisationPath, IdempotencyHeader),
    request_body = NewCustomer,
    responses(
        (status = 201, description = "Created; with access a mail is on its way.", body = Customer),
        (status = 409, description = "`customer_exists`: another account of the organisation has this e-mail; \
            `reference_taken`: another one has this reference.")
    ),
    security(("bearer" = ["customers:create"]))
)]
#[post("/organisations/{organisation_id}/customers")]
pub(super) async fn create_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOrganisation<permit::CustomersCreate>, (Idempotency, Valid<NewCustomer>)>,
) -> Answer {
    let (idempotency, body) = input;
    let caller = &access.caller;
    let context = caller.write_context(&state, idempotency.of(caller, &body));
    let new = body.check(NewCustomer::to_domain)?;
    let organisation = access.read(&state).get().await?.name;
    let token = secret::generate().map_err(Error::internal)?;
    let offer = answers::offer(&token, context.now);
    let written = state.store().write(&context, async |tx| {
        let (creator, locale) = (caller.user().id, caller.user().locale);
        let created = access.write(tx).create_customer(creator, &new, locale, &offer).await?;
        let view = answers::invite(&state, tx, created, &organisation, &token).await?;
        let (location, version) = (format!("/api/v1/customers/{}", view.id), view.version);
        let answer = answer::created(location, version, &answers::customer(&state, caller, view))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// List those who may look after customer accounts
///
/// The key account managers and managers of the organisation, to choose from when an account is transferred.
#[utoipa::path(
    tag = "customers",
    params(OrganisationPath),
    responses((status = 200, description = "By name.", body = KamList)),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/kams")]
pub(super) async fn list_kams(state: web::Data<State>, access: InOrganisation<permit::CustomersRead>) -> Answer {
    let kams = access.read(&state).kams().await?;
    answer::plain(&KamList { items: kams.into_iter().map(answers::kam).collect() })
}

/// Get a customer account
///
/// Its customer sees it without the invitation. An account whose customer may not log in is unknown to them.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfNoneMatchHeader),
    responses((status = 200, description = "The account.", body = Customer)),
    security(("bearer" = ["customer:read"]))
)]
#[get("/customers/{customer_id}")]
pub(super) async fn get_customer(
    state: web::Data<State>,
    Guarded(access, known): Guarded<InCustomer<permit::CustomerRead>, IfNoneMatch>,
) -> Answer {
    let view = access.read(&state).get(state.now()).await?;
    answer::resource(view.version, &answers::customer(&state, &access.caller, view), &known)
}

/// Replace a customer account
///
/// Everything but its e-mail and kind, at any time. When access is taken away the customer is logged out at once and
/// what they had is kept; when it is given to a customer who never had it, they are invited by mail.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchHeader),
    request_body = UpdateCustomer,
    responses(
        (status = 200, description = "As it is now.", body = Customer),
        (status = 409, description = "`reference_taken`: another account of the organisation has this reference; \
            `customer_deleted`: restore it first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[put("/customers/{customer_id}")]
pub(super) async fn update_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCustomer<permit::CustomerWrite>, (IfMatch, Valid<UpdateCustomer>)>,
) -> Answer {
    let (IfMatch(version), body) = input;
    let known = access.read(&state).get(state.now()).await?;
    let fields = body.check(|input| checked(input, &known))?;
    let organisation = state.store().organisation(access.organisation()).get().await?.name;
    let context = access.caller.write_context(&state, None);
    let token = secret::generate().map_err(Error::internal)?;
    let offer = answers::offer(&token, context.now);
    let written = state.store().write(&context, async |tx| {
        let changed = access.write(tx).update(version, &fields, &offer).await?;
        answers::invite(&state, tx, changed, &organisation, &token).await
    });
    let view = answer::fresh(written.await?)?;
    state.mail_is_waiting();
    answer::changed(view.version, &answers::customer(&state, &access.caller, view))
}

/// Delete a customer account
///
/// Its customer is logged out at once. It can be restored for 30 days, a demo for the rest of its day; then it is
/// erased with all that belongs to it.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted."),
        (status = 409, description = "`customer_deleted`: it is deleted already.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[delete("/customers/{customer_id}")]
pub(super) async fn delete_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCustomer<permit::CustomerWrite>, IfMatch>,
) -> Answer {
    let IfMatch(version) = input;
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).delete(version).await).await?;
    Ok(answer::no_content())
}

/// What the account is to become; its e-mail and kind may be repeated and not changed.
fn checked(input: &UpdateCustomer, known: &CustomerView) -> Result<CustomerFields, Violations> {
    let mut violations = Violations::default();
    let same =
        |email: &String| Email::parse(email).is_ok_and(|email| email.as_str().eq_ignore_ascii_case(&known.email));
    if input.contact.email.as_ref().is_some_and(|email| !same(email)) {
        violations.add("/contact/email", Code::Immutable);
    }
    if input.demo.is_some_and(|demo| demo != (known.kind == CustomerKind::Demo)) {
        violations.add("/demo", Code::Immutable);
    }
    match input.to_domain() {
        Ok(fields) => violations.into_result(|| Some(fields)),
        Err(more) => {
            for violation in more {
                violations.add_with(violation.pointer, violation.code, violation.params);
            }
            Err(violations)
        }
    }
}

pub(super) fn filter(state: &State, query: CustomerQuery) -> CustomerFilter {
    CustomerFilter {
        q: query.q,
        kind: query.kind,
        access: query.access.map(|access| access == AccessFilter::Yes),
        state: query.state,
        market: query.market_id,
        ending: query.ending_before.map(|before| (state.today(), before)),
        kam: query.kam_id,
        sort: lists::by_name(query.sort),
    }
}
