//! Imports of meters and members: check a file, look at the report, confirm it or discard it.

use super::lists;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::exchange::columns::Recognised;
use crate::exchange::download::{self, Rows, Wish};
use crate::exchange::upload::{Upload, UploadForm, Workbook};
use crate::exchange::{Owners, RowIssues, apply, members, meters};
use crate::extract::permit::Permit;
use crate::extract::{
    Caller, CommunityPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfMatchIfAny,
    IfMatchIfAnyHeader, IfNoneMatch, IfNoneMatchHeader, ImportPath, InCommunity, Query, permit,
};
use crate::state::State;
use crate::table::Cell;
use actix_web::{delete, get, post, web};
use api_types::{
    Import, ImportColumn, ImportCounts, ImportProgress, ImportRow, ImportRowQuery, Page, ProblemCode, TableQuery,
    UploadQuery,
};
use chrono::NaiveDate;
use domain::role::{Permission, Place};
use domain::vocabulary::{ImportKind, ImportRowState, ImportState, Locale};
use serde_json::{Value, json};
use std::collections::HashMap;
use store::{CommunityScope, ImportRowView, ImportView, MemberFilter, MemberView, NewImport, PageRequest};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(create_meter_import)
        .service(create_member_import)
        .service(get_import)
        .service(list_import_rows)
        .service(export_import_errors)
        .service(confirm_import)
        .service(discard_import);
}

