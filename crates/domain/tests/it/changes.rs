//! Timelines under change: by example, and by ten thousand random sequences against a model.

use chrono::{Days, NaiveDate, TimeZone, Utc};
use domain::meter::{Configuration, ConfigurationField, ConfigurationPatch, diff};
use domain::quantity::{Amperes, Decimal, Kva};
use domain::time::brussels_date;
use domain::timeline::{Change, Entry, Period, Periods, Refused, Timeline, Write};
use domain::vocabulary::{ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn configuration() -> Configuration {
    Configuration {
        description: "Roof".to_owned(),
        status: ConfigurationStatus::Active,
        sampling_power: Kva::from_units(9_200),
        generating_capacity: Kva::from_units(5_000),
        amperage: Amperes::from_units(40_000),
        rate: Rate::Simple,
        client_type: ClientType::Residential,
        member: Some(Uuid::from_u128(1)),
        dso: "ORES".to_owned(),
        production_chain: ProductionChain::Photovoltaic,
        injection_status: InjectionStatus::SelfProducerOwner,
    }
}

/// A timeline of letters: each begins on its day, the last one has no end.
fn letters(starts: &[(char, &str)]) -> Periods<char, u32> {
    let entry = |(at, (key, from)): (usize, &(char, &str))| {
        let to = starts.get(at + 1).map(|(_, next)| day(next));
        Entry { key: *key, period: Period { from: day(from), to }, value: 0 }
    };
    Periods::new(starts.iter().enumerate().map(entry).collect()).unwrap()
}

/// `key from/to` of each period.
fn shape(periods: &Periods<char, u32>) -> Vec<String> {
    let text = |entry: &Entry<char, u32>| {
        let end = entry.period.to.map_or_else(|| "..".to_owned(), |to| to.to_string());
        format!("{} {}/{end}", entry.key, entry.period.from)
    };
    periods.entries().iter().map(text).collect()
}

fn insert(key: char, from: &str) -> Change<char, u32> {
    Change::Insert { key, from: day(from), value: 1 }
}

fn replace(key: char, from: &str) -> Change<char, u32> {
    Change::Replace { key, from: day(from), value: 1 }
}

/// Makes a change of the timeline `a` from January, `b` from June, and undoes it.
fn after(change: Change<char, u32>) -> Result<Vec<String>, Refused<char>> {
    let start = letters(&[('a', "2026-01-01"), ('b', "2026-06-01")]);
    let mut periods = start.clone();
    let outcome = periods.apply(change);
    let Ok(changed) = outcome else {
        assert_eq!(periods, start, "a refusal changes nothing");
        return outcome.map(|_| Vec::new());
    };
    let shape = shape(&periods);
    periods.apply(changed.inverse).unwrap();
    assert_eq!(periods, start, "undone");
    Ok(shape)
}

#[test]
fn a_new_period_splits_the_one_that_contains_its_day() {
    let (a, b) = ("a 2026-01-01/2026-06-01".to_owned(), "b 2026-06-01/..".to_owned());
    let shape = |change| after(change).unwrap();
    assert_eq!(shape(insert('n', "2026-03-01")), ["a 2026-01-01/2026-03-01", "n 2026-03-01/2026-06-01", &b]);
    assert_eq!(shape(insert('n', "2026-12-01")), [&a, "b 2026-06-01/2026-12-01", "n 2026-12-01/.."]);
    assert_eq!(shape(insert('n', "2025-01-01")), ["n 2025-01-01/2026-01-01", &a, &b], "it becomes the first");
    assert_eq!(shape(insert('n', "2026-01-02"))[0], "a 2026-01-01/2026-01-02", "a single day is left");
    assert_eq!(after(insert('n', "2026-01-01")), Err(Refused::PeriodExists('a')));
    assert_eq!(after(insert('n', "2026-06-01")), Err(Refused::PeriodExists('b')));
}

#[test]
fn a_period_moves_between_its_neighbours() {
    let shape = |change| after(change).unwrap();
    assert_eq!(shape(replace('b', "2026-04-01")), ["a 2026-01-01/2026-04-01", "b 2026-04-01/.."]);
    assert_eq!(shape(replace('b', "2027-01-01")), ["a 2026-01-01/2027-01-01", "b 2027-01-01/.."]);
    assert_eq!(shape(replace('a', "2020-01-01")), ["a 2020-01-01/2026-06-01", "b 2026-06-01/.."]);
    assert_eq!(shape(replace('a', "2026-05-31"))[0], "a 2026-05-31/2026-06-01");
    assert_eq!(shape(replace('a', "2026-01-01"))[0], "a 2026-01-01/2026-06-01", "other values on the same days");
    let beyond = |first: Option<&str>, last: Option<&str>| {
        Err(Refused::OutOfRange { first: first.map(day), last: last.map(day) })
    };
    assert_eq!(after(replace('a', "2026-07-01")), beyond(None, Some("2026-05-31")));
    assert_eq!(after(replace('b', "2025-12-31")), beyond(Some("2026-01-02"), None));
    assert_eq!(after(replace('b', "2026-01-01")), Err(Refused::PeriodExists('a')));
    assert_eq!(after(replace('a', "2026-06-01")), Err(Refused::PeriodExists('b')));
    assert_eq!(after(replace('z', "2026-02-01")), Err(Refused::Unknown));
}

#[test]
fn a_removed_period_leaves_its_days_to_the_one_before() {
    let remove = |key| after(Change::Remove { key });
    assert_eq!(remove('b').unwrap(), ["a 2026-01-01/.."]);
    assert_eq!(remove('a').unwrap(), ["b 2026-06-01/.."], "the next one is the first now");
    assert_eq!(remove('z'), Err(Refused::Unknown));
    let mut only = letters(&[('a', "2026-01-01")]);
    assert_eq!(only.apply(Change::Remove { key: 'a' }), Err(Refused::OnlyPeriod));
}

#[test]
fn what_is_not_whole_is_no_timeline() {
    let entry = |from: &str, to: Option<&str>| Entry {
        key: from.to_owned().len(),
        period: Period { from: day(from), to: to.map(day) },
        value: 0,
    };
    let whole = |entries: &[Entry<usize, u32>]| Periods::new(entries.to_vec()).is_some();
    let (first, last) = (entry("2026-01-01", Some("2026-06-01")), entry("2026-06-01", None));
    assert!(whole(&[last.clone(), first.clone()]), "in any order");
    assert!(!whole(&[]), "empty");
    assert!(!whole(std::slice::from_ref(&first)), "comes to an end");
    assert!(!whole(&[first.clone(), entry("2026-06-02", None)]), "a hole");
    assert!(!whole(&[first, entry("2026-05-31", None)]), "an overlap");
    assert!(!whole(&[last.clone(), last]), "twice");
    assert!(!whole(&[entry("2026-01-01", None), entry("2026-06-01", None)]), "two without end");
}

#[test]
fn a_patch_keeps_what_it_does_not_say() {
    let base = configuration();
    let applied = |patch: ConfigurationPatch| patch.apply(day("2026-12-01"), &base).unwrap();
    assert_eq!(applied(ConfigurationPatch::default()), base);
    let patch = ConfigurationPatch {
        amperage_a: Some(Decimal::new(63, 0)),
        rate: Some(Rate::BiHourly),
        description: Some(String::new()),
        ..ConfigurationPatch::default()
    };
    let changed = applied(patch);
    use ConfigurationField::{Amperage, Description, Member};
    assert_eq!(diff(&base, &changed), [Description, Amperage, ConfigurationField::Rate]);
    assert_eq!(changed.member, base.member, "the owner stays");
    let nobody = applied(ConfigurationPatch { member: Some(None), ..ConfigurationPatch::default() });
    assert_eq!((nobody.member, diff(&base, &nobody)), (None, vec![Member]));
}

#[test]
fn the_rules_hold_on_the_whole() {
    let chain = |chain| ConfigurationPatch { production_chain: Some(chain), ..ConfigurationPatch::default() };
    let refused = |patch: ConfigurationPatch| {
        let violations = patch.apply(day("1850-01-01"), &configuration()).unwrap_err();
        crate::found(&violations)
    };
    assert_eq!(
        refused(ConfigurationPatch { amperage_a: Some(Decimal::new(0, 0)), ..chain(ProductionChain::None) }),
        [
            "/valid_from invalid_date",
            "/generating_capacity_kva capacity_not_allowed",
            "/amperage_a out_of_range",
            "/injection_status injection_status_not_allowed",
        ]
    );
    assert!(chain(ProductionChain::Wind).apply(day("2026-12-01"), &configuration()).is_ok());
}

#[test]
fn every_field_tells_its_difference() {
    let base = configuration();
    let none = ConfigurationPatch::default;
    let patches = [
        ConfigurationPatch { description: Some("Shed".to_owned()), ..none() },
        ConfigurationPatch { status: Some(ConfigurationStatus::Inactive), ..none() },
        ConfigurationPatch { sampling_power_kva: Some(Decimal::new(1, 0)), ..none() },
        ConfigurationPatch { generating_capacity_kva: Some(Decimal::new(1, 0)), ..none() },
        ConfigurationPatch { amperage_a: Some(Decimal::new(1, 0)), ..none() },
        ConfigurationPatch { production_chain: Some(ProductionChain::Wind), ..none() },
        ConfigurationPatch { injection_status: Some(InjectionStatus::InjectionOwner), ..none() },
        ConfigurationPatch { dso: Some("RESA".to_owned()), ..none() },
        ConfigurationPatch { rate: Some(Rate::Impact), ..none() },
        ConfigurationPatch { client_type: Some(ClientType::Industrial), ..none() },
        ConfigurationPatch { member: Some(Some(Uuid::from_u128(2))), ..none() },
    ];
    let found: Vec<_> = patches.iter().flat_map(|p| diff(&base, &p.apply(day("2026-01-01"), &base).unwrap())).collect();
    assert_eq!(found, ConfigurationField::ALL);
}

/// A change scheduled for the day on which the clocks change begins with that day in Brussels, not with UTC's.
#[test]
fn a_period_begins_at_midnight_in_brussels_also_when_the_clocks_change() {
    for (before, at, date) in [
        ((2026, 3, 28, 22, 59, 59), (2026, 3, 28, 23, 0, 0), "2026-03-29"),
        ((2026, 3, 29, 21, 59, 59), (2026, 3, 29, 22, 0, 0), "2026-03-30"),
        ((2026, 10, 24, 21, 59, 59), (2026, 10, 24, 22, 0, 0), "2026-10-25"),
        ((2026, 10, 25, 22, 59, 59), (2026, 10, 25, 23, 0, 0), "2026-10-26"),
    ] {
        let mut periods = letters(&[('a', "2026-01-01")]);
        periods.apply(insert('n', date)).unwrap();
        let actual = |(y, mo, d, h, mi, s)| {
            let today = brussels_date(Utc.with_ymd_and_hms(y, mo, d, h, mi, s).unwrap());
            Timeline::on(today, periods.entries().to_vec(), |entry| entry.period).actual.unwrap().key
        };
        assert_eq!((actual(before), actual(at)), ('a', 'n'), "{date}");
    }
}

/// What somebody does.
#[derive(Debug, Clone)]
enum Step {
    /// Something else from a day on.
    Insert(u64, Said),
    /// The period of this number, counted round, holds something else, from a day on.
    Edit(usize, u64, Said),
    /// The period of this number goes.
    Cancel(usize),
    /// The last change is undone.
    Undo,
}

/// What is said anew.
#[derive(Debug, Clone)]
enum Said {
    Amperage(i64),
    Rate(Rate),
    Deactivate,
    Reactivate,
    Owner(Option<u128>),
    Nothing,
}

impl Said {
    fn patch(&self) -> ConfigurationPatch {
        let none = ConfigurationPatch::default();
        match self {
            Self::Amperage(amperes) => ConfigurationPatch { amperage_a: Some(Decimal::new(*amperes, 0)), ..none },
            Self::Rate(rate) => ConfigurationPatch { rate: Some(*rate), ..none },
            Self::Deactivate => ConfigurationPatch { status: Some(ConfigurationStatus::Inactive), ..none },
            Self::Reactivate => ConfigurationPatch { status: Some(ConfigurationStatus::Active), ..none },
            Self::Owner(owner) => ConfigurationPatch { member: Some(owner.map(Uuid::from_u128)), ..none },
            Self::Nothing => none,
        }
    }
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        (1_i64..200).prop_map(Said::Amperage),
        proptest::sample::select(Rate::ALL).prop_map(Said::Rate),
        Just(Said::Deactivate),
        Just(Said::Reactivate),
        proptest::option::of(1_u128..4).prop_map(Said::Owner),
        Just(Said::Nothing),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u64..SPAN, said()).prop_map(|(day, said)| Step::Insert(day, said)),
        2 => (0_usize..8, 0_u64..SPAN, said()).prop_map(|(at, day, said)| Step::Edit(at, day, said)),
        2 => (0_usize..8).prop_map(Step::Cancel),
        1 => Just(Step::Undo),
    ]
}

