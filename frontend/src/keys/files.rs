//! Keys as files: one or a whole list to save, and a file to be looked at before anything of it is saved.

use super::changes;
use crate::errors;
use crate::i18n::{locale, t, tn, tr};
use crate::routing::{Query, Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Badge, Button, Emphasis, Icon, LinkButton, MenuItem, Notice, NoticeKind, PageHead, Toasts, Tone, download,
};
use api_types::{
    AllocationKey, ImportedKey, ImportedKeyState, KeyExportQuery, KeyFileFormat, KeyFileQuery, KeyImport,
    KeyImportMode, KeyImportQuery,
};
use js_sys::Uint8Array;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

/// The formats: the part of their keys, which is also the ending, and their media types.
const FORMATS: [(KeyFileFormat, &str, &str); 3] = [
    (KeyFileFormat::Json, "json", "application/json"),
    (KeyFileFormat::Csv, "csv", "text/csv"),
    (KeyFileFormat::Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// Saving one key, in each format.
pub fn export_one(key: &AllocationKey) -> Vec<MenuItem> {
    let (session, toasts) = (use_session(), Toasts::get());
    let (community, id, name) = (key.community_id, key.id, key.name.clone());
    let item = |(format, ending, kind): (KeyFileFormat, &'static str, &'static str)| {
        let name = file_name(&name, ending);
        let save = move || {
            let name = name.clone();
            let query = KeyFileQuery { format: Some(format), language: Some(locale()) };
            spawn_local(async move {
                let file = session.call(async |client| client.export_key(community, id, &query).await).await;
                hand_over(toasts, &name, kind, file);
            });
        };
        MenuItem::action(Icon::Download, t(&format!("keys.export.{ending}")), save)
    };
    FORMATS.map(item).into_iter().collect()
}

/// Saving the keys of a list as it is narrowed, in each format.
pub fn export_list(
    community: Uuid,
    narrowed: impl Fn() -> KeyExportQuery + Copy + Send + Sync + 'static,
) -> Vec<MenuItem> {
    let (session, toasts) = (use_session(), Toasts::get());
    let item = |(format, ending, kind): (KeyFileFormat, &'static str, &'static str)| {
        let save = move || {
            let query = KeyExportQuery { format: Some(format), language: Some(locale()), ..untrack(narrowed) };
            spawn_local(async move {
                let file = session.call(async |client| client.export_keys(community, &query).await).await;
                hand_over(toasts, &file_name(&t("keys.title"), ending), kind, file);
            });
        };
        MenuItem::action(Icon::Download, t(&format!("keys.export.{ending}")), save)
    };
    FORMATS.map(item).into_iter().collect()
}

fn hand_over(toasts: Toasts, name: &str, kind: &str, file: Result<Vec<u8>, client::Error>) {
    match file {
        Ok(bytes) => download(name, kind, &bytes),
        Err(error) => toasts.failure(errors::describe(&error)).show(),
    }
}

/// A name that every file system takes.
fn file_name(name: &str, ending: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    format!("{}.{ending}", plain.trim_matches('-'))
}

/// The media type of a file, by its ending.
fn kind_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    FORMATS.into_iter().find(|(_, known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, _, kind)| kind)
}

/// A file on the way in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Upload {
    name: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

/// The import at work.
#[derive(Clone, Copy)]
struct Import {
    community: Uuid,
    session: Session,
    upload: RwSignal<Option<Upload>>,
    report: RwSignal<Option<KeyImport>>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

/// The page: choose a file, look at what it comes to, save it.
#[component]
pub fn KeyImportPage(
    /// The community that gets the keys.
    community: Uuid,
) -> impl IntoView {
    let import = Import {
        community,
        session: use_session(),
        upload: RwSignal::new(None),
        report: RwSignal::new(None),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let pick = move |event: ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(file) = input.files().and_then(|files| files.item(0)) {
            spawn_local(import.look(file));
        }
        // The same file may be chosen again after it was mended.
        input.set_value("");
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.item(0)) {
            spawn_local(import.look(file));
        }
    };
    let back = (Route::Keys(community).path(), t("keys.title"));
    view! {
        <PageHead title=t("keys.import.title") lead=t("keys.import.lead") back=back />
        <section class="card drop-area" on:dragover=move |event| event.prevent_default() on:drop=drop>
            <label class="button file-button">
                <input class="visually-hidden" type="file" accept=".json,.csv,.xlsx" on:change=pick />
                {Icon::Upload.view()}
                <span>{t("keys.import.choose")}</span>
            </label>
            <p class="field-hint">{t("keys.import.hint")}</p>
            {move || import.error.get().map(|error| view! {
                <Notice kind=NoticeKind::Error announce=true><p>{error}</p></Notice>
            })}
        </section>
        {move || import.report.get().map(|report| import.report_view(report))}
    }
    .into_any()
}

impl Import {
    /// Asks what a file comes to; nothing is saved.
    async fn look(self, file: File) {
        let name = file.name();
        self.report.set(None);
        let Some(kind) = kind_of(&name) else { return self.error.set(Some(t("keys.import.unknown"))) };
        let bytes = JsFuture::from(file.array_buffer()).await.map(|buffer| Uint8Array::new(&buffer).to_vec());
        let Ok(bytes) = bytes else { return self.error.set(Some(t("keys.csv.empty"))) };
        self.upload.try_set(Some(Upload { name, kind, bytes }));
        if let Some(report) = self.send(KeyImportMode::Preview).await {
            self.report.try_set(Some(report));
        }
    }

    async fn send(self, mode: KeyImportMode) -> Option<KeyImport> {
        let upload = self.upload.try_get_untracked().flatten()?;
        self.busy.try_set(true);
        let (query, community) = (KeyImportQuery { mode: Some(mode) }, self.community);
        let answer = self
            .session
            .call(async |client| client.import_keys(community, &query, upload.kind, upload.bytes.clone()).await)
            .await;
        self.busy.try_set(false);
        self.error.try_set(answer.as_ref().err().map(errors::describe));
        answer.ok()
    }

    fn report_view(self, report: KeyImport) -> AnyView {
        let savable = report.keys.iter().filter(|key| is_savable(key.state)).count();
        let nothing = savable == 0;
        let lines = report.keys.into_iter().map(line).collect_view();
        let (router, toasts) = (use_router(), Toasts::get());
        let list = Route::Keys(self.community).path();
        let apply = move |()| {
            spawn_local(async move {
                let Some(done) = self.send(KeyImportMode::Apply).await else { return };
                let saved = done.keys.iter().filter(|key| is_savable(key.state)).count();
                changes::notify();
                toasts.success(tn("keys.import.done", saved as u64)).show();
                router.go(&Route::Keys(self.community).path_with(&Query::default()));
            });
        };
        let name = self.upload.with_untracked(|upload| upload.as_ref().map(|upload| upload.name.clone()));
        view! {
            <section class="part import-report">
                <h2>{tr("keys.import.report", &[("name", &name.unwrap_or_default())])}</h2>
                <ol class="lines">{lines}</ol>
                <div class="form-actions">
                    <LinkButton href=list label=t("ui.cancel") />
                    <Button
                        label=tn("keys.import.apply", savable as u64)
                        emphasis=Emphasis::Primary
                        busy=self.busy
                        disabled=nothing
                        on_press=apply
                    />
                </div>
            </section>
        }
        .into_any()
    }
}

const fn is_savable(state: ImportedKeyState) -> bool {
    matches!(state, ImportedKeyState::Create | ImportedKeyState::Change)
}

fn line(key: ImportedKey) -> AnyView {
    let (word, tone) = match key.state {
        ImportedKeyState::Create => ("create", Tone::Good),
        ImportedKeyState::Change => ("change", Tone::Ahead),
        ImportedKeyState::Unchanged => ("unchanged", Tone::Neutral),
        ImportedKeyState::Error => ("error", Tone::Bad),
    };
    let row = key.row.map(|row| tr("keys.import.row", &[("row", &row.to_string())]));
    let mistakes = key.errors.iter().map(|error| view! { <li>{errors::message(error)}</li> }).collect_view();
    let warnings = key.warnings.iter().map(|note| view! { <li>{errors::warning(note)}</li> }).collect_view();
    view! {
        <li>
            <span><strong>{key.name}</strong>{" "}<span class="muted">{row}</span></span>
            <Badge label=t(&format!("keys.import.state.{word}")) tone=tone />
            <ul class="import-notes">{mistakes}{warnings}</ul>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_key() {
        assert_eq!(file_name("Clé 70/30 (été)", "csv"), "Clé-70-30--été.csv");
    }

    #[test]
    fn the_ending_says_what_a_file_is() {
        assert_eq!(kind_of("Keys.CSV"), Some("text/csv"));
        assert_eq!(kind_of("keys.json"), Some("application/json"));
        assert_eq!((kind_of("keys.pdf"), kind_of("keys")), (None, None));
    }
}
