//! The periods of a meter as one timeline: what holds on a day, and what a change would come to, by the
//! rules that the server applies. Pure.

use super::values::{ALONE, Reading};
use api_types::{Configuration, ConfigurationChange, ConfigurationInput, Configurations};
use chrono::NaiveDate;
use domain::meter::{ConfigurationField, diff};
use domain::timeline::{Change, Entry, Period, Periods, Refused};
use domain::violation::{Code, Params, Violations};
use uuid::Uuid;

/// A timeline that can be changed.
type Timeline = Periods<Uuid, Configuration>;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A new period from a day on.
    New,
    /// This period.
    Period(Uuid),
}

/// What a change would come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What holds without it: the period that is carried forward or edited.
    pub old: Configuration,
    /// What would hold instead, and when; the name of its owner is not known here.
    pub new: Configuration,
    /// In what the two differ, besides their days.
    pub fields: Vec<ConfigurationField>,
    /// The first day of all, where it would move.
    pub beginning: Option<NaiveDate>,
}

/// Every period, earliest first.
pub fn all(of: &Configurations) -> Vec<Configuration> {
    let mut all: Vec<Configuration> = of.historical.iter().chain(&of.actual).chain(&of.future).cloned().collect();
    all.sort_by_key(|configuration| configuration.valid_from);
    all
}

/// When a configuration holds.
const fn period(of: &Configuration) -> Period {
    Period { from: of.valid_from, to: of.valid_to }
}

/// The place of the period that contains a day.
pub fn place_on(all: &[Configuration], day: NaiveDate) -> Option<usize> {
    all.iter().position(|configuration| period(configuration).contains(day))
}

/// The timeline, where all of it is known; to a member only their own periods are.
fn timeline(of: &Configurations) -> Option<Timeline> {
    let entry = |value: Configuration| Entry { key: value.id, period: period(&value), value };
    Periods::new(all(of).into_iter().map(entry).collect())
}

/// What a change begins with: the period itself, or what a new one carries forward from a day on.
pub fn ground(of: &Configurations, target: Target, day: NaiveDate) -> Option<Configuration> {
    let timeline = timeline(of)?;
    let entry = match target {
        Target::New => timeline.carried(day)?,
        Target::Period(id) => timeline.entries().iter().find(|entry| entry.key == id)?,
    };
    Some(entry.value.clone())
}

impl Plan {
    /// What the request would come to.
    ///
    /// # Errors
    /// Every rule it breaks: those of its own fields, and those of the timeline.
    pub fn of(of: &Configurations, target: Target, typed: &Reading<ConfigurationInput>) -> Result<Self, Violations> {
        let Reading { request, violations } = typed;
        let mut violations = violations.clone();
        let from = request.valid_from;
        let has_day = violations.as_slice().iter().all(|violation| violation.pointer != ALONE.valid_from);
        let (Some(mut timeline), Some(old)) = (timeline(of), ground(of, target, from)) else {
            violations.add("", Code::NotAllowed);
            return Err(violations);
        };
        let first = timeline.entries().first().map(|entry| entry.period.from);
        let key = match target {
            Target::New => Uuid::nil(),
            Target::Period(id) => id,
        };
        let value = configuration(key, request);
        let change = match target {
            Target::New => Change::Insert { key, from, value: value.clone() },
            Target::Period(_) => Change::Replace { key, from, value: value.clone() },
        };
        if let (true, Err(refused)) = (has_day, timeline.apply(change)) {
            refuse(&mut violations, refused);
        }
        violations.into_result(|| {
            let entry = timeline.entries().iter().find(|entry| entry.key == key)?;
            let new = Configuration { valid_from: entry.period.from, valid_to: entry.period.to, ..value };
            let fields = diff(&checked(&old)?, &checked(&new)?);
            let beginning = timeline.entries().first().map(|entry| entry.period.from).filter(|day| Some(*day) != first);
            Some(Self { old, new, fields, beginning })
        })
    }

    /// Whether it would leave everything as it is.
    pub fn is_empty(&self, target: Target) -> bool {
        self.fields.is_empty() && (target == Target::New || !self.moves())
    }

    /// Whether a period would begin on another day.
    pub fn moves(&self) -> bool {
        self.old.valid_from != self.new.valid_from
    }

