//! What imports made of readings that were stored otherwise: old and new, who and when.

use super::Looking;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::place::use_places;
use crate::readings::period::Seen;
use crate::readings::words;
use crate::routing::Route;
use crate::ui::{Badge, Remote, Tone};
use api_types::{Correction, CorrectionQuery, Corrections};
use domain::role::Permission;
use leptos::prelude::*;

/// The corrections of the period, folded; nothing while there are none.
pub fn view(looking: Looking) -> AnyView {
    let range = Memo::new(move |_| Seen::range(looking.seen.get()));
    let corrections = Remote::new(move || {
        let range = range.get();
        let query = CorrectionQuery { from: range.first.into(), to: range.after.into() };
        let Looking { community, meter, session, .. } = looking;
        async move { session.call(async |client| client.list_corrections(community, meter, &query).await).await }
    });
    let places = use_places();
    let content = move || {
        let found = corrections.value().filter(|corrections| corrections.count > 0)?;
        let may_open = places.can(Permission::ReadingsWrite);
        Some(list(looking, &found, may_open))
    };
    content.into_any()
}

fn list(looking: Looking, found: &Corrections, may_open: bool) -> AnyView {
    let head = ["when", "direction", "old", "new", "import"].map(|name| t(&format!("readings.table.{name}")));
    let cells = head.clone().map(|name| view! { <th scope="col" role="columnheader">{name}</th> });
    let rows = found.items.iter().map(|correction| row(looking, correction, &head, may_open)).collect_view();
    let more = found.count.saturating_sub(found.items.len() as u64);
    let more = (more > 0).then(|| view! { <p class="muted">{tn("readings.more_corrections", more)}</p> });
    view! {
        <details class="corrections">
            <summary>{tn("readings.corrections", found.count)}</summary>
            <div class="table-wrap">
                <table class="table" role="table">
                    <caption class="visually-hidden">{t("readings.corrections.caption")}</caption>
                    <thead role="rowgroup"><tr role="row">{cells.into_iter().collect_view()}</tr></thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            {more}
        </details>
    }
    .into_any()
}

fn row(looking: Looking, of: &Correction, head: &[String; 5], may_open: bool) -> AnyView {
    let file = if of.file_name.is_empty() { t("readings.untitled") } else { of.file_name.clone() };
    let import = if may_open {
        let href = Route::ReadingImport { community: looking.community, import: of.import_id }.path();
        view! { <a href=href>{file}</a> }.into_any()
    } else {
        file.into_any()
    };
    let at = format::instant(of.at);
    let by = match &of.by {
        Some(name) => tr("readings.by_at", &[("name", name), ("when", &at)]),
        None => at,
    };
    let undone = of.undone.then(|| view! { <Badge label=t("readings.state.undone") tone=Tone::Neutral /> });
    let [when, direction, old, new, from] = head.clone();
    view! {
        <tr role="row">
            <td role="cell" data-label=when>{words::quarter(of.start)}</td>
            <td role="cell" data-label=direction>{words::direction(of.direction)}</td>
            <td role="cell" class="tabular" data-label=old>{words::exact(Some(of.old_wh.into()))}</td>
            <td role="cell" class="tabular" data-label=new>{words::exact(Some(of.new_wh.into()))}</td>
            <td role="cell" data-label=from>{import}" "<span class="muted">{by}</span>" "{undone}</td>
        </tr>
    }
    .into_any()
}
