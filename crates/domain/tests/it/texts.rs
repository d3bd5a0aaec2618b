use crate::{any_text, outcome, param, text_of};
use domain::text::{Email, clean, clean_lines, fold, lines_text, optional_phone, optional_text, phone, required_text};
use proptest::prelude::*;

#[test]
fn cleaning_collapses_white_space_and_drops_the_invisible() {
    for (typed, kept) in [
        ("  Rue\t du \n Parc ", "Rue du Parc"),
        ("\u{a0}12\u{202f}A\u{3000}", "12 A"),
        ("\u{feff}541\u{200b}449\u{0}", "541449"),
        ("\u{202e}evil\u{202c}", "evil"),
        (" \u{7f} ", ""),
        ("a \u{200b} b", "a b"),
    ] {
        assert_eq!(clean(typed), kept, "{typed:?}");
    }
    assert_eq!(clean_lines(" first \r\nsecond\t\r\rthird\u{0}\n\n"), "first\nsecond\n\nthird");
}

#[test]
fn folding_makes_spellings_meet() {
    for (a, b) in [
        ("Énergie  du HAIN", "energie du hain"),
        ("Straße", "STRASSE"),
        ("cœur Æon", "coeur aeon"),
        ("Łódź Ørsted Þór ĳs", "lodz orsted thor ijs"),
        ("l’Étang", "l'etang"),
        ("e\u{301}te\u{301}", "été"),
        ("Saint–Josse", "saint-josse"),
        ("İstanbul", "istanbul"),
        ("Brăila Iași", "braila iasi"),
    ] {
        assert_eq!(fold(a), fold(b));
    }
    assert_eq!(fold("Éàçñßœ"), "eacnssoe");
}

#[test]
fn texts_have_limits_in_characters() {
    assert_eq!(required_text("  é ", 1, 1).unwrap(), "é");
    assert_eq!(outcome(&required_text(" \u{200b} ", 1, 5)), "required");
    assert_eq!(outcome(&required_text("ab", 3, 5)), "too_short");
    let long = required_text("ééé", 1, 2).unwrap_err();
    assert_eq!(
        (long.code.as_str(), param(&long.params, "max"), param(&long.params, "length")),
        ("too_long", "2".into(), "3".into())
    );
    assert_eq!(optional_text(None, 5).unwrap(), None);
    assert_eq!(optional_text(Some("  "), 5).unwrap(), None);
    assert_eq!(optional_text(Some(" a "), 5).unwrap().as_deref(), Some("a"));
    assert_eq!(outcome(&optional_text(Some("abcdef"), 5)), "too_long");
    assert_eq!(lines_text(" \n ", 5).unwrap(), "");
    assert_eq!(outcome(&lines_text("a\nb\nc\n\nd", 5)), "too_long");
}

#[test]
fn email_addresses() {
    for good in [
        "jo@example.org",
        " jo.peeters+clef@sub.example.co ",
        "o'neil@example.org",
        "a@b.cd",
        "1@2.be",
        "x_y@xn--caf-dma.be",
    ] {
        assert_eq!(outcome(&Email::parse(good)), "ok", "{good}");
    }
    for bad in [
        "jo",
        "@example.org",
        "jo@",
        "jo@example",
        "jo@.org",
        "jo@example.",
        "jo@@example.org",
        "jo peeters@example.org",
        ".jo@example.org",
        "jo.@example.org",
        "j..o@example.org",
        "jo@-a.org",
        "jo@a-.org",
        "jo@127.0.0.1",
        "jo@[127.0.0.1]",
        "\"jo\"@example.org",
        "jo@exa_mple.org",
        "jö@example.org",
        "jo@café.be",
        "jo@example.org,x@example.org",
        "<jo@example.org>",
    ] {
        assert_eq!(outcome(&Email::parse(bad)), "invalid_email", "{bad}");
    }
    let local = "a".repeat(64);
    assert_eq!(outcome(&Email::parse(&format!("{local}@example.org"))), "ok");
    assert_eq!(outcome(&Email::parse(&format!("a{local}@example.org"))), "invalid_email");
    assert_eq!(outcome(&Email::parse(&format!("a@{}.org", "a".repeat(64)))), "invalid_email");
    assert_eq!(outcome(&Email::parse(&format!("a@{}org", "a.".repeat(140)))), "too_long");
    assert_eq!(outcome(&Email::parse(" ")), "required");
    assert_eq!(Email::parse_optional(Some(" ")).unwrap(), None);
}

#[test]
fn email_addresses_are_kept_as_typed_and_compared_without_case() {
    let (typed, other) = (Email::parse("Jo@Example.ORG").unwrap(), Email::parse("jo@example.org").unwrap());
    assert_eq!(typed.as_str(), "Jo@Example.ORG");
    assert_eq!(typed.to_string(), "Jo@Example.ORG");
    assert_eq!(typed.key(), "jo@example.org");
    assert_eq!(typed, other);
}

#[test]
fn telephone_numbers_are_kept_as_typed() {
    for good in ["+32 2 555 00 00", "02/555.00.00", "(02) 555-00-00", "0032 2 5550000", "112 112"] {
        assert_eq!(phone(good).unwrap(), good);
    }
    for bad in ["call me", "+32 2 +5", "12345", "1234567890123456", "02 555 00 00 #3", "++3225550000"] {
        assert_eq!(outcome(&phone(bad)), "invalid_phone", "{bad}");
    }
    assert_eq!(outcome(&phone(&"1 ".repeat(30))), "too_long");
    assert_eq!(optional_phone(Some("")).unwrap(), None);
    assert_eq!(optional_phone(None).unwrap(), None);
}

proptest! {
    #[test]
    fn cleaning_and_folding_are_idempotent(text in any_text()) {
        prop_assert_eq!(clean(&clean(&text)), clean(&text));
        prop_assert_eq!(clean_lines(&clean_lines(&text)), clean_lines(&text));
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(fold(&clean(&text)), fold(&text));
    }

    #[test]
    fn parsers_of_texts_never_panic(text in any_text()) {
        let _ = (Email::parse(&text), phone(&text), required_text(&text, 2, 5), optional_text(Some(&text), 5));
    }

    #[test]
    fn the_key_of_an_address_is_an_address(
        user in text_of("azAZ09.+_-", 1..=20), host in text_of("azAZ09-", 1..=10), top in text_of("azAZ", 2..=5),
    ) {
        if let Ok(email) = Email::parse(&format!("{user}@{host}.{top}")) {
            prop_assert_eq!(Email::parse(&email.key()).unwrap(), email);
        }
    }
}
