//! The configurations of a meter: its periods, past, present and to come. Each answer carries the meter's `ETag`.

use super::meters;
use crate::answer::{self, Answer, Tag};
use crate::extract::{
    ConfigurationPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfMatchIfAny,
    IfMatchIfAnyHeader, IfNoneMatch, IfNoneMatchHeader, InCommunity, MeterPath, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{Configuration, ConfigurationChange, ConfigurationInput};
use chrono::NaiveDate;
use domain::Violations;
use domain::meter::ConfigurationPatch;
use store::{Error, MeterView, Viewer};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(add_configuration)
        .service(get_configuration)
        .service(update_configuration)
        .service(delete_configuration);
}

/// Change a meter from a day on
///
/// Until its next period. What the body does not say is carried forward from the period that contains the day,
/// which ends on it; before the first period this one becomes the first. Deactivating, reactivating and a new
/// owner are such changes.
#[utoipa::path(
    tag = "meters",
    params(MeterPath, IfMatchIfAnyHeader, IdempotencyHeader),
    request_body = ConfigurationChange,
    responses(
        (status = 201, description = "Created. The `ETag` is the meter's.", body = Configuration),
        (status = 409, description = "`period_exists`: a period begins on this day; `configuration_id` of the error \
            says which one to replace instead.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[post("/communities/{community_id}/meters/{meter_id}/configurations")]
pub(super) async fn add_configuration(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCommunity<permit::MetersWrite>,
        (MeterPath, IfMatchIfAny, Idempotency, Valid<ConfigurationChange>),
    >,
) -> Answer {
    let (path, IfMatchIfAny(version), idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let meter = access.read(&state).meter(&Viewer::All, path.meter_id).await?;
    let (from, patch) = body.check(|change| checked(change, &meter))?;
    let today = state.today();
    let written = state.store().write(&context, async |tx| {
        let writer = access.write(tx);
        let (id, view) = writer.add_configuration(path.meter_id, version, from, &patch, today).await?;
        let location = format!("/api/v1/communities/{}/meters/{}/configurations/{id}", access.id(), view.id);
        let (tag, added) = part(view, id, today)?;
        let answer = answer::created_part(location, tag, &added)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get a configuration
///
/// A member sees those of their own periods only.
#[utoipa::path(
    tag = "meters",
    params(ConfigurationPath, IfNoneMatchHeader),
    responses((status = 200, description = "The configuration, with the meter's `ETag`.", body = Configuration)),
    security(("bearer" = ["meters:read"]))
)]
#[get("/communities/{community_id}/meters/{meter_id}/configurations/{configuration_id}")]
pub(super) async fn get_configuration(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::MetersRead>, (ConfigurationPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).meter(&access.viewer(), path.meter_id).await?;
    let (tag, configuration) = part(view, path.configuration_id, state.today())?;
    answer::part(tag, &configuration, &known)
}

/// Replace a configuration
///
/// All of its fields, whether its period is past, present or to come. Its first day moves between those of its
/// neighbours, and the end of the period before moves with it.
#[utoipa::path(
    tag = "meters",
    params(ConfigurationPath, IfMatchHeader),
    request_body = ConfigurationInput,
    responses(
        (status = 200, description = "As it is now, with the meter's `ETag`.", body = Configuration),
        (status = 409, description = "`period_exists`: another period begins on this day; `member_inactive`: the \
            period before would last into days to come, and its owner is inactive.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[put("/communities/{community_id}/meters/{meter_id}/configurations/{configuration_id}")]
pub(super) async fn update_configuration(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCommunity<permit::MetersWrite>,
        (ConfigurationPath, IfMatch, Valid<ConfigurationInput>),
    >,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let (from, fields) = body.check(|input| Ok((input.valid_from, input.to_domain()?)))?;
    let (context, today) = (access.caller.write_context(&state, None), state.today());
    let (meter, id) = (path.meter_id, path.configuration_id);
    let written = state.store().write(&context, async |tx| {
        access.write(tx).update_configuration(meter, id, version, from, &fields, today).await
    });
    let (tag, configuration) = part(answer::fresh(written.await?)?, id, today)?;
    answer::changed_part(tag, &configuration)
}

/// Delete a configuration
///
/// As if it had never been: the period before lasts until the next. This is how a scheduled change is cancelled.
#[utoipa::path(
    tag = "meters",
    params(ConfigurationPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted.", headers(("ETag" = String, description = "That of the meter."))),
        (status = 409, description = "`only_period`: the meter has no other one; `member_inactive`: the period \
            before would last into days to come, and its owner is inactive.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[delete("/communities/{community_id}/meters/{meter_id}/configurations/{configuration_id}")]
pub(super) async fn delete_configuration(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MetersWrite>, (ConfigurationPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let (context, today) = (access.caller.write_context(&state, None), state.today());
    let (meter, id) = (path.meter_id, path.configuration_id);
    let written = state
        .store()
        .write(&context, async |tx| access.write(tx).delete_configuration(meter, id, version, today).await);
    let view = answer::fresh(written.await?)?;
    Ok(answer::removed_part(Tag::of(view.version, &meters::meter(view, today))?))
}

/// What a body says anew, checked on what it would come to now. The transaction applies it once more to what
/// is there by then; here all mistakes are found together with those of the body's shape.
fn checked(change: &ConfigurationChange, meter: &MeterView) -> Result<(NaiveDate, ConfigurationPatch), Violations> {
    let patch = change.to_domain();
    let periods = meter.periods().ok();
    if let Some(carried) = periods.as_ref().and_then(|periods| periods.carried(change.valid_from)) {
        patch.apply(change.valid_from, &carried.value)?;
    }
    Ok((change.valid_from, patch))
}

/// A configuration of a meter, under the meter's tag.
fn part(view: MeterView, id: Uuid, today: NaiveDate) -> Result<(Tag, Configuration), Error> {
    let found = view.configurations.iter().find(|configuration| configuration.id == id).cloned();
    let configuration = meters::configuration(found.ok_or(Error::NotFound)?);
    let tag = Tag::of(view.version, &meters::meter(view, today))?;
    Ok((tag, configuration))
}
