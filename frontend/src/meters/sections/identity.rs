//! Where the installation is, what identifies it, and how it is connected and read.

use super::{Notes, note_at};
use crate::i18n::t;
use crate::meters::values::{IdentityFields, pointer};
use crate::meters::words;
use crate::ui::{Choice, Field, FormSection, FormState, RadioGroup, Select, TextInput, TextKind};
use domain::identifier::IdScheme;
use domain::vocabulary::{ReadingFrequency, Region, TariffGroup, VoltageSystem};
use leptos::prelude::*;

/// What the sections are bound to.
#[derive(Clone, Copy)]
pub struct IdentityParts {
    /// The values.
    pub fields: IdentityFields,
    /// Their mistakes.
    pub state: FormState,
    /// The community's region.
    pub region: Region,
    /// Warnings.
    pub notes: Notes,
}

impl IdentityParts {
    fn field(self, pointer: &'static str, name: &str) -> Field {
        Field::of(self.state, pointer, t(&format!("meters.field.{name}"))).note(note_at(self.notes, pointer))
    }

    /// Location, identifier, serial number.
    pub fn location(self) -> AnyView {
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

    /// Phases, voltage, reading frequency, tariff group.
    pub fn characteristics(self) -> AnyView {
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
                        field=self.field(pointer::READING_FREQUENCY, "reading_frequency")
                        value=fields.reading_frequency
                        choices=words::choices(ReadingFrequency::ALL, words::reading_frequency)
                        placeholder=t("common.choose")
                    />
                </div>
                <div class="half">
                    <Select
                        field=self.field(pointer::TARIFF_GROUP, "tariff_group")
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
        let IdentityFields { phases, voltage_system, .. } = self.fields;
        let three = Memo::new(move |_| phases.with(|phases| phases == "3"));
        Effect::new(move |_| {
            let phases = phases.with(|phases| phases.parse::<u8>().ok());
            let system = voltage_system.with_untracked(|system| system.parse::<VoltageSystem>().ok());
            if system.is_some_and(|system| Some(system.phases()) != phases) {
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
}
