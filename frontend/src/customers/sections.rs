//! The sections of the forms of a customer account: who the customer is, and what they may see.

use super::markets::Offered;
use super::values::{CustomerFields, NO, YES};
use super::{services, words};
use crate::i18n::t;
use crate::language;
use crate::ui::{
    Choice, Fact, Facts, Field, FormSection, FormState, Notice, NoticeKind, RadioGroup, Remote, RemoteView, Select,
    SkeletonShape, TextInput, TextKind,
};
use domain::customer::Editor;
use domain::vocabulary::Locale;
use leptos::prelude::*;

/// Whether the address can still be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The account is being created.
    Free,
    /// The account exists, and its address never changes.
    Fixed(String),
}

/// Who buys the supply.
pub fn company(form: FormState, values: CustomerFields) -> AnyView {
    let reference = Field::of(form, "/reference", t("customers.field.reference"));
    view! {
        <FormSection title=t("customers.section.company") hint=t("customers.section.company_hint")>
            <TextInput
                field=Field::of(form, "/company", t("customers.field.company"))
                value=values.company
                autocomplete="off"
            />
            <TextInput
                field=reference.hint(t("customers.hint.reference")).optional()
                value=values.reference
                autocomplete="off"
            />
        </FormSection>
    }
    .into_any()
}

/// Who is in charge of the contracts.
pub fn contact(form: FormState, values: CustomerFields, address: Address) -> AnyView {
    let languages = Locale::ALL.iter().map(|&locale| Choice::new(locale.as_str(), language::name(locale))).collect();
    view! {
        <FormSection title=t("customers.section.contact") hint=t("customers.section.contact_hint")>
            <div class="half">
                <TextInput
                    field=Field::of(form, "/contact/last_name", t("customers.field.last_name"))
                    value=values.last_name
                    autocomplete="off"
                />
            </div>
            <div class="half">
                <TextInput
                    field=Field::of(form, "/contact/first_name", t("customers.field.first_name"))
                    value=values.first_name
                    autocomplete="off"
                />
            </div>
            <div class="half">
                <TextInput
                    field=Field::of(form, "/contact/phone", t("customers.field.phone"))
                    value=values.phone
                    kind=TextKind::Phone
                    autocomplete="off"
                />
            </div>
            {email(form, values, address)}
            <div class="half">
                <Select
                    field=Field::of(form, "/locale", t("customers.field.locale")).hint(t("customers.hint.locale"))
                    value=values.locale
                    choices=languages
                />
            </div>
        </FormSection>
    }
    .into_any()
}

fn email(form: FormState, values: CustomerFields, address: Address) -> AnyView {
    match address {
        Address::Free => view! {
            <TextInput
                field=Field::of(form, "/contact/email", t("customers.field.email")).hint(t("customers.hint.email"))
                value=values.email
                kind=TextKind::Email
                autocomplete="off"
            />
        }
        .into_any(),
        Address::Fixed(email) => {
            let told = view! {
                <span class="wrap-anywhere">{email}</span>
                <span class="field-hint line">{t("customers.hint.email_fixed")}</span>
            };
            view! { <Facts items=vec![Fact::new(t("customers.field.email"), told)] /> }.into_any()
        }
    }
}

/// Whether it is a demo account.
pub fn kind(form: FormState, values: CustomerFields) -> AnyView {
    let choices = yes_or_no("customers.demo");
    view! {
        <FormSection title=t("customers.field.kind")>
            <RadioGroup
                field=Field::of(form, "/demo", t("customers.demo.question"))
                value=values.demo
                choices=choices
            />
        </FormSection>
    }
    .into_any()
}

/// Whether the customer may log in, and what for; `had_access` when taking it away ends something.
pub fn access(form: FormState, values: CustomerFields, markets: Remote<Vec<Offered>>, had_access: bool) -> AnyView {
    let choices = yes_or_no("customers.access");
    let granted = Memo::new(move |_| values.access.with(|access| access == YES));
    let ends = move || {
        (had_access && values.access.with(|access| access == NO)).then(|| {
            view! { <Notice kind=NoticeKind::Warning><p>{t("customers.access.ends")}</p></Notice> }
        })
    };
    view! {
        <FormSection title=t("customers.section.access")>
            <RadioGroup
                field=Field::of(form, "/access", t("customers.access.question"))
                value=values.access
                choices=choices
            />
            {ends}
            {move || granted.get().then(|| editor(form, values))}
        </FormSection>
        {move || granted.get().then(|| markets_section(form, values, markets))}
    }
    .into_any()
}

fn editor(form: FormState, values: CustomerFields) -> AnyView {
    let explained = |editor: &Editor| Choice {
        detail: Some(t(&format!("customers.editor.{editor}.text"))),
        ..Choice::new(editor.as_str(), words::editor(*editor))
    };
    view! {
        <RadioGroup
            field=Field::of(form, "/editor", t("customers.field.editor")).hint(t("customers.editor.hint"))
            value=values.editor
            choices=Editor::ALL.iter().map(explained).collect()
        />
    }
    .into_any()
}

fn markets_section(form: FormState, values: CustomerFields, markets: Remote<Vec<Offered>>) -> AnyView {
    view! {
        <FormSection title=t("customers.section.services") hint=t("customers.section.services_hint")>
            <RemoteView
                remote=markets
                shape=SkeletonShape::Lines
                ready=move |markets| services::fields(form, values.services, markets)
            />
        </FormSection>
    }
    .into_any()
}

/// No first, as the guide has it; each says what follows from it.
fn yes_or_no(group: &str) -> Vec<Choice> {
    let choice = |answer: &str| Choice {
        detail: Some(t(&format!("{group}.{answer}.text"))),
        ..Choice::new(answer, t(&format!("{group}.{answer}")))
    };
    vec![choice(NO), choice(YES)]
}
