use crate::{any_text, outcome, param};
use domain::quantity::{Amperes, Decimal, DecimalError, Kva};
use proptest::prelude::*;

#[test]
fn decimals_as_people_write_them() {
    for (text, shown) in [
        ("12", "12"),
        ("-0.5", "-0.5"),
        ("12,50", "12.5"),
        ("+3", "3"),
        ("−3", "-3"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1 234,5", "1234.5"),
        ("1\u{202f}234\u{a0}567", "1234567"),
        ("007", "7"),
        ("-0", "0"),
        ("0.000000000001", "0.000000000001"),
        ("-9223372036854775808", "-9223372036854775808"),
    ] {
        assert_eq!(Decimal::parse(text).unwrap().to_string(), shown, "{text}");
    }
    for text in ["", " ", ".", "-", "1,234.5", "1.2.3", "1e3", "12 kVA", "١٢", "--1", "0x1", "NaN"] {
        assert_eq!(Decimal::parse(text), Err(DecimalError::NotANumber), "{text}");
    }
    assert_eq!(Decimal::parse("9223372036854775808"), Err(DecimalError::TooLarge));
    assert_eq!(Decimal::parse(&"9".repeat(500)), Err(DecimalError::TooLarge));
    assert_eq!(Decimal::parse("0.0000000000001"), Err(DecimalError::TooManyDecimals));
    assert_eq!(Decimal::parse(&format!("0.{}1", "0".repeat(400))), Err(DecimalError::TooManyDecimals));
}

#[test]
fn units_are_exact_or_an_error() {
    assert_eq!(Decimal::parse("9.2").unwrap().units(3), Ok(9200));
    assert_eq!(Decimal::parse("9.2001").unwrap().units(3), Err(DecimalError::TooManyDecimals));
    assert_eq!(Decimal::parse("9223372036854775807").unwrap().units(3), Err(DecimalError::TooLarge));
    assert_eq!(Decimal::new(1, 0).units(u8::MAX), Err(DecimalError::TooLarge));
}

#[test]
fn quantities_have_ranges_and_decimals() {
    let kva = |text: &str| Kva::try_from(Decimal::parse(text).unwrap());
    let amperes = |text: &str| Amperes::try_from(Decimal::parse(text).unwrap());
    assert_eq!(kva("9.2").unwrap().units(), 9200);
    assert_eq!(kva("9.2").unwrap().decimal().to_string(), "9.2");
    assert_eq!(kva("0").unwrap(), Kva::default());
    assert_eq!(outcome(&kva("1000000")), "ok");
    assert_eq!(outcome(&kva("-0.001")), "out_of_range");
    assert_eq!(outcome(&kva("1000000.001")), "out_of_range");
    assert_eq!(outcome(&kva("9.2001")), "too_many_decimals");
    assert_eq!(outcome(&amperes("0")), "out_of_range");
    assert_eq!(outcome(&amperes("-40")), "out_of_range");
    assert_eq!(outcome(&amperes("0.001")), "ok");
    assert_eq!(outcome(&amperes("100000.001")), "out_of_range");
    let range = amperes("0").unwrap_err().params;
    assert_eq!((param(&range, "min"), param(&range, "max")), ("0.001".into(), "100000".into()));
    assert_eq!(param(&kva("0.0001").unwrap_err().params, "max"), "3");
}

proptest! {
    #[test]
    fn text_gives_the_number_back(mantissa in any::<i64>(), scale in 0_u8..=12) {
        let decimal = Decimal::new(mantissa, scale);
        prop_assert_eq!(Decimal::parse(&decimal.to_string()), Ok(decimal));
    }

    #[test]
    fn reading_never_panics(text in any_text()) {
        let _ = Decimal::parse(&text).map(|decimal| decimal.units(3));
    }
}
