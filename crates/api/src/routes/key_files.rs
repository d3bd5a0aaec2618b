//! Allocation keys as files, out and in.

use super::{key_answers, keys};
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{CommunityPath, File, Guarded, InCommunity, KeyPath, Query, Shape, permit};
use crate::key_files::{self, FileKey};
use crate::state::State;
use crate::table::Format;
use actix_web::{get, post, web};
use api_types::{
    FieldError, ImportedKey, ImportedKeyState, KeyExportQuery, KeyFile, KeyFileFormat, KeyFileQuery, KeyImport,
    KeyImportMode, KeyImportQuery, KeyInput, MAX_LIMIT,
};
use domain::Code;
use domain::key::Key;
use domain::text::fold;
use domain::violation::Params;
use domain::vocabulary::{Locale, Region};
use std::collections::HashMap;
use store::{CommunityScope, CommunityWriter, KeyFilter, KeyVersionView, KeyView, PageRequest};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(export_keys).service(export_key).service(import_keys);
}

/// Export keys
///
/// The list of keys with its filters and order, each in its latest version. A table has a row for each consumer and
/// three columns for each iteration: share, rule, weight. Meters stand by their identifiers.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath, KeyExportQuery),
    responses((status = 200, description = "The file.", content(
        (KeyFile = "application/json"),
        (String = "text/csv", example = json!("Key,Consumer,Share 1,Rule 1\r\nProrata,School,100,Prorata\r\n")),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = json!("PK"))
    ))),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/keys/export")]
pub(super) async fn export_keys(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::KeysRead>, Query<KeyExportQuery>>,
) -> Answer {
    let Query(query) = query;
    let filter = KeyFilter {
        q: query.q,
        archived: query.state.map(keys::is_archived),
        sort: keys::sort(query.sort.unwrap_or_default()),
    };
    let scope = access.read(&state);
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = scope.keys(&filter, &PageRequest { limit: MAX_LIMIT, cursor }).await?;
        for row in page.items {
            found.push(scope.key_version(row.id, row.latest.id).await?);
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let locale = query.language.unwrap_or(access.caller.user().locale);
    file(&state, found, query.format.unwrap_or_default(), locale, "keys").await
}

/// Export a key
///
/// Its latest version, as in the export of all keys.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, KeyFileQuery),
    responses((status = 200, description = "The file.", content(
        (KeyFile = "application/json"),
        (String = "text/csv", example = json!("Key,Consumer,Share 1,Rule 1\r\nProrata,School,100,Prorata\r\n")),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = json!("PK"))
    ))),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/keys/{key_id}/export")]
pub(super) async fn export_key(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::KeysRead>, (KeyPath, Query<KeyFileQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let view = access.read(&state).key(path.key_id).await?;
    let locale = query.language.unwrap_or(access.caller.user().locale);
    file(&state, vec![view.latest], query.format.unwrap_or_default(), locale, "key").await
}

/// Import keys
///
/// Reads a file as an export writes it: JSON, CSV or a workbook. First have a look (`preview`): what becomes of each
/// key, and what is wrong with it. Then `apply` saves the ones without errors: a new key, or a new version of the key
/// of the same name that is not archived; one that says the same stays as it is, so that a file can be sent again.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath, KeyImportQuery),
    request_body(content(
        (KeyFile = "application/json"),
        (String = "text/csv", example = json!("Key,Consumer,Share 1,Rule 1\r\nProrata,School,100,Prorata\r\n")),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = json!("PK"))
    )),
    responses(
        (status = 200, description = "What becomes, or became, of each key.", body = KeyImport),
        (status = 413, description = "`too_large`: the file has more than 4 MB."),
        (status = 415, description = "`unsupported_media_type`: neither JSON nor a table.")
    ),
    security(("bearer" = ["keys:write"]))
)]
#[post("/communities/{community_id}/keys/imports")]
pub(super) async fn import_keys(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::KeysWrite>, (Query<KeyImportQuery>, File)>,
) -> Answer {
    let (Query(query), File { bytes, is_json }) = input;
    let read = move || if is_json { from_json(&bytes) } else { key_files::read(&bytes).map_err(Error::from) };
    let file = state.turns().run(read).await??;
    let eans: Vec<String> = file.iter().flat_map(FileKey::eans).collect();
    let scope = access.read(&state);
    let (meters, region) = (scope.meters_of(&eans).await?, keys::region(&state, &access).await?);
    let checked = check(file, &meters);
    let applied = query.mode == Some(KeyImportMode::Apply);
    let keys = if applied {
        let context = access.caller.write_context(&state, None);
        let written = state.store().write(&context, async |tx| apply(access.write(tx), &checked, region).await);
        answer::fresh(written.await?)?
    } else {
        preview(&scope, &checked, region).await?
    };
    answer::plain(&KeyImport { applied, keys })
}

