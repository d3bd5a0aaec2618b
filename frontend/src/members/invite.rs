//! Inviting somebody to look at a member's meters: three fields, filled in from the member.

use super::portal::Record;
use crate::errors::FieldErrors;
use crate::i18n::{locale, t, tr};
use crate::idempotency::Attempt;
use crate::language;
use crate::session::use_session;
use crate::ui::{
    Button, Choice, Dialog, Emphasis, ErrorSummary, Field, FormState, Select, TextInput, TextKind, Toasts,
};
use api_types::{InvitePortalUser, Member};
use domain::role::Role;
use domain::vocabulary::Locale;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is typed.
#[derive(Clone, Copy)]
struct Values {
    email: RwSignal<String>,
    name: RwSignal<String>,
    locale: RwSignal<String>,
}

impl Values {
    fn of(member: &Member) -> Self {
        Self {
            email: RwSignal::new(member.email.clone().unwrap_or_default()),
            name: RwSignal::new(member.display_name.clone()),
            locale: RwSignal::new(locale().to_string()),
        }
    }

    fn body(self) -> InvitePortalUser {
        InvitePortalUser {
            email: self.email.get(),
            name: self.name.get(),
            locale: self.locale.get().parse().unwrap_or(Locale::En),
        }
    }
}

/// The dialog.
#[component]
pub fn InviteDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The member.
    member: Member,
    /// Those who see the member's meters.
    record: Record,
) -> impl IntoView {
    let title = tr("members.portal.invite.title", &[("name", &member.display_name)]);
    view! {
        <Dialog open=open title=title>
            {form(open, &member, record)}
        </Dialog>
    }
}

fn form(open: RwSignal<bool>, member: &Member, record: Record) -> AnyView {
    let (session, toasts, attempt) = (use_session(), Toasts::get(), Attempt::new());
    let values = Values::of(member);
    let Record { community, member, .. } = record;
    let state = FormState::new(move || {
        // Whoever sees this button may give this role.
        match values.body().to_domain(community, member, &[Role::CommunityManager]) {
            Ok(_) => FieldErrors::default(),
            Err(violations) => FieldErrors::of_violations(&violations),
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !state.submit() {
            return;
        }
        state.busy.set(true);
        let body = untrack(|| values.body());
        let key = attempt.key(&body);
        spawn_local(async move {
            let outcome = session
                .call(async |client| client.invite_portal_user(community, member, &body, Some(&key)).await)
                .await;
            state.busy.try_set(false);
            match outcome {
                Ok(user) => {
                    open.set(false);
                    toasts.success(tr("members.portal.invited", &[("email", &user.value.email)])).show();
                    record.changed();
                }
                Err(error) => state.refuse(&error),
            }
        });
    };
    let locales = Locale::ALL.iter().map(|locale| Choice::new(locale.as_str(), language::name(*locale))).collect();
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p>{t("members.portal.invite.text")}</p>
            <ErrorSummary form=state />
            <TextInput
                field=Field::of(state, "/email", t("members.field.email")).hint(t("members.portal.email_hint"))
                value=values.email
                kind=TextKind::Email
                autocomplete="off"
            />
            <TextInput field=Field::of(state, "/name", t("members.field.name")) value=values.name autocomplete="off" />
            <Select
                field=Field::of(state, "/locale", t("members.portal.locale"))
                value=values.locale
                choices=locales
            />
            <div class="dialog-actions">
                <Button label=t("ui.cancel") on_press=move |()| open.set(false) />
                <Button
                    label=t("members.portal.invite.action")
                    emphasis=Emphasis::Primary
                    submit=true
                    busy=state.busy
                />
            </div>
        </form>
    }
    .into_any()
}
