//! A key as it is typed, in the wizard and in the grid, and what it says. Pure; the rules are those of `domain`, run
//! here while one types and on the server again.

use super::percent;
use crate::ui::Choice;
use api_types::{AllocationKey, KeyInput};
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method, Percent, RuleName};
use domain::quantity::Decimal;
use domain::violation::{Code, FieldViolation, Violations};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A key as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyValues {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// How it runs.
    pub method: Method,
    /// Its consumers.
    pub consumers: Vec<ConsumerValues>,
    /// Its iterations; one weight for each consumer in each of them, whatever the rule.
    pub iterations: Vec<IterationValues>,
    /// An iteration that was proposed and taken back, with what was typed into it.
    #[serde(default)]
    pub spare: Option<IterationValues>,
    /// Consumers that come back when there are to be more again, the next one last.
    #[serde(default)]
    pub beyond: Vec<CutConsumer>,
}

/// A consumer as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerValues {
    /// Tells it from the others on the screen.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The meter it stands for.
    pub meter: Option<Choice>,
    /// Its rank, for [`Method::Priority`].
    #[serde(default)]
    pub rank: String,
}

/// An iteration as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IterationValues {
    /// Tells it from the others on the screen.
    pub id: u32,
    /// How the energy is offered.
    pub rule: RuleName,
    /// Its share of the energy.
    pub share: String,
    /// Weights, consumer by consumer; they count for the rules that have weights.
    pub weights: Vec<String>,
    /// Whether what saturated consumers leave is offered again.
    pub refill: bool,
    /// The share is a proposal that follows the other shares until somebody types it.
    #[serde(default)]
    pub proposed: bool,
}

/// A consumer that was cut off when there were to be fewer, with its weights by iteration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutConsumer {
    /// The consumer.
    pub consumer: ConsumerValues,
    /// Its weights, by the id of the iteration.
    pub weights: Vec<(u32, String)>,
}

impl Default for KeyValues {
    /// Nothing typed yet: one iteration is proposed.
    fn default() -> Self {
        let mut values = Self::empty();
        values.propose_rest();
        values
    }
}

impl From<&KeyInput> for KeyValues {
    fn from(key: &KeyInput) -> Self {
        let mut values = Self { name: key.name.clone(), description: key.description.clone(), ..Self::empty() };
        values.method = key.method;
        let number = |decimal: &Decimal| Percent::try_from(*decimal).map(percent::text).unwrap_or_default();
        for consumer in &key.consumers {
            let meter = consumer.meter_id.map(|id| Choice::new(id.to_string(), consumer.name.clone()));
            let rank = rank_of(key, &consumer.name).map(|rank| rank.to_string()).unwrap_or_default();
            let id = values.fresh_id();
            values.consumers.push(ConsumerValues { id, name: consumer.name.clone(), meter, rank });
        }
        for iteration in &key.iterations {
            let given = iteration.weights_percent.as_deref().unwrap_or_default();
            let weight = |i: usize| given.get(i).and_then(Option::as_ref).map(number).unwrap_or_default();
            let id = values.fresh_id();
            values.iterations.push(IterationValues {
                id,
                rule: iteration.rule,
                share: number(&iteration.share_percent),
                weights: (0..key.consumers.len()).map(weight).collect(),
                refill: iteration.refill,
                proposed: false,
            });
        }
        values
    }
}

impl From<&AllocationKey> for KeyValues {
    fn from(key: &AllocationKey) -> Self {
        Self::proposed(key, &key.to_input())
    }
}

/// The place of a consumer's rank, from 1.
fn rank_of(key: &KeyInput, name: &str) -> Option<usize> {
    let ranks = key.ranks.as_deref()?;
    ranks.iter().position(|members| members.iter().any(|member| member == name)).map(|rank| rank + 1)
}

impl KeyValues {
    /// What a saved key may become: with the same consumers, whose meters are shown by their EAN.
    pub fn proposed(key: &AllocationKey, input: &KeyInput) -> Self {
        let mut values = Self::from(input);
        for (consumer, saved) in values.consumers.iter_mut().zip(&key.consumers) {
            if let (Some(meter), Some(ean)) = (&mut consumer.meter, &saved.ean) {
                meter.label.clone_from(ean);
            }
        }
        values
    }

