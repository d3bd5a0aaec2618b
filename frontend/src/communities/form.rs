//! The form of a community, to create or change one.

use super::words;
use crate::draft::Draft;
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::place::{Membership, use_places};
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Choice, Emphasis, EmptyState, ErrorSummary, Field, FormSection, FormState, LinkButton, PageHead, Remote,
    RemoteView, Select, SkeletonShape, TextInput, TextKind, Toasts, fields,
};
use api_types::{Community, CommunityInput, NewCommunity};
use client::{Error, Versioned};
use domain::violation::{Code, Violations};
use domain::vocabulary::{CommunityType, Region};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

fields! {
    /// What is typed.
    Values;
    /// What is typed, as signals.
    Signals;
    /// The name.
    name: String,
    /// The region's name on the wire.
    region: String,
    /// The legal form's name on the wire.
    kind: String,
    /// The contact's e-mail.
    email: String,
    /// The contact's telephone.
    phone: String,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            name: String::new(),
            region: Region::Wallonia.to_string(),
            kind: CommunityType::Rec.to_string(),
            email: String::new(),
            phone: String::new(),
        }
    }
}

impl From<&Community> for Values {
    fn from(community: &Community) -> Self {
        Self {
            name: community.name.clone(),
            region: community.region.to_string(),
            kind: community.kind.to_string(),
            email: community.contact_email.clone().unwrap_or_default(),
            phone: community.contact_phone.clone().unwrap_or_default(),
        }
    }
}

impl Values {
    fn to_input(&self) -> Result<CommunityInput, Violations> {
        let mut violations = Violations::default();
        let region = violations.check("/region", self.region.parse().map_err(|_| Code::Required.into()));
        let kind = violations.check("/type", self.kind.parse().map_err(|_| Code::Required.into()));
        let (name, optional) = (self.name.clone(), |text: &str| Some(text.to_owned()).filter(|t| !t.trim().is_empty()));
        let input = violations.into_result(|| {
            Some(CommunityInput {
                name,
                region: region?,
                kind: kind?,
                contact_email: optional(&self.email),
                contact_phone: optional(&self.phone),
            })
        })?;
        input.to_domain().map(|_| input)
    }
}

/// Creating a community.
#[component]
pub fn CommunityNew() -> impl IntoView {
    let places = use_places();
    let back = (Route::Communities.path(), t("communities.title"));
    view! {
        <PageHead title=t("communities.new.title") back=back />
        {match untrack(|| places.organisation()) {
            Some(organisation) => view! { <New organisation=organisation /> }.into_any(),
            None => view! { <EmptyState title=t("communities.new.no_organisation") /> }.into_any(),
        }}
    }
}

#[component]
fn New(organisation: Membership) -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let attempt = Attempt::new();
    let save = move |input: CommunityInput| {
        let CommunityInput { name, region, kind, contact_email, contact_phone } = input;
        let body = NewCommunity { organisation_id: organisation.id, name, region, kind, contact_email, contact_phone };
        let key = attempt.key(&body);
        async move {
            let created = session.call(async |client| client.create_community(&body, Some(&key)).await).await?;
            places.refresh();
            Ok(created.value)
        }
    };
    let cancel = Route::Communities.path();
    view! { <Form initial=Values::default() draft="community".to_owned() save=save done="communities.created" cancel=cancel /> }
}

/// Changing a community.
#[component]
pub fn CommunityEdit(
    /// The community.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let community =
        Remote::new(move || async move { session.call(async |client| client.get_community(id).await).await });
    view! {
        <RemoteView
            remote=community
            shape=SkeletonShape::Form
            whole_page=true
            ready=|community| view! { <Edit community=community /> }.into_any()
        />
    }
}

#[component]
fn Edit(community: Versioned<Community>) -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let Versioned { value: community, etag } = community;
    let id = community.id;
    let save = move |input: CommunityInput| {
        let etag = etag.clone();
        async move {
            let changed = session.call(async |client| client.update_community(id, &etag, &input).await).await?;
            places.refresh();
            Ok(changed.value)
        }
    };
    let path = Route::Community(id).path();
    view! {
        <PageHead title=t("communities.edit.title") back=(path.clone(), community.name.clone()) />
        <Form
            initial=Values::from(&community)
            draft=format!("community.{id}")
            save=save
            done="communities.changed"
            cancel=path
        />
    }
}

