//! Imports of readings: have a file read, look at the report, answer what it asks, confirm it, take it back.

use super::{lists, reading_answers};
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::exchange::upload::{ReadingForm, ReadingUpload, Workbook};
use crate::extract::{
    CommunityPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfMatchIfAny, IfMatchIfAnyHeader,
    IfNoneMatch, IfNoneMatchHeader, InCommunity, Query, ReadingImportPath, Valid, permit,
};
use crate::reading_files::{self, apply};
use crate::state::State;
use actix_web::web::Bytes;
use actix_web::{delete, get, post, put, web};
use api_types::{
    ConfirmReadingImport, ImportProgress, Page, ProblemCode, ReadingAnswers, ReadingCounts, ReadingImport,
    ReadingImportQuery, ReadingImportResult, ReadingImportSummary, ReadingQuestion, ReadingUploadQuery,
    UndoReadingImport,
};
use domain::identifier::IdScheme;
use domain::readings::Span;
use domain::violation::Code;
use domain::vocabulary::ReadingImportState;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::HashMap;
use store::{NewReadingImport, ReadingImportView, Stored, Viewer};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(create_reading_import)
        .service(list_reading_imports)
        .service(get_reading_import)
        .service(answer_reading_import)
        .service(confirm_reading_import)
        .service(undo_reading_import);
}

/// Check a file of readings
///
/// No reading is stored: the answer says what is in the file beside what is stored. The layouts are known by
/// themselves: EANs as columns with instants of UTC; the export of the Flemish operator (`;`, decimal comma, the clock
/// of Brussels, the hour of October twice); workbooks with the sheets `Brut Rep`, `Partagé Rep` and `Net Rep`. CSV, also
/// packed with gzip, and XLSX; at most 20,000,000 quarter-hours of all meters together. A blank is a gap. What only a
/// person can know is asked in `questions`.
#[utoipa::path(
    tag = "readings",
    params(CommunityPath, ReadingUploadQuery, IdempotencyHeader),
    request_body(content(
        (ReadingForm = "multipart/form-data", example = json!({"file": "interval_start,541448820000000008\r\n…"})),
        (String = "text/csv", example = json!("interval_start,541448820000000008\r\n…")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Workbook = "application/gzip")
    )),
    responses(
        (status = 201, description = "Read; the report.", body = ReadingImport),
        (status = 413, description = "`too_large`: the file has more than 64 MB."),
        (status = 415, description = "`unsupported_media_type`: neither a form nor a table.")
    ),
    security(("bearer" = ["readings:write"]))
)]
#[post("/communities/{community_id}/reading-imports")]
pub(super) async fn create_reading_import(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, (Idempotency, Query<ReadingUploadQuery>, ReadingUpload)>,
) -> Answer {
    let (idempotency, Query(query), ReadingUpload(upload)) = input;
    let answers = ReadingAnswers { stamped: query.stamped, unit: query.unit };
    let file_name = upload.file_name(query.file_name.as_deref());
    let new = checked(&state, &access, upload.bytes(), answers, file_name).await?;
    let report = new.report.clone();
    let kept = upload.bytes().to_vec();
    let context = access.caller.write_context(&state, idempotency.of_digest(&access.caller, upload.digest()));
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).create_reading_import(new, kept).await?;
        let location = format!("/api/v1/communities/{}/reading-imports/{}", access.id(), view.id);
        let version = view.version;
        let answer = answer::created(location, version, &import(view, None, report)?)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// List the imports of readings
///
/// Latest first. Those that nobody confirms are forgotten after a day; applied and undone ones stay, as the history of
/// the readings.
#[utoipa::path(
    tag = "readings",
    params(CommunityPath, ReadingImportQuery),
    responses((status = 200, description = "One page of them.", body = Page<ReadingImportSummary>)),
    security(("bearer" = ["readings:write"]))
)]
#[get("/communities/{community_id}/reading-imports")]
pub(super) async fn list_reading_imports(
    state: web::Data<State>,
    Guarded(access, query): Guarded<Writes, Query<ReadingImportQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor);
    // Asked for before the imports are read: one that ends in between is then read as it ended.
    let running = state.jobs().running();
    let page = access.read(&state).reading_imports(query.state, &page).await?;
    answer::plain(&lists::map(page, |view| summary(&running, view)))
}

