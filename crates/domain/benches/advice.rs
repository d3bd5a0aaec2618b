//! What following the advice would have cost, against three strategies that need none: all at once, the same every month,
//! random days. Nothing is measured in time here, and nothing passes or fails.
//!
//! The paths are synthetic (`tests/support/paths.rs`): no history of prices may be given away with this program, and one
//! history is one sample. Read the rows of a skill of 0 as what the advice does when the forecast is worth nothing, and
//! those of 100 as the most there is to gain when it foresees the year but for single days.
//! Printed are EUR/MWh over the average of the year: 5 %, median, 95 %, mean.
#![allow(clippy::expect_used, missing_docs)]

#[path = "../tests/support/paths.rs"]
mod paths;

use paths::{Path, STRATEGIES, Strategy};

const PATHS: u64 = 5_000;

fn main() {
    println!("fixing advice: EUR/MWh paid over the average of the year, {PATHS} paths");
    println!(
        "{:<6} {:<10} {:>8} {:>8} {:>8} {:>8}  beats monthly",
        "skill", "strategy", "5 %", "median", "95 %", "mean"
    );
    for skill in [0, 50, 100] {
        let monthly = excess(Strategy::Monthly, skill);
        for strategy in STRATEGIES {
            let found = excess(strategy, skill);
            let better = found.iter().zip(&monthly).filter(|(own, monthly)| own < monthly).count();
            println!("{skill:<6} {:<10} {}  {} %", name(strategy), row(&found), better * 100 / found.len());
        }
    }
}

fn excess(strategy: Strategy, skill: i64) -> Vec<i64> {
    let of = |seed| {
        let mut path = Path::new(seed);
        path.paid(strategy, skill) - path.average()
    };
    (1..=PATHS).map(of).collect()
}

fn row(values: &[i64]) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100];
    let mean = values.iter().sum::<i64>() / values.len() as i64;
    [at(5), at(50), at(95), mean].map(|value| format!("{:>8.2}", value as f64 / 1000.0)).join(" ")
}

fn name(strategy: Strategy) -> String {
    match strategy {
        Strategy::Advised(risk) => risk.to_string(),
        Strategy::AtOnce => "at once".to_owned(),
        Strategy::Monthly => "monthly".to_owned(),
        Strategy::Random => "random".to_owned(),
    }
}
