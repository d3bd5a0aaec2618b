//! A key as it was typed, and every rule it can break.
//!
//! Pointers are those of the API's body: `/consumers/2/name`, `/iterations/1/share_percent`,
//! `/iterations/0/weights_percent/2`, `/ranks/0/1`.

use super::{
    CONSUMER_NAME_MAX, CONSUMERS_MAX, Consumer, DESCRIPTION_MAX, ITERATIONS_MAX, Iteration, Key, Method, NAME_MAX,
    Percent, Rule, RuleName, percentage, total,
};
use crate::quantity::Decimal;
use crate::text::{fold, lines_text, required_text};
use crate::violation::{Code, FieldViolation, Param, Params, Violations};
use std::collections::HashMap;
use uuid::Uuid;

/// A key as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDraft<'a> {
    /// Its name.
    pub name: &'a str,
    /// Free text.
    pub description: &'a str,
    /// Its consumers.
    pub consumers: Vec<ConsumerDraft<'a>>,
    /// How it runs.
    pub method: Method,
    /// Its iterations. [`Method::Priority`] needs none.
    pub iterations: Vec<IterationDraft>,
    /// Names of the consumers of each rank; only for [`Method::Priority`].
    pub ranks: Option<Vec<Vec<&'a str>>>,
}

/// A consumer as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsumerDraft<'a> {
    /// Its name.
    pub name: &'a str,
    /// The meter it stands for.
    pub meter: Option<Uuid>,
}

/// An iteration as it was typed; an empty cell is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IterationDraft {
    /// Its share of the energy.
    pub share_percent: Option<Decimal>,
    /// Its rule.
    pub rule: RuleName,
    /// One weight per consumer, for the rules that have weights.
    pub weights_percent: Option<Vec<Option<Decimal>>>,
    /// Whether saturated consumers' rest is offered again; only with [`RuleName::Weighted`].
    pub refill: bool,
}

