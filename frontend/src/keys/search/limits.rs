//! The least and the most weight that each consumer must or may have.

use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::keys::percent;
use crate::ui::{Field, FormState, Icon, PartInput};
use api_types::AllocationKey;
use domain::allocation::search::Bounds;
use domain::key::{Percent, percentage, total};
use domain::violation::{Code, Param, Params, Violations};
use leptos::prelude::*;

/// Limits of a consumer, as typed; an empty one is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limit {
    min: String,
    max: String,
}

/// Those of all consumers.
#[derive(Clone, Copy)]
pub struct Limits {
    values: RwSignal<Vec<Limit>>,
    names: StoredValue<Vec<String>>,
    /// Their mistakes.
    pub form: FormState,
}

/// Where a mistake about all minimums, or all maximums, is shown, and what it is about.
const SUMS: [(&str, &str); 2] = [("/limits/min", "keys.search.limits.min"), ("/limits/max", "keys.search.limits.max")];

impl Limits {
    /// None yet, for the consumers of a key.
    pub fn of(key: &AllocationKey) -> Self {
        let names: Vec<String> = key.consumers.iter().map(|consumer| consumer.name.clone()).collect();
        let values = RwSignal::new(vec![Limit::default(); names.len()]);
        let form = FormState::new(move || {
            let found = values.with(|values| bounds(values).err());
            found.as_ref().map(FieldErrors::of_violations).unwrap_or_default()
        });
        Self { values, names: StoredValue::new(names), form }
    }

    /// What was typed, when there is nothing wrong with it.
    pub fn bounds(self) -> Option<Bounds> {
        self.values.with_untracked(|values| bounds(values)).ok()
    }

    /// The fields, folded away until somebody wants them.
    pub fn view(self) -> AnyView {
        let names = self.names.get_value();
        let lines = names.into_iter().enumerate().map(|(i, name)| self.line(i, &name)).collect_view();
        let sums = SUMS.map(|(pointer, about)| {
            self.form.register(pointer, &t(about));
            let error = self.form.error(pointer);
            let message = move || {
                error.get().map(|error| {
                    view! {
                        <p class="field-message" data-kind="error">{Icon::Error.view()}<span>{error}</span></p>
                    }
                })
            };
            view! { <div id=crate::errors::field_id(pointer) tabindex="-1" aria-live="polite">{message}</div> }
        });
        view! {
            <details class="limits">
                <summary>{t("keys.search.limits")}</summary>
                <p class="field-hint">{t("keys.search.limits_hint")}</p>
                <table class="limits-table">
                    <thead>
                        <tr>
                            <th scope="col">{t("keys.table.consumer")}</th>
                            <th scope="col">{t("keys.search.min")}</th>
                            <th scope="col">{t("keys.search.max")}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
                {sums.into_iter().collect_view()}
            </details>
        }
        .into_any()
    }

    fn line(self, i: usize, name: &str) -> AnyView {
        let cell = |most: bool| {
            let (end, label) = if most { ("max", "keys.search.max_of") } else { ("min", "keys.search.min_of") };
            let field = Field::of(self.form, format!("/limits/{i}/{end}"), tr(label, &[("name", name)]));
            let value = Signal::derive(move || {
                self.values.with(|values| values.get(i).map(|limit| limit.end(most).clone()).unwrap_or_default())
            });
            let typed = move |text: String| {
                self.values.update(|values| {
                    if let Some(limit) = values.get_mut(i) {
                        *limit.end_mut(most) = text;
                    }
                });
            };
            view! { <td><PartInput field=field.optional().unit("%") value=value on_input=typed number=true /></td> }
        };
        let (least, most) = (cell(false), cell(true));
        view! { <tr><th scope="row">{name.to_owned()}</th>{least}{most}</tr> }.into_any()
    }
}

impl Limit {
    const fn end(&self, most: bool) -> &String {
        if most { &self.max } else { &self.min }
    }