/// Versions as a file.
async fn file(
    state: &State,
    versions: Vec<KeyVersionView>,
    format: KeyFileFormat,
    locale: Locale,
    name: &str,
) -> Answer {
    let table = match format {
        KeyFileFormat::Json => {
            let portable = |view: &KeyVersionView| key_files::portable(&view.key, &view.eans);
            let file = KeyFile { keys: versions.iter().map(portable).collect() };
            let text = serde_json::to_vec_pretty(&file).map_err(Error::internal)?;
            return Ok(answer::file(text, "application/json", &format!("{name}.json")));
        }
        KeyFileFormat::Csv => Format::Csv,
        KeyFileFormat::Xlsx => Format::Xlsx,
    };
    let keys: Vec<_> = versions.into_iter().map(|view| (view.key, view.eans)).collect();
    let bytes = state.turns().run(move || key_files::table(&keys, table, locale)).await??;
    Ok(answer::file(bytes, table.media_type(), &format!("{name}.{}", table.extension())))
}

fn from_json(text: &[u8]) -> Result<Vec<FileKey>, Error> {
    let file: KeyFile = Shape::read_body(text)?;
    Ok(file.keys.into_iter().map(FileKey::from).collect())
}

/// A key of the file with what it says, or what is wrong with it.
type Checked = (FileKey, Result<Key, Vec<FieldError>>);

/// Each key by itself; of two of one name the first.
fn check(file: Vec<FileKey>, meters: &HashMap<String, Uuid>) -> Vec<Checked> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let checked = file.into_iter().enumerate().map(|(i, key)| {
        let first = *seen.entry(fold(&key.name)).or_insert(i);
        let result = key.check(meters).and_then(|checked| {
            let params = Params::from([("row", (first + 1).into())]);
            if first == i { Ok(checked) } else { Err(vec![FieldError::new("/name", Code::DuplicateRow, params)]) }
        });
        (key, result)
    });
    checked.collect()
}

async fn preview(
    scope: &CommunityScope<'_>,
    checked: &[Checked],
    region: Region,
) -> Result<Vec<ImportedKey>, store::Error> {
    let mut keys = Vec::with_capacity(checked.len());
    for (file, key) in checked {
        keys.push(match key {
            Err(errors) => refused(file, errors),
            Ok(key) => {
                let former = scope.key_named(key.name()).await?;
                imported(file, key, state_after(former.as_ref(), key), former.map(|former| former.id), region)
            }
        });
    }
    Ok(keys)
}

async fn apply(
    writer: CommunityWriter<'_>,
    checked: &[Checked],
    region: Region,
) -> Result<Vec<ImportedKey>, store::Error> {
    let mut keys = Vec::with_capacity(checked.len());
    for (file, key) in checked {
        keys.push(match key {
            Err(errors) => refused(file, errors),
            Ok(key) => {
                let former = writer.read().key_named(key.name()).await?;
                let state = state_after(former.as_ref(), key);
                let saved = match former {
                    None => writer.create_key(key).await?,
                    Some(former) => writer.update_key(former.id, former.version, key).await?,
                };
                imported(file, key, state, Some(saved.id), region)
            }
        });
    }
    Ok(keys)
}

fn state_after(former: Option<&KeyView>, key: &Key) -> ImportedKeyState {
    match former {
        None => ImportedKeyState::Create,
        Some(former) if former.latest.key == *key => ImportedKeyState::Unchanged,
        Some(_) => ImportedKeyState::Change,
    }
}

fn imported(file: &FileKey, key: &Key, state: ImportedKeyState, key_id: Option<Uuid>, region: Region) -> ImportedKey {
    ImportedKey {
        row: file.row,
        name: key.name().to_owned(),
        state,
        key: Some(KeyInput::from(key)),
        key_id,
        errors: Vec::new(),
        warnings: key_answers::notes(key, region),
    }
}

fn refused(file: &FileKey, errors: &[FieldError]) -> ImportedKey {
    ImportedKey {
        row: file.row,
        name: file.name.clone(),
        state: ImportedKeyState::Error,
        key: None,
        key_id: None,
        errors: errors.to_vec(),
        warnings: Vec::new(),
    }
}
