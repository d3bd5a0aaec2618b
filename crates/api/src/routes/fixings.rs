//! Fixings: what was made of the advice with the supplier.

use super::{advice_answers as answers, lists};
use crate::advice;
use crate::answer::{self, Answer};
use crate::extract::{
    FixingPath, Guarded, Idempotency, IdempotencyHeader, IfMatchIfAny, IfMatchIfAnyHeader, IfNoneMatch,
    IfNoneMatchHeader, InOptimisation, OptimisationPath, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{get, post, web};
use api_types::{Fixing, FixingCancellation, FixingInput, FixingQuery, FixingSort, Page};
use store::FixingFilter;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_fixings).service(register_fixing).service(get_fixing).service(cancel_fixing);
}

/// List the fixings of an optimisation
///
/// Also cancelled ones, with the reason, unless `state` says otherwise.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, FixingQuery),
    responses((status = 200, description = "One page of them.", body = Page<Fixing>)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/fixings")]
pub(super) async fn list_fixings(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOptimisation<permit::OptimisationsRead>, Query<FixingQuery>>,
) -> Answer {
    let Query(query) = query;
    access.seen(&state).await?;
    let earliest_first = query.sort.unwrap_or_default() == FixingSort::FixedOn;
    let filter = FixingFilter { period: query.period_from, state: query.state, earliest_first };
    let page = lists::page(query.limit, query.cursor);
    let found = access.read(&state).fixings(access.id(), &filter, &page).await?;
    answer::plain(&lists::map(found, answers::fixing))
}

/// Register a fixing
///
/// For the account's editor alone. It settles the advice it answers, wholly or in part, and the rest is calculated
/// anew, as the next version of the calendar. At least the contract's minimum, and at most what is left of the period.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, IdempotencyHeader),
    request_body = FixingInput,
    responses(
        (status = 201, description = "Registered.", body = Fixing),
        (status = 409, description = "`customer_deleted`: restore the account first.")
    ),
    security(("bearer" = ["optimisations:write"]))
)]
#[post("/optimisations/{optimisation_id}/fixings")]
pub(super) async fn register_fixing(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOptimisation<permit::OptimisationsWrite>, (Idempotency, Valid<FixingInput>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let new = body.check(FixingInput::to_domain)?;
    access.seen(&state).await?;
    let written = state.store().write(&context, async |tx| {
        let writer = access.write(tx);
        let (view, calculated) = writer.register_fixing(access.id(), &new).await?;
        advice::announce(&state, tx, &writer, access.id(), &calculated).await?;
        let location = format!("/api/v1/optimisations/{}/fixings/{}", access.id(), view.id);
        let answer = answer::created(location, view.version, &answers::fixing(view))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// Get a fixing
///
/// With the advice it answers, and why it was cancelled if it was.
#[utoipa::path(
    tag = "optimisations",
    params(FixingPath, IfNoneMatchHeader),
    responses((status = 200, description = "The fixing.", body = Fixing)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/fixings/{fixing_id}")]
pub(super) async fn get_fixing(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InOptimisation<permit::OptimisationsRead>, (FixingPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    access.seen(&state).await?;
    let view = access.read(&state).fixing(access.id(), path.fixing_id).await?;
    answer::resource(view.version, &answers::fixing(view), &known)
}

/// Cancel a fixing
///
/// For the account's editor alone, with a reason. What it fixed is open again and calculated anew; the fixing stays in
/// the list.
#[utoipa::path(
    tag = "optimisations",
    params(FixingPath, IfMatchIfAnyHeader, IdempotencyHeader),
    request_body = FixingCancellation,
    responses(
        (status = 200, description = "Cancelled.", body = Fixing),
        (status = 409, description = "`fixing_cancelled`: it was cancelled already; `customer_deleted`: restore the \
            account first.")
    ),
    security(("bearer" = ["optimisations:write"]))
)]
#[post("/optimisations/{optimisation_id}/fixings/{fixing_id}/cancel")]
pub(super) async fn cancel_fixing(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InOptimisation<permit::OptimisationsWrite>,
        (FixingPath, IfMatchIfAny, Idempotency, Valid<FixingCancellation>),
    >,
) -> Answer {
    let (path, IfMatchIfAny(version), idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let reason = body.check(FixingCancellation::to_domain)?;
    access.seen(&state).await?;
    let written = state.store().write(&context, async |tx| {
        let writer = access.write(tx);
        let (view, calculated) = writer.cancel_fixing(access.id(), path.fixing_id, version, &reason).await?;
        advice::announce(&state, tx, &writer, access.id(), &calculated).await?;
        let answer = answer::acted(view.version, &answers::fixing(view))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}
