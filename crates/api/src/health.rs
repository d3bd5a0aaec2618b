//! Whether the program lives (`/healthz`) and whether it can work (`/readyz`).

use crate::error::Error;
use crate::state::State;
use actix_web::{HttpResponse, Responder, get, web};
use serde_json::json;

/// The process answers.
#[get("/healthz")]
pub(crate) async fn healthz() -> impl Responder {
    HttpResponse::Ok().json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// The database answers too.
#[get("/readyz")]
pub(crate) async fn readyz(state: web::Data<State>) -> Result<impl Responder, Error> {
    state.store().ping().await?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ready" })))
}