    const fn end_mut(&mut self, most: bool) -> &mut String {
        if most { &mut self.max } else { &mut self.min }
    }
}

/// What the limits come to.
fn bounds(limits: &[Limit]) -> Result<Bounds, Violations> {
    let mut found = Violations::default();
    let mut bounds = Bounds { min: Vec::new(), max: Vec::new() };
    for (i, limit) in limits.iter().enumerate() {
        let mut read = |end: &str, typed: &str, absent: Percent| {
            if typed.trim().is_empty() {
                return absent;
            }
            let percent = percent::read(typed).and_then(Percent::try_from);
            found.check(&format!("/limits/{i}/{end}"), percent).unwrap_or(absent)
        };
        let (min, max) = (read("min", &limit.min, Percent::ZERO), read("max", &limit.max, Percent::WHOLE));
        if min > max {
            let params = Params::from([("min", Param::Decimal(min.decimal())), ("max", 100_i64.into())]);
            found.add_with(format!("/limits/{i}/max"), Code::OutOfRange, params);
        }
        bounds.min.push(min);
        bounds.max.push(max);
    }
    let (whole, least, most) = (i64::from(Percent::WHOLE.millionths()), total(&bounds.min), total(&bounds.max));
    if least > whole {
        off(SUMS[0].0, "excess", least, &mut found);
    } else if most < whole {
        off(SUMS[1].0, "missing", most, &mut found);
    }
    found.into_result(|| Some(bounds))
}

/// No weights within the limits total 100 %.
fn off(pointer: &str, reason: &'static str, sum: i64, found: &mut Violations) {
    let missing = i64::from(Percent::WHOLE.millionths()) - sum;
    let params = Params::from([
        ("reason", reason.into()),
        ("total_percent", Param::Decimal(percentage(sum))),
        ("missing_percent", Param::Decimal(percentage(missing))),
        ("excess_percent", Param::Decimal(percentage(-missing))),
    ]);
    found.add_with(pointer, Code::SharesNot100, params);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The least and the most weights in millionths, or what is wrong where.
    type Read = Result<(Vec<u32>, Vec<u32>), Vec<(String, Code)>>;

    fn read(limits: &[(&str, &str)]) -> Read {
        let limits: Vec<Limit> =
            limits.iter().map(|(min, max)| Limit { min: (*min).into(), max: (*max).into() }).collect();
        let parts = |percents: Vec<Percent>| percents.into_iter().map(Percent::millionths).collect();
        bounds(&limits)
            .map(|bounds| (parts(bounds.min), parts(bounds.max)))
            .map_err(|found| found.into_iter().map(|violation| (violation.pointer, violation.code)).collect())
    }

    #[test]
    fn an_empty_limit_is_none() {
        assert_eq!(read(&[("", " "), ("10,5", "60 %")]).unwrap(), (vec![0, 105_000], vec![1_000_000, 600_000]));
    }

    #[test]
    fn limits_that_nothing_fits_are_refused() {
        let at = |pointer: &str, code| vec![(pointer.to_owned(), code)];
        assert_eq!(read(&[("60", "50"), ("", "")]).unwrap_err(), at("/limits/0/max", Code::OutOfRange));
        assert_eq!(read(&[("60", ""), ("41", "")]).unwrap_err(), at("/limits/min", Code::SharesNot100));
        assert_eq!(read(&[("", "50"), ("", "49")]).unwrap_err(), at("/limits/max", Code::SharesNot100));
        assert_eq!(read(&[("x", ""), ("", "")]).unwrap_err(), at("/limits/0/min", Code::WrongType));
        assert_eq!(read(&[("0,00001", ""), ("", "")]).unwrap_err(), at("/limits/0/min", Code::TooManyDecimals));
        assert_eq!(read(&[("", "101"), ("", "")]).unwrap_err(), at("/limits/0/max", Code::OutOfRange));
    }
}
