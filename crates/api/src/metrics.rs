//! Figures for Prometheus, at `/metrics`. They hold counts and durations, never a tenant's data.

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpResponse, Responder, get, web};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

use crate::error::Error;
use crate::state::State;

const REQUESTS: &str = "clef_http_requests_total";
const DURATION: &str = "clef_http_request_duration_seconds";
const OUTBOX: &str = "clef_outbox_pending";
const MAILS: &str = "clef_mails_total";

/// Upper bounds in seconds: from a cached answer to a slow report.
const BUCKETS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts recording; the first call counts, as the recorder belongs to the process.
pub(crate) fn install() {
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS);
        let handle = builder.and_then(PrometheusBuilder::install_recorder);
        metrics::describe_counter!(REQUESTS, "Answered requests.");
        metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time to the head of the answer.");
        metrics::describe_gauge!(OUTBOX, "Mails that wait to be sent.");
        metrics::describe_counter!(MAILS, "Mails handed to the mail server, or that failed on the way.");
        handle.inspect_err(|error| tracing::warn!(%error, "metrics are off")).ok()
    });
}

/// Counts an answered request under its route's template, so that ids make no new series.
pub(crate) fn request(method: &Method, route: Option<&str>, status: StatusCode, elapsed: Duration) {
    let method = if is_common(method) { method.as_str().to_owned() } else { "other".to_owned() };
    let labels = [
        ("method", method),
        ("route", route.unwrap_or("unmatched").to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!(REQUESTS, &labels).increment(1);
    metrics::histogram!(DURATION, &labels[..2]).record(elapsed.as_secs_f64());
}

/// Counts a mail by its outcome.
pub(crate) fn mail(outcome: &'static str) {
    metrics::counter!(MAILS, "outcome" => outcome).increment(1);
}

fn is_common(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS]
        .contains(method)
}

/// The figures in Prometheus' text form.
#[get("/metrics")]
pub(crate) async fn metrics_page(state: web::Data<State>) -> Result<impl Responder, Error> {
    let pending = state.store().outbox().depth().await?;
    metrics::gauge!(OUTBOX).set(pending as f64);
    let text = HANDLE.get().and_then(Option::as_ref).map(|handle| {
        handle.run_upkeep();
        handle.render()
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4"))
        .body(text.unwrap_or_default()))
}
