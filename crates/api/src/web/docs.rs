//! The document of the API, and a page to read and try it that needs nothing from elsewhere.

use crate::document;
use actix_web::http::header::{CONTENT_TYPE, LOCATION};
use actix_web::{HttpResponse, Responder, get};
use utoipa_swagger_ui::{Config, SwaggerUi};

const DOCUMENT: &str = "/api/openapi.json";

/// The OpenAPI document.
#[get("/api/openapi.json")]
pub(crate) async fn openapi_json() -> impl Responder {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/json")).body(document::json())
}

/// The page's files have paths relative to it, so its address ends with a slash.
#[get("/api/docs")]
pub(crate) async fn docs_redirect() -> impl Responder {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/api/docs/")).finish()
}

/// The page.
pub(crate) fn swagger_ui() -> SwaggerUi {
    SwaggerUi::new("/api/docs/{_:.*}").config(Config::from(DOCUMENT).validator_url("none"))
}