impl KeyDraft<'_> {
    /// Checks every field and every total.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self) -> Result<Key, Violations> {
        let mut found = Violations::default();
        let name = found.check("/name", required_text(self.name, 1, NAME_MAX));
        let description = found.check("/description", lines_text(self.description, DESCRIPTION_MAX));
        let consumers = self.check_consumers(&mut found);
        self.check_method(&mut found);
        let iterations = self.check_iterations(&mut found);
        let ranks = self.check_ranks(&mut found);
        found.into_result(|| {
            Some(Key {
                name: name?,
                description: description?,
                consumers: consumers?,
                method: self.method,
                iterations: iterations?,
                ranks: ranks?,
            })
        })
    }

    fn check_consumers(&self, found: &mut Violations) -> Option<Vec<Consumer>> {
        check_count("/consumers", self.consumers.len(), CONSUMERS_MAX, found)?;
        let (mut names, mut meters) = (HashMap::new(), HashMap::new());
        let mut consumers = Vec::with_capacity(self.consumers.len());
        for (i, draft) in self.consumers.iter().enumerate() {
            let name = keep(required_text(draft.name, 1, CONSUMER_NAME_MAX), found, || pointer("consumers", i, "name"));
            let name = name.unwrap_or_default();
            let twin = if name.is_empty() { None } else { names.insert(fold(&name), i) };
            if twin.is_some() {
                let params = Params::from([("name", name.as_str().into())]);
                found.add_with(pointer("consumers", i, "name"), Code::DuplicateConsumer, params);
            }
            if draft.meter.and_then(|meter| meters.insert(meter, i)).is_some() {
                let params = Params::from([("name", name.as_str().into())]);
                found.add_with(pointer("consumers", i, "meter_id"), Code::DuplicateConsumer, params);
            }
            consumers.push(Consumer { name, meter: draft.meter });
        }
        Some(consumers)
    }

    /// The methods of Flanders and Luxembourg give all energy out by one rule.
    fn check_method(&self, found: &mut Violations) {
        let allowed: &[RuleName] = match self.method {
            Method::Cascade => return,
            Method::Vast | Method::Relatief | Method::Optimaal => &[RuleName::Weighted, RuleName::Equal],
            Method::Priority => &[RuleName::Prorata],
        };
        if self.iterations.len() > 1 {
            found.add_with("/iterations", Code::TooMany, Params::from([("max", 1_i64.into())]));
        }
        for (k, iteration) in self.iterations.iter().enumerate() {
            if !allowed.contains(&iteration.rule) {
                found.add(pointer("iterations", k, "rule"), Code::NotAllowed);
            }
            if iteration.refill && iteration.rule == RuleName::Weighted {
                found.add(pointer("iterations", k, "refill"), Code::NotAllowed);
            }
        }
    }

    fn check_iterations(&self, found: &mut Violations) -> Option<Vec<Iteration>> {
        if self.method == Method::Priority && self.iterations.is_empty() {
            return Some(vec![Iteration { share: Percent::WHOLE, rule: Rule::Prorata }]);
        }
        check_count("/iterations", self.iterations.len(), ITERATIONS_MAX, found)?;
        let shares: Vec<Option<Percent>> = self
            .iterations
            .iter()
            .enumerate()
            .map(|(k, draft)| percent(draft.share_percent, found, || pointer("iterations", k, "share_percent")))
            .collect();
        let whole: Option<Vec<Percent>> = shares.iter().copied().collect();
        // A total of numbers that are wrong themselves would only be a second message about the first mistake.
        if let Some(shares) = whole {
            check_total("/iterations", &shares, None, found);
        }
        let rules: Vec<Option<Rule>> =
            self.iterations.iter().enumerate().map(|(k, draft)| draft.check(k, self.consumers.len(), found)).collect();
        shares.into_iter().zip(rules).map(|(share, rule)| Some(Iteration { share: share?, rule: rule? })).collect()
    }

    fn check_ranks(&self, found: &mut Violations) -> Option<Vec<Vec<usize>>> {
        let ranks = match (self.method, &self.ranks) {
            (Method::Priority, Some(ranks)) => ranks,
            (Method::Priority, None) => {
                found.add("/ranks", Code::Required);
                return None;
            }
            (_, None) => return Some(Vec::new()),
            (_, Some(_)) => {
                found.add("/ranks", Code::NotAllowed);
                return None;
            }
        };
        let mut waiting: HashMap<String, usize> =
            self.consumers.iter().enumerate().map(|(i, consumer)| (fold(consumer.name), i)).collect();
        let known = waiting.clone();
        let mut places = Vec::with_capacity(ranks.len());
        for (r, names) in ranks.iter().enumerate() {
            if names.is_empty() {
                found.add(format!("/ranks/{r}"), Code::Required);
            }
            let mut rank = Vec::with_capacity(names.len());
            for (j, name) in names.iter().enumerate() {
                let folded = fold(name);
                let at = || format!("/ranks/{r}/{j}");
                let params = || Params::from([("name", Param::from(*name))]);
                match waiting.remove(&folded) {
                    Some(i) => rank.push(i),
                    None if known.contains_key(&folded) => found.add_with(at(), Code::DuplicateConsumer, params()),
                    None => found.add_with(at(), Code::UnknownConsumer, params()),
                }
            }
            rank.sort_unstable();
            places.push(rank);
        }
        let mut forgotten: Vec<usize> = waiting.into_values().collect();
        forgotten.sort_unstable();
        for i in forgotten {
            let name = self.consumers.get(i).map_or("", |consumer| consumer.name);
            found.add_with("/ranks", Code::ConsumerWithoutRank, Params::from([("name", name.into())]));
        }
        Some(places)
    }
}

