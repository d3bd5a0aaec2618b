//! The sections of the form that creates a meter, in the order of guide F1.

use super::values::{MeterFields, pointer};
use super::words;
use crate::errors::field_id;
use crate::format;
use crate::i18n::{t, tr};
use crate::ui::{
    Choice, Combobox, DateInput, Field, FormSection, FormState, NumberInput, RadioGroup, Search, Select, TextArea,
    TextInput, TextKind,
};
use api_types::Dso;
use chrono::NaiveDate;
use domain::identifier::IdScheme;
use domain::vocabulary::{
    ClientType, InjectionStatus, ProductionChain, Rate, ReadingFrequency, Region, TariffGroup, VoltageSystem,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What the sections are bound to.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The values.
    pub fields: MeterFields,
    /// Their mistakes.
    pub state: FormState,
    /// The community's region.
    pub region: Region,
    /// The operators that can be chosen.
    pub dsos: StoredValue<Vec<Dso>>,
    /// Looks for an owner.
    pub owners: Search,
    /// Warnings: pointers and texts.
    pub notes: Memo<Vec<(String, String)>>,
}

/// All sections.
pub fn all(parts: Parts) -> AnyView {
    view! {
        {parts.location()}
        {parts.characteristics()}
        {parts.energy()}
        {parts.grid()}
        {parts.member()}
        {parts.activation()}
    }
    .into_any()
}

impl Parts {
    fn field(self, pointer: &'static str, name: &str) -> Field {
        Field::of(self.state, pointer, t(&format!("meters.field.{name}"))).note(note_at(self.notes, pointer))
    }

    fn location(self) -> AnyView {
        let Self { fields, .. } = self;
        let ean_hint = match IdScheme::of(self.region) {
            IdScheme::BeEan | IdScheme::NlEan => t("meters.hint.ean"),
            _ => t("meters.hint.ean_other"),
        };
        view! {
            <FormSection title=t("meters.section.location") hint=t("meters.section.location_hint")>
                <div class="two-thirds">
                    <TextInput field=self.field("/address/street", "street") value=fields.street autocomplete="off" />
                </div>
                <div class="sixth">
                    <TextInput field=self.field("/address/number", "number") value=fields.number autocomplete="off" />
                </div>
                <div class="sixth">
                    <TextInput
                        field=self.field("/address/box", "box").optional()
                        value=fields.r#box
                        autocomplete="off"
                    />
                </div>
                <div class="third">
                    <TextInput
                        field=self.field("/address/postcode", "postcode")
                        value=fields.postcode
                        autocomplete="off"
                    />
                </div>
                <div class="two-thirds">
                    <TextInput field=self.field("/address/city", "city") value=fields.city autocomplete="off" />
                </div>
                <div class="half">
                    <TextInput
                        field=self.field(pointer::EAN, "ean").hint(ean_hint)
                        value=fields.ean
                        kind=TextKind::Digits
                    />
                </div>
                <div class="half">
                    <TextInput
                        field=self.field("/meter_number", "meter_number").hint(t("meters.hint.meter_number"))
                        value=fields.meter_number
                        autocomplete="off"
                    />
                </div>
            </FormSection>
        }
        .into_any()
    }

    fn characteristics(self) -> AnyView {
        let Self { fields, .. } = self;
        let phases = [1, 3].map(|count: u8| Choice::new(count.to_string(), words::phases(count))).to_vec();
        view! {
            <FormSection title=t("meters.section.characteristics") hint=t("meters.section.characteristics_hint")>
                <div class="half">
                    <RadioGroup field=self.field(pointer::PHASES, "phases") value=fields.phases choices=phases />
                </div>
                {self.voltage_system()}
                <div class="half">
                    <Select
                        field=self.field("/reading_frequency", "reading_frequency")
                        value=fields.reading_frequency
                        choices=words::choices(ReadingFrequency::ALL, words::reading_frequency)
                        placeholder=t("common.choose")
                    />
                </div>
                <div class="half">
                    <Select
                        field=self.field("/tariff_group", "tariff_group")
                        value=fields.tariff_group
                        choices=words::choices(TariffGroup::ALL, words::tariff_group)
                        placeholder=t("common.choose")
                    />
                </div>
            </FormSection>
        }
        .into_any()
    }

    /// Asked with three phases only: one phase leaves no choice.
    fn voltage_system(self) -> AnyView {
        let MeterFields { phases, voltage_system, .. } = self.fields;
        let three = Memo::new(move |_| phases.with(|phases| phases == "3"));
        Effect::new(move |_| {
            if !three.get() {
                voltage_system.set(String::new());
            }
        });
        let fitting: Vec<VoltageSystem> =
            VoltageSystem::ALL.iter().copied().filter(|system| system.phases() == 3).collect();
        let choices = words::choices(&fitting, words::voltage_system);
        let field = self.field(pointer::VOLTAGE_SYSTEM, "voltage_system").optional();
        view! {
            <div class="half" hidden=move || !three.get()>
                <Select field=field value=voltage_system choices=choices placeholder=t("meters.unknown") />
            </div>
        }
        .into_any()
    }

    fn energy(self) -> AnyView {
        let Self { fields, .. } = self;
        let description = self.field("/configuration/description", "description").optional();
        let sampling = self.field(pointer::SAMPLING_POWER, "sampling_power").hint(t("meters.hint.sampling_power"));
        let capacity =
            self.field(pointer::GENERATING_CAPACITY, "generating_capacity").hint(t("meters.hint.generating_capacity"));
        let amperage = self.field(pointer::AMPERAGE, "amperage").hint(t("meters.hint.amperage"));
        view! {
            <FormSection title=t("meters.section.energy") hint=t("meters.section.energy_hint")>
                <TextArea field=description value=fields.description rows=2 />
                <div class="third">
                    <NumberInput field=sampling.unit("kVA") value=fields.sampling_power />
                </div>
                <div class="third">
                    <NumberInput field=capacity.unit("kVA") value=fields.generating_capacity />
                </div>
                <div class="third">
                    <NumberInput field=amperage.unit("A") value=fields.amperage />
                </div>
            </FormSection>
        }
        .into_any()
    }

