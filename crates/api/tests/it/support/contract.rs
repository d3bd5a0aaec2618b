//! Holds every answer against the OpenAPI document: its status, its media type, its headers, its body.
//!
//! Stricter than the document on one point: an answer has no field the document does not name, so that
//! nothing leaks and nothing is forgotten.

use client::{Request, Response};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The committed document.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&committed()).unwrap());
    &DOCUMENT
}

/// Its text.
pub(crate) fn committed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/openapi.json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One operation of the document.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) value: &'static Value,
}

impl Operation {
    pub(crate) fn id(&self) -> &'static str {
        self.value["operationId"].as_str().unwrap_or("(no operationId)")
    }
}

/// All operations, in the order of the document.
pub(crate) fn operations() -> Vec<Operation> {
    let methods = ["get", "put", "post", "delete", "patch", "options", "head", "trace"];
    let paths = document()["paths"].as_object().unwrap();
    let each =
        paths.iter().flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations
                .filter(move |(method, _)| methods.contains(&method.as_str()))
                .map(move |(method, value)| Operation { method, path, value })
        });
    each.collect()
}

/// Asserts that an answer is one the document promises; says nothing of paths it does not know.
#[track_caller]
pub(crate) fn check(request: &Request, response: &Response) {
    let Some(operation) = find(&request.method, &request.path) else { return };
    // That a path has no such method is no answer of an operation.
    if response.status == 405 {
        return;
    }
    if let Err(broken) = conforms(&operation, response) {
        let body: String = String::from_utf8_lossy(&response.body).chars().take(2000).collect();
        panic!("{} answered {} against the document: {broken}\n{body}", operation.id(), response.status);
    }
}

fn find(method: &str, path: &str) -> Option<Operation> {
    let path = path.split('?').next().unwrap_or_default();
    let mut asked = operations();
    asked.retain(|operation| matches(operation.path, path));
    // A path that is named as it is comes before one with an id in that place.
    let ids = |operation: &Operation| operation.path.matches('{').count();
    let fewest = asked.iter().map(ids).min()?;
    asked.into_iter().find(|operation| ids(operation) == fewest && operation.method.eq_ignore_ascii_case(method))
}

/// Whether a path is one of a template's.
pub(crate) fn matches(template: &str, path: &str) -> bool {
    let (known, given): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    known.len() == given.len()
        && known.iter().zip(&given).all(|(known, given)| known.starts_with('{') || known == given)
}

fn conforms(operation: &Operation, response: &Response) -> Result<(), String> {
    let responses = &operation.value["responses"];
    let status = response.status.to_string();
    let promised = responses.get(&status).or_else(|| responses.get("default")).ok_or("the status is not documented")?;
    let promised = resolve(promised);
    for (name, _) in promised["headers"].as_object().unwrap_or(&Map::new()) {
        if response.header(&name.to_lowercase()).is_none() {
            return Err(format!("the header {name} is missing"));
        }
    }
    let media = response.header("content-type").map(|value| value.split(';').next().unwrap_or_default().trim());
    match (promised["content"].as_object(), media) {
        (None, None) if response.body.is_empty() => Ok(()),
        (None, _) => Err("there is a body, and none is documented".to_owned()),
        (Some(_), None) => Err("there is no media type".to_owned()),
        (Some(content), Some(media)) => {
            let content = content.get(media).ok_or_else(|| format!("{media} is not documented"))?;
            // A table or an event stream has a schema for readers only.
            if !media.ends_with("json") {
                return Ok(());
            }
            let body = serde_json::from_slice(&response.body).map_err(|error| error.to_string())?;
            let validator = validator(&format!("{} {status} {media}", operation.id()), &content["schema"]);
            let broken: Vec<_> =
                validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
            if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
        }
    }
}

/// What a reference into the document means.
pub(crate) fn resolve(value: &'static Value) -> &'static Value {
    let target = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    target.map_or(value, |pointer| document().pointer(pointer).unwrap_or_else(|| panic!("{pointer} is nowhere")))
}

/// The compiled schema of an answer; compiled once.
fn validator(name: &str, schema: &Value) -> Arc<Validator> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let compile = || Arc::new(compile(schema));
    known.entry(name.to_owned()).or_insert_with(compile).clone()
}

/// A schema of the document, on its own.
pub(crate) fn compile(schema: &Value) -> Validator {
    static COMPONENTS: LazyLock<Value> = LazyLock::new(|| closed(document()["components"].clone()));
    let mut schema = closed(schema.clone());
    schema["components"] = COMPONENTS.clone();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

/// The schema with every object closed that has named properties and is not put together from parts.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(object) => {
            for value in object.values_mut() {
                *value = closed(value.take());
            }
            let named = object.get("properties").is_some_and(Value::is_object) && object.contains_key("type");
            if named && !object.contains_key("allOf") {
                object.entry("additionalProperties").or_insert(json!(false));
            }
        }
        Value::Array(values) => {
            for value in values {
                *value = closed(value.take());
            }
        }
        _ => {}
    }
    schema
}
