//! What came out: one line per suite, and one for all of them.

use std::fmt;
use std::thread::ScopedJoinHandle;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::process::say;

/// How many checks of a suite passed and failed.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// A suite that is a single question, answered well; a bad answer is an error.
    pub fn one() -> Self {
        Self { passed: 1, failed: 0 }
    }

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    pub fn into_result(self) -> Result<()> {
        if self.failed > 0 {
            bail!("{} failed", self.failed);
        }
        Ok(())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The suites so far. A failing one does not keep the others from telling what they know.
#[derive(Default)]
pub struct Report {
    total: Tally,
    bad: Vec<String>,
}

impl Report {
    /// Runs a suite and prints its closing line.
    pub fn suite(&mut self, name: &str, run: impl FnOnce() -> Result<Tally>) {
        if let Some(tally) = self.timed(name, run, |tally| *tally) {
            self.total.add(tally);
        }
    }

    /// Runs what later suites stand on: nothing of it counts, and without it they are not run.
    pub fn step<T>(&mut self, name: &str, run: impl FnOnce() -> Result<T>) -> Option<T> {
        self.timed(name, run, |_| Tally::default())
    }

    /// Waits for another lane and takes over what it reported.
    pub fn join<T>(&mut self, lane: ScopedJoinHandle<'_, (Self, Option<T>)>) -> Option<T> {
        let Ok((report, value)) = lane.join() else {
            self.total.failed += 1;
            self.bad.push("a lane that panicked".to_owned());
            return None;
        };
        self.total.add(report.total);
        self.bad.extend(report.bad);
        value
    }

    /// The last line; an error when anything failed.
    pub fn conclude(self) -> Result<()> {
        say(format!("\n{}", self.total));
        if !self.bad.is_empty() {
            bail!("these failed: {}", self.bad.join(", "));
        }
        Ok(())
    }

    fn timed<T>(&mut self, name: &str, run: impl FnOnce() -> Result<T>, tally: impl Fn(&T) -> Tally) -> Option<T> {
        say(format!("\n{name} …"));
        let started = Instant::now();
        let result = run();
        let seconds = started.elapsed().as_secs_f64();
        let tally = match &result {
            Ok(value) => tally(value),
            Err(error) => {
                say(format!("{error:#}"));
                Tally { passed: 0, failed: 1 }
            }
        };
        if tally.failed > 0 {
            self.bad.push(name.to_owned());
            say(format!("{name}: FAILED in {seconds:.0} s ({tally})"));
        } else if tally.passed > 1 {
            say(format!("{name}: {} passed in {seconds:.0} s", tally.passed));
        } else {
            say(format!("{name}: passed in {seconds:.0} s"));
        }
        if result.is_err() {
            self.total.failed += 1;
        }
        result.ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn a_failure_is_counted_named_and_does_not_stop_the_rest() {
        let mut report = Report::default();
        report.suite("a", || bail!("no"));
        report.suite("b", || Ok(Tally { passed: 3, failed: 1 }));
        report.suite("c", || Ok(Tally::one()));
        assert!(report.step("d", || Ok(7)).is_some());
        assert_eq!(report.total, Tally { passed: 4, failed: 2 });
        let told = report.conclude().unwrap_err().to_string();
        assert_eq!(told, "these failed: a, b");
    }

    #[test]
    fn a_lane_is_taken_over_also_when_it_panics() {
        let mut report = Report::default();
        std::thread::scope(|lanes| {
            let lane = lanes.spawn(|| {
                let mut report = Report::default();
                report.suite("a", || Ok(Tally { passed: 2, failed: 1 }));
                (report, Some(7))
            });
            assert_eq!(report.join(lane), Some(7));
            let lane = lanes.spawn(|| -> (Report, Option<()>) { panic!("no") });
            assert_eq!(report.join(lane), None);
        });
        assert_eq!(report.total, Tally { passed: 2, failed: 2 });
        assert_eq!(report.conclude().unwrap_err().to_string(), "these failed: a, a lane that panicked");
    }
}
