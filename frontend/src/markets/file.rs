//! A forecast from a file: looked at first, drawn, and published once nothing in it is wrong.

use super::detail::names;
use super::fetch::Publisher;
use super::{course, publish, words};
use crate::errors;
use crate::exchange::{read_file, table_zone};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::routing::{Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::chart::TimeChart;
use crate::ui::{Button, Emphasis, Icon, Notice, NoticeKind, Toasts, download};
use api_types::{
    ClientForecastImportQuery, FieldError, ForecastImport, ForecastImportQuery, MarketFileMode, RowErrors,
};
use client::{Error, Upload};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::File;

/// A file with its report.
#[derive(Debug, Clone)]
struct Checked {
    file: Upload,
    report: ForecastImport,
}

/// What the parts share.
#[derive(Clone, Copy)]
struct Taking {
    market: Uuid,
    publisher: Signal<Option<Publisher>>,
    checked: RwSignal<Option<Checked>>,
    failure: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    session: Session,
    router: Router,
    toasts: Toasts,
}

/// The way from a file to a publication.
pub fn view(market: Uuid, publisher: Signal<Option<Publisher>>) -> AnyView {
    let taking = Taking {
        market,
        publisher,
        checked: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        session: use_session(),
        router: use_router(),
        toasts: Toasts::get(),
    };
    let take = Callback::new(move |file: File| taking.take(file));
    let example = move |()| download("forecast.csv", "text/csv", EXAMPLE.as_bytes());
    view! {
        <p class="muted">{t("markets.file.forecast_columns")}</p>
        <div class="part">
            <Button label=t("markets.file.example") icon=Icon::Download on_press=example />
        </div>
        {table_zone(taking.busy.into(), take)}
        <div aria-live="polite">{move || taking.outcome()}</div>
    }
    .into_any()
}

/// What a file looks like.
const EXAMPLE: &str = "load;delivery;date;low;mid;high\r\nbase;2028;2026-12-31;71.50;84.25;98.00\r\n\
                       base;2028;2027-01-31;70.00;83.50;99.00\r\n";

/// The media type of a file by its name.
pub fn media_type(file_name: &str) -> &'static str {
    let is_workbook = std::path::Path::new(file_name).extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    if is_workbook { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } else { "text/csv" }
}

impl Taking {
    /// Looks at a file.
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

    async fn send(self, file: &Upload, mode: MarketFileMode) -> Result<ForecastImport, Error> {
        let (kind, bytes) = (media_type(&file.file_name), &file.bytes);
        match self.publisher.get_untracked() {
            Some(Publisher::Client(account)) => {
                let query = ClientForecastImportQuery { mode: Some(mode), market_id: self.market };
                let send = async |client: client::Client| {
                    client.import_client_forecast(account, &query, kind, bytes.clone()).await
                };
                self.session.call(send).await
            }
            other => {
                let organisation_id = match other {
                    Some(Publisher::Organisation(id)) => Some(id),
                    _ => None,
                };
                let query = ForecastImportQuery { mode: Some(mode), organisation_id };
                let send = async |client: client::Client| {
                    client.import_forecast(self.market, &query, kind, bytes.clone()).await
                };
                self.session.call(send).await
            }
        }
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
        let publish = move |()| self.publish(file.clone());
        Some(
            view! {
                <section class="part">
                    <h2>{tn("markets.file.products", report.series.len() as u64)}</h2>
                    {report.series.iter().map(product).collect_view()}
                    <div class="form-actions">
                        <Button
                            label=t("markets.publish.submit")
                            emphasis=Emphasis::Primary
                            busy=self.busy
                            on_press=publish
                        />
                    </div>
                </section>
            }
            .into_any(),
        )
    }

    fn publish(self, file: Upload) {
        self.busy.set(true);
        spawn_local(async move {
            match self.send(&file, MarketFileMode::Apply).await {
                Ok(ForecastImport { published: Some(published), .. }) => {
                    publish::published(self.router, self.toasts, &published);
                }
                // The rules have changed between the look and the publication: the report says how.
                Ok(report) => self.checked.set(Some(Checked { file, report })),
                Err(error) => self.failure.set(Some(reason(&error))),
            }
            self.busy.try_set(false);
        });
    }
}

fn product(series: &api_types::ForecastSeries) -> AnyView {
    let name = words::product_of(series.load, &series.delivery);
    let scene = course::scene(None, &series.points, format::today(), &names());
    view! {
        <figure class="chart">
            <figcaption class="chart-title">{name.clone()}</figcaption>
            <TimeChart
                label=name
                scene=Signal::stored(scene)
                unit=format::per_mwh("EUR")
                cursor=RwSignal::new(format::today())
            />
        </figure>
    }
    .into_any()
}

/// What is wrong with the rows of a file.
pub fn wrong_rows(rows: &[RowErrors]) -> AnyView {
    let line = |row: &RowErrors, error: &FieldError| {
        let (number, message) = (row.row.to_string(), errors::message(error));
        let column = error.pointer.trim_start_matches('/');
        tr("markets.file.row", &[("row", &number), ("column", column), ("message", &message)])
    };
    let lines: Vec<String> = rows.iter().flat_map(|row| row.errors.iter().map(|error| line(row, error))).collect();
    view! {
        <Notice kind=NoticeKind::Error title=tn("markets.file.wrong_rows", rows.len() as u64)>
            <p>{t("markets.file.nothing_stored")}</p>
            <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </Notice>
    }
    .into_any()
}

/// Why a file was refused as a whole.
pub fn reason(error: &Error) -> String {
    let named = error.problem().and_then(|problem| problem.errors.first().map(errors::message));
    named.unwrap_or_else(|| errors::describe(error))
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn a_workbook_is_known_by_its_name() {
        for (name, workbook) in [("a.xlsx", true), ("A.XLSX", true), ("a.csv", false), ("xlsx", false), ("", false)] {
            assert_eq!(media_type(name) != "text/csv", workbook, "{name}");
        }
    }
}
