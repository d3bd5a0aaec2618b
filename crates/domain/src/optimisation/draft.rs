//! An optimisation as it was typed, and every rule it can break.
//!
//! Pointers are those of the API's body: `/contract_name`, `/tariff_indexes/1`, `/periods/0/window_to`.

use super::periods::usual_end;
use super::{
    Baseline, CONTRACT_NAME_MAX, DELIVERY_YEARS_MAX, INDEX_NAME_MAX, INDEXES_MAX, MinimumPeriod, OptimisationFields,
    OwnPeriod, POINTS_MAX, RiskAppetite, Span, VOLUME_MAX, cut,
};
use crate::key::Percent;
use crate::market::Price;
use crate::quantity::Decimal;
use crate::text::{fold, lines_text, required_text};
use crate::violation::{Code, FieldViolation, Params, Violations};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::HashSet;
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Years that a delivery may begin in.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// An optimisation as it was typed.
#[derive(Debug, Clone)]
pub struct OptimisationDraft<'a> {
    /// How the contract is called.
    pub contract_name: &'a str,
    /// The market.
    pub market: Uuid,
    /// The points of delivery.
    pub points_of_delivery: &'a str,
    /// Names of the tariff indexes.
    pub tariff_indexes: &'a [String],
    /// The smallest part of the delivery that can be fixed.
    pub minimum_period: MinimumPeriod,
    /// The smallest percentage that can be fixed at once.
    pub minimum_fixing_percent: Decimal,
    /// First day of delivery.
    pub delivery_from: NaiveDate,
    /// First day after it.
    pub delivery_to: NaiveDate,
    /// How much risk the buyer accepts.
    pub risk: RiskAppetite,
    /// How much of each period to fix.
    pub percent_to_fix: Decimal,
    /// The forecast that the advice is calculated from.
    pub baseline: Baseline,
    /// What the buyer hopes to pay.
    pub target_price: Option<&'a str>,
    /// What is different in some periods.
    pub periods: Vec<PeriodDraft<'a>>,
}

/// What is different in one period, as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct PeriodDraft<'a> {
    /// First day of the period.
    pub from: NaiveDate,
    /// How much risk the buyer accepts.
    pub risk: Option<RiskAppetite>,
    /// How much to fix.
    pub percent_to_fix: Option<Decimal>,
    /// The first day that may be advised.
    pub window_from: Option<NaiveDate>,
    /// The day after the last one that may be advised.
    pub window_to: Option<NaiveDate>,
    /// What the buyer hopes to pay.
    pub target_price: Option<&'a str>,
    /// What will be consumed, in Wh by tariff index.
    pub volumes: Option<&'a [i64]>,
}

impl OptimisationDraft<'_> {
    /// Checks every field.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self) -> Result<OptimisationFields, Violations> {
        let mut found = Violations::default();
        let contract_name = found.check("/contract_name", required_text(self.contract_name, 1, CONTRACT_NAME_MAX));
        let points_of_delivery = found.check("/points_of_delivery", lines_text(self.points_of_delivery, POINTS_MAX));
        let tariff_indexes = self.check_indexes(&mut found);
        let minimum_fixing = found.check("/minimum_fixing_percent", Percent::above_zero(self.minimum_fixing_percent));
        let delivery = self.check_delivery(&mut found);
        let to_fix = found.check("/percent_to_fix", to_fix(self.percent_to_fix, minimum_fixing));
        let target = found.check("/target_price_per_mwh", price(self.target_price));
        let own = self.check_periods(delivery, minimum_fixing, &mut found);
        found.into_result(|| {
            Some(OptimisationFields {
                contract_name: contract_name?,
                market: self.market,
                points_of_delivery: points_of_delivery?,
                tariff_indexes,
                minimum_period: self.minimum_period,
                minimum_fixing: minimum_fixing?,
                delivery: delivery?,
                risk: self.risk,
                to_fix: to_fix?,
                baseline: self.baseline,
                target: target?,
                own,
            })
        })
    }

    fn check_indexes(&self, found: &mut Violations) -> Vec<String> {
        if self.tariff_indexes.is_empty() {
            found.add("/tariff_indexes", Code::Required);
        }
        if self.tariff_indexes.len() > INDEXES_MAX {
            found.add_with("/tariff_indexes", Code::TooMany, Params::from([("max", INDEXES_MAX.into())]));
            return Vec::new();
        }
        let (mut names, mut known) = (Vec::new(), HashSet::new());
        for (i, name) in self.tariff_indexes.iter().enumerate() {
            let pointer = format!("/tariff_indexes/{i}");
            let Some(name) = found.check(&pointer, required_text(name, 1, INDEX_NAME_MAX)) else { continue };
            if !known.insert(fold(&name)) {
                found.add(pointer, Code::DuplicateValue);
            }
            names.push(name);
        }
        names
    }

    /// Whole months, which every product that is traded consists of.
    fn check_delivery(&self, found: &mut Violations) -> Option<Span> {
        let from = found.check("/delivery_from", first_of_month(self.delivery_from));
        let to = found.check("/delivery_to", first_of_month(self.delivery_to));
        let (from, to) = (from?, to?);
        let earliest = from.checked_add_months(Months::new(1)).unwrap_or(from);
        let latest = from.checked_add_months(Months::new(12 * DELIVERY_YEARS_MAX)).unwrap_or(from);
        if !(earliest..=latest).contains(&to) {
            let FieldViolation { code, params } = date_range(earliest, latest);
            found.add_with("/delivery_to", code, params);
            return None;
        }
        Some(Span { from, to })
    }

    fn check_periods(
        &self,
        delivery: Option<Span>,
        minimum: Option<Percent>,
        found: &mut Violations,
    ) -> Vec<OwnPeriod> {
        let Some(delivery) = delivery else { return Vec::new() };
        let starts: HashSet<NaiveDate> = cut(delivery, self.minimum_period).into_iter().map(|span| span.from).collect();
        if self.periods.len() > starts.len() {
            found.add_with("/periods", Code::TooMany, Params::from([("max", starts.len().into())]));
            return Vec::new();
        }
        let (mut own, mut taken) = (Vec::new(), HashSet::new());
        for (i, draft) in self.periods.iter().enumerate() {
            if !starts.contains(&draft.from) {
                found.add(format!("/periods/{i}/from"), Code::UnknownPeriod);
            } else if !taken.insert(draft.from) {
                found.add(format!("/periods/{i}/from"), Code::DuplicateValue);
            }
            own.extend(draft.check(&format!("/periods/{i}"), self, minimum, found));
        }
        own.retain(OwnPeriod::says_something);
        own.sort_by_key(|period| period.from);
        own
    }
}

