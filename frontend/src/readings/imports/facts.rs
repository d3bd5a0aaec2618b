//! What is in a file as a whole.

use crate::format;
use crate::i18n::{t, tn, tr};
use crate::readings::words;
use crate::ui::{Fact, Facts};
use api_types::{ReadingDays, ReadingImport};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The facts.
pub fn view(import: &ReadingImport) -> AnyView {
    let report = &import.report;
    let ends = [report.period.first_day, report.period.last_day].map(format::date);
    let period = tr("ui.from_to", &[("from", &ends[0]), ("to", &ends[1])]);
    let count = |key: &str, count: u64| view! { <span class="line">{tn(key, count)}</span> };
    let counts = view! {
        {count("readings.count.new", report.counts.new)}
        {count("readings.count.corrections", report.counts.corrections)}
        {count("readings.count.unchanged", report.counts.unchanged)}
    };
    let doubles = view! {
        {count("readings.count.equal", report.duplicates.equal)}
        {count("readings.count.different", report.duplicates.different)}
    };
    let read_as = view! {
        <span class="line">{t(&format!("readings.layout.{}", import.layout))}</span>
        <span class="line">{t(&format!("readings.unit.{}", import.unit))}</span>
        <span class="line">{t(&format!("readings.stamped.{}", import.stamped))}</span>
    };
    let missing: u64 = report.meters.iter().map(|meter| meter.missing).sum();
    let items = vec![
        Fact::new(t("readings.table.period"), period),
        Fact::new(t("readings.fact.days"), days(&report.days)),
        Fact::new(t("readings.offtake"), words::exact(Some(report.offtake_wh))),
        Fact::new(t("readings.injection"), words::exact(Some(report.injection_wh))),
        Fact::new(t("readings.fact.readings"), counts),
        Fact::new(t("readings.fact.gaps"), tn("readings.count.missing", missing)),
        Fact::new(t("readings.fact.duplicates"), doubles),
        Fact::new(t("readings.fact.read_as"), read_as),
    ];
    view! {
        <section class="card summary import-facts">
            <h2 class="visually-hidden">{t("readings.fact.title")}</h2>
            <Facts items=items />
        </section>
    }
    .into_any()
}

/// Days by their length; the unusual ones by their dates.
fn days(days: &ReadingDays) -> AnyView {
    let dates = |days: &[NaiveDate]| days.iter().map(|day| format::date(*day)).collect::<Vec<_>>().join(", ");
    let unusual = |count: &str, found: &[NaiveDate]| {
        (!found.is_empty())
            .then(|| tr("readings.fact.unusual", &[("count", count), ("days", &dates(found))]))
            .map(|text| view! { <span class="line">{text}</span> })
    };
    view! {
        <span class="line">{tn("readings.fact.usual", days.usual)}</span>
        {unusual("92", &days.short)}
        {unusual("100", &days.long)}
    }
    .into_any()
}
