use api_types::{FieldError, WarningNote, detail};
use domain::identifier::{IdScheme, MeteringPointId};
use domain::violation::{Params, WarningCode};
use domain::{Code, Violation, Violations};
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn every_code_has_a_sentence_of_its_own() {
    let unknown = detail("no_such_code", &BTreeMap::new());
    let params: BTreeMap<String, serde_json::Value> = [
        "min",
        "max",
        "expected",
        "max_kva",
        "amperage_a",
        "name",
        "reason",
        "length",
        "total_percent",
        "count",
        "row",
        "column",
        "max_mb",
        "left_percent",
    ]
    .map(|name| (name.to_owned(), json!(7)))
    .into();
    let codes = Code::ALL.iter().map(|code| code.as_str()).chain(WarningCode::ALL.iter().map(|code| code.as_str()));
    for code in codes {
        let sentence = detail(code, &params);
        assert_ne!(sentence, unknown, "{code}");
        assert!(sentence.ends_with('.') && !sentence.contains('?'), "{code}: {sentence}");
    }
}

#[test]
fn every_reason_of_an_identifier_has_a_sentence() {
    for (scheme, text, sentence) in [
        (IdScheme::BeEan, "54144902000000000", "The identifier has 17 characters; 18 are expected."),
        (IdScheme::BeEan, "54144902000000000A", "The identifier has characters that do not belong in it."),
        (IdScheme::BeEan, "000000000000000000", "The identifier is all zeros."),
        (IdScheme::BeEan, "5.41449E+17", "A spreadsheet has shortened this number; its digits are lost."),
        (IdScheme::EsCups, "FR1234123456789012JY", "The identifier does not begin with ES."),
        (IdScheme::EsCups, "ES1234123456789012JX", "The check characters do not fit; they would be JY."),
        (IdScheme::ItPod, "IT001A12345678", "The identifier does not have the form used in this country."),
    ] {
        let mut violations = Violations::default();
        violations.check("/ean", MeteringPointId::parse(scheme, text));
        let errors = FieldError::list(violations);
        assert_eq!(errors.len(), 1);
        assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), ("/ean", "invalid_ean"));
        assert_eq!(errors[0].detail, sentence);
    }
}

#[test]
fn values_keep_their_type() {
    let violation = Violation {
        pointer: "/name".to_owned(),
        code: Code::TooLong,
        params: Params::from([("max", 200_i64.into()), ("text", "x".into())]),
    };
    let error = serde_json::to_value(FieldError::from(violation)).unwrap();
    assert_eq!(
        error,
        json!({"pointer": "/name", "code": "too_long", "detail": "The text is longer than 200 characters.",
            "params": {"max": 200, "text": "x"}})
    );
    let bare = serde_json::to_value(FieldError::new("?limit", Code::WrongType, Params::new())).unwrap();
    assert_eq!(bare.get("params"), None);
}

#[test]
fn a_warning_says_what_was_expected() {
    let (_, warnings) = MeteringPointId::parse(IdScheme::BeEan, "541449123456789012").unwrap();
    let notes: Vec<WarningNote> = warnings.into_iter().map(WarningNote::from).collect();
    assert_eq!(
        serde_json::to_value(&notes).unwrap(),
        json!([{"code": "ean_check_digit", "pointer": "/ean",
            "message": "The check digit does not fit; it would be 5.", "params": {"expected": "5"}}])
    );
}
