//! A version of an allocation key as rows, and back. Percentages are whole millionths; a key read back passes the same
//! check as a new one.

use crate::audit::Fields;
use crate::entity::{
    allocation_key_consumer as consumer, allocation_key_iteration as iteration, allocation_key_version as version,
    meter,
};
use crate::error::{Error, Result, parsed};
use domain::key::{ConsumerDraft, Iteration, IterationDraft, Key, KeyDraft, Method, Percent, Rule, percentage};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryTrait};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A consumer with the identifier of its meter.
#[derive(FromQueryResult)]
pub(crate) struct ConsumerRow {
    #[sea_orm(nested)]
    consumer: consumer::Model,
    pub(crate) ean: Option<String>,
}

/// The consumers of a version, in order.
pub(crate) fn select_consumers(own: Condition, version: Uuid) -> SelectStatement {
    let mut query = consumer::Entity::find()
        .filter(own)
        .filter(consumer::Column::VersionId.eq(version))
        .order_by_asc(consumer::Column::Position)
        .into_query();
    query.expr_as(Expr::col((meter::Entity, meter::Column::Ean)), "ean").join(
        JoinType::LeftJoin,
        meter::Entity,
        Expr::col((meter::Entity, meter::Column::Id)).equals((consumer::Entity, consumer::Column::MeterId)),
    );
    query
}

/// The key that a version's rows say.
pub(crate) fn key(row: &version::Model, iterations: &[iteration::Model], consumers: &[ConsumerRow]) -> Result<Key> {
    let method = parsed("method", &row.method)?;
    let mut ranks: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for ConsumerRow { consumer, .. } in consumers {
        if let Some(rank) = consumer.rank {
            ranks.entry(rank).or_default().push(&consumer.name);
        }
    }
    let draft = KeyDraft {
        name: &row.name,
        description: &row.description,
        consumers: consumers
            .iter()
            .map(|ConsumerRow { consumer, .. }| ConsumerDraft { name: &consumer.name, meter: consumer.meter_id })
            .collect(),
        method,
        iterations: iterations.iter().map(iteration_draft).collect::<Result<_>>()?,
        ranks: (method == Method::Priority).then(|| ranks.into_values().collect()),
    };
    draft.check().map_err(|violations| Error::Inconsistent(format!("key version {}: {violations:?}", row.id)))
}

fn iteration_draft(row: &iteration::Model) -> Result<IterationDraft> {
    let inconsistent = || Error::Inconsistent(format!("weights of key version {}", row.version_id));
    let weights: Option<Vec<Option<i64>>> =
        row.weights_millionths.clone().map(serde_json::from_value).transpose().map_err(|_| inconsistent())?;
    Ok(IterationDraft {
        share_percent: Some(percentage(row.share_millionths)),
        rule: parsed("rule", &row.rule)?,
        weights_percent: weights.map(|cells| cells.into_iter().map(|cell| cell.map(percentage)).collect()),
        refill: row.refill,
    })
}

/// The rows of a version's iterations.
pub(crate) fn iterations(key: &Key, row: &version::Model) -> Vec<iteration::Model> {
    let model = |(position, iteration): (i64, &Iteration)| iteration::Model {
        version_id: row.id,
        position,
        community_id: row.community_id,
        share_millionths: i64::from(iteration.share.millionths()),
        rule: iteration.rule.name().as_str().to_owned(),
        refill: matches!(iteration.rule, Rule::Weighted { refill: true, .. }),
        weights_millionths: weights(&iteration.rule, |weight| json!(weight.millionths())),
    };
    (0..).zip(key.iterations()).map(model).collect()
}

/// The rows of a version's consumers.
pub(crate) fn consumers(key: &Key, row: &version::Model) -> Vec<consumer::Model> {
    let mut ranks = vec![None; key.consumers().len()];
    for (rank, places) in (0..).zip(key.ranks()) {
        for &place in places {
            ranks[place] = Some(rank);
        }
    }
    let model = |((position, consumer), rank): ((i64, &domain::key::Consumer), Option<i64>)| consumer::Model {
        version_id: row.id,
        position,
        community_id: row.community_id,
        name: consumer.name.clone(),
        meter_id: consumer.meter,
        rank,
    };
    (0..).zip(key.consumers()).zip(ranks).map(model).collect()
}

/// What can be set of a key, for the audit log.
pub(crate) fn wire(key: &Key) -> Fields {
    let consumer = |consumer: &domain::key::Consumer| {
        let mut value = json!({ "name": consumer.name });
        if let Some(meter) = consumer.meter {
            value["meter_id"] = json!(meter);
        }
        value
    };
    let iteration = |iteration: &Iteration| {
        let mut value = json!({ "share_percent": iteration.share.decimal(), "rule": iteration.rule.name().as_str() });
        if let Some(weights) = weights(&iteration.rule, |weight| json!(weight.decimal())) {
            value["weights_percent"] = weights;
        }
        if matches!(iteration.rule, Rule::Weighted { refill: true, .. }) {
            value["refill"] = json!(true);
        }
        value
    };
    let names =
        |rank: &Vec<usize>| rank.iter().filter_map(|&i| key.consumers().get(i)).map(|c| json!(c.name)).collect();
    let ranks: Vec<Value> = key.ranks().iter().map(names).collect();
    Fields::from([
        ("name", json!(key.name())),
        ("description", json!(key.description())),
        ("method", json!(key.method().as_str())),
        ("consumers", key.consumers().iter().map(consumer).collect()),
        ("iterations", key.iterations().iter().map(iteration).collect()),
        ("ranks", if ranks.is_empty() { Value::Null } else { ranks.into() }),
    ])
}

/// The weights of a rule that has some, each as `value` writes it; `null` for who has none.
fn weights(rule: &Rule, value: impl Fn(&Percent) -> Value) -> Option<Value> {
    match rule {
        Rule::Prorata | Rule::Equal => None,
        Rule::Weighted { weights, .. } => Some(weights.iter().map(value).collect()),
        Rule::Mixed { weights } => {
            Some(weights.iter().map(|weight| weight.as_ref().map_or(Value::Null, &value)).collect())
        }
    }
}
