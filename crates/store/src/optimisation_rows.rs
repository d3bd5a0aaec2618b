//! The parameters of an optimisation as a row, and back. Percentages are whole millionths and prices thousandths; what is
//! read back passes the same check as what is new.

use crate::audit::Fields;
use crate::entity::optimisation::Model;
use crate::error::{Error, Result, parsed};
use crate::text_search::search_key;
use domain::advice::Fixed;
use domain::key::{Percent, percentage};
use domain::market::Price;
use domain::optimisation::{Baseline, OptimisationDraft, OptimisationFields, OwnPeriod, PeriodDraft, cut};
use domain::text::fold;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::entity::fixing;
use chrono::NaiveDate;

/// What is different in one period, as it lies in its column.
#[derive(Serialize, Deserialize)]
struct Own {
    from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    risk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to_fix: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    window_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    window_to: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    volumes: Option<Vec<i64>>,
}

impl From<&OwnPeriod> for Own {
    fn from(own: &OwnPeriod) -> Self {
        Self {
            from: own.from,
            risk: own.risk.map(|risk| risk.to_string()),
            to_fix: own.to_fix.map(Percent::millionths),
            window_from: own.window_from,
            window_to: own.window_to,
            target: own.target.map(Price::thousandths),
            volumes: own.volumes.clone(),
        }
    }
}

/// A row with other parameters; what is not a parameter stays.
pub(crate) fn with_fields(row: Model, fields: &OptimisationFields) -> Model {
    let own: Vec<Own> = fields.own.iter().map(Own::from).collect();
    let last = cut(fields.delivery, fields.minimum_period).last().map_or(fields.delivery.from, |span| span.from);
    Model {
        market_id: fields.market,
        contract_name: fields.contract_name.clone(),
        name_key: fold(&fields.contract_name),
        search_key: search_key([fields.contract_name.as_str(), fields.points_of_delivery.as_str()]),
        points_of_delivery: fields.points_of_delivery.clone(),
        tariff_indexes: json!(fields.tariff_indexes),
        minimum_period: fields.minimum_period.to_string(),
        minimum_fixing: millionths(fields.minimum_fixing),
        delivery_from: fields.delivery.from,
        delivery_to: fields.delivery.to,
        last_period: last,
        risk: fields.risk.to_string(),
        to_fix: millionths(fields.to_fix),
        baseline_origin: fields.baseline.origin.to_string(),
        baseline_scenario: fields.baseline.scenario.to_string(),
        target: fields.target.map(Price::thousandths),
        periods: json!(own),
        ..row
    }
}

/// The parameters that a row says.
pub(crate) fn fields(row: &Model) -> Result<OptimisationFields> {
    let wrong = |what: &str| Error::Inconsistent(format!("{what} of optimisation {}", row.id));
    let indexes: Vec<String> = serde_json::from_value(row.tariff_indexes.clone()).map_err(|_| wrong("indexes"))?;
    let own: Vec<Own> = serde_json::from_value(row.periods.clone()).map_err(|_| wrong("periods"))?;
    let text = |price: Option<i64>| price.and_then(Price::from_thousandths).map(|price| price.to_string());
    let targets: Vec<Option<String>> = own.iter().map(|own| text(own.target)).collect();
    let target = text(row.target);
    let period = |(own, target): (&Own, &'_ Option<String>)| -> Result<_> {
        let risk = own.risk.as_deref().map(|risk| parsed("risk", risk)).transpose()?;
        Ok((risk, own.to_fix.map(|percent| percentage(percent.into())), target.clone()))
    };
    let parts = own.iter().zip(&targets).map(period).collect::<Result<Vec<_>>>()?;
    let drafts = own.iter().zip(&parts).map(|(own, (risk, percent_to_fix, target))| PeriodDraft {
        from: own.from,
        risk: *risk,
        percent_to_fix: *percent_to_fix,
        window_from: own.window_from,
        window_to: own.window_to,
        target_price: target.as_deref(),
        volumes: own.volumes.as_deref(),
    });
    let draft = OptimisationDraft {
        contract_name: &row.contract_name,
        market: row.market_id,
        points_of_delivery: &row.points_of_delivery,
        tariff_indexes: &indexes,
        minimum_period: parsed("minimum_period", &row.minimum_period)?,
        minimum_fixing_percent: percentage(row.minimum_fixing),
        delivery_from: row.delivery_from,
        delivery_to: row.delivery_to,
        risk: parsed("risk", &row.risk)?,
        percent_to_fix: percentage(row.to_fix),
        baseline: Baseline {
            origin: parsed("baseline_origin", &row.baseline_origin)?,
            scenario: parsed("baseline_scenario", &row.baseline_scenario)?,
        },
        target_price: target.as_deref(),
        periods: drafts.collect(),
    };
    draft.check().map_err(|violations| wrong(&format!("{violations:?}")))
}

/// What can be set of an optimisation, for the audit log.
pub(crate) fn wire(fields: &OptimisationFields) -> Fields {
    let price = |price: Option<Price>| json!(price.map(|price| price.to_string()));
    let periods: Vec<Value> = fields.own.iter().map(wire_period).collect();
    Fields::from([
        ("contract_name", json!(fields.contract_name)),
        ("market_id", json!(fields.market)),
        ("points_of_delivery", json!(fields.points_of_delivery)),
        ("tariff_indexes", json!(fields.tariff_indexes)),
        ("minimum_period", json!(fields.minimum_period.as_str())),
        ("minimum_fixing_percent", json!(fields.minimum_fixing.decimal())),
        ("delivery_from", json!(fields.delivery.from)),
        ("delivery_to", json!(fields.delivery.to)),
        ("risk_appetite", json!(fields.risk.as_str())),
        ("percent_to_fix", json!(fields.to_fix.decimal())),
        ("baseline.origin", json!(fields.baseline.origin.as_str())),
        ("baseline.scenario", json!(fields.baseline.scenario.as_str())),
        ("target_price_per_mwh", price(fields.target)),
        ("periods", if periods.is_empty() { Value::Null } else { periods.into() }),
    ])
}

fn wire_period(own: &OwnPeriod) -> Value {
    let mut value = json!({ "from": own.from });
    let mut set = |name: &str, given: Option<Value>| {
        if let Some(given) = given {
            value[name] = given;
        }
    };
    set("risk_appetite", own.risk.map(|risk| json!(risk.as_str())));
    set("percent_to_fix", own.to_fix.map(|percent| json!(percent.decimal())));
    set("window_from", own.window_from.map(|day| json!(day)));
    set("window_to", own.window_to.map(|day| json!(day)));
    set("target_price_per_mwh", own.target.map(|price| json!(price.to_string())));
    set("volumes_wh", own.volumes.as_ref().map(|volumes| json!(volumes)));
    value
}

pub(crate) fn millionths(percent: Percent) -> i64 {
    i64::from(percent.millionths())
}

/// Stored millionths as a percentage.
pub(crate) fn percent(millionths: i64) -> Result<Percent> {
    let percent = u32::try_from(millionths).ok().and_then(Percent::from_millionths);
    percent.ok_or_else(|| Error::Inconsistent(format!("a percentage of {millionths} millionths")))
}

/// Stored thousandths as a price.
pub(crate) fn price(thousandths: i64) -> Result<Price> {
    Price::from_thousandths(thousandths).ok_or_else(|| Error::Inconsistent(format!("a price of {thousandths}")))
}

/// A fixing's part of an average.
pub(crate) fn fixed(row: &fixing::Model) -> Result<Fixed> {
    Ok(Fixed { percent: percent(row.percent)?, price: price(row.price)? })
}
