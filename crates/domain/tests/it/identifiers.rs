use crate::{any_text, param, text_of};
use domain::identifier::{IdScheme, MeteringPointId, search_fragment};
use domain::violation::{Code, WarningCode};
use domain::vocabulary::Region;
use proptest::prelude::*;
use proptest::sample;

fn parse(scheme: IdScheme, text: &str) -> String {
    match MeteringPointId::parse(scheme, text) {
        Ok((id, warnings)) if warnings.is_empty() => id.as_str().to_owned(),
        Ok((id, warnings)) => {
            let notes: Vec<String> =
                warnings.iter().map(|w| format!("{}={}", w.code, param(&w.params, "expected"))).collect();
            assert!(warnings.iter().all(|w| w.pointer == "/ean"));
            format!("{} {}", id.as_str(), notes.join(" "))
        }
        Err(violation) if violation.code == Code::Required => "required".to_owned(),
        Err(violation) => {
            assert_eq!(violation.code, Code::InvalidEan);
            assert_eq!(param(&violation.params, "scheme"), scheme.as_str());
            let (reason, expected) = (param(&violation.params, "reason"), param(&violation.params, "expected"));
            format!("! {reason} {expected}").trim_end().to_owned()
        }
    }
}

fn check(scheme: IdScheme, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(parse(scheme, text), *expected, "{scheme} {text:?}");
    }
}

#[test]
fn belgian_eans() {
    check(
        IdScheme::BeEan,
        &[
            ("541448820000000008", "541448820000000008"),
            ("541449020000000001", "541449020000000001"),
            ("541456700000000002", "541456700000000002"),
            ("541448901000000004", "541448901000000004"),
            ("541449020000000018", "541449020000000018"),
            ("541449123456789012", "541449123456789012 ean_check_digit=5"),
            ("123456789012345678", "123456789012345678 ean_prefix=54 ean_check_digit=5"),
            ("541440110000000001", "541440110000000001 ean_check_digit=8"),
            ("735005385000000011", "735005385000000011 ean_prefix=54"),
            ("000000000000000000", "! all_zeros"),
            ("54144882000000000", "! length 18"),
            ("5414488200000000088", "! length 18"),
            ("54144882000000000A", "! characters"),
            ("EAN541448820000000008", "! characters"),
            ("541448820000000008;", "! characters"),
            ("5.41449E+17", "! scientific_notation"),
            ("5,41449E+17", "! scientific_notation"),
            ("=\"5.41449e17\"", "! scientific_notation"),
            ("541449E12", "! scientific_notation"),
            ("541449E123456789012", "! characters"),
            ("", "required"),
            (" =\"\" ", "required"),
        ],
    );
}

#[test]
fn what_surrounds_an_identifier_goes() {
    for written in [
        " 541 448 820 000 000 008 ",
        "541.448.820.000.000.008",
        "541-448-820-000-000-008",
        "541–448−820‑000 000 008",
        "541\u{a0}448\u{202f}820\u{2009}000000008",
        "=\"541448820000000008\"",
        "= \"541 448 820 000 000 008\"",
        "'541448820000000008",
        "\"541448820000000008\"",
        "“541448820000000008”",
        "\u{feff}541448820000000008\u{200b}",
        "５４１４４８８２００００００００08",
    ] {
        assert_eq!(parse(IdScheme::BeEan, written), "541448820000000008", "{written:?}");
    }
    assert_eq!(parse(IdScheme::BeEan, "541448820\"000000008"), "! characters");
}

#[test]
fn dutch_eans() {
    check(
        IdScheme::NlEan,
        &[
            ("871687000000000009", "871687000000000009"),
            ("541448820000000008", "541448820000000008 ean_prefix=87"),
            ("871687000000000001", "871687000000000001 ean_check_digit=9"),
            ("87168700000000000", "! length 18"),
        ],
    );
}

