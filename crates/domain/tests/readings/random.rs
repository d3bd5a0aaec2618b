use crate::{cases, reader};
use domain::identifier::{IdScheme, MeteringPointId};
use domain::readings::aggregate::{extremes, sum, sums};
use domain::readings::file::{Answers, SeriesKey, Stamped, Unit};
use domain::readings::report::Report;
use domain::readings::{Direction, LocalDay, Quarter, Resolution, Series, Span, Wall, compare, wide_rows};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const EAN: &str = "541449020000000018";

/// Texts that come near to what each cell of the layouts may be.
fn cell() -> impl Strategy<Value = String> {
    let near = [
        "",
        "interval_start",
        "interval_end",
        "direction",
        "unit",
        "label",
        "offtake",
        "injection",
        "A+",
        "kWh",
        "Wh",
        "kW",
        EAN,
        "=\"541449020000000018\"",
        "Van (datum)",
        "Van (tijdstip)",
        "Tot (datum)",
        "Tot (tijdstip)",
        "EAN-code",
        "Register",
        "Volume",
        "Eenheid",
        "Afname Dag",
        "Injectie Nacht",
        "30-10-2016",
        "27-03-2016",
        "02:00:00",
        "02:15:00",
        "03:00:00",
        "2016-10-30T00:00:00Z",
        "2016-10-30 02:00",
        "2016-10-30T02:15:00+02:00",
        "0,5",
        "0.5",
        "-1",
        "1.234,5",
        "99999999999999999999",
        "0.0000000005",
        "9223372036.854775807",
        "Total",
    ];
    let texts = near.map(str::to_owned).to_vec();
    prop_oneof![4 => select(texts), 1 => vec(proptest::char::any(), 0..12).prop_map(String::from_iter)]
}

fn answers() -> impl Strategy<Value = Answers> {
    let stamped = proptest::option::of(select(vec![Stamped::Start, Stamped::End]));
    let unit = proptest::option::of(select(Unit::ALL.to_vec()));
    (stamped, unit).prop_map(|(stamped, unit)| Answers { stamped, unit })
}

/// A header of a layout, so that rows reach what lies behind it.
fn header() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    select(vec![
        vec![],
        vec![vec!["interval_start", EAN, "541449020000900011"], vec!["direction", "offtake", "injection"]],
        vec![vec![
            "Van (datum)",
            "Van (tijdstip)",
            "Tot (datum)",
            "Tot (tijdstip)",
            "EAN-code",
            "Register",
            "Volume",
            "Eenheid",
        ]],
        vec![vec!["kWh", "A+", "A-"], vec!["", EAN, "541449020000900011"], vec![""], vec![""]],
    ])
}

fn quarter() -> impl Strategy<Value = Quarter> {
    (Quarter::MIN.number()..=Quarter::MAX.number()).prop_map(|number| Quarter::from_number(number.into()).unwrap())
}

