//! Keys and their allocation: worked examples, an exact reference, invariants, a real year.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod build;
mod examples;
mod explanations;
mod golden;
mod inputs;
mod invariants;
mod keys;
mod moments;
mod pieces;
mod random;
mod real_year;
mod reference;
mod rounding;
mod search;
mod versus_exact;
#[path = "../support/year.rs"]
mod year;

/// How many random cases to try: fewer in WebAssembly, which repeats what native tests have found sound.
const fn cases(native: u32) -> u32 {
    if cfg!(target_family = "wasm") { native / 10 } else { native }
}
