//! What is typed into the form of an optimisation, and the request it becomes. Pure.
//!
//! Days are asked for as people say them, with the last day included; the request has the day after it.

use api_types::{BaselineForecast, ConsumptionPeriod, Optimisation, OptimisationInput, PeriodInput};
use chrono::{Datelike, Days, NaiveDate};
use domain::optimisation::{MinimumPeriod, RiskAppetite, Span, cut};
use domain::quantity::{Decimal, DecimalError};
use domain::violation::{Code, FieldViolation, Violations};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::str::FromStr;
use uuid::Uuid;

crate::ui::fields! {
    /// What is typed.
    Values;
    /// What is typed, as signals.
    Fields;
    /// How the contract is called.
    contract_name: String,
    /// The market's id.
    market: String,
    /// The points of delivery.
    points_of_delivery: String,
    /// Names of the tariff indexes.
    indexes: Vec<String>,
    /// The smallest part of the delivery that can be fixed.
    minimum_period: String,
    /// The smallest percentage that can be fixed at once.
    minimum_percent: String,
    /// The first day of delivery.
    delivery_from: String,
    /// The last day of delivery.
    delivery_last: String,
    /// How much risk the buyer accepts.
    risk: String,
    /// The answers to the questionnaire.
    answers: BTreeMap<String, String>,
    /// How much to fix.
    percent: String,
    /// Whose forecast the advice is calculated from.
    source: String,
    /// Which of its scenarios.
    scenario: String,
    /// What the buyer hopes to pay.
    target: String,
    /// What is different in some periods, by their first day.
    own: BTreeMap<NaiveDate, OwnValues>,
}

/// What is typed for one period; what is empty is as for all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnValues {
    /// How much risk the buyer accepts.
    pub risk: String,
    /// How much to fix.
    pub percent: String,
    /// The first day that may be advised.
    pub window_from: String,
    /// The last day that may be advised.
    pub window_last: String,
    /// What the buyer hopes to pay.
    pub target: String,
    /// What will be consumed in MWh, by index.
    pub volumes: Vec<String>,
}

/// What a form starts with that nobody has to think of.
const USUAL_MINIMUM: &str = "25";

impl Default for Values {
    fn default() -> Self {
        Self {
            contract_name: String::new(),
            market: String::new(),
            points_of_delivery: String::new(),
            indexes: vec![String::new()],
            minimum_period: MinimumPeriod::Year.to_string(),
            minimum_percent: USUAL_MINIMUM.to_owned(),
            delivery_from: String::new(),
            delivery_last: String::new(),
            risk: String::new(),
            answers: BTreeMap::new(),
            percent: String::new(),
            source: String::new(),
            scenario: domain::market::Scenario::Mid.to_string(),
            target: String::new(),
            own: BTreeMap::new(),
        }
    }
}

impl OwnValues {
    /// What was set for a period.
    fn of(own: &PeriodInput) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            risk: own.risk_appetite.map(|risk| risk.to_string()).unwrap_or_default(),
            percent: own.percent_to_fix.map(crate::format::typed).unwrap_or_default(),
            window_from: day(own.window_from),
            window_last: day(own.window_to.and_then(|to| to.pred_opt())),
            target: own.target_price_per_mwh.as_deref().map(typed_amount).unwrap_or_default(),
            volumes: own.volumes_wh.iter().flatten().map(|&wh| crate::format::typed(megawatt_hours(wh))).collect(),
        }
    }

    /// An index was taken off, and its volume with it.
    pub fn forget_index(&mut self, at: usize) {
        if at < self.volumes.len() {
            self.volumes.remove(at);
        }
    }

    fn is_empty(&self) -> bool {
        let Self { risk, percent, window_from, window_last, target, volumes } = self;
        [risk, percent, window_from, window_last, target].into_iter().chain(volumes).all(|text| text.trim().is_empty())
    }

    fn read(&self, from: NaiveDate, at: &str, indexes: usize, found: &mut Violations) -> PeriodInput {
        let risk = found.check(&format!("{at}/risk_appetite"), optional(&self.risk, known));
        let percent = found.check(&format!("{at}/percent_to_fix"), optional(&self.percent, percent));
        let window_from = found.check(&format!("{at}/window_from"), optional(&self.window_from, day));
        let window_last = found.check(&format!("{at}/window_to"), optional(&self.window_last, day));
        PeriodInput {
            from,
            risk_appetite: risk.flatten(),
            percent_to_fix: percent.flatten(),
            window_from: window_from.flatten(),
            window_to: window_last.flatten().and_then(|last| last.succ_opt()),
            target_price_per_mwh: text(&self.target),
            volumes_wh: self.read_volumes(at, indexes, found),
        }
    }

    /// Volumes are told for all indexes or for none.
    fn read_volumes(&self, at: &str, indexes: usize, found: &mut Violations) -> Option<Vec<i64>> {
        let typed = |index: usize| self.volumes.get(index).map_or("", |text| text.trim());
        if (0..indexes).all(|index| typed(index).is_empty()) {
            return None;
        }
        let read =
            |index: usize| found.check(&format!("{at}/volumes_wh/{index}"), watt_hours(typed(index))).unwrap_or(0);
        Some((0..indexes).map(read).collect())
    }
}

