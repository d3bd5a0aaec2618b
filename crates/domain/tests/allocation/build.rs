//! Keys and inputs in a line.

use domain::allocation::{AllocatedSeries, Gaps, Input, Outcome, Plan, Producer, run};
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method, RuleName};
use domain::quantity::Decimal;

/// An iteration: its share and, by rule, its weights in percent.
#[derive(Debug, Clone)]
pub enum Rule {
    Prorata,
    Equal,
    Weighted(Vec<Decimal>),
    Refill(Vec<Decimal>),
    Mixed(Vec<Option<Decimal>>),
}

pub fn percent(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

pub fn percents(text: &str) -> Vec<Decimal> {
    text.split(' ').map(percent).collect()
}

/// Weights from a line such as `40 - 20`, where `-` has none.
pub fn mixed(text: &str) -> Rule {
    Rule::Mixed(text.split(' ').map(|cell| (cell != "-").then(|| percent(cell))).collect())
}

pub fn iteration(share: Decimal, rule: &Rule) -> IterationDraft {
    let (name, weights, refill) = match rule {
        Rule::Prorata => (RuleName::Prorata, None, false),
        Rule::Equal => (RuleName::Equal, None, false),
        Rule::Weighted(weights) => (RuleName::Weighted, Some(weights.iter().copied().map(Some).collect()), false),
        Rule::Refill(weights) => (RuleName::Weighted, Some(weights.iter().copied().map(Some).collect()), true),
        Rule::Mixed(weights) => (RuleName::Mixed, Some(weights.clone()), false),
    };
    IterationDraft { share_percent: Some(share), rule: name, weights_percent: weights, refill }
}

/// Names `A`, `B`, …
pub fn names(n: usize) -> Vec<String> {
    (0..n).map(|i| if i < 26 { char::from(b'A' + i as u8).to_string() } else { format!("C{i}") }).collect()
}

pub fn draft<'a>(names: &'a [String], method: Method, iterations: Vec<IterationDraft>) -> KeyDraft<'a> {
    KeyDraft {
        name: "Key",
        description: "",
        consumers: names.iter().map(|name| ConsumerDraft { name, meter: None }).collect(),
        method,
        iterations,
        ranks: None,
    }
}

pub fn key_by(method: Method, n: usize, iterations: &[(&str, Rule)]) -> Key {
    let iterations = iterations.iter().map(|(share, rule)| iteration(percent(share), rule)).collect();
    draft(&names(n), method, iterations).check().unwrap()
}

pub fn cascade(n: usize, iterations: &[(&str, Rule)]) -> Key {
    key_by(Method::Cascade, n, iterations)
}

/// A key of ranks, written as the consumers' places.
pub fn ranks(n: usize, ranks: &[&[usize]]) -> Key {
    let names = names(n);
    let mut draft = draft(&names, Method::Priority, Vec::new());
    draft.ranks = Some(ranks.iter().map(|rank| rank.iter().map(|&i| names[i].as_str()).collect()).collect());
    draft.check().unwrap()
}

/// A producer who is no consumer, and consumers by column.
pub fn input<'a>(production: &'a [u32], consumers: &'a [Vec<u32>]) -> Input<'a> {
    Input {
        producers: vec![Producer { wh: production, consumer: None }],
        consumers: consumers.iter().map(Vec::as_slice).collect(),
        gaps: Gaps::Refuse,
    }
}

/// Runs a key over all of an input: its figures, and what each consumer got.
pub fn allocate(key: &Key, input: &Input<'_>) -> (Outcome, Vec<Vec<u32>>) {
    let mut series = AllocatedSeries::default();
    let outcome = run(&Plan::new(key), input, &[input.whole()], &mut series).unwrap();
    (outcome, series.allocated_wh)
}

/// What each consumer gets in a single quarter-hour.
pub fn once(key: &Key, production: u32, demand: &[u32]) -> Vec<u32> {
    let columns: Vec<Vec<u32>> = demand.iter().map(|&wh| vec![wh]).collect();
    allocate(key, &input(&[production], &columns)).1.iter().map(|column| column[0]).collect()
}