/// Days in which everything happens; few, so that steps meet each other.
const SPAN: u64 = 24;

fn nth(day: u64) -> NaiveDate {
    // Around the last Sunday of October, when the clocks change.
    NaiveDate::from_ymd_opt(2026, 10, 13).unwrap().checked_add_days(Days::new(day)).unwrap()
}

/// The model: what begins on which day. Ends are not kept, so they cannot be wrong.
type Model = BTreeMap<NaiveDate, (Uuid, Configuration)>;

/// What a step is for a timeline; none where there is nothing to undo.
fn change(
    step: &Step,
    model: &Model,
    key: u128,
    undo: &mut Vec<Change<Uuid, Configuration>>,
) -> Option<Change<Uuid, Configuration>> {
    let numbered = |at: usize| model.iter().nth(at % model.len()).map(|(from, (key, value))| (*from, *key, value));
    match step {
        Step::Insert(at, said) => {
            let from = nth(*at);
            let (_, carried) = model.range(..=from).next_back().or_else(|| model.iter().next())?.1;
            let value = said.patch().apply(from, carried).unwrap();
            Some(Change::Insert { key: Uuid::from_u128(key), from, value })
        }
        Step::Edit(at, to, said) => {
            let (from, key, value) = numbered(*at)?;
            // Every other one stays where it is.
            let from = if to % 2 == 0 { from } else { nth(*to) };
            Some(Change::Replace { key, from, value: said.patch().apply(from, value).unwrap() })
        }
        Step::Cancel(at) => numbered(*at).map(|(_, key, _)| Change::Remove { key }),
        Step::Undo => undo.pop(),
    }
}

