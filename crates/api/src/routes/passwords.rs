//! Choosing passwords by the links of mails: invitations, and new passwords for forgotten ones.

use super::sessions::{LIFETIMES, own_context, session};
use crate::answer::{self, Answer};
use crate::auth::password::Comparison;
use crate::auth::secret;
use crate::auth::throttle::Key;
use crate::error::Error;
use crate::extract::Valid;
use crate::mail::Letter;
use crate::state::State;
use actix_web::{HttpRequest, HttpResponse, post, web};
use api_types::{AccessToken, ForgotPassword, InvitationOffer, InvitationToken, ProblemCode, TokenAndPassword};
use domain::Violations;
use domain::password::{check, min_length};
use domain::role::Role;
use domain::text::Email;
use store::InvitationView;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(inspect_invitation).service(accept_invitation).service(forgot_password).service(reset_password);
}

/// Look at an invitation
///
/// Says who invites whom, and whether the login exists already: then its present password accepts.
#[utoipa::path(
    tag = "sessions",
    request_body = InvitationToken,
    responses(
        (status = 200, description = "What it offers.", body = InvitationOffer),
        (status = 429, description = "`rate_limited`: too many attempts.")
    ),
    security(())
)]
#[post("/auth/inspect-invitation")]
pub(super) async fn inspect_invitation(
    state: web::Data<State>,
    request: HttpRequest,
    body: Valid<InvitationToken>,
) -> Answer {
    let input = body.into_inner()?;
    let keys = [state.address_of(&request)];
    state.attempt(&keys)?;
    let invitation = state.store().accounts().invitation(&secret::hash(&input.token), state.now()).await?;
    state.forgive(&keys);
    let context = own_context(&state, &invitation.user);
    let opened = state.store().write(&context, async |tx| tx.accounts().note_opened(&secret::hash(&input.token)).await);
    opened.await?;
    answer::plain(&InvitationOffer {
        login_exists: invitation.password_hash.is_some(),
        email: invitation.user.email,
        name: invitation.name,
        organisation_name: invitation.organisation_name,
        locale: invitation.locale,
    })
}

/// Accept an invitation
///
/// With a new password, or with the present one when the login exists already; logs in.
#[utoipa::path(
    tag = "sessions",
    request_body = TokenAndPassword,
    responses(
        (status = 200, description = "Accepted and logged in.", body = AccessToken),
        (status = 401, description = "`invalid_credentials`: the login exists and has another password."),
        (status = 429, description = "`rate_limited`: too many attempts.")
    ),
    security(())
)]
#[post("/auth/accept-invitation")]
pub(super) async fn accept_invitation(
    state: web::Data<State>,
    request: HttpRequest,
    body: Valid<TokenAndPassword>,
) -> Answer {
    let input = body.into_inner()?;
    let address = [state.address_of(&request)];
    state.attempt(&address)?;
    let token_hash = secret::hash(&input.token);
    let invitation = state.store().accounts().invitation(&token_hash, state.now()).await?;
    let password_hash = accepting_hash(&state, &invitation, &input.password).await?;
    state.forgive(&address);
    let refresh_token = secret::generate().map_err(Error::internal)?;
    let context = own_context(&state, &invitation.user);
    let accepted = state.store().write(&context, async |tx| {
        let user = tx.accounts().accept_invitation(&token_hash, password_hash.as_deref()).await?;
        let session = tx.accounts().start_session(user.id, &secret::hash(&refresh_token), LIFETIMES).await?;
        Ok((user, session))
    });
    let (user, id) = answer::fresh(accepted.await?)?;
    session(&state, &user, id, &refresh_token)
}

/// The hash of a new login's password; none for a login whose password was given right.
async fn accepting_hash(state: &State, invitation: &InvitationView, password: &str) -> Result<Option<String>, Error> {
    if let Some(present) = &invitation.password_hash {
        let login = [Key::Login(invitation.user.email.to_lowercase())];
        state.attempt(&login)?;
        if state.passwords().compare(password, Some(present)).await? == Comparison::Different {
            return Err(ProblemCode::InvalidCredentials.into());
        }
        state.forgive(&login);
        return Ok(None);
    }
    let context = [invitation.user.email.as_str(), &invitation.name, &invitation.organisation_name];
    require_good(password, &invitation.roles, &context)?;
    state.passwords().hash(password).await.map(Some)
}

/// Ask for a new password
///
/// Sends a mail with a link that works once, within an hour, if the login exists. The answer is the same if not.
#[utoipa::path(
    tag = "sessions",
    request_body = ForgotPassword,
    responses(
        (status = 202, description = "Accepted, whether or not there is such a login."),
        (status = 429, description = "`rate_limited`: too many attempts.")
    ),
    security(())
)]
#[post("/auth/forgot-password")]
pub(super) async fn forgot_password(
    state: web::Data<State>,
    request: HttpRequest,
    body: Valid<ForgotPassword>,
) -> Answer {
    let email = body.check(|input| {
        let mut violations = Violations::default();
        let email = violations.check("/email", Email::parse(&input.email));
        violations.into_result(|| email)
    })?;
    state.attempt(&[state.address_of(&request), Key::Mail(email.key())])?;
    state.reset_requests().push(email);
    Ok(HttpResponse::Accepted().finish())
}

/// Choose a new password
///
/// With the token of a mail. Ends every session of the login, and tells its owner by mail.
#[utoipa::path(
    tag = "sessions",
    request_body = TokenAndPassword,
    responses(
        (status = 204, description = "The password is changed; log in with it."),
        (status = 429, description = "`rate_limited`: too many attempts.")
    ),
    security(())
)]
#[post("/auth/reset-password")]
pub(super) async fn reset_password(
    state: web::Data<State>,
    request: HttpRequest,
    body: Valid<TokenAndPassword>,
) -> Answer {
    let input = body.into_inner()?;
    let address = [state.address_of(&request)];
    state.attempt(&address)?;
    let token_hash = secret::hash(&input.token);
    let reset = state.store().accounts().password_reset(&token_hash, state.now()).await?;
    require_good(&input.password, &reset.roles, &[&reset.user.email, &reset.user.name])?;
    let password_hash = state.passwords().hash(&input.password).await?;
    let link = format!("{}/forgot-password", state.public_url().origin());
    let context = own_context(&state, &reset.user);
    let written = state.store().write(&context, async |tx| {
        let user = tx.accounts().reset_password(&token_hash, &password_hash).await?;
        let letter = Letter::PasswordChanged { locale: user.locale, name: user.name, link };
        tx.mail(letter.to(&user.email)?).await
    });
    written.await?;
    state.forgive(&[address, [Key::Login(reset.user.email.to_lowercase())]].concat());
    state.mail_is_waiting();
    Ok(answer::no_content())
}

/// Refuses a password that is short or easy to guess.
fn require_good(password: &str, roles: &[Role], context: &[&str]) -> Result<(), Error> {
    let mut violations = Violations::default();
    violations.check("/password", check(password, min_length(roles), context));
    violations.into_result(|| Some(())).map_err(Error::from)
}
