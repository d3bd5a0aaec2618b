//! Readings of meters: by calendar period, what is known of them, what was corrected, as files.

use super::reading_answers as answers;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::exchange::download::{self, Wish};
use crate::exchange::upload::Workbook;
use crate::extract::{CommunityPath, Guarded, InCommunity, MeterPath, Query, permit};
use crate::reading_files::export::{self, Column};
use crate::state::State;
use actix_web::{get, web};
use api_types::{
    CommunityCoverage, CorrectionQuery, Corrections, Coverage, CoverageQuery, MeterCoverage, ReadingExportQuery,
    ReadingQuery, Readings, TableQuery,
};
use domain::readings::file::SeriesKey;
use domain::readings::{Direction, Resolution, Span};
use domain::timeline::{Period, Timeline};
use std::collections::BTreeMap;
use store::{MeterReadings, MeterView};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(export_readings)
        .service(export_community_readings)
        .service(list_corrections)
        .service(get_readings)
        .service(get_coverage)
        .service(get_community_coverage);
}

/// Get the readings of a meter
///
/// Of a period, by calendar period of Brussels: a day has 92, 96 or 100 quarter-hours. A gap is `null` and never 0; a
/// sum says of how many of its quarter-hours it is. A member sees the readings of the periods in which the meter is
/// theirs. A period of local days begins and ends at midnight in Brussels.
#[utoipa::path(
    tag = "readings",
    params(MeterPath, ReadingQuery),
    responses((status = 200, description = "The readings.", body = Readings)),
    security(("bearer" = ["readings:read"]))
)]
#[get("/communities/{community_id}/meters/{meter_id}/readings")]
pub(super) async fn get_readings(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, (MeterPath, Query<ReadingQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let span = query.to_domain()?;
    let readings = access.read(&state).readings(&access.viewer(), path.meter_id, span).await?;
    // A year of quarter-hours is some megabytes of text.
    let text = web::block(move || serde_json::to_vec(&answers::readings(path.meter_id, &readings, span, &query)));
    Ok(answer::text(text.await.map_err(|_| Error::busy())?.map_err(Error::internal)?))
}

/// Get what is known of a meter
///
/// How many quarter-hours of each day have a reading, from the first day that has any to the last unless the period is
/// given.
#[utoipa::path(
    tag = "readings",
    params(MeterPath, CoverageQuery),
    responses((status = 200, description = "What is known.", body = Coverage)),
    security(("bearer" = ["readings:read"]))
)]
#[get("/communities/{community_id}/meters/{meter_id}/coverage")]
pub(super) async fn get_coverage(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, (MeterPath, Query<CoverageQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let (scope, viewer, meter) = (access.read(&state), access.viewer(), path.meter_id);
    let known = scope.known_readings(&viewer, Some(meter)).await?.remove(&meter).unwrap_or_default();
    let days = [known.offtake, known.injection].into_iter().flatten().map(|known| known.span);
    let span = query.to_domain(days.reduce(Span::around).map(answers::days_of))?;
    let readings = match span {
        Some(span) => scope.readings(&viewer, meter, span).await?,
        None => scope.meter(&viewer, meter).await.map(|_| MeterReadings::default())?,
    };
    answer::plain(&Coverage {
        meter_id: meter,
        offtake: known.offtake.map(answers::known),
        injection: known.injection.map(answers::known),
        items: span.map(|span| answers::coverage(&readings, span)).unwrap_or_default(),
    })
}

/// List the corrections of a meter's readings
///
/// Readings of the period that an import replaced: what was, what is, which import, when and by whom. Those of imports
/// that were undone are told too.
#[utoipa::path(
    tag = "readings",
    params(MeterPath, CorrectionQuery),
    responses((status = 200, description = "The corrections.", body = Corrections)),
    security(("bearer" = ["readings:read"]))
)]
#[get("/communities/{community_id}/meters/{meter_id}/readings/corrections")]
pub(super) async fn list_corrections(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, (MeterPath, Query<CorrectionQuery>)>,
) -> Answer {
    /// Most that are answered.
    const MOST: usize = 2_000;
    let (path, Query(query)) = rest;
    let span = query.to_domain()?;
    let found = access.read(&state).corrections(&access.viewer(), path.meter_id, span).await?;
    answer::plain(&Corrections {
        count: found.len() as u64,
        items: found.into_iter().take(MOST).map(answers::correction).collect(),
    })
}

