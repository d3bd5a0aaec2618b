//! Every example of the document is one its own schema accepts.

use crate::support::contract;
use serde_json::Value;

#[test]
fn examples_of_bodies_and_answers_fit_their_schemas() {
    let mut tried = 0;
    for operation in contract::operations() {
        let bodies = operation.value["requestBody"]["content"].as_object().into_iter().flatten();
        let answers = operation.value["responses"].as_object().unwrap().values().map(contract::resolve);
        let answers = answers.flat_map(|answer| answer["content"].as_object().into_iter().flatten());
        for (media, content) in bodies.chain(answers).filter(|(_, content)| !content["example"].is_null()) {
            check(&format!("{} {media}", operation.id()), &content["schema"], &content["example"]);
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn examples_of_schemas_and_parameters_fit_too() {
    for (name, schema) in contract::document()["components"]["schemas"].as_object().unwrap() {
        if let Some(example) = schema.get("example") {
            check(name, schema, example);
        }
    }
    for operation in contract::operations() {
        for parameter in operation.value["parameters"].as_array().into_iter().flatten() {
            if let Some(example) = parameter.get("example") {
                check(&format!("{} {}", operation.id(), parameter["name"]), &parameter["schema"], example);
            }
        }
    }
}

#[track_caller]
fn check(name: &str, schema: &Value, example: &Value) {
    let validator = contract::compile(schema);
    let broken: Vec<String> =
        validator.iter_errors(example).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(broken.is_empty(), "{name}: {}\n{example}", broken.join("\n"));
}