/// Check a file of meters
///
/// Nothing is stored but the report: what each row would create or change, and what is wrong with it. Columns are
/// known by their headings in English, French, Dutch or German, in any order; an empty cell leaves what is stored as
/// it is. A meter is known by its EAN. Without an activation date a change holds from today on. CSV (semicolon, comma
/// or tab; UTF-8, UTF-16 or Windows-1252) and XLSX, up to 20,000 rows.
#[utoipa::path(
    tag = "imports",
    params(CommunityPath, UploadQuery, IdempotencyHeader),
    request_body(content(
        (UploadForm = "multipart/form-data", example = json!({"file": "EAN,City\r\n541448820000000008,Namur\r\n"})),
        (String = "text/csv", example = json!("EAN,City\r\n541448820000000008,Namur\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses(
        (status = 201, description = "Checked; the report.", body = Import),
        (status = 413, description = "`too_large`: the file has more than 10 MB."),
        (status = 415, description = "`unsupported_media_type`: neither a form nor a table.")
    ),
    security(("bearer" = ["meters:write"]))
)]
#[post("/communities/{community_id}/meters/imports")]
pub(super) async fn create_meter_import(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MetersWrite>, (Idempotency, Query<UploadQuery>, Upload)>,
) -> Answer {
    let (idempotency, Query(query), upload) = input;
    let sheet = upload.sheet().await?;
    let Some(header) = sheet.rows.first() else { return Err(Error::internal("a sheet without a header")) };
    let recognised = Recognised::new(header, meters::COLUMNS, meters::IDENTIFYING)?;
    let scope = access.read(&state);
    let region = scope.get().await?.fields.region;
    let members = all_members(&scope, state.today()).await?;
    let eans = meters::eans(&sheet, &recognised, region);
    let eans: Vec<&str> = eans.iter().map(String::as_str).collect();
    let stored = meters::Stored {
        region,
        today: state.today(),
        locale: access.caller.user().locale,
        dsos: state.store().dsos().await?.into_iter().map(|dso| dso.code).collect(),
        owners: &Owners::new(&members),
        meters: scope.meters_of_eans(&eans).await?,
    };
    let columns = json!(recognised.report());
    let rows = meters::plan(sheet, &recognised, &stored);
    let new =
        NewImport { kind: ImportKind::Meters, file_name: upload.file_name(query.file_name.as_deref()), columns, rows };
    keep(&state, &access, idempotency.of_digest(&access.caller, upload.digest()), new).await
}

/// Check a file of members
///
/// As for meters. A member is known by their e-mail, or by their name where there is no e-mail; the status of one who
/// holds meters cannot become inactive.
#[utoipa::path(
    tag = "imports",
    params(CommunityPath, UploadQuery, IdempotencyHeader),
    request_body(content(
        (UploadForm = "multipart/form-data", example = json!({"file": "Last name,E-mail\r\nPeeters,jo@example.org\r\n"})),
        (String = "text/csv", example = json!("Last name,E-mail\r\nPeeters,jo@example.org\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses(
        (status = 201, description = "Checked; the report.", body = Import),
        (status = 413, description = "`too_large`: the file has more than 10 MB."),
        (status = 415, description = "`unsupported_media_type`: neither a form nor a table.")
    ),
    security(("bearer" = ["members:write"]))
)]
#[post("/communities/{community_id}/members/imports")]
pub(super) async fn create_member_import(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MembersWrite>, (Idempotency, Query<UploadQuery>, Upload)>,
) -> Answer {
    let (idempotency, Query(query), upload) = input;
    let sheet = upload.sheet().await?;
    let Some(header) = sheet.rows.first() else { return Err(Error::internal("a sheet without a header")) };
    let recognised = Recognised::new(header, members::COLUMNS, members::IDENTIFYING)?;
    let scope = access.read(&state);
    let mut holders = HashMap::<_, Vec<_>>::new();
    for (member, ean) in scope.meter_holders(state.today()).await? {
        holders.entry(member).or_default().push(ean);
    }
    let stored = members::Stored {
        locale: access.caller.user().locale,
        members: all_members(&scope, state.today()).await?,
        holders,
    };
    let columns = json!(recognised.report());
    let rows = members::plan(sheet, &recognised, &stored);
    let new =
        NewImport { kind: ImportKind::Members, file_name: upload.file_name(query.file_name.as_deref()), columns, rows };
    keep(&state, &access, idempotency.of_digest(&access.caller, upload.digest()), new).await
}

/// Get an import
///
/// Where it stands, and how far it is while it is being applied. One that nobody confirms is forgotten after a day,
/// the report of an applied one after thirty. Asks for the permission to write what the import brings in.
#[utoipa::path(
    tag = "imports",
    params(ImportPath, IfNoneMatchHeader),
    responses((status = 200, description = "The import.", body = Import)),
    security(("bearer" = ["community:read"]))
)]
#[get("/communities/{community_id}/imports/{import_id}")]
pub(super) async fn get_import(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::CommunityRead>, (ImportPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    // Asked for before the import is read: one that ends in between is then read as it ended.
    let progress = state.jobs().progress(path.import_id);
    // Another program may apply it, which alone knows how far it is.
    let held = progress.is_none() && access.read(&state).import_is_held(path.import_id).await?;
    let view = known_import(&state, &access, path).await?;
    let is_running = held && view.state == ImportState::Checked;
    let version = view.version;
    let import = import(view, progress);
    let state = if is_running { ImportState::Applying } else { import.state };
    answer::resource(version, &Import { state, ..import }, &known)
}

/// List the rows of an import
///
/// In the order of the file, each with its mistakes in place and what it changes from which value to which.
#[utoipa::path(
    tag = "imports",
    params(ImportPath, ImportRowQuery),
    responses((status = 200, description = "One page of them.", body = Page<ImportRow>)),
    security(("bearer" = ["community:read"]))
)]
#[get("/communities/{community_id}/imports/{import_id}/rows")]
pub(super) async fn list_import_rows(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::CommunityRead>, (ImportPath, Query<ImportRowQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let import = known_import(&state, &access, path).await?;
    let page = lists::page(query.limit, query.cursor);
    let page = access.read(&state).import_rows(import.id, query.state, &page).await?;
    answer::plain(&lists::map(page, row))
}

/// Download the wrong rows of an import
///
/// With the columns of the file, and one more that says what is wrong with each: to be mended and sent again.
#[utoipa::path(
    tag = "imports",
    params(ImportPath, TableQuery),
    responses((status = 200, description = "The rows.", content(
        (String = "text/csv", example = json!("EAN,City,Error\r\n5414,Namur,…\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["community:read"]))
)]
#[get("/communities/{community_id}/imports/{import_id}/errors")]
pub(super) async fn export_import_errors(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::CommunityRead>, (ImportPath, Query<TableQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let import = known_import(&state, &access, path).await?;
    let wish = Wish::of(query, &access.caller);
    let columns = columns(import.columns.clone());
    let mut headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
    headings.push(error_heading(wish.locale).to_owned());
    let width = columns.len();
    let read = move |cursor| -> futures_util::future::LocalBoxFuture<'static, Result<Rows, Error>> {
        let (state, access, id) = (state.clone(), access.clone(), import.id);
        Box::pin(async move {
            let page = PageRequest { limit: download::PAGE, cursor };
            let page = access.read(&state).import_rows(id, Some(ImportRowState::Error), &page).await?;
            Ok(Rows {
                rows: page.items.into_iter().map(|view| wrong_row(view, width)).collect(),
                next: page.next_cursor,
            })
        })
    };
    download::answer(wish, "errors", headings, Box::new(read)).await
}

/// Apply an import
///
/// All its good rows in one transaction, beside the request: the answer comes at once, and `progress` and `GET events`
/// tell how far it is. It is all or nothing. What was changed by somebody else since the check makes the import fail.
#[utoipa::path(
    tag = "imports",
    params(ImportPath, IfMatchIfAnyHeader),
    responses(
        (status = 202, description = "It is being applied.", body = Import),
        (status = 409, description = "`nothing_to_import`: no row does anything; `import_running`; `import_closed`.")
    ),
    security(("bearer" = ["community:read"]))
)]
#[post("/communities/{community_id}/imports/{import_id}/confirm")]
pub(super) async fn confirm_import(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::CommunityRead>, (ImportPath, IfMatchIfAny)>,
) -> Answer {
    let (path, IfMatchIfAny(version)) = rest;
    let view = known_import(&state, &access, path).await?;
    let total = view.counts.create + view.counts.change;
    if version.is_some_and(|version| view.version != version) {
        return Err(ProblemCode::Stale.into());
    }
    if view.state != ImportState::Checked {
        return Err(ProblemCode::ImportClosed.into());
    }
    if total == 0 {
        return Err(ProblemCode::NothingToImport.into());
    }
    let job = state.jobs().begin(access.id(), view.id, view.kind, total);
    let job = job.ok_or(Error::from(ProblemCode::ImportRunning))?;
    let order = apply::Order {
        context: access.caller.write_context(&state, None),
        organisation: access.organisation(),
        community: access.id(),
        region: access.read(&state).get().await?.fields.region,
        today: state.today(),
        import: view.clone(),
    };
    let answer = answer::accepted(view.version, &import(view, state.jobs().progress(order.import.id)))?;
    // Whoever confirmed may leave.
    actix_web::rt::spawn(apply::run(state.clone(), order, job));
    Ok(answer)
}

/// Discard an import
///
/// The report is forgotten. What an applied import stored stays.
#[utoipa::path(
    tag = "imports",
    params(ImportPath, IfMatchHeader),
    responses(
        (status = 204, description = "Discarded."),
        (status = 409, description = "`import_running`: it is being applied.")
    ),
    security(("bearer" = ["community:read"]))
)]
#[delete("/communities/{community_id}/imports/{import_id}")]
pub(super) async fn discard_import(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::CommunityRead>, (ImportPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = rest;
    let view = known_import(&state, &access, path).await?;
    if state.jobs().progress(view.id).is_some() {
        return Err(ProblemCode::ImportRunning.into());
    }
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).discard_import(view.id, version).await).await?;
    Ok(answer::no_content())
}

