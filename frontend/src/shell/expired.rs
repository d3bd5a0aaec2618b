//! The session ended while somebody worked: they log in again over their page, and nothing typed is lost.

use crate::errors::describe;
use crate::i18n::{t, tr};
use crate::session::{State, use_session};
use crate::ui::{Button, Dialog, Emphasis, Field, Notice, NoticeKind, TextInput, TextKind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Open while the session is expired; closing it leaves the page for the login page.
#[component]
pub fn ExpiredDialog() -> impl IntoView {
    let session = use_session();
    let state = session.state();
    let expired = Memo::new(move |_| state.with(|state| matches!(state, State::Expired(_))));
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(expired.get()));
    Effect::new(move |_| {
        if !open.get() && expired.get_untracked() {
            session.logout();
        }
    });
    view! { <Dialog open=open title=t("shell.expired.title")><LoginAgain /></Dialog> }
}

#[component]
fn LoginAgain() -> impl IntoView {
    let session = use_session();
    let email = session.me().with_untracked(|me| me.as_ref().map(|me| me.user.email.clone())).unwrap_or_default();
    let password = RwSignal::new(String::new());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let text = tr("shell.expired.text", &[("email", &email)]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let email = email.clone();
        spawn_local(async move {
            let outcome = session.login(email, password.get_untracked()).await;
            busy.try_set(false);
            if let Err(error) = outcome {
                failure.try_set(Some(describe(&error)));
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate=true>
            <p>{text}</p>
            {move || failure.get().map(|failure| view! {
                <Notice kind=NoticeKind::Error announce=true><p>{failure}</p></Notice>
            })}
            <TextInput field=Field::new("expired-password", t("session.password")) value=password kind=TextKind::Password />
            <div class="dialog-actions">
                <Button label=t("session.log_in") emphasis=Emphasis::Primary submit=true busy=busy />
            </div>
        </form>
    }
}
