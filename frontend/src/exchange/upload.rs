//! Choosing a file to import: dropped or chosen, checked at once, and then its report.

use super::drop_zone::table_zone;
use super::export::{Fetch, buttons};
use super::{file, words};
use crate::errors;
use crate::i18n::{t, tr};
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Notice, NoticeKind, PageHead};
use api_types::Import;
use client::{Created, Error, Upload};
use domain::vocabulary::ImportKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use uuid::Uuid;
use web_sys::File;

/// The largest file, in MB.
const MEGABYTES: &str = "10";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Uploading {
    community: Uuid,
    kind: ImportKind,
    session: Session,
    router: Router,
    busy: RwSignal<bool>,
    mistakes: RwSignal<Vec<String>>,
}

/// The page.
#[component]
pub fn ImportNew(
    /// The community.
    community: Uuid,
    /// What is brought in.
    kind: ImportKind,
) -> impl IntoView {
    let uploading = Uploading {
        community,
        kind,
        session: use_session(),
        router: use_router(),
        busy: RwSignal::new(false),
        mistakes: RwSignal::new(Vec::new()),
    };
    let (title, list) = match kind {
        ImportKind::Meters => (t("exchange.meters.title"), t("meters.title")),
        ImportKind::Members => (t("exchange.members.title"), t("members.title")),
    };
    view! {
        <PageHead title=title lead=t("exchange.lead") back=(words::list(kind, community).path(), list) />
        {uploading.mistakes()}
        {table_zone(uploading.busy.into(), Callback::new(move |file| uploading.take(file)))}
        {uploading.template()}
        {uploading.rules()}
    }
    .into_any()
}

impl Uploading {
    /// Why the file was refused.
    fn mistakes(self) -> AnyView {
        let list = move || {
            let mistakes = self.mistakes.get();
            (!mistakes.is_empty()).then(|| {
                view! {
                    <Notice kind=NoticeKind::Error title=t("exchange.refused") announce=true>
                        {mistakes.into_iter().map(|mistake| view! { <p>{mistake}</p> }).collect_view()}
                    </Notice>
                }
            })
        };
        list.into_any()
    }

    /// Sends the file and goes to its report.
    fn take(self, file: File) {
        self.busy.set(true);
        self.mistakes.set(Vec::new());
        spawn_local(async move {
            let mistakes = match file::read(file).await {
                Some(upload) => match self.send(upload).await {
                    Ok(import) => {
                        let route = Route::Import { community: self.community, import: import.value.id };
                        self.router.go(&route.path());
                        Vec::new()
                    }
                    Err(error) => reasons(&error),
                },
                None => vec![t("exchange.unreadable")],
            };
            self.busy.try_set(false);
            self.mistakes.try_set(mistakes);
        });
    }

    async fn send(self, upload: Upload) -> Result<Created<Import>, Error> {
        let community = self.community;
        let send = async |client: client::Client| match self.kind {
            ImportKind::Meters => client.create_meter_import(community, upload.clone(), None).await,
            ImportKind::Members => client.create_member_import(community, upload.clone(), None).await,
        };
        self.session.call(send).await
    }

    fn template(self) -> AnyView {
        let (community, kind) = (self.community, self.kind);
        let fetch: Fetch = Rc::new(move |client, table| {
            Box::pin(async move {
                match kind {
                    ImportKind::Meters => client.export_meter_template(community, &table).await,
                    ImportKind::Members => client.export_member_template(community, &table).await,
                }
            })
        });
        view! {
            <section class="card template-card">
                <div>
                    <h2>{t("exchange.template.title")}</h2>
                    <p class="muted">{t("exchange.template.text")}</p>
                </div>
                <div class="template-actions">
                    {buttons(fetch, t("exchange.template.xlsx"), t("exchange.template.csv"))}
                </div>
            </section>
        }
        .into_any()
    }

    /// How a file is read.
    fn rules(self) -> AnyView {
        let own = match self.kind {
            ImportKind::Meters => [t("exchange.meters.known"), t("exchange.meters.day"), t("exchange.meters.owner")],
            ImportKind::Members => {
                [t("exchange.members.known"), t("exchange.members.kind"), t("exchange.members.leaving")]
            }
        };
        let rules = [t("exchange.rule.columns"), t("exchange.rule.empty")].into_iter().chain(own);
        let rules = rules.map(|rule| view! { <li>{rule}</li> }).collect_view();
        view! {
            <section class="part">
                <h2>{t("exchange.rules")}</h2>
                <ul class="rules">{rules}</ul>
            </section>
        }
        .into_any()
    }
}

/// Why a file was refused: the errors say more than the problem as a whole.
fn reasons(error: &Error) -> Vec<String> {
    let named: Vec<String> =
        error.problem().map(|problem| problem.errors.iter().map(errors::message).collect()).unwrap_or_default();
    match error.code() {
        Some("too_large") => vec![tr("exchange.too_large", &[("max", MEGABYTES)])],
        _ if named.is_empty() => vec![errors::describe(error)],
        _ => named,
    }
}