    const fn empty() -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            method: Method::Cascade,
            consumers: Vec::new(),
            iterations: Vec::new(),
            spare: None,
            beyond: Vec::new(),
        }
    }

    /// An id that no consumer and no iteration has.
    pub(super) fn fresh_id(&self) -> u32 {
        let iterations = self.iterations.iter().chain(&self.spare).map(|iteration| iteration.id);
        let consumers = self.consumers.iter().chain(self.beyond.iter().map(|cut| &cut.consumer));
        consumers.map(|consumer| consumer.id).chain(iterations).max().map_or(1, |last| last + 1)
    }

    /// The iterations that count: those of a cascade, the only one of a Flemish method, none where ranks rule.
    pub fn counting(&self) -> &[IterationValues] {
        match self.method {
            Method::Cascade => &self.iterations,
            Method::Vast | Method::Relatief | Method::Optimaal => &self.iterations[..self.iterations.len().min(1)],
            Method::Priority => &[],
        }
    }

    /// The key, checked by the rules of `domain`.
    ///
    /// # Errors
    /// Every mistake, at the pointer the API has for it; a rank's is `/consumers/2/rank`.
    pub fn check(&self) -> Result<Key, Violations> {
        let mut found = Violations::default();
        let iterations = self.drafts(&mut found);
        let ranks = (self.method == Method::Priority).then(|| self.ranks(&mut found));
        let consumers = self
            .consumers
            .iter()
            .map(|consumer| ConsumerDraft { name: &consumer.name, meter: meter_of(consumer) })
            .collect();
        let (name, description) = (self.name.as_str(), self.description.as_str());
        let draft = KeyDraft { name, description, consumers, method: self.method, iterations, ranks };
        match draft.check() {
            Ok(key) if found.is_empty() => Ok(key),
            Ok(_) => Err(found),
            Err(violations) => {
                // The mistakes in reading come first: a field shows the first of its mistakes.
                for violation in violations {
                    found.add_with(violation.pointer, violation.code, violation.params);
                }
                Err(found)
            }
        }
    }

    /// The request.
    ///
    /// # Errors
    /// As [`KeyValues::check`].
    pub fn to_input(&self) -> Result<KeyInput, Violations> {
        self.check().map(|key| KeyInput::from(&key))
    }

    /// The key as far as it says how energy is shared: names that are still missing get a stand-in.
    pub fn check_for_preview(&self, stand_in: impl Fn(usize) -> String) -> Option<Key> {
        let mut values = self.clone();
        "-".clone_into(&mut values.name);
        values.description.clear();
        for (i, consumer) in values.consumers.iter_mut().enumerate() {
            if consumer.name.trim().is_empty() {
                consumer.name = stand_in(i);
            }
        }
        values.check().ok()
    }

    fn drafts(&self, found: &mut Violations) -> Vec<IterationDraft> {
        let cascade = self.method == Method::Cascade;
        let mut read = |pointer: String, typed: &str| match percent::read(typed) {
            Ok(number) => Some(number),
            Err(FieldViolation { code: Code::Required, .. }) => None,
            Err(FieldViolation { code, params }) => {
                found.add_with(pointer, code, params);
                None
            }
        };
        let mut drafts = Vec::with_capacity(self.iterations.len());
        for (k, iteration) in self.counting().iter().enumerate() {
            let share = match cascade {
                true => read(format!("/iterations/{k}/share_percent"), &iteration.share),
                false => Some(Percent::WHOLE.decimal()),
            };
            let weights = has_weights(iteration.rule).then(|| {
                let cell = |(i, typed): (usize, &String)| read(format!("/iterations/{k}/weights_percent/{i}"), typed);
                iteration.weights.iter().enumerate().map(cell).collect()
            });
            let refill = cascade && iteration.refill && iteration.rule == RuleName::Weighted;
            drafts.push(IterationDraft {
                share_percent: share,
                rule: iteration.rule,
                weights_percent: weights,
                refill,
            });
        }
        drafts
    }

    /// The consumers' names by rank, lowest number first.
    fn ranks(&self, found: &mut Violations) -> Vec<Vec<&str>> {
        let mut ranks: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (i, consumer) in self.consumers.iter().enumerate() {
            match consumer.rank.trim().parse() {
                Ok(rank) => ranks.entry(rank).or_default().push(&consumer.name),
                Err(_) if consumer.rank.trim().is_empty() => found.add(format!("/consumers/{i}/rank"), Code::Required),
                Err(_) => {
                    let FieldViolation { code, params } = FieldViolation::with(Code::WrongType, "reason", "number");
                    found.add_with(format!("/consumers/{i}/rank"), code, params);
                }
            }
        }
        ranks.into_values().collect()
    }
}

