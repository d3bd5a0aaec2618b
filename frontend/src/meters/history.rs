//! A meter over time: its periods on an axis, what held on any day, and two periods side by side. Both days
//! stand in the address.

use super::actions::Actions;
use super::periods::{all, differences, place_on};
use super::{compare, configuration, words};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::place::use_places;
use crate::routing::{Query, Router, use_router};
use crate::ui::{Badge, Choice, Chosen, DateInput, Field, Period, Pick, Select, TimelineBar, Tone};
use api_types::{Configuration, Meter};
use chrono::NaiveDate;
use domain::role::Permission;
use domain::vocabulary::ConfigurationStatus;
use leptos::prelude::*;
use uuid::Uuid;

/// Where the address keeps the day; without it, today.
const ON: &str = "on";
/// Where the address keeps a day of the period to compare with.
const WITH: &str = "with";

/// The section at work.
#[derive(Clone, Copy)]
struct History {
    community: Uuid,
    periods: StoredValue<Vec<Configuration>>,
    actions: Actions,
    today: NaiveDate,
    router: Router,
    query: Memo<Query>,
}

/// The section.
pub fn section(meter: &Meter, actions: Actions) -> AnyView {
    let router = use_router();
    let history = History {
        community: meter.community_id,
        periods: StoredValue::new(all(&meter.configurations)),
        actions,
        today: format::today(),
        router,
        query: router.query(),
    };
    view! {
        <section class="card over-time">
            <h2>{t("meters.history.title")}</h2>
            {history.bar()}
            {history.controls()}
            {move || history.shown()}
        </section>
    }
    .into_any()
}

/// The query without the days, such as after a change.
pub fn without_days(query: Query) -> Query {
    query.with(ON, None).with(WITH, None)
}

impl History {
    fn day(self, name: &str) -> Option<NaiveDate> {
        self.query.with(|query| query.read(name))
    }

    fn on(self) -> NaiveDate {
        self.day(ON).unwrap_or(self.today)
    }

    fn place(self, day: NaiveDate) -> Option<usize> {
        self.periods.with_value(|periods| place_on(periods, day))
    }

    fn period(self, at: usize) -> Option<Configuration> {
        self.periods.with_value(|periods| periods.get(at).cloned())
    }

    fn chosen(self) -> Chosen {
        let first = self.place(self.on());
        let second = self.day(WITH).and_then(|day| self.place(day)).filter(|second| Some(*second) != first);
        Chosen { first, second }
    }

    /// Shows another day, today by saying nothing.
    fn show(self, name: &str, day: Option<NaiveDate>) {
        let said = day.filter(|day| name == WITH || *day != self.today).map(|day| day.to_string());
        self.router.set_query(&self.query.get_untracked().with(name, said.as_deref()));
    }

    /// The day that stands for a period: today, if it is one of its days, else its first.
    fn day_in(self, at: usize) -> Option<NaiveDate> {
        if self.place(self.today) == Some(at) {
            return Some(self.today);
        }
        self.period(at).map(|period| period.valid_from)
    }

    fn bar(self) -> AnyView {
        let periods = self.periods.with_value(|periods| periods.iter().map(|one| drawn(one, self.today)).collect());
        let pick = move |Pick { at, beside }: Pick| {
            let name = if beside { WITH } else { ON };
            self.show(name, self.day_in(at));
        };
        view! {
            <TimelineBar
                label=t("meters.timeline")
                periods=periods
                today=self.today
                chosen=Signal::derive(move || self.chosen())
                on_pick=pick
            />
        }
        .into_any()
    }

    fn controls(self) -> AnyView {
        let several = self.periods.with_value(|periods| periods.len() > 1);
        view! {
            <div class="over-time-controls">
                {self.day_field()}
                {several.then(|| self.compare_field())}
            </div>
        }
        .into_any()
    }

    fn day_field(self) -> AnyView {
        let typed = RwSignal::new(String::new());
        Effect::new(move |_| typed.set(self.on().to_string()));
        Effect::new(move |_| {
            let day = typed.with(|typed| typed.parse::<NaiveDate>().ok());
            if day.is_some_and(|day| day != untrack(|| self.on())) {
                self.show(ON, day);
            }
        });
        view! { <DateInput field=Field::new("as-of", t("meters.history.on")) value=typed /> }.into_any()
    }

