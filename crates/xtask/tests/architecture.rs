//! The house rules of ARCHITECTURE.md that a machine can hold: who may know whom, and what the domain may know at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Crate → the crates of ours it is built of, and those only its tests use.
const ARROWS: [(&str, &[&str], &[&str]); 8] = [
    ("domain", &[], &[]),
    ("api-types", &["domain"], &[]),
    ("client", &["domain", "api-types"], &[]),
    ("migrations", &[], &[]),
    ("store", &["domain"], &["migrations"]),
    ("api", &["domain", "api-types", "store", "migrations"], &["client"]),
    ("frontend", &["domain", "api-types", "client"], &[]),
    ("xtask", &[], &[]),
];

/// What the domain may be built of: values, and nothing that acts. `rayon` lends it more cores, on request; the result
/// is the same to the bit.
const PURE: [&str; 7] = ["chrono", "chrono-tz", "uuid", "thiserror", "serde", "utoipa", "rayon"];

/// Features that would give a pure crate a clock, randomness or the machine's time zone.
const IMPURE_FEATURES: [&str; 11] =
    ["clock", "now", "iana-time-zone", "wasmbind", "v1", "v4", "v6", "v7", "fast-rng", "rng", "js"];

/// Words that betray what a crate must not know; comments may say them.
const UNSPEAKABLE: [(&str, &[&str]); 5] = [
    (
        "crates/domain/src",
        &[
            "std::fs",
            "std::io",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "SystemTime",
            "time::Instant",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "now_v7",
            "new_v4",
            "rand::",
            "getrandom",
            "println!",
            "async ",
        ],
    ),
    ("crates/api-types/src", &["actix_web", "sea_orm", "leptos"]),
    ("crates/client/src", &["actix_web", "sea_orm", "leptos"]),
    ("crates/store/src", &["api_types", "actix_web", "reqwest"]),
    ("crates/api/src", &["sea_orm::", "sqlx::"]),
];

struct Dependency {
    name: String,
    test_only: bool,
    default_features: bool,
    features: BTreeSet<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// Crate → what its manifest asks for.
fn manifests() -> BTreeMap<String, Vec<Dependency>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let metadata = Command::new(cargo)
        .current_dir(root())
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let package = |package: &Value| {
        let dependencies = package["dependencies"].as_array().unwrap().iter().map(dependency).collect();
        (package["name"].as_str().unwrap().to_owned(), dependencies)
    };
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

fn dependency(value: &Value) -> Dependency {
    let features = value["features"].as_array().unwrap().iter();
    Dependency {
        name: value["name"].as_str().unwrap().to_owned(),
        test_only: value["kind"] == "dev",
        default_features: value["uses_default_features"] == true,
        features: features.map(|feature| feature.as_str().unwrap().to_owned()).collect(),
    }
}

#[test]
fn the_arrows_are_those_of_the_map_and_no_others() {
    let manifests = manifests();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(manifests.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "a crate without arrows");
    for (name, built_of, tested_with) in ARROWS {
        let ours = |test_only: bool| -> BTreeSet<&str> {
            let of_kind = manifests[name].iter().filter(|dependency| dependency.test_only == test_only);
            of_kind.map(|dependency| dependency.name.as_str()).filter(|name| known.contains(name)).collect()
        };
        assert_eq!(ours(false), built_of.iter().copied().collect(), "what `{name}` is built of");
        let tests: BTreeSet<&str> = ours(true).difference(&ours(false)).copied().collect();
        assert_eq!(tests, tested_with.iter().copied().collect(), "what the tests of `{name}` use");
    }
}

#[test]
fn only_store_and_migrations_speak_sql() {
    for (name, dependencies) in manifests() {
        let speaks = dependencies.iter().any(|it| it.name.starts_with("sea-") || it.name.starts_with("sqlx"));
        assert_eq!(speaks, ["store", "migrations"].contains(&name.as_str()), "`{name}` and SQL");
    }
}

#[test]
fn the_domain_is_built_of_values() {
    for dependency in manifests()["domain"].iter().filter(|dependency| !dependency.test_only) {
        let Dependency { name, features, default_features, .. } = dependency;
        assert!(PURE.contains(&name.as_str()), "the domain does not need `{name}`");
        let impure: Vec<&String> =
            features.iter().filter(|feature| IMPURE_FEATURES.contains(&feature.as_str())).collect();
        assert!(impure.is_empty(), "`{name}` of the domain with {impure:?}");
        // The clock is a default feature of chrono.
        assert!(name != "chrono" || !default_features, "chrono of the domain with its default features");
    }
}

#[test]
fn no_crate_says_what_it_must_not_know() {
    for (folder, words) in UNSPEAKABLE {
        let mut sources = Vec::new();
        collect(&root().join(folder), &mut sources);
        assert!(!sources.is_empty(), "no sources in {folder}");
        for source in sources {
            let text = fs::read_to_string(&source).unwrap();
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                let said = words.iter().find(|word| line.contains(**word));
                assert!(said.is_none(), "{}:{} says `{}`", source.display(), at + 1, said.unwrap());
            }
        }
    }
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
}