async fn keep<P: Permit>(
    state: &State,
    access: &InCommunity<P>,
    idempotency: Option<store::IdempotencyRequest>,
    new: NewImport,
) -> Answer {
    let context = access.caller.write_context(state, idempotency);
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).create_import(new).await?;
        let location = format!("/api/v1/communities/{}/imports/{}", access.id(), view.id);
        let answer = answer::created(location, view.version, &import(view, None))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// The import of the path, for somebody who may write what it brings in.
async fn known_import(
    state: &State,
    access: &InCommunity<permit::CommunityRead>,
    path: ImportPath,
) -> Result<ImportView, Error> {
    let view = access.read(state).import(path.import_id).await?;
    require(&access.caller, access.place(), view.kind)?;
    Ok(view)
}

fn require(caller: &Caller, place: Place, kind: ImportKind) -> Result<(), Error> {
    let permission = match kind {
        ImportKind::Meters => Permission::MetersWrite,
        ImportKind::Members => Permission::MembersWrite,
    };
    caller.require(permission, place)
}

/// Every member of a community.
pub(super) async fn all_members(scope: &CommunityScope<'_>, today: NaiveDate) -> Result<Vec<MemberView>, Error> {
    let mut members = Vec::new();
    let mut cursor = None;
    loop {
        let page = PageRequest { limit: download::PAGE, cursor };
        let page = scope.members(&MemberFilter::default(), today, &page).await?;
        members.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(members);
        }
    }
}