/// What the model says of a change: made, or refused for which reason.
fn apply_to_model(model: &mut Model, change: &Change<Uuid, Configuration>) -> Result<(), &'static str> {
    let start = |model: &Model, key: &Uuid| model.iter().find(|(_, (known, _))| known == key).map(|(from, _)| *from);
    match change {
        Change::Insert { key, from, value } => {
            if model.contains_key(from) {
                return Err("exists");
            }
            model.insert(*from, (*key, value.clone()));
        }
        Change::Replace { key, from, value } => {
            let old = start(model, key).ok_or("unknown")?;
            if *from != old && model.contains_key(from) {
                return Err("exists");
            }
            let (low, high) = (old.min(*from), old.max(*from));
            if model.range(low..=high).any(|(_, (known, _))| known != key) {
                return Err("range");
            }
            model.remove(&old);
            model.insert(*from, (*key, value.clone()));
        }
        Change::Remove { key } => {
            let old = start(model, key).ok_or("unknown")?;
            if model.len() == 1 {
                return Err("only");
            }
            model.remove(&old);
        }
    }
    Ok(())
}

const fn reason(refused: &Refused<Uuid>) -> &'static str {
    match refused {
        Refused::Unknown => "unknown",
        Refused::PeriodExists(_) => "exists",
        Refused::OutOfRange { .. } => "range",
        Refused::OnlyPeriod => "only",
    }
}