impl PeriodDraft<'_> {
    fn check(
        &self,
        at: &str,
        whole: &OptimisationDraft<'_>,
        minimum: Option<Percent>,
        found: &mut Violations,
    ) -> Option<OwnPeriod> {
        let percent = self.percent_to_fix.map(|percent| to_fix(percent, minimum)).transpose();
        let percent = found.check(&format!("{at}/percent_to_fix"), percent);
        self.check_window(at, whole.risk, found);
        let target = found.check(&format!("{at}/target_price_per_mwh"), price(self.target_price));
        let volumes = self.check_volumes(at, whole.tariff_indexes.len(), found);
        Some(OwnPeriod {
            from: self.from,
            risk: self.risk,
            to_fix: percent?,
            window_from: self.window_from,
            window_to: self.window_to,
            target: target?,
            volumes: volumes?,
        })
    }

    /// A window ends after it begins, and not later than advice is given at all.
    fn check_window(&self, at: &str, risk: RiskAppetite, found: &mut Violations) {
        let latest = usual_end(self.risk.unwrap_or(risk), self.from);
        if let Some(from) = self.window_from
            && from >= self.window_to.unwrap_or(latest)
        {
            let last = self.window_to.unwrap_or(latest).min(latest).pred_opt().unwrap_or(latest);
            let FieldViolation { code, params } = date_range(NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(last), last);
            found.add_with(format!("{at}/window_from"), code, params);
        }
        if let Some(to) = self.window_to
            && to > latest
        {
            let first = self.window_from.and_then(|from| from.succ_opt()).unwrap_or(latest).min(latest);
            let FieldViolation { code, params } = date_range(first, latest);
            found.add_with(format!("{at}/window_to"), code, params);
        }
    }

    fn check_volumes(&self, at: &str, indexes: usize, found: &mut Violations) -> Option<Option<Vec<i64>>> {
        let Some(volumes) = self.volumes else { return Some(None) };
        if volumes.len() != indexes {
            let params = Params::from([("length", volumes.len().into()), ("expected", indexes.into())]);
            found.add_with(format!("{at}/volumes_wh"), Code::WrongLength, params);
            return None;
        }
        let mut fits = true;
        for (i, volume) in volumes.iter().enumerate() {
            if !(0..=VOLUME_MAX).contains(volume) {
                let params = Params::from([("min", 0_i64.into()), ("max", VOLUME_MAX.into())]);
                found.add_with(format!("{at}/volumes_wh/{i}"), Code::OutOfRange, params);
                fits = false;
            }
        }
        fits.then(|| Some(volumes.to_vec()))
    }
}

impl OwnPeriod {
    fn says_something(&self) -> bool {
        let Self { from: _, risk, to_fix, window_from, window_to, target, volumes } = self;
        risk.is_some()
            || to_fix.is_some()
            || window_from.is_some()
            || window_to.is_some()
            || target.is_some()
            || volumes.is_some()
    }
}

/// Nothing, or at least what the contract lets one fix at once.
fn to_fix(percent: Decimal, minimum: Option<Percent>) -> Result<Percent, FieldViolation> {
    let percent = Percent::try_from(percent)?;
    match minimum {
        Some(minimum) if percent > Percent::ZERO && percent < minimum => {
            Err(FieldViolation::with(Code::BelowMinimumFixing, "min", minimum.decimal()))
        }
        _ => Ok(percent),
    }
}

fn price(text: Option<&str>) -> Result<Option<Price>, FieldViolation> {
    text.filter(|text| !text.trim().is_empty()).map(Price::parse).transpose()
}

fn first_of_month(day: NaiveDate) -> Result<NaiveDate, FieldViolation> {
    if !YEARS.contains(&day.year()) {
        let (first, last) = (format!("{}-01-01", YEARS.start()), format!("{}-12-31", YEARS.end()));
        return Err(FieldViolation::with(Code::InvalidDate, "min", first).and("max", last));
    }
    if day.day() == 1 { Ok(day) } else { Err(Code::NotFirstOfMonth.into()) }
}

fn date_range(min: NaiveDate, max: NaiveDate) -> FieldViolation {
    FieldViolation::with(Code::OutOfRange, "reason", "date").and("min", min.to_string()).and("max", max.to_string())
}
