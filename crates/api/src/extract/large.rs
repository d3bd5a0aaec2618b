//! A body of many readings: as [`super::Valid`], but larger, and read away from the threads that serve requests.
//!
//! A good one is read at once. Only one that cannot be is looked at with its schema, which finds every mistake and takes
//! several times as long.

use super::shape::Shape;
use super::valid::{self, Limits};
use crate::error::Error;
use crate::state::State;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use std::time::Duration;
use utoipa::ToSchema;

/// A year of a hundred meters, written as JSON, and some more.
const LIMITS: Limits = Limits { bytes: 20_000_000, patience: Duration::from_secs(120) };

/// A body of type `T`. Limits of its schema are for whoever takes it to check, with the rules.
pub(crate) struct Large<T>(pub(crate) T);

impl<T: ToSchema + DeserializeOwned + Send + 'static> FromRequest for Large<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let text = valid::json_text(&request, payload, LIMITS).await?;
            State::of(&request)?.turns().run(move || parse(&text)).await?
        })
    }
}

fn parse<T: ToSchema + DeserializeOwned + 'static>(text: &[u8]) -> Result<Large<T>, Error> {
    if let Ok(input) = serde_json::from_slice(text) {
        return Ok(Large(input));
    }
    Shape::read_body(text).map(Large)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::{ProblemCode, SimulationInput};
    use serde_json::json;

    #[test]
    fn a_good_body_is_read_and_all_mistakes_of_a_bad_one_are_named() {
        let series = json!({"production_wh": [1, null], "consumption_wh": {"A": [0, 2]}});
        let Large(good) = parse::<SimulationInput>(json!({"series": series}).to_string().as_bytes()).unwrap();
        assert_eq!(good.series.unwrap().production_wh, Some(vec![Some(1), None]));

        let bad = json!({"series": {"production_wh": ["x", 1.5]}, "gaps": "maybe", "colour": 1}).to_string();
        let Err(error) = parse::<SimulationInput>(bad.as_bytes()) else { unreachable!("it is wrong") };
        let mut found: Vec<_> = error.fields().iter().map(|e| format!("{} {}", e.pointer, e.code)).collect();
        found.sort();
        assert_eq!(
            found,
            [
                "/colour unknown_field",
                "/gaps unknown_value",
                "/series/consumption_wh required",
                "/series/production_wh/0 wrong_type",
                "/series/production_wh/1 wrong_type"
            ]
        );
        let Err(error) = parse::<SimulationInput>(b"{\"series\":") else { unreachable!("it is no JSON") };
        assert_eq!(error.code(), ProblemCode::MalformedJson);
    }
}