    /// The request for a new period: only what differs is said, everything else is carried forward.
    pub fn change(&self) -> ConfigurationChange {
        let says = |field: ConfigurationField| self.fields.contains(&field);
        let new = ConfigurationChange::from(&self.new);
        ConfigurationChange {
            valid_from: new.valid_from,
            description: new.description.filter(|_| says(ConfigurationField::Description)),
            status: new.status.filter(|_| says(ConfigurationField::Status)),
            sampling_power_kva: new.sampling_power_kva.filter(|_| says(ConfigurationField::SamplingPower)),
            generating_capacity_kva: new
                .generating_capacity_kva
                .filter(|_| says(ConfigurationField::GeneratingCapacity)),
            amperage_a: new.amperage_a.filter(|_| says(ConfigurationField::Amperage)),
            production_chain: new.production_chain.filter(|_| says(ConfigurationField::ProductionChain)),
            injection_status: new.injection_status.filter(|_| says(ConfigurationField::InjectionStatus)),
            dso: new.dso.filter(|_| says(ConfigurationField::Dso)),
            rate: new.rate.filter(|_| says(ConfigurationField::Rate)),
            client_type: new.client_type.filter(|_| says(ConfigurationField::ClientType)),
            member_id: new.member_id.filter(|_| says(ConfigurationField::Member)),
        }
    }
}

/// In what two periods differ.
pub fn differences(one: &Configuration, other: &Configuration) -> Vec<ConfigurationField> {
    match (checked(one), checked(other)) {
        (Some(one), Some(other)) => diff(&one, &other),
        _ => Vec::new(),
    }
}

/// As `domain` has it.
fn checked(configuration: &Configuration) -> Option<domain::meter::Configuration> {
    ConfigurationInput::from(configuration).to_domain().ok()
}

/// A request as a configuration; its end comes from the timeline.
fn configuration(id: Uuid, input: &ConfigurationInput) -> Configuration {
    let ConfigurationInput {
        valid_from,
        description,
        status,
        sampling_power_kva,
        generating_capacity_kva,
        amperage_a,
        production_chain,
        injection_status,
        dso,
        rate,
        client_type,
        member_id,
    } = input.clone();
    Configuration {
        id,
        valid_from,
        valid_to: None,
        description,
        status,
        sampling_power_kva,
        generating_capacity_kva,
        amperage_a,
        production_chain,
        injection_status,
        dso,
        rate,
        client_type,
        member_id,
        member_name: None,
    }
}