/// Readings with gaps, somewhere in the years of readings.
fn some_series() -> impl Strategy<Value = Series> {
    let first = LocalDay::of("2000-01-02".parse().unwrap()).unwrap().span().from;
    (0..3_400_000, vec(proptest::option::weighted(0.8, 0..1_u32 << 30), 0..300))
        .prop_map(move |(after, readings)| Series::new(first.plus(after), readings).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    #[test]
    fn any_cells_are_read_or_refused(
        sheets in vec(select(vec!["", "Brut Rep", "partage rep", "Net Rep", "x"]), 0..3),
        header in header(),
        rows in vec((0..12_u32, vec(cell(), 0..10)), 0..12),
        answers in answers(),
    ) {
        let mut reader = reader(answers);
        for sheet in sheets.iter().chain([&""]) {
            if !sheet.is_empty() {
                reader.sheet(sheet);
            }
            for (number, cells) in (1..).zip(&header) {
                reader.row(number, cells);
            }
            for (number, cells) in &rows {
                reader.row(*number, cells);
            }
        }
        match reader.finish() {
            Ok(file) => { let _ = Report::of(&file, |_| true); }
            Err(faults) => prop_assert!(faults.count > 0 && !faults.first.is_empty()),
        }
    }

    #[test]
    fn what_is_written_is_read_again(
        offtake in some_series(),
        injected in vec(proptest::option::of(0..1_u32 << 30), 1..300),
    ) {
        prop_assume!(offtake.known().nth(1).is_some());
        let whole = offtake.span().unwrap();
        let injection = Series::new(whole.from, injected.into_iter().take(whole.len())).unwrap();
        let key = |direction| {
            let point = MeteringPointId::parse(IdScheme::BeEan, EAN).unwrap().0;
            SeriesKey { point, direction }
        };
        let columns = [
            (key(Direction::Offtake), "taken", &offtake),
            (key(Direction::Injection), "given", &injection),
        ];
        // Whether times are ends, and the unit, are said: random readings look like anything.
        let told = Answers { stamped: Some(Stamped::Start), unit: Some(Unit::KilowattHour) };
        let mut reader = reader(told);
        reader.rows(wide_rows(&columns, whole));
        let file = reader.finish().unwrap();
        prop_assert_eq!(&file.series[0].series, &offtake);
        prop_assert_eq!(&file.series[1].series, &injection);
        prop_assert!(compare(&file.series[0].series, &offtake).changes_nothing());
    }

    #[test]
    fn sums_add_up_over_any_span(series in some_series(), before in 0..200_i32, after in -200..200_i32) {
        prop_assume!(series.span().is_some());
        let own = series.span().unwrap();
        let span = Span { from: own.from.plus(-before), to: own.to.plus(after) };
        let whole = sum(&series, span);
        let readings: u64 = series.readings(span).filter_map(|(_, wh)| wh).map(u64::from).sum();
        prop_assert_eq!(whole.wh, readings);
        let missing: usize = series.gaps(span).iter().map(|gap| gap.len()).sum();
        prop_assert_eq!(whole.known + missing, span.len());
        for resolution in Resolution::ALL {
            let parts = sums(&series, span, *resolution);
            prop_assert_eq!(parts.iter().map(|part| part.wh).sum::<u64>(), whole.wh);
            prop_assert_eq!(parts.iter().map(|part| part.known).sum::<usize>(), whole.known);
            prop_assert_eq!(parts.iter().map(|part| part.span.len()).sum::<usize>(), span.len());
        }
        let points = extremes(&series, span, 10);
        prop_assert_eq!(points.iter().map(|point| point.known).sum::<usize>(), whole.known);
    }

    #[test]
    fn what_is_laid_over_is_what_is_found(stored in some_series(), change in vec(proptest::option::of(0..9_u32), 0..50)) {
        let from = stored.span().map_or(Quarter::MIN, |span| span.from);
        let newer = Series::new(from.plus(-20), change).unwrap();
        let after = stored.overlaid(&newer);
        prop_assert!(compare(&newer, &after).changes_nothing());
        let found = compare(&newer, &stored);
        prop_assert_eq!(after.known().count(), stored.known().count() + found.new);
        for correction in &found.corrections {
            prop_assert_eq!(stored.get(correction.at), Some(correction.old));
            prop_assert_eq!(after.get(correction.at), Some(correction.new));
        }
    }

    #[test]
    fn periods_hold_what_they_are_of(quarter in quarter()) {
        for resolution in Resolution::ALL {
            let period = resolution.period(quarter);
            prop_assert!(period.contains(quarter) || quarter == Quarter::MAX, "{resolution}");
        }
    }

    #[test]
    fn clocks_and_quarter_hours_agree(quarter in quarter()) {
        let date = domain::time::brussels_date(quarter.start());
        if let Some(day) = LocalDay::of(date) {
            let clock = day.clock(quarter).unwrap();
            let found = match day.at(clock.quarter) {
                Wall::Once(found) => Some(found),
                Wall::Twice(first, second) => Some(if clock.again { second } else { first }),
                Wall::Never => None,
            };
            prop_assert_eq!(found, Some(quarter));
        }
    }
}
