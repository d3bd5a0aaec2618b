//! Optimisations and fixing advice: what may be typed, how days are found, what becomes of them; by example, by property
//! and on price paths.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod backtest;
mod days;
mod fixings;
mod inputs;
mod laying;
mod notifications;
#[path = "../support/paths.rs"]
mod paths;
mod periods;
mod properties;
mod questionnaire;
mod versions;

use chrono::NaiveDate;
use domain::Violations;
use domain::key::Percent;
use domain::market::Price;
use domain::optimisation::Span;

/// How many random cases to try: fewer in WebAssembly, which repeats what native tests have found sound.
const fn cases(native: u32) -> u32 {
    if cfg!(target_family = "wasm") { native / 10 } else { native }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span { from: day(from), to: day(to) }
}

/// Hundredths of a percent.
fn percent(hundredths: u32) -> Percent {
    Percent::from_millionths(hundredths * 100).unwrap()
}

fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

/// `pointer code` of every violation.
fn found<T: std::fmt::Debug>(result: Result<T, Violations>) -> Vec<String> {
    result.unwrap_err().as_slice().iter().map(|v| format!("{} {}", v.pointer, v.code)).collect()
}
