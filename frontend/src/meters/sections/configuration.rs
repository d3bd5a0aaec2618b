//! What is true of a meter from a day on: energy, grid, member.

use super::{Notes, dso_choices, note_at};
use crate::errors::field_id;
use crate::i18n::{t, tr};
use crate::meters::values::{ConfigurationFields, Pointers};
use crate::meters::words;
use crate::ui::{Combobox, Field, FormSection, FormState, NumberInput, Search, Select, TextArea};
use api_types::Dso;
use domain::vocabulary::{ClientType, InjectionStatus, ProductionChain, Rate};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What the sections are bound to.
#[derive(Clone, Copy)]
pub struct ConfigurationParts {
    /// The values.
    pub fields: ConfigurationFields,
    /// Where the request has them.
    pub at: &'static Pointers,
    /// Their mistakes.
    pub state: FormState,
    /// The operators that can be chosen.
    pub dsos: StoredValue<Vec<Dso>>,
    /// The operator that the identifier hints at, while none is chosen.
    pub suggested: Signal<Option<&'static domain::dso::Dso>>,
    /// Looks for an owner.
    pub owners: Search,
    /// Warnings.
    pub notes: Notes,
}

impl ConfigurationParts {
    fn field(self, pointer: &'static str, name: &str) -> Field {
        Field::of(self.state, pointer, t(&format!("meters.field.{name}"))).note(note_at(self.notes, pointer))
    }

    /// Description, powers, amperage.
    pub fn energy(self) -> AnyView {
        let Self { fields, at, .. } = self;
        let description = self.field(at.description, "description").optional();
        let sampling = self.field(at.sampling_power, "sampling_power").hint(t("meters.hint.sampling_power"));
        let capacity =
            self.field(at.generating_capacity, "generating_capacity").hint(t("meters.hint.generating_capacity"));
        let amperage = self.field(at.amperage, "amperage").hint(t("meters.hint.amperage"));
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

    /// Production chain, injection status, DSO.
    pub fn grid(self) -> AnyView {
        let Self { fields, at, .. } = self;
        let none = Memo::new(move |_| fields.values().is_without_production());
        follow_production(fields, none);
        let chain = self.field(at.production_chain, "production_chain").hint(t("meters.hint.production_chain"));
        let injection =
            self.field(at.injection_status, "injection_status").hint(t("meters.hint.injection_status")).disabled(none);
        let dso = self.field(at.dso, "dso");
        let dsos = self.dsos.with_value(|dsos| dso_choices(dsos));
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
                    {self.dso_suggestion()}
                </div>
            </FormSection>
        }
        .into_any()
    }

    /// Rate, client type, owner.
    pub fn member(self) -> AnyView {
        let Self { fields, at, .. } = self;
        view! {
            <FormSection title=t("meters.section.member") hint=t("meters.section.member_hint")>
                <div class="half">
                    <Select
                        field=self.field(at.rate, "rate")
                        value=fields.rate
                        choices=words::choices(Rate::ALL, words::rate)
                        placeholder=t("common.choose")
                    />
                </div>
                <div class="half">
                    <Select
                        field=self.field(at.client_type, "client_type")
                        value=fields.client_type
                        choices=words::choices(ClientType::ALL, words::client_type)
                        placeholder=t("common.choose")
                    />
                </div>
                <Combobox
                    field=self.field(at.owner, "owner").hint(t("meters.hint.owner")).optional()
                    value=fields.owner
                    search=self.owners
                    placeholder=t("meters.owner_placeholder")
                />
            </FormSection>
        }
        .into_any()
    }

    /// One press chooses the operator that the identifier hints at; the focus goes to what was chosen,
    /// because the button disappears.
    fn dso_suggestion(self) -> AnyView {
        let Self { fields, at, suggested, .. } = self;
        let choose = move |code: &str| {
            fields.dso.set(code.to_owned());
            let select = document().get_element_by_id(&field_id(at.dso));
            if let Some(select) = select.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = select.focus();
            }
        };
        let button = move || {
            suggested.get().map(|dso| {
                view! {
                    <p class="field-hint">
                        {tr("meters.dso_hint", &[("name", dso.name)])}
                        " "
                        <button class="link" type="button" on:click=move |_| choose(dso.code)>
                            {tr("meters.dso_choose", &[("name", dso.name)])}
                        </button>
                    </p>
                }
            })
        };
        view! { <div aria-live="polite">{button}</div> }.into_any()
    }
}

/// Without production nothing is injected and nothing generated. What was typed as capacity stays and
/// is reported, so that nobody's number is lost by a slip in a drop-down.
fn follow_production(fields: ConfigurationFields, none: Memo<bool>) {
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
