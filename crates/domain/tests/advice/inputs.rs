use crate::{day, found, percent};
use chrono::NaiveDate;
use domain::Violations;
use domain::optimisation::{
    Baseline, ForecastOrigin, MinimumPeriod, OptimisationDraft, OptimisationFields, PeriodDraft, RiskAppetite, Scenario,
};
use domain::quantity::Decimal;
use uuid::Uuid;

/// What somebody typed.
#[derive(Clone)]
pub struct Typed {
    pub contract_name: String,
    pub indexes: Vec<String>,
    pub minimum_period: MinimumPeriod,
    pub minimum: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub risk: RiskAppetite,
    pub to_fix: String,
    pub target: Option<String>,
    pub periods: Vec<TypedPeriod>,
}

#[derive(Clone)]
pub struct TypedPeriod {
    pub from: NaiveDate,
    pub risk: Option<RiskAppetite>,
    pub percent_to_fix: Option<String>,
    pub window_from: Option<NaiveDate>,
    pub window_to: Option<NaiveDate>,
    pub target: Option<String>,
    pub volumes: Option<Vec<i64>>,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            contract_name: " Electricity  2027 ".to_owned(),
            indexes: vec!["Peak".to_owned(), "Off-peak".to_owned()],
            minimum_period: MinimumPeriod::Year,
            minimum: "20".to_owned(),
            from: day("2027-01-01"),
            to: day("2029-01-01"),
            risk: RiskAppetite::Moderate,
            to_fix: "80".to_owned(),
            target: None,
            periods: Vec::new(),
        }
    }
}

impl Typed {
    /// The period that begins on a day, added where it is not there.
    pub fn period(&mut self, from: &str) -> &mut TypedPeriod {
        let from = day(from);
        let at = self.periods.iter().position(|period| period.from == from).unwrap_or_else(|| {
            self.periods.push(TypedPeriod {
                from,
                risk: None,
                percent_to_fix: None,
                window_from: None,
                window_to: None,
                target: None,
                volumes: None,
            });
            self.periods.len() - 1
        });
        &mut self.periods[at]
    }

    pub fn check(&self) -> Result<OptimisationFields, Violations> {
        let decimal = |text: &String| Decimal::parse(text).unwrap();
        let period = |typed: &TypedPeriod| {
            let TypedPeriod { from, risk, percent_to_fix, window_from, window_to, .. } = typed.clone();
            let percent_to_fix = percent_to_fix.as_ref().map(decimal);
            (from, risk, percent_to_fix, window_from, window_to)
        };
        let draft = OptimisationDraft {
            contract_name: &self.contract_name,
            market: Uuid::from_u128(1),
            points_of_delivery: "Warehouse\nOffice ",
            tariff_indexes: &self.indexes,
            minimum_period: self.minimum_period,
            minimum_fixing_percent: decimal(&self.minimum),
            delivery_from: self.from,
            delivery_to: self.to,
            risk: self.risk,
            percent_to_fix: decimal(&self.to_fix),
            baseline: Baseline { origin: ForecastOrigin::Application, scenario: Scenario::Mid },
            target_price: self.target.as_deref(),
            periods: self
                .periods
                .iter()
                .map(|typed| {
                    let (from, risk, percent_to_fix, window_from, window_to) = period(typed);
                    let (target_price, volumes) = (typed.target.as_deref(), typed.volumes.as_deref());
                    PeriodDraft { from, risk, percent_to_fix, window_from, window_to, target_price, volumes }
                })
                .collect(),
        };
        draft.check()
    }
}

#[test]
fn what_is_right_is_kept_clean() {
    let mut typed = Typed { target: Some(" 82,5 ".to_owned()), ..Typed::default() };
    typed.period("2028-01-01").volumes = Some(vec![1, 2]);
    typed.period("2027-01-01");
    let fields = typed.check().unwrap();
    assert_eq!(fields.contract_name, "Electricity 2027");
    assert_eq!(fields.points_of_delivery, "Warehouse\nOffice");
    assert_eq!((fields.minimum_fixing, fields.to_fix), (percent(2000), percent(8000)));
    assert_eq!(fields.target.unwrap().to_string(), "82.50");
    // A period that says nothing is as if it were not there.
    let own: Vec<NaiveDate> = fields.own.iter().map(|own| own.from).collect();
    assert_eq!(own, [day("2028-01-01")]);
}

