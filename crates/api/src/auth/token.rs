//! Access tokens: short-lived JWTs that only say who and in which session; rights are read from the database.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long an access token is valid, in seconds.
pub(crate) const LIFETIME_SECONDS: u32 = 600;

const ISSUER: &str = "clef";
const AUDIENCE: &str = "clef-api";

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    iss: String,
    aud: String,
    exp: i64,
    iat: i64,
    /// The login.
    pub(crate) sub: Uuid,
    /// The session, which ends when it is logged out.
    pub(crate) sid: Uuid,
    /// The login's session epoch at the time; a password reset leaves all earlier ones behind.
    pub(crate) ver: i64,
}

/// The key that signs access tokens.
pub(crate) struct TokenKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl TokenKey {
    /// A key made of `secret`, of 32 bytes or more.
    pub(crate) fn new(secret: &[u8]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The injected clock decides below, not the machine's.
        validation.validate_exp = false;
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret), validation }
    }

    /// A token for a session that begins now.
    pub(crate) fn issue(
        &self,
        login: Uuid,
        session: Uuid,
        epoch: i64,
        now: DateTime<Utc>,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            exp: now.timestamp() + i64::from(LIFETIME_SECONDS),
            iat: now.timestamp(),
            sub: login,
            sid: session,
            ver: epoch,
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
    }

    /// What a token says, when it is ours and still valid.
    pub(crate) fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Claims> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        (now.timestamp() < claims.exp).then_some(claims)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_token_is_read_until_it_expires_and_with_its_own_key_only() {
        let key = TokenKey::new(&[7; 32]);
        let (login, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let token = key.issue(login, session, 3, at(0)).unwrap();
        let claims = key.read(&token, at(599)).unwrap();
        assert_eq!((claims.sub, claims.sid, claims.ver), (login, session, 3));
        assert_eq!(key.read(&token, at(600)), None);
        assert_eq!(TokenKey::new(&[8; 32]).read(&token, at(0)), None);
    }

    #[test]
    fn a_token_that_names_another_algorithm_or_audience_is_refused() {
        let key = TokenKey::new(&[7; 32]);
        let foreign = serde_json::json!({"iss": "clef", "aud": "other", "exp": at(60).timestamp(), "iat": 0,
            "sub": Uuid::nil(), "sid": Uuid::nil(), "ver": 0});
        let token = |algorithm, secret: &[u8]| {
            jsonwebtoken::encode(&Header::new(algorithm), &foreign, &EncodingKey::from_secret(secret)).unwrap()
        };
        assert_eq!(key.read(&token(Algorithm::HS256, &[7; 32]), at(0)), None);
        assert_eq!(key.read(&token(Algorithm::HS512, &[7; 32]), at(0)), None);
        for text in ["", "a.b.c", "ey.ey.", "…"] {
            assert_eq!(key.read(text, at(0)), None, "{text}");
        }
    }
}
