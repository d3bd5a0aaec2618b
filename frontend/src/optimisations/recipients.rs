//! Who is told what about an optimisation, by mail and in the application.

use super::detail::Subject;
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::session::{Session, use_session};
use crate::ui::{
    Badge, Button, Checkbox, Choice, Emphasis, ErrorSummary, Field, FormState, Icon, Notice, PartInput, PartSelect,
    Remote, RemoteView, SkeletonShape, Toasts, Tone,
};
use api_types::{NotificationRecipientInput, NotificationSettings, NotificationSettingsInput};
use client::Versioned;
use domain::notification::{NotificationEvent, RECIPIENTS_MAX, RecipientKind};
use domain::vocabulary::Locale;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The tab.
pub fn view(subject: StoredValue<Subject>) -> AnyView {
    let session = use_session();
    let id = subject.with_value(|subject| subject.optimisation.id);
    let settings =
        Remote::new(
            move || async move { session.call(async |client| client.get_notification_settings(id).await).await },
        );
    let ready = move |settings: Versioned<NotificationSettings>| Recipients::new(id, settings, session).view();
    view! {
        <p class="tab-lead muted">{t("optimisations.recipients.text")}</p>
        <RemoteView remote=settings shape=SkeletonShape::Form ready=ready />
    }
    .into_any()
}

/// The settings at work.
#[derive(Clone, Copy)]
struct Recipients {
    id: Uuid,
    /// What is on the screen.
    list: RwSignal<Vec<NotificationRecipientInput>>,
    /// What the server told of each.
    known: StoredValue<NotificationSettings>,
    etag: StoredValue<String>,
    state: FormState,
    session: Session,
    toasts: Toasts,
}

impl Recipients {
    fn new(id: Uuid, settings: Versioned<NotificationSettings>, session: Session) -> Self {
        let list = RwSignal::new(settings.value.to_input().recipients);
        let check = move || match (NotificationSettingsInput { recipients: list.get() }).to_domain() {
            Ok(_) => FieldErrors::default(),
            Err(found) => FieldErrors::of_violations(&found),
        };
        Self {
            id,
            list,
            known: StoredValue::new(settings.value),
            etag: StoredValue::new(settings.etag),
            state: FormState::new(check),
            session,
            toasts: Toasts::get(),
        }
    }