/// Whether an iteration of this rule has weights.
pub const fn has_weights(rule: RuleName) -> bool {
    matches!(rule, RuleName::Weighted | RuleName::Mixed)
}

fn meter_of(consumer: &ConsumerValues) -> Option<uuid::Uuid> {
    consumer.meter.as_ref().and_then(|meter| meter.value.parse().ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn three(shares: &[&str]) -> KeyValues {
        let mut values = KeyValues::default();
        values.resize(3);
        for (i, name) in ["Cons1", "Cons2", "Cons3"].into_iter().enumerate() {
            values.consumers[i].name = name.to_owned();
        }
        "E2E wizard key".clone_into(&mut values.name);
        for (k, share) in shares.iter().enumerate() {
            values.set_share(k, share);
        }
        values
    }

    fn mistakes(values: &KeyValues) -> Vec<(String, Code)> {
        let violations = values.check().unwrap_err();
        violations.into_iter().map(|violation| (violation.pointer, violation.code)).collect()
    }

    #[test]
    fn exact_totals_are_accepted_and_others_refused() {
        for shares in [&["70", "20", "10"][..], &["60", "30", "10"], &["33,3334", "33.3333", "33.3333"], &["70", "30"]]
        {
            assert_eq!(three(shares).check().unwrap().iterations().len(), shares.len(), "{shares:?}");
        }
        let mut values = three(&["33", "33", "33"]);
        values.iterations.truncate(3);
        assert_eq!(mistakes(&values), [("/iterations".to_owned(), Code::SharesNot100)]);
    }

    #[test]
    fn a_mistake_in_a_number_stands_at_its_field() {
        for (share, code) in [
            ("50.00001", Code::TooManyDecimals),
            ("half", Code::WrongType),
            ("", Code::Required),
            ("120", Code::OutOfRange),
        ] {
            let found = mistakes(&three(&[share]));
            assert!(found.contains(&("/iterations/0/share_percent".to_owned(), code)), "{share}: {found:?}");
        }
        let mut values = three(&["100"]);
        values.set_rule(0, RuleName::Weighted);
        "x".clone_into(&mut values.iterations[0].weights[1]);
        assert_eq!(mistakes(&values)[0], ("/iterations/0/weights_percent/1".to_owned(), Code::WrongType));
    }

    #[test]
    fn names_are_distinct() {
        let mut values = three(&["100"]);
        "CONS1".clone_into(&mut values.consumers[2].name);
        assert_eq!(mistakes(&values), [("/consumers/2/name".to_owned(), Code::DuplicateConsumer)]);
        values.consumers[2].name.clear();
        assert_eq!(mistakes(&values), [("/consumers/2/name".to_owned(), Code::Required)]);
        assert!(values.check_for_preview(|i| format!("#{i}")).is_some(), "a preview does not wait for names");
    }

    #[test]
    fn weights_left_by_another_rule_do_not_count() {
        let mut values = three(&["100"]);
        "nonsense".clone_into(&mut values.iterations[0].weights[0]);
        values.iterations[0].refill = true;
        assert!(values.check().is_ok());
    }

    #[test]
    fn ranks_are_read_in_their_order() {
        let mut values = three(&["100"]);
        values.method = Method::Priority;
        for (consumer, rank) in values.consumers.iter_mut().zip(["2", "1", ""]) {
            rank.clone_into(&mut consumer.rank);
        }
        assert!(mistakes(&values).contains(&("/consumers/2/rank".to_owned(), Code::Required)));
        "2".clone_into(&mut values.consumers[2].rank);
        assert_eq!(values.check().unwrap().ranks(), [vec![1], vec![0, 2]]);
    }

    #[test]
    fn a_flemish_key_has_one_pool_of_everything() {
        let mut values = three(&["70"]);
        values.method = Method::Optimaal;
        values.set_rule(0, RuleName::Equal);
        let key = values.check().unwrap();
        assert_eq!((key.iterations().len(), key.iterations()[0].share), (1, Percent::WHOLE));
    }

    #[test]
    fn a_key_is_typed_back_as_it_is() {
        let mut values = three(&["60", "40"]);
        values.set_rule(1, RuleName::Weighted);
        values.iterations[1].refill = true;
        let input = values.to_input().unwrap();
        assert_eq!(KeyValues::from(&input).to_input().unwrap(), input);
    }
}
