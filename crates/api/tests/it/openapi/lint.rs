//! What a reader and a generator of clients need of every operation, parameter, answer and schema.

use crate::support::contract::{self, Operation};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Runs a check over every operation and reports all that fail.
fn check(rule: impl Fn(&Operation) -> Vec<String>) {
    let failures: Vec<String> = contract::operations()
        .iter()
        .flat_map(|operation| {
            let id = operation.id();
            rule(operation).into_iter().map(move |failure| format!("{id}: {failure}"))
        })
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

fn parameters(operation: &Operation) -> Vec<&'static Value> {
    let list = operation.value["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(contract::resolve).collect()
}

fn responses(operation: &Operation) -> Vec<(&'static str, &'static Value)> {
    let list = operation.value["responses"].as_object().unwrap();
    list.iter().map(|(status, response)| (status.as_str(), contract::resolve(response))).collect()
}

#[test]
fn operations_have_an_id_a_tag_a_summary_and_a_description() {
    let tags: Vec<&str> =
        contract::document()["tags"].as_array().unwrap().iter().map(|tag| text(tag, "name")).collect();
    check(|operation| {
        let mut missing = Vec::new();
        let id = text(operation.value, "operationId");
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            missing.push(format!("the id `{id}` is not in snake case"));
        }
        let used = operation.value["tags"].as_array().cloned().unwrap_or_default();
        if used.len() != 1 || !tags.contains(&used[0].as_str().unwrap_or_default()) {
            missing.push(format!("not exactly one declared tag: {used:?}"));
        }
        let (summary, description) = (text(operation.value, "summary"), text(operation.value, "description"));
        if summary.is_empty() || summary.ends_with('.') || summary.chars().count() > 60 {
            missing.push(format!("a short summary without a full stop: {summary:?}"));
        }
        if description.len() < 20 || description == summary {
            missing.push(format!("a description that says more than the summary: {description:?}"));
        }
        missing
    });
    let ids: BTreeSet<&str> = contract::operations().iter().map(Operation::id).collect();
    assert_eq!(ids.len(), contract::operations().len(), "an operationId is used twice");
}

#[test]
fn tags_and_the_document_itself_are_described() {
    let document = contract::document();
    for tag in document["tags"].as_array().unwrap() {
        assert!(!text(tag, "description").is_empty(), "{tag}");
    }
    for field in ["title", "description", "version"] {
        assert!(!text(&document["info"], field).is_empty(), "{field}");
    }
    assert!(!text(&document["info"]["license"], "name").is_empty());
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    assert!(document["servers"].as_array().is_some_and(|servers| !servers.is_empty()));
}

#[test]
fn every_parameter_is_described_and_typed() {
    check(|operation| {
        let missing = parameters(operation)
            .into_iter()
            .filter(|parameter| text(parameter, "description").is_empty() || parameter["schema"].is_null());
        missing.map(|parameter| format!("{} has no description or schema", text(parameter, "name"))).collect()
    });
}

#[test]
fn ids_in_paths_are_uuids_and_all_are_declared() {
    check(|operation| {
        let mut wrong = Vec::new();
        let names = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        for name in names {
            let declared =
                parameters(operation).into_iter().find(|known| known["name"] == name && known["in"] == "path");
            match declared {
                Some(known) if known["required"] == true && contract::resolve(&known["schema"])["format"] == "uuid" => {
                }
                other => wrong.push(format!("{name}: {other:?}")),
            }
        }
        wrong
    });
}

#[test]
fn bodies_and_answers_have_schemas_and_examples() {
    check(|operation| {
        let mut missing = Vec::new();
        let body = &operation.value["requestBody"];
        let bodies =
            body["content"].as_object().into_iter().flatten().map(|(media, content)| ("request", media, content));
        let answers = responses(operation);
        let answers = answers.iter().flat_map(|(status, response)| {
            let content = response["content"].as_object().into_iter().flatten();
            content.map(move |(media, content)| (*status, media, content))
        });
        for (where_, media, content) in bodies.chain(answers) {
            if content["schema"].is_null() {
                missing.push(format!("{where_} {media} has no schema"));
            }
            let shared_problem = media == "application/problem+json";
            if !shared_problem && content["example"].is_null() && content["examples"].is_null() {
                missing.push(format!("{where_} {media} has no example"));
            }
        }
        if !body.is_null() && body["required"] != true {
            missing.push("the body is not required".to_owned());
        }
        missing
    });
}

