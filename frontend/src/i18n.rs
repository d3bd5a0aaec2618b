//! The words of the screens, in the user's language.
//!
//! A catalogue is one flat list of keys and texts, fetched before the first page is drawn. Texts may hold
//! `{name}` placeholders. Another language means another catalogue and a fresh tree, so texts need not be
//! reactive.

use domain::vocabulary::Locale;
use std::cell::RefCell;
use std::collections::HashMap;

struct Catalogue {
    locale: Locale,
    texts: HashMap<String, String>,
}

thread_local! {
    static CATALOGUE: RefCell<Catalogue> = RefCell::new(Catalogue { locale: Locale::En, texts: HashMap::new() });
}

/// Replaces the words of the screens.
///
/// # Errors
/// When the text is no flat JSON object of texts.
pub fn install(locale: Locale, json: &str) -> Result<(), serde_json::Error> {
    let texts = serde_json::from_str(json)?;
    CATALOGUE.set(Catalogue { locale, texts });
    Ok(())
}

/// The language of the screens.
pub fn locale() -> Locale {
    CATALOGUE.with_borrow(|catalogue| catalogue.locale)
}

/// The text of a key; the key itself if there is none, which a test rules out for keys in the sources.
pub fn t(key: &str) -> String {
    lookup(key).unwrap_or_else(|| key.to_owned())
}

/// The text of a key that may be missing, such as one built from a code of the server.
pub fn lookup(key: &str) -> Option<String> {
    CATALOGUE.with_borrow(|catalogue| catalogue.texts.get(key).cloned())
}

/// What stands below a key, in the order of the texts: what there are words for.
pub fn below(key: &str) -> Vec<String> {
    let prefix = format!("{key}.");
    CATALOGUE.with_borrow(|catalogue| {
        let found =
            catalogue.texts.iter().filter_map(|(key, text)| Some((text, key.strip_prefix(&prefix)?.to_owned())));
        let mut found: Vec<_> = found.collect();
        found.sort();
        found.into_iter().map(|(_, end)| end).collect()
    })
}

/// The text of a key with its `{name}` placeholders filled.
pub fn tr(key: &str, values: &[(&str, &str)]) -> String {
    fill(&t(key), values)
}

/// The text for a number of things: `key.one` or `key.other`, with `{count}` filled.
pub fn tn(key: &str, count: u64) -> String {
    let form = if is_singular(locale(), count) { "one" } else { "other" };
    tr(&format!("{key}.{form}"), &[("count", &crate::format::whole(count))])
}

/// French counts nothing in the singular, the others in the plural.
const fn is_singular(locale: Locale, count: u64) -> bool {
    count == 1 || (count == 0 && matches!(locale, Locale::Fr))
}

/// Fills `{name}` placeholders; one without a value stays, so that a mistake is seen.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            rest = &rest[before.len()..];
            break;
        };
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = tail;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fills_placeholders_once() {
        let values = [("a", "{b}"), ("b", "x")];
        assert_eq!(fill("{a} and {b}", &values), "{b} and x");
        assert_eq!(fill("{unknown} {open", &values), "{unknown} {open");
        assert_eq!(fill("", &values), "");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        install(Locale::Fr, r#"{"common.save": "Enregistrer"}"#).unwrap();
        assert_eq!(t("common.save"), "Enregistrer");
        assert_eq!(t("common.nothing"), "common.nothing");
        assert_eq!(locale(), Locale::Fr);
        assert!(install(Locale::De, r#"{"a": {"b": "c"}}"#).is_err());
        assert_eq!(locale(), Locale::Fr, "a broken catalogue replaces nothing");
    }

    #[test]
    fn what_there_are_words_for_is_told() {
        install(Locale::En, r#"{"a.x.2": "B", "a.x.1": "C", "a.y": "A"}"#).unwrap();
        assert_eq!(below("a.x"), ["2", "1"]);
        assert!(below("b").is_empty());
    }

    #[test]
    fn zero_is_singular_in_french_only() {
        for (locale, count, singular) in
            [(Locale::Fr, 0, true), (Locale::En, 0, false), (Locale::De, 1, true), (Locale::Nl, 2, false)]
        {
            assert_eq!(is_singular(locale, count), singular, "{locale} {count}");
        }
    }
}
