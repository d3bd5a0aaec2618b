//! The sections of the form: contract, supply, terms, delivery, strategy, forecast and expectations.

use super::values::Fields;
use super::{own, questionnaire};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::markets::period_name;
use crate::optimisations::words;
use crate::ui::{
    Button, Choice, DateInput, Field, FormSection, FormState, Icon, IconButton, NumberInput, PartInput, RadioGroup,
    Select, TextArea, TextInput,
};
use chrono::{Datelike, NaiveDate};
use domain::customer::ForecastOrigin;
use domain::market::Scenario;
use domain::optimisation::{INDEXES_MAX, MinimumPeriod, RiskAppetite};
use leptos::prelude::*;
use uuid::Uuid;

/// A market as the form offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketChoice {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The unit of its prices.
    pub unit: String,
    /// What the customer's service says of it.
    pub remark: Option<String>,
    /// The forecasts that can be calculated from.
    pub sources: Vec<ForecastOrigin>,
    /// Whether its forecasts reach to the delivery.
    pub covers_short_term: bool,
}

/// What the sections share.
#[derive(Clone, Copy)]
pub struct Parts {
    /// What is typed.
    pub fields: Fields,
    /// The form.
    pub form: FormState,
    /// What can be chosen.
    pub markets: StoredValue<Vec<MarketChoice>>,
    /// Whether the optimisation exists: its market never changes.
    pub exists: bool,
}

impl Parts {
    /// The market that is chosen.
    pub fn market(self) -> Option<MarketChoice> {
        let id = self.fields.market.get();
        self.markets.with_value(|markets| markets.iter().find(|market| market.id.to_string() == id).cloned())
    }

    /// All sections.
    pub fn all(self) -> AnyView {
        view! {
            {self.contract()}
            {self.supply()}
            {self.terms()}
            {self.delivery()}
            {self.strategy()}
            {self.forecast()}
            {self.expectations()}
            {own::section(self)}
        }
        .into_any()
    }

    fn contract(self) -> AnyView {
        let points = Field::of(self.form, "/points_of_delivery", t("optimisations.field.points_of_delivery"));
        view! {
            <FormSection title=t("optimisations.section.contract") hint=t("optimisations.section.contract_hint")>
                <TextInput
                    field=Field::of(self.form, "/contract_name", t("optimisations.field.contract_name"))
                    value=self.fields.contract_name
                />
                <TextArea
                    field=points.hint(t("optimisations.field.points_of_delivery_hint")).optional()
                    value=self.fields.points_of_delivery
                />
            </FormSection>
        }
        .into_any()
    }

    fn supply(self) -> AnyView {
        let choices = self.markets.with_value(|markets| {
            markets.iter().map(|market| Choice::new(market.id.to_string(), market.name.clone())).collect()
        });
        let field = Field::of(self.form, "/market_id", t("optimisations.field.market"));
        let field = if self.exists { field.hint(t("optimisations.field.market_fixed")) } else { field };
        view! {
            <FormSection title=t("optimisations.section.supply") hint=t("optimisations.section.supply_hint")>
                <Select
                    field=field.disabled(self.exists)
                    value=self.fields.market
                    choices=choices
                    placeholder=t("common.choose")
                />
                <p class="field-hint" role="status">{move || self.market().and_then(|market| market.remark)}</p>
                {self.indexes()}
            </FormSection>
        }
        .into_any()
    }

    /// The names of the tariff indexes, one line each.
    fn indexes(self) -> AnyView {
        let indexes = self.fields.indexes;
        let count = Memo::new(move |_| indexes.with(Vec::len));
        let lines = move || (0..count.get()).map(|at| self.index(at, count.get())).collect_view();
        let add = move |()| indexes.update(|indexes| indexes.push(String::new()));
        let full = Signal::derive(move || count.get() >= INDEXES_MAX);
        view! {
            <fieldset class="field indexes">
                <legend class="field-label">{t("optimisations.field.indexes")}</legend>
                <p class="field-hint">{t("optimisations.field.indexes_hint")}</p>
                {lines}
                <div><Button label=t("optimisations.field.add_index") icon=Icon::Plus disabled=full on_press=add /></div>
            </fieldset>
        }
        .into_any()
    }

    fn index(self, at: usize, count: usize) -> AnyView {
        let indexes = self.fields.indexes;
        let number = (at + 1).to_string();
        let value = Signal::derive(move || indexes.with(|indexes| indexes.get(at).cloned().unwrap_or_default()));
        let set = move |typed: String| {
            indexes.update(|indexes| {
                if let Some(index) = indexes.get_mut(at) {
                    *index = typed;
                }
            });
        };
        let remove = move |()| {
            indexes.update(|indexes| {
                indexes.remove(at);
            });
            self.fields.own.update(|own| own.values_mut().for_each(|own| own.forget_index(at)));
        };
        let label = tr("optimisations.field.index", &[("number", &number)]);
        let removal = tr("optimisations.field.remove_index", &[("number", &number)]);
        let field = Field::of(self.form, format!("/tariff_indexes/{at}"), label);
        view! {
            <div class="index-line">
                <PartInput field=field value=value on_input=set />
                {(count > 1).then(|| view! { <IconButton icon=Icon::Trash label=removal on_press=remove /> })}
            </div>
        }
        .into_any()
    }

