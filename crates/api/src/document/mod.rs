//! The OpenAPI document: made of the same declarations as the routes, completed with what all operations share.

mod complete;
mod examples;
mod reading_examples;
mod schemas;

use crate::routes;
use std::sync::LazyLock;
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Clef",
        description = "Energy communities and energy-supply customer accounts.\n\n\
            Log in with `auth/login` and send the token as `Authorization: Bearer …`. Errors are problem documents \
            (RFC 9457) with a stable `code`; each wrong field has an entry in `errors`. Resources carry an `ETag`: send \
            it as `If-Match` to change or delete them, or as `If-None-Match` to read them again. A POST that creates \
            accepts an `Idempotency-Key`. Lists are read page by page: send `next_cursor` as `cursor`. An id of \
            another tenant is answered like one that does not exist.",
        version = env!("CARGO_PKG_VERSION"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
        contact(name = "Clef")
    ),
    servers((url = "/", description = "This server")),
    // Those that parameters alone refer to are not found by themselves.
    components(schemas(
        api_types::Problem,
        api_types::NameSort,
        api_types::MeterSort,
        api_types::AuditSort,
        api_types::MeterOwnership,
        api_types::KeySort,
        api_types::OptimisationSort,
        api_types::OptimisationState,
        api_types::FixingSort,
        domain::advice::FixingState,
        domain::advice::AdviceState,
        api_types::KeyState,
        api_types::KeyFileFormat,
        api_types::KeyImportMode,
        api_types::TableFormat,
        api_types::AccessFilter,
        api_types::ForecastSort,
        api_types::MarketFileMode,
        domain::customer::CustomerKind,
        api_types::Event
    )),
    tags(
        (name = "sessions", description = "Logging in and out, passwords, invitations, the caller."),
        (name = "organisations", description = "The tenants."),
        (name = "users", description = "The users of an organisation and their invitations."),
        (name = "communities", description = "Energy communities of an organisation."),
        (name = "members", description = "The members of a community."),
        (name = "meters", description = "The meters of a community with their configurations, and the DSOs."),
        (name = "keys", description = "Allocation keys of a community and their versions, simulations, and the search."),
        (name = "customers", description = "Customer accounts, their services, and forecasts of a client's own."),
        (name = "markets", description = "The catalogue of markets, their prices and forecasts."),
        (name = "optimisations", description = "Optimisations of customer accounts: the calendar of fixing advice, \
            fixings, who is told, and what is seen first."),
        (name = "notifications", description = "What the caller was told, and the feed of their calendar."),
        (name = "imports", description = "Files of meters and members: checked, looked at, then applied as a whole."),
        (name = "readings", description = "Readings of meters: imports, what is stored, what is known, corrections."),
        (name = "events", description = "What happens while one looks, told as it happens."),
        (name = "audit", description = "Who changed what, and when.")
    )
)]
struct Base;

static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
    let app = actix_web::App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, mut document) = app.configure(routes::declare).split_for_parts();
    complete::complete(&mut document);
    document
});

static JSON: LazyLock<String> = LazyLock::new(|| {
    // A document that came from typed parts serialises; an empty one would fail every test of it.
    let json = DOCUMENT.to_pretty_json().unwrap_or_default();
    json + "\n"
});

/// The document.
pub(crate) fn document() -> &'static utoipa::openapi::OpenApi {
    &DOCUMENT
}

/// The document as it is published: pretty, with a final newline.
pub fn json() -> &'static str {
    &JSON
}

/// Each path with its methods.
pub(crate) fn methods() -> impl Iterator<Item = (String, Vec<String>)> {
    document().paths.paths.iter().map(|(path, item)| {
        let operations = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("DELETE", &item.delete)];
        let present = operations.into_iter().filter(|(_, operation)| operation.is_some());
        (path.clone(), present.map(|(method, _)| method.to_owned()).collect())
    })
}
