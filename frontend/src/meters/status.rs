//! The dialog that lets a meter take part no longer, or again, from a day on.

use super::arrival::Arrival;
use super::periods::{Target, ground};
use super::writes::{Writes, Written};
use super::{changes, dates, words};
use crate::errors::{FieldErrors, describe};
use crate::format;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::ui::{Button, DateInput, Dialog, Emphasis, ErrorSummary, Field, FormState, Toasts};
use api_types::{Configuration, ConfigurationChange, ConfigurationInput, Meter};
use chrono::{Days, NaiveDate};
use client::{Error, Versioned};
use domain::violation::{Code, FieldViolation, Violations};
use domain::vocabulary::ConfigurationStatus;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where the request has the day.
const DAY: &str = "/valid_from";

/// What the dialog makes of a meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It takes part no longer.
    Off,
    /// It takes part, for the first time or again.
    On,
}

impl Turn {
    const fn status(self) -> ConfigurationStatus {
        match self {
            Self::Off => ConfigurationStatus::Inactive,
            Self::On => ConfigurationStatus::Active,
        }
    }

    /// The part of the keys of its words.
    const fn key(self) -> &'static str {
        match self {
            Self::Off => "deactivate",
            Self::On => "activate",
        }
    }

    /// The verb.
    pub fn action(self) -> String {
        t(&format!("meters.{}.action", self.key()))
    }
}

/// The dialog at work.
#[derive(Clone, Copy)]
struct Switch {
    turn: Turn,
    meter: StoredValue<Versioned<Meter>>,
    day: RwSignal<String>,
    state: FormState,
    attempt: Attempt,
    writes: Writes,
    toasts: Toasts,
    arrival: Arrival,
    open: RwSignal<bool>,
}

/// The dialog; open while `turning` says what to do.
#[component]
pub fn StatusDialog(
    /// The meter, with the version that was looked at.
    meter: Versioned<Meter>,
    /// What to make of it.
    turning: RwSignal<Option<Turn>>,
    /// Where to go on the page afterwards.
    arrival: Arrival,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = turning.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            turning.set(None);
        }
        is_open
    });
    let meter = StoredValue::new(meter);
    let content = move || {
        let turn = turning.get()?;
        let day = RwSignal::new(String::new());
        let check = move || check(meter, turn, &day.get()).err().unwrap_or_default();
        let switch = Switch {
            turn,
            meter,
            day,
            state: FormState::new(check),
            attempt: Attempt::new(),
            writes: meter.with_value(|meter| Writes::of(&meter.value)),
            toasts: Toasts::get(),
            arrival,
            open,
        };
        Some(switch.form())
    };
    let title = Signal::derive(move || turning.get().map(|turn| t(&format!("meters.{}.title", turn.key()))));
    let title = Signal::derive(move || title.get().unwrap_or_default());
    view! { <Dialog open=open title=title>{content}</Dialog> }.into_any()
}

/// The day and what holds on it, unless the meter stands so already.
fn check(
    meter: StoredValue<Versioned<Meter>>,
    turn: Turn,
    text: &str,
) -> Result<(NaiveDate, Configuration), FieldErrors> {
    let mut violations = Violations::default();
    let day = match text {
        "" => Err(FieldViolation::from(Code::Required)),
        text => text.parse::<NaiveDate>().map_err(|_| Code::InvalidDate.into()),
    };
    let day = violations.check(DAY, day);
    let held = day.and_then(|day| meter.with_value(|m| ground(&m.value.configurations, Target::New, day)));
    let mut errors = FieldErrors::of_violations(&violations);
    match day.zip(held) {
        Some((_, held)) if held.status == turn.status() => {
            errors.set(DAY, tr("meters.turn.already", &[("status", &words::status(held.status).0)]));
            Err(errors)
        }
        Some(found) => Ok(found),
        None => Err(errors),
    }
}

impl Switch {
    fn form(self) -> AnyView {
        let key = self.turn.key();
        let text = t(&format!("meters.{key}.text"));
        let field = Field::of(self.state, DAY, t("meters.update.valid_from"));
        let emphasis = if self.turn == Turn::Off { Emphasis::Danger } else { Emphasis::Primary };
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.submit();
        };
        view! {
            <form novalidate on:submit=submit>
                <ErrorSummary form=self.state />
                <p>{text}</p>
                <DateInput field=field value=self.day shortcuts=dates::shortcuts() />
                <p class="field-hint" role="status">{move || self.consequence()}</p>
                <div class="dialog-actions">
                    <Button label=t("ui.cancel") on_press=move |()| self.open.set(false) />
                    <Button label=self.turn.action() emphasis=emphasis submit=true busy=self.state.busy />
                </div>
            </form>
        }
        .into_any()
    }

    /// Until when, which scheduled periods decide.
    fn consequence(self) -> Option<String> {
        let (day, held) = check(self.meter, self.turn, &self.day.get()).ok()?;
        let (status, from) = (words::status(self.turn.status()).0, format::date(day));
        // Before the first period it lasts until that one begins.
        let until = if held.valid_from > day { Some(held.valid_from) } else { held.valid_to };
        Some(match until.and_then(|until| until.checked_sub_days(Days::new(1))) {
            Some(last) => tr("meters.turn.until", &[("status", &status), ("from", &from), ("to", &format::date(last))]),
            None => tr("meters.turn.open", &[("status", &status), ("from", &from)]),
        })
    }

    fn submit(self) {
        let (true, Ok((day, held))) = (self.state.submit(), check(self.meter, self.turn, &self.day.get_untracked()))
        else {
            return;
        };
        self.state.busy.set(true);
        spawn_local(async move {
            match self.write(day, &held).await {
                Ok(written) => self.finish(written, day),
                // The page is read anew, and the question asked again about what is true now.
                Err(error) if error.status() == Some(412) => {
                    self.toasts.failure(describe(&error)).show();
                    changes::notify();
                }
                Err(error) => self.state.refuse(&error),
            }
            self.state.busy.try_set(false);
        });
    }

    async fn write(self, day: NaiveDate, held: &Configuration) -> Result<Written, Error> {
        let (status, etag) = (self.turn.status(), self.meter.with_value(|meter| meter.etag.clone()));
        // A period that begins on this very day is changed itself.
        if held.valid_from == day {
            return self.writes.replace(held, &etag, &ConfigurationInput { status, ..held.into() }).await;
        }
        let body = ConfigurationChange { valid_from: day, status: Some(status), ..ConfigurationChange::default() };
        let key = self.attempt.key(&body);
        self.writes.add(&etag, &body, &key).await
    }

    fn finish(self, written: Written, day: NaiveDate) {
        if let Some(period) = written.period {
            self.arrival.expect(period);
        }
        self.open.try_set(false);
        written.tell(tr(&format!("meters.{}.done", self.turn.key()), &[("date", &format::date(day))]));
    }
}
