//! What surrounds every request, whatever its path: its id and log line, headers, metrics, problem documents.

mod headers;
mod log;
mod problems;
mod request_id;

pub(crate) use log::edge;
pub(crate) use problems::problems;
pub(crate) use request_id::RequestId;