#[test]
fn every_answer_is_described_and_every_failure_is_a_problem() {
    check(|operation| {
        let mut wrong = Vec::new();
        for (status, response) in responses(operation) {
            if text(response, "description").is_empty() {
                wrong.push(format!("{status} has no description"));
            }
            let media: Vec<&String> =
                response["content"].as_object().into_iter().flatten().map(|(media, _)| media).collect();
            let failure = status.starts_with(['4', '5']);
            if failure && media != ["application/problem+json"] {
                wrong.push(format!("{status} is no problem document: {media:?}"));
            }
            let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
            if failure && *problem != json!("#/components/schemas/Problem") {
                wrong.push(format!("{status} has another schema: {problem}"));
            }
        }
        wrong
    });
}

#[test]
fn the_failures_of_each_kind_of_operation_are_documented() {
    check(|operation| {
        let documented: Vec<&str> = responses(operation).iter().map(|(status, _)| *status).collect();
        let secured = operation.value["security"]
            .as_array()
            .is_some_and(|list| list.iter().any(|entry| entry.as_object().is_some_and(|schemes| !schemes.is_empty())));
        let query = parameters(operation).iter().any(|parameter| parameter["in"] == "query");
        let mut expected = vec!["500"];
        if !operation.value["requestBody"].is_null() {
            expected.extend(["400", "413", "415", "422"]);
        }
        if query {
            expected.extend(["422"]);
        }
        if operation.path.contains('{') {
            expected.push("404");
        }
        if secured {
            expected.push("401");
        }
        // A secret link has no versions: whoever revokes it means the one there is.
        if matches!(operation.method, "put" | "delete") && operation.id() != "revoke_calendar_link" {
            expected.extend(["412", "428"]);
        }
        expected.retain(|status| !documented.contains(status));
        expected.into_iter().map(|status| format!("{status} is not documented")).collect()
    });
}

#[test]
fn every_operation_says_whether_it_needs_a_login() {
    let public = [
        "login",
        "refresh",
        "logout",
        "accept_invitation",
        "inspect_invitation",
        "forgot_password",
        "reset_password",
        // Its link is the secret.
        "get_calendar_feed",
    ];
    check(|operation| {
        let bearer = operation.value["security"]
            .as_array()
            .is_some_and(|list| list.iter().all(|entry| entry.get("bearer").is_some()) && !list.is_empty());
        let open = operation.value["security"] == json!([{}]) || operation.value["security"] == json!([]);
        match public.contains(&operation.id()) {
            true if !open => vec!["is public, and the document asks for a token".to_owned()],
            false if !bearer => vec!["needs a token, and the document does not say so".to_owned()],
            _ => Vec::new(),
        }
    });
    let bearer = &contract::document()["components"]["securitySchemes"]["bearer"];
    assert_eq!((text(bearer, "type"), text(bearer, "scheme")), ("http", "bearer"));
}

/// Named objects of requests refuse what they do not name; every property of every schema is described.
#[test]
fn schemas_are_described_and_requests_are_closed() {
    let schemas = contract::document()["components"]["schemas"].as_object().unwrap();
    let mut wrong = Vec::new();
    for (name, schema) in schemas {
        let generic = name.starts_with("Page_");
        if text(schema, "description").is_empty() && !generic {
            wrong.push(format!("{name} has no description"));
        }
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let referred = contract::resolve(property);
            let described = !text(property, "description").is_empty() || !text(referred, "description").is_empty();
            let parts = property["oneOf"]
                .as_array()
                .is_some_and(|parts| parts.iter().any(|part| !text(part, "description").is_empty()));
            if !described && !parts {
                wrong.push(format!("{name}.{field} has no description"));
            }
        }
    }
    for name in request_schemas() {
        let schema = &schemas[&name];
        if schema["type"] == "object" && schema["additionalProperties"] != false {
            wrong.push(format!("{name} is sent and lets unknown fields through"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The schemas that requests are made of, with those they refer to.
fn request_schemas() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open: Vec<String> =
        contract::operations().iter().flat_map(|operation| references(&operation.value["requestBody"])).collect();
    while let Some(name) = open.pop() {
        if names.insert(name.clone()) {
            open.extend(references(&contract::document()["components"]["schemas"][&name]));
        }
    }
    names
}

/// Names of the schemas a value refers to, at any depth.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => object
            .iter()
            .flat_map(|(key, value)| match value.as_str().and_then(|text| text.strip_prefix("#/components/schemas/")) {
                Some(name) if key == "$ref" => vec![name.to_owned()],
                _ => references(value),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
