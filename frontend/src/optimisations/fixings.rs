//! What was fixed with the supplier, and what was taken back.

use super::cancel::CancelDialog;
use super::detail::Subject;
use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::markets::period_name;
use crate::ui::{Button, EmptyState, Icon};
use api_types::{CalendarPeriod, Fixing};
use domain::advice::FixingState;
use leptos::prelude::*;

/// The list.
pub fn view(subject: StoredValue<Subject>) -> AnyView {
    let fixings = subject.with_value(|subject| subject.fixings.clone());
    if fixings.is_empty() {
        let (title, text) = (t("optimisations.fixings.none.title"), t("optimisations.fixings.none.text"));
        return view! { <EmptyState icon=Icon::Target title=title text=text /> }.into_any();
    }
    let periods = subject
        .with_value(|subject| subject.calendar.as_ref().map(|calendar| calendar.periods.clone()).unwrap_or_default());
    let periods = StoredValue::new(periods);
    let may_edit = subject.with_value(|subject| subject.optimisation.may_edit);
    let cancelling = RwSignal::new(None::<Fixing>);
    let lines = fixings.into_iter().map(|fixing| line(fixing, periods, may_edit, cancelling)).collect_view();
    let why = (!may_edit).then(|| view! { <p class="tab-lead remark">{t("optimisations.not_editor")}</p> });
    view! {
        {why}
        <ol class="lines fixing-lines">{lines}</ol>
        <CancelDialog cancelling=cancelling periods=periods />
    }
    .into_any()
}

fn line(
    fixing: Fixing,
    periods: StoredValue<Vec<CalendarPeriod>>,
    may_edit: bool,
    cancelling: RwSignal<Option<Fixing>>,
) -> AnyView {
    let period = periods.with_value(|periods| {
        let period = periods.iter().find(|period| period.from == fixing.period_from);
        period.map(|period| period_name(period.from, period.to)).unwrap_or_default()
    });
    let state = words::marked(words::fixing_mark(fixing.state), words::fixing_state(fixing.state));
    let price = format::price(&fixing.price_per_mwh, &fixing.currency);
    let by = |key: &str, name: Option<&String>, at| {
        let when = format::instant(at);
        match name {
            Some(name) => tr(key, &[("name", name), ("when", &when)]),
            None => when,
        }
    };
    let registered = by("optimisations.fixings.by", fixing.created_by.as_ref(), fixing.created_at);
    let cancelled =
        fixing.cancelled_at.map(|at| by("optimisations.fixings.cancelled_by", fixing.cancelled_by.as_ref(), at));
    let reason = fixing.cancel_reason.as_ref().map(|reason| tr("optimisations.fixings.reason", &[("reason", reason)]));
    let own = fixing.advice_id.is_none().then(|| t("optimisations.fixings.own"));
    let facts = [own, Some(registered), cancelled, reason].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let holds = fixing.state == FixingState::Done;
    let date = format::date(fixing.fixed_on);
    let percent = format::exact_percent(fixing.percent);
    let action = (may_edit && holds).then(|| {
        let fixing = fixing.clone();
        view! {
            <Button
                label=t("optimisations.cancel.action")
                icon=Icon::Undo
                on_press=move |()| cancelling.set(Some(fixing.clone()))
            />
        }
    });
    view! {
        <li>
            <span class="advice-day">
                <strong>{date}</strong>
                <span class="tabular">{percent}</span>
            </span>
            <span>
                {state}" "{period}" · "<span class="tabular">{price}</span>
                <span class="line muted">{facts}</span>
            </span>
            {action}
        </li>
    }
    .into_any()
}
