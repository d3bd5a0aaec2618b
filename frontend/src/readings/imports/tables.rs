//! What a file changes of what is stored, and what it says twice in different ways.

use crate::i18n::{t, tn};
use crate::readings::words;
use crate::routing::Route;
use api_types::{ReadingConflict, ReadingImport, ReadingReportCorrection};
use leptos::prelude::*;

/// From this column on there are values.
const VALUES: usize = 3;

/// The corrections: old and new beside each other.
pub fn corrections(import: &ReadingImport) -> Option<AnyView> {
    let (count, found) = (import.report.counts.corrections, &import.report.corrections);
    if count == 0 {
        return None;
    }
    let head = ["meter", "direction", "when", "old", "new"].map(|name| t(&format!("readings.table.{name}")));
    let row = |of: &ReadingReportCorrection| {
        let href = Route::Meter { community: import.community_id, meter: of.meter_id }.path();
        let [meter, direction, when, old, new] = head.clone();
        view! {
            <tr role="row">
                <td role="cell" data-label=meter><a class="tabular" href=href>{of.ean.clone()}</a></td>
                <td role="cell" data-label=direction>{words::direction(of.direction)}</td>
                <td role="cell" data-label=when>{words::quarter(of.start)}</td>
                <td role="cell" class="tabular" data-align="end" data-label=old><del>{words::exact(Some(of.old_wh.into()))}</del></td>
                <td role="cell" class="tabular" data-align="end" data-label=new><ins>{words::exact(Some(of.new_wh.into()))}</ins></td>
            </tr>
        }
    };
    let rows = found.iter().map(row).collect_view();
    let more = count.saturating_sub(found.len() as u64);
    Some(section(tn("readings.corrections_in_file", count), &head, rows.into_any(), more, "readings.more_corrections"))
}

/// Rows that say different things of one quarter-hour.
pub fn conflicts(import: &ReadingImport) -> Option<AnyView> {
    let (count, found) = (import.report.duplicates.different, &import.report.duplicates.conflicts);
    if count == 0 {
        return None;
    }
    let head = ["meter", "direction", "when", "first_row", "second_row"];
    let head = head.map(|name| t(&format!("readings.table.{name}")));
    let row = |of: &ReadingConflict| {
        let said = |row: u32, wh: Option<u32>| format!("{row}: {}", words::exact(wh.map(u64::from)));
        let [meter, direction, when, first, second] = head.clone();
        view! {
            <tr role="row">
                <td role="cell" class="tabular" data-label=meter>{of.ean.clone()}</td>
                <td role="cell" data-label=direction>{words::direction(of.direction)}</td>
                <td role="cell" data-label=when>{words::quarter(of.start)}</td>
                <td role="cell" class="tabular" data-align="end" data-label=first>{said(of.first_row, of.first_wh)}</td>
                <td role="cell" class="tabular" data-align="end" data-label=second>{said(of.second_row, Some(of.second_wh))}</td>
            </tr>
        }
    };
    let rows = found.iter().map(row).collect_view();
    let more = count.saturating_sub(found.len() as u64);
    Some(section(tn("readings.conflicts", count), &head, rows.into_any(), more, "readings.more_conflicts"))
}

fn section(title: String, head: &[String], rows: AnyView, more: u64, more_key: &str) -> AnyView {
    let cells = head.iter().enumerate().map(|(place, name)| {
        let align = (place >= VALUES).then_some("end");
        view! { <th scope="col" role="columnheader" data-align=align>{name.clone()}</th> }
    });
    let caption = title.clone();
    view! {
        <section class="part">
            <h2>{title}</h2>
            <div class="table-wrap">
                <table class="table report-table" role="table">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead role="rowgroup"><tr role="row">{cells.collect_view()}</tr></thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            {(more > 0).then(|| view! { <p class="muted">{tn(more_key, more)}</p> })}
        </section>
    }
    .into_any()
}