/// Get an import of readings
///
/// Its report, what it asks, where it stands and how far it is while it is being applied.
#[utoipa::path(
    tag = "readings",
    params(ReadingImportPath, IfNoneMatchHeader),
    responses((status = 200, description = "The import.", body = ReadingImport)),
    security(("bearer" = ["readings:write"]))
)]
#[get("/communities/{community_id}/reading-imports/{reading_import_id}")]
pub(super) async fn get_reading_import(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Writes, (ReadingImportPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    // Before it is read, as for the list.
    let progress = state.jobs().progress(path.reading_import_id);
    let (view, report) = whole(&state, &access, path.reading_import_id).await?;
    answer::resource(view.version, &import(view, progress, report)?, &known)
}

/// Answer what a file of readings asks
///
/// The file is read again with the answers, which replace former ones, and the report is made anew: also to see what is
/// stored by now.
#[utoipa::path(
    tag = "readings",
    params(ReadingImportPath, IfMatchHeader),
    request_body = ReadingAnswers,
    responses(
        (status = 200, description = "With the new report.", body = ReadingImport),
        (status = 409, description = "`import_running`; `import_closed`: it was applied or has failed.")
    ),
    security(("bearer" = ["readings:write"]))
)]
#[put("/communities/{community_id}/reading-imports/{reading_import_id}/answers")]
pub(super) async fn answer_reading_import(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, (ReadingImportPath, IfMatch, Valid<ReadingAnswers>)>,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let scope = access.read(&state);
    let view = scope.reading_import(path.reading_import_id).await?;
    let answers = body.into_inner()?;
    open(&state, &view, Some(version))?;
    let source = scope.reading_source(view.id).await?;
    let bytes = source.bytes.ok_or(Error::from(ProblemCode::ImportClosed))?;
    let new = checked(&state, &access, &Bytes::from(bytes), answers, view.file_name).await?;
    let report = new.report.clone();
    let context = access.caller.write_context(&state, None);
    let written = state.store().write(&context, async |tx| access.write(tx).reread_import(view.id, version, new).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &import(view, None, report)?)
}

/// Apply an import of readings
///
/// All of it in one transaction, beside the request: the answer comes at once, and `progress` and `GET events` tell how
/// far it is. It is all or nothing. Readings of meters that the community does not have are left out, unless those are
/// to be created.
#[utoipa::path(
    tag = "readings",
    params(ReadingImportPath, ConfirmReadingImport, IfMatchIfAnyHeader),
    responses(
        (status = 202, description = "It is being applied.", body = ReadingImport),
        (status = 409, description = "`questions_open`; `nothing_to_import`: every reading is stored just so, or of a \
            meter that is left out; `import_running`; `import_closed`.")
    ),
    security(("bearer" = ["readings:write"]))
)]
#[post("/communities/{community_id}/reading-imports/{reading_import_id}/confirm")]
pub(super) async fn confirm_reading_import(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Writes, (ReadingImportPath, Query<ConfirmReadingImport>, IfMatchIfAny)>,
) -> Answer {
    let (path, Query(how), IfMatchIfAny(version)) = rest;
    let (view, report) = whole(&state, &access, path.reading_import_id).await?;
    open(&state, &view, version)?;
    let answer = import(view.clone(), None, report)?;
    if !answer.questions.is_empty() {
        return Err(ProblemCode::QuestionsOpen.into());
    }
    let does = |meter: &api_types::ReadingReportMeter| {
        let is_stored = meter.meter_id.is_some() || how.create_unknown_meters;
        is_stored && meter.counts.new + meter.counts.corrections > 0
    };
    if !answer.report.meters.iter().any(does) {
        return Err(ProblemCode::NothingToImport.into());
    }
    let ReadingCounts { new, corrections, unchanged } = answer.report.counts;
    let job = state.jobs().begin_readings(access.id(), view.id, new + corrections + unchanged);
    let job = job.ok_or(Error::from(ProblemCode::ImportRunning))?;
    let version = view.version;
    let order = apply::Order {
        context: access.caller.write_context(&state, None),
        organisation: access.organisation(),
        community: access.id(),
        region: access.read(&state).get().await?.fields.region,
        locale: access.caller.user().locale,
        create_unknown_meters: how.create_unknown_meters,
        import: view,
    };
    let running = ReadingImport {
        state: ReadingImportState::Applying,
        progress: state.jobs().progress(order.import.id),
        ..answer
    };
    let answer = answer::accepted(version, &running)?;
    // Whoever confirmed may leave.
    actix_web::rt::spawn(apply::run(state.clone(), order, job));
    Ok(answer)
}

/// Take an import of readings back
///
/// The former values come back: what was a gap is one again. Meters that it created stay, unless they are to be
/// deleted. The import stays in the list as undone; one that was not applied is forgotten. Where a later import changed
/// any of the same quarter-hours, that one has to be undone first.
#[utoipa::path(
    tag = "readings",
    params(ReadingImportPath, UndoReadingImport, IfMatchHeader),
    responses(
        (status = 204, description = "Taken back, or forgotten."),
        (status = 409, description = "`readings_overtaken`: `errors` names the later imports; `import_running`; \
            `import_closed`: it was undone.")
    ),
    security(("bearer" = ["readings:write"]))
)]
#[delete("/communities/{community_id}/reading-imports/{reading_import_id}")]
pub(super) async fn undo_reading_import(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Writes, (ReadingImportPath, Query<UndoReadingImport>, IfMatch)>,
) -> Answer {
    let (path, Query(how), IfMatch(version)) = rest;
    let view = access.read(&state).reading_import(path.reading_import_id).await?;
    if state.jobs().progress(view.id).is_some() {
        return Err(ProblemCode::ImportRunning.into());
    }
    let result: Option<ReadingImportResult> = view.result.map(kept).transpose()?;
    let created = result.filter(|_| how.delete_created_meters).map(|result| result.created_meters).unwrap_or_default();
    let created: Vec<Uuid> = created.into_iter().map(|meter| meter.id).collect();
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).undo_readings(view.id, version, &created).await).await?;
    Ok(answer::no_content())
}

