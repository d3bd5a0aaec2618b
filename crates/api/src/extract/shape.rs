//! The shape of an input: checked by the very schema that stands in the document, so that what is promised
//! is what is enforced, and every mistake is found, where a deserialiser would stop at the first.

use crate::error::Error;
use api_types::FieldError;
use domain::Code;
use domain::violation::{Param, Params};
use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind as Kind};
use jsonschema::{JsonType, Validator};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use utoipa::ToSchema;

/// An answer names this many mistakes at most.
const MOST_ERRORS: usize = 100;

/// Where an input stands in the request: decides how its places are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// JSON pointers into the body.
    Body,
    /// `?name`.
    Query,
}

/// The compiled schema of a type.
pub(crate) struct Shape {
    validator: Validator,
    schema: Value,
}

static SHAPES: LazyLock<RwLock<HashMap<TypeId, Arc<Shape>>>> = LazyLock::new(RwLock::default);

impl Shape {
    /// The text of a body as a `T`.
    ///
    /// # Errors
    /// When it is no JSON; every mistake of shape.
    pub(crate) fn read_body<T: ToSchema + DeserializeOwned + 'static>(text: &[u8]) -> Result<T, Error> {
        let (input, broken_limits) = Self::of::<T>()?.read(super::valid::parse(text)?, Place::Body)?;
        if broken_limits.is_empty() { Ok(input) } else { Err(Error::invalid(broken_limits)) }
    }

    /// The shape of `T`; compiled once.
    pub(super) fn of<T: ToSchema + 'static>() -> Result<Arc<Self>, Error> {
        let id = TypeId::of::<T>();
        if let Some(shape) = SHAPES.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(shape.clone());
        }
        let shape = Arc::new(Self::compile::<T>()?);
        SHAPES.write().unwrap_or_else(PoisonError::into_inner).insert(id, shape.clone());
        Ok(shape)
    }

    fn compile<T: ToSchema>() -> Result<Self, Error> {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        let mut schema = serde_json::to_value(T::schema()).map_err(Error::internal)?;
        let parts: HashMap<String, _> = parts.into_iter().collect();
        schema["components"] = json!({ "schemas": parts });
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = options.build(&schema).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self { validator, schema })
    }

    /// Whether a property takes a whole number.
    pub(super) fn is_integer(&self, property: &str) -> bool {
        takes_integers(&self.schema["properties"][property])
    }

    /// Whether a property is yes or no.
    pub(super) fn is_boolean(&self, property: &str) -> bool {
        let kind = &self.schema["properties"][property]["type"];
        kind == "boolean" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "boolean"))
    }

    /// The input as a `T`, with the limits it breaks that do not keep it from being one.
    ///
    /// # Errors
    /// Every mistake of shape.
    pub(super) fn read<T: DeserializeOwned>(&self, value: Value, place: Place) -> Result<(T, Vec<FieldError>), Error> {
        let mut found = Findings::default();
        for error in self.validator.iter_errors(&value) {
            found.add(&error, &self.schema);
        }
        let errors = found.errors.into_iter().take(MOST_ERRORS).map(|error| place.name(error)).collect();
        if found.fatal {
            return Err(Error::invalid(errors));
        }
        match serde_path_to_error::deserialize(value) {
            Ok(input) => Ok((input, errors)),
            Err(error) => Err(Error::invalid(vec![place.name(unreadable(&error))])),
        }
    }
}

impl Place {
    fn name(self, mut error: FieldError) -> FieldError {
        if self == Self::Query {
            error.pointer = format!("?{}", error.pointer.trim_start_matches('/'));
        }
        error
    }
}

/// A parameter that is there more than once.
pub(super) fn twice(pointer: &str) -> FieldError {
    FieldError::new(pointer, Code::TooMany, Params::from([("max", 1_i64.into())]))
}

#[derive(Default)]
struct Findings {
    errors: Vec<FieldError>,
    /// True once a mistake keeps the input from being read at all.
    fatal: bool,
}

