//! How long the rules take that run at every key press and on every imported row.
//!
//! Plain measurement, no statistics: rules take well under a millisecond or something is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::identifier::{IdScheme, MeteringPointId, search_fragment};
use domain::power;
use domain::quantity::{Amperes, Decimal};
use domain::text::fold;
use domain::vocabulary::VoltageSystem;

const BATCHES: usize = 50;
const BATCH: u32 = 2_000;

fn main() {
    let amperes = Amperes::from_units(63_000);
    measure("parse an EAN", || MeteringPointId::parse(IdScheme::BeEan, black_box("=\"541 44902 0000000001\"")));
    measure("find the digits of a search", || search_fragment(black_box("5414 4902")));
    measure("parse a decimal", || Decimal::parse(black_box("12345,678")));
    measure("power of a connection", || power::capacity(black_box(VoltageSystem::Tri400N), amperes));
    measure("fold a name for search", || fold(black_box("Fédération coopérative de l'Énergie Ænea")));
}

/// Prints the median over the batches.
fn measure<T>(name: &str, work: impl Fn() -> T) {
    let mut times: Vec<Duration> = (0..BATCHES)
        .map(|_| {
            let started = Instant::now();
            for _ in 0..BATCH {
                black_box(work());
            }
            started.elapsed() / BATCH
        })
        .collect();
    times.sort();
    println!("  {name:<28} {:>8} ns", times[BATCHES / 2].as_nanos());
}
