//! The report of a file of readings: what is in it beside what is stored, what only a person can know of it, the
//! confirmation, how far it is, what became of it, and taking it back.

use super::{facts, faults, meters, questions, results, tables};
use crate::errors;
use crate::exchange::Following;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::readings::words;
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Badge, Button, Checkbox, ConfirmDialog, Emphasis, Icon, LinkButton, Notice, NoticeKind, PageHead, Remote,
    RemoteView, SkeletonShape, Toasts,
};
use api_types::{ConfirmReadingImport, ImportProgress, ReadingCounts, ReadingImport, UndoReadingImport};
use client::Versioned;
use domain::vocabulary::ReadingImportState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Report {
    /// The community.
    pub community: Uuid,
    /// The import.
    pub id: Uuid,
    /// Sends what is asked for.
    pub session: Session,
    /// How the import stands.
    pub import: Remote<Versioned<ReadingImport>>,
    /// How far it is, since the page was drawn.
    progress: RwSignal<Option<ImportProgress>>,
    /// Something is under way.
    pub busy: RwSignal<bool>,
    /// Why it did not work.
    pub error: RwSignal<Option<String>>,
    router: Router,
    create: RwSignal<bool>,
}

/// The page.
#[component]
pub fn ReadingImportPage(
    /// The community.
    community: Uuid,
    /// The import.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let following = Following::<ReadingImport>::start(session, community, id);
    let report = Report {
        community,
        id,
        session,
        import: following.import,
        progress: following.progress,
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        router: use_router(),
        create: RwSignal::new(true),
    };
    view! {
        <RemoteView
            remote=report.import
            shape=SkeletonShape::Detail
            whole_page=true
            ready=move |answer| report.page(answer)
        />
    }
    .into_any()
}

impl Report {
    fn page(self, answer: Versioned<ReadingImport>) -> AnyView {
        let import = answer.value.clone();
        view! {
            {self.head(answer.clone())}
            {self.notice(&import)}
            {questions::view(self, &answer)}
            {self.unknown(&import)}
            {facts::view(&import)}
            {meters::excesses(&import)}
            {tables::corrections(&import)}
            {tables::conflicts(&import)}
            {meters::view(&import)}
            {history(&import)}
        }
        .into_any()
    }

    fn head(self, answer: Versioned<ReadingImport>) -> AnyView {
        let import = &answer.value;
        let (label, tone) = words::state(import.state);
        let back = (Route::Readings(self.community).path(), t("readings.title"));
        let title = if import.file_name.is_empty() { t("readings.untitled") } else { import.file_name.clone() };
        let when = format::instant(import.created_at);
        let lead = match &import.created_by {
            Some(name) => tr("exchange.checked_by", &[("name", name), ("when", &when)]),
            None => when,
        };
        let state: AnyView = view! { <Badge label=label tone=tone /> }.into_any();
        view! {
            <PageHead title=title lead=lead back=back state=state>
                {self.actions(answer)}
            </PageHead>
        }
        .into_any()
    }

    fn actions(self, answer: Versioned<ReadingImport>) -> AnyView {
        let again = || {
            let href = Route::ReadingImportNew(self.community).path();
            view! { <LinkButton href=href label=t("exchange.another") icon=Icon::Upload /> }
        };
        match answer.value.state {
            ReadingImportState::Checked => view! {
                {self.discard(answer.clone())}
                {self.confirmation(answer)}
            }
            .into_any(),
            ReadingImportState::Applying => ().into_any(),
            ReadingImportState::Applied => view! {
                {again()}
                {self.undo(answer)}
            }
            .into_any(),
            ReadingImportState::Undone | ReadingImportState::Failed => again().into_any(),
        }
    }

    /// The button that imports: only once nothing is asked any more and there is something to store.
    fn confirmation(self, answer: Versioned<ReadingImport>) -> Option<AnyView> {
        let import = answer.value;
        let open = import.questions.is_empty();
        let etag = answer.etag;
        let button = move || {
            let counts = counted(&import, self.create.get());
            let count = counts.new + counts.corrections;
            let etag = etag.clone();
            (count > 0).then(|| {
                view! {
                    <Button
                        label=tn("readings.confirm", count)
                        emphasis=Emphasis::Primary
                        icon=Icon::Check
                        busy=self.busy
                        on_press=move |()| self.confirm(etag.clone())
                    />
                }
            })
        };
        open.then(|| button.into_any())
    }

