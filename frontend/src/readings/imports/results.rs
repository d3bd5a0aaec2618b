//! What became of an import of readings.

use crate::format;
use crate::i18n::{t, tn, tr};
use crate::routing::{Query, Route};
use crate::ui::{Notice, NoticeKind};
use api_types::{CreatedMeter, ImportProgress, ReadingImport};
use leptos::prelude::*;

/// How far it is.
pub fn progress(import: &ReadingImport, told: RwSignal<Option<ImportProgress>>) -> AnyView {
    let counts = import.report.counts;
    let first = import.progress.unwrap_or(ImportProgress { done: 0, total: counts.new + counts.corrections });
    let progress = Memo::new(move |_| told.get().unwrap_or(first));
    let text = move || {
        let ImportProgress { done, total } = progress.get();
        tr("readings.progress", &[("done", &format::whole(done)), ("total", &format::whole(total))])
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

/// What it did.
pub fn applied(import: &ReadingImport) -> AnyView {
    let result = import.result.clone().unwrap_or_default();
    let line = |key: &str, count: u64| (count > 0).then(|| tn(key, count));
    let lines = [
        line("readings.applied.new", result.counts.new),
        line("readings.applied.corrections", result.counts.corrections),
        line("readings.applied.unchanged", result.counts.unchanged),
        line("readings.applied.left_out", result.left_out),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    let query = Query::default().with("tab", Some("meters"));
    let href = Route::Readings(import.community_id).path_with(&query);
    view! {
        <Notice kind=NoticeKind::Success title=t("exchange.applied.title") announce=true>
            <p>{lines.join(" ")}" "<a href=href>{t("readings.applied.meters")}</a></p>
        </Notice>
        {created(import, &result.created_meters)}
    }
    .into_any()
}

/// The meters that were created, which somebody has to complete.
fn created(import: &ReadingImport, meters: &[CreatedMeter]) -> Option<AnyView> {
    let link = |meter: &CreatedMeter| {
        let href = Route::Meter { community: import.community_id, meter: meter.id }.path();
        view! { <li><a class="tabular" href=href>{meter.ean.clone()}</a></li> }
    };
    let (count, links) = (meters.len() as u64, meters.iter().map(link).collect_view());
    (count > 0).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title=tn("readings.created", count)>
                <p>{t("readings.created.text")}</p>
                <ul class="created-meters">{links}</ul>
            </Notice>
        }
        .into_any()
    })
}

/// It was taken back.
pub fn undone(import: &ReadingImport) -> AnyView {
    let name = import.undone_by.clone().unwrap_or_else(|| t("common.none"));
    let when = import.undone_at.map(format::instant).unwrap_or_default();
    let text = tr("readings.undone_by", &[("name", &name), ("when", &when)]);
    view! {
        <Notice title=t("readings.undone.title")>
            <p>{text}" "{t("readings.undone.text")}</p>
        </Notice>
    }
    .into_any()
}

/// Nothing was stored.
pub fn failed(import: &ReadingImport) -> AnyView {
    let reason = match import.failure.as_deref() {
        Some("internal") | None => t("exchange.failed.internal"),
        Some(_) => t("exchange.failed.changed"),
    };
    view! {
        <Notice kind=NoticeKind::Error title=t("exchange.failed.title") announce=true>
            <p>{reason}</p>
        </Notice>
    }
    .into_any()
}
