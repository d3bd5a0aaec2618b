//! Who calls: the login an access token names, with what it holds now.

use crate::edge::RequestId;
use crate::error::Error;
use crate::state::State;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, web};
use api_types::ProblemCode;
use domain::role::{Decision, Grant, Permission, Place, Role, decide};
use store::{Actor, CallerView, IdempotencyRequest, UserView, WriteContext};

/// The caller of a request. Rights are the database's at this request, never the token's.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    view: CallerView,
    request_id: RequestId,
}

impl Caller {
    /// Reads the access token and then the login, whose session must go on.
    pub(crate) async fn of(request: &HttpRequest) -> Result<Self, Error> {
        let unauthenticated = || Error::from(ProblemCode::Unauthenticated);
        let state = State::of(request)?;
        let token = bearer(request).ok_or_else(unauthenticated)?;
        let claims = state.token_key().read(token, state.now()).ok_or_else(unauthenticated)?;
        let accounts = state.store().accounts();
        let view = accounts.caller(claims.sub, state.now()).await?.ok_or_else(unauthenticated)?;
        let is_open = accounts.has_session(claims.sub, claims.sid, state.now()).await?;
        if view.user.session_epoch != claims.ver || !is_open {
            return Err(unauthenticated());
        }
        Ok(Self { view, request_id: RequestId::of(request) })
    }

    /// The login.
    pub(crate) const fn user(&self) -> &UserView {
        &self.view.user
    }

    /// What they hold.
    pub(crate) fn grants(&self) -> &[Grant] {
        &self.view.grants
    }

    /// Lets them pass when they may do this there.
    ///
    /// # Errors
    /// 403 at a place they know, 404 at any other.
    pub(crate) fn require(&self, permission: Permission, place: Place) -> Result<(), Error> {
        match decide(self.grants(), permission, place) {
            Decision::Allowed => Ok(()),
            Decision::Forbidden => Err(ProblemCode::Forbidden.into()),
            Decision::Unknown => Err(ProblemCode::NotFound.into()),
        }
    }

    /// What they may do at a place, in the order of the vocabulary.
    pub(crate) fn permissions_at(&self, place: Place) -> Vec<Permission> {
        let allowed = |permission| self.grants().iter().any(|grant| grant.allows(permission, place));
        Permission::ALL.iter().copied().filter(|permission| allowed(*permission)).collect()
    }

    /// The roles they hold at a place or above it: what they may give there depends on these.
    pub(crate) fn roles_at(&self, place: Place) -> Vec<Role> {
        self.grants().iter().filter(|grant| grant.reaches(place)).map(Grant::role).collect()
    }

    /// What a write of theirs is recorded under.
    pub(crate) fn write_context(&self, state: &State, idempotency: Option<IdempotencyRequest>) -> WriteContext {
        WriteContext {
            actor: Actor::User { id: self.view.user.id, name: self.view.user.name.clone() },
            now: state.now(),
            request_id: Some(self.request_id.to_string()),
            idempotency,
        }
    }
}

/// The token of `Authorization: Bearer …`; the scheme is compared without case.
fn bearer(request: &HttpRequest) -> Option<&str> {
    let (scheme, token) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl State {
    /// The program's state, which `startup` gives to every request.
    pub(crate) fn of(request: &HttpRequest) -> Result<&Self, Error> {
        let state = request.app_data::<web::Data<Self>>();
        state.map(|state| state.get_ref()).ok_or_else(|| Error::internal("no state in this application"))
    }
}
