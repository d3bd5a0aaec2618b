//! Successful answers: resources with their `ETag`, creations with their `Location`.

use crate::error::Error;
use crate::extract::IfNoneMatch;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION,
};
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag(String);

impl Tag {
    /// The tag of a resource shown as `whole`.
    ///
    /// # Errors
    /// When it does not serialise.
    pub(crate) fn of(version: i64, whole: &impl Serialize) -> Result<Self, store::Error> {
        Ok(Self::of_body(version, &serialised(whole)?))
    }

    fn of_body(version: i64, body: &[u8]) -> Self {
        let digest = Sha256::digest(body);
        let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self(format!("\"{version}.{short}\""))
    }
}

/// A resource, or 304 when the caller has it.
pub(crate) fn resource(version: i64, value: &impl Serialize, known: &IfNoneMatch) -> Answer {
    let body = serialised(value)?;
    Ok(unless_known(Tag::of_body(version, &body), body, known))
}

/// A part of a resource under the tag of the whole, or 304 when the caller has it.
pub(crate) fn part(whole: Tag, value: &impl Serialize, known: &IfNoneMatch) -> Answer {
    Ok(unless_known(whole, serialised(value)?, known))
}

fn unless_known(Tag(tag): Tag, body: Vec<u8>, known: &IfNoneMatch) -> HttpResponse {
    let status = if known.has(&tag) { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut answer = HttpResponse::build(status);
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "private, no-cache"));
    if status == StatusCode::OK { json(&mut answer, body) } else { answer.finish() }
}

/// A resource as it is after a change.
pub(crate) fn changed(version: i64, value: &impl Serialize) -> Answer {
    let body = serialised(value)?;
    Ok(json(HttpResponse::Ok().insert_header((ETAG, Tag::of_body(version, &body).0)), body))
}

/// A part of a resource as it is after a change, under the tag of the whole.
pub(crate) fn changed_part(whole: Tag, value: &impl Serialize) -> Answer {
    Ok(json(HttpResponse::Ok().insert_header((ETAG, whole.0)), serialised(value)?))
}

/// A part of a resource is gone; this is the tag of what is left.
pub(crate) fn removed_part(whole: Tag) -> HttpResponse {
    HttpResponse::NoContent().insert_header((ETAG, whole.0)).finish()
}

/// A resource that something now happens to.
pub(crate) fn accepted(version: i64, value: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(value).map_err(Error::internal)?;
    let mut answer = HttpResponse::Accepted();
    answer.insert_header((ETAG, Tag::of_body(version, &body).0));
    Ok(json(&mut answer, body))
}

/// Something new that goes on beside the requests, with its path.
pub(crate) fn begun(location: String, version: i64, value: &impl Serialize) -> Answer {
    let body = serialised(value)?;
    let mut answer = HttpResponse::Accepted();
    answer.insert_header((LOCATION, location)).insert_header((ETAG, Tag::of_body(version, &body).0));
    Ok(json(&mut answer, body))
}

/// A list, or anything else that has no version.
pub(crate) fn plain(value: &impl Serialize) -> Answer {
    Ok(json(&mut HttpResponse::Ok(), serialised(value)?))
}

/// The text of an answer that has no version, made elsewhere.
pub(crate) fn text(body: Vec<u8>) -> HttpResponse {
    json(&mut HttpResponse::Ok(), body)
}

/// A file to be kept under a name.
pub(crate) fn file(body: Vec<u8>, media_type: &str, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(body)
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
    let body = serialised(value)?;
    Ok(located(location, kept(StatusCode::CREATED, Tag::of_body(version, &body), body)))
}

/// A new part of a resource, under the tag of the whole.
///
/// # Errors
/// When it does not serialise.
pub(crate) fn created_part(
    location: String,
    whole: Tag,
    value: &impl Serialize,
) -> Result<StoredResponse, store::Error> {
    Ok(located(location, kept(StatusCode::CREATED, whole, serialised(value)?)))
}

fn located(location: String, mut answer: StoredResponse) -> StoredResponse {
    answer.headers.push((LOCATION.as_str().to_owned(), location));
    answer
}

/// A resource after an action, in the form that a repeated request is answered with too.
///
/// # Errors
/// When it does not serialise.
pub(crate) fn acted(version: i64, value: &impl Serialize) -> Result<StoredResponse, store::Error> {
    let body = serialised(value)?;
    Ok(kept(StatusCode::OK, Tag::of_body(version, &body), body))
}

/// What came of an action that concerns no single resource, in the form that a repeated request is answered with too.
///
/// # Errors
/// When it does not serialise.
pub(crate) fn done(value: &impl Serialize) -> Result<StoredResponse, store::Error> {
    let headers = vec![(CONTENT_TYPE.as_str().to_owned(), JSON.to_owned())];
    Ok(StoredResponse { status: StatusCode::OK.as_u16(), headers, body: serialised(value)? })
}

fn kept(status: StatusCode, Tag(tag): Tag, body: Vec<u8>) -> StoredResponse {
    let headers = vec![(CONTENT_TYPE.as_str().to_owned(), JSON.to_owned()), (ETAG.as_str().to_owned(), tag)];
    StoredResponse { status: status.as_u16(), headers, body }
}

fn serialised(value: &impl Serialize) -> Result<Vec<u8>, store::Error> {
    serde_json::to_vec(value).map_err(|error| store::Error::Inconsistent(error.to_string()))
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
