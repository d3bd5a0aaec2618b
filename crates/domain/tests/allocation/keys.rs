//! Which keys are accepted, and what is said of the others.

use crate::build::{Rule, cascade, draft, iteration, mixed, names, percent, percents};
use domain::key::{
    ConsumerDraft, IterationDraft, KeyDraft, Method, NAME_MAX, Percent, RuleName, copy_name, percentage, warnings,
};
use domain::quantity::Decimal;
use domain::violation::{Param, Violation, Violations};
use domain::vocabulary::Region;
use uuid::Uuid;

/// `pointer code` of every violation, with its values.
fn found(violations: &Violations) -> Vec<String> {
    violations.as_slice().iter().map(line).collect()
}

fn line(violation: &Violation) -> String {
    let text = |param: &Param| match param {
        Param::Text(text) => text.clone(),
        Param::Number(number) => number.to_string(),
        Param::Decimal(number) => number.to_string(),
    };
    let params = violation.params.iter().map(|(name, param)| format!(" {name}={}", text(param))).collect::<String>();
    format!("{} {}{params}", violation.pointer, violation.code)
}

/// Prorata iterations with these shares.
fn shares(shares: &str) -> Vec<IterationDraft> {
    percents(shares).into_iter().map(|share| iteration(share, &Rule::Prorata)).collect()
}

/// What is wrong with a cascade of three consumers.
fn check(iterations: Vec<IterationDraft>, expected: &[&str]) {
    let names = names(3);
    let result = draft(&names, Method::Cascade, iterations).check();
    assert_eq!(result.as_ref().map_or_else(found, |_| Vec::new()), expected);
}

fn check_rule(rule: &Rule, expected: &[&str]) {
    check(vec![iteration(percent("100"), rule)], expected);
}

#[test]
fn shares_total_exactly_100() {
    for sound in ["100", "70 20 10", "60 30 10", "33.3334 33.3333 33.3333", "0 100", "100 0", "99.9999 0.0001"] {
        check(shares(sound), &[]);
    }
    check(
        shares("33 33 33"),
        &["/iterations shares_not_100 excess_percent=-1 missing_percent=1 reason=missing total_percent=99"],
    );
    check(
        shares("33.3333 33.3333 33.3333"),
        &[
            "/iterations shares_not_100 excess_percent=-0.0001 missing_percent=0.0001 reason=missing total_percent=99.9999",
        ],
    );
    check(
        shares("70 31"),
        &["/iterations shares_not_100 excess_percent=1 missing_percent=-1 reason=excess total_percent=101"],
    );
    check(
        shares("0"),
        &["/iterations shares_not_100 excess_percent=-100 missing_percent=100 reason=missing total_percent=0"],
    );
}

#[test]
fn a_share_has_four_decimals_and_lies_between_0_and_100() {
    check(
        shares("50.00001 49.99999"),
        &["/iterations/0/share_percent too_many_decimals max=4", "/iterations/1/share_percent too_many_decimals max=4"],
    );
    check(
        shares("-10 110"),
        &[
            "/iterations/0/share_percent out_of_range max=100 min=0",
            "/iterations/1/share_percent out_of_range max=100 min=0",
        ],
    );
    check(shares("9000000000000000 1"), &["/iterations/0/share_percent out_of_range max=100 min=0"]);
    let empty = IterationDraft { share_percent: None, ..shares("100")[0].clone() };
    check(vec![empty], &["/iterations/0/share_percent required"]);
    check(Vec::new(), &["/iterations empty_key"]);
    check(shares(&["5"; 20].join(" ")), &["/iterations too_many max=10"]);
}

#[test]
fn weights_total_exactly_100_and_name_their_iteration() {
    check_rule(&Rule::Weighted(percents("33.3334 33.3333 33.3333")), &[]);
    check_rule(&Rule::Refill(percents("0 0 100")), &[]);
    check_rule(
        &Rule::Weighted(percents("33 33 33")),
        &[
            "/iterations/0/weights_percent shares_not_100 excess_percent=-1 iteration=1 missing_percent=1 reason=missing total_percent=99",
        ],
    );
    check_rule(
        &Rule::Weighted(percents("40 40 20.00001")),
        &["/iterations/0/weights_percent/2 too_many_decimals max=4"],
    );
    check_rule(&Rule::Weighted(percents("50 50")), &["/iterations/0/weights_percent/2 required"]);
    check_rule(&Rule::Weighted(percents("25 25 25 25")), &["/iterations/0/weights_percent too_many max=3"]);
    let two =
        vec![iteration(percent("70"), &Rule::Prorata), iteration(percent("30"), &Rule::Weighted(percents("1 2 3")))];
    check(
        two,
        &[
            "/iterations/1/weights_percent shares_not_100 excess_percent=-94 iteration=2 missing_percent=94 reason=missing total_percent=6",
        ],
    );
}