#[test]
fn french_prms() {
    check(
        IdScheme::FrPrm,
        &[
            ("01234567890123", "01234567890123"),
            ("01 234 567 890 123", "01234567890123"),
            ("1234567890123", "! length 14"),
            ("00000000000000", "! all_zeros"),
            ("0123456789012A", "! characters"),
        ],
    );
}

#[test]
fn spanish_cups() {
    check(
        IdScheme::EsCups,
        &[
            ("ES1234123456789012JY", "ES1234123456789012JY"),
            ("es 1234 1234 5678 9012 jy", "ES1234123456789012JY"),
            ("ES1234123456789012JY1F", "ES1234123456789012JY1F"),
            ("ES1234123456789012JX", "! check_digit JY"),
            ("ES1234123456789012JY1A", "! format"),
            ("ES1234123456789012JYFF", "! format"),
            ("ES123412345678901AJY", "! format"),
            ("ES1234123456789012J", "! length 20/22"),
            ("FR1234123456789012JY", "! prefix ES"),
            ("ES1234123456789012J€", "! characters"),
        ],
    );
}

#[test]
fn italian_pods() {
    check(
        IdScheme::ItPod,
        &[
            ("IT001E12345678", "IT001E12345678"),
            ("it001e123456789", "IT001E12345678"),
            ("IT001E12345678X", "IT001E12345678"),
            ("IT001A12345678", "! format"),
            ("ITA01E12345678", "! format"),
            ("IT001E1234567", "! length 14/15"),
            ("ES001E12345678", "! prefix IT"),
        ],
    );
}

#[test]
fn austrian_and_german_points() {
    check(
        IdScheme::AtZaehlpunkt,
        &[
            ("AT0010000000000000001000000000001", "AT0010000000000000001000000000001"),
            ("at 001000 01234 0000000100000ABC0001", "AT001000012340000000100000ABC0001"),
            ("AT 001000 01234 000000010000ABC0001", "! length 33"),
            ("AT00100X0000000000001000000000001", "! format"),
            ("DE0010000000000000001000000000001", "! prefix AT"),
        ],
    );
    check(
        IdScheme::DeLocation,
        &[
            ("41373559241", "41373559241"),
            ("41 373 559 241", "41373559241"),
            ("41373559242", "! check_digit 1"),
            ("01373559241", "! format"),
            ("4137355924", "! length 11/33"),
            ("DE0005620250200000000000000123456", "DE0005620250200000000000000123456"),
            ("de 000562 02502 00000000000000123456", "DE0005620250200000000000000123456"),
            ("DE00056202502", "! length 33"),
            ("AT0010000000000000001000000000001", "! prefix DE"),
            ("4137355924é", "! characters"),
        ],
    );
}

#[test]
fn luxembourgish_pods() {
    check(
        IdScheme::LuPod,
        &[
            ("LU0000010000000000000000000123456", "LU0000010000000000000000000123456"),
            ("LU000001", "! length 33"),
            ("541448820000000008", "! prefix LU"),
        ],
    );
}

#[test]
fn identifiers_are_shown_in_groups() {
    for (scheme, text, shown) in [
        (IdScheme::BeEan, "541449123456789015", "541 449 123 456 789 015"),
        (IdScheme::FrPrm, "01234567890123", "01 234 567 890 123"),
        (IdScheme::EsCups, "ES1234123456789012JY1F", "ES 1234 1234 5678 9012 JY 1F"),
        (IdScheme::ItPod, "IT001E12345678", "IT001 E 1234 5678"),
        (IdScheme::DeLocation, "41373559241", "41 373 559 241"),
        (IdScheme::DeLocation, "DE0005620250200000000000000123456", "DE 000562 02502 00000 00000 00001 23456"),
        (IdScheme::LuPod, "LU0000010000000000000000000123456", "LU 0000 0100 0000 0000 0000 0000 0123 456"),
    ] {
        assert_eq!(MeteringPointId::parse(scheme, text).unwrap().0.display(), shown);
    }
}

