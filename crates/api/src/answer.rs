//! Successful answers: resources with their `ETag`, creations with their `Location`.

use crate::error::Error;
use crate::extract::IfNoneMatch;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{StoredResponse, Written};

/// What a handler returns.
pub(crate) type Answer = Result<HttpResponse, Error>;

const JSON: &str = "application/json";

/// The strong tag of a resource: its version, which a change names in `If-Match`, and a digest of what was
/// shown. The digest is there for caches: a meter's answer also changes with the day, with its owner's name,
/// a community's with its number of members, and none of these is a change of the resource itself.
fn tag(version: i64, body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{version}.{short}\"")
}

/// A resource, or 304 when the caller has it.
pub(crate) fn resource(version: i64, value: &impl Serialize, known: &IfNoneMatch) -> Answer {
    let body = serde_json::to_vec(value).map_err(Error::internal)?;
    let tag = tag(version, &body);
    let status = if known.has(&tag) { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut answer = HttpResponse::build(status);
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    Ok(if status == StatusCode::OK { json(&mut answer, body) } else { answer.finish() })
}

/// A resource as it is after a change.
pub(crate) fn changed(version: i64, value: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(value).map_err(Error::internal)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, tag(version, &body)));
    Ok(json(&mut answer, body))
}

/// A list, or anything else that has no version.
pub(crate) fn plain(value: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(value).map_err(Error::internal)?;
    Ok(json(&mut HttpResponse::Ok(), body))
}

/// Done; there is nothing to say.
pub(crate) fn no_content() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

fn json(answer: &mut HttpResponseBuilder, body: Vec<u8>) -> HttpResponse {
    answer.content_type(JSON).body(body)
}

/// A new resource, in the form that a repeated request is answered with too.
///
/// # Errors
/// When it does not serialise.
pub(crate) fn created(location: String, version: i64, value: &impl Serialize) -> Result<StoredResponse, store::Error> {
    let mut answer = kept(StatusCode::CREATED, version, value)?;
    answer.headers.push((LOCATION.as_str().to_owned(), location));
    Ok(answer)
}

/// A resource after an action, in the form that a repeated request is answered with too.
///
/// # Errors
/// When it does not serialise.
pub(crate) fn acted(version: i64, value: &impl Serialize) -> Result<StoredResponse, store::Error> {
    kept(StatusCode::OK, version, value)
}

fn kept(status: StatusCode, version: i64, value: &impl Serialize) -> Result<StoredResponse, store::Error> {
    let body = serde_json::to_vec(value).map_err(|error| store::Error::Inconsistent(error.to_string()))?;
    let headers =
        vec![(CONTENT_TYPE.as_str().to_owned(), JSON.to_owned()), (ETAG.as_str().to_owned(), tag(version, &body))];
    Ok(StoredResponse { status: status.as_u16(), headers, body })
}

/// The answer of a write, whether it was done now or before.
pub(crate) fn written(written: Written<StoredResponse>) -> Answer {
    let (Written::Fresh(stored) | Written::Replayed(stored)) = written;
    let status = StatusCode::from_u16(stored.status).map_err(Error::internal)?;
    let mut answer = HttpResponse::build(status);
    for (name, value) in stored.headers {
        let name = HeaderName::try_from(name).map_err(Error::internal)?;
        answer.insert_header((name, HeaderValue::try_from(value).map_err(Error::internal)?));
    }
    Ok(answer.body(stored.body))
}

/// The value of a write that nobody repeats under a key.
pub(crate) fn fresh<T>(written: Written<T>) -> Result<T, Error> {
    match written {
        Written::Fresh(value) => Ok(value),
        Written::Replayed(_) => Err(Error::internal("a write without a key was replayed")),
    }
}
