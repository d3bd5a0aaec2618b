//! Bringing in prices of a market: a file, what it would change, and then its word.

use super::changes;
use super::file::{media_type, reason, wrong_rows};
use crate::exchange::{read_file, table_zone};
use crate::i18n::{t, tn, tr};
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Button, Emphasis, Fact, Facts, Icon, Notice, NoticeKind, PageHead, Toasts, download};
use api_types::{MarketFileMode, PriceImport, PriceImportQuery};
use client::{Error, Upload};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::File;

/// A file with its report.
#[derive(Debug, Clone)]
struct Checked {
    file: Upload,
    report: PriceImport,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Bringing {
    market: Uuid,
    checked: RwSignal<Option<Checked>>,
    failure: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    session: Session,
    router: Router,
    toasts: Toasts,
}

/// What a file looks like.
const EXAMPLE: &str = "load;delivery;date;price\r\nbase;2028;2026-11-27;84.25\r\npeak;2028;2026-11-27;96.10\r\n";

/// The page.
#[component]
pub fn PriceImportPage(
    /// The market.
    market: Uuid,
) -> impl IntoView {
    let bringing = Bringing {
        market,
        checked: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        session: use_session(),
        router: use_router(),
        toasts: Toasts::get(),
    };
    let back = (Route::Market(market).path(), t("markets.publish.back"));
    let take = Callback::new(move |file: File| bringing.take(file));
    let example = move |()| download("prices.csv", "text/csv", EXAMPLE.as_bytes());
    view! {
        <PageHead title=t("markets.import.title") lead=t("markets.import.lead") back=back />
        <p class="muted">{t("markets.file.price_columns")}</p>
        <div class="part"><Button label=t("markets.file.example") icon=Icon::Download on_press=example /></div>
        {table_zone(bringing.busy.into(), take)}
        <div aria-live="polite">{move || bringing.outcome()}</div>
    }
    .into_any()
}

impl Bringing {
    fn take(self, file: File) {
        self.busy.set(true);
        self.checked.set(None);
        self.failure.set(None);
        spawn_local(async move {
            match read_file(file).await {
                None => self.failure.set(Some(t("exchange.unreadable"))),
                Some(file) => match self.send(&file, MarketFileMode::Preview).await {
                    Ok(report) => self.checked.set(Some(Checked { file, report })),
                    Err(error) => self.failure.set(Some(reason(&error))),
                },
            }
            self.busy.try_set(false);
        });
    }

    async fn send(self, file: &Upload, mode: MarketFileMode) -> Result<PriceImport, Error> {
        let query = PriceImportQuery { mode: Some(mode) };
        let (kind, bytes) = (media_type(&file.file_name), &file.bytes);
        let send = async |client: client::Client| client.import_prices(self.market, &query, kind, bytes.clone()).await;
        self.session.call(send).await
    }

    fn outcome(self) -> Option<AnyView> {
        if let Some(failure) = self.failure.get() {
            let failed = view! {
                <Notice kind=NoticeKind::Error title=t("exchange.refused")><p>{failure}</p></Notice>
            };
            return Some(failed.into_any());
        }
        let Checked { file, report } = self.checked.get()?;
        if !report.errors.is_empty() {
            return Some(wrong_rows(&report.errors));
        }
        let facts = [("create", report.create), ("change", report.change), ("unchanged", report.unchanged)];
        let facts =
            facts.map(|(key, count)| Fact::new(t(&format!("markets.import.{key}")), crate::format::whole(count)));
        let nothing = report.create + report.change == 0;
        let store = move |()| self.store(file.clone());
        Some(
            view! {
                <section class="card part">
                    <h2>{t("markets.import.report")}</h2>
                    <Facts items=facts.into_iter().collect() />
                    {(report.change > 0).then(|| view! { <p class="remark">{tn("markets.import.corrects", report.change)}</p> })}
                    <div class="form-actions">
                        <Button
                            label=t("markets.import.submit")
                            emphasis=Emphasis::Primary
                            busy=self.busy
                            disabled=nothing
                            on_press=store
                        />
                    </div>
                </section>
            }
            .into_any(),
        )
    }

    fn store(self, file: Upload) {
        self.busy.set(true);
        spawn_local(async move {
            match self.send(&file, MarketFileMode::Apply).await {
                Ok(report) if report.applied => {
                    changes::notify();
                    let count = crate::format::whole(report.create + report.change);
                    self.toasts.success(tr("markets.import.done", &[("count", &count)])).show();
                    self.router.go(&Route::Market(self.market).path());
                }
                Ok(report) => self.checked.set(Some(Checked { file, report })),
                Err(error) => self.failure.set(Some(reason(&error))),
            }
            self.busy.try_set(false);
        });
    }
}
