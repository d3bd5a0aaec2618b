//! Inviting somebody to an organisation.

use super::roles::{Roles, RolesEditor};
use crate::errors::FieldErrors;
use crate::i18n::{locale, t, tr};
use crate::idempotency::Attempt;
use crate::language;
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Button, Choice, Emphasis, ErrorSummary, Field, FormSection, FormState, LinkButton, PageHead, Select, TextInput,
    TextKind, Toasts,
};
use api_types::{InviteUser, Me};
use domain::role::{Permission, Place, Role, may_grant};
use domain::vocabulary::Locale;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    email: RwSignal<String>,
    name: RwSignal<String>,
    locale: RwSignal<String>,
    roles: Roles,
}

impl Fields {
    fn new(organisation: Uuid) -> Self {
        Self {
            email: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            locale: RwSignal::new(locale().to_string()),
            roles: Roles::new(organisation, Vec::new()),
        }
    }

    fn body(self) -> InviteUser {
        InviteUser {
            email: self.email.get(),
            name: self.name.get(),
            locale: self.locale.get().parse().unwrap_or(Locale::En),
            roles: self.roles.values(),
        }
    }

    fn is_touched(self) -> bool {
        self.email.with(|email| !email.is_empty()) || self.name.with(|name| !name.is_empty())
    }
}

/// The roles the user may give in an organisation, in the order they are offered.
pub fn grantable(session: Session, organisation: Uuid) -> Vec<Role> {
    let held = session.me().with_untracked(|me| me.as_ref().map(|me| held(me, organisation)).unwrap_or_default());
    [Role::Manager, Role::CommunityManager, Role::Kam, Role::Member]
        .into_iter()
        .filter(|role| may_grant(&held, *role))
        .collect()
}

/// The roles somebody holds that count in an organisation.
pub fn held(me: &Me, organisation: Uuid) -> Vec<Role> {
    me.roles
        .iter()
        .filter(|role| role.organisation_id.is_none_or(|id| id == organisation))
        .map(|role| role.role)
        .collect()
}

/// The page.
#[component]
pub fn UserInvite(
    /// The organisation.
    organisation: Uuid,
) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let fields = Fields::new(organisation);
    let granted = grantable(session, organisation);
    let me = session.me();
    let form = FormState::new(move || {
        let held = me.with(|me| me.as_ref().map(|me| held(me, organisation)).unwrap_or_default());
        match fields.body().to_domain(&held) {
            Ok(_) => FieldErrors::default(),
            Err(violations) => FieldErrors::of_violations(&violations),
        }
    });
    let sent = RwSignal::new(false);
    router.guard(Signal::derive(move || fields.is_touched() && !sent.get()));
    // The operator invites the first manager and sees no users.
    let back = if untrack(|| session.can(Permission::UsersRead, Place::Organisation(organisation))) {
        (Route::Users(organisation).path(), t("users.title"))
    } else {
        (Route::Organisation(organisation).path(), t("organisations.one"))
    };
    let (attempt, target) = (Attempt::new(), back.0.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let (body, target) = (untrack(|| fields.body()), target.clone());
        let key = attempt.key(&body);
        spawn_local(async move {
            let outcome = session.call(async |c| c.invite_user(organisation, &body, Some(&key)).await).await;
            form.busy.set(false);
            match outcome {
                Ok(user) => {
                    sent.set(true);
                    toasts.success(tr("users.invited", &[("email", &user.value.email)])).show();
                    router.go(&target);
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    view! {
        <PageHead title=t("users.invite.title") lead=t("users.invite.lead") back=back.clone() />
        <form class="form narrow" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            {person(form, fields)}
            <FormSection title=t("users.roles") hint=t("users.roles_hint")>
                <RolesEditor roles=fields.roles grantable=granted form=form />
            </FormSection>
            <div class="form-actions">
                <LinkButton href=back.0 label=t("ui.cancel") />
                <Button label=t("users.invite.action") emphasis=Emphasis::Primary submit=true busy=form.busy />
            </div>
        </form>
    }
}

fn person(form: FormState, fields: Fields) -> AnyView {
    let locales = Locale::ALL.iter().map(|locale| Choice::new(locale.as_str(), language::name(*locale))).collect();
    view! {
        <FormSection title=t("users.person") hint=t("users.person_hint")>
            <TextInput
                field=Field::of(form, "/email", t("users.email")).hint(t("users.email_hint"))
                value=fields.email
                kind=TextKind::Email
                autocomplete="off"
            />
            <TextInput field=Field::of(form, "/name", t("users.name")) value=fields.name autocomplete="off" />
            <Select
                field=Field::of(form, "/locale", t("users.locale")).hint(t("users.locale_hint"))
                value=fields.locale
                choices=locales
            />
        </FormSection>
    }
    .into_any()
}
