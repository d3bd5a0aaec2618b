//! The words of a key's closed vocabularies.

use super::percent;
use crate::i18n::t;
use crate::ui::Choice;
use domain::key::{Method, RuleName};

/// A rule, in a word or two.
pub fn rule(rule: RuleName) -> String {
    t(&format!("keys.rule.{rule}"))
}

/// How a key runs.
pub fn method(method: Method) -> String {
    t(&format!("keys.method.{method}"))
}

/// Rules to choose from.
pub fn rules(of: &[RuleName]) -> Vec<Choice> {
    of.iter().map(|&name| Choice::new(name.as_str(), rule(name))).collect()
}

/// What is still to be shared out, or is too much, in words.
pub fn balance(missing: i64) -> String {
    use crate::i18n::tr;
    match missing {
        0 => t("keys.total.whole"),
        1.. => tr("keys.total.missing", &[("rest", &percent::of_millionths(missing))]),
        _ => tr("keys.total.excess", &[("rest", &percent::of_millionths(-missing))]),
    }
}

/// A ratio as a percentage with one decimal; what is no ratio is a dash.
pub fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| crate::format::percentage(ratio * 100.0))
}