#[component]
fn Form<S, A>(
    initial: Values,
    draft: String,
    /// Sends it.
    save: S,
    /// The message when it was saved.
    done: &'static str,
    /// Where the way back leads.
    cancel: String,
) -> impl IntoView
where
    S: Fn(CommunityInput) -> A + 'static,
    A: Future<Output = Result<Community, Error>> + 'static,
{
    let (router, toasts) = (use_router(), Toasts::get());
    let signals = Signals::new(initial.clone());
    let kept = Draft::of(&draft).keep(initial, move || signals.values(), move |values| signals.fill(values));
    let form = FormState::new(move || match signals.values().to_input() {
        Ok(_) => FieldErrors::default(),
        Err(violations) => FieldErrors::of_violations(&violations),
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| signals.values().to_input());
        let (true, Ok(input)) = (form.submit(), input) else { return };
        form.busy.set(true);
        let answer = save(input);
        spawn_local(async move {
            match answer.await {
                Ok(community) => {
                    kept.sent();
                    toasts.success(tr(done, &[("name", &community.name)])).show();
                    router.go(&Route::Community(community.id).path());
                }
                Err(error) => {
                    form.busy.set(false);
                    form.refuse(&error);
                }
            }
        });
    };
    view! {
        <form class="form narrow" on:submit=submit novalidate=true>
            {kept.notice()}
            <ErrorSummary form=form />
            {identity(form, signals)}
            {contact(form, signals)}
            <div class="form-actions">
                <LinkButton href=cancel label=t("ui.cancel") />
                <Button label=t("common.save") emphasis=Emphasis::Primary submit=true busy=form.busy />
            </div>
        </form>
    }
}

fn identity(form: FormState, signals: Signals) -> AnyView {
    let regions = Region::ALL.iter().map(|region| Choice::new(region.as_str(), words::region(*region))).collect();
    // A form that the new region does not know is taken back, so that nothing impossible stays chosen unseen.
    Effect::new(move |_| {
        let region = signals.region.get().parse::<Region>();
        let kind = signals.kind.get_untracked().parse::<CommunityType>();
        if let (Ok(region), Ok(kind)) = (region, kind)
            && !kind.exists_in(region)
        {
            signals.kind.set(String::new());
        }
    });
    let kinds = move || {
        let region = signals.region.get().parse::<Region>().unwrap_or(Region::Wallonia);
        let choices = CommunityType::of(region).map(|kind| Choice::new(kind.as_str(), words::kind(kind))).collect();
        let field = Field::of(form, "/type", t("communities.type"));
        view! { <Select field=field value=signals.kind choices=choices placeholder=t("common.choose") /> }
    };
    view! {
        <FormSection title=t("communities.data") hint=t("communities.data_hint")>
            <TextInput field=Field::of(form, "/name", t("communities.name")) value=signals.name />
            <Select
                field=Field::of(form, "/region", t("communities.region")).hint(t("communities.region_hint"))
                value=signals.region
                choices=regions
            />
            {kinds}
        </FormSection>
    }
    .into_any()
}

fn contact(form: FormState, signals: Signals) -> AnyView {
    view! {
        <FormSection title=t("communities.contact") hint=t("communities.contact_hint")>
            <TextInput
                field=Field::of(form, "/contact_email", t("communities.email")).optional()
                value=signals.email
                kind=TextKind::Email
                autocomplete="off"
            />
            <TextInput
                field=Field::of(form, "/contact_phone", t("communities.phone")).optional()
                value=signals.phone
                kind=TextKind::Phone
                autocomplete="off"
            />
        </FormSection>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_typed_becomes_the_request() {
        let values = Values { name: "Quartier du Parc".into(), phone: " ".into(), ..Values::default() };
        let input = values.to_input().unwrap();
        assert_eq!((input.region, input.kind, input.contact_phone), (Region::Wallonia, CommunityType::Rec, None));
    }

    #[test]
    fn every_mistake_is_found() {
        let values = Values { kind: "local".into(), email: "nobody".into(), ..Values::default() };
        let violations = values.to_input().unwrap_err();
        let mut pointers: Vec<&str> = violations.as_slice().iter().map(|v| v.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(pointers, ["/contact_email", "/name", "/type"]);
    }
}