#[test]
fn mixed_weights_leave_room_for_the_others() {
    check_rule(&mixed("30 - -"), &[]);
    check_rule(&mixed("100 - -"), &[]);
    check_rule(&mixed("- - -"), &[]);
    check_rule(&mixed("40 40 20"), &[]);
    check_rule(&mixed("40 40 -"), &[]);
    check_rule(
        &mixed("60 60 -"),
        &[
            "/iterations/0/weights_percent shares_not_100 excess_percent=20 iteration=1 missing_percent=-20 reason=excess total_percent=120",
        ],
    );
    check_rule(
        &mixed("40 40 10"),
        &[
            "/iterations/0/weights_percent shares_not_100 excess_percent=-10 iteration=1 missing_percent=10 reason=missing total_percent=90",
        ],
    );
}

#[test]
fn weights_and_refill_belong_to_their_rules() {
    let with = |rule, weights: Option<&str>, refill| IterationDraft {
        share_percent: Some(percent("100")),
        rule,
        weights_percent: weights.map(|weights| percents(weights).into_iter().map(Some).collect()),
        refill,
    };
    check(vec![with(RuleName::Prorata, Some("50 25 25"), false)], &["/iterations/0/weights_percent not_allowed"]);
    check(vec![with(RuleName::Weighted, None, false)], &["/iterations/0/weights_percent required"]);
    check(vec![with(RuleName::Mixed, Some("50 25 25"), true)], &["/iterations/0/refill not_allowed"]);
    check(vec![with(RuleName::Equal, None, true)], &["/iterations/0/refill not_allowed"]);
}

