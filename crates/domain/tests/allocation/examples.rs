//! The worked examples of `cases/`, scaled so that every result is a whole number of Wh.

use crate::build::{Rule, allocate, cascade, input, percents};
use crate::reference::Exact;
use domain::allocation::{Gaps, MISSING, Outcome};
use domain::key::{Key, percentage};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};
use serde_json::Value;

/// A number, `"0.25"` or `"7/8"`.
fn exact(value: &Value) -> Exact {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let whole = |text: &str| -> Exact {
        let (digits, decimals) = text.split_once('.').unwrap_or((text, ""));
        let numerator: BigInt = format!("{digits}{decimals}").parse().unwrap();
        Exact::new(numerator, BigInt::from(10).pow(decimals.len() as u32))
    };
    match text.split_once('/') {
        Some((numerator, denominator)) => whole(numerator) / whole(denominator),
        None => whole(&text),
    }
}

struct Case {
    names: Vec<String>,
    json: Value,
    /// What energies are multiplied by.
    scale: BigInt,
}

impl Case {
    fn read(json: &str) -> Self {
        let json: Value = serde_json::from_str(json).unwrap();
        let names: Vec<String> = json["consumption"].as_object().unwrap().keys().cloned().collect();
        let rounds = json.get("quantum").is_some();
        let results = json["expected"]["final"].as_object().unwrap().values().flat_map(|row| row.as_array().unwrap());
        let scale = results.fold(BigInt::one(), |scale, value| scale.lcm(exact(value).denom()));
        Self { names, json, scale: if rounds { BigInt::one() } else { scale } }
    }

    fn key(&self) -> Key {
        let n = self.names.len();
        let weights = |json: &Value| -> Vec<_> { self.names.iter().map(|name| as_percent(&json[name])).collect() };
        let key = &self.json["key"];
        if key["kind"] == "multiround" {
            return cascade(n, &[("100", Rule::Refill(weights(&key["weights"])))]);
        }
        let iterations: Vec<(String, Rule)> = key["iterations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|iteration| {
                let rule = match iteration["mode"].as_str() {
                    Some("equal") => Rule::Equal,
                    Some("prorata") => Rule::Prorata,
                    _ => Rule::Weighted(weights(&iteration["weights"])),
                };
                (as_percent(&iteration["share"]).to_string(), rule)
            })
            .collect();
        let iterations: Vec<(&str, Rule)> =
            iterations.iter().map(|(share, rule)| (share.as_str(), rule.clone())).collect();
        cascade(n, &iterations)
    }

    fn column(&self, json: &Value) -> Vec<u32> {
        let wh = |value: &Value| if value.is_null() { MISSING } else { self.wh(value) as u32 };
        json.as_array().unwrap().iter().map(wh).collect()
    }

    /// An energy of the example in Wh.
    fn wh(&self, value: &Value) -> u64 {
        let wh = exact(value) * Exact::from_integer(self.scale.clone());
        assert!(wh.is_integer(), "{value}");
        wh.to_integer().to_u64().unwrap()
    }

    fn check(&self) {
        let production = self.column(&self.json["production"]);
        let columns: Vec<Vec<u32>> =
            self.names.iter().map(|name| self.column(&self.json["consumption"][name])).collect();
        let mut input = input(&production, &columns);
        input.gaps = if self.json["missing"] == "zero" { Gaps::Zero } else { Gaps::Refuse };
        let (outcome, allocated) = allocate(&self.key(), &input);
        for (name, column) in self.names.iter().zip(&allocated) {
            let expected: Vec<u64> =
                self.json["expected"]["final"][name].as_array().unwrap().iter().map(|value| self.wh(value)).collect();
            assert_eq!(column.iter().map(|&wh| u64::from(wh)).collect::<Vec<_>>(), expected, "{name}");
        }
        self.check_figures(&outcome);
        for (path, value) in self.json["hand_checked"].as_object().unwrap() {
            let pointer = format!("/expected/{path}");
            assert_eq!(exact(self.json.pointer(&pointer).unwrap()), exact(value), "{path}");
        }
    }

    fn check_figures(&self, outcome: &Outcome) {
        let (kpi, total) = (&self.json["expected"]["kpi"], &outcome.total);
        assert_eq!(total.production_wh, self.wh(&kpi["production"]));
        assert_eq!(total.consumption_wh, self.wh(&kpi["demand"]));
        assert_eq!(total.shared_wh, self.wh(&kpi["shared"]));
        assert_eq!(total.surplus_wh(), self.wh(&kpi["surplus"]));
        assert_eq!(total.residual_wh(), self.wh(&kpi["residual_demand"]));
        assert_eq!(total.bound_wh, self.wh(&kpi["upper_bound"]));
        near(total.self_consumption(), &kpi["self_consumption"]);
        near(total.self_sufficiency(), &kpi["self_sufficiency"]);
        near(total.share_of_bound(), &kpi["efficiency"]);
        near(total.fairness().and_then(|fairness| fairness.jain), &kpi["jain_coverage"]);
        for (name, figures) in self.names.iter().zip(&total.consumers) {
            assert_eq!(figures.consumption_wh, self.wh(&kpi["members"][name]["demand"]));
            assert_eq!(figures.allocated_wh, self.wh(&kpi["members"][name]["shared"]));
            near(figures.coverage(), &kpi["members"][name]["coverage"]);
        }
        if self.json["key"]["kind"] == "cascade" {
            for (figures, expected) in total.iterations.iter().zip(kpi["iterations"].as_array().unwrap()) {
                let wh = |name: &str| percentage((self.wh(&expected[name]) * 10_000) as i64);
                assert_eq!(figures.pool.decimal(), wh("pool"));
                assert_eq!(figures.allocated.decimal(), wh("shared"));
                assert_eq!(figures.carry().decimal(), wh("carry"));
            }
        }
    }
}

