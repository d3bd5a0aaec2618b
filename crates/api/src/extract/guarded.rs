//! First the permission, then the rest: nobody's body is read before they may send it.

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

/// Extracts `G`, and only when that succeeds `R`. Handlers' own arguments would be extracted side by side.
pub(crate) struct Guarded<G, R>(pub(crate) G, pub(crate) R);

impl<G: FromRequest + 'static, R: FromRequest + 'static> FromRequest for Guarded<G, R> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let guard = G::from_request(&request, &mut Payload::None).await.map_err(Into::into)?;
            let rest = R::from_request(&request, &mut payload).await.map_err(Into::into)?;
            Ok(Self(guard, rest))
        })
    }
}