/// Download the readings of a meter
///
/// As a table that can be imported again when it is of quarter-hours: a row of EANs, of directions, of labels, then the
/// instants with kWh in three decimals. Gaps are empty. Of longer periods, those without any reading are empty.
#[utoipa::path(
    tag = "readings",
    params(MeterPath, ReadingExportQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("interval_start,541448820000000008\r\ndirection,offtake\r\n…\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["readings:read"]))
)]
#[get("/communities/{community_id}/meters/{meter_id}/readings/export")]
pub(super) async fn export_readings(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, (MeterPath, Query<ReadingExportQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let span = query.to_domain()?;
    let (scope, viewer) = (access.read(&state), access.viewer());
    let meter = scope.meter(&viewer, path.meter_id).await?;
    let name = format!("readings-{}", meter.identity.point.as_str());
    let readings = scope.readings_of(&viewer, &[meter.id], span).await?;
    download(&state, &access, (&name, &query), span, (vec![meter], readings)).await
}

/// Download the readings of a community
///
/// As for a meter: one column for each meter and direction that has readings in the period, in the order of their EANs.
/// A member gets those of their own meters. At most 20,000,000 cells.
#[utoipa::path(
    tag = "readings",
    params(CommunityPath, ReadingExportQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("interval_start,541448820000000008\r\ndirection,offtake\r\n…\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["readings:read"]))
)]
#[get("/communities/{community_id}/readings/export")]
pub(super) async fn export_community_readings(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, Query<ReadingExportQuery>>,
) -> Answer {
    let Query(query) = rest;
    let span = query.to_domain()?;
    let (scope, viewer) = (access.read(&state), access.viewer());
    let known: Vec<Uuid> = scope.known_readings(&viewer, None).await?.into_keys().collect();
    export::check_size(known.len(), span)?;
    let readings = scope.readings_of(&viewer, &known, span).await?;
    let ids: Vec<Uuid> = readings.keys().copied().collect();
    let meters = scope.meters_of_ids(&viewer, &ids).await?;
    download(&state, &access, ("readings", &query), span, (meters, readings)).await
}

/// Get what is known of a community's meters
///
/// Each meter that has readings, by EAN, with when they begin and end: what can be simulated.
#[utoipa::path(
    tag = "readings",
    params(CommunityPath),
    responses((status = 200, description = "What is known.", body = CommunityCoverage)),
    security(("bearer" = ["readings:read"]))
)]
#[get("/communities/{community_id}/readings/coverage")]
pub(super) async fn get_community_coverage(
    state: web::Data<State>,
    Guarded(access, _path): Guarded<Reads, CommunityPath>,
) -> Answer {
    let (scope, viewer) = (access.read(&state), access.viewer());
    let known = scope.known_readings(&viewer, None).await?;
    let ids: Vec<Uuid> = known.keys().copied().collect();
    let entry = |meter: MeterView| {
        let known = known.get(&meter.id).copied().unwrap_or_default();
        MeterCoverage {
            meter_id: meter.id,
            ean: meter.identity.point.as_str().to_owned(),
            description: description(&state, &meter),
            offtake: known.offtake.map(answers::known),
            injection: known.injection.map(answers::known),
        }
    };
    let mut items: Vec<_> = scope.meters_of_ids(&viewer, &ids).await?.into_iter().map(entry).collect();
    items.sort_by(|one, other| one.ean.cmp(&other.ean));
    answer::plain(&CommunityCoverage { items })
}

type Reads = InCommunity<permit::ReadingsRead>;

/// The columns of some meters as a file.
async fn download(
    state: &State,
    access: &Reads,
    (name, query): (&str, &ReadingExportQuery),
    span: Span,
    (meters, mut readings): (Vec<MeterView>, BTreeMap<Uuid, MeterReadings>),
) -> Answer {
    let mut columns = Vec::new();
    for meter in meters {
        let label = description(state, &meter);
        let MeterReadings { offtake, injection } = readings.remove(&meter.id).unwrap_or_default();
        for (direction, series) in [(Direction::Offtake, offtake), (Direction::Injection, injection)] {
            let key = SeriesKey { point: meter.identity.point.clone(), direction };
            if series.span().is_some() {
                columns.push(Column { key, label: label.clone(), series });
            }
        }
    }
    columns.sort_by(|one, other| one.key.point.as_str().cmp(other.key.point.as_str()));
    let wish = Wish::of(TableQuery { format: query.format, language: query.language }, &access.caller);
    let (headings, read) = export::table(columns, span, query.resolution.unwrap_or(Resolution::Quarter));
    download::answer(wish, name, headings, read).await
}

/// What a meter is called today: the first line of its description, so that a row of a file is a line.
fn description(state: &State, meter: &MeterView) -> String {
    let period = |of: &&store::ConfigurationView| Period { from: of.valid_from, to: of.valid_to };
    let timeline = Timeline::on(state.today(), &meter.configurations, period);
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    timeline.shown().map(|shown| first(&shown.configuration.description)).unwrap_or_default()
}
