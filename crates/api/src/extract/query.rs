//! Query parameters: every one that is unknown or wrong is reported, at `?name`.

use super::shape::{Place, Shape};
use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use api_types::{FieldError, ProblemCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::future::{Ready, ready};
use utoipa::ToSchema;

/// The query of a request as a `T`.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: ToSchema + DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()))
    }
}

fn read<T: ToSchema + DeserializeOwned + 'static>(query: &str) -> Result<Query<T>, Error> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|error| Error::with_detail(ProblemCode::MalformedRequest, error.to_string()))?;
    let shape = Shape::of::<T>()?;
    let mut object = Map::new();
    let mut errors: Vec<FieldError> = Vec::new();
    for (name, text) in pairs.into_inner() {
        let value = if shape.is_integer(&name) { integer(text) } else { Value::String(text) };
        if object.insert(name.clone(), value).is_some() {
            errors.push(super::shape::twice(&format!("?{name}")));
        }
    }
    match shape.read(Value::Object(object), Place::Query) {
        Ok((value, broken)) if broken.is_empty() && errors.is_empty() => Ok(Query(value)),
        Ok((_, broken)) => Err(Error::invalid(errors.into_iter().chain(broken).collect())),
        Err(error) => Err(error),
    }
}

/// A text of digits becomes a number; any other stays a text, which the schema then refuses.
fn integer(text: String) -> Value {
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(number) if plain => number.into(),
        _ => Value::String(text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::MeterQuery;

    #[test]
    fn every_wrong_parameter_is_named() {
        let query = "limit=0&sort=name&colour=red&status=active&member_id=7&q=a&q=b";
        let Err(error) = read::<MeterQuery>(query) else { unreachable!("it is wrong") };
        let mut found: Vec<_> = error.fields().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect();
        found.sort();
        assert_eq!(
            found,
            ["?colour unknown_field", "?limit out_of_range", "?member_id invalid_format", "?sort unknown_value"]
        );
    }

    #[test]
    fn good_parameters_are_read() {
        let Query(query) = read::<MeterQuery>("limit=5&sort=-ean&q=rue%20haute+12&ean=5414").unwrap();
        assert_eq!(query.limit, Some(5));
        assert_eq!(query.sort, Some(api_types::MeterSort::EanDescending));
        assert_eq!((query.q.as_deref(), query.ean.as_deref()), (Some("rue haute 12"), Some("5414")));
        assert!(read::<MeterQuery>("").is_ok());
    }

    #[test]
    fn only_plain_digits_are_a_number() {
        for text in ["", "+5", "5.0", "abc", "99999999999999999999", "５"] {
            let Err(error) = read::<MeterQuery>(&format!("limit={text}")) else { unreachable!("{text}") };
            assert_eq!(error.fields().first().unwrap().pointer, "?limit", "{text}");
        }
    }
}
