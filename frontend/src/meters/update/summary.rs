//! The second step: what the change comes to, field by field and in sentences, before it is sent.

use super::super::periods::{Plan, Target};
use super::super::{compare, words};
use super::Update;
use crate::format;
use crate::i18n::{t, tn, tr};
use api_types::Configuration;
use chrono::{Days, NaiveDate};
use domain::meter::ConfigurationField;
use domain::vocabulary::ConfigurationStatus;
use leptos::prelude::*;

/// The id of the heading, which takes the focus.
pub const TITLE: &str = "update-summary";

/// What else follows from a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consequence {
    /// It holds for days that are over.
    History(NaiveDate),
    /// The meter begins on another day.
    Beginning(NaiveDate),
    /// The period begins on another day.
    Moved(NaiveDate, NaiveDate),
    /// The meter does not take part then, and this changes nothing about it.
    Stays(ConfigurationStatus),
    /// It holds up to and including this day.
    Until(NaiveDate),
    /// It holds until it is changed.
    Open,
}

/// The step.
pub fn view(update: Update) -> AnyView {
    let content = move || update.plan().ok().map(|plan| content(&plan, update.target));
    view! {
        <section class="stack" aria-labelledby=TITLE>
            <h3 id=TITLE tabindex="-1">{t("meters.update.summary")}</h3>
            {content}
        </section>
    }
    .into_any()
}

fn content(plan: &Plan, target: Target) -> AnyView {
    if plan.is_empty(target) {
        return view! { <p>{t("meters.update.nothing")}</p> }.into_any();
    }
    let consequences = consequences(plan, target, format::today());
    let consequences = consequences.into_iter().map(|one| view! { <li>{sentence(one)}</li> }).collect_view();
    let heads = [t("meters.update.before"), t("meters.update.after")];
    let table = (!plan.fields.is_empty()).then(|| compare::table(&plan.old, &plan.new, &plan.fields, heads));
    view! {
        <p class="meaning">{meaning(plan, target)}</p>
        {table}
        <ul class="consequences">{consequences}</ul>
    }
    .into_any()
}

/// In one sentence: from when, how much, and whose.
fn meaning(plan: &Plan, target: Target) -> String {
    let from = format::date(plan.new.valid_from);
    let when = match target {
        Target::Period(_) if plan.moves() => {
            tr("meters.update.from_instead", &[("date", &from), ("old", &format::date(plan.old.valid_from))])
        }
        _ => tr("meters.period.open", &[("from", &from)]),
    };
    let fields = match plan.fields.len() as u64 {
        0 => t("meters.update.no_field"),
        count => tn("meters.update.fields", count),
    };
    let values = [("when", when.as_str()), ("fields", &fields), ("owner", &owner(plan))];
    tr("meters.update.meaning", &values)
}

fn owner(plan: &Plan) -> String {
    let name = |of: &Configuration| of.member_name.clone();
    match (plan.fields.contains(&ConfigurationField::Member), name(&plan.new)) {
        (true, Some(name)) => tr("meters.update.new_owner", &[("name", &name)]),
        (true, None) => t("meters.update.no_owner"),
        (false, Some(_)) => t("meters.update.same_owner"),
        (false, None) => t("meters.update.still_no_owner"),
    }
}

fn consequences(plan: &Plan, target: Target, today: NaiveDate) -> Vec<Consequence> {
    let (old, new) = (&plan.old, &plan.new);
    let edited = target != Target::New;
    let touched = if edited { old.valid_from.min(new.valid_from) } else { new.valid_from };
    let last = new.valid_to.and_then(|until| until.checked_sub_days(Days::new(1)));
    let found = [
        (edited && plan.moves()).then_some(Consequence::Moved(new.valid_from, old.valid_from)),
        plan.beginning.map(Consequence::Beginning),
        (touched < today).then_some(Consequence::History(touched)),
        (new.status != ConfigurationStatus::Active).then_some(Consequence::Stays(new.status)),
        Some(last.map_or(Consequence::Open, Consequence::Until)),
    ];
    found.into_iter().flatten().collect()
}

fn sentence(of: Consequence) -> String {
    match of {
        Consequence::History(day) => tr("meters.update.history", &[("date", &format::date(day))]),
        Consequence::Beginning(day) => tr("meters.update.beginning", &[("date", &format::date(day))]),
        Consequence::Moved(to, from) if to > from => t("meters.update.moved_later"),
        Consequence::Moved(..) => t("meters.update.moved_earlier"),
        Consequence::Stays(status) => tr("meters.update.stays", &[("status", &words::status(status).0)]),
        Consequence::Until(day) => tr("meters.update.until", &[("date", &format::date(day))]),
        Consequence::Open => t("meters.update.open"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::quantity::Decimal;
    use domain::vocabulary::{ClientType, InjectionStatus, ProductionChain, Rate};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, until: Option<&str>, status: ConfigurationStatus) -> Configuration {
        Configuration {
            id: Uuid::nil(),
            valid_from: day(from),
            valid_to: until.map(day),
            description: String::new(),
            status,
            sampling_power_kva: Decimal::new(92, 1),
            generating_capacity_kva: Decimal::default(),
            amperage_a: Decimal::new(40, 0),
            production_chain: ProductionChain::None,
            injection_status: InjectionStatus::None,
            dso: "ORES".to_owned(),
            rate: Rate::Simple,
            client_type: ClientType::Residential,
            member_id: None,
            member_name: None,
        }
    }

    fn found(from: &str, until: Option<&str>, target: Target, status: ConfigurationStatus) -> Vec<Consequence> {
        let (old, new) = (period("2026-01-01", None, status), period(from, until, status));
        let plan = Plan { old, new, fields: vec![ConfigurationField::Rate], beginning: None };
        consequences(&plan, target, day("2026-11-22"))
    }

    #[test]
    fn what_follows_from_a_change_is_said() {
        let active = ConfigurationStatus::Active;
        assert_eq!(found("2026-12-01", None, Target::New, active), [Consequence::Open]);
        assert_eq!(
            found("2026-06-01", Some("2027-01-01"), Target::New, active),
            [Consequence::History(day("2026-06-01")), Consequence::Until(day("2026-12-31"))]
        );
        assert_eq!(
            found("2026-12-01", None, Target::New, ConfigurationStatus::Inactive),
            [Consequence::Stays(ConfigurationStatus::Inactive), Consequence::Open]
        );
    }

    #[test]
    fn a_period_that_moves_touches_the_days_between() {
        let period = Target::Period(Uuid::nil());
        assert_eq!(
            found("2026-12-01", None, period, ConfigurationStatus::Active),
            [
                Consequence::Moved(day("2026-12-01"), day("2026-01-01")),
                Consequence::History(day("2026-01-01")),
                Consequence::Open,
            ]
        );
    }
}
