//! How fast a year is allocated, against the least that any program must do: read the readings.
//!
//! The floor is a serial sum of the same input as 64-bit floats, one addition after the other. Criterion times each
//! run; at the end a table compares floor and engine in turns, the fastest of several each, so that whatever else the
//! machine does meanwhile weighs on both. Read the ratios, not the milliseconds.
//!
//! The year is the sample of `data/`, its consumers repeated, shifted by days and scaled. *Sunny* shares its
//! photovoltaic production, which leaves the nights with nothing but their readings to add up; *scarce* shares not quite
//! half of the demand in every quarter-hour, so that each of them needs every iteration and every rounding.
//!
//! What it printed stands in `ARCHITECTURE.md`, "Figures". Where it goes, for 100 scarce prorata: reading and turning
//! columns into rows 1.5 floors, three iterations 1.5, rounding 3.5, sums 0.5. A thousand consumers do relatively better
//! because the floor itself waits for memory. A round of refill costs as much as an iteration, and four to six are
//! usual. With the feature `parallel` on two cores all is divided by 1.5 to 1.9.
#![allow(clippy::expect_used, missing_docs)]

#[path = "../tests/support/year.rs"]
mod year;

use criterion::{Criterion, criterion_group};
use domain::allocation::{Gaps, Input, Plan, Producer, months, totals};
use domain::key::{ConsumerDraft, IterationDraft, KeyDraft, Method, Percent, RuleName};
use domain::quantity::Decimal;
use std::hint::black_box;
use std::time::{Duration, Instant};
use year::Year;

/// A year of a community of any size.
struct Community {
    name: String,
    production: Vec<u32>,
    consumers: Vec<Vec<u32>>,
}

impl Community {
    fn new(year: &Year, size: usize, scarce: bool) -> Self {
        let consumers: Vec<Vec<u32>> = (0..size).map(|i| consumer(year, i)).collect();
        let steps = year.starts.len();
        let demand = |step: usize| consumers.iter().map(|column| column[step]).sum::<u32>();
        let sun = |step: usize| year.producers.iter().map(|column| column[step]).sum::<u32>() * size as u32 / 12;
        let production = (0..steps).map(|step| if scarce { demand(step) / 100 * 47 } else { sun(step) }).collect();
        Self { name: format!("{size} {}", if scarce { "scarce" } else { "sunny" }), production, consumers }
    }

    fn all(year: &Year) -> Vec<Self> {
        [100, 1000].into_iter().flat_map(|size| [false, true].map(|scarce| Self::new(year, size, scarce))).collect()
    }

    fn input(&self) -> Input<'_> {
        Input {
            producers: vec![Producer { wh: &self.production, consumer: None }],
            consumers: self.consumers.iter().map(Vec::as_slice).collect(),
            gaps: Gaps::Refuse,
        }
    }

    /// The least there is to do.
    fn floor(&self) -> f64 {
        let mut sum = 0.0;
        for column in &self.consumers {
            for &wh in column {
                sum += f64::from(wh);
            }
        }
        sum
    }

    fn allocate(&self, plan: &Plan) -> u64 {
        let input = self.input();
        totals(plan, &input, &[input.whole()]).expect("a sound year").total.shared_wh
    }
}

/// One of the sample's consumers on other days and in another size.
fn consumer(year: &Year, i: usize) -> Vec<u32> {
    let column = &year.consumers[i % year.consumers.len()];
    let (early, late) = column.split_at(i * 96 % column.len());
    late.iter().chain(early).map(|wh| wh * (50 + i as u32 % 101) / 100).collect()
}

/// An iteration: its share, its rule, and whether a weighted one is refilled.
type Iteration = (i64, RuleName, bool);