/// An import as it is answered, which this program applies as far as `progress`, if it does.
fn import(view: ImportView, progress: Option<ImportProgress>) -> Import {
    // Once it has ended, what was asked for before is of no interest.
    let progress = progress.filter(|_| view.state == ImportState::Checked);
    let counts = view.counts;
    Import {
        id: view.id,
        community_id: view.community_id,
        kind: view.kind,
        state: if progress.is_some() { ImportState::Applying } else { view.state },
        file_name: view.file_name,
        columns: columns(view.columns),
        counts: ImportCounts {
            create: counts.create,
            change: counts.change,
            unchanged: counts.unchanged,
            error: counts.error,
        },
        progress,
        failure: view.failure,
        created_at: view.created_at,
        created_by: view.created_by,
        applied_at: view.applied_at,
    }
}

/// What the check kept of the columns.
fn columns(kept: Value) -> Vec<ImportColumn> {
    serde_json::from_value(kept).unwrap_or_default()
}

fn row(view: ImportRowView) -> ImportRow {
    let RowIssues { errors, warnings } = serde_json::from_value(view.issues).unwrap_or_default();
    let change =
        |change: store::FieldChange| api_types::FieldChange { field: change.field, old: change.old, new: change.new };
    ImportRow {
        number: view.number,
        state: view.state,
        label: view.label,
        cells: view.cells,
        errors,
        warnings,
        changes: view.changes.into_iter().map(change).collect(),
        target_id: view.target_id,
    }
}

/// A wrong row as it was, with what is wrong in a column of its own.
fn wrong_row(view: ImportRowView, width: usize) -> Vec<Cell> {
    let row = row(view);
    let said = |error: &api_types::FieldError| match error.pointer.rsplit('/').next() {
        Some(field) if !field.is_empty() => format!("{field}: {}", error.detail),
        _ => error.detail.clone(),
    };
    let errors: Vec<String> = row.errors.iter().map(said).collect();
    let mut cells: Vec<Cell> = row.cells.into_iter().take(width).map(Cell::text).collect();
    cells.resize(width, Cell::Empty);
    cells.push(Cell::text(errors.join(" ")));
    cells
}

const fn error_heading(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Error",
        Locale::Fr => "Erreur",
        Locale::Nl => "Fout",
        Locale::De => "Fehler",
    }
}