impl Findings {
    fn add(&mut self, error: &ValidationError<'_>, schema: &Value) {
        let at = error.instance_path().as_str();
        match error.kind() {
            Kind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                self.push(format!("{at}/{}", escape(name)), Code::Required, Params::new(), true);
            }
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    self.push(format!("{at}/{}", escape(name)), Code::UnknownField, Params::new(), true);
                }
            }
            // `null` or a schema: of the schema's mistakes, as the value is not null.
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
                let about_value = context.iter().find(|branch| !branch.iter().any(expects_null));
                for error in about_value.into_iter().flatten() {
                    self.add(error, schema);
                }
                if about_value.is_none() {
                    self.push(at.to_owned(), Code::WrongType, Params::new(), true);
                }
            }
            kind => {
                let (code, params, fatal) = classify(kind, error, schema);
                self.push(at.to_owned(), code, params, fatal);
            }
        }
    }

    /// One mistake per place; a wrong type says more than what follows from it.
    fn push(&mut self, pointer: String, code: Code, params: Params, fatal: bool) {
        self.fatal |= fatal;
        let error = FieldError::new(pointer, code, params);
        match self.errors.iter_mut().find(|known| known.pointer == error.pointer) {
            Some(known) if code == Code::WrongType => *known = error,
            Some(_) => {}
            None => self.errors.push(error),
        }
    }
}

fn expects_null(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Type { kind: TypeKind::Single(JsonType::Null) })
}

/// What a broken keyword is called here, and whether the value cannot be read because of it.
fn classify(kind: &Kind, error: &ValidationError<'_>, schema: &Value) -> (Code, Params, bool) {
    let limit = |name, value: i64| Params::from([(name, Param::from(value))]);
    let count = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    match kind {
        Kind::Type { .. } if error.instance().is_null() => (Code::Required, Params::new(), true),
        Kind::Type { .. } => (Code::WrongType, Params::new(), true),
        Kind::Enum { options } => (Code::UnknownValue, allowed(options), true),
        Kind::Format { format } if format == "date" => (Code::InvalidDate, Params::new(), true),
        Kind::Format { format } => (Code::InvalidFormat, Params::from([("format", format.clone().into())]), true),
        Kind::MinLength { .. } if error.instance().as_str() == Some("") => (Code::Required, Params::new(), false),
        Kind::MinLength { limit: min } => (Code::TooShort, limit("min", count(*min)), false),
        Kind::MaxLength { limit: max } => (Code::TooLong, limit("max", count(*max)), false),
        Kind::MinItems { .. } => (Code::Required, Params::new(), false),
        Kind::MaxItems { limit: max } => (Code::TooMany, limit("max", count(*max)), false),
        Kind::Minimum { .. } | Kind::Maximum { .. } | Kind::ExclusiveMinimum { .. } | Kind::ExclusiveMaximum { .. } => {
            // An integer beyond its limits may also be beyond its type.
            (Code::OutOfRange, range(error, schema), takes_integers(parent(error, schema)))
        }
        _ => (Code::InvalidFormat, Params::new(), false),
    }
}

fn takes_integers(schema: &Value) -> bool {
    match &schema["type"] {
        Value::String(kind) => kind == "integer",
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "integer"),
        _ => false,
    }
}

/// The schema whose keyword is broken.
fn parent<'s>(error: &ValidationError<'_>, schema: &'s Value) -> &'s Value {
    let path = error.schema_path().as_str();
    path.rsplit_once('/').and_then(|(parent, _)| schema.pointer(parent)).unwrap_or(&Value::Null)
}

/// Both limits of a number, from the schema the error came from.
fn range(error: &ValidationError<'_>, schema: &Value) -> Params {
    let parent = parent(error, schema);
    let limit = |name: &'static str, keywords: [&str; 2]| {
        let value = keywords.iter().find_map(|keyword| parent.get(keyword))?;
        let text =
            value.as_f64().filter(|number| number.fract() == 0.0).map_or(value.to_string(), |n| format!("{n:.0}"));
        Some((name, Param::from(text)))
    };
    let min = limit("min", ["minimum", "exclusiveMinimum"]);
    min.into_iter().chain(limit("max", ["maximum", "exclusiveMaximum"])).collect()
}

fn allowed(options: &Value) -> Params {
    let names: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if names.is_empty() { Params::new() } else { Params::from([("allowed", names.join(", ").into())]) }
}

/// What a deserialiser refuses although the schema lets it through: numbers with more digits than are kept.
fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldError {
    use serde_path_to_error::Segment;
    let pointer = error.path().iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", escape(key)),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    });
    let text = error.inner().to_string();
    let (code, params) = if text.contains("too many decimals") {
        (Code::TooManyDecimals, Params::from([("max", 12_i64.into())]))
    } else if text.contains("too large") {
        (Code::OutOfRange, Params::new())
    } else {
        (Code::InvalidFormat, Params::new())
    };
    FieldError::new(pointer, code, params)
}

