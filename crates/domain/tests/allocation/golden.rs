//! What the engine gives on the sample year, key by key: one number for all of its results.
//!
//! The same numbers must come out of every compiler and machine; these tests run in WebAssembly, too.

use crate::year::Year;
use domain::allocation::{Gaps, Input, Plan, Producer, digest};
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method, Percent, RuleName};
use domain::quantity::Decimal;

type Iteration = (i64, RuleName, bool);

/// Keys of every kind, and the fingerprint of what each does on the sample year.
pub const GOLDEN: &[(&str, Method, &[Iteration], u64)] = &[
    ("prorata", Method::Cascade, &[(100, RuleName::Prorata, false)], 0xace0_cac6_767f_1d4b),
    ("equal", Method::Cascade, &[(100, RuleName::Equal, false)], 0xdb24_e892_4f3c_cdc7),
    ("weighted", Method::Cascade, &[(100, RuleName::Weighted, false)], 0xe4c8_064f_3556_1d0e),
    ("refill", Method::Cascade, &[(100, RuleName::Weighted, true)], 0xd85c_8d38_ef53_6116),
    (
        "four iterations",
        Method::Cascade,
        &[
            (40, RuleName::Weighted, false),
            (30, RuleName::Mixed, false),
            (20, RuleName::Equal, false),
            (10, RuleName::Prorata, false),
        ],
        0xad19_85e6_97d4_f735,
    ),
    ("vast", Method::Vast, &[(100, RuleName::Weighted, false)], 0x0472_06c9_5d21_f7f8),
    ("relatief", Method::Relatief, &[(100, RuleName::Weighted, false)], 0x56b3_4459_835a_89bd),
    ("optimaal", Method::Optimaal, &[(100, RuleName::Weighted, false)], 0x29ea_3798_6b01_6c80),
    ("priority", Method::Priority, &[], 0x7ecb_f828_2408_eb85),
];

/// The key of a line of [`GOLDEN`]: weights grow from consumer to consumer, a mixed iteration serves every third
/// consumer prorata, ranks are three in a row.
pub fn key(names: &[String], method: Method, iterations: &[Iteration]) -> Key {
    let n = names.len();
    let total: i64 = (1..=n as i64).sum();
    let mut weights: Vec<i64> = (1..=n as i64).map(|i| 1_000_000 * i / total).collect();
    weights[0] += 1_000_000 - weights.iter().sum::<i64>();
    let weight = |i: usize| Some(Decimal::new(weights[i], Percent::DECIMALS));
    let iteration = |&(share, rule, refill): &Iteration| IterationDraft {
        share_percent: Some(Decimal::new(share, 0)),
        rule,
        weights_percent: match rule {
            RuleName::Weighted => Some((0..n).map(weight).collect()),
            RuleName::Mixed => Some((0..n).map(|i| if i % 3 == 0 { None } else { weight(i) }).collect()),
            _ => None,
        },
        refill,
    };
    let draft = KeyDraft {
        name: "Key",
        description: "",
        consumers: names.iter().map(|name| ConsumerDraft { name, meter: None }).collect(),
        method,
        iterations: iterations.iter().map(iteration).collect(),
        ranks: (method == Method::Priority)
            .then(|| names.chunks(3).map(|rank| rank.iter().map(String::as_str).collect()).collect()),
    };
    draft.check().expect("a sound key")
}

/// The year's readings; the second producer is the last consumer, the farm, whom the Flemish methods
/// give nothing of its own energy.
pub fn input(year: &Year) -> Input<'_> {
    let farm = year.consumers.len() - 1;
    let producers = year.producers.iter().enumerate();
    Input {
        producers: producers.map(|(i, wh)| Producer { wh, consumer: (i == 1).then_some(farm) }).collect(),
        consumers: year.consumers.iter().map(Vec::as_slice).collect(),
        gaps: Gaps::Refuse,
    }
}

/// The fingerprint of a line of [`GOLDEN`] on this machine.
pub fn fingerprint(year: &Year, method: Method, iterations: &[Iteration]) -> u64 {
    digest(&Plan::new(&key(&year.names, method, iterations)), &input(year)).expect("a sound year")
}
