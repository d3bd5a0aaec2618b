//! The calendars of fixing advice and their versions.

use super::{advice_answers as answers, lists};
use crate::advice;
use crate::answer::{self, Answer};
use crate::extract::{CalendarVersionPath, Guarded, InOptimisation, OptimisationPath, Query, permit};
use crate::state::State;
use actix_web::{get, web};
use api_types::{
    AdviceCalendar, CalendarDifference, CalendarDifferenceQuery, CalendarVersion, CalendarVersionQuery, Page,
};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(get_calendar)
        .service(list_calendar_versions)
        .service(get_calendar_version)
        .service(compare_calendar_versions);
}

/// Get the calendar of an optimisation
///
/// In its latest version: the days to fix, what became of earlier ones, and what was fixed. It is advice calculated
/// from a forecast; `basis` states its assumptions. A customer sees it only while the service of the market is active.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath),
    responses((status = 200, description = "The calendar.", body = AdviceCalendar)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/calendar")]
pub(super) async fn get_calendar(
    state: web::Data<State>,
    Guarded(access, _path): Guarded<InOptimisation<permit::OptimisationsRead>, OptimisationPath>,
) -> Answer {
    let target = access.seen(&state).await?.fields.target;
    advice::refresh(&state, Some(access.id())).await?;
    let view = access.read(&state).calendar(access.id(), None, state.today()).await?;
    answer::plain(&answers::calendar(access.id(), target, view))
}

/// List the versions of a calendar
///
/// Latest first. Every calculation is one: past advice is never rewritten.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, CalendarVersionQuery),
    responses((status = 200, description = "One page of them.", body = Page<CalendarVersion>)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/calendar/versions")]
pub(super) async fn list_calendar_versions(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOptimisation<permit::OptimisationsRead>, Query<CalendarVersionQuery>>,
) -> Answer {
    let Query(query) = query;
    access.seen(&state).await?;
    advice::refresh(&state, Some(access.id())).await?;
    let page = lists::page(query.limit, query.cursor);
    let found = access.read(&state).calendar_versions(access.id(), &page).await?;
    answer::plain(&lists::map(found, answers::version))
}

/// Get a version of a calendar
///
/// As it was then: what stood open, what had become of earlier advice, and what was fixed by then.
#[utoipa::path(
    tag = "optimisations",
    params(CalendarVersionPath),
    responses((status = 200, description = "The version.", body = AdviceCalendar)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/calendar/versions/{version_id}")]
pub(super) async fn get_calendar_version(
    state: web::Data<State>,
    Guarded(access, path): Guarded<InOptimisation<permit::OptimisationsRead>, CalendarVersionPath>,
) -> Answer {
    let target = access.seen(&state).await?.fields.target;
    let view = access.read(&state).calendar(access.id(), Some(path.version_id), state.today()).await?;
    answer::plain(&answers::calendar(access.id(), target, view))
}

/// Compare two versions of a calendar
///
/// The days that one advises and the other does not, or with another percentage.
#[utoipa::path(
    tag = "optimisations",
    params(CalendarVersionPath, CalendarDifferenceQuery),
    responses((status = 200, description = "What differs.", body = CalendarDifference)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/calendar/versions/{version_id}/difference")]
pub(super) async fn compare_calendar_versions(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<
        InOptimisation<permit::OptimisationsRead>,
        (CalendarVersionPath, Query<CalendarDifferenceQuery>),
    >,
) -> Answer {
    let (path, Query(query)) = rest;
    access.seen(&state).await?;
    let found = access.read(&state).calendar_difference(access.id(), path.version_id, query.with).await?;
    answer::plain(&answers::difference(found))
}