    fn view(self) -> AnyView {
        let may_edit = self.known.with_value(|known| known.may_edit);
        let count = Memo::new(move |_| self.list.with(Vec::len));
        let cards = move || (0..count.get()).map(|at| self.card(at, may_edit)).collect_view();
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.submit();
        };
        let why = (!may_edit).then(|| {
            view! { <Notice title=t("optimisations.not_editor.title")><p>{t("optimisations.not_editor")}</p></Notice> }
        });
        view! {
            <div class="stack">
                {why}
                <form class="form" novalidate on:submit=submit>
                    <ErrorSummary form=self.state />
                    {cards}
                    {may_edit.then(|| self.ways(count))}
                </form>
            </div>
        }
        .into_any()
    }

    /// Adding recipients, and saving.
    fn ways(self, count: Memo<usize>) -> AnyView {
        let add = move |kind: RecipientKind| {
            self.list.update(|list| list.push(fresh(kind)));
        };
        let missing = move |kind: RecipientKind| self.list.with(|list| list.iter().all(|of| of.kind != kind));
        let button = move |kind: RecipientKind| {
            let label = t(&format!("optimisations.recipients.add.{kind}"));
            view! { <Button label=label icon=Icon::Plus on_press=move |()| add(kind) /> }
        };
        let full = move || count.get() >= RECIPIENTS_MAX;
        let single = move |kind: RecipientKind| (missing(kind) && !full()).then(|| button(kind));
        view! {
            <div class="series-actions">
                {move || single(RecipientKind::Kam)}
                {move || single(RecipientKind::Contact)}
                {move || (!full()).then(|| button(RecipientKind::Other))}
            </div>
            <div class="form-actions">
                <Button label=t("common.save") emphasis=Emphasis::Primary submit=true busy=self.state.busy />
            </div>
        }
        .into_any()
    }

    fn card(self, at: usize, may_edit: bool) -> AnyView {
        let kind = self.list.with_untracked(|list| list.get(at).map_or(RecipientKind::Other, |of| of.kind));
        let known = self.known.with_value(|known| {
            known.recipients.iter().find(|of| of.kind == kind && kind != RecipientKind::Other).cloned()
        });
        let reachable = self.known.with_value(|known| known.recipients.get(at).is_none_or(|of| of.reachable));
        let name = known.as_ref().map(|of| format!("{} · {}", of.name, of.email));
        let title = t(&format!("optimisations.recipients.kind.{kind}"));
        let remove = move |()| {
            self.list.update(|list| {
                list.remove(at);
            });
        };
        let events = NotificationEvent::ALL.iter().map(|event| self.event(at, *event, may_edit)).collect_view();
        view! {
            <section class="card recipient">
                <header class="card-head">
                    <h2>{title}</h2>
                    {name.map(|name| view! { <p>{name}</p> })}
                    {(!reachable).then(|| view! {
                        <Badge label=t("optimisations.recipients.unreachable") tone=Tone::Waiting />
                    })}
                </header>
                {(kind == RecipientKind::Other).then(|| self.other(at, may_edit))}
                <fieldset class="field">
                    <legend class="field-label">{t("optimisations.recipients.events")}</legend>
                    <div class="checkboxes">{events}</div>
                </fieldset>
                <fieldset class="field">
                    <legend class="field-label">{t("optimisations.recipients.how")}</legend>
                    <div class="checkboxes">
                        {self.way(at, "mail", may_edit, |of| of.mail, |of, on| of.mail = on)}
                        {(kind != RecipientKind::Other)
                            .then(|| self.way(at, "in_app", may_edit, |of| of.in_app, |of, on| of.in_app = on))}
                    </div>
                </fieldset>
                {may_edit.then(|| view! {
                    <div><Button label=t("optimisations.recipients.remove") icon=Icon::Trash on_press=remove /></div>
                })}
            </section>
        }
        .into_any()
    }

    /// The address, name and language of somebody else.
    fn other(self, at: usize, may_edit: bool) -> AnyView {
        let field = |name: &str| {
            let label = t(&format!("optimisations.recipients.{name}"));
            Field::of(self.state, format!("/recipients/{at}/{name}"), label).disabled(!may_edit)
        };
        let text = |read: fn(&NotificationRecipientInput) -> Option<&String>| {
            let read = move |list: &Vec<NotificationRecipientInput>| list.get(at).and_then(read).cloned();
            Signal::derive(move || self.list.with(read).unwrap_or_default())
        };
        let locales = Locale::ALL.iter().map(|of| Choice::new(of.as_str(), crate::language::name(*of))).collect();
        let locale = move |list: &Vec<NotificationRecipientInput>| list.get(at).and_then(|of| of.locale);
        let locale = Signal::derive(move || self.list.with(locale).map(|of| of.to_string()).unwrap_or_default());
        view! {
            <div class="form-grid">
                <div class="half">
                    <PartInput
                        field=field("email")
                        value=text(|of| of.email.as_ref())
                        on_input=move |typed| self.change(at, |of| of.email = Some(typed))
                    />
                </div>
                <div class="half">
                    <PartInput
                        field=field("name")
                        value=text(|of| of.name.as_ref())
                        on_input=move |typed| self.change(at, |of| of.name = Some(typed))
                    />
                </div>
                <div class="half">
                    <PartSelect
                        field=field("locale")
                        value=locale
                        choices=locales
                        on_choose=move |chosen: String| self.change(at, |of| of.locale = chosen.parse().ok())
                    />
                </div>
            </div>
        }
        .into_any()
    }

    fn event(self, at: usize, event: NotificationEvent, may_edit: bool) -> AnyView {
        let on =
            move |list: &Vec<NotificationRecipientInput>| list.get(at).is_some_and(|of| of.events.contains(&event));
        let toggle = move |on: bool| {
            self.change(at, |of| {
                of.events.retain(|known| *known != event);
                if on {
                    of.events.push(event);
                }
            });
        };
        view! {
            <Checkbox
                id=format!("recipients-{at}-{event}")
                label=t(&format!("optimisations.event.{event}"))
                checked=Signal::derive(move || self.list.with(on))
                disabled=!may_edit
                on_change=toggle
            />
        }
        .into_any()
    }

    fn way(
        self,
        at: usize,
        name: &str,
        may_edit: bool,
        read: fn(&NotificationRecipientInput) -> bool,
        write: fn(&mut NotificationRecipientInput, bool),
    ) -> AnyView {
        let on = move |list: &Vec<NotificationRecipientInput>| list.get(at).is_some_and(read);
        view! {
            <Checkbox
                id=format!("recipients-{at}-{name}")
                label=t(&format!("optimisations.recipients.{name}"))
                checked=Signal::derive(move || self.list.with(on))
                disabled=!may_edit
                on_change=move |on: bool| self.change(at, |of| write(of, on))
            />
        }
        .into_any()
    }

    fn change(self, at: usize, change: impl FnOnce(&mut NotificationRecipientInput)) {
        self.list.update(|list| {
            if let Some(of) = list.get_mut(at) {
                change(of);
            }
        });
    }

    fn submit(self) {
        if !self.state.submit() {
            return;
        }
        let body = NotificationSettingsInput { recipients: self.list.get_untracked() };
        let (id, etag) = (self.id, self.etag.get_value());
        self.state.busy.set(true);
        spawn_local(async move {
            let send = async |client: client::Client| client.update_notification_settings(id, &etag, &body).await;
            let answer = self.session.call(send).await;
            self.state.busy.try_set(false);
            match answer {
                Ok(saved) => {
                    let count = saved.value.recipients.len().to_string();
                    self.etag.try_set_value(saved.etag);
                    self.known.try_set_value(saved.value);
                    self.toasts.success(tr("optimisations.recipients.saved", &[("count", &count)])).show();
                }
                Err(error) => self.state.refuse(&error),
            }
        });
    }
}

/// A recipient who is told everything.
fn fresh(kind: RecipientKind) -> NotificationRecipientInput {
    let other = kind == RecipientKind::Other;
    NotificationRecipientInput {
        kind,
        email: other.then(String::new),
        name: other.then(String::new),
        locale: other.then(crate::i18n::locale),
        events: NotificationEvent::ALL.to_vec(),
        in_app: !other,
        mail: true,
    }
}