#[test]
fn every_region_has_a_scheme() {
    for (region, scheme) in [
        (Region::Wallonia, IdScheme::BeEan),
        (Region::Brussels, IdScheme::BeEan),
        (Region::Flanders, IdScheme::BeEan),
        (Region::Netherlands, IdScheme::NlEan),
        (Region::Luxembourg, IdScheme::LuPod),
        (Region::France, IdScheme::FrPrm),
        (Region::Germany, IdScheme::DeLocation),
        (Region::Austria, IdScheme::AtZaehlpunkt),
        (Region::Italy, IdScheme::ItPod),
        (Region::Spain, IdScheme::EsCups),
    ] {
        assert_eq!(IdScheme::of(region), scheme);
    }
    assert_eq!(Region::ALL.len(), 10);
}

#[test]
fn a_search_looks_for_the_letters_and_digits() {
    for (typed, fragment) in [
        ("541 449", Some("541449")),
        ("9012", Some("9012")),
        ("=\"5414\"", Some("5414")),
        ("it001e", Some("IT001E")),
        ("  ", None),
        ("rue é", None),
        ("54%", None),
        ("54_", None),
    ] {
        assert_eq!(search_fragment(typed).as_deref(), fragment, "{typed:?}");
    }
}

#[test]
fn a_stored_identifier_warns_as_it_did() {
    let stored = MeteringPointId::from_stored(IdScheme::BeEan, "541449123456789012".to_owned());
    let (parsed, warnings) = MeteringPointId::parse(IdScheme::BeEan, "541449123456789012").unwrap();
    assert_eq!(stored, parsed);
    assert_eq!(stored.warnings(), warnings);
    assert_eq!(warnings[0].code, WarningCode::EanCheckDigit);
}

fn scheme() -> impl Strategy<Value = IdScheme> {
    sample::select(IdScheme::ALL)
}

/// Texts that come near an identifier, and any others.
fn written() -> impl Strategy<Value = String> {
    const DIGITS: &str = "0123456789";
    let joined = |(start, middle, end): (String, String, String)| start + &middle + &end;
    prop_oneof![
        any_text(),
        (text_of("=\"' .-", 0..=3), text_of(DIGITS, 10..=19), text_of("\"' .-", 0..=2)).prop_map(joined),
        (sample::select(&["ES", "IT", "AT", "DE", "LU", "es", "de"]), text_of("0123456789AZ .-", 9..=36))
            .prop_map(|(country, rest)| format!("{country}{rest}")),
        (text_of("0123456789.,", 3..=9), text_of("eE", 1), text_of("+-0123456789", 1..=4)).prop_map(joined),
    ]
}

proptest! {
    #[test]
    fn parsing_never_panics_and_keeps_what_it_accepted(scheme in scheme(), text in written()) {
        if let Ok((id, warnings)) = MeteringPointId::parse(scheme, &text) {
            let (again, same) = MeteringPointId::parse(scheme, id.as_str()).unwrap();
            prop_assert_eq!(&again, &id);
            prop_assert_eq!(same, warnings);
            let (shown, _) = MeteringPointId::parse(scheme, &id.display()).unwrap();
            prop_assert_eq!(shown, id);
        }
    }

    #[test]
    fn showing_only_adds_spaces(scheme in scheme(), text in any_text()) {
        let id = MeteringPointId::from_stored(scheme, text.replace(' ', ""));
        prop_assert_eq!(id.display().replace(' ', ""), id.as_str());
        let _ = id.warnings();
    }

    #[test]
    fn a_part_of_an_identifier_finds_it(from in 0_usize..14, length in 4_usize..18) {
        let ean = "541448820000000008";
        let part = &ean[from..(from + length).min(18)];
        let fragment = search_fragment(part).unwrap();
        prop_assert!(ean.contains(&fragment));
        prop_assert_eq!(search_fragment(&fragment).unwrap(), fragment);
    }
}
