//! Who may look at a member's meters: those with access and those invited, with what can be done about them.

use super::invite::InviteDialog;
use crate::errors::describe;
use crate::format::date;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::place::use_places;
use crate::session::use_session;
use crate::ui::{Badge, Button, ConfirmDialog, Icon, Remote, RemoteView, SkeletonShape, Toasts, Tone};
use api_types::{MAX_LIMIT, Member, Page, PortalUser, PortalUserQuery, UserState};
use domain::role::Permission;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// A member record and those who see it.
#[derive(Clone, Copy)]
pub struct Record {
    /// The community.
    pub community: Uuid,
    /// The member.
    pub member: Uuid,
    /// Those who see it.
    pub users: Remote<Page<PortalUser>>,
    /// Counts what was changed here.
    pub changes: RwSignal<u32>,
}

impl Record {
    /// Something was changed: shows it.
    pub fn changed(self) {
        self.users.reload();
        self.changes.try_update(|count| *count += 1);
    }
}

/// The section of a member's page.
#[component]
pub fn Portal(
    /// The member.
    member: Member,
    /// Counts what was changed here.
    changes: RwSignal<u32>,
) -> impl IntoView {
    let session = use_session();
    let (community, id) = (member.community_id, member.id);
    let users = Remote::new(move || {
        let query = PortalUserQuery { limit: Some(MAX_LIMIT), ..PortalUserQuery::default() };
        async move { session.call(async |client| client.list_portal_users(community, id, &query).await).await }
    });
    let record = Record { community, member: id, users, changes };
    let places = use_places();
    let may_invite = Memo::new(move |_| places.can(Permission::MembersInvite));
    let open = RwSignal::new(false);
    view! {
        <section class="part" aria-labelledby="portal-title">
            <header class="part-head">
                <h2 id="portal-title">{t("members.portal")}</h2>
                {move || may_invite.get().then(|| view! {
                    <Button label=t("members.portal.invite") icon=Icon::Mail on_press=move |()| open.set(true) />
                })}
            </header>
            <p class="remark">{t("members.portal.text")}</p>
            <RemoteView
                remote=users
                shape=SkeletonShape::Lines
                ready=move |page| list(record, page, may_invite)
            />
            <InviteDialog open=open member=member record=record />
        </section>
    }
}

fn list(record: Record, page: Page<PortalUser>, may_invite: Memo<bool>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="card empty-line">{t("members.portal.nobody")}</p> }.into_any();
    }
    let items = page.items.into_iter().map(|user| item(record, user, may_invite)).collect_view();
    view! { <ul class="people">{items}</ul> }.into_any()
}

fn item(record: Record, user: PortalUser, may_invite: Memo<bool>) -> AnyView {
    let (name, email, until) = (user.name.clone(), user.email.clone(), until(&user));
    let badge = state(user.state);
    let actions = move || {
        let user = user.clone();
        may_invite.get().then(|| {
            let waiting = user.state != UserState::Active;
            view! {
                <div class="person-actions">
                    {waiting.then(|| view! { <Resend record=record user=user.clone() /> })}
                    <Withdraw record=record user=user />
                </div>
            }
        })
    };
    view! {
        <li class="person">
            <div class="person-who">
                <strong>{name}</strong>
                <span class="remark">{email}</span>
            </div>
            <div class="person-state">
                {badge}
                {until.map(|until| view! { <span class="remark">{until}</span> })}
            </div>
            {actions}
        </li>
    }
    .into_any()
}

fn state(state: UserState) -> AnyView {
    let (label, tone) = match state {
        UserState::Active => (t("members.portal.accepted"), Tone::Good),
        UserState::Invited => (t("members.portal.sent"), Tone::Waiting),
        UserState::InvitationExpired => (t("members.portal.expired"), Tone::Bad),
    };
    view! { <Badge label=label tone=tone /> }.into_any()
}

/// Until when the link can be used.
fn until(user: &PortalUser) -> Option<String> {
    let until = user.invitation_expires_at?;
    Some(tr("members.portal.until", &[("date", &date(domain::time::brussels_date(until)))]))
}

#[component]
fn Resend(record: Record, user: PortalUser) -> impl IntoView {
    let (session, toasts) = (use_session(), Toasts::get());
    let busy = RwSignal::new(false);
    let attempt = Attempt::new();
    let resend = move |()| {
        busy.set(true);
        let (key, email, id) = (attempt.key(&user.id), user.email.clone(), user.id);
        spawn_local(async move {
            let Record { community, member, .. } = record;
            let outcome = session
                .call(async |client| client.resend_portal_invitation(community, member, id, Some(&key)).await)
                .await;
            busy.try_set(false);
            match outcome {
                Ok(_) => {
                    toasts.success(tr("members.portal.invited", &[("email", &email)])).show();
                    record.changed();
                }
                Err(error) => toasts.failure(describe(&error)).show(),
            }
        });
    };
    view! { <Button label=t("members.portal.resend") icon=Icon::Mail busy=busy on_press=resend /> }
}

#[component]
fn Withdraw(record: Record, user: PortalUser) -> impl IntoView {
    let (session, toasts) = (use_session(), Toasts::get());
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    let title = tr("members.portal.withdraw.title", &[("name", &user.name)]);
    let confirm = move |()| {
        let (id, name) = (user.id, user.name.clone());
        busy.set(true);
        spawn_local(async move {
            let Record { community, member, .. } = record;
            let outcome = session
                .call(async |client| {
                    let etag = client.get_portal_user(community, member, id).await?.etag;
                    client.withdraw_portal_access(community, member, id, &etag).await
                })
                .await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    open.set(false);
                    toasts.success(tr("members.portal.withdrawn", &[("name", &name)])).show();
                    record.changed();
                }
                Err(failure) => {
                    error.try_set(Some(describe(&failure)));
                }
            }
        });
    };
    view! {
        <Button
            label=t("members.portal.withdraw")

            icon=Icon::Close
            on_press=move |()| open.set(true)
        />
        <ConfirmDialog
            open=open
            title=title
            text=t("members.portal.withdraw.text")
            action=t("members.portal.withdraw")
            danger=true
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
}
