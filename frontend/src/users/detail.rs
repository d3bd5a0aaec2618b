//! A user of an organisation: their roles, their invitation, and the way out.

use super::invite::{grantable, held};
use super::roles::{Given, Roles, RolesEditor};
use super::words;
use crate::audit::{Changes, Subject};
use crate::errors::{FieldErrors, describe};
use crate::format::last_change;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Button, Choice, ConfirmDialog, Emphasis, ErrorSummary, FormSection, FormState, Icon, Notice, NoticeKind, PageHead,
    Remote, RemoteView, SkeletonShape, Toasts,
};
use api_types::{OrganisationUser, RoleAt, UpdateUser, UserState};
use client::{Error, Versioned};
use domain::role::{Permission, Place, Role};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// A user with the names of the places of their roles, in the order of the roles.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    user: Versioned<OrganisationUser>,
    places: Vec<(Option<Choice>, Option<Choice>)>,
}

async fn fetch(session: Session, organisation: Uuid, id: Uuid) -> Result<Known, Error> {
    let user = session.call(async |client| client.get_user(organisation, id).await).await?;
    let mut places = Vec::new();
    for role in &user.value.roles {
        places.push((community_of(session, role).await?, member_of(session, role).await?));
    }
    Ok(Known { user, places })
}

async fn community_of(session: Session, role: &RoleAt) -> Result<Option<Choice>, Error> {
    let Some(id) = role.community_id else { return Ok(None) };
    let community = session.call(async |client| client.get_community(id).await).await?.value;
    Ok(Some(Choice::new(id, community.name)))
}

async fn member_of(session: Session, role: &RoleAt) -> Result<Option<Choice>, Error> {
    let (Some(community), Some(id)) = (role.community_id, role.member_id) else { return Ok(None) };
    let member = session.call(async |client| client.get_member(community, id).await).await?.value;
    Ok(Some(Choice::new(id, member.display_name)))
}

/// The page.
#[component]
pub fn UserPage(
    /// The organisation.
    organisation: Uuid,
    /// The user.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let user = Remote::new(move || fetch(session, organisation, id));
    view! {
        <RemoteView
            remote=user
            shape=SkeletonShape::Detail
            whole_page=true
            ready=move |known| view! { <Detail organisation=organisation known=known remote=user /> }.into_any()
        />
    }
}

#[component]
fn Detail(organisation: Uuid, known: Known, remote: Remote<Known>) -> impl IntoView {
    let session = use_session();
    let user = known.user.value.clone();
    let may = |permission| untrack(|| session.can(permission, Place::Organisation(organisation)));
    let invitation = words::invitation(&user).map(|text| {
        // A customer is invited by their account, and again from there.
        let only_customer = !user.roles.is_empty() && user.roles.iter().all(|at| at.role == Role::Customer);
        let resend = (may(Permission::UsersInvite) && !only_customer).then(|| {
            view! { <Resend organisation=organisation id=user.id email=user.email.clone() remote=remote /> }
        });
        let kind = if user.state == UserState::Invited { NoticeKind::Info } else { NoticeKind::Warning };
        view! { <Notice kind=kind><p>{text}</p>{resend}</Notice> }
    });
    let remove = may(Permission::UsersWrite).then(|| {
        let (name, etag) = (user.name.clone(), known.user.etag.clone());
        view! { <Remove organisation=organisation id=user.id name=name etag=etag /> }
    });
    let back = (Route::Users(organisation).path(), t("users.title"));
    let changed = last_change(user.updated_by.as_deref(), user.updated_at);
    view! {
        <PageHead title=user.name.clone() lead=user.email.clone() state=words::state(&user) back=back>{remove}</PageHead>
        {invitation}
        <RolesForm organisation=organisation known=known remote=remote />
        <Changes of=Subject::Organisation(organisation) object=user.id />
        <p class="remark">{changed}</p>
    }
}

#[component]
fn RolesForm(organisation: Uuid, known: Known, remote: Remote<Known>) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let Known { user: Versioned { value: user, etag }, places } = known;
    let given =
        user.roles.iter().zip(places).map(|(at, (community, member))| Given { role: at.role, community, member });
    let roles = Roles::new(organisation, given.collect());
    let me = session.me();
    let form = FormState::new(move || {
        let held = me.with(|me| me.as_ref().map(|me| held(me, organisation)).unwrap_or_default());
        match (UpdateUser { roles: roles.values() }).to_domain(&held) {
            Ok(_) => FieldErrors::default(),
            Err(violations) => FieldErrors::of_violations(&violations),
        }
    });
    let (id, before) = (user.id, user.roles.clone());
    let changed = Memo::new(move |_| roles.values() != before);
    router.guard(changed.into());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let (etag, body) = (etag.clone(), UpdateUser { roles: untrack(|| roles.values()) });
        spawn_local(async move {
            let outcome = session.call(async |c| c.update_user(organisation, id, &etag, &body).await).await;
            form.busy.set(false);
            match outcome {
                Ok(user) => {
                    toasts.success(tr("users.changed", &[("name", &user.value.name)])).show();
                    remote.reload();
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    let grantable = grantable(session, organisation);
    let may_write = untrack(|| session.can(Permission::UsersWrite, Place::Organisation(organisation)));
    let actions = may_write.then(|| {
        let unchanged = Signal::derive(move || !changed.get());
        view! {
            <div class="form-actions">
                <Button
                    label=t("users.roles.save")
                    emphasis=Emphasis::Primary
                    submit=true
                    busy=form.busy
                    disabled=unchanged
                />
            </div>
        }
    });
    view! {
        <form class="form narrow" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <FormSection title=t("users.roles") hint=t("users.roles_hint")>
                <RolesEditor roles=roles grantable=grantable form=form />
            </FormSection>
            {actions}
        </form>
    }
}

#[component]
fn Resend(organisation: Uuid, id: Uuid, email: String, remote: Remote<Known>) -> impl IntoView {
    let (session, toasts) = (use_session(), Toasts::get());
    let busy = RwSignal::new(false);
    let attempt = Attempt::new();
    let resend = move |()| {
        busy.set(true);
        let (key, email) = (attempt.key(&id), email.clone());
        spawn_local(async move {
            let outcome = session.call(async |c| c.resend_invitation(organisation, id, Some(&key)).await).await;
            busy.try_set(false);
            match outcome {
                Ok(_) => {
                    toasts.success(tr("users.invited", &[("email", &email)])).show();
                    remote.reload();
                }
                Err(error) => toasts.failure(describe(&error)).show(),
            }
        });
    };
    view! { <Button label=t("users.resend") icon=Icon::Mail busy=busy on_press=resend /> }
}

#[component]
fn Remove(organisation: Uuid, id: Uuid, name: String, etag: String) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    let title = tr("users.remove.title", &[("name", &name)]);
    let done = tr("users.removed", &[("name", &name)]);
    let confirm = move |()| {
        busy.set(true);
        let (etag, done) = (etag.clone(), done.clone());
        spawn_local(async move {
            let outcome = session.call(async |c| c.remove_user(organisation, id, &etag).await).await;
            busy.set(false);
            match outcome {
                Ok(()) => {
                    open.set(false);
                    toasts.success(done).show();
                    router.replace(&Route::Users(organisation).path());
                }
                Err(failure) => error.set(Some(describe(&failure))),
            }
        });
    };
    view! {
        <Button label=t("users.remove") emphasis=Emphasis::Danger icon=Icon::Trash on_press=move |()| open.set(true) />
        <ConfirmDialog
            open=open
            title=title
            text=t("users.remove.text")
            action=t("users.remove")
            danger=true
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
}