/// Keys of three iterations.
const KEYS: [(&str, [Iteration; 3]); 4] = [
    ("prorata ×3", [(70, RuleName::Prorata, false), (20, RuleName::Prorata, false), (10, RuleName::Prorata, false)]),
    (
        "weighted, equal, prorata",
        [(60, RuleName::Weighted, false), (30, RuleName::Equal, false), (10, RuleName::Prorata, false)],
    ),
    (
        "weighted ×3",
        [(60, RuleName::Weighted, false), (30, RuleName::Weighted, false), (10, RuleName::Weighted, false)],
    ),
    ("refilled ×3", [(60, RuleName::Weighted, true), (30, RuleName::Weighted, true), (10, RuleName::Weighted, true)]),
];

fn plan(year: &Year, size: usize, iterations: &[Iteration]) -> Plan {
    let names: Vec<String> = (0..size).map(|i| format!("{} {i}", year.names[i % year.names.len()])).collect();
    let weights: Vec<_> = Percent::WHOLE.split(size).into_iter().map(|weight| Some(weight.decimal())).collect();
    let iteration = |&(share, rule, refill): &Iteration| IterationDraft {
        share_percent: Some(Decimal::new(share, 0)),
        rule,
        weights_percent: (rule == RuleName::Weighted).then(|| weights.clone()),
        refill,
    };
    let draft = KeyDraft {
        name: "Key",
        description: "",
        consumers: names.iter().map(|name| ConsumerDraft { name, meter: None }).collect(),
        method: Method::Cascade,
        iterations: iterations.iter().map(iteration).collect(),
        ranks: None,
    };
    Plan::new(&draft.check().expect("a sound key"))
}

fn year_by_criterion(criterion: &mut Criterion) {
    let year = Year::read();
    for community in Community::all(&year) {
        let mut group = criterion.benchmark_group(&community.name);
        group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
        group.bench_function("floor", |bencher| bencher.iter(|| community.floor()));
        for (name, iterations) in &KEYS {
            let plan = plan(&year, community.consumers.len(), iterations);
            group.bench_function(*name, |bencher| bencher.iter(|| community.allocate(&plan)));
        }
    }
}

criterion_group!(year_of_quarter_hours, year_by_criterion);

fn main() {
    year_of_quarter_hours();
    let year = Year::read();
    println!("\nTimes the floor, fastest of {ROUNDS} in turns:");
    for community in Community::all(&year) {
        print_ratios(&year, &community);
    }
    print_preview(&year);
}

/// What the preview of a key does with every change: the sample year itself, month by month.
fn print_preview(year: &Year) {
    let input = Input {
        producers: year.producers.iter().map(|wh| Producer { wh, consumer: None }).collect(),
        consumers: year.consumers.iter().map(Vec::as_slice).collect(),
        gaps: Gaps::Refuse,
    };
    let months: Vec<_> = months(&year.starts).into_iter().map(|month| month.steps).collect();
    let plan = plan(year, year.consumers.len(), &KEYS[0].1);
    let run = || totals(&plan, &input, &months).expect("a sound year").total.shared_wh;
    let best = (0..ROUNDS).map(|_| time(run)).min().unwrap_or_default();
    println!("\nPreview of {} consumers: {:.2} ms", year.consumers.len(), best.as_secs_f64() * 1000.0);
}

const ROUNDS: usize = 12;

fn print_ratios(year: &Year, community: &Community) {
    let plans = KEYS.map(|(_, iterations)| plan(year, community.consumers.len(), &iterations));
    let mut floor = Duration::MAX;
    let mut engine = [Duration::MAX; KEYS.len()];
    for _ in 0..ROUNDS {
        floor = floor.min(time(|| community.floor()));
        for (best, plan) in engine.iter_mut().zip(&plans) {
            *best = (*best).min(time(|| community.allocate(plan)));
        }
    }
    println!("  {}: floor {:.2} ms", community.name, floor.as_secs_f64() * 1000.0);
    for ((name, _), best) in KEYS.iter().zip(engine) {
        println!("    {name:<26} {:>5.2}×", best.as_secs_f64() / floor.as_secs_f64());
    }
}

fn time<T>(work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}
