//! Meters of a community.

use super::lists;
use crate::answer::{self, Answer};
use crate::extract::{
    CommunityPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader,
    InCommunity, MeterPath, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{
    Address, Configuration, Configurations, Meter, MeterIdentity, MeterOwnership, MeterQuery, MeterSort, MeterState,
    MeterSummary, NewMeter, Page, WarningNote,
};
use chrono::NaiveDate;
use domain::meter::warnings_of;
use domain::timeline::{Period, Timeline};
use domain::vocabulary::ConfigurationStatus;
use store::{ConfigurationView, MeterFilter, MeterRow, MeterView, Sort};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_meters).service(create_meter).service(get_meter).service(update_meter).service(delete_meter);
}

/// List a community's meters
///
/// Each with the configuration of today, or else the next one. A member sees their own meters only.
#[utoipa::path(
    tag = "meters",
    params(CommunityPath, MeterQuery),
    responses((status = 200, description = "One page of them.", body = Page<MeterSummary>)),
    security(("bearer" = ["meters:read"]))
)]
#[get("/communities/{community_id}/meters")]
pub(super) async fn list_meters(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::MetersRead>, Query<MeterQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor.clone());
    let page = access.read(&state).meters(&access.viewer(), &filter(query), state.today(), &page).await?;
    answer::plain(&lists::map(page, summary))
}