impl From<&Optimisation> for Values {
    fn from(of: &Optimisation) -> Self {
        let own = |period: &ConsumptionPeriod| Some((period.from, OwnValues::of(period.own.as_ref()?)));
        Self {
            contract_name: of.contract_name.clone(),
            market: of.market.id.to_string(),
            points_of_delivery: of.points_of_delivery.clone(),
            indexes: of.tariff_indexes.clone(),
            minimum_period: of.minimum_period.to_string(),
            minimum_percent: crate::format::typed(of.minimum_fixing_percent),
            delivery_from: of.delivery_from.to_string(),
            delivery_last: of.delivery_to.pred_opt().unwrap_or(of.delivery_to).to_string(),
            risk: of.risk_appetite.to_string(),
            answers: BTreeMap::new(),
            percent: crate::format::typed(of.percent_to_fix),
            source: of.baseline.origin.to_string(),
            scenario: of.baseline.scenario.to_string(),
            target: of.target_price_per_mwh.as_deref().map(typed_amount).unwrap_or_default(),
            own: of.periods.iter().filter_map(own).collect(),
        }
    }
}

impl Values {
    /// The request, once nothing is wrong.
    ///
    /// # Errors
    /// Every violation, by the pointers of the request.
    pub fn to_input(&self) -> Result<OptimisationInput, Violations> {
        let mut found = Violations::default();
        let market_id = found.check("/market_id", known::<Uuid>(&self.market));
        let minimum_period = found.check("/minimum_period", known(&self.minimum_period));
        let minimum_fixing_percent = found.check("/minimum_fixing_percent", percent(&self.minimum_percent));
        let delivery_from = found.check("/delivery_from", day(&self.delivery_from));
        let delivery_to = found.check("/delivery_to", day(&self.delivery_last));
        let risk_appetite = found.check("/risk_appetite", known(&self.risk));
        let percent_to_fix = found.check("/percent_to_fix", percent(&self.percent));
        let source = found.check("/baseline/origin", known(&self.source));
        let scenario = found.check("/baseline/scenario", known(&self.scenario));
        let periods = self.read_periods(&mut found);
        let input = found.into_result(|| {
            Some(OptimisationInput {
                contract_name: self.contract_name.clone(),
                market_id: market_id?,
                points_of_delivery: self.points_of_delivery.clone(),
                tariff_indexes: self.indexes.clone(),
                minimum_period: minimum_period?,
                minimum_fixing_percent: minimum_fixing_percent?,
                delivery_from: delivery_from?,
                delivery_to: delivery_to?.checked_add_days(Days::new(1))?,
                risk_appetite: risk_appetite?,
                percent_to_fix: percent_to_fix?,
                baseline: BaselineForecast { origin: source?, scenario: scenario? },
                target_price_per_mwh: text(&self.target),
                periods,
            })
        })?;
        input.to_domain().map(|_| input)
    }

    /// The days of delivery, once they are known and are whole months.
    pub fn delivery(&self) -> Option<Span> {
        let (from, last) =
            (self.delivery_from.parse::<NaiveDate>().ok()?, self.delivery_last.parse::<NaiveDate>().ok()?);
        let to = last.succ_opt()?;
        let usual = from.day() == 1 && to.day() == 1 && from < to;
        let most = i32::try_from(domain::optimisation::DELIVERY_YEARS_MAX).unwrap_or(0) + 1;
        (usual && to.year() - from.year() < most).then_some(Span { from, to })
    }

    /// The parts of the delivery that are fixed by themselves.
    pub fn parts(&self) -> Vec<Span> {
        let by = self.minimum_period.parse();
        self.delivery().zip(by.ok()).map(|(delivery, by)| cut(delivery, by)).unwrap_or_default()
    }

    /// How much risk is accepted in a period.
    pub fn risk_of(&self, from: NaiveDate) -> Option<RiskAppetite> {
        let own = self.own.get(&from).map(|own| own.risk.as_str()).filter(|risk| !risk.is_empty());
        own.unwrap_or(&self.risk).parse().ok()
    }

    /// Every period when one of them has something of its own, so that the place of each in the request is that on the
    /// screen; else none.
    fn read_periods(&self, found: &mut Violations) -> Vec<PeriodInput> {
        let parts = self.parts();
        if parts.iter().all(|part| self.own.get(&part.from).is_none_or(OwnValues::is_empty)) {
            return Vec::new();
        }
        let nothing = OwnValues::default();
        let read = |(at, part): (usize, &Span)| {
            let own = self.own.get(&part.from).unwrap_or(&nothing);
            own.read(part.from, &format!("/periods/{at}"), self.indexes.len(), found)
        };
        parts.iter().enumerate().map(read).collect()
    }
}

/// A text, when it is not empty.
fn text(typed: &str) -> Option<String> {
    Some(typed.trim().replace(',', ".")).filter(|text| !text.is_empty())
}