    fn confirm(self, etag: String) {
        let how = ConfirmReadingImport { create_unknown_meters: self.create.get_untracked() };
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let confirm = async |client: client::Client| {
                client.confirm_reading_import(self.community, self.id, &etag, &how).await
            };
            match self.session.call(confirm).await {
                Ok(import) => self.import.put(import),
                Err(error) => {
                    self.error.try_set(Some(errors::describe(&error)));
                    self.import.reload();
                }
            }
            self.busy.try_set(false);
        });
    }

    /// Forgets an import that was not applied.
    fn discard(self, answer: Versioned<ReadingImport>) -> AnyView {
        let (open, toasts) = (RwSignal::new(false), Toasts::get());
        let confirm = move |()| {
            self.remove(answer.etag.clone(), UndoReadingImport::default(), move || {
                self.router.replace(&Route::Readings(self.community).path());
                toasts.success(t("exchange.discarded")).show();
            });
        };
        view! {
            <Button label=t("exchange.discard") on_press=move |()| open.set(true) />
            <ConfirmDialog
                open=open
                title=t("exchange.discard.title")
                text=t("exchange.discard.text")
                action=t("exchange.discard")
                danger=true
                busy=self.busy
                error=self.error
                on_confirm=confirm
            />
        }
        .into_any()
    }

    /// Takes an applied import back, and says before what that means.
    fn undo(self, answer: Versioned<ReadingImport>) -> AnyView {
        let (open, toasts) = (RwSignal::new(false), Toasts::get());
        let result = answer.value.result.clone().unwrap_or_default();
        let (text, created) = (undo_text(result.counts), result.created_meters.len() as u64);
        let meters = RwSignal::new(created > 0);
        let confirm = move |()| {
            let how = UndoReadingImport { delete_created_meters: meters.get_untracked() };
            self.remove(answer.etag.clone(), how, move || {
                open.try_set(false);
                self.import.reload();
                toasts.success(t("readings.undo.done")).show();
            });
        };
        view! {
            <Button label=t("readings.undo") icon=Icon::Undo on_press=move |()| open.set(true) />
            <ConfirmDialog
                open=open
                title=t("readings.undo.title")
                text=text
                action=t("readings.undo")
                danger=true
                busy=self.busy
                error=self.error
                on_confirm=confirm
            >
                {(created > 0).then(|| created_choice(created, meters))}
            </ConfirmDialog>
        }
        .into_any()
    }

    fn remove(self, etag: String, how: UndoReadingImport, then: impl FnOnce() + 'static) {
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let remove =
                async |client: client::Client| client.undo_reading_import(self.community, self.id, &etag, &how).await;
            match self.session.call(remove).await {
                Ok(()) => then(),
                Err(error) => drop(self.error.try_set(Some(faults::overtaken(&error)))),
            }
            self.busy.try_set(false);
        });
    }

    /// How it stands, in a sentence.
    fn notice(self, import: &ReadingImport) -> AnyView {
        let stands = match import.state {
            ReadingImportState::Checked => checked(import),
            ReadingImportState::Applying => results::progress(import, self.progress),
            ReadingImportState::Applied => results::applied(import),
            ReadingImportState::Undone => results::undone(import),
            ReadingImportState::Failed => results::failed(import),
        };
        let error = move || {
            self.error.get().map(|error| {
                view! { <Notice kind=NoticeKind::Error announce=true><p>{error}</p></Notice> }
            })
        };
        view! { <div class="import-state">{stands}{error}</div> }.into_any()
    }

    /// The offer to create the meters that are not there yet.
    fn unknown(self, import: &ReadingImport) -> Option<AnyView> {
        let count = import.report.unknown_meters;
        (count > 0 && import.state == ReadingImportState::Checked).then(|| {
            view! {
                <Notice kind=NoticeKind::Warning title=tn("readings.unknown", count)>
                    <Checkbox
                        id="create-unknown"
                        label=tn("readings.unknown.create", count)
                        hint=t("readings.unknown.hint")
                        checked=self.create
                        on_change=move |on| self.create.set(on)
                    />
                </Notice>
            }
            .into_any()
        })
    }
}

/// What would be stored; without the meters that are not there yet, less.
fn counted(import: &ReadingImport, create: bool) -> ReadingCounts {
    let unknown = import.report.meters.iter().filter(|meter| meter.meter_id.is_none());
    let left_out: u64 = unknown.map(|meter| meter.counts.new).sum();
    let counts = import.report.counts;
    ReadingCounts { new: if create { counts.new } else { counts.new.saturating_sub(left_out) }, ..counts }
}

fn checked(import: &ReadingImport) -> AnyView {
    let counts = import.report.counts;
    if counts.new + counts.corrections == 0 {
        let text = t("readings.nothing_new");
        return view! { <Notice kind=NoticeKind::Warning><p>{text}</p></Notice> }.into_any();
    }
    view! { <Notice><p>{t("readings.not_stored")}</p></Notice> }.into_any()
}

fn undo_text(counts: ReadingCounts) -> String {
    let new = (counts.new > 0).then(|| tn("readings.undo.new", counts.new));
    let corrections = (counts.corrections > 0).then(|| tn("readings.undo.corrections", counts.corrections));
    let parts: Vec<String> = new.into_iter().chain(corrections).collect();
    parts.join(" ")
}

/// Whether the meters that an import created go with it.
fn created_choice(count: u64, chosen: RwSignal<bool>) -> AnyView {
    view! {
        <Checkbox
            id="undo-meters"
            label=tn("readings.undo.meters", count)
            hint=t("readings.undo.meters_hint")
            checked=chosen
            on_change=move |on| chosen.set(on)
        />
    }
    .into_any()
}

/// Who confirmed it, who took it back.
fn history(import: &ReadingImport) -> Option<AnyView> {
    let line = |key: &str, by: &Option<String>, at: Option<chrono::DateTime<chrono::Utc>>| {
        let when = format::instant(at?);
        let name = by.clone().unwrap_or_else(|| t("common.none"));
        Some(tr(key, &[("name", &name), ("when", &when)]))
    };
    let lines = [
        line("readings.applied_by", &import.applied_by, import.applied_at),
        line("readings.undone_by", &import.undone_by, import.undone_at),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| view! { <p class="last-change">{lines.join(" · ")}</p> }.into_any())
}
