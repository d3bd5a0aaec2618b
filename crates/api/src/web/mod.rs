//! Pages and files beside the API: the web application, the API's own pages, and what is nowhere.

mod docs;
mod fallback;
mod files;

pub(crate) use docs::{docs_redirect, openapi_json, swagger_ui};
pub(crate) use fallback::{Routes, fallback};
pub(crate) use files::WebRoot;
