//! Who is logged in: the access token in memory, its renewal, and what the user may do.
//!
//! The token never leaves memory; the refresh token is a cookie that scripts cannot read. Pages reach the API
//! through [`Session::call`], which renews an expired token once.
//!
//! This module must never know: what a page does with an answer.

use crate::language::Language;
use api_types::{AccessToken, Login, Me, MeRole, TokenAndPassword, UpdateMe};
use client::{Client, Error};
use domain::role::{Decision, Grant, Permission, Place, Role, decide};
use domain::vocabulary::Locale;
use js_sys::{Function, Promise};
use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};

/// Renewed this long before it expires, so that no request has to wait for it.
const MARGIN: u32 = 60;

/// Written to the browser's storage on logout; other tabs of the same user then log out too.
const LOGOUT_KEY: &str = "clef.logout";

/// Stands in the browser's storage while there is a refresh cookie to try; the cookie itself cannot be seen.
const SESSION_KEY: &str = "clef.session";

/// Where the session stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// The refresh cookie is being tried.
    Starting,
    /// The server could not be asked.
    Unreachable,
    /// Nobody is logged in.
    Anonymous,
    /// Somebody is logged in.
    Active(Me),
    /// Somebody was, and the server no longer accepts it; their page stays until they log in again.
    Expired(Me),
}