/// Create a meter
///
/// With its first configuration, which begins on the activation date: a past day, today, or one to come.
/// What is unusual but possible comes back as `warnings`.
#[utoipa::path(
    tag = "meters",
    params(CommunityPath, IdempotencyHeader),
    request_body = NewMeter,
    responses(
        (status = 201, description = "Created.", body = Meter),
        (status = 409, description = "`ean_taken`: another meter of the community has this EAN.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[post("/communities/{community_id}/meters")]
pub(super) async fn create_meter(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MetersWrite>, (Idempotency, Valid<NewMeter>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let region = access.read(&state).get().await?.fields.region;
    let new = body.check(|input| input.to_domain(region))?;
    let today = state.today();
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).create_meter(&new).await?;
        let location = format!("/api/v1/communities/{}/meters/{}", access.id(), view.id);
        let answer = answer::created(location, view.version, &meter(view, today))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get a meter
///
/// With what was, is and will be true of it, as seen today in Brussels. A member sees their own periods only.
#[utoipa::path(
    tag = "meters",
    params(MeterPath, IfNoneMatchHeader),
    responses((status = 200, description = "The meter.", body = Meter)),
    security(("bearer" = ["meters:read"]))
)]
#[get("/communities/{community_id}/meters/{meter_id}")]
pub(super) async fn get_meter(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::MetersRead>, (MeterPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).meter(&access.viewer(), path.meter_id).await?;
    answer::resource(view.version, &meter(view, state.today()), &known)
}

/// Replace what identifies a meter
///
/// Its EAN, number, address, phases, reading frequency, tariff group and voltage: what is true of it all the time.
/// What changes from a day on is a configuration.
#[utoipa::path(
    tag = "meters",
    params(MeterPath, IfMatchHeader),
    request_body = MeterIdentity,
    responses(
        (status = 200, description = "As it is now.", body = Meter),
        (status = 409, description = "`ean_taken`: another meter of the community has this EAN.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[put("/communities/{community_id}/meters/{meter_id}")]
pub(super) async fn update_meter(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MetersWrite>, (MeterPath, IfMatch, Valid<MeterIdentity>)>,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let region = access.read(&state).get().await?.fields.region;
    let identity = body.check(|input| input.to_domain(region))?;
    let context = access.caller.write_context(&state, None);
    let written = state
        .store()
        .write(&context, async |tx| access.write(tx).update_meter(path.meter_id, version, &identity).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &meter(view, state.today()))
}

/// Delete a meter
///
/// Only one that has a single configuration, such as one created by mistake.
#[utoipa::path(
    tag = "meters",
    params(MeterPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted."),
        (status = 409, description = "`meter_has_history`: it has more than one configuration; \
            `in_use`: allocation keys name it, which `errors` lists.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[delete("/communities/{community_id}/meters/{meter_id}")]
pub(super) async fn delete_meter(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MetersWrite>, (MeterPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).delete_meter(path.meter_id, version).await).await?;
    Ok(answer::no_content())
}

pub(super) fn filter(query: MeterQuery) -> MeterFilter {
    MeterFilter {
        q: query.q,
        ean: query.ean,
        states: query.status.map(states).unwrap_or_default(),
        dso: query.dso,
        production_chain: query.production_chain,
        client_type: query.client_type,
        member_id: query.member_id,
        owned: query.ownership.map(|ownership| ownership == MeterOwnership::Owned),
        sort: sort(query.sort.unwrap_or_default()),
    }
}

fn states(status: MeterState) -> Vec<store::MeterState> {
    use store::MeterState::{Ended, Now, Scheduled};
    match status {
        MeterState::Active => vec![Now(ConfigurationStatus::Active)],
        MeterState::Inactive => vec![Now(ConfigurationStatus::Inactive), Ended],
        MeterState::WaitingDso => vec![Now(ConfigurationStatus::WaitingDso)],
        MeterState::WaitingManager => vec![Now(ConfigurationStatus::WaitingManager)],
        MeterState::Scheduled => vec![Scheduled],
    }
}

const fn sort(sort: MeterSort) -> Sort<store::MeterSort> {
    use store::MeterSort as By;
    let (by, descending) = match sort {
        MeterSort::CreatedDescending => (By::CreatedAt, true),
        MeterSort::Created => (By::CreatedAt, false),
        MeterSort::Ean => (By::Ean, false),
        MeterSort::EanDescending => (By::Ean, true),
        MeterSort::MeterNumber => (By::MeterNumber, false),
        MeterSort::MeterNumberDescending => (By::MeterNumber, true),
        MeterSort::City => (By::City, false),
        MeterSort::CityDescending => (By::City, true),
    };
    Sort { by, descending }
}

fn summary(row: MeterRow) -> MeterSummary {
    MeterSummary {
        id: row.id,
        ean: row.point.as_str().to_owned(),
        scheme: row.point.scheme(),
        meter_number: row.meter_number,
        address: Address::from(&row.address),
        status: status(row.state),
        valid_from: row.valid_from,
        dso: row.dso,
        production_chain: row.production_chain,
        rate: row.rate,
        client_type: row.client_type,
        member_id: row.member_id,
        member_name: row.member_name,
        updated_at: row.updated_at,
    }
}

const fn status(state: store::MeterState) -> MeterState {
    use store::MeterState as In;
    match state {
        In::Now(ConfigurationStatus::Active) => MeterState::Active,
        In::Now(ConfigurationStatus::WaitingDso) => MeterState::WaitingDso,
        In::Now(ConfigurationStatus::WaitingManager) => MeterState::WaitingManager,
        In::Scheduled => MeterState::Scheduled,
        // After its last period a meter takes part in nothing, as if it were inactive.
        In::Now(ConfigurationStatus::Inactive) | In::Ended => MeterState::Inactive,
    }
}

pub(super) fn meter(view: MeterView, today: NaiveDate) -> Meter {
    let period = |of: &ConfigurationView| Period { from: of.valid_from, to: of.valid_to };
    let timeline = Timeline::on(today, view.configurations, period);
    let warnings = timeline.shown().map(|shown| warnings_of(&view.identity, &shown.configuration));
    let identity = view.identity;
    Meter {
        id: view.id,
        community_id: view.community_id,
        ean: identity.point.as_str().to_owned(),
        scheme: identity.point.scheme(),
        meter_number: identity.meter_number,
        address: Address::from(&identity.address),
        phases: identity.phases,
        reading_frequency: identity.reading_frequency,
        tariff_group: identity.tariff_group,
        voltage_system: identity.voltage_system,
        configurations: Configurations {
            actual: timeline.actual.map(configuration),
            historical: timeline.historical.into_iter().map(configuration).collect(),
            future: timeline.future.into_iter().map(configuration).collect(),
        },
        warnings: warnings.unwrap_or_default().into_iter().map(WarningNote::from).collect(),
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}

pub(super) fn configuration(view: ConfigurationView) -> Configuration {
    let fields = view.configuration;
    Configuration {
        id: view.id,
        valid_from: view.valid_from,
        valid_to: view.valid_to,
        description: fields.description,
        status: fields.status,
        sampling_power_kva: fields.sampling_power.decimal(),
        generating_capacity_kva: fields.generating_capacity.decimal(),
        amperage_a: fields.amperage.decimal(),
        production_chain: fields.production_chain,
        injection_status: fields.injection_status,
        dso: fields.dso,
        rate: fields.rate,
        client_type: fields.client_type,
        member_id: fields.member,
        member_name: view.member_name,
    }
}