type Writes = InCommunity<permit::ReadingsWrite>;

/// That an import can be changed or applied.
fn open(state: &State, view: &ReadingImportView, version: Option<i64>) -> Result<(), Error> {
    if version.is_some_and(|version| view.version != version) {
        return Err(ProblemCode::Stale.into());
    }
    if state.jobs().progress(view.id).is_some() {
        return Err(ProblemCode::ImportRunning.into());
    }
    if view.state != ReadingImportState::Checked {
        return Err(ProblemCode::ImportClosed.into());
    }
    Ok(())
}

/// What is in a file, beside what is stored.
async fn checked(
    state: &State,
    access: &Writes,
    bytes: &Bytes,
    answers: ReadingAnswers,
    file_name: String,
) -> Result<NewReadingImport, Error> {
    let scope = access.read(state);
    let scheme = IdScheme::of(scope.get().await?.fields.region);
    let bytes = bytes.clone();
    let file = state.turns().run(move || reading_files::read(&bytes, scheme, answers)).await??;
    let points = reading_files::points(&file);
    let eans: Vec<&str> = points.iter().map(|point| point.as_str()).collect();
    let meters = scope.meters_of_eans(&eans).await?;
    let ids: Vec<Uuid> = meters.iter().map(|meter| meter.id).collect();
    let span = file.series.iter().filter_map(|series| series.series.span()).reduce(Span::around);
    // A file that contradicts itself everywhere has nothing to import.
    let span = span.ok_or_else(|| Error::invalid_field("/file", Code::NoRows))?;
    let readings = scope.readings_of(&Viewer::All, &ids, span).await?;
    let (layout, unit, meters_count) = (file.layout, file.unit, points.len());
    let stored = reading_files::Stored { meters, readings };
    let found = state.turns().run(move || reading_files::found(&file, &stored)).await?;
    let (report, questions, span) = found.ok_or_else(|| Error::invalid_field("/file", Code::NoRows))?;
    let ReadingCounts { new, corrections, unchanged } = report.counts;
    Ok(NewReadingImport {
        file_name,
        layout,
        unit,
        stamped: answers.stamped.unwrap_or_default(),
        answers: json!(answers),
        questions: json!(questions),
        meters: meters_count,
        span,
        counts: Stored { new, corrections, unchanged },
        report: json!(report),
    })
}

async fn whole(state: &State, access: &Writes, id: Uuid) -> Result<(ReadingImportView, Value), Error> {
    let scope = access.read(state);
    let view = scope.reading_import(id).await?;
    Ok((view, scope.reading_report(id).await?))
}

/// An import as it is answered, which this program applies as far as `progress`, if it does.
fn import(
    view: ReadingImportView,
    progress: Option<ImportProgress>,
    report: Value,
) -> Result<ReadingImport, store::Error> {
    // Once it has ended, what was asked for before is of no interest.
    let progress = progress.filter(|_| view.state == ReadingImportState::Checked);
    Ok(ReadingImport {
        id: view.id,
        community_id: view.community_id,
        state: if progress.is_some() { ReadingImportState::Applying } else { view.state },
        file_name: view.file_name,
        layout: view.layout,
        unit: view.unit,
        stamped: view.stamped,
        questions: kept(view.questions)?,
        answers: kept(view.answers)?,
        report: kept(report)?,
        progress,
        result: view.result.map(kept).transpose()?,
        failure: view.failure,
        created_at: view.created_at,
        created_by: view.created_by,
        applied_at: view.applied_at,
        applied_by: view.applied_by,
        undone_at: view.undone_at,
        undone_by: view.undone_by,
    })
}

fn summary(running: &HashMap<Uuid, ImportProgress>, view: ReadingImportView) -> ReadingImportSummary {
    let progress = running.get(&view.id).copied().filter(|_| view.state == ReadingImportState::Checked);
    let Stored { new, corrections, unchanged } = view.counts;
    ReadingImportSummary {
        id: view.id,
        state: if progress.is_some() { ReadingImportState::Applying } else { view.state },
        file_name: view.file_name,
        period: reading_answers::period(view.span),
        meters: view.meters,
        counts: ReadingCounts { new, corrections, unchanged },
        has_questions: kept::<Vec<ReadingQuestion>>(view.questions).is_ok_and(|questions| !questions.is_empty()),
        progress,
        created_at: view.created_at,
        created_by: view.created_by,
        applied_at: view.applied_at,
        applied_by: view.applied_by,
        undone_at: view.undone_at,
        undone_by: view.undone_by,
    }
}

/// What was kept as JSON.
fn kept<T: DeserializeOwned>(value: Value) -> Result<T, store::Error> {
    serde_json::from_value(value).map_err(|error| store::Error::Inconsistent(error.to_string()))
}