    fn grid(self) -> AnyView {
        let Self { fields, .. } = self;
        let none = Memo::new(move |_| fields.values().is_without_production());
        follow_production(fields, none);
        let chain = self.field(pointer::PRODUCTION_CHAIN, "production_chain").hint(t("meters.hint.production_chain"));
        let injection = self
            .field(pointer::INJECTION_STATUS, "injection_status")
            .hint(t("meters.hint.injection_status"))
            .disabled(none);
        let dso = self.field(pointer::DSO, "dso");
        let dsos = self.dsos.with_value(|dsos| {
            dsos.iter().map(|dso| Choice::new(dso.code.clone(), dso.name.clone())).collect::<Vec<_>>()
        });
        view! {
            <FormSection title=t("meters.section.grid") hint=t("meters.section.grid_hint")>
                <div class="half">
                    <Select
                        field=chain
                        value=fields.production_chain
                        choices=words::choices(ProductionChain::ALL, words::production_chain)
                        placeholder=t("common.choose")
                    />
                </div>
                <div class="half">
                    <Select
                        field=injection
                        value=fields.injection_status
                        choices=words::choices(InjectionStatus::ALL, words::injection_status)
                        placeholder=t("common.choose")
                    />
                </div>
                <div class="half">
                    <Select field=dso value=fields.dso choices=dsos placeholder=t("common.choose") />
                    {dso_suggestion(fields, self.region)}
                </div>
            </FormSection>
        }
        .into_any()
    }

    fn member(self) -> AnyView {
        let Self { fields, .. } = self;
        view! {
            <FormSection title=t("meters.section.member") hint=t("meters.section.member_hint")>
                <div class="half">
                    <Select
                        field=self.field("/configuration/rate", "rate")
                        value=fields.rate
                        choices=words::choices(Rate::ALL, words::rate)
                        placeholder=t("common.choose")
                    />
                </div>
                <div class="half">
                    <Select
                        field=self.field("/configuration/client_type", "client_type")
                        value=fields.client_type
                        choices=words::choices(ClientType::ALL, words::client_type)
                        placeholder=t("common.choose")
                    />
                </div>
                <Combobox
                    field=self.field("/configuration/member_id", "owner").hint(t("meters.hint.owner")).optional()
                    value=fields.owner
                    search=self.owners
                    placeholder=t("meters.owner_placeholder")
                />
            </FormSection>
        }
        .into_any()
    }

    fn activation(self) -> AnyView {
        let Self { fields, .. } = self;
        let consequence = move || fields.valid_from.with(|day| consequence(day, format::today()));
        view! {
            <FormSection title=t("meters.section.activation") hint=t("meters.section.activation_hint")>
                <div class="half">
                    <DateInput field=self.field(pointer::VALID_FROM, "valid_from") value=fields.valid_from />
                    <p class="field-hint" role="status">{consequence}</p>
                </div>
            </FormSection>
        }
        .into_any()
    }
}

/// Without production nothing is injected and nothing generated. What was typed as capacity stays and
/// is reported, so that nobody's number is lost by a slip in a drop-down.
fn follow_production(fields: MeterFields, none: Memo<bool>) {
    Effect::new(move |_| {
        let injects_nothing = fields.injection_status.with_untracked(|status| status == InjectionStatus::None.as_str());
        if none.get() {
            fields.injection_status.set(InjectionStatus::None.to_string());
            if fields.generating_capacity.with_untracked(|capacity| capacity.trim().is_empty()) {
                fields.generating_capacity.set("0".to_owned());
            }
        } else if injects_nothing {
            fields.injection_status.set(String::new());
        }
    });
}

/// One press chooses the operator that the identifier hints at; the focus goes to what was chosen, because
/// the button disappears.
fn dso_suggestion(fields: MeterFields, region: Region) -> AnyView {
    let hinted = Memo::new(move |_| fields.values().suggested_dso(region).map(|dso| (dso.code, dso.name)));
    let choose = move |code: &str| {
        fields.dso.set(code.to_owned());
        let select = document().get_element_by_id(&field_id(pointer::DSO));
        if let Some(select) = select.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = select.focus();
        }
    };
    let button = move || {
        hinted.get().map(|(code, name)| {
            view! {
                <p class="field-hint">
                    {tr("meters.dso_hint", &[("name", name)])}
                    " "
                    <button class="link" type="button" on:click=move |_| choose(code)>
                        {tr("meters.dso_choose", &[("name", name)])}
                    </button>
                </p>
            }
        })
    };
    view! { <div aria-live="polite">{button}</div> }.into_any()
}

/// What an activation day means.
fn consequence(text: &str, today: NaiveDate) -> Option<String> {
    let day: NaiveDate = text.parse().ok()?;
    let date = format::date(day);
    Some(match day.cmp(&today) {
        std::cmp::Ordering::Less => tr("meters.activation.past", &[("date", &date)]),
        std::cmp::Ordering::Equal => t("meters.activation.today"),
        std::cmp::Ordering::Greater => tr("meters.activation.future", &[("date", &date)]),
    })
}

/// The text at a pointer.
pub fn note_at(notes: Memo<Vec<(String, String)>>, pointer: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        notes.with(|notes| {
            let texts: Vec<&str> =
                notes.iter().filter(|(at, _)| at == pointer).map(|(_, text)| text.as_str()).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        })
    })
}