/// Rows as a database keeps them: never two that begin or end on the same day, not even between two writes.
fn write(rows: &mut Vec<Entry<Uuid, Configuration>>, write: Write<Uuid, Configuration>) {
    match write {
        Write::Delete(key) => rows.retain(|row| row.key != key),
        Write::End { key, to } => rows.iter_mut().find(|row| row.key == key).unwrap().period.to = to,
        Write::Insert(entry) => rows.push(entry),
        Write::Update(entry) => {
            rows.retain(|row| row.key != entry.key);
            rows.push(entry);
        }
    }
    for (at, row) in rows.iter().enumerate() {
        assert!(row.period.to.is_none_or(|to| row.period.from < to), "a period of at least a day");
        for other in &rows[at + 1..] {
            assert!(row.period.from != other.period.from && row.period.to != other.period.to, "the order of writes");
        }
    }
}

fn sorted(mut rows: Vec<Entry<Uuid, Configuration>>) -> Vec<Entry<Uuid, Configuration>> {
    rows.sort_by_key(|row| row.period.from);
    rows
}

/// On every day from the first one on, exactly one period holds, and it is the model's.
fn assert_whole(periods: &Periods<Uuid, Configuration>, model: &Model) {
    for at in 0..SPAN + 1 {
        let today = nth(at);
        let mut holding = periods.entries().iter().filter(|entry| entry.period.contains(today));
        let (held, more) = (holding.next().map(|entry| (entry.key, entry.value.clone())), holding.next());
        assert!(more.is_none(), "two on {today}");
        assert_eq!(held.as_ref(), model.range(..=today).next_back().map(|(_, held)| held), "{today}");
    }
    assert_eq!(periods.entries().len(), model.len());
    assert!(Periods::new(periods.entries().to_vec()).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_done_a_timeline_stays_whole_and_every_change_is_undone_by_its_inverse(
        steps in proptest::collection::vec(step(), 1..14), begin in 0_u64..SPAN,
    ) {
        let first = Entry { key: Uuid::nil(), period: Period { from: nth(begin), to: None }, value: configuration() };
        let mut model = Model::from([(nth(begin), (first.key, first.value.clone()))]);
        let mut periods = Periods::new(vec![first.clone()]).unwrap();
        let (mut rows, mut undo) = (vec![first], Vec::new());
        for (key, step) in (1..).zip(&steps) {
            let Some(change) = change(step, &model, key, &mut undo) else { continue };
            let before = periods.clone();
            let expected = apply_to_model(&mut model, &change);
            let outcome = periods.apply(change);
            prop_assert_eq!(outcome.as_ref().map(|_| ()).map_err(reason), expected);
            let Ok(changed) = outcome else {
                prop_assert_eq!(&periods, &before);
                continue;
            };
            assert_whole(&periods, &model);
            changed.writes.into_iter().for_each(|each| write(&mut rows, each));
            prop_assert_eq!(&sorted(rows.clone())[..], periods.entries());
            let mut restored = periods.clone();
            restored.apply(changed.inverse.clone()).unwrap();
            prop_assert_eq!(restored, before);
            if !matches!(step, Step::Undo) {
                undo.push(changed.inverse);
            }
        }
    }

    /// Undone from the last to the first, any sequence ends where it began.
    #[test]
    fn a_whole_sequence_is_undone(steps in proptest::collection::vec(step(), 1..14)) {
        let first = Entry { key: Uuid::nil(), period: Period { from: nth(9), to: None }, value: configuration() };
        let mut model = Model::from([(nth(9), (first.key, first.value.clone()))]);
        let start = Periods::new(vec![first]).unwrap();
        let (mut periods, mut undo) = (start.clone(), Vec::new());
        for (key, step) in (1..).zip(steps.iter().filter(|step| !matches!(step, Step::Undo))) {
            let Some(change) = change(step, &model, key, &mut Vec::new()) else { continue };
            if let Ok(changed) = periods.apply(change.clone()) {
                apply_to_model(&mut model, &change).unwrap();
                undo.push(changed.inverse);
            }
        }
        for inverse in undo.into_iter().rev() {
            periods.apply(inverse).unwrap();
        }
        prop_assert_eq!(periods, start);
    }
}