impl IterationDraft {
    fn check(&self, k: usize, consumers: usize, found: &mut Violations) -> Option<Rule> {
        if self.refill && self.rule != RuleName::Weighted {
            found.add(pointer("iterations", k, "refill"), Code::NotAllowed);
        }
        match self.rule {
            RuleName::Prorata | RuleName::Equal => {
                if self.weights_percent.as_ref().is_some_and(|weights| !weights.is_empty()) {
                    found.add(pointer("iterations", k, "weights_percent"), Code::NotAllowed);
                }
                Some(if self.rule == RuleName::Equal { Rule::Equal } else { Rule::Prorata })
            }
            RuleName::Weighted => {
                let weights: Option<Vec<Percent>> = self.check_weights(k, consumers, found)?.into_iter().collect();
                Some(Rule::Weighted { weights: weights?, refill: self.refill })
            }
            RuleName::Mixed => Some(Rule::Mixed { weights: self.check_weights(k, consumers, found)? }),
        }
    }

    /// The weights, when every cell is right and so is their total.
    fn check_weights(&self, k: usize, consumers: usize, found: &mut Violations) -> Option<Vec<Option<Percent>>> {
        if consumers == 0 {
            return None;
        }
        let at = pointer("iterations", k, "weights_percent");
        let Some(cells) = self.weights_percent.as_ref() else {
            found.add(at, Code::Required);
            return None;
        };
        if cells.len() > consumers {
            found.add_with(at, Code::TooMany, Params::from([("max", consumers.into())]));
            return None;
        }
        let mixed = self.rule == RuleName::Mixed;
        let mut sound = true;
        let mut weights = Vec::with_capacity(consumers);
        for i in 0..consumers {
            let cell = cells.get(i).copied().flatten();
            if cell.is_none() && mixed && i < cells.len() {
                weights.push(None);
                continue;
            }
            let weight = percent(cell, found, || format!("{at}/{i}"));
            sound &= weight.is_some();
            weights.push(weight);
        }
        if !sound {
            return None;
        }
        let given: Vec<Percent> = weights.iter().copied().flatten().collect();
        let open = given.len() < weights.len();
        if !(open && total(&given) <= i64::from(Percent::WHOLE.millionths())) {
            check_total(&at, &given, Some(k), found);
        }
        Some(weights)
    }
}

/// The total is exactly 100 %; the violation says how much is there, and how much is missing or too much.
fn check_total(at: &str, parts: &[Percent], iteration: Option<usize>, found: &mut Violations) {
    let sum = total(parts);
    let missing = i64::from(Percent::WHOLE.millionths()) - sum;
    let reason = match missing {
        0 => return,
        1.. => "missing",
        _ => "excess",
    };
    let mut params = Params::from([
        ("reason", reason.into()),
        ("total_percent", Param::Decimal(percentage(sum))),
        ("missing_percent", Param::Decimal(percentage(missing))),
        ("excess_percent", Param::Decimal(percentage(-missing))),
    ]);
    if let Some(k) = iteration {
        params.insert("iteration", (k + 1).into());
    }
    found.add_with(at, Code::SharesNot100, params);
}

/// `None` when the list is empty or longer than `max`.
fn check_count(at: &str, count: usize, max: usize, found: &mut Violations) -> Option<()> {
    match count {
        0 => found.add(at, Code::EmptyKey),
        _ if count > max => found.add_with(at, Code::TooMany, Params::from([("max", max.into())])),
        _ => return Some(()),
    }
    None
}

fn percent(cell: Option<Decimal>, found: &mut Violations, at: impl Fn() -> String) -> Option<Percent> {
    let cell = cell.ok_or_else(|| FieldViolation::from(Code::Required));
    keep(cell.and_then(Percent::try_from), found, at)
}

/// As [`Violations::check`], with the pointer made only for a violation: a key may have 50 000 cells.
fn keep<T>(result: Result<T, FieldViolation>, found: &mut Violations, at: impl Fn() -> String) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(violation) => found.check(&at(), Err(violation)),
    }
}

fn pointer(list: &str, index: usize, field: &str) -> String {
    format!("/{list}/{index}/{field}")
}
