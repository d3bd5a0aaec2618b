//! Registering a fixing that was made with the supplier: all of an advice, a part of it, or one of one's own.

use super::changes;
use super::detail::Subject;
use crate::errors::FieldErrors;
use crate::format;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::markets::period_name;
use crate::session::{Session, use_session};
use crate::ui::{
    Button, Choice, DateInput, Dialog, Emphasis, ErrorSummary, Field, FormState, NumberInput, Select, Toasts,
};
use api_types::{CalendarPeriod, FixingAdvice, FixingInput};
use domain::advice::{Fixable, Fixed, prices};
use domain::key::Percent;
use domain::market::Price;
use domain::quantity::Decimal;
use domain::violation::{Code, Violations};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the dialog opens with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// The advice it is to answer.
    pub advice: Option<FixingAdvice>,
}

/// What is typed.
#[derive(Debug, Clone, Copy)]
struct Typed {
    period: RwSignal<String>,
    day: RwSignal<String>,
    percent: RwSignal<String>,
    price: RwSignal<String>,
}

/// The dialog at work.
#[derive(Clone, Copy)]
struct Register {
    subject: StoredValue<Subject>,
    advice: StoredValue<Option<FixingAdvice>>,
    typed: Typed,
    state: FormState,
    attempt: Attempt,
    session: Session,
    toasts: Toasts,
    open: RwSignal<bool>,
}

/// The dialog; open while `opening` says what with.
#[component]
pub fn RegisterDialog(
    /// The optimisation.
    subject: StoredValue<Subject>,
    /// What to open with.
    opening: RwSignal<Option<Opening>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = opening.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            opening.set(None);
        }
        is_open
    });
    let content = move || opening.get().map(|opening| Register::new(subject, opening.advice, open).form());
    view! { <Dialog open=open title=t("optimisations.register.title")>{content}</Dialog> }.into_any()
}

impl Register {
    fn new(subject: StoredValue<Subject>, advice: Option<FixingAdvice>, open: RwSignal<bool>) -> Self {
        let today = format::today();
        let rest = advice.as_ref().and_then(|advice| {
            let (percent, fixed) =
                (Percent::try_from(advice.percent).ok()?, Percent::try_from(advice.fixed_percent).ok()?);
            Some(format::typed(percent.less(fixed).decimal()))
        });
        let first = subject.with_value(|subject| first_open(subject).map(|period| period.from.to_string()));
        let period = advice.as_ref().map(|advice| advice.period_from.to_string()).or(first).unwrap_or_default();
        let typed = Typed {
            period: RwSignal::new(period),
            day: RwSignal::new(today.to_string()),
            percent: RwSignal::new(rest.unwrap_or_default()),
            price: RwSignal::new(String::new()),
        };
        let advice = StoredValue::new(advice);
        let check = move || match typed.read(subject, advice) {
            Ok(_) => FieldErrors::default(),
            Err(found) => FieldErrors::of_violations(&found),
        };
        Self {
            subject,
            advice,
            typed,
            state: FormState::new(check),
            attempt: Attempt::new(),
            session: use_session(),
            toasts: Toasts::get(),
            open,
        }
    }

