//! The form of a member, to create or change one.

use super::sections;
use super::values::{MemberFields, MemberValues};
use crate::draft::Draft;
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Emphasis, ErrorSummary, FormState, LinkButton, PageHead, Remote, RemoteView, SkeletonShape, Toasts,
};
use api_types::{Member, MemberInput};
use client::{Error, Versioned};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::rc::Rc;
use uuid::Uuid;

/// Sends the form and answers the member as stored.
type Save = Rc<dyn Fn(MemberInput) -> Pin<Box<dyn Future<Output = Result<Member, Error>>>>>;

/// What distinguishes creating from changing.
struct Purpose {
    community: Uuid,
    initial: MemberValues,
    draft: String,
    save: Save,
    /// The key of the message when it was saved.
    done: &'static str,
    /// Where the way back leads.
    cancel: String,
}

/// Creating a member.
#[component]
pub fn MemberNew(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let session = use_session();
    let attempt = Attempt::new();
    let save: Save = Rc::new(move |input| {
        let key = attempt.key(&input);
        Box::pin(async move {
            let created =
                session.call(async |client| client.create_member(community, &input, Some(&key)).await).await?;
            Ok(created.value)
        })
    });
    let cancel = Route::Members(community).path();
    let purpose = Purpose {
        community,
        initial: MemberValues::default(),
        draft: format!("member.{community}"),
        save,
        done: "members.created",
        cancel: cancel.clone(),
    };
    view! {
        <PageHead title=t("members.new.title") back=(cancel, t("members.title")) />
        {form(purpose)}
    }
    .into_any()
}

/// Changing a member.
#[component]
pub fn MemberEdit(
    /// The community.
    community: Uuid,
    /// The member.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let member =
        Remote::new(move || async move { session.call(async |client| client.get_member(community, id).await).await });
    view! { <RemoteView remote=member shape=SkeletonShape::Form whole_page=true ready=edit /> }.into_any()
}

fn edit(member: Versioned<Member>) -> AnyView {
    let session = use_session();
    let Versioned { value: member, etag } = member;
    let (community, id) = (member.community_id, member.id);
    let save: Save = Rc::new(move |input| {
        let etag = etag.clone();
        Box::pin(async move {
            let changed = session.call(async |client| client.update_member(community, id, &etag, &input).await).await?;
            Ok(changed.value)
        })
    });
    let page = Route::Member { community, member: id }.path();
    let purpose = Purpose {
        community,
        initial: MemberValues::from(&member),
        draft: format!("member.{id}"),
        save,
        done: "members.changed",
        cancel: page.clone(),
    };
    view! {
        <PageHead title=t("members.edit.title") back=(page, member.display_name) />
        {form(purpose)}
    }
    .into_any()
}

fn form(purpose: Purpose) -> AnyView {
    let Purpose { community, initial, draft, save, done, cancel } = purpose;
    let (router, toasts) = (use_router(), Toasts::get());
    let values = MemberFields::new(initial.clone());
    let kept = Draft::of(&draft).keep(initial, move || values.values(), move |kept| values.fill(kept));
    let form = FormState::new(move || match values.values().to_input() {
        Ok(_) => FieldErrors::default(),
        Err(violations) => FieldErrors::of_violations(&violations),
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| values.values().to_input());
        let (true, Ok(input)) = (form.submit(), input) else { return };
        form.busy.set(true);
        let answer = save(input);
        spawn_local(async move {
            match answer.await {
                Ok(member) => {
                    kept.sent();
                    toasts.success(tr(done, &[("name", &member.display_name)])).show();
                    router.go(&Route::Member { community, member: member.id }.path());
                }
                Err(error) => {
                    form.busy.try_set(false);
                    form.refuse(&error);
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary form=form />
            {kept.notice()}
            {sections::all(form, values)}
            <div class="form-actions">
                <LinkButton href=cancel label=t("ui.cancel") />
                <Button label=t("common.save") emphasis=Emphasis::Primary submit=true busy=form.busy />
            </div>
        </form>
    }
    .into_any()
}
