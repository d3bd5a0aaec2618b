//! Applying an import of readings that was confirmed: all of it in one transaction, beside the requests.

use super::newcomer::newcomer;
use super::read::read;
use crate::error::Error;
use crate::exchange::jobs::ReadingJob;
use crate::state::State;
use actix_web::web::Data;
use api_types::{CreatedMeter, ProblemCode, ReadingAnswers, ReadingCounts, ReadingImportResult};
use domain::identifier::IdScheme;
use domain::meter::NewMeter;
use domain::readings::file::{Point, ReadingsFile, SheetKind};
use domain::vocabulary::{Locale, ReadingImportState, Region};
use serde_json::json;
use std::collections::HashMap;
use store::{CommunityWriter, ReadingImportView, Stored, WriteContext, Written};
use uuid::Uuid;

/// What is to be applied, and on whose behalf.
pub(crate) struct Order {
    pub(crate) context: WriteContext,
    pub(crate) organisation: Uuid,
    pub(crate) community: Uuid,
    pub(crate) import: ReadingImportView,
    pub(crate) region: Region,
    pub(crate) locale: Locale,
    pub(crate) create_unknown_meters: bool,
}

/// Applies an import, or says in it why that was not possible.
pub(crate) async fn run(state: Data<State>, order: Order, mut job: ReadingJob) {
    let ended = match applied(&state, &order, &mut job).await {
        Ok(()) => ReadingImportState::Applied,
        Err(error) => failed(&state, &order, error).await,
    };
    job.end(ended);
}

async fn applied(state: &State, order: &Order, job: &mut ReadingJob) -> Result<(), Error> {
    let scope = state.store().community(order.organisation, order.community);
    let source = scope.reading_source(order.import.id).await?;
    let bytes = source.bytes.ok_or(Error::from(ProblemCode::ImportClosed))?;
    let answers: ReadingAnswers = serde_json::from_value(order.import.answers.clone()).map_err(Error::internal)?;
    let scheme = IdScheme::of(order.region);
    let file = state.turns().run(move || read(&bytes, scheme, answers)).await??;
    let written = state.store().write(&order.context, async |tx| {
        let writer = tx.community(order.organisation, order.community);
        let import = writer.begin_readings(order.import.id, order.import.version).await?;
        let newcomers = order.create_unknown_meters.then_some((order.region, order.locale));
        store_file(&writer, &import, &file, newcomers, |readings| job.done(readings)).await
    });
    match written.await? {
        Written::Fresh(()) | Written::Replayed(_) => Ok(()),
    }
}

/// Stores the readings of a file, and the meters that it has and the community has not, if they are wanted: in a region,
/// with words in a language.
pub(crate) async fn store_file(
    writer: &CommunityWriter<'_>,
    import: &ReadingImportView,
    file: &ReadingsFile,
    newcomers: Option<(Region, Locale)>,
    mut done: impl FnMut(u64),
) -> Result<(), store::Error> {
    let mut meters = known(writer, file).await?;
    let created = match newcomers {
        Some(of) => create(writer, (&import.file_name, of), file, &mut meters).await?,
        None => Vec::new(),
    };
    let (mut counts, mut left_out) = (Stored::default(), 0);
    for series in file.series.iter().filter(|series| series.kind == SheetKind::Gross) {
        let readings = series.series.known().count() as u64;
        match meters.get(&series.key.point) {
            None => left_out += readings,
            Some(meter) => {
                let own = writer.write_readings(import.id, *meter, series.key.direction, &series.series).await?;
                counts.new += own.new;
                counts.corrections += own.corrections;
                counts.unchanged += own.unchanged;
            }
        }
        done(readings);
    }
    let Stored { new, corrections, unchanged } = counts;
    let counts_told = ReadingCounts { new, corrections, unchanged };
    let result = ReadingImportResult { counts: counts_told, left_out, created_meters: created };
    writer.finish_readings(import, counts, json!(result)).await?;
    Ok(())
}

/// The meters of the community that a file has.
async fn known(writer: &CommunityWriter<'_>, file: &ReadingsFile) -> Result<HashMap<Point, Uuid>, store::Error> {
    let points = super::points(file);
    let eans: Vec<&str> = points.iter().map(|point| point.as_str()).collect();
    let found = writer.read().meters_of_eans(&eans).await?;
    Ok(found.into_iter().map(|meter| (meter.identity.point, meter.id)).collect())
}

/// Creates the meters that are not known.
async fn create(
    writer: &CommunityWriter<'_>,
    (file_name, (region, locale)): (&str, (Region, Locale)),
    file: &ReadingsFile,
    known: &mut HashMap<Point, Uuid>,
) -> Result<Vec<CreatedMeter>, store::Error> {
    let unknown = super::points(file).into_iter().filter(|point| !known.contains_key(*point));
    let meters: Vec<NewMeter> =
        unknown.filter_map(|point| newcomer(point, file, (file_name, locale), region)).collect();
    let meters: Vec<(Uuid, NewMeter)> = meters.into_iter().map(|meter| (writer.new_id(), meter)).collect();
    writer.create_meters(&meters).await?;
    let created =
        meters.iter().map(|(id, meter)| CreatedMeter { id: *id, ean: meter.identity.point.as_str().to_owned() });
    let created = created.collect();
    known.extend(meters.into_iter().map(|(id, meter)| (meter.identity.point, id)));
    Ok(created)
}

/// Keeps the reason in the import. While the database is away nothing can be kept: it can be confirmed again.
async fn failed(state: &State, order: &Order, error: Error) -> ReadingImportState {
    tracing::warn!(import = %order.import.id, %error, "an import of readings was not applied");
    let reason = error.code();
    if reason == ProblemCode::Unavailable {
        return ReadingImportState::Checked;
    }
    let kept = state.store().write(&order.context, async |tx| {
        let writer = tx.community(order.organisation, order.community);
        writer.fail_readings(order.import.id, order.import.version, reason.as_str()).await
    });
    match kept.await {
        Ok(_) => ReadingImportState::Failed,
        Err(error) => {
            tracing::warn!(import = %order.import.id, %error, "nor was it noted");
            ReadingImportState::Checked
        }
    }
}
