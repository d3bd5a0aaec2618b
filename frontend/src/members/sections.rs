//! The sections of the form of a member, in the order in which one tells them.

use super::values::{MemberFields, OTHER, SAME};
use super::{address, words};
use crate::i18n::t;
use crate::ui::{Choice, Field, FormSection, FormState, RadioGroup, TextInput, TextKind};
use domain::vocabulary::{MemberKind, MemberStatus};
use leptos::prelude::*;

/// All sections.
pub fn all(form: FormState, values: MemberFields) -> AnyView {
    view! {
        {who(form, values)}
        {contact(form, values)}
        {location(form, values)}
        {billing(form, values)}
        {standing(form, values)}
    }
    .into_any()
}

fn who(form: FormState, values: MemberFields) -> AnyView {
    let company = Memo::new(move |_| values.values().is_company());
    let kinds = MemberKind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), words::kind(kind))).collect();
    let names = move || {
        let company = company.get();
        let last_name = Field::of(
            form,
            "/last_name",
            t(if company { "members.field.contact_last_name" } else { "members.field.last_name" }),
        );
        let first_name = Field::of(
            form,
            "/first_name",
            t(if company { "members.field.contact_first_name" } else { "members.field.first_name" }),
        );
        view! {
            {company.then(|| view! {
                <TextInput
                    field=Field::of(form, "/company_name", t("members.field.company_name"))
                    value=values.company_name
                    autocomplete="off"
                />
            })}
            <div class="half">
                <TextInput field=first_name.optional() value=values.first_name autocomplete="off" />
            </div>
            <div class="half">
                <TextInput
                    field=if company { last_name.optional() } else { last_name }
                    value=values.last_name
                    autocomplete="off"
                />
            </div>
        }
    };
    view! {
        <FormSection title=t("members.section.who") hint=t("members.section.who_hint")>
            <RadioGroup field=Field::of(form, "/kind", t("members.field.kind")) value=values.kind choices=kinds />
            {names}
        </FormSection>
    }
    .into_any()
}

fn contact(form: FormState, values: MemberFields) -> AnyView {
    view! {
        <FormSection title=t("members.section.contact") hint=t("members.section.contact_hint")>
            <div class="half">
                <TextInput
                    field=Field::of(form, "/email", t("members.field.email")).optional()
                    value=values.email
                    kind=TextKind::Email
                    autocomplete="off"
                />
            </div>
            <div class="half">
                <TextInput
                    field=Field::of(form, "/phone", t("members.field.phone")).optional()
                    value=values.phone
                    kind=TextKind::Phone
                    autocomplete="off"
                />
            </div>
        </FormSection>
    }
    .into_any()
}

fn location(form: FormState, values: MemberFields) -> AnyView {
    view! {
        <FormSection title=t("members.section.address") hint=t("members.section.address_hint")>
            {address::fields(form, address::home(values))}
        </FormSection>
    }
    .into_any()
}

/// What statements need: who is charged under which number, where they go, and which account is used.
fn billing(form: FormState, values: MemberFields) -> AnyView {
    let company = Memo::new(move |_| values.values().is_company());
    let elsewhere = Memo::new(move |_| values.values().is_billed_elsewhere());
    let choices = vec![Choice::new(SAME, t("members.billing.same")), Choice::new(OTHER, t("members.billing.other"))];
    let number_hint =
        move || t(if company.get() { "members.hint.enterprise" } else { "members.hint.enterprise_person" });
    view! {
        <FormSection title=t("members.section.billing") hint=t("members.section.billing_hint")>
            <div class="half">
                <TextInput
                    field=Field::of(form, "/iban", t("members.field.iban")).hint(t("members.hint.iban")).optional()
                    value=values.iban
                    kind=TextKind::Code
                />
            </div>
            {move || view! {
                <div class="half">
                    <TextInput
                        field=Field::of(form, "/enterprise_number", t("members.field.enterprise_number"))
                            .hint(number_hint())
                            .optional()
                        value=values.enterprise_number
                        kind=TextKind::Code
                    />
                </div>
            }}
            <RadioGroup
                field=Field::new("billing", t("members.field.billing"))
                value=values.billing
                choices=choices
            />
            {move || elsewhere.get().then(|| address::fields(form, address::billing(values)))}
        </FormSection>
    }
    .into_any()
}

fn standing(form: FormState, values: MemberFields) -> AnyView {
    let statuses = [MemberStatus::Active, MemberStatus::Pending, MemberStatus::Inactive]
        .map(|status| Choice::new(status.as_str(), words::status(status)))
        .to_vec();
    view! {
        <FormSection title=t("members.section.status") hint=t("members.section.status_hint")>
            <RadioGroup
                field=Field::of(form, "/status", t("members.field.status"))
                value=values.status
                choices=statuses
            />
        </FormSection>
    }
    .into_any()
}
