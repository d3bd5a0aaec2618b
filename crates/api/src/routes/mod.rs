//! The operations of the API, one module per kind of thing.
//!
//! Each operation is declared once: its method and path, its place in the document, its permission in the
//! handler's signature. [`declare`] is what both the server and the document are made of.

mod audit;
mod communities;
mod dsos;
mod lists;
mod me;
mod members;
mod meters;
mod organisations;
mod passwords;
mod sessions;
mod users;

use utoipa_actix_web::service_config::ServiceConfig;

/// Declares every operation, below `/api/v1`.
pub(crate) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(
        utoipa_actix_web::scope("/api/v1")
            .configure(sessions::declare)
            .configure(passwords::declare)
            .configure(me::declare)
            .configure(organisations::declare)
            .configure(users::declare)
            .configure(audit::declare)
            .configure(communities::declare)
            .configure(members::declare)
            .configure(dsos::declare)
            .configure(meters::declare),
    );
}