    fn compare_field(self) -> AnyView {
        let chosen = RwSignal::new(String::new());
        Effect::new(move |_| {
            let second = self.chosen().second.and_then(|at| self.day_in(at));
            chosen.set(second.map(|day| day.to_string()).unwrap_or_default());
        });
        let wanted = Memo::new(move |_| chosen.get());
        Effect::new(move |former: Option<String>| {
            let wanted = wanted.get();
            if former.is_some_and(|former| former != wanted) {
                self.show(WITH, wanted.parse().ok());
            }
            wanted
        });
        // Drawn anew when another period is shown: one is never compared with itself.
        let first = Memo::new(move |_| self.chosen().first);
        let select = move || {
            view! {
                <Select
                    field=Field::new("compare-with", t("meters.history.with"))
                    value=chosen
                    choices=self.others(first.get())
                    placeholder=t("meters.history.with_none")
                />
            }
        };
        select.into_any()
    }

    /// The periods that can stand beside the shown one.
    fn others(self, shown: Option<usize>) -> Vec<Choice> {
        let choice = |(at, period): (usize, &Configuration)| {
            let label = format!("{} · {}", words::period(period), words::status(period.status).0);
            let day = self.day_in(at).filter(|_| shown != Some(at))?;
            Some(Choice::new(day.to_string(), label))
        };
        self.periods.with_value(|periods| periods.iter().enumerate().filter_map(choice).collect())
    }

    /// What held on the chosen day, unless that is today, or how two periods differ.
    fn shown(self) -> Option<AnyView> {
        let Chosen { first, second } = self.chosen();
        let on = self.on();
        let first = first.and_then(|at| self.period(at));
        if let (Some(first), Some(second)) = (&first, second.and_then(|at| self.period(at))) {
            return Some(compared(first, &second));
        }
        if on == self.today {
            return None;
        }
        let back = move |_| self.router.set_query(&without_days(self.query.get_untracked()));
        let title = tr("meters.history.as_of", &[("date", &format::date(on))]);
        let content = match first {
            Some(period) => self.held(&period),
            None => view! { <p>{t("meters.history.before")}</p> }.into_any(),
        };
        Some(
            view! {
                <div class="as-of">
                    <div class="as-of-head">
                        <h3>{title}</h3>
                        <button class="link" type="button" on:click=back>{t("meters.history.back")}</button>
                    </div>
                    {content}
                </div>
            }
            .into_any(),
        )
    }

    fn held(self, period: &Configuration) -> AnyView {
        let (word, tone) = words::status(period.status);
        let actions = (self.place(self.today) != self.place(period.valid_from)).then(|| self.actions.of_period(period));
        let may_read_members = use_places().can(Permission::MembersRead);
        view! {
            <p class="as-of-period"><Badge label=word tone=tone /><span>{words::period(period)}</span></p>
            {configuration::cards(self.community, period, may_read_members)}
            {actions}
        }
        .into_any()
    }
}

/// Side by side, under the letters that the bar shows too.
fn compared(first: &Configuration, second: &Configuration) -> AnyView {
    let differing = differences(first, second);
    let head = |letter: &str, of: &Configuration| format!("{letter} · {}", words::period(of));
    let heads = [head("A", first), head("B", second)];
    let count = match differing.len() as u64 {
        0 => t("meters.compare.same"),
        count => tn("meters.compare.count", count),
    };
    view! {
        <div class="as-of">
            <h3>{t("meters.compare.title")}</h3>
            <p role="status">{count}</p>
            {compare::whole(first, second, &differing, heads)}
        </div>
    }
    .into_any()
}

fn drawn(configuration: &Configuration, today: NaiveDate) -> Period {
    let (label, tone) = words::status(configuration.status);
    let ahead = configuration.valid_from > today && configuration.status == ConfigurationStatus::Active;
    let tone = if ahead { Tone::Ahead } else { tone };
    Period { from: configuration.valid_from, until: configuration.valid_to, label, tone }
}