#[test]
fn every_mistake_is_found_at_its_place() {
    let check = |change: fn(&mut Typed), expected: &[&str]| {
        let mut typed = Typed::default();
        change(&mut typed);
        assert_eq!(found(typed.check()), expected);
    };
    check(|typed| typed.contract_name = " ".to_owned(), &["/contract_name required"]);
    check(|typed| typed.indexes.clear(), &["/tariff_indexes required"]);
    check(|typed| typed.indexes = vec!["x".to_owned(); 11], &["/tariff_indexes too_many"]);
    check(|typed| typed.indexes[1] = "pèak".to_owned(), &["/tariff_indexes/1 duplicate_value"]);
    check(|typed| typed.minimum = "0".to_owned(), &["/minimum_fixing_percent out_of_range"]);
    check(|typed| typed.minimum = "100.0001".to_owned(), &["/minimum_fixing_percent out_of_range"]);
    check(|typed| typed.minimum = "1.00001".to_owned(), &["/minimum_fixing_percent too_many_decimals"]);
    check(|typed| typed.from = day("2027-01-02"), &["/delivery_from not_first_of_month"]);
    check(|typed| typed.from = day("1999-01-01"), &["/delivery_from invalid_date"]);
    check(|typed| typed.to = day("2027-01-01"), &["/delivery_to out_of_range"]);
    check(|typed| typed.to = day("2037-02-01"), &["/delivery_to out_of_range"]);
    check(|typed| typed.to_fix = "19.9999".to_owned(), &["/percent_to_fix below_minimum_fixing"]);
    check(|typed| typed.target = Some("cheap".to_owned()), &["/target_price_per_mwh invalid_format"]);
    check(|typed| typed.period("2027-04-01").risk = None, &["/periods/0/from unknown_period"]);
    check(
        |typed| typed.period("2028-01-01").percent_to_fix = Some("5".to_owned()),
        &["/periods/0/percent_to_fix below_minimum_fixing"],
    );
    check(|typed| typed.period("2028-01-01").volumes = Some(vec![1]), &["/periods/0/volumes_wh wrong_length"]);
    check(|typed| typed.period("2028-01-01").volumes = Some(vec![1, -1]), &["/periods/0/volumes_wh/1 out_of_range"]);
    check(
        |typed| typed.periods = vec![typed.clone().period("2028-01-01").clone(); 2],
        &["/periods/1/from duplicate_value"],
    );
    check(|typed| typed.periods = vec![typed.clone().period("2028-01-01").clone(); 3], &["/periods too_many"]);
}

#[test]
fn nothing_need_be_fixed_at_all() {
    let typed = Typed { to_fix: "0".to_owned(), ..Typed::default() };
    assert_eq!(typed.check().unwrap().to_fix, percent(0));
}

#[test]
fn a_window_ends_after_it_begins_and_before_the_short_term() {
    let check = |risk, from: Option<&str>, to: Option<&str>, expected: &[&str]| {
        let mut typed = Typed { risk, ..Typed::default() };
        let own = typed.period("2028-01-01");
        (own.window_from, own.window_to) = (from.map(day), to.map(day));
        own.risk = Some(risk);
        let result = typed.check();
        if expected.is_empty() { assert!(result.is_ok(), "{result:?}") } else { assert_eq!(found(result), expected) }
    };
    check(RiskAppetite::Low, Some("2027-01-01"), Some("2027-12-02"), &[]);
    check(RiskAppetite::Low, None, Some("2027-12-03"), &["/periods/0/window_to out_of_range"]);
    check(RiskAppetite::High, None, Some("2028-01-01"), &[]);
    check(RiskAppetite::High, None, Some("2028-01-02"), &["/periods/0/window_to out_of_range"]);
    check(RiskAppetite::High, Some("2027-06-01"), Some("2027-06-01"), &["/periods/0/window_from out_of_range"]);
    check(RiskAppetite::Low, Some("2027-12-02"), None, &["/periods/0/window_from out_of_range"]);
}