/// A name inside a JSON pointer (RFC 6901).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::{InviteUser, NewMeter};

    fn meter() -> Value {
        json!({
            "ean": "541448820000000008", "meter_number": "1SAG1100000001",
            "address": {"street": "Rue Haute", "number": "12A", "postcode": "5000", "city": "Namur"},
            "phases": 3, "reading_frequency": "monthly", "tariff_group": "low_voltage",
            "configuration": {"valid_from": "2026-01-01", "sampling_power_kva": 9.2, "generating_capacity_kva": 5,
                "amperage_a": 40, "production_chain": "photovoltaic", "injection_status": "self_producer_owner",
                "dso": "ORES", "rate": "simple", "client_type": "residential"}
        })
    }

    /// Sets a place of a good meter to a value, or removes it, and compares what is found.
    fn check(changes: &[(&str, Option<Value>)], fatal: bool, expected: &[&str]) {
        let mut body = meter();
        for (pointer, value) in changes {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            match value {
                Some(value) => parent.insert((*name).to_owned(), value.clone()),
                None => parent.remove(name),
            };
        }
        let outcome = Shape::of::<NewMeter>().unwrap().read::<NewMeter>(body, Place::Body);
        assert_eq!(outcome.is_err(), fatal, "{changes:?}");
        let mut found: Vec<String> = match &outcome {
            Ok((_, broken)) => broken.iter().map(|e| format!("{} {}", e.pointer, e.code)).collect(),
            Err(error) => error.fields().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect(),
        };
        found.sort();
        assert_eq!(found, expected, "{changes:?}");
    }

    #[test]
    fn a_good_meter_is_read() {
        check(&[], false, &[]);
        check(&[("/configuration/member_id", Some(Value::Null)), ("/voltage_system", Some(Value::Null))], false, &[]);
        check(&[("/voltage_system", Some("tri_230".into()))], false, &[]);
    }

    #[test]
    fn all_mistakes_of_shape_are_found_at_once() {
        check(
            &[
                ("/ean", None),
                ("/phases", Some("three".into())),
                ("/address/colour", Some("red".into())),
                ("/address/city", Some(Value::Null)),
                ("/reading_frequency", Some("weekly".into())),
                ("/tariff_group", Some(7.into())),
                ("/voltage_system", Some("mono_110".into())),
                ("/configuration/amperage_a", Some("40".into())),
                ("/configuration/valid_from", Some("2026-02-30".into())),
                ("/configuration/member_id", Some("seven".into())),
            ],
            true,
            &[
                "/address/city required",
                "/address/colour unknown_field",
                "/configuration/amperage_a wrong_type",
                "/configuration/member_id invalid_format",
                "/configuration/valid_from invalid_date",
                "/ean required",
                "/phases wrong_type",
                "/reading_frequency unknown_value",
                "/tariff_group wrong_type",
                "/voltage_system unknown_value",
            ],
        );
    }

    #[test]
    fn broken_limits_leave_an_input_the_domain_can_look_at() {
        check(
            &[
                ("/meter_number", Some("".into())),
                ("/address/street", Some("x".repeat(201).into())),
                ("/configuration/sampling_power_kva", Some((-0.5).into())),
            ],
            false,
            &["/address/street too_long", "/configuration/sampling_power_kva out_of_range", "/meter_number required"],
        );
    }

    #[test]
    fn numbers_beyond_their_type_are_found() {
        check(&[("/phases", Some(300.into()))], true, &["/phases out_of_range"]);
        check(&[("/phases", Some((-1).into()))], true, &["/phases out_of_range"]);
        let tiny = json!(0.000_000_000_000_1);
        check(&[("/configuration/amperage_a", Some(tiny))], true, &["/configuration/amperage_a too_many_decimals"]);
    }

    #[test]
    fn what_is_no_object_is_a_wrong_type() {
        let shape = Shape::of::<NewMeter>().unwrap();
        for value in [json!([]), json!("meter"), json!(1), json!(true)] {
            let Err(error) = shape.read::<NewMeter>(value, Place::Body) else { unreachable!("it is no meter") };
            assert_eq!((error.fields()[0].pointer.as_str(), error.fields()[0].code.as_str()), ("", "wrong_type"));
        }
    }

    #[test]
    fn lists_are_pointed_into_and_names_are_escaped() {
        let body = json!({"email": "a@b.example", "name": "A", "locale": "en", "a/b": 1,
            "roles": [{"role": "manager"}, {"role": "king"}, {"community_id": "x"}]});
        let Err(error) = Shape::of::<InviteUser>().unwrap().read::<InviteUser>(body, Place::Body) else {
            unreachable!("it is wrong")
        };
        let mut found: Vec<_> = error.fields().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect();
        found.sort();
        assert_eq!(
            found,
            [
                "/a~1b unknown_field",
                "/roles/1/role unknown_value",
                "/roles/2/community_id invalid_format",
                "/roles/2/role required"
            ]
        );
    }
}
