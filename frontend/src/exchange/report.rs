//! The report of an import: what it will do, row by row, the confirmation, how far it is, and what became of it.

use super::export::{Fetch, buttons};
use super::follow::Following;
use super::{rows, words};
use crate::errors;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::list::Listing;
use crate::routing::{Query, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Badge, Button, ConfirmDialog, Emphasis, Icon, LinkButton, Notice, NoticeKind, PageHead, Remote, RemoteView,
    SkeletonShape, Tab, TabPanel, Tabs, Toasts,
};
use api_types::{Import, ImportCounts, ImportProgress, ImportRowQuery};
use client::Versioned;
use domain::vocabulary::{ImportKind, ImportRowState, ImportState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use uuid::Uuid;

/// Rows on a page of the report.
const ROWS: u16 = 50;
/// The tab of all rows; the others are called as the states are.
const ALL: &str = "all";
const STATE: &str = "state";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Report {
    community: Uuid,
    id: Uuid,
    session: Session,
    router: Router,
    listing: Listing,
    import: Remote<Versioned<Import>>,
    /// How far it is, since the page was drawn.
    progress: RwSignal<Option<ImportProgress>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

/// The page.
#[component]
pub fn ImportPage(
    /// The community.
    community: Uuid,
    /// The import.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let following = Following::<Import>::start(session, community, id);
    let report = Report {
        community,
        id,
        session,
        router: use_router(),
        listing: Listing::start(),
        import: following.import,
        progress: following.progress,
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
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
    fn page(self, answer: Versioned<Import>) -> AnyView {
        let import = answer.value.clone();
        view! {
            {self.head(answer)}
            {self.notice(&import)}
            {ignored(&import)}
            {self.mending(&import)}
            {self.tabs(&import)}
        }
        .into_any()
    }

    fn head(self, answer: Versioned<Import>) -> AnyView {
        let import = &answer.value;
        let (label, tone) = words::state(import.state);
        let list = match import.kind {
            ImportKind::Meters => t("meters.title"),
            ImportKind::Members => t("members.title"),
        };
        let back = (words::list(import.kind, self.community).path(), list);
        let title = if import.file_name.is_empty() { t("exchange.untitled") } else { import.file_name.clone() };
        let lead = match &import.created_by {
            Some(name) => tr("exchange.checked_by", &[("name", name), ("when", &format::instant(import.created_at))]),
            None => format::instant(import.created_at),
        };
        let state: AnyView = view! { <Badge label=label tone=tone /> }.into_any();
        view! {
            <PageHead title=title lead=lead back=back state=state>
                {self.actions(answer)}
            </PageHead>
        }
        .into_any()
    }

    fn actions(self, answer: Versioned<Import>) -> AnyView {
        let import = &answer.value;
        let count = import.counts.create + import.counts.change;
        let again = crate::routing::Route::ImportNew { community: self.community, kind: import.kind }.path();
        match import.state {
            ImportState::Checked if count > 0 => {
                let (confirm, discard) = (answer.etag.clone(), answer);
                view! {
                    {self.discard(discard)}
                    <Button
                        label=tn("exchange.confirm", count)
                        emphasis=Emphasis::Primary
                        icon=Icon::Check
                        busy=self.busy
                        on_press=move |()| self.confirm(confirm.clone())
                    />
                }
                .into_any()
            }
            ImportState::Checked => view! {
                {self.discard(answer)}
                <LinkButton href=again label=t("exchange.another") emphasis=Emphasis::Primary icon=Icon::Upload />
            }
            .into_any(),
            ImportState::Applying => ().into_any(),
            ImportState::Applied | ImportState::Failed => {
                view! { <LinkButton href=again label=t("exchange.another") icon=Icon::Upload /> }.into_any()
            }
        }
    }

    fn confirm(self, etag: String) {
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let confirm = async |client: client::Client| client.confirm_import(self.community, self.id, &etag).await;
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

    fn discard(self, answer: Versioned<Import>) -> AnyView {
        let (open, toasts) = (RwSignal::new(false), Toasts::get());
        let list = words::list(answer.value.kind, self.community).path();
        let confirm = move |()| {
            let (etag, list) = (answer.etag.clone(), list.clone());
            spawn_local(async move {
                let discard =
                    async |client: client::Client| client.discard_import(self.community, self.id, &etag).await;
                match self.session.call(discard).await {
                    Ok(()) => {
                        self.router.replace(&list);
                        toasts.success(t("exchange.discarded")).show();
                    }
                    Err(error) => drop(self.error.try_set(Some(errors::describe(&error)))),
                }
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
                error=self.error
                on_confirm=confirm
            />
        }
        .into_any()
    }

    /// How it stands, in a sentence.
    fn notice(self, import: &Import) -> AnyView {
        let counts = import.counts;
        let stands = match import.state {
            ImportState::Checked if counts.create + counts.change == 0 => {
                let text = if counts.error > 0 { t("exchange.nothing_good") } else { t("exchange.nothing_new") };
                view! { <Notice kind=NoticeKind::Warning><p>{text}</p></Notice> }.into_any()
            }
            ImportState::Checked => view! { <Notice><p>{t("exchange.not_stored")}</p></Notice> }.into_any(),
            ImportState::Applying => self.progress(import),
            ImportState::Applied => applied(import, self.community),
            ImportState::Failed => {
                let reason = failure(import.failure.as_deref());
                view! {
                    <Notice kind=NoticeKind::Error title=t("exchange.failed.title") announce=true>
                        <p>{reason}</p>
                    </Notice>
                }
                .into_any()
            }
        };
        let error = move || {
            self.error.get().map(|error| {
                view! { <Notice kind=NoticeKind::Error announce=true><p>{error}</p></Notice> }
            })
        };
        view! { <div class="import-state">{stands}{error}</div> }.into_any()
    }

    /// How far it is.
    fn progress(self, import: &Import) -> AnyView {
        let rows = import.counts.create + import.counts.change;
        let first = import.progress.unwrap_or(ImportProgress { done: 0, total: rows });
        let progress = Memo::new(move |_| self.progress.get().unwrap_or(first));
        let text = move || {
            let ImportProgress { done, total } = progress.get();
            tr("exchange.progress", &[("done", &format::whole(done)), ("total", &format::whole(total))])
        };
        view! {
            <div class="card import-progress">
                <p id="import-progress" role="status">{text}</p>
                <progress
                    aria-labelledby="import-progress"
                    max=move || progress.get().total.to_string()
                    value=move || progress.get().done.to_string()
                ></progress>
                <p class="muted">{t("exchange.may_leave")}</p>
            </div>
        }
        .into_any()
    }

    /// The wrong rows as a file.
    fn mending(self, import: &Import) -> Option<AnyView> {
        let count = import.counts.error;
        let fetch: Fetch = Rc::new(move |client, table| {
            Box::pin(async move { client.export_import_errors(self.community, self.id, &table).await })
        });
        (count > 0).then(|| {
            let buttons = buttons(fetch, t("exchange.mend.xlsx"), t("exchange.mend.csv"));
            view! {
                <Notice kind=NoticeKind::Warning title=tn("exchange.errors", count)>
                    <p>{t("exchange.mend")}</p>
                    <div class="notice-actions">
                        {buttons}
                    </div>
                </Notice>
            }
            .into_any()
        })
    }

    /// The rows, all or those that come to one thing.
    fn tabs(self, import: &Import) -> AnyView {
        let tabs = tabs(import.counts);
        let value = self.listing.value(STATE);
        let selected = Signal::derive(move || tab_of(&value.get()));
        let choose = move |tab: &'static str| {
            let query = Query::default().with(STATE, Some(tab).filter(|tab| *tab != ALL));
            self.router.set_query(&query);
        };
        let page = Remote::new(move || {
            let query = self.listing.query();
            let query = ImportRowQuery {
                limit: Some(ROWS),
                cursor: query.get("cursor").map(str::to_owned),
                state: query.read(STATE),
            };
            async move {
                self.session.call(async |client| client.list_import_rows(self.community, self.id, &query).await).await
            }
        });
        let import = import.clone();
        view! {
            <Tabs label=t("exchange.rows.caption") tabs=tabs selected=selected on_select=choose />
            {move || {
                let import = import.clone();
                view! {
                    <TabPanel key=selected.get()>
                        <RemoteView
                            remote=page
                            ready=move |page| {
                                view! { {rows::table(&import, page.items)} {self.listing.pager(page.next_cursor)} }
                                    .into_any()
                            }
                        />
                    </TabPanel>
                }
            }}
        }
        .into_any()
    }
}

fn tabs(counts: ImportCounts) -> Vec<Tab> {
    let all = counts.create + counts.change + counts.unchanged + counts.error;
    let count = |number: u64| usize::try_from(number).ok();
    let of = |state: ImportRowState, number: u64| Tab {
        key: state.as_str(),
        label: words::row_state(state).0,
        count: count(number),
    };
    vec![
        Tab { key: ALL, label: t("exchange.rows.all"), count: count(all) },
        of(ImportRowState::Create, counts.create),
        of(ImportRowState::Change, counts.change),
        of(ImportRowState::Unchanged, counts.unchanged),
        of(ImportRowState::Error, counts.error),
    ]
}

/// The tab that the address names.
fn tab_of(name: &str) -> &'static str {
    name.parse().map_or(ALL, ImportRowState::as_str)
}

/// Columns that mean nothing to this list.
fn ignored(import: &Import) -> Option<AnyView> {
    let names: Vec<&str> = import
        .columns
        .iter()
        .filter(|column| column.field.is_none() && !column.heading.is_empty())
        .map(|column| column.heading.as_str())
        .collect();
    (!names.is_empty()).then(|| {
        let text = tr("exchange.ignored", &[("columns", &names.join(", "))]);
        view! { <Notice><p>{text}</p></Notice> }.into_any()
    })
}

fn applied(import: &Import, community: Uuid) -> AnyView {
    let counts = import.counts;
    let created = (counts.create > 0).then(|| tn("exchange.applied.created", counts.create));
    let changed = (counts.change > 0).then(|| tn("exchange.applied.changed", counts.change));
    let text: Vec<String> = created.into_iter().chain(changed).collect();
    let href = words::list(import.kind, community).path();
    view! {
        <Notice kind=NoticeKind::Success title=t("exchange.applied.title") announce=true>
            <p>{text.join(" ")}" "<a href=href>{t("exchange.applied.list")}</a></p>
        </Notice>
    }
    .into_any()
}

/// Why nothing could be stored.
fn failure(code: Option<&str>) -> String {
    match code {
        Some("internal") | None => t("exchange.failed.internal"),
        Some(_) => t("exchange.failed.changed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_a_tab() {
        assert_eq!((tab_of("error"), tab_of(""), tab_of("nonsense")), ("error", ALL, ALL));
    }
}