#[test]
fn consumers_have_distinct_names_and_meters() {
    let meter = Uuid::from_u128(7);
    let consumers = |list: &[(&'static str, Option<Uuid>)]| KeyDraft {
        name: " My  key ",
        description: "",
        consumers: list.iter().map(|&(name, meter)| ConsumerDraft { name, meter }).collect(),
        method: Method::Cascade,
        iterations: shares("100"),
        ranks: None,
    };
    let check = |list: &[(&'static str, Option<Uuid>)], expected: &[&str]| {
        assert_eq!(consumers(list).check().as_ref().map_or_else(found, |_| Vec::new()), expected);
    };
    check(&[("Émile", None), ("  emile ", None)], &["/consumers/1/name duplicate_consumer name=emile"]);
    check(&[("A", Some(meter)), ("B", Some(meter))], &["/consumers/1/meter_id duplicate_consumer name=B"]);
    check(&[("A", None), (" ", None), ("", None)], &["/consumers/1/name required", "/consumers/2/name required"]);
    check(&[], &["/consumers empty_key"]);
    let key = consumers(&[("  A ", Some(meter)), ("B", None)]).check().unwrap();
    assert_eq!((key.name(), key.consumers()[0].name.as_str(), key.consumers()[0].meter), ("My key", "A", Some(meter)));
}

#[test]
fn texts_and_counts_have_limits() {
    let (long, many) = ("x".repeat(101), names(5001));
    let named = |consumers: Vec<ConsumerDraft<'_>>| {
        let description = "d".repeat(2001);
        let draft = KeyDraft {
            name: "",
            description: &description,
            consumers,
            method: Method::Cascade,
            iterations: shares("100"),
            ranks: None,
        };
        found(&draft.check().unwrap_err())
    };
    assert_eq!(
        named(vec![ConsumerDraft { name: &long, meter: None }]),
        [
            "/name required",
            "/description too_long length=2001 max=2000",
            "/consumers/0/name too_long length=101 max=100",
        ]
    );
    let all = many.iter().map(|name| ConsumerDraft { name, meter: None }).collect();
    assert_eq!(named(all)[2], "/consumers too_many max=5000");
}

#[test]
fn every_mistake_is_found_at_once() {
    let names = ["A".to_owned(), "a".to_owned()];
    let iterations = vec![
        iteration(percent("50.00001"), &Rule::Prorata),
        iteration(percent("40"), &Rule::Weighted(percents("1 2"))),
    ];
    assert_eq!(
        found(&draft(&names, Method::Cascade, iterations).check().unwrap_err()),
        [
            "/consumers/1/name duplicate_consumer name=a",
            "/iterations/0/share_percent too_many_decimals max=4",
            "/iterations/1/weights_percent shares_not_100 excess_percent=-97 iteration=2 missing_percent=97 reason=missing total_percent=3",
        ]
    );
}

#[test]
fn flemish_methods_have_one_iteration_of_fixed_weights() {
    let names = names(2);
    let check = |iterations: Vec<IterationDraft>, expected: &[&str]| {
        for method in [Method::Vast, Method::Relatief, Method::Optimaal] {
            let result = draft(&names, method, iterations.clone()).check();
            assert_eq!(result.as_ref().map_or_else(found, |_| Vec::new()), expected, "{method}");
        }
    };
    check(vec![iteration(percent("100"), &Rule::Equal)], &[]);
    check(vec![iteration(percent("100"), &Rule::Weighted(percents("40 60")))], &[]);
    check(
        shares("60 40"),
        &["/iterations too_many max=1", "/iterations/0/rule not_allowed", "/iterations/1/rule not_allowed"],
    );
    check(vec![iteration(percent("100"), &Rule::Refill(percents("40 60")))], &["/iterations/0/refill not_allowed"]);
}

#[test]
fn ranks_hold_each_consumer_once() {
    let names = names(3);
    let check = |ranks: Option<Vec<Vec<&str>>>, expected: &[&str]| {
        let draft = KeyDraft { ranks, ..draft(&names, Method::Priority, Vec::new()) };
        assert_eq!(draft.check().as_ref().map_or_else(found, |_| Vec::new()), expected);
    };
    check(Some(vec![vec!["B"], vec!["a", "C "]]), &[]);
    check(None, &["/ranks required"]);
    check(
        Some(vec![vec!["A", "A"], vec![], vec!["D"]]),
        &[
            "/ranks/0/1 duplicate_consumer name=A",
            "/ranks/1 required",
            "/ranks/2/0 unknown_consumer name=D",
            "/ranks consumer_without_rank name=B",
            "/ranks consumer_without_rank name=C",
        ],
    );
    let cascade = KeyDraft { ranks: Some(vec![]), ..draft(&names, Method::Cascade, shares("100")) };
    assert_eq!(found(&cascade.check().unwrap_err()), ["/ranks not_allowed"]);
    let key =
        KeyDraft { ranks: Some(vec![vec!["C", "A"], vec!["B"]]), ..draft(&names, Method::Priority, shares("100")) };
    assert_eq!(key.check().unwrap().ranks(), [vec![0, 2], vec![1]]);
}

#[test]
fn more_than_three_iterations_are_unusual_in_wallonia() {
    let names = names(2);
    let key = |given: &str| draft(&names, Method::Cascade, shares(given)).check().unwrap();
    assert!(warnings(&key("70 20 10"), Region::Wallonia).is_empty());
    assert!(warnings(&key("40 30 20 10"), Region::Brussels).is_empty());
    let found = warnings(&key("40 30 20 10"), Region::Wallonia);
    assert_eq!(
        (found.len(), found[0].pointer.as_str(), found[0].code.as_str()),
        (1, "/iterations", "iterations_over_regional_limit")
    );
}

#[test]
fn a_form_gets_its_proposals() {
    let parts = |list: &str| -> Vec<Percent> { percents(list).into_iter().map(|p| p.try_into().unwrap()).collect() };
    assert_eq!(Percent::rest(&parts("70")).unwrap().decimal().to_string(), "30");
    assert_eq!(Percent::rest(&parts("33.3333 33.3333")).unwrap().decimal().to_string(), "33.3334");
    assert_eq!(Percent::rest(&parts("70 31")), None);
    let thirds: Vec<String> = Percent::WHOLE.split(3).iter().map(|part| part.decimal().to_string()).collect();
    assert_eq!(thirds, ["33.3334", "33.3333", "33.3333"]);
    assert!(Percent::WHOLE.split(0).is_empty());
    assert_eq!(percentage(-10_000), Decimal::new(-1, 0));
}

#[test]
fn which_keys_always_reach_the_bound() {
    let reaches = |iterations: &[(&str, Rule)]| cascade(2, iterations).always_reaches_bound();
    assert!(reaches(&[("100", Rule::Prorata)]));
    assert!(reaches(&[("60", Rule::Equal), ("40", Rule::Prorata)]));
    assert!(reaches(&[("100", Rule::Refill(percents("60 40")))]));
    assert!(!reaches(&[("100", Rule::Refill(percents("100 0")))]));
    assert!(!reaches(&[("60", Rule::Prorata), ("40", Rule::Equal)]));
    assert!(!reaches(&[("100", Rule::Weighted(percents("60 40")))]));
}

#[test]
fn a_copy_has_the_first_free_name() {
    let copy = |name: &str, taken: &[&str]| copy_name(name, |candidate| taken.contains(&candidate));
    assert_eq!(copy("Summer", &["Summer"]), "Summer (2)");
    assert_eq!(copy("Summer", &["Summer", "Summer (2)", "Summer (3)"]), "Summer (4)");
    assert_eq!(copy("Summer (2)", &["Summer (2)"]), "Summer (3)");
    assert_eq!(copy("Summer (9)", &[]), "Summer (10)");
    for odd in ["(2)", "Summer ()", "Summer (x)", "Summer (-2)", "Summer (99999999999)"] {
        assert_eq!(copy(odd, &[]), format!("{odd} (2)"));
    }
    let long = "é".repeat(NAME_MAX);
    assert_eq!(copy(&long, &[]).chars().count(), NAME_MAX);
    assert!(copy(&long, &[]).ends_with("é (2)"));
    assert_eq!(copy(&format!("{} (4294967295)", "x"), &["x (4294967295)"]), "x (4294967295)", "there is none");
}

#[test]
fn a_key_can_be_called_otherwise() {
    let key = cascade(1, &[("100", Rule::Prorata)]);
    let renamed = key.clone().renamed(" Summer  key ").unwrap();
    assert_eq!((renamed.name(), renamed.iterations()), ("Summer key", key.iterations()));
    assert!(key.clone().renamed(" ").is_err() && key.renamed(&"x".repeat(NAME_MAX + 1)).is_err());
}
