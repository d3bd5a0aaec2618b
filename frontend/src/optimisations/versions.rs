//! The versions of a calendar, latest first, each with why it was calculated and what it changed.

use super::detail::Subject;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::markets::period_name;
use crate::routing::use_router;
use crate::session::use_session;
use crate::ui::{Choice, Field, PartSelect, Remote, RemoteView, SkeletonShape};
use api_types::{
    AdviceChange, CalendarDifference, CalendarDifferenceQuery, CalendarPeriod, CalendarVersion, CalendarVersionQuery,
    MAX_LIMIT, Page,
};
use domain::advice::ChangeKind;
use leptos::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The versions with their difference; `?version=` and `?with=` say which.
pub fn view(subject: StoredValue<Subject>) -> AnyView {
    let session = use_session();
    let id = subject.with_value(|subject| subject.optimisation.id);
    let periods = subject
        .with_value(|subject| subject.calendar.as_ref().map(|calendar| calendar.periods.clone()).unwrap_or_default());
    let periods = StoredValue::new(periods);
    let versions = Remote::new(move || async move {
        let query = CalendarVersionQuery { limit: Some(MAX_LIMIT), cursor: None };
        session.call(async |client| client.list_calendar_versions(id, &query).await).await
    });
    let list = move |page: Page<CalendarVersion>| {
        let compare = (page.items.len() > 1).then(|| comparison(id, &page.items, periods));
        let lines = page.items.iter().map(line).collect_view();
        view! {
            {compare}
            <ol class="lines columns versions">{lines}</ol>
        }
        .into_any()
    };
    view! {
        <p class="tab-lead muted">{t("optimisations.versions.text")}</p>
        <RemoteView remote=versions shape=SkeletonShape::Lines ready=list />
    }
    .into_any()
}

fn line(version: &CalendarVersion) -> AnyView {
    let number = tr("optimisations.versions.number", &[("number", &version.version.to_string())]);
    let reasons = version.reasons.iter().map(|reason| t(&format!("optimisations.reason.{reason}")));
    let reasons = reasons.collect::<Vec<_>>().join(", ");
    let when = format::instant(version.created_at);
    let by = version.created_by.as_ref().map(|name| tr("optimisations.versions.by", &[("name", name)]));
    let by = by.unwrap_or_else(|| t("optimisations.versions.by_itself"));
    let changed = if version.version == 1 {
        tn("optimisations.versions.days", version.advice_count.into())
    } else {
        tn("optimisations.versions.changes", version.change_count.into())
    };
    view! {
        <li>
            <span><strong>{number}</strong>" "{reasons}</span>
            <span class="muted">{format!("{when} {by}")}</span>
            <span>{changed}</span>
        </li>
    }
    .into_any()
}

/// What one version advises otherwise than another.
fn comparison(id: Uuid, versions: &[CalendarVersion], periods: StoredValue<Vec<CalendarPeriod>>) -> AnyView {
    let (session, router) = (use_session(), use_router());
    let query = router.query();
    let latest = versions.first().map_or(1, |version| version.version);
    let of = Memo::new(move |_| query.with(|query| query.read::<u32>("version")).unwrap_or(latest));
    let with = Memo::new(move |_| {
        let wanted = query.with(|query| query.read::<u32>("with"));
        wanted.unwrap_or_else(|| of.get().saturating_sub(1).max(1))
    });
    let ids: BTreeMap<u32, Uuid> = versions.iter().map(|version| (version.version, version.id)).collect();
    let newest = versions.first().map(|version| version.id);
    let difference = Remote::new(move || {
        let (of, with) = (ids.get(&of.get()).copied().or(newest), ids.get(&with.get()).copied());
        let (of, query) = (of.unwrap_or_default(), CalendarDifferenceQuery { with });
        async move { session.call(async |client| client.compare_calendar_versions(id, of, &query).await).await }
    });
    let choices: Vec<Choice> = versions
        .iter()
        .map(|version| {
            let (number, date) = (version.version.to_string(), format::instant(version.created_at));
            Choice::new(number.clone(), tr("optimisations.versions.choice", &[("number", &number), ("date", &date)]))
        })
        .collect();
    let pick = |name: &'static str, value: Memo<u32>| {
        view! {
            <PartSelect
                field=Field::new(format!("compare-{name}"), t(&format!("optimisations.versions.{name}")))
                value=Signal::derive(move || value.get().to_string())
                choices=choices.clone()
                on_choose=move |number: String| router.set_query(&router.query_now().with(name, Some(&number)))
            />
        }
    };
    view! {
        <section class="card part">
            <h2>{t("optimisations.versions.compare")}</h2>
            <div class="market-controls">{pick("with", with)}{pick("version", of)}</div>
            <div aria-live="polite">
                <RemoteView
                    remote=difference
                    shape=SkeletonShape::Lines
                    ready=move |difference| differences(difference, periods)
                />
            </div>
        </section>
    }
    .into_any()
}

fn differences(of: CalendarDifference, periods: StoredValue<Vec<CalendarPeriod>>) -> AnyView {
    if of.changes.is_empty() {
        return view! { <p class="muted">{t("optimisations.versions.same")}</p> }.into_any();
    }
    let heads = ["period", "day", "before", "after", "what"];
    let heads = heads.map(|name| view! { <th scope="col">{t(&format!("optimisations.table.{name}"))}</th> });
    let rows = of.changes.iter().map(|change| row(change, periods)).collect_view();
    view! {
        <div class="matrix-wrap" tabindex="0" role="region" aria-label=t("optimisations.versions.compare")>
            <table class="matrix difference">
                <thead><tr>{heads.into_iter().collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(change: &AdviceChange, periods: StoredValue<Vec<CalendarPeriod>>) -> AnyView {
    let period = periods.with_value(|periods| {
        let period = periods.iter().find(|period| period.from == change.period_from);
        period.map_or_else(|| format::date(change.period_from), |period| period_name(period.from, period.to))
    });
    let percent = |percent: Option<domain::quantity::Decimal>| percent.map(format::exact_percent).unwrap_or_default();
    let kind = match change.kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    };
    view! {
        <tr data-change=kind>
            <th scope="row">{period}</th>
            <td>{format::date(change.advised_on)}</td>
            <td>{percent(change.before_percent)}</td>
            <td>{percent(change.after_percent)}</td>
            <td>{t(&format!("optimisations.change.{kind}"))}</td>
        </tr>
    }
    .into_any()
}