fn optional<T>(typed: &str, read: impl Fn(&str) -> Result<T, FieldViolation>) -> Result<Option<T>, FieldViolation> {
    if typed.trim().is_empty() { Ok(None) } else { read(typed).map(Some) }
}

fn known<T: FromStr>(typed: &str) -> Result<T, FieldViolation> {
    match typed {
        "" => Err(Code::Required.into()),
        typed => typed.parse().map_err(|_| Code::UnknownValue.into()),
    }
}

fn day(typed: &str) -> Result<NaiveDate, FieldViolation> {
    match typed {
        "" => Err(Code::Required.into()),
        typed => typed.parse().map_err(|_| Code::InvalidDate.into()),
    }
}

/// A percentage; a percent sign does no harm.
pub fn percent(typed: &str) -> Result<Decimal, FieldViolation> {
    crate::keys::read_percent(typed)
}

/// MWh as whole Wh.
fn watt_hours(typed: &str) -> Result<i64, FieldViolation> {
    const DECIMALS: u8 = 6;
    if typed.is_empty() {
        return Err(Code::Required.into());
    }
    let too_many = || FieldViolation::with(Code::TooManyDecimals, "max", i64::from(DECIMALS));
    let too_large = || {
        let max = domain::optimisation::VOLUME_MAX / 1_000_000;
        FieldViolation::with(Code::OutOfRange, "min", 0_i64).and("max", max)
    };
    let refused = |error| match error {
        DecimalError::NotANumber => FieldViolation::with(Code::WrongType, "reason", "number"),
        DecimalError::TooManyDecimals => too_many(),
        DecimalError::TooLarge => too_large(),
    };
    Decimal::parse(typed).and_then(|number| number.units(DECIMALS)).map_err(refused)
}

/// Wh as MWh.
pub fn megawatt_hours(wh: i64) -> Decimal {
    Decimal::new(wh, 6)
}

/// An amount as somebody would type it.
fn typed_amount(amount: &str) -> String {
    Decimal::parse(amount).map_or_else(|_| amount.to_owned(), crate::format::typed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn values() -> Values {
        Values {
            contract_name: "Electricity 2027-2028".into(),
            market: Uuid::from_u128(1).to_string(),
            indexes: vec!["Peak".into(), "Off-peak".into()],
            minimum_percent: "20 %".into(),
            delivery_from: "2027-01-01".into(),
            delivery_last: "2028-12-31".into(),
            risk: "moderate".into(),
            percent: "80".into(),
            source: "application".into(),
            target: "82,50".into(),
            ..Values::default()
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_typed_becomes_the_request() {
        let input = values().to_input().unwrap();
        assert_eq!((input.delivery_from, input.delivery_to), (day("2027-01-01"), day("2029-01-01")));
        assert_eq!((input.minimum_fixing_percent, input.percent_to_fix), (Decimal::new(20, 0), Decimal::new(80, 0)));
        assert_eq!(input.target_price_per_mwh.as_deref(), Some("82.50"));
        assert!(input.periods.is_empty());
    }

    #[test]
    fn a_period_of_its_own_stands_at_its_place() {
        let own = OwnValues {
            window_last: "2027-11-30".into(),
            volumes: vec!["120".into(), "90,5".into()],
            ..OwnValues::default()
        };
        let values = Values { own: [(day("2028-01-01"), own)].into(), ..values() };
        let periods = values.to_input().unwrap().periods;
        assert_eq!(
            periods.iter().map(|period| period.from).collect::<Vec<_>>(),
            values.parts().iter().map(|p| p.from).collect::<Vec<_>>()
        );
        assert_eq!(periods[0].volumes_wh, None);
        assert_eq!(periods[1].window_to, Some(day("2027-12-01")));
        assert_eq!(periods[1].volumes_wh, Some(vec![120_000_000, 90_500_000]));
    }

    #[test]
    fn every_mistake_is_found_at_its_field() {
        let own = OwnValues { percent: "ten".into(), volumes: vec!["1".into()], ..OwnValues::default() };
        let wrong = Values {
            risk: String::new(),
            minimum_percent: "x".into(),
            own: [(day("2027-01-01"), own)].into(),
            ..values()
        };
        let violations = wrong.to_input().unwrap_err();
        let mut pointers: Vec<&str> = violations.as_slice().iter().map(|v| v.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(
            pointers,
            ["/minimum_fixing_percent", "/periods/0/percent_to_fix", "/periods/0/volumes_wh/1", "/risk_appetite"]
        );
    }

    #[test]
    fn parts_are_there_once_the_delivery_is() {
        assert_eq!(values().parts().len(), 2);
        let quarters = Values { minimum_period: "quarter".into(), ..values() };
        assert_eq!(quarters.parts().len(), 8);
        for (from, last) in [
            ("", "2028-12-31"),
            ("2027-01-15", "2028-12-31"),
            ("2029-01-01", "2028-12-31"),
            ("1900-01-01", "2028-12-31"),
        ] {
            let broken = Values { delivery_from: from.into(), delivery_last: last.into(), ..values() };
            assert!(broken.parts().is_empty(), "{from} {last}");
        }
    }
}
