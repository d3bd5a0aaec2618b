//! Bank account numbers and enterprise numbers.

use crate::{any_text, outcome, param, text_of};
use domain::enterprise::{self, EnterpriseNumber};
use domain::iban::{self, Iban};
use proptest::prelude::*;

/// Examples of the registry, and some in other spellings.
#[test]
fn account_numbers_are_read_as_people_write_them() {
    for (typed, kept) in [
        ("BE68 5390 0754 7034", "BE68539007547034"),
        ("be68-5390-0754-7034", "BE68539007547034"),
        (" IBAN: BE68 5390 0754 7034", ""),
        ("IBAN BE68\u{a0}5390\u{202f}0754\u{200b}7034", "BE68539007547034"),
        ("NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("LU28 0019 4006 4475 0000", "LU280019400644750000"),
        ("GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
        ("NO93 8601 1117 947", "NO9386011117947"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84MALT011000012345MTLCAST001S"),
    ] {
        match Iban::parse(typed) {
            Ok(iban) => assert_eq!(iban.as_str(), kept),
            Err(violation) => assert!(kept.is_empty(), "{typed}: {violation:?}"),
        }
    }
}

#[test]
fn a_wrong_account_number_says_why() {
    for (typed, reason) in [
        ("BE68 5390 0754 7035", "check_digits"),
        ("BE86 5390 0754 7034", "check_digits"),
        ("BE68 5390 0754 703", "length"),
        ("BE68 5390 0754 7034 0", "length"),
        ("ZZ68 5390 0754 7034", "country"),
        ("5390 0754 7034", "country"),
        ("B", "country"),
        ("BE68 5390 0754 703€", "characters"),
        ("BE６８ 5390 0754 7034", "characters"),
    ] {
        let violation = Iban::parse(typed).unwrap_err();
        assert_eq!((violation.code.as_str(), param(&violation.params, "reason").as_str()), ("invalid_iban", reason));
    }
    let short = Iban::parse("BE68").unwrap_err();
    assert_eq!((param(&short.params, "length"), param(&short.params, "expected")), ("4".into(), "16".into()));
    assert_eq!(outcome(&Iban::parse(" \u{200b} ")), "required");
    assert_eq!(Iban::parse_optional(Some(" ")).unwrap(), None);
    assert_eq!(Iban::parse_optional(None).unwrap(), None);
}

/// Numbers that leave the same remainder as the right check digits are refused: 00, 01 and 99 are never issued.
#[test]
fn there_is_one_pair_of_check_digits() {
    let right: Vec<String> =
        (0..100).map(|check| format!("BE{check:02}539007547034")).filter(|text| Iban::parse(text).is_ok()).collect();
    assert_eq!(right, ["BE68539007547034"]);
}

#[test]
fn an_account_number_is_shown_in_groups_or_hidden() {
    let belgian = Iban::parse("BE68539007547034").unwrap();
    assert_eq!(iban::grouped(belgian.as_str()), "BE68 5390 0754 7034");
    assert_eq!(iban::masked(belgian.as_str()), "BE•• •••• •••• •034");
    assert_eq!(iban::grouped("NO9386011117947"), "NO93 8601 1117 947");
    assert_eq!(format!("{belgian:?}"), "BE•• •••• •••• •034", "a log does not tell it");
    for short in ["", "BE", "BE6"] {
        assert_eq!(iban::masked(short), short);
    }
}

#[test]
fn belgian_enterprise_numbers_are_one_however_they_are_written() {
    for typed in [
        "0403019261",
        "0403.019.261",
        "BE 0403.019.261",
        "be0403019261",
        "BE-0403-019-261",
        "403019261",
        "BE403.019.261",
        " 0403 019\u{a0}261 ",
    ] {
        assert_eq!(EnterpriseNumber::parse(typed).unwrap().as_str(), "BE0403019261", "{typed}");
    }
    assert_eq!(enterprise::grouped("BE0403019261"), "BE 0403.019.261");
    assert_eq!(enterprise::grouped("FR40303265045"), "FR 40303265045");
    assert_eq!(enterprise::grouped(""), "");
}

#[test]
fn a_wrong_enterprise_number_says_why() {
    for (typed, reason) in [
        ("0403019262", "check_digits"),
        ("BE0403019260", "check_digits"),
        ("0000000097", "check_digits"),
        ("2403019261", "first_digit"),
        ("04030192611", "length"),
        ("BE04030192", "length"),
        ("0403O19261", "characters"),
        ("0403.019.26€", "characters"),
        ("BEBELGIUM1", "characters"),
        ("FR12", "format"),
        ("NL123456789C01", "format"),
        ("XX!", "characters"),
        ("GRABC", "format"),
    ] {
        let violation = EnterpriseNumber::parse(typed).unwrap_err();
        let found = (violation.code.as_str(), param(&violation.params, "reason"));
        assert_eq!(found, ("invalid_enterprise_number", reason.to_owned()), "{typed}");
    }
    assert_eq!(outcome(&EnterpriseNumber::parse("")), "required");
    assert_eq!(EnterpriseNumber::parse_optional(Some(" . ")).unwrap(), None);
}

#[test]
fn numbers_of_other_countries_have_their_form() {
    for (typed, kept) in [
        ("FR 40 303 265 045", "FR40303265045"),
        ("NL004495445B01", "NL004495445B01"),
        ("DE 136 695 976", "DE136695976"),
        ("LU 150 274 42", "LU15027442"),
        ("ATU13585627", "ATU13585627"),
        ("IT00743110157", "IT00743110157"),
        ("ESB58378431", "ESB58378431"),
        ("PL 8567346215", "PL8567346215"),
        ("EL094259216", "EL094259216"),
    ] {
        assert_eq!(EnterpriseNumber::parse(typed).unwrap().as_str(), kept);
    }
}

#[test]
fn a_search_finds_numbers_however_they_are_written() {
    assert_eq!(enterprise::search_fragment("BE 0403.019").as_deref(), Some("be0403019"));
    assert_eq!(enterprise::search_fragment("5390-0754").as_deref(), Some("53900754"));
    for nothing in ["", " . ", "é", "a@b"] {
        assert_eq!(enterprise::search_fragment(nothing), None, "{nothing}");
    }
}

proptest! {
    /// Any account has exactly one pair of check digits, and what was read is read again.
    #[test]
    fn exactly_one_check_of_a_belgian_account_is_right(account in text_of("0123456789", 12)) {
        let right: Vec<Iban> = (0..100).filter_map(|check| Iban::parse(&format!("BE{check:02}{account}")).ok()).collect();
        prop_assert_eq!(right.len(), 1);
        let shown = iban::grouped(right[0].as_str());
        prop_assert_eq!(&Iban::parse(&shown).unwrap(), &right[0]);
    }

    /// One wrong digit, or two neighbours exchanged, is always found out.
    #[test]
    fn slips_of_the_pen_are_found(account in text_of("0123456789", 12), at in 0_usize..11, other in 0_u8..10) {
        let right = (0..100).find_map(|check| Iban::parse(&format!("BE{check:02}{account}")).ok()).unwrap();
        let place = at + 4;
        let mut wrong: Vec<u8> = right.as_str().bytes().collect();
        wrong[place] = b'0' + other;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(Iban::parse(&wrong).is_ok(), wrong == right.as_str());
        let mut swapped: Vec<u8> = right.as_str().bytes().collect();
        swapped.swap(place, place + 1);
        let swapped = String::from_utf8(swapped).unwrap();
        prop_assert_eq!(Iban::parse(&swapped).is_ok(), swapped == right.as_str());
    }

    /// Of the hundred endings of a Belgian number exactly one is right.
    #[test]
    fn exactly_one_ending_of_an_enterprise_number_is_right(number in 1_u32..20_000_000) {
        let right: Vec<EnterpriseNumber> =
            (0..100).filter_map(|check| EnterpriseNumber::parse(&format!("{number:08}{check:02}")).ok()).collect();
        prop_assert_eq!(right.len(), 1);
        prop_assert_eq!(&EnterpriseNumber::parse(&enterprise::grouped(right[0].as_str())).unwrap(), &right[0]);
    }

    /// No text brings either to its knees, and what is kept is compact and stays what it is.
    #[test]
    fn any_text_is_answered(text in any_text()) {
        if let Ok(iban) = Iban::parse(&text) {
            prop_assert_eq!(&Iban::parse(iban.as_str()).unwrap(), &iban);
            prop_assert!(iban.as_str().bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
        }
        if let Ok(number) = EnterpriseNumber::parse(&text) {
            prop_assert_eq!(&EnterpriseNumber::parse(number.as_str()).unwrap(), &number);
        }
        let _ = (iban::masked(&text), iban::grouped(&text), enterprise::grouped(&text));
    }
}
