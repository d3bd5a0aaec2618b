//! The forecasts of a market that were published: whose, which version, what their authors say.

use super::words;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::routing::use_router;
use crate::ui::{Badge, Tone};
use api_types::ForecastSummary;
use leptos::prelude::*;
use uuid::Uuid;

/// The list; the one that is shown says so, the others lead to the chart.
pub fn list(forecasts: &[ForecastSummary], shown: Signal<Option<Uuid>>) -> AnyView {
    let content = if forecasts.is_empty() {
        view! { <p class="muted">{t("markets.publications.none")}</p> }.into_any()
    } else {
        let lines = forecasts.iter().map(|of| line(of, shown)).collect_view();
        view! { <ol class="lines columns publications">{lines}</ol> }.into_any()
    };
    view! {
        <section class="part">
            <h2>{t("markets.publications")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn line(of: &ForecastSummary, shown: Signal<Option<Uuid>>) -> AnyView {
    let (router, id) = (use_router(), of.id);
    let query = router.query();
    let href = move || {
        let query = query.with(|query| query.clone().with("forecast", Some(&id.to_string())));
        router.route().get_untracked().path_with(&query)
    };
    let version = tr("markets.version", &[("version", &of.version.to_string())]);
    let when = format::instant(of.published_at);
    let by = of.published_by.as_ref().map(|name| tr("markets.by", &[("name", name)])).unwrap_or_default();
    // The link stays where it is when it was followed, as the keyboard is on it.
    let is_shown = Memo::new(move |_| shown.get() == Some(id));
    let way = move || {
        if is_shown.get() {
            view! { <Badge label=t("markets.publications.shown") tone=Tone::Good /> }.into_any()
        } else {
            t("markets.publications.show").into_any()
        }
    };
    let comment =
        (!of.comment.is_empty()).then(|| view! { <span class="line publication-comment">{of.comment.clone()}</span> });
    view! {
        <li>
            <span><strong>{words::source(of.origin)}</strong>{" · "}{version}</span>
            <span class="muted">
                {format!("{when} {by}")}{" · "}{tn("markets.products", of.products.len() as u64)}
                {comment}
            </span>
            <a href=href aria-current=move || is_shown.get().then_some("true")>{way}</a>
        </li>
    }
    .into_any()
}
