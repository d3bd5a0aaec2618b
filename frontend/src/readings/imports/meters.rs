//! Each meter of a file: whether it is there, what the file has of it, what is missing, what is above its connection.

use crate::format;
use crate::i18n::{t, tn, tr};
use crate::readings::words;
use crate::routing::Route;
use crate::ui::{Badge, Notice, NoticeKind, Tone};
use api_types::{ReadingExcess, ReadingGap, ReadingImport, ReadingReportMeter};
use domain::readings::file::SheetKind;
use domain::vocabulary::ReadingImportState;
use leptos::prelude::*;
use uuid::Uuid;

/// From this column on there are numbers.
const NUMBERS: usize = 2;
/// Longer lists of gaps end here.
const GAPS_MAX: usize = 10;

/// The table; on a narrow screen each meter is a card.
pub fn view(import: &ReadingImport) -> AnyView {
    let head = ["meter", "direction", "readings", "total", "new", "corrections", "unchanged", "missing"];
    let head = head.map(|name| t(&format!("readings.table.{name}")));
    let cells = head.iter().zip(0..).map(|(name, place)| {
        let align = (place >= NUMBERS).then_some("end");
        view! { <th scope="col" role="columnheader" data-align=align>{name.clone()}</th> }
    });
    let rows = import.report.meters.iter().map(|meter| row(import, meter, &head)).collect_view();
    view! {
        <section class="part">
            <h2>{tn("readings.meters_in_file", import.report.meters.len() as u64)}</h2>
            <div class="table-wrap">
                <table class="table report-table" role="table">
                    <caption class="visually-hidden">{t("readings.tab.meters")}</caption>
                    <thead role="rowgroup"><tr role="row">{cells.collect_view()}</tr></thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(import: &ReadingImport, meter: &ReadingReportMeter, head: &[String; 8]) -> AnyView {
    let number = |label: &String, count: u64| {
        view! { <td role="cell" class="tabular" data-align="end" data-label=label.clone()>{format::whole(count)}</td> }
    };
    let kind = (meter.kind != SheetKind::Gross).then(|| {
        view! { <Badge label=t(&format!("readings.sheet.{}", meter.kind)) tone=Tone::Neutral /> }
    });
    let energy = words::exact(Some(meter.total_wh));
    let (new, corrections, unchanged) = (meter.counts.new, meter.counts.corrections, meter.counts.unchanged);
    view! {
        <tr role="row">
            <td role="cell" data-label=head[0].clone()>{name(import, meter)}</td>
            <td role="cell" data-label=head[1].clone()>{words::direction(meter.direction)}" "{kind}</td>
            {number(&head[2], meter.readings)}
            <td role="cell" class="tabular" data-align="end" data-label=head[3].clone()>{energy}</td>
            {number(&head[4], new)}
            {number(&head[5], corrections)}
            {number(&head[6], unchanged)}
            <td role="cell" class="tabular" data-align="end" data-label=head[7].clone()>
                {format::whole(meter.missing)}
                {gaps(&meter.gaps)}
            </td>
        </tr>
    }
    .into_any()
}

/// The meter, which is a link once it is there; one that was not says what becomes of it, or became.
fn name(import: &ReadingImport, meter: &ReadingReportMeter) -> AnyView {
    let label = meter.label.clone().map(|label| view! { <span class="line muted">{label}</span> });
    let created = created(import, &meter.ean);
    let ean = match meter.meter_id.or(created) {
        Some(id) => {
            let href = Route::Meter { community: import.community_id, meter: id }.path();
            view! { <a class="tabular" href=href>{meter.ean.clone()}</a> }.into_any()
        }
        None => view! { <span class="tabular">{meter.ean.clone()}</span> }.into_any(),
    };
    let becomes = match (meter.meter_id, import.state, created) {
        (Some(_), ..) | (_, ReadingImportState::Undone, _) => None,
        (None, ReadingImportState::Applied, Some(_)) => Some(("readings.created.badge", Tone::Good)),
        (None, ReadingImportState::Applied, None) => Some(("readings.left_out.badge", Tone::Neutral)),
        _ => Some(("readings.unknown.badge", Tone::Waiting)),
    };
    let badge = becomes.map(|(key, tone)| view! { <Badge label=t(key) tone=tone /> });
    view! { {ean}{label}{badge} }.into_any()
}

/// The meter that an import has created for a number, as long as the import holds.
fn created(import: &ReadingImport, ean: &str) -> Option<Uuid> {
    let result = import.result.as_ref().filter(|_| import.state == ReadingImportState::Applied)?;
    result.created_meters.iter().find(|meter| meter.ean == ean).map(|meter| meter.id)
}

fn gaps(gaps: &[ReadingGap]) -> Option<AnyView> {
    let line = |gap: &ReadingGap| {
        let text = tr("ui.from_to", &[("from", &words::quarter(gap.from)), ("to", &words::quarter(gap.to))]);
        view! { <li>{text}</li> }
    };
    let more = gaps.len().saturating_sub(GAPS_MAX);
    let more = (more > 0).then(|| view! { <li>{tn("readings.more_gaps", more as u64)}</li> });
    (!gaps.is_empty()).then(|| {
        view! {
            <details class="gaps">
                <summary>{t("readings.gaps")}</summary>
                <ul>{gaps.iter().take(GAPS_MAX).map(line).collect_view()}{more}</ul>
            </details>
        }
        .into_any()
    })
}

/// Readings above what a connection carries: worth a look before they are stored.
pub fn excesses(import: &ReadingImport) -> Option<AnyView> {
    let found = import.report.meters.iter().flat_map(|meter| meter.excesses.iter().map(move |excess| (meter, excess)));
    let lines: Vec<String> = found.map(|(meter, excess)| excess_text(meter, excess)).collect();
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <Notice kind=NoticeKind::Warning title=t("readings.excess.title")>
                <p>{t("readings.excess.text")}</p>
                <ul>{lines}</ul>
            </Notice>
        }
        .into_any()
    })
}

fn excess_text(meter: &ReadingReportMeter, excess: &ReadingExcess) -> String {
    let name = meter.label.clone().unwrap_or_else(|| meter.ean.clone());
    let highest = words::exact(Some(excess.highest_wh.into()));
    let values = [
        ("meter", name),
        ("count", format::whole(excess.count)),
        ("bound", t(&format!("readings.bound.{}", excess.bound))),
        ("most", words::exact(Some(excess.most_wh))),
        ("highest", highest),
        ("when", words::quarter(excess.highest_at)),
    ];
    tr("readings.excess.line", &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}
