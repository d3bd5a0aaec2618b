use domain::quantity::{Decimal, Kva};
use proptest::prelude::*;
use serde::Deserialize;

#[test]
fn json_numbers_arrive_as_they_were_written() {
    for (json, shown, back) in [
        ("5", "5", "5"),
        ("9.2", "9.2", "9.2"),
        ("0.1", "0.1", "0.1"),
        ("1e3", "1000", "1000"),
        ("1E-3", "0.001", "0.001"),
        ("5.0", "5", "5"),
        ("-0.0", "0", "0"),
        ("999999999.999999", "999999999.999999", "999999999.999999"),
        ("1000000000000", "1000000000000", "1000000000000"),
    ] {
        let decimal: Decimal = serde_json::from_str(json).unwrap();
        assert_eq!(decimal.to_string(), shown);
        assert_eq!(serde_json::to_string(&decimal).unwrap(), back);
    }
}

#[derive(Debug, Deserialize)]
struct Outer {
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, Deserialize)]
struct Inner {
    power: Decimal,
}

#[test]
fn json_numbers_survive_buffering() {
    for (json, shown) in [("5", "5"), ("9.2", "9.2"), ("0.1", "0.1"), ("1e3", "1000"), ("-7", "-7")] {
        let outer: Outer = serde_json::from_str(&format!("{{\"power\": {json}, \"other\": 1}}")).unwrap();
        assert_eq!(outer.inner.power.to_string(), shown);
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::from_value::<Decimal>(value).unwrap().to_string(), shown);
    }
}

/// The API turns these sentences into codes.
#[test]
fn the_sentences_of_json_errors_are_stable() {
    for (json, sentence) in [
        ("1e300", "too large a number"),
        ("18446744073709551615", "too large a number"),
        ("1e-13", "too many decimals"),
        ("\"9.2\"", "invalid type: string \"9.2\", expected a number"),
        ("null", "invalid type: null, expected a number"),
        ("true", "invalid type: boolean `true`, expected a number"),
    ] {
        let error = serde_json::from_str::<Decimal>(json).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{json}: {error}");
    }
}

proptest! {
    #[test]
    fn json_gives_the_number_back(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u8..=12) {
        let decimal = Decimal::new(mantissa, scale);
        let json = serde_json::to_string(&decimal).unwrap();
        prop_assert_eq!(serde_json::from_str::<Decimal>(&json).unwrap(), decimal);
    }

    #[test]
    fn quantities_give_their_units_back(units in Kva::MIN_UNITS..=Kva::MAX_UNITS) {
        let json = serde_json::to_string(&Kva::from_units(units).decimal()).unwrap();
        let read: Decimal = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(Kva::try_from(read).unwrap().units(), units);
    }

    #[test]
    fn any_json_number_is_read_or_refused(float in any::<f64>()) {
        if let Ok(json) = serde_json::to_string(&float) {
            let _ = serde_json::from_str::<Decimal>(&json);
        }
    }
}
