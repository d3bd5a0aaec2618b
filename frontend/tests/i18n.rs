//! The catalogues: complete in every language, used to the last key, and the only place of words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use api_types::ProblemCode;
use domain::readings::file::FaultCode;
use domain::violation::{Code, WarningCode};
use domain::vocabulary::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Catalogue = BTreeMap<String, String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One language: file name without extension → its texts.
fn files(locale: Locale) -> BTreeMap<String, Catalogue> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(root().join("i18n").join(locale.as_str())).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        files.insert(name, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    files
}

fn catalogue(locale: Locale) -> Catalogue {
    files(locale).into_values().flatten().collect()
}

/// The sources without comments and tests, by path.
fn sources() -> BTreeMap<String, String> {
    fn collect(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                found.insert(path.display().to_string(), lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(&root().join("src"), &mut found);
    found
}

/// A text in quotes, with what stands before and after it.
struct Literal<'a> {
    before: &'a str,
    text: &'a str,
    after: &'a str,
}

fn literals(code: &str) -> Vec<Literal<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find('"').map(|at| from + at) {
        let mut end = start + 1;
        let mut escaped = false;
        for (at, c) in code[start + 1..].char_indices() {
            end = start + 1 + at;
            if c == '"' && !escaped {
                break;
            }
            escaped = c == '\\' && !escaped;
        }
        let is_char = code[..start].ends_with('\'') && code[start + 1..].starts_with('\'');
        if is_char {
            from = start + 1;
            continue;
        }
        found.push(Literal {
            before: code[..start].trim_end(),
            text: &code[start + 1..end],
            after: code[end + 1..].trim_start(),
        });
        from = end + 1;
    }
    found
}

fn looks_like_key(text: &str, prefixes: &BTreeSet<&str>) -> bool {
    let shape = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._{}".contains(c);
    text.split_once('.').is_some_and(|(first, _)| prefixes.contains(first)) && text.chars().all(shape)
}

/// The keys a literal stands for: itself, its two numbers, all that a placeholder can make, or all below it.
fn meant<'a>(literal: &str, keys: &'a Catalogue) -> Vec<&'a str> {
    let parts: Vec<&str> = literal.split('{').collect();
    if let [first, rest @ ..] = parts.as_slice()
        && !rest.is_empty()
    {
        let last = rest.last().and_then(|part| part.split_once('}')).map_or("", |(_, tail)| tail);
        return keys.keys().map(String::as_str).filter(|key| key.starts_with(first) && key.ends_with(last)).collect();
    }
    if let Some((key, _)) = keys.get_key_value(literal) {
        return vec![key];
    }
    let numbers = [format!("{literal}.one"), format!("{literal}.other")];
    if numbers.iter().all(|key| keys.contains_key(key)) {
        return numbers.iter().filter_map(|key| keys.get_key_value(key)).map(|(key, _)| key.as_str()).collect();
    }
    let below = format!("{literal}.");
    keys.keys().map(String::as_str).filter(|key| key.starts_with(&below)).collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_has_the_same_keys_and_placeholders() {
    let english = catalogue(Locale::En);
    for &locale in Locale::ALL {
        let other = catalogue(locale);
        for (key, text) in &english {
            let translated = other.get(key).unwrap_or_else(|| panic!("{locale}: {key} is missing"));
            assert!(!translated.trim().is_empty(), "{locale}: {key} is empty");
            assert_eq!(placeholders(text), placeholders(translated), "{locale}: {key}");
        }
        let extra: Vec<&String> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(extra.is_empty(), "{locale}: not in English: {extra:?}");
    }
}

#[test]
fn a_key_stands_in_the_file_of_its_feature() {
    for &locale in Locale::ALL {
        for (file, texts) in files(locale) {
            for key in texts.keys() {
                let feature = match key.split('.').next().unwrap() {
                    "error" | "warning" | "problem" => "errors",
                    feature => feature,
                };
                assert_eq!(feature, file, "{locale}: {key}");
            }
        }
    }
}

#[test]
fn every_key_of_the_sources_exists_and_every_key_is_used() {
    let keys = catalogue(Locale::En);
    let prefixes: BTreeSet<&str> = keys.keys().filter_map(|key| key.split('.').next()).collect();
    let mut used = BTreeSet::new();
    for (path, code) in sources() {
        for literal in literals(&code).into_iter().filter(|literal| looks_like_key(literal.text, &prefixes)) {
            let meant = meant(literal.text, &keys);
            assert!(!meant.is_empty(), "{path}: {:?} is in no catalogue", literal.text);
            used.extend(meant.into_iter().map(str::to_owned));
        }
    }
    // The texts of codes are looked up by the code, with a reason after it where there is one.
    let coded = |key: &str| {
        let mut parts = key.splitn(3, '.');
        let (group, code) = (parts.next(), parts.next());
        match (group, code) {
            (Some("error"), Some(code)) => Code::ALL.iter().any(|known| known.as_str() == code),
            (Some("warning"), Some(code)) => WarningCode::ALL.iter().any(|known| known.as_str() == code),
            (Some("problem"), Some(code)) => ProblemCode::ALL.iter().any(|known| known.as_str() == code),
            _ => false,
        }
    };
    let unused: Vec<&String> = keys.keys().filter(|key| !used.contains(*key) && !coded(key)).collect();
    assert!(unused.is_empty(), "in the catalogues, but not in the sources: {unused:#?}");
}

#[test]
fn every_code_of_the_api_has_words() {
    let keys = catalogue(Locale::En);
    let errors = Code::ALL.iter().map(|code| format!("error.{code}"));
    let warnings = WarningCode::ALL.iter().map(|code| format!("warning.{code}"));
    let problems = ProblemCode::ALL.iter().map(|code| format!("problem.{}", code.as_str()));
    let faults = FaultCode::ALL.iter().map(|code| format!("readings.fault.{code}"));
    for key in errors.chain(warnings).chain(problems).chain(faults) {
        assert!(!meant(&key, &keys).is_empty(), "{key} is missing");
    }
}

#[test]
fn no_view_has_words_of_its_own() {
    /// The product's name is the same in every language.
    const NAMES: [&str; 1] = ["Clef"];
    const SPEAKING: [&str; 6] = ["aria-label=", "title=", "placeholder=", "alt=", "label=", "text="];
    for (path, code) in sources() {
        for Literal { before, text, after } in literals(&code) {
            let is_word = text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !NAMES.contains(&text);
            let in_element = before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->");
            let between = before.ends_with('}') && (after.starts_with('<') || after.starts_with('{'));
            let spoken = SPEAKING.iter().any(|name| before.ends_with(name));
            assert!(!(is_word && (in_element || between || spoken)), "{path}: {text:?} belongs into the catalogues");
        }
    }
}