    fn form(self) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.submit();
        };
        let periods = self.subject.with_value(|subject| {
            let periods = subject.calendar.iter().flat_map(|calendar| &calendar.periods);
            periods.map(|of| Choice::new(of.from.to_string(), period_name(of.from, of.to))).collect::<Vec<_>>()
        });
        let answers = self.advice.with_value(Option::is_some);
        let unit = format::per_mwh(&self.currency());
        let field =
            |pointer: &str, name: &str| Field::of(self.state, pointer, t(&format!("optimisations.register.{name}")));
        view! {
            <form novalidate on:submit=submit>
                <ErrorSummary form=self.state />
                {self.advice.with_value(|advice| advice.as_ref().map(advised))}
                <div class="form-grid">
                    <Select
                        field=field("/period_from", "period").disabled(answers)
                        value=self.typed.period
                        choices=periods
                    />
                    <div class="half">
                        <DateInput
                            field=field("/fixed_on", "day")
                            value=self.typed.day
                        />
                    </div>
                    <div class="half">
                        <NumberInput field=field("/percent", "percent").unit("%") value=self.typed.percent />
                    </div>
                    <NumberInput
                        field=field("/price_per_mwh", "price").unit(unit).hint(t("optimisations.register.price_hint"))
                        value=self.typed.price
                    />
                </div>
                <p class="consequence" role="status">{move || self.consequence()}</p>
                <div class="dialog-actions">
                    <Button label=t("ui.cancel") on_press=move |()| self.open.set(false) />
                    <Button
                        label=t("optimisations.register.submit")
                        emphasis=Emphasis::Primary
                        submit=true
                        busy=self.state.busy
                    />
                </div>
            </form>
        }
        .into_any()
    }

    fn currency(self) -> String {
        self.subject.with_value(|subject| subject.optimisation.market.currency.clone())
    }

    /// What will be fixed then and at what average, and what of the advice is left.
    fn consequence(self) -> Option<String> {
        let input = self.typed.read(self.subject, self.advice).ok()?;
        let after = self.subject.with_value(|subject| after(subject, &input))?;
        let percent = format::exact_percent(after.fixed.decimal());
        let average =
            after.average.map(|price| format::price(&price.to_string(), &self.currency())).unwrap_or_default();
        let period = self.subject.with_value(|subject| {
            period_of(subject, &input).map(|period| period_name(period.from, period.to)).unwrap_or_default()
        });
        let values = [("percent", percent.as_str()), ("period", &period), ("price", &average)];
        let told = tr("optimisations.register.after", &values);
        let left = self.advice.with_value(|advice| {
            let advice = advice.as_ref()?;
            let rest = left(advice, input.percent)?;
            Some(tr("optimisations.register.partial", &[("percent", &format::exact_percent(rest.decimal()))]))
        });
        Some([Some(told), left].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    fn submit(self) {
        let input = untrack(|| self.typed.read(self.subject, self.advice));
        let (true, Ok(input)) = (self.state.submit(), input) else { return };
        let id = self.subject.with_value(|subject| subject.optimisation.id);
        let key = self.attempt.key(&input);
        self.state.busy.set(true);
        spawn_local(async move {
            let send = async |client: client::Client| client.register_fixing(id, &input, Some(&key)).await;
            let answer = self.session.call(send).await;
            self.state.busy.try_set(false);
            match answer {
                Ok(_) => {
                    self.open.try_set(false);
                    let percent = format::exact_percent(input.percent);
                    self.toasts.success(tr("optimisations.register.done", &[("percent", &percent)])).show();
                    changes::notify();
                }
                Err(error) => self.state.refuse(&error),
            }
        });
    }
}

impl Typed {
    /// The request, checked against the period it is for.
    fn read(
        self,
        subject: StoredValue<Subject>,
        advice: StoredValue<Option<FixingAdvice>>,
    ) -> Result<FixingInput, Violations> {
        let mut found = Violations::default();
        let date = |text: String| match text.as_str() {
            "" => Err(Code::Required.into()),
            text => text.parse::<chrono::NaiveDate>().map_err(|_| Code::InvalidDate.into()),
        };
        let period_from = found.check("/period_from", date(self.period.get()));
        let fixed_on = found.check("/fixed_on", date(self.day.get()));
        let percent = found.check("/percent", crate::keys::read_percent(&self.percent.get()));
        let price = self.price.get();
        found.check("/price_per_mwh", Price::parse(&price));
        let input = found.into_result(|| {
            Some(FixingInput {
                period_from: period_from?,
                fixed_on: fixed_on?,
                percent: percent?,
                price_per_mwh: price.trim().replace(',', "."),
                advice_id: advice.with_value(|advice| advice.as_ref().map(|advice| advice.id)),
            })
        })?;
        let fixing = input.to_domain()?;
        if let Some(period) = subject.with_value(|subject| fixable(subject, &input)) {
            fixing.check(period, format::today())?;
        }
        Ok(input)
    }
}

fn advised(advice: &FixingAdvice) -> AnyView {
    let (percent, date) = (format::exact_percent(advice.percent), format::date(advice.advised_on));
    view! { <p class="muted">{tr("optimisations.register.advised", &[("percent", &percent), ("date", &date)])}</p> }
        .into_any()
}

/// The first period that is not wholly fixed and can still be.
fn first_open(subject: &Subject) -> Option<&CalendarPeriod> {
    let periods = subject.calendar.as_ref()?.periods.iter();
    let today = format::today();
    let open = |period: &&CalendarPeriod| period.from > today && period.prices.fixed_percent != Decimal::new(100, 0);
    periods.clone().find(open).or_else(|| periods.clone().next())
}

fn period_of<'a>(subject: &'a Subject, input: &FixingInput) -> Option<&'a CalendarPeriod> {
    subject.calendar.as_ref()?.periods.iter().find(|period| period.from == input.period_from)
}

fn fixable(subject: &Subject, input: &FixingInput) -> Option<Fixable> {
    let period = period_of(subject, input)?;
    Some(Fixable {
        start: period.from,
        fixed: Percent::try_from(period.prices.fixed_percent).ok()?,
        minimum: Percent::try_from(subject.optimisation.minimum_fixing_percent).ok()?,
    })
}

/// The prices of a period with one more fixing.
fn after(subject: &Subject, input: &FixingInput) -> Option<domain::advice::Prices> {
    let here = subject.fixings.iter().filter(|fixing| fixing.period_from == input.period_from);
    let here = here.filter(|fixing| fixing.state == domain::advice::FixingState::Done);
    let mut fixed: Vec<Fixed> = here.filter_map(|of| to_fixed(of.percent, &of.price_per_mwh)).collect();
    fixed.push(to_fixed(input.percent, &input.price_per_mwh)?);
    Some(prices(&fixed, None))
}

fn to_fixed(percent: Decimal, price: &str) -> Option<Fixed> {
    Some(Fixed { percent: Percent::try_from(percent).ok()?, price: Price::parse(price).ok()? })
}

/// What an advice still asks for after a part of it.
fn left(advice: &FixingAdvice, percent: Decimal) -> Option<Percent> {
    let of = |number| Percent::try_from(number).ok();
    let rest = of(advice.percent)?.less(of(advice.fixed_percent)?).less(of(percent)?);
    (rest > Percent::ZERO).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::advice::{AdviceReason, AdviceState};
    use uuid::Uuid;

    #[test]
    fn a_part_leaves_the_rest() {
        let advice = FixingAdvice {
            id: Uuid::nil(),
            period_from: NaiveDate::default(),
            advised_on: NaiveDate::default(),
            percent: Decimal::new(20, 0),
            fixed_percent: Decimal::new(5, 0),
            forecast_price_per_mwh: None,
            state: AdviceState::PartiallyDone,
            reason: AdviceReason::EvenSpread,
            version: 1,
            closed_version: None,
        };
        let left = |percent: i64| left(&advice, Decimal::new(percent, 0)).map(|rest| rest.decimal());
        assert_eq!(left(10), Some(Decimal::new(5, 0)));
        assert_eq!(left(15), None);
        assert_eq!(left(30), None, "more than was advised");
    }
}
