use crate::{LETTERS_AND_DIGITS, any_text, outcome, param, text_of};
use domain::password::{MAX_LENGTH, MIN_LENGTH, PRIVILEGED_MIN_LENGTH, check, min_length};
use domain::role::Role;
use proptest::prelude::*;

const CONTEXT: &[&str] = &["jo.peeters@zonnehain.example", "Jo Peeters", "Énergie du Hain"];

#[test]
fn the_length_depends_on_the_role() {
    for (roles, length) in [
        (&[][..], MIN_LENGTH),
        (&[Role::Member], MIN_LENGTH),
        (&[Role::CommunityManager, Role::Kam, Role::Customer], MIN_LENGTH),
        (&[Role::Member, Role::Manager], PRIVILEGED_MIN_LENGTH),
        (&[Role::Operator], PRIVILEGED_MIN_LENGTH),
    ] {
        assert_eq!(min_length(roles), length, "{roles:?}");
    }
}

#[test]
fn characters_are_counted_not_bytes() {
    let short = check("éàüñøßœæþðĳ", 12, &[]).unwrap_err();
    assert_eq!((short.code.as_str(), param(&short.params, "min")), ("password_too_short", "12".into()));
    assert_eq!(outcome(&check("éàüñøßœæþðĳź", 12, &[])), "ok");
    assert_eq!(outcome(&check("🐝🌻🚲🏔🎻🍒🪁🧵🛶🦊🌊🪴", 12, &[])), "ok");
    assert_eq!(outcome(&check("🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝", 12, &[])), "password_too_common");
    assert_eq!(outcome(&check("password!@#$%^&*()", 12, &[])), "password_too_common");
    let long: String = "x7Kq".chars().cycle().take(MAX_LENGTH + 1).collect();
    assert_eq!(outcome(&check(&long, 12, &[])), "too_long");
    assert_eq!(outcome(&check("  nine lime trees  ", 12, &[])), "ok");
}

#[test]
fn guessable_passwords_are_refused_with_the_reason() {
    for (password, reason, word) in [
        ("aaaaaaaaaaaaaaa", "pattern", ""),
        ("ababababababab", "pattern", ""),
        ("123456789012345", "pattern", ""),
        ("abcdefghijklmnop", "common_word", "abcdef"),
        ("ponmlkjihgfedcba", "pattern", ""),
        ("passwordpassword", "common_word", "password"),
        ("Password-2026-!!", "common_word", "password"),
        ("P a s s w o r d 1 9 9 9", "common_word", "password"),
        ("motdepasse123456", "common_word", "motdepasse"),
        ("Wachtwoord-2026", "common_word", "wachtwoord"),
        ("azertyuiop1234", "common_word", "azertyuiop"),
        ("clef-demo-2026", "common_word", "clef"),
        ("Zonnehain-2026", "context_word", "zonnehain"),
        ("peeters.jo.1999", "context_word", "peeters"),
        ("ÉnergieEnergie1", "context_word", "energie"),
        ("qwertzasdfgh1111", "common_word", "qwertz"),
    ] {
        let violation = check(password, 12, CONTEXT).expect_err(password);
        assert_eq!(violation.code.as_str(), "password_too_common", "{password}");
        assert_eq!(
            (param(&violation.params, "reason").as_str(), param(&violation.params, "word").as_str()),
            (reason, word),
            "{password}"
        );
    }
}

#[test]
fn a_guessable_part_beside_enough_others_is_fine() {
    for password in [
        "correct horse battery staple",
        "nine lime trees",
        "Tr0ub4dor&3-zebra",
        "summer in Gand with Zoé",
        "password-but-kV7qz",
        "zonnehain-kV7qz-19",
        "0491 77 20 63 85",
    ] {
        assert_eq!(outcome(&check(password, 12, CONTEXT)), "ok", "{password}");
    }
}

proptest! {
    #[test]
    fn checking_never_panics(password in any_text(), context in any_text()) {
        let _ = check(&password, 12, &[&context]);
    }

    #[test]
    fn random_passwords_pass(password in text_of(LETTERS_AND_DIGITS, 20)) {
        let distinct: std::collections::BTreeSet<char> = password.to_lowercase().chars().collect();
        prop_assume!(distinct.len() >= 12);
        prop_assert_eq!(outcome(&check(&password, 15, CONTEXT)), "ok");
    }
}