/// The session of this tab.
#[derive(Clone, Copy)]
pub struct Session {
    language: Language,
    state: RwSignal<State>,
    client: StoredValue<Client, LocalStorage>,
    renewal: StoredValue<Option<Promise>, LocalStorage>,
    /// Kept while requests wait for the user to log in again: what they wait for, and what lets them go on.
    relogin: StoredValue<Option<(Promise, Function)>, LocalStorage>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// The session; provided by the application's root.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// Begins with the refresh cookie of an earlier visit, if there is one.
    pub fn start(language: Language) -> Self {
        let session = Self {
            language,
            state: RwSignal::new(State::Starting),
            client: StoredValue::new_local(Client::new(&window().location().origin().unwrap_or_default())),
            renewal: StoredValue::new_local(None),
            relogin: StoredValue::new_local(None),
            timer: StoredValue::new(None),
        };
        window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() == Some(LOGOUT_KEY) {
                session.forget(State::Anonymous);
            }
        });
        if may_have_cookie() {
            session.resume();
        } else {
            session.state.set(State::Anonymous);
        }
        session
    }

    /// Tries the refresh cookie, at the start or after the server could not be reached.
    pub fn resume(self) {
        self.state.set(State::Starting);
        spawn_local(async move {
            let outcome = match self.renew().await {
                Ok(()) => self.begin().await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(()) => {}
                Err(error) if is_unauthenticated(&error) => self.forget(State::Anonymous),
                Err(_) => self.state.set(State::Unreachable),
            }
        });
    }

    /// Where the session stands.
    pub fn state(self) -> Signal<State> {
        self.state.into()
    }

    /// The user, once logged in.
    pub fn me(self) -> Signal<Option<Me>> {
        Signal::derive(move || self.state.with(|state| state.me().cloned()))
    }

    /// The user's id, without notifying of changes.
    pub fn user_id(self) -> Option<Uuid> {
        self.state.with_untracked(|state| state.me().map(|me| me.user.id))
    }

    /// Whether the user may do something at a place.
    pub fn can(self, permission: Permission, place: Place) -> bool {
        self.state.with(|state| state.me().is_some_and(|me| can(me, permission, place)))
    }

    /// Whether there is anything the user could be told of customer accounts and their optimisations.
    pub fn is_told(self) -> bool {
        const TOLD: [Role; 3] = [Role::Manager, Role::Kam, Role::Customer];
        self.state.with(|state| state.me().is_some_and(|me| me.roles.iter().any(|at| TOLD.contains(&at.role))))
    }

    /// The account of a user who is a customer.
    pub fn own_account(self) -> Option<Uuid> {
        self.state.with(|state| state.me().and_then(|me| me.roles.iter().find_map(|at| at.customer_id)))
    }

    /// The client with the present token. Pages that need a login use [`Session::call`].
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// Asks the API; when the token is no longer accepted, renews it, if need be by asking the user to log in
    /// again, and asks once more.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn call<T>(self, operation: impl AsyncFn(Client) -> Result<T, Error>) -> Result<T, Error> {
        match operation(self.client()).await {
            Err(error) if is_unauthenticated(&error) => {
                if self.renew_shared().await || self.logged_in_again().await {
                    operation(self.client()).await
                } else {
                    Err(error)
                }
            }
            outcome => outcome,
        }
    }

    /// Logs in.
    ///
    /// # Errors
    /// Those of `login`.
    pub async fn login(self, email: String, password: String) -> Result<(), Error> {
        let token = self.client().login(&Login { email, password }).await?;
        self.accept(&token);
        self.begin().await
    }

    /// Accepts an invitation, which also logs in.
    ///
    /// # Errors
    /// Those of `accept_invitation`.
    pub async fn accept_invitation(self, token: String, password: String) -> Result<(), Error> {
        let token = self.client().accept_invitation(&TokenAndPassword { token, password }).await?;
        self.accept(&token);
        self.begin().await
    }

    /// Logs out, here and in the browser's other tabs. Without an answer of the server too.
    pub fn logout(self) {
        let client = self.client();
        spawn_local(async move {
            // The page is left either way; the token runs out by itself.
            let _ = client.logout().await;
        });
        store(LOGOUT_KEY, Some(&js_sys::Date::now().to_string()));
        self.forget(State::Anonymous);
    }

    /// Reads the user anew, for example after their name or a role was changed.
    ///
    /// # Errors
    /// Those of `get_me`.
    pub async fn load_me(self) -> Result<(), Error> {
        let me = self.call(async |client| client.get_me().await).await?;
        self.changed(me.value);
        Ok(())
    }

    /// With a fresh token: finds out who the user is, speaks their language and lets waiting requests go on.
    async fn begin(self) -> Result<(), Error> {
        let me = self.client().get_me().await?.value;
        if !self.language.was_chosen() {
            // Without the catalogue the present language stands, which is better than nothing.
            let _ = self.language.speak(me.user.locale).await;
        }
        self.state.set(State::Active(me));
        self.release();
        // The language of the login page was a choice; not being able to keep it is no reason to stay outside.
        let _ = self.save_locale(crate::i18n::locale()).await;
        Ok(())
    }

    /// Keeps the language of the screens in the user's profile, if somebody is logged in.
    ///
    /// # Errors
    /// Those of `get_me` and `update_me`.
    pub async fn save_locale(self, locale: Locale) -> Result<(), Error> {
        if self.state.with_untracked(|state| state.me().is_none_or(|me| me.user.locale == locale)) {
            return Ok(());
        }
        let me = self.call(async |client| client.get_me().await).await?;
        let body = UpdateMe { name: me.value.user.name, locale };
        let me = self.call(async |client| client.update_me(&me.etag, &body).await).await?;
        self.changed(me.value);
        Ok(())
    }

    /// The user changed something about themselves, and this is the answer.
    pub fn changed(self, me: Me) {
        self.state.set(State::Active(me));
    }

    fn accept(self, token: &AccessToken) {
        self.client().set_token(Some(token.access_token.clone()));
        store(SESSION_KEY, Some("1"));
        self.stop_timer();
        let wait = Duration::from_secs(u64::from(token.expires_in.saturating_sub(MARGIN).max(MARGIN / 2)));
        let renew = move || {
            spawn_local(async move {
                self.renew_shared().await;
            });
        };
        self.timer.set_value(set_timeout_with_handle(renew, wait).ok());
    }

    async fn renew(self) -> Result<(), Error> {
        let token = self.client().refresh().await?;
        self.accept(&token);
        Ok(())
    }

    /// Renews once for all who ask at the same time.
    async fn renew_shared(self) -> bool {
        let promise = self.renewal.get_value().unwrap_or_else(|| {
            let promise = future_to_promise(async move {
                let renewed = self.renew().await.is_ok();
                self.renewal.set_value(None);
                Ok(JsValue::from_bool(renewed))
            });
            self.renewal.set_value(Some(promise.clone()));
            promise
        });
        JsFuture::from(promise).await.is_ok_and(|renewed| renewed.is_truthy())
    }

    /// Asks the user to log in again over their page, and waits until they have, or have left.
    async fn logged_in_again(self) -> bool {
        self.stop_timer();
        if let State::Active(me) = self.state.get_untracked() {
            self.state.set(State::Expired(me));
        }
        if !matches!(self.state.get_untracked(), State::Expired(_)) {
            return false;
        }
        let waiting = self.relogin.get_value().map(|(promise, _)| promise);
        let promise = waiting.unwrap_or_else(|| {
            let mut go_on = None;
            let promise = Promise::new(&mut |resolve, _| go_on = Some(resolve));
            self.relogin.set_value(go_on.map(|go_on| (promise.clone(), go_on)));
            promise
        });
        JsFuture::from(promise).await.is_ok_and(|again| again.is_truthy())
    }

    /// Lets the requests go on that waited for a login.
    fn release(self) {
        if let Some((_, go_on)) = self.relogin.try_update_value(Option::take).flatten() {
            let again = JsValue::from_bool(matches!(self.state.get_untracked(), State::Active(_)));
            // Resolving a promise throws nothing.
            let _ = go_on.call1(&JsValue::NULL, &again);
        }
    }

    fn forget(self, state: State) {
        self.stop_timer();
        self.client().set_token(None);
        store(SESSION_KEY, None);
        self.state.set(state);
        self.release();
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

impl State {
    /// The user, also while their session waits to be renewed.
    pub const fn me(&self) -> Option<&Me> {
        match self {
            Self::Active(me) | Self::Expired(me) => Some(me),
            Self::Starting | Self::Unreachable | Self::Anonymous => None,
        }
    }
}

/// Without storage nobody knows, and the cookie is tried.
fn may_have_cookie() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.is_none_or(|storage| storage.get_item(SESSION_KEY).ok().flatten().is_some())
}

