//! Query parameters: every one that is unknown or wrong is reported, at `?name`.

use super::shape::{Place, Shape};
use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use api_types::{FieldError, ProblemCode, TableQuery};
use domain::Code;
use domain::violation::Params;
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

/// The query of a list that is exported whole: the table's own parameters, and the list's without its pages.
pub(crate) struct Export<T> {
    pub(crate) table: TableQuery,
    pub(crate) list: T,
}

impl<T: ToSchema + DeserializeOwned + 'static> FromRequest for Export<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read_export(request.query_string()))
    }
}

type Pairs = Vec<(String, String)>;

fn pairs(query: &str) -> Result<Pairs, Error> {
    let pairs = web::Query::<Pairs>::from_query(query);
    pairs
        .map(web::Query::into_inner)
        .map_err(|error| Error::with_detail(ProblemCode::MalformedRequest, error.to_string()))
}

fn read_export<T: ToSchema + DeserializeOwned + 'static>(query: &str) -> Result<Export<T>, Error> {
    let (table, list): (Pairs, Pairs) =
        pairs(query)?.into_iter().partition(|(name, _)| matches!(name.as_str(), "format" | "language"));
    let (pages, list): (Pairs, Pairs) =
        list.into_iter().partition(|(name, _)| matches!(name.as_str(), "limit" | "cursor"));
    let paged = |(name, _): (String, String)| FieldError::new(format!("?{name}"), Code::UnknownField, Params::new());
    let mut errors: Vec<FieldError> = pages.into_iter().map(paged).collect();
    let (table, list) = (read_pairs::<TableQuery>(table), read_pairs::<T>(list));
    for error in [table.as_ref().err(), list.as_ref().err()].into_iter().flatten() {
        errors.extend_from_slice(error.fields());
    }
    match (table, list) {
        (Ok(Query(table)), Ok(Query(list))) if errors.is_empty() => Ok(Export { table, list }),
        (Err(error), _) | (_, Err(error)) if errors.is_empty() => Err(error),
        _ => Err(Error::invalid(errors)),
    }
}

fn read<T: ToSchema + DeserializeOwned + 'static>(query: &str) -> Result<Query<T>, Error> {
    read_pairs(pairs(query)?)
}

fn read_pairs<T: ToSchema + DeserializeOwned + 'static>(pairs: Pairs) -> Result<Query<T>, Error> {
    let shape = Shape::of::<T>()?;
    let mut object = Map::new();
    let mut errors: Vec<FieldError> = Vec::new();
    for (name, text) in pairs {
        let value = match text.parse() {
            _ if shape.is_integer(&name) => integer(text),
            Ok(flag) if shape.is_boolean(&name) => Value::Bool(flag),
            _ => Value::String(text),
        };
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
    use api_types::{MeterQuery, TableFormat};

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
    fn an_export_takes_the_filters_of_its_list_and_no_pages() {
        let export = read_export::<MeterQuery>("format=xlsx&language=nl&q=haute&sort=ean").unwrap();
        assert_eq!((export.table.format, export.list.q.as_deref()), (Some(TableFormat::Xlsx), Some("haute")));
        let Err(error) = read_export::<MeterQuery>("format=pdf&limit=5&colour=red") else { unreachable!("wrong") };
        let mut found: Vec<_> = error.fields().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect();
        found.sort();
        assert_eq!(found, ["?colour unknown_field", "?format unknown_value", "?limit unknown_field"]);
    }

    #[test]
    fn only_plain_digits_are_a_number() {
        for text in ["", "+5", "5.0", "abc", "99999999999999999999", "５"] {
            let Err(error) = read::<MeterQuery>(&format!("limit={text}")) else { unreachable!("{text}") };
            assert_eq!(error.fields().first().unwrap().pointer, "?limit", "{text}");
        }
    }
}