    fn terms(self) -> AnyView {
        let periods =
            MinimumPeriod::ALL.iter().map(|of| Choice::new(of.as_str(), words::minimum_period(*of))).collect();
        let minimum = Field::of(self.form, "/minimum_fixing_percent", t("optimisations.field.minimum_percent"));
        view! {
            <FormSection title=t("optimisations.section.terms") hint=t("optimisations.section.terms_hint")>
                <RadioGroup
                    field=Field::of(self.form, "/minimum_period", t("optimisations.field.minimum_period"))
                    value=self.fields.minimum_period
                    choices=periods
                />
                <div class="half">
                    <NumberInput
                        field=minimum.unit("%").hint(t("optimisations.field.minimum_percent_hint"))
                        value=self.fields.minimum_percent
                    />
                </div>
            </FormSection>
        }
        .into_any()
    }

    fn delivery(self) -> AnyView {
        let (from, last) = (self.fields.delivery_from, self.fields.delivery_last);
        let year = format::today().year();
        let first_days = (1..=3).filter_map(|later| day_choice(year + later, 1, 1)).collect::<Vec<_>>();
        let last_days = (1..=4).filter_map(|later| day_choice(year + later, 12, 31)).collect::<Vec<_>>();
        let fields = self.fields;
        let told = move || {
            let parts = fields.values().parts();
            let (first, last) = (parts.first()?, parts.last()?);
            let names = (period_name(first.from, first.to), period_name(last.from, last.to));
            let count = tn("optimisations.parts", parts.len() as u64);
            Some(tr("optimisations.parts_from_to", &[("count", &count), ("from", &names.0), ("to", &names.1)]))
        };
        view! {
            <FormSection title=t("optimisations.section.delivery") hint=t("optimisations.section.delivery_hint")>
                <div class="half">
                    <DateInput
                        field=Field::of(self.form, "/delivery_from", t("optimisations.field.delivery_from"))
                        value=from
                        shortcuts=first_days
                    />
                </div>
                <div class="half">
                    <DateInput
                        field=Field::of(self.form, "/delivery_to", t("optimisations.field.delivery_last"))
                        value=last
                        shortcuts=last_days
                    />
                </div>
                <p class="field-hint" role="status">{told}</p>
            </FormSection>
        }
        .into_any()
    }

    fn strategy(self) -> AnyView {
        let choices = RiskAppetite::ALL.iter().map(|of| {
            let detail = Some(t(&format!("optimisations.risk_hint.{of}")));
            Choice { detail, ..Choice::new(of.as_str(), words::risk(*of)) }
        });
        self.propose_percent();
        let percent = Field::of(self.form, "/percent_to_fix", t("optimisations.field.percent"));
        view! {
            <FormSection title=t("optimisations.section.strategy") hint=t("optimisations.section.strategy_hint")>
                <RadioGroup
                    field=Field::of(self.form, "/risk_appetite", t("optimisations.field.risk"))
                    value=self.fields.risk
                    choices=choices.collect()
                />
                {questionnaire::view(self)}
                <div class="half">
                    <NumberInput
                        field=percent.unit("%").hint(t("optimisations.field.percent_hint"))
                        value=self.fields.percent
                    />
                </div>
            </FormSection>
        }
        .into_any()
    }

    /// With another appetite comes its usual percentage, unless somebody typed one.
    fn propose_percent(self) {
        let (risk, percent) = (self.fields.risk, self.fields.percent);
        Effect::new(move |before: Option<Option<RiskAppetite>>| {
            let now = risk.with(|risk| risk.parse::<RiskAppetite>().ok());
            let usual = |of: RiskAppetite| format::typed(of.usual_percent().decimal());
            let typed = percent.get_untracked();
            let untouched = typed.is_empty() || before.flatten().is_some_and(|before| usual(before) == typed);
            if let Some(now) = now
                && untouched
            {
                percent.set(usual(now));
            }
            now
        });
    }

    fn forecast(self) -> AnyView {
        let sources = move || {
            let sources = self.market().map(|market| market.sources).unwrap_or_default();
            let source = self.fields.source;
            if sources.is_empty() {
                return view! { <p class="field-hint">{t("optimisations.field.source_none")}</p> }.into_any();
            }
            if !sources.iter().any(|known| source.with_untracked(|source| known.as_str() == source)) {
                source.set(sources.first().map(ToString::to_string).unwrap_or_default());
            }
            let choices =
                sources.iter().map(|of| Choice::new(of.as_str(), t(&format!("markets.source.{of}")))).collect();
            let field = Field::of(self.form, "/baseline/origin", t("optimisations.field.source"));
            view! { <RadioGroup field=field value=source choices=choices /> }.into_any()
        };
        let scenarios =
            Scenario::ALL.iter().map(|of| Choice::new(of.as_str(), crate::markets::scenario(*of))).collect();
        let scenario = Field::of(self.form, "/baseline/scenario", t("optimisations.field.scenario"));
        view! {
            <FormSection title=t("optimisations.section.forecast") hint=t("optimisations.section.forecast_hint")>
                {sources}
                <RadioGroup
                    field=scenario.hint(t("optimisations.field.scenario_hint"))
                    value=self.fields.scenario
                    choices=scenarios
                />
            </FormSection>
        }
        .into_any()
    }

    fn expectations(self) -> AnyView {
        let field = Field::of(self.form, "/target_price_per_mwh", t("optimisations.field.target"));
        let unit = self.markets.with_value(|markets| markets.first().map(|market| market.unit.clone()));
        view! {
            <FormSection title=t("optimisations.section.expectations") hint=t("optimisations.section.expectations_hint")>
                <div class="half">
                    <NumberInput field=field.unit(unit.unwrap_or_default()).optional() value=self.fields.target />
                </div>
            </FormSection>
        }
        .into_any()
    }
}

fn day_choice(year: i32, month: u32, day: u32) -> Option<Choice> {
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(Choice::new(day.to_string(), format::date(day)))
}