fn store(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or absent storage costs other tabs the news, and the next visit a login.
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

fn is_unauthenticated(error: &Error) -> bool {
    error.status() == Some(401)
}

/// The server's rule over the roles it told, so that no button is shown that could only fail.
fn can(me: &Me, permission: Permission, place: Place) -> bool {
    let grants: Vec<Grant> = me.roles.iter().filter_map(grant).collect();
    decide(&grants, permission, place) == Decision::Allowed
}

fn grant(role: &MeRole) -> Option<Grant> {
    let organisation = role.organisation_id;
    Some(match role.role {
        Role::Operator => Grant::Operator,
        Role::Manager => Grant::Manager { organisation: organisation? },
        Role::Kam => Grant::Kam { organisation: organisation? },
        Role::CommunityManager => {
            Grant::CommunityManager { organisation: organisation?, community: role.community_id? }
        }
        Role::Member => {
            Grant::Member { organisation: organisation?, community: role.community_id?, member: role.member_id? }
        }
        Role::Customer => Grant::Customer { organisation: organisation?, customer: role.customer_id? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::MeUser;
    use domain::vocabulary::Locale;

    const HOME: Uuid = Uuid::from_u128(1);
    const PARK: Uuid = Uuid::from_u128(2);

    fn me(role: Role, community_id: Option<Uuid>) -> Me {
        let role = MeRole {
            role,
            permissions: role.permissions().to_vec(),
            organisation_id: Some(HOME),
            organisation_name: None,
            community_id,
            community_name: None,
            member_id: None,
            customer_id: None,
            customer_name: None,
        };
        let user = MeUser { id: HOME, email: String::new(), name: String::new(), locale: Locale::En };
        Me { user, permissions: role.permissions.clone(), roles: vec![role] }
    }

    #[test]
    fn a_role_holds_at_its_place_only() {
        let park = Place::Community { organisation: HOME, id: PARK };
        let other = Place::Community { organisation: HOME, id: HOME };
        let elsewhere = Place::Community { organisation: PARK, id: PARK };
        let manager = me(Role::Manager, None);
        let community_manager = me(Role::CommunityManager, Some(PARK));
        for (who, place, allowed) in [
            (&manager, park, true),
            (&manager, other, true),
            (&manager, elsewhere, false),
            (&community_manager, park, true),
            (&community_manager, other, false),
        ] {
            assert_eq!(can(who, Permission::MetersWrite, place), allowed, "{place:?}");
        }
    }

    #[test]
    fn a_role_without_its_place_permits_nothing() {
        let broken = me(Role::CommunityManager, None);
        assert!(!can(&broken, Permission::CommunityRead, Place::Community { organisation: HOME, id: PARK }));
    }
}
