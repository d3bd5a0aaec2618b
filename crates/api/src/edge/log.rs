//! The outermost layer: gives a request its id, and its answer the headers, the metrics and the log line.

use super::headers;
use super::problems::written;
use super::request_id::RequestId;
use crate::metrics;
use crate::state::State;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use std::time::Instant;
use tracing::Instrument;

/// Asked for every few seconds by whoever watches the program.
const QUIET: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// What the log and the metrics say of a request; taken before it is handed on.
struct Told {
    id: RequestId,
    method: Method,
    path: String,
    started: Instant,
    secure: bool,
}

/// Middleware: see the module.
pub(crate) async fn edge(
    state: web::Data<State>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let told = Told {
        id: RequestId::generate(),
        method: request.method().clone(),
        path: request.path().to_owned(),
        started: Instant::now(),
        secure: state.public_url().is_secure(),
    };
    request.extensions_mut().insert(told.id);
    if told.method == Method::HEAD {
        // Answered like GET; the connection leaves the body out, as it remembers the method it read.
        request.head_mut().method = Method::GET;
    }
    let span = tracing::info_span!("request", request_id = %told.id, method = %told.method, path = told.path);
    match next.call(request).instrument(span.clone()).await {
        Ok(mut response) => {
            let route = response.request().match_pattern();
            told.finish(response.headers_mut());
            let cause = response.response().error().map(ToString::to_string);
            span.in_scope(|| told.report(route.as_deref(), response.status(), cause.as_deref()));
            Ok(response)
        }
        Err(error) => {
            let mut response = written(error.as_response_error().error_response(), told.id);
            told.finish(response.headers_mut());
            span.in_scope(|| told.report(None, response.status(), Some(&error.to_string())));
            Err(InternalError::from_response(error, response).into())
        }
    }
}

impl Told {
    fn finish(&self, headers: &mut HeaderMap) {
        headers::set(headers, &self.path, self.secure);
        if let Ok(id) = HeaderValue::from_str(&self.id.to_string()) {
            headers.insert(HeaderName::from_static("x-request-id"), id);
        }
    }

    /// One line per request; a failure of ours is told once, here, with its cause.
    fn report(&self, route: Option<&str>, status: StatusCode, cause: Option<&str>) {
        let elapsed = self.started.elapsed();
        metrics::request(&self.method, route, status, elapsed);
        let (status, duration_ms) = (status.as_u16(), elapsed.as_millis() as u64);
        match cause {
            Some(cause) if status >= 500 => tracing::error!(status, duration_ms, cause, "request failed"),
            Some(cause) => tracing::debug!(status, duration_ms, cause, "request refused"),
            None if QUIET.contains(&self.path.as_str()) => tracing::debug!(status, duration_ms, "request"),
            None => tracing::info!(status, duration_ms, "request"),
        }
    }
}
