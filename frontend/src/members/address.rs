//! A member's addresses: typing one, and showing it.

use super::values::MemberFields;
use crate::format;
use crate::i18n::t;
use crate::meters::{city_line, street_line};
use crate::ui::{Choice, Field, FormState, Select, TextInput};
use api_types::Address;
use leptos::prelude::*;

/// Countries a member may live in or be billed in: the Union's, and its neighbours'.
const COUNTRIES: [&str; 33] = [
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The parts of one address: where each stands in the request, and what is typed.
#[derive(Clone, Copy)]
pub struct Parts {
    street: (&'static str, RwSignal<String>),
    number: (&'static str, RwSignal<String>),
    r#box: (&'static str, RwSignal<String>),
    postcode: (&'static str, RwSignal<String>),
    city: (&'static str, RwSignal<String>),
    country: (&'static str, RwSignal<String>),
    /// Whether it may be left out.
    optional: bool,
    /// What tells its fields from those of the other address.
    title: Option<&'static str>,
}

/// The postal address.
pub const fn home(values: MemberFields) -> Parts {
    Parts {
        street: ("/address/street", values.street),
        number: ("/address/number", values.number),
        r#box: ("/address/box", values.r#box),
        postcode: ("/address/postcode", values.postcode),
        city: ("/address/city", values.city),
        country: ("/address/country", values.country),
        optional: true,
        title: None,
    }
}

/// The address for statements.
pub const fn billing(values: MemberFields) -> Parts {
    Parts {
        street: ("/billing_address/street", values.billing_street),
        number: ("/billing_address/number", values.billing_number),
        r#box: ("/billing_address/box", values.billing_box),
        postcode: ("/billing_address/postcode", values.billing_postcode),
        city: ("/billing_address/city", values.billing_city),
        country: ("/billing_address/country", values.billing_country),
        optional: false,
        title: Some("members.field.billing_address"),
    }
}

/// The fields of an address.
pub fn fields(form: FormState, parts: Parts) -> AnyView {
    let field = move |pointer: &'static str, label: String| {
        let field = Field::of(form, pointer, label.clone());
        if let Some(title) = parts.title {
            form.register(pointer, &format!("{} · {label}", t(title)));
        }
        field
    };
    let text = move |(pointer, value): (&'static str, RwSignal<String>), label: String, optional: bool| {
        let field = field(pointer, label);
        let field = if optional { field.optional() } else { field };
        view! { <TextInput field=field value=value autocomplete="off" /> }
    };
    let (country_at, country) = parts.country;
    let country_field = field(country_at, t("members.field.country"));
    view! {
        <div class="two-thirds">{text(parts.street, t("members.field.street"), parts.optional)}</div>
        <div class="sixth">{text(parts.number, t("members.field.number"), parts.optional)}</div>
        <div class="sixth">{text(parts.r#box, t("members.field.box"), true)}</div>
        <div class="third">{text(parts.postcode, t("members.field.postcode"), parts.optional)}</div>
        <div class="third">{text(parts.city, t("members.field.city"), parts.optional)}</div>
        <div class="third">
            <Select field=country_field value=country choices=countries(&country.get_untracked()) />
        </div>
    }
    .into_any()
}

/// The countries by name, with the present one if it is another.
fn countries(present: &str) -> Vec<Choice> {
    let other = (!COUNTRIES.contains(&present)).then_some(present);
    let mut choices: Vec<Choice> =
        COUNTRIES.into_iter().chain(other).map(|code| Choice::new(code, format::country(code))).collect();
    choices.sort_by_cached_key(|choice| domain::text::fold(&choice.label));
    choices
}

/// An address as it stands on an envelope, the country only where it is another one.
pub fn lines(address: &Address) -> AnyView {
    let abroad = (address.country != "BE").then(|| format::country(&address.country));
    view! {
        <span class="line">{street_line(address)}</span>
        <span class="line">{city_line(address)}</span>
        {abroad.map(|country| view! { <span class="line">{country}</span> })}
    }
    .into_any()
}
