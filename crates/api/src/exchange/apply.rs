//! Applying an import that was confirmed: all its rows in one transaction, beside the requests.

use super::jobs::Job;
use super::meters::{Place, Work};
use crate::state::State;
use actix_web::web::Data;
use api_types::{MemberInput, ProblemCode};
use chrono::NaiveDate;
use domain::meter::{Configuration, ConfigurationPatch};
use domain::vocabulary::{ImportKind, ImportState, Region};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{CommunityWriter, Error, ImportRowView, ImportView, MeterView, WriteContext, Written};
use uuid::Uuid;

/// Rows after which those who wait are told.
const STEP: usize = 250;

/// What is to be applied, and on whose behalf.
pub(crate) struct Order {
    pub(crate) context: WriteContext,
    pub(crate) organisation: Uuid,
    pub(crate) community: Uuid,
    pub(crate) import: ImportView,
    pub(crate) region: Region,
    pub(crate) today: NaiveDate,
}

/// Applies an import, or says in it why that was not possible.
pub(crate) async fn run(state: Data<State>, order: Order, mut job: Job) {
    let applied = state.store().write(&order.context, async |tx| {
        let writer = tx.community(order.organisation, order.community);
        let import = writer.open_import(order.import.id, order.import.version).await?;
        let rows = writer.read().import_work(import.id).await?;
        for rows in rows.chunks(STEP) {
            apply(&writer, &order, rows).await?;
            job.done(rows.len() as u64);
        }
        writer.finish_import(&import).await
    });
    let state_now = match applied.await {
        Ok(Written::Fresh(_) | Written::Replayed(_)) => ImportState::Applied,
        Err(error) => failed(&state, &order, error).await,
    };
    job.end(state_now);
}

/// Keeps the reason in the import. While the database is away nothing can be kept: it can be confirmed again.
async fn failed(state: &State, order: &Order, error: Error) -> ImportState {
    tracing::warn!(import = %order.import.id, %error, "an import was not applied");
    let reason = match error {
        Error::Unavailable(_) => return ImportState::Checked,
        Error::Db(_) | Error::Inconsistent(_) => ProblemCode::Internal.as_str().to_owned(),
        other => crate::error::Error::from(other).code().as_str().to_owned(),
    };
    let kept = state.store().write(&order.context, async |tx| {
        let writer = tx.community(order.organisation, order.community);
        writer.fail_import(order.import.id, order.import.version, &reason).await
    });
    match kept.await {
        Ok(_) => ImportState::Failed,
        Err(error) => {
            tracing::warn!(import = %order.import.id, %error, "nor was it noted");
            ImportState::Checked
        }
    }
}

async fn apply(writer: &CommunityWriter<'_>, order: &Order, rows: &[ImportRowView]) -> Result<(), Error> {
    match order.import.kind {
        ImportKind::Meters => apply_meters(writer, order, rows).await,
        ImportKind::Members => apply_members(writer, order, rows).await,
    }
}

async fn apply_members(writer: &CommunityWriter<'_>, order: &Order, rows: &[ImportRowView]) -> Result<(), Error> {
    let mut new = Vec::new();
    for row in rows {
        let fields = input::<MemberInput>(row)?.to_domain().map_err(Error::Invalid)?;
        match row.target_version {
            Some(version) => drop(writer.update_member(target(row)?, version, &fields, order.today).await?),
            None => new.push((target(row)?, fields)),
        }
    }
    writer.create_members(&new).await
}

async fn apply_meters(writer: &CommunityWriter<'_>, order: &Order, rows: &[ImportRowView]) -> Result<(), Error> {
    let mut new = Vec::new();
    for row in rows {
        let work = input::<Work>(row)?;
        let meter = work.meter.to_domain(order.region).map_err(Error::Invalid)?;
        match row.target_version {
            Some(version) => change_meter(writer, (target(row)?, version), &work, meter, order.today).await?,
            None => new.push((target(row)?, meter)),
        }
    }
    writer.create_meters(&new).await
}

/// Writes the identity and the configuration where they differ, each against the version the other left.
async fn change_meter(
    writer: &CommunityWriter<'_>,
    (id, mut version): (Uuid, i64),
    work: &Work,
    meter: domain::meter::NewMeter,
    today: NaiveDate,
) -> Result<(), Error> {
    if work.identity {
        let MeterView { version: next, .. } = writer.update_meter(id, version, &meter.identity).await?;
        version = next;
    }
    let (from, configuration) = (meter.valid_from, &meter.configuration);
    match work.configuration {
        None => {}
        Some(Place::Period(period)) => {
            writer.update_configuration(id, period, version, from, configuration, today).await?;
        }
        Some(Place::New) => {
            writer.add_configuration(id, Some(version), from, &whole(configuration), today).await?;
        }
    }
    Ok(())
}

/// Says every field anew: the row was compared with the period it begins in, so nothing is left to be carried forward.
fn whole(configuration: &Configuration) -> ConfigurationPatch {
    ConfigurationPatch {
        description: Some(configuration.description.clone()),
        status: Some(configuration.status),
        sampling_power_kva: Some(configuration.sampling_power.decimal()),
        generating_capacity_kva: Some(configuration.generating_capacity.decimal()),
        amperage_a: Some(configuration.amperage.decimal()),
        production_chain: Some(configuration.production_chain),
        injection_status: Some(configuration.injection_status),
        dso: Some(configuration.dso.clone()),
        rate: Some(configuration.rate),
        client_type: Some(configuration.client_type),
        member: Some(configuration.member),
    }
}

fn target(row: &ImportRowView) -> Result<Uuid, Error> {
    row.target_id.ok_or_else(|| Error::Inconsistent(format!("row {} is about nothing", row.number)))
}

/// What the check kept of a row.
fn input<T: DeserializeOwned>(row: &ImportRowView) -> Result<T, Error> {
    let value: Value = row.input.clone().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| Error::Inconsistent(format!("row {}: {error}", row.number)))
}
