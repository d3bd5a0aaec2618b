//! Choosing a file of readings: dropped or chosen, read at once, and then its report.

use super::faults;
use crate::exchange::{DropZone, read_file};
use crate::i18n::{t, tr};
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Notice, NoticeKind, PageHead};
use api_types::ReadingAnswers;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::File;

/// What can be chosen; the server looks at the content.
const ACCEPT: &str = ".csv,.txt,.gz,.xlsx,text/csv,application/gzip,\
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The largest file, in MB.
const MEGABYTES: &str = "64";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Uploading {
    community: Uuid,
    session: Session,
    router: Router,
    busy: RwSignal<bool>,
    mistakes: RwSignal<Vec<String>>,
}

/// The page.
#[component]
pub fn ReadingImportNew(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let uploading = Uploading {
        community,
        session: use_session(),
        router: use_router(),
        busy: RwSignal::new(false),
        mistakes: RwSignal::new(Vec::new()),
    };
    let back = (Route::Readings(community).path(), t("readings.title"));
    let limits = || tr("readings.limits", &[("max", MEGABYTES)]);
    let hint = move || if uploading.busy.get() { t("readings.reading_file") } else { limits() };
    view! {
        <PageHead title=t("readings.import.title") lead=t("readings.import.lead") back=back />
        {uploading.mistakes()}
        <DropZone
            title=t("readings.drop")
            accept=ACCEPT
            hint=Signal::derive(hint)
            busy=uploading.busy
            on_file=move |file| uploading.take(file)
        />
        {rules()}
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
            let mistakes = match read_file(file).await {
                Some(upload) => {
                    let (community, answers) = (self.community, ReadingAnswers::default());
                    let send = async |client: client::Client| {
                        client.create_reading_import(community, upload.clone(), &answers, None).await
                    };
                    match self.session.call(send).await {
                        Ok(import) => {
                            let route = Route::ReadingImport { community, import: import.value.id };
                            self.router.go(&route.path());
                            Vec::new()
                        }
                        Err(error) => faults::reasons(&error, MEGABYTES),
                    }
                }
                None => vec![t("exchange.unreadable")],
            };
            self.busy.try_set(false);
            self.mistakes.try_set(mistakes);
        });
    }
}

/// How a file is read.
fn rules() -> AnyView {
    let rules = ["layouts", "time", "gap", "again", "unknown"].map(|rule| {
        view! { <li>{t(&format!("readings.rule.{rule}"))}</li> }
    });
    view! {
        <section class="part">
            <h2>{t("exchange.rules")}</h2>
            <ul class="rules">{rules.into_iter().collect_view()}</ul>
        </section>
    }
    .into_any()
}
