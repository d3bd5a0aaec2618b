//! What is different in single consumption periods: appetite, percentage, window, expectations.
//!
//! A period shows what holds for it and opens to be changed; what is left empty is as for all.

use super::sections::Parts;
use super::values::{OwnValues, Values, percent};
use crate::format;
use crate::i18n::{t, tr};
use crate::markets::period_name;
use crate::optimisations::words;
use crate::ui::{Badge, Choice, Field, FormSection, PartDateInput, PartInput, PartSelect, Tone};
use chrono::NaiveDate;
use domain::optimisation::{RiskAppetite, Span};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The section; it has something to show once the delivery is known.
pub fn section(parts: Parts) -> AnyView {
    let spans = Memo::new(move |_| parts.fields.values().parts());
    let rows = move || {
        let spans = spans.get();
        if spans.is_empty() {
            return view! { <p class="field-hint">{t("optimisations.own.none")}</p> }.into_any();
        }
        spans.into_iter().enumerate().map(|(at, span)| Row { parts, at, span }.view()).collect_view().into_any()
    };
    view! {
        <FormSection title=t("optimisations.section.own") hint=t("optimisations.section.own_hint")>
            <div class="own-periods">{rows}</div>
        </FormSection>
    }
    .into_any()
}

/// A period on the screen.
#[derive(Clone, Copy)]
struct Row {
    parts: Parts,
    at: usize,
    span: Span,
}

impl Row {
    fn view(self) -> AnyView {
        let open = RwSignal::new(false);
        let toggle = move |event: ev::Event| {
            let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            open.set(details.is_some_and(|details| details.has_attribute("open")));
        };
        let fields = self.parts.fields;
        let summary = move || holds(&fields.values(), self.span);
        let is_own =
            move || fields.own.with(|own| own.get(&self.span.from).is_some_and(|own| *own != OwnValues::default()));
        let badge = move || is_own().then(|| view! { <Badge label=t("optimisations.own.differs") tone=Tone::Ahead /> });
        view! {
            <details class="own-period" on:toggle=toggle>
                <summary>
                    <strong>{period_name(self.span.from, self.span.to)}</strong>
                    <span class="muted">{summary}</span>
                    {badge}
                </summary>
                {move || open.get().then(|| self.fields())}
            </details>
        }
        .into_any()
    }

    fn fields(self) -> AnyView {
        let risks = RiskAppetite::ALL.iter().map(|of| Choice::new(of.as_str(), words::risk(*of))).collect();
        let volumes = move || {
            let count = self.parts.fields.indexes.with(Vec::len);
            (0..count).map(|index| self.volume(index)).collect_view()
        };
        view! {
            <div class="form-grid">
                <div class="half">
                    <PartSelect
                        field=self.field("risk_appetite", "risk").optional()
                        value=self.value(|own| &own.risk)
                        choices=risks
                        placeholder=t("optimisations.own.as_all")
                        on_choose=self.set(|own, typed| own.risk = typed)
                    />
                </div>
                <div class="half">
                    <PartInput
                        field=self.field("percent_to_fix", "percent").unit("%").optional()
                        value=self.value(|own| &own.percent)
                        on_input=self.set(|own, typed| own.percent = typed)
                        number=true
                    />
                </div>
                <div class="half">
                    <PartDateInput
                        field=self.field("window_from", "window_from").optional()
                        value=self.value(|own| &own.window_from)
                        on_input=self.set(|own, typed| own.window_from = typed)
                    />
                </div>
                <div class="half">
                    <PartDateInput
                        field=self.field("window_to", "window_last").optional()
                        value=self.value(|own| &own.window_last)
                        on_input=self.set(|own, typed| own.window_last = typed)
                    />
                </div>
                <div class="half">
                    <PartInput
                        field=self.field("target_price_per_mwh", "target").unit(self.unit()).optional()
                        value=self.value(|own| &own.target)
                        on_input=self.set(|own, typed| own.target = typed)
                        number=true
                    />
                </div>
                {volumes}
            </div>
        }
        .into_any()
    }

    fn volume(self, index: usize) -> AnyView {
        let name = self.parts.fields.indexes.with(|indexes| indexes.get(index).cloned().unwrap_or_default());
        let name = if name.trim().is_empty() { (index + 1).to_string() } else { name };
        let label = tr("optimisations.own.volume", &[("index", &name)]);
        let field = Field::of(self.parts.form, format!("/periods/{}/volumes_wh/{index}", self.at), label);
        let value = Signal::derive(move || {
            self.parts.fields.own.with(|own| own.get(&self.span.from).and_then(|own| own.volumes.get(index).cloned()))
        });
        let value = Signal::derive(move || value.get().unwrap_or_default());
        let set = self.set(move |own, typed| {
            if own.volumes.len() <= index {
                own.volumes.resize(index + 1, String::new());
            }
            own.volumes[index] = typed;
        });
        view! {
            <div class="half">
                <PartInput field=field.unit("MWh").optional() value=value on_input=set number=true />
            </div>
        }
        .into_any()
    }

    fn field(self, pointer: &str, name: &str) -> Field {
        let label = t(&format!("optimisations.own.{name}"));
        Field::of(self.parts.form, format!("/periods/{}/{pointer}", self.at), label)
    }

    fn unit(self) -> String {
        self.parts.markets.with_value(|markets| markets.first().map(|market| market.unit.clone())).unwrap_or_default()
    }

    fn value(self, of: fn(&OwnValues) -> &String) -> Signal<String> {
        let own = self.parts.fields.own;
        Signal::derive(move || own.with(|own| own.get(&self.span.from).map(|own| of(own).clone())).unwrap_or_default())
    }

    fn set(self, change: impl Fn(&mut OwnValues, String) + Send + Sync + 'static) -> Callback<String> {
        let own = self.parts.fields.own;
        Callback::new(move |typed: String| {
            own.update(|own| change(own.entry(self.span.from).or_default(), typed));
        })
    }
}

/// What holds for a period, in one line.
fn holds(values: &Values, span: Span) -> String {
    let own = values.own.get(&span.from).cloned().unwrap_or_default();
    let risk = values.risk_of(span.from).map(words::risk);
    let typed = if own.percent.trim().is_empty() { &values.percent } else { &own.percent };
    let share = percent(typed).ok().map(format::exact_percent);
    let until = own.window_last.parse::<NaiveDate>().ok();
    let until = until.map(|day| tr("optimisations.own.until", &[("date", &format::date(day))]));
    [risk, share, until].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
