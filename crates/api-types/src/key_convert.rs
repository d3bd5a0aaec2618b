//! Keys into `domain` and back.

use crate::{AllocationKey, ConsumerInput, KeyConsumer, KeyInput, KeyIteration, KeyVersion};
use domain::Violations;
use domain::key::{ConsumerDraft, Iteration, IterationDraft, Key, KeyDraft, Method, Rule};

impl KeyInput {
    /// The key as it was typed.
    #[must_use]
    pub fn draft(&self) -> KeyDraft<'_> {
        KeyDraft {
            name: &self.name,
            description: &self.description,
            consumers: self.consumers.iter().map(ConsumerInput::draft).collect(),
            method: self.method,
            iterations: self.iterations.iter().map(KeyIteration::draft).collect(),
            ranks: self.ranks.as_ref().map(|ranks| ranks.iter().map(|rank| texts(rank)).collect()),
        }
    }

    /// The key, checked; whether its meters exist is for the server to say.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Key, Violations> {
        self.draft().check()
    }
}

fn texts(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

impl ConsumerInput {
    fn draft(&self) -> ConsumerDraft<'_> {
        ConsumerDraft { name: &self.name, meter: self.meter_id }
    }
}

impl KeyIteration {
    /// The iteration as it was typed.
    #[must_use]
    pub fn draft(&self) -> IterationDraft {
        IterationDraft {
            share_percent: Some(self.share_percent),
            rule: self.rule,
            weights_percent: self.weights_percent.clone(),
            refill: self.refill,
        }
    }
}

impl From<&Key> for KeyInput {
    fn from(key: &Key) -> Self {
        let consumer =
            |consumer: &domain::key::Consumer| ConsumerInput { name: consumer.name.clone(), meter_id: consumer.meter };
        Self {
            name: key.name().to_owned(),
            description: key.description().to_owned(),
            consumers: key.consumers().iter().map(consumer).collect(),
            iterations: key.iterations().iter().map(KeyIteration::from).collect(),
            method: key.method(),
            ranks: rank_names(key),
        }
    }
}

impl From<&Iteration> for KeyIteration {
    fn from(iteration: &Iteration) -> Self {
        let (weights_percent, refill) = match &iteration.rule {
            Rule::Prorata | Rule::Equal => (None, false),
            Rule::Weighted { weights, refill } => {
                (Some(weights.iter().map(|weight| Some(weight.decimal())).collect()), *refill)
            }
            Rule::Mixed { weights } => {
                (Some(weights.iter().map(|weight| weight.map(|weight| weight.decimal())).collect()), false)
            }
        };
        Self { share_percent: iteration.share.decimal(), rule: iteration.rule.name(), weights_percent, refill }
    }
}

/// The names of the consumers of each rank; none unless the method is `priority`.
#[must_use]
pub fn rank_names(key: &Key) -> Option<Vec<Vec<String>>> {
    let name = |&place: &usize| key.consumers().get(place).map(|consumer| consumer.name.clone());
    let names = |rank: &Vec<usize>| rank.iter().filter_map(name).collect();
    (key.method() == Method::Priority).then(|| key.ranks().iter().map(names).collect())
}

impl AllocationKey {
    /// Its fields, to change and send back.
    #[must_use]
    pub fn to_input(&self) -> KeyInput {
        KeyInput {
            name: self.name.clone(),
            description: self.description.clone(),
            consumers: inputs(&self.consumers),
            iterations: self.iterations.clone(),
            method: self.method,
            ranks: self.ranks.clone(),
        }
    }
}

impl KeyVersion {
    /// Its fields, to save them again.
    #[must_use]
    pub fn to_input(&self) -> KeyInput {
        KeyInput {
            name: self.name.clone(),
            description: self.description.clone(),
            consumers: inputs(&self.consumers),
            iterations: self.iterations.clone(),
            method: self.method,
            ranks: self.ranks.clone(),
        }
    }
}

fn inputs(consumers: &[KeyConsumer]) -> Vec<ConsumerInput> {
    let input = |consumer: &KeyConsumer| ConsumerInput { name: consumer.name.clone(), meter_id: consumer.meter_id };
    consumers.iter().map(input).collect()
}