fn as_percent(fraction: &Value) -> domain::quantity::Decimal {
    let millionths = (exact(fraction) * Exact::from_integer(1_000_000.into())).to_integer().to_i64().unwrap();
    percentage(millionths)
}

fn near(found: Option<f64>, expected: &Value) {
    let (found, expected) = (found.unwrap(), exact(expected).to_f64().unwrap());
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

macro_rules! cases {
    ($($name:ident = $file:literal;)+) => {$(
        #[test]
        fn $name() {
            Case::read(include_str!(concat!("cases/", $file, ".json"))).check();
        }
    )+};
}

cases! {
    fixed_equal_one_round = "01-fixed-equal-one-round";
    prorata_scarce = "03-prorata-scarce";
    hybrid = "05-hybrid";
    fixed_several_rounds = "06-fixed-multi-round";
    fixed_then_prorata = "10-cascade-fixed-then-prorata-60-40";
    missing_as_zero = "19b-missing-as-zero";
    austria_dynamic = "20-austria-dynamic";
    rounded_to_wh = "28-round-to-wh";
}

/// An injector who is the only receiver with weight gives nothing; with others, only they receive.
#[test]
fn flemish_by_hand() {
    use crate::build::key_by;
    use domain::allocation::{Input, Plan, Producer, run};
    use domain::key::Method::{Optimaal, Relatief, Vast};
    // A injects 100 and needs 50, B needs 10, C needs 200; weights 50, 25, 25.
    let demand = [vec![50], vec![10], vec![200]];
    let check = |method, expected: [u32; 3], returned: u32| {
        let key = key_by(method, 3, &[("100", Rule::Weighted(percents("50 25 25")))]);
        let input = Input {
            producers: vec![Producer { wh: &[100], consumer: Some(0) }],
            consumers: demand.iter().map(Vec::as_slice).collect(),
            gaps: Gaps::Refuse,
        };
        let mut series = domain::allocation::AllocatedSeries::default();
        let outcome = run(&Plan::new(&key), &input, &[input.whole()], &mut series).unwrap();
        let got: Vec<u32> = series.allocated_wh.iter().map(|column| column[0]).collect();
        assert_eq!(got, expected, "{method}");
        assert_eq!(outcome.total.producers[0].surplus_wh, u64::from(returned), "{method}");
    };
    // Half of the energy is A's own weight and lost; B takes 10 of 25.
    check(Vast, [0, 10, 25], 65);
    // B and C are offered 50 each; B takes 10.
    check(Relatief, [0, 10, 50], 40);
    // What B refuses goes to C.
    check(Optimaal, [0, 10, 90], 0);
}