/// Reports at the day what the timeline refuses, as the server does.
fn refuse(violations: &mut Violations, refused: Refused<Uuid>) {
    match refused {
        Refused::PeriodExists(id) => {
            let params = Params::from([("configuration_id", id.to_string().into())]);
            violations.add_with(ALONE.valid_from, Code::PeriodExists, params);
        }
        Refused::OutOfRange { first, last } => {
            let bound = |day: Option<NaiveDate>, year| day.map_or_else(|| year, |day| day.to_string());
            let (start, end) = (domain::meter::YEARS.start(), domain::meter::YEARS.end());
            let params = Params::from([
                ("reason", "date".into()),
                ("min", bound(first, format!("{start}-01-01")).into()),
                ("max", bound(last, format!("{end}-12-31")).into()),
            ]);
            violations.add_with(ALONE.valid_from, Code::OutOfRange, params);
        }
        Refused::Unknown | Refused::OnlyPeriod => violations.add("", Code::NotAllowed),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::meters::values::ConfigurationValues;
    use domain::quantity::Decimal;
    use domain::vocabulary::{ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn period(number: u128, from: &str, until: Option<&str>, amperes: i64) -> Configuration {
        Configuration {
            id: id(number),
            valid_from: day(from),
            valid_to: until.map(day),
            description: String::new(),
            status: ConfigurationStatus::Active,
            sampling_power_kva: Decimal::new(92, 1),
            generating_capacity_kva: Decimal::default(),
            amperage_a: Decimal::new(amperes, 0),
            production_chain: ProductionChain::None,
            injection_status: InjectionStatus::None,
            dso: "ORES".to_owned(),
            rate: Rate::Simple,
            client_type: ClientType::Residential,
            member_id: Some(id(9)),
            member_name: Some("Household A".to_owned()),
        }
    }

    /// 40 A until the end of the year, then 50 A.
    fn meter() -> Configurations {
        Configurations {
            actual: Some(period(1, "2016-01-01", Some("2027-01-01"), 40)),
            historical: Vec::new(),
            future: vec![period(2, "2027-01-01", None, 50)],
        }
    }

    /// What the form says that began with the ground of a day and was changed.
    fn typed(target: Target, from: &str, change: impl FnOnce(&mut ConfigurationValues)) -> Reading<ConfigurationInput> {
        let held = ground(&meter(), target, day(from)).unwrap();
        let mut values = ConfigurationValues { valid_from: from.to_owned(), ..ConfigurationValues::of(&held) };
        change(&mut values);
        values.read(held.status)
    }

    fn plan(target: Target, from: &str, change: impl FnOnce(&mut ConfigurationValues)) -> Plan {
        Plan::of(&meter(), target, &typed(target, from, change)).unwrap()
    }

    fn broken(target: Target, from: &str) -> Vec<(String, Code)> {
        let violations = Plan::of(&meter(), target, &typed(target, from, |_| ())).unwrap_err();
        violations.into_iter().map(|violation| (violation.pointer, violation.code)).collect()
    }

    #[test]
    fn only_what_differs_is_said() {
        let plan = plan(Target::New, "2026-12-01", |values| {
            values.amperage = "63,0".to_owned();
            values.rate = "bi_hourly".to_owned();
        });
        assert_eq!(plan.fields, [ConfigurationField::Amperage, ConfigurationField::Rate]);
        assert_eq!(
            plan.change(),
            ConfigurationChange {
                valid_from: day("2026-12-01"),
                amperage_a: Some(Decimal::new(63, 0)),
                rate: Some(Rate::BiHourly),
                ..ConfigurationChange::default()
            }
        );
        assert_eq!(plan.new.valid_to, Some(day("2027-01-01")), "until the next period");
        assert_eq!(plan.beginning, None);
    }

    #[test]
    fn an_owner_can_be_taken_away() {
        let plan = plan(Target::New, "2026-12-01", |values| values.owner = None);
        assert_eq!(plan.fields, [ConfigurationField::Member]);
        assert_eq!(plan.change().member_id, Some(None));
    }

    #[test]
    fn a_new_period_carries_forward_what_holds_on_its_day() {
        let plan = plan(Target::New, "2028-01-01", |values| values.rate = "impact".to_owned());
        assert_eq!((plan.old.id, plan.new.amperage_a), (id(2), Decimal::new(50, 0)));
        assert_eq!(plan.fields, [ConfigurationField::Rate]);
    }

    #[test]
    fn before_the_first_period_the_meter_begins_sooner() {
        let plan = plan(Target::New, "2015-06-01", |_| ());
        assert_eq!((plan.beginning, plan.new.valid_to), (Some(day("2015-06-01")), Some(day("2016-01-01"))));
        assert!(plan.fields.is_empty());
    }

    #[test]
    fn nothing_to_save_is_known() {
        assert!(plan(Target::New, "2026-12-01", |_| ()).is_empty(Target::New));
        let target = Target::Period(id(2));
        assert!(plan(target, "2027-01-01", |_| ()).is_empty(target));
        assert!(!plan(target, "2027-02-01", |_| ()).is_empty(target), "a move is a change");
    }

    #[test]
    fn a_period_moves_between_its_neighbours_only() {
        let target = Target::Period(id(2));
        let moved = plan(target, "2026-06-01", |_| ());
        assert!(moved.moves());
        assert_eq!(broken(target, "2015-01-01"), [(ALONE.valid_from.to_owned(), Code::OutOfRange)]);
        assert_eq!(broken(target, "2016-01-01"), [(ALONE.valid_from.to_owned(), Code::PeriodExists)]);
    }

    #[test]
    fn a_day_that_is_taken_is_reported_beside_other_mistakes() {
        let reading = typed(Target::New, "2027-01-01", |values| values.amperage = "many".to_owned());
        let mut pointers: Vec<String> =
            Plan::of(&meter(), Target::New, &reading).unwrap_err().into_iter().map(|v| v.pointer).collect();
        pointers.sort_unstable();
        assert_eq!(pointers, [ALONE.amperage, ALONE.valid_from]);
    }

    #[test]
    fn the_rules_hold_on_what_comes_out() {
        let reading = typed(Target::New, "2026-12-01", |values| values.generating_capacity = "5".to_owned());
        let violations = Plan::of(&meter(), Target::New, &reading).unwrap_err();
        assert_eq!(violations.as_slice()[0].pointer, ALONE.generating_capacity);
    }

    #[test]
    fn a_day_lies_in_one_period_or_none() {
        let all = all(&meter());
        for (on, place) in
            [("2015-12-31", None), ("2016-01-01", Some(0)), ("2026-12-31", Some(0)), ("2027-01-01", Some(1))]
        {
            assert_eq!(place_on(&all, day(on)), place, "{on}");
        }
        assert_eq!(differences(&all[0], &all[1]), [ConfigurationField::Amperage]);
    }
}
