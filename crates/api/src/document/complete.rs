//! What every operation of a kind has, added in one place: its problem answers, headers and examples.

use super::{examples, schemas};
use crate::error::Error;
use actix_web::ResponseError;
use api_types::{Problem, ProblemCode};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, Content, ContentBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Required, Response, Type,
};

/// The answers that operations share: name in the document, status, the problem that stands as example, and when.
const SHARED: [(&str, &str, ProblemCode, &str); 11] = [
    (
        "BadRequest",
        "400",
        ProblemCode::MalformedJson,
        "The request cannot be read: `malformed_json`, `malformed_request`.",
    ),
    ("Unauthenticated", "401", ProblemCode::Unauthenticated, "`unauthenticated`: there is no valid access token."),
    ("Forbidden", "403", ProblemCode::Forbidden, "`forbidden`: the caller's roles do not allow this here."),
    ("NotFound", "404", ProblemCode::NotFound, "`not_found`: unknown, or another tenant's."),
    ("Stale", "412", ProblemCode::Stale, "`stale`: it was changed since the version in `If-Match`."),
    ("TooLarge", "413", ProblemCode::TooLarge, "`too_large`: the body has more than 1 MB."),
    (
        "UnsupportedMediaType",
        "415",
        ProblemCode::UnsupportedMediaType,
        "`unsupported_media_type`: the body is not `application/json`.",
    ),
    (
        "InvalidInput",
        "422",
        ProblemCode::InvalidInput,
        "`invalid_input`: each entry of `errors` names a place and what is wrong there. Also `idempotency_mismatch` and, for the links of mails, `link_unusable`.",
    ),
    (
        "PreconditionRequired",
        "428",
        ProblemCode::PreconditionRequired,
        "`precondition_required`: `If-Match` is missing.",
    ),
    ("Internal", "500", ProblemCode::Internal, "`internal`: a mistake of ours; nothing but the request id is told."),
    (
        "Unavailable",
        "503",
        ProblemCode::Unavailable,
        "`unavailable`: busy, or without database; `Retry-After` says when to come back.",
    ),
];

/// Completes the document.
pub(super) fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    schemas::correct(components);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The `access_token` of `auth/login`. Each operation names the permission it asks for."))
        .build();
    components.security_schemes.insert("bearer".to_owned(), SecurityScheme::Http(bearer).into());
    for (name, _, code, when) in SHARED {
        let mut response = Response::new(when);
        response.content.insert("application/problem+json".to_owned(), problem(Some(code)).into());
        components.responses.insert(name.to_owned(), response.into());
    }
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten() {
            complete_operation(operation, components);
        }
    }
}

fn complete_operation(operation: &mut Operation, components: &Components) {
    // A list that is exported is whole: it has no pages.
    if operation.operation_id.as_deref().is_some_and(|id| id.starts_with("export_")) {
        operation.parameters.iter_mut().for_each(|all| all.retain(|one| !is_page(one)));
    }
    for status in needed(operation) {
        if let Some((name, ..)) = SHARED.iter().find(|(_, known, ..)| *known == status) {
            let shared = Ref::new(format!("#/components/responses/{name}"));
            operation.responses.responses.entry(status.to_owned()).or_insert(shared.into());
        }
    }
    let has_tag = has_parameter(operation, "If-Match") || has_parameter(operation, "If-None-Match");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        complete_response(status, response, has_tag);
    }
    if has_parameter(operation, "If-None-Match") {
        let unchanged = Response::new("The caller has it: the `ETag` in `If-None-Match` is still right.");
        operation.responses.responses.insert("304".to_owned(), unchanged.into());
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.required = Some(Required::True);
        for content in body.content.values_mut() {
            add_example(content, components);
        }
    }
}

/// The shared answers an operation can give, by what it takes.
fn needed(operation: &Operation) -> Vec<&'static str> {
    let mut statuses = vec!["500", "503"];
    if operation.request_body.is_some() {
        statuses.extend(["400", "413", "415", "422"]);
    }
    let parameters = || operation.parameters.iter().flatten();
    if has_parameter(operation, "Idempotency-Key") {
        statuses.extend(["400", "422"]);
    }
    if has_parameter(operation, "If-Match") {
        statuses.push("412");
    }
    if parameters().any(is_required_if_match) {
        statuses.push("428");
    }
    if parameters().any(|parameter| is_in(parameter, &ParameterIn::Query)) {
        statuses.extend(["400", "422"]);
    }
    if parameters().any(|parameter| is_in(parameter, &ParameterIn::Path)) {
        statuses.push("404");
    }
    let security = serde_json::to_value(&operation.security).unwrap_or_default();
    if let Some(scopes) = security.pointer("/0/bearer").and_then(serde_json::Value::as_array) {
        statuses.push("401");
        if !scopes.is_empty() {
            statuses.push("403");
        }
    }
    statuses
}

fn complete_response(status: &str, response: &mut Response, has_tag: bool) {
    if status.starts_with('4') {
        if response.content.is_empty() {
            response.content.insert("application/problem+json".to_owned(), problem(None).into());
        }
        if status == "429" {
            let header = text_header("How many seconds to wait.");
            response.headers.insert("Retry-After".to_owned(), header.into());
        }
        return;
    }
    for content in response.content.values_mut() {
        let RefOr::T(content) = content else { continue };
        if let Some(name) = schema_name(content) {
            content.example = examples::of(&name);
        }
    }
    if status == "201" {
        response.headers.insert("Location".to_owned(), text_header("The path of the new resource.").into());
    }
    if status == "201" || (matches!(status, "200" | "202") && has_tag) {
        let header = text_header("Names this version; send it as `If-Match` to change it.");
        response.headers.insert("ETag".to_owned(), header.into());
    }
}

/// An example for a body whose schema has none of its own.
fn add_example(content: &mut RefOr<Content>, components: &Components) {
    let RefOr::T(content) = content else { return };
    let Some(name) = schema_name(content).filter(|_| content.example.is_none()) else { return };
    let own = components.schemas.get(&name).and_then(|schema| serde_json::to_value(schema).ok());
    let own = own.and_then(|mut schema| schema.get_mut("example").map(serde_json::Value::take));
    content.example = own.or_else(|| examples::of(&name));
}

fn schema_name(content: &Content) -> Option<String> {
    let Some(RefOr::Ref(reference)) = &content.schema else { return None };
    reference.ref_location.rsplit('/').next().map(str::to_owned)
}

fn problem(code: Option<ProblemCode>) -> Content {
    let example = code.and_then(|code| {
        let mut problem: Problem = Error::new(code).error_response().extensions_mut().remove()?;
        problem.instance = "0199a3f2-7c1e-7d3a-9b7e-3f1c2d4e5f60".to_owned();
        serde_json::to_value(problem).ok()
    });
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).example(example).build()
}

fn text_header(description: &str) -> utoipa::openapi::header::Header {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    HeaderBuilder::new().schema(Some(text)).description(Some(description)).build()
}

fn has_parameter(operation: &Operation, name: &str) -> bool {
    operation.parameters.iter().flatten().any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.name == name,
        RefOr::Ref(_) => false,
    })
}

fn is_required_if_match(parameter: &RefOr<utoipa::openapi::path::Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.name == "If-Match" && parameter.required == Required::True)
}

fn is_page(parameter: &RefOr<utoipa::openapi::path::Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if matches!(parameter.name.as_str(), "limit" | "cursor"))
}

fn is_in(parameter: &RefOr<utoipa::openapi::path::Parameter>, place: &ParameterIn) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == *place)
}
