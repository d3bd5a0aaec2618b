//! Which passwords are accepted: long enough and not guessable. No rules on the kinds of characters.

use crate::role::Role;
use crate::text::fold;
use crate::violation::{Code, FieldViolation};

/// Fewest characters of an ordinary user's password.
pub const MIN_LENGTH: usize = 12;
/// Fewest characters for those who can change other people's access.
pub const PRIVILEGED_MIN_LENGTH: usize = 15;
/// Most characters, so that hashing stays cheap.
pub const MAX_LENGTH: usize = 128;

/// A password needs this many different letters and digits besides guessable parts.
const MIN_DISTINCT: usize = 5;
/// Shorter words say nothing about a password.
const MIN_WORD: usize = 4;
/// A run along an alphabet or a keyboard of this length is guessable.
const MIN_RUN: usize = 4;

/// Words that lists of leaked passwords begin with, in our users' languages, and the product's own.
const COMMON: &[&str] = &[
    "abcdef",
    "admin",
    "administrator",
    "azerty",
    "azertyuiop",
    "bienvenue",
    "bonjour",
    "changeme",
    "chouchou",
    "clef",
    "communaute",
    "community",
    "compteur",
    "demo",
    "doudou",
    "dragon",
    "electricity",
    "electricite",
    "energie",
    "energy",
    "football",
    "geheim",
    "gemeenschap",
    "gemeinschaft",
    "hallo",
    "hello",
    "iloveyou",
    "jetaime",
    "kennwort",
    "letmein",
    "login",
    "loulou",
    "master",
    "meter",
    "monkey",
    "motdepasse",
    "passe",
    "passw0rd",
    "passwort",
    "password",
    "pass",
    "princess",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "qwertzuiop",
    "secret",
    "soleil",
    "solar",
    "summer",
    "sunshine",
    "superman",
    "test",
    "trustno1",
    "user",
    "wachtwoord",
    "welcome",
    "welkom",
    "willkommen",
    "winter",
    "zonne",
];

/// Orders in which neighbouring keys or characters stand.
const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "azertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "qsdfghjklm",
    "zxcvbnm",
    "wxcvbn",
    "yxcvbnm",
];

/// The length asked of somebody with these roles.
#[must_use]
pub fn min_length(roles: &[Role]) -> usize {
    let privileged = roles.iter().any(|role| matches!(role, Role::Operator | Role::Manager));
    if privileged { PRIVILEGED_MIN_LENGTH } else { MIN_LENGTH }
}

/// Checks a new password. `context` are texts an attacker would try first: the e-mail address, the
/// user's name, the organisation's name.
///
/// # Errors
/// `password_too_short`, `too_long`, or `password_too_common` with a `reason`: `common_word` or
/// `context_word` (with the `word`), `pattern`.
pub fn check(password: &str, min_length: usize, context: &[&str]) -> Result<(), FieldViolation> {
    let length = password.chars().count();
    if length < min_length {
        return Err(FieldViolation::with(Code::PasswordTooShort, "min", min_length));
    }
    if length > MAX_LENGTH {
        return Err(FieldViolation::with(Code::TooLong, "max", MAX_LENGTH));
    }
    // Punctuation neither hides a word nor makes one hard to guess; other symbols, such as pictures, do count.
    let mut rest: String = fold(password).chars().filter(|c| c.is_alphanumeric() || !c.is_ascii()).collect();
    let mut found = None;
    for (reason, word) in guesses(context) {
        if rest.contains(&word) {
            // A space keeps the parts beside it from growing together into another word.
            rest = rest.replace(&word, " ");
            found.get_or_insert((reason, word));
        }
    }
    if distinct(&without_runs(&rest)) >= MIN_DISTINCT {
        return Ok(());
    }
    let violation = FieldViolation::from(Code::PasswordTooCommon);
    Err(match found {
        Some((reason, word)) => violation.and("reason", reason).and("word", word),
        None => violation.and("reason", "pattern"),
    })
}

/// Words to look for, the longest first so that `password` goes before `pass`.
fn guesses(context: &[&str]) -> Vec<(&'static str, String)> {
    let own = context.iter().flat_map(|text| {
        let folded = fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
    });
    let mut words: Vec<(&str, String)> = own
        .filter(|word| word.chars().count() >= MIN_WORD)
        .map(|word| ("context_word", word))
        .chain(COMMON.iter().map(|word| ("common_word", (*word).to_owned())))
        .collect();
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    words
}

/// The text without runs of neighbouring or equal characters, and without years.
fn without_runs(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut kept = String::new();
    let mut at = 0;
    while at < chars.len() {
        let run = run_length(&chars[at..]);
        if run >= MIN_RUN {
            at += run;
        } else {
            kept.push(chars[at]);
            at += 1;
        }
    }
    kept
}

/// How many characters from the start follow one order, or are one year.
fn run_length(chars: &[char]) -> usize {
    let equal = chars.iter().take_while(|&&c| c == chars[0]).count();
    let ordered = RUNS.iter().map(|order| along(chars, order.chars()).max(along(chars, order.chars().rev()))).max();
    let year = matches!(chars, ['1', '9', a, b, ..] | ['2', '0', a, b, ..] if a.is_ascii_digit() && b.is_ascii_digit());
    equal.max(ordered.unwrap_or(0)).max(if year { 4 } else { 0 })
}

fn along(chars: &[char], order: impl Iterator<Item = char>) -> usize {
    order.skip_while(|c| *c != chars[0]).zip(chars).take_while(|(expected, c)| expected == *c).count()
}

fn distinct(text: &str) -> usize {
    let mut chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    chars.sort_unstable();
    chars.dedup();
    chars.len()
}
