//! Gives every failed request the body it promises: one `application/problem+json` (RFC 9457).
//!
//! Also catches a panic of a handler, which would otherwise cut the connection without an answer.

use crate::edge::RequestId;
use crate::error::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use api_types::{Problem, ProblemCode};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// Middleware: turns failures into problem documents.
pub(crate) async fn problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = RequestId::of(&request);
    let response = match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(response) => response?.map_into_boxed_body(),
        Err(panic) => return Err(Error::internal(panic_text(panic.as_ref())).into()),
    };
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    Ok(ServiceResponse::new(request, written(response, id)))
}

/// The answer with its problem document.
///
/// A failure that no part of this program made itself, such as a library's 404, is told by its status.
pub(super) fn written(mut response: HttpResponse, id: RequestId) -> HttpResponse {
    let known = response.extensions_mut().remove::<Problem>();
    let problem = known.or_else(|| {
        let status = response.status().as_u16();
        let code = ProblemCode::ALL.iter().copied().find(|code| code.status() == status);
        let code = code.unwrap_or(if status < 500 { ProblemCode::MalformedRequest } else { ProblemCode::Internal });
        Error::new(code).error_response().extensions_mut().remove()
    });
    let Some(mut problem) = problem else { return response };
    problem.status = response.status().as_u16();
    problem.instance = id.to_string();
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    response = response.set_body(BoxBody::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("no text"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service, try_call_service};
    use actix_web::{App, web};

    #[actix_web::test]
    async fn a_panic_is_an_error_that_tells_nothing() {
        async fn panics() -> HttpResponse {
            panic!("a secret")
        }
        let app = init_service(App::new().wrap(from_fn(problems)).route("/", web::get().to(panics))).await;
        let error = try_call_service(&app, TestRequest::default().to_request()).await.err().unwrap();
        assert_eq!(error.to_string(), "internal: panicked: a secret", "for the log");
        let id = RequestId::generate();
        let answer = written(error.error_response(), id);
        let body = actix_web::body::to_bytes(answer.into_body()).await.ok().unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!((problem.status, problem.code.as_str()), (500, "internal"));
        assert_eq!(problem.instance, id.to_string());
        assert!(!String::from_utf8_lossy(&body).contains("secret"));
    }

    #[actix_web::test]
    async fn a_failure_of_a_library_gets_a_document_too() {
        let answer = written(HttpResponse::NotFound().body("plain"), RequestId::generate());
        assert_eq!(answer.headers().get(CONTENT_TYPE).unwrap(), "application/problem+json");
        let body = actix_web::body::to_bytes(answer.into_body()).await.ok().unwrap();
        assert!(String::from_utf8_lossy(&body).contains("\"code\":\"not_found\""));
    }
}
