//! Logging in and out, and the session cookie.

use crate::answer::{self, Answer};
use crate::auth::password::Comparison;
use crate::auth::throttle::Key;
use crate::auth::{cookies, origin, secret, token};
use crate::error::Error;
use crate::extract::Valid;
use crate::state::State;
use actix_web::http::header::{HeaderValue, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, post, web};
use api_types::{AccessToken, Login, ProblemCode};
use chrono::TimeDelta;
use domain::text::Email;
use store::{Actor, LoginView, RefreshLifetimes, Rotation, UserView, WriteContext};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// A session ends after a week without use, and after 30 days in any case.
pub(super) const LIFETIMES: RefreshLifetimes =
    RefreshLifetimes { idle: TimeDelta::days(7), absolute: TimeDelta::days(30) };

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(login).service(refresh).service(logout);
}

/// Log in
///
/// Answers with a short-lived access token for `Authorization: Bearer`, and sets a cookie that `auth/refresh`
/// exchanges for the next one. An unknown e-mail is answered like a wrong password.
#[utoipa::path(
    tag = "sessions",
    request_body = Login,
    responses(
        (status = 200, description = "Logged in.", body = AccessToken),
        (status = 401, description = "`invalid_credentials`: e-mail or password is wrong."),
        (status = 429, description = "`rate_limited`: too many attempts.")
    ),
    security(())
)]
#[post("/auth/login")]
pub(super) async fn login(state: web::Data<State>, request: HttpRequest, body: Valid<Login>) -> Answer {
    let input = body.into_inner()?;
    let keys = [state.address_of(&request), Key::Login(input.email.trim().to_lowercase())];
    state.attempt(&keys)?;
    let found = match Email::parse(&input.email) {
        Ok(email) => state.store().accounts().login(&email).await?,
        Err(_) => None,
    };
    let stored = found.as_ref().and_then(|found| found.password_hash.as_deref());
    let comparison = state.passwords().compare(&input.password, stored).await?;
    let (Some(LoginView { user, .. }), false) = (found, comparison == Comparison::Different) else {
        return Err(ProblemCode::InvalidCredentials.into());
    };
    state.forgive(&keys);
    // Nobody logs in to an account that is frozen or has lost its access: not even to be told so.
    if state.store().accounts().caller(user.id, state.now()).await?.is_none() {
        return Err(ProblemCode::InvalidCredentials.into());
    }
    let refresh_token = secret::generate().map_err(Error::internal)?;
    let context = own_context(&state, &user);
    let started = state.store().write(&context, async |tx| {
        if let Comparison::SameButOutdated(hash) = &comparison {
            tx.accounts().rehash_password(user.id, hash).await?;
        }
        tx.accounts().start_session(user.id, &secret::hash(&refresh_token), LIFETIMES).await
    });
    let id = answer::fresh(started.await?)?;
    session(&state, &user, id, &refresh_token)
}

/// Renew the access token
///
/// Exchanges the session cookie for the next one and a new access token. A cookie that was exchanged before
/// ends the session: somebody may have stolen it. Two tabs within ten seconds are no theft.
#[utoipa::path(
    tag = "sessions",
    responses(
        (status = 200, description = "Renewed.", body = AccessToken),
        (status = 401, description = "`unauthenticated`: there is no session."),
        (status = 403, description = "`foreign_origin`: the request comes from another site."),
        (status = 429, description = "`rate_limited`: too many attempts.")
    ),
    security(())
)]
#[post("/auth/refresh")]
pub(super) async fn refresh(state: web::Data<State>, request: HttpRequest) -> Answer {
    origin::check(&request, state.public_url())?;
    let shown = cookies::read(&request).ok_or(ProblemCode::Unauthenticated)?;
    let keys = [state.address_of(&request)];
    state.attempt(&keys)?;
    let next = secret::generate().map_err(Error::internal)?;
    let context = WriteContext { actor: Actor::Program, now: state.now(), request_id: None, idempotency: None };
    let rotated = state.store().write(&context, async |tx| {
        tx.accounts().rotate_session(&secret::hash(&shown), &secret::hash(&next), LIFETIMES).await
    });
    match answer::fresh(rotated.await?)? {
        Rotation::Rotated { user, session: id } => {
            state.forgive(&keys);
            if state.store().accounts().caller(user.id, state.now()).await?.is_none() {
                return Err(ProblemCode::Unauthenticated.into());
            }
            session(&state, &user, id, &next)
        }
        outcome => {
            if let Rotation::Reused { user } = outcome {
                tracing::warn!(user_id = %user, "a used session cookie came back; its session is ended");
            }
            let error = Error::from(ProblemCode::Unauthenticated);
            Err(match cookies::remove(state.public_url().is_secure()) {
                Some(removal) => error.with_header(SET_COOKIE, removal),
                None => error,
            })
        }
    }
}

/// Log out
///
/// Ends the session of the cookie and removes it. Without a session there is nothing to do, and no error.
#[utoipa::path(
    tag = "sessions",
    responses(
        (status = 204, description = "Logged out."),
        (status = 403, description = "`foreign_origin`: the request comes from another site.")
    ),
    security(())
)]
#[post("/auth/logout")]
pub(super) async fn logout(state: web::Data<State>, request: HttpRequest) -> Answer {
    origin::check(&request, state.public_url())?;
    if let Some(shown) = cookies::read(&request) {
        let context = WriteContext { actor: Actor::Program, now: state.now(), request_id: None, idempotency: None };
        let ended = state.store().write(&context, async |tx| tx.accounts().end_session(&secret::hash(&shown)).await);
        ended.await?;
    }
    with_cookie(answer::no_content(), cookies::remove(state.public_url().is_secure()))
}

/// What a login's own write is recorded under, before anybody asks who calls.
pub(super) fn own_context(state: &State, user: &UserView) -> WriteContext {
    let actor = Actor::User { id: user.id, name: user.name.clone() };
    WriteContext { actor, now: state.now(), request_id: None, idempotency: None }
}

/// The answer that begins or goes on with a session.
pub(super) fn session(state: &State, user: &UserView, id: Uuid, refresh_token: &str) -> Answer {
    let token = state.token_key().issue(user.id, id, user.session_epoch, state.now());
    let access_token = token.map_err(Error::internal)?;
    let body = AccessToken { access_token, token_type: "Bearer".to_owned(), expires_in: token::LIFETIME_SECONDS };
    let max_age = LIFETIMES.idle.num_seconds();
    with_cookie(answer::plain(&body)?, cookies::keep(refresh_token, max_age, state.public_url().is_secure()))
}

fn with_cookie(mut answer: HttpResponse, cookie: Option<HeaderValue>) -> Answer {
    let cookie = cookie.ok_or_else(|| Error::internal("a cookie that fits no header"))?;
    answer.headers_mut().insert(SET_COOKIE, cookie);
    Ok(answer)
}
