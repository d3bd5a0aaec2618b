use crate::sample::{METERS, YEAR_FILE, march, october, of};
use crate::{at, day, faults, read, read_with, series, span};
use domain::quantity::Decimal;
use domain::readings::file::{Answers, Layout, Question, ReadingsFile, Stamped, Unit};
use domain::readings::{Direction, Series, Span};

const HEADER: &str = "interval_start,541449020000000018\ndirection,offtake\n";

/// The only series of a file of the wide layout with these rows.
fn wide(rows: &str) -> Series {
    read(&format!("{HEADER}{rows}"), ',').unwrap().series.remove(0).series
}

fn wide_file(answers: Answers, rows: &str) -> ReadingsFile {
    read_with(answers, &format!("{HEADER}{rows}"), ',').unwrap()
}

#[test]
fn the_sample_year_is_read_whole() {
    let file = &*YEAR_FILE;
    assert_eq!((file.layout, file.unit, file.series.len()), (Layout::Wide, Unit::KilowattHour, 14));
    assert_eq!((file.questions.len(), file.repetitions.equal, file.repetitions.different), (0, 0, 0));
    for line in METERS.lines().skip(1) {
        let [ean, _, direction, kwh] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let found = of(file, ean);
        assert_eq!(found.key.direction.as_str(), direction);
        assert_eq!(found.series.known().count(), 35_136);
        assert_eq!(Decimal::new(found.series.total().try_into().unwrap(), 3), Decimal::parse(kwh).unwrap());
        assert_eq!(found.remainder_nano_wh, 0);
    }
}

#[test]
fn march_and_october_of_the_operator_equal_the_year_to_the_wh() {
    for (file, from, to, quarters) in
        [(march(), "2016-03-01", "2016-04-01", 2_972), (october(), "2016-10-01", "2016-11-01", 2_980)]
    {
        let month = Span::of_days(day(from), day(to));
        assert_eq!((file.layout, file.unit, file.series.len()), (Layout::Dso, Unit::KilowattHour, 3));
        assert_eq!((file.questions.len(), file.repetitions.equal, file.repetitions.different), (0, 0, 0));
        for found in &file.series {
            let year = of(&YEAR_FILE, found.key.point.as_str());
            assert_eq!(found.key, year.key);
            assert_eq!((found.series.span(), month.len()), (Some(month), quarters));
            assert_eq!(found.series.column(month), year.series.column(month));
        }
    }
}

#[test]
fn a_blank_is_a_gap_and_never_zero() {
    let rows = "2016-01-01T00:00:00Z,0.5\n2016-01-01T00:15:00Z,\n2016-01-01T00:30:00Z,0\n2016-01-01T01:00:00Z,1";
    assert_eq!(wide(rows), series("2016-01-01T00:00:00Z", &[Some(500), None, Some(0), None, Some(1_000)]));
}

#[test]
fn units_become_whole_wh() {
    let file = |unit: &str, value: &str| {
        let text = format!("{HEADER}unit,{unit}\n2016-01-01T00:00:00Z,{value}\n2016-01-01T00:15:00Z,0.1");
        let file = read(&text, ',').unwrap();
        (file.series[0].series.get(at("2016-01-01T00:00:00Z")).unwrap(), file.series[0].remainder_nano_wh)
    };
    assert_eq!(file("kWh", "0.087"), (87, 0));
    assert_eq!(file("kW", "1.2"), (300, 0));
    // 1 W on average is a quarter of a Wh: rounded away, and said.
    assert_eq!(file("kW", "0.001"), (0, 250_000_000));
    assert_eq!(file("kWh", "0.0875"), (88, -500_000_000));
    assert_eq!(file("kWh", "0.30000000000000004"), (300, 0));
    assert_eq!(file("kWh", "0.29999999999999998"), (300, 0));
    let wh = format!("{HEADER}unit,Wh\n2016-01-01T00:00:00Z,87\n2016-01-01T00:15:00Z,1200");
    assert_eq!(read(&wh, ',').unwrap().series[0].series.total(), 1_287);
}

#[test]
fn offsets_from_utc_are_read() {
    let rows = "2016-10-30T02:00:00+02:00,1\n2016-10-30 02:15+0200,2\n2016-10-30T02:00:00.000+01,3";
    let expected = [Some(1_000), Some(2_000), None, None, Some(3_000)];
    assert_eq!(wide(rows), series("2016-10-30T00:00:00Z", &expected));
}

#[test]
fn ends_are_asked_about_and_read_as_ends_when_somebody_says_so() {
    // From a quarter past midnight to midnight: a whole day of ends.
    let day = span("2016-05-01T00:15:00Z", "2016-05-02T00:15:00Z");
    let rows: String = day.iter().map(|q| format!("{},1\n", q.start().format("%Y-%m-%dT%H:%M:%SZ"))).collect();
    let asked = wide_file(Answers::default(), &rows);
    assert_eq!(asked.questions, [Question::EndStamped]);
    for (stamped, first) in [(Stamped::End, "2016-05-01T00:00:00Z"), (Stamped::Start, "2016-05-01T00:15:00Z")] {
        let told = wide_file(Answers { stamped: Some(stamped), unit: None }, &rows);
        assert_eq!((told.questions, told.series[0].series.span().unwrap().from), (vec![], at(first)));
    }
    let says_so = "interval_end,541449020000000018\ndirection,offtake\n2016-05-01T00:00:00Z,1";
    assert_eq!(read(says_so, ',').unwrap().questions, [Question::EndStamped]);
}

#[test]
fn a_unit_that_the_values_do_not_look_like_is_asked_about() {
    let rows = "2016-01-01T00:00:00Z,1500\n2016-01-01T00:15:00Z,870";
    let likely = Unit::WattHour;
    let doubt = Question::UnitDoubtful { declared: Unit::KilowattHour, likely };
    assert_eq!(wide_file(Answers::default(), rows).questions, [doubt]);
    let told = wide_file(Answers { unit: Some(Unit::WattHour), stamped: None }, rows);
    assert_eq!((told.questions.len(), told.unit, told.series[0].series.total()), (0, Unit::WattHour, 2_370));
    let small = format!("{HEADER}unit,Wh\n2016-01-01T00:00:00Z,0.087");
    let doubt = Question::UnitDoubtful { declared: Unit::WattHour, likely: Unit::KilowattHour };
    assert_eq!(read(&small, ',').unwrap().questions, [doubt]);
}

#[test]
fn repetitions_are_counted_and_contradictions_are_gaps() {
    let rows = "2016-01-01T00:00:00Z,1\n2016-01-01T00:15:00Z,2\n2016-01-01T00:15:00Z,2\n2016-01-01T00:30:00Z,3\n\
                2016-01-01T00:30:00Z,4\n2016-01-01T00:00:00Z,1";
    let file = wide_file(Answers::default(), rows);
    assert_eq!((file.repetitions.equal, file.repetitions.different), (2, 1));
    let conflict = &file.repetitions.conflicts[0];
    assert_eq!((conflict.at, conflict.rows, conflict.wh), (at("2016-01-01T00:30:00Z"), (6, 7), (Some(3_000), 4_000)));
    assert_eq!(file.series[0].series, series("2016-01-01T00:00:00Z", &[Some(1_000), Some(2_000)]));
}

#[test]
fn two_columns_of_one_meter_and_direction_are_repetitions() {
    let text = "interval_start,541449020000000018,541449020000000018\ndirection,offtake,offtake\n\
                2016-01-01T00:00:00Z,1,1\n2016-01-01T00:15:00Z,2,3";
    let file = read(text, ',').unwrap();
    assert_eq!((file.series.len(), file.repetitions.equal, file.repetitions.different), (1, 1, 1));
}

const DSO: &str = "\u{feff}Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;\
                   Volume;Eenheid;Validatiestatus;Omschrijving\n";

fn dso_row(from: &str, to: &str, register: &str, volume: &str) -> String {
    let ean = "=\"541449020000000018\";=\"1SAG000000018\";Digitale meter";
    format!("30-10-2016;{from}:00;30-10-2016;{to}:00;{ean};{register};{volume};kWh;Uitgelezen;\n")
}

#[test]
fn day_and_night_registers_are_added() {
    let rows: String = [
        dso_row("06:30", "06:45", "Afname Nacht", "0,100"),
        dso_row("06:45", "07:00", "Afname Nacht", "0,200"),
        dso_row("07:00", "07:15", "Afname Nacht", ""),
        dso_row("06:45", "07:00", "Afname Dag", "0,001"),
        dso_row("07:00", "07:15", "Afname Dag", "0,300"),
        dso_row("07:15", "07:30", "Afname Dag", "0,400"),
        dso_row("06:30", "06:45", "Injectie Nacht", "0,050"),
    ]
    .concat();
    let file = read(&format!("{DSO}{rows}"), ';').unwrap();
    let directions: Vec<Direction> = file.series.iter().map(|series| series.key.direction).collect();
    assert_eq!(directions, [Direction::Offtake, Direction::Injection]);
    // Where one register is blank, the sum is not known.
    let expected = [Some(100), Some(201), None, Some(400)];
    assert_eq!(file.series[0].series, series("2016-10-30T05:30:00Z", &expected));
}

#[test]
fn the_hour_that_comes_twice_is_told_by_the_order_of_rows() {
    let clock = |quarter: u32| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
    let row = |from: u32, to: u32| dso_row(&clock(from), &clock(to), "Afname Dag", &format!("0,{from:03}"));
    let hour = |last: u32| [row(8, 9), row(9, 10), row(10, 11), row(11, last)].concat();
    let expected: Vec<Option<u32>> = [7, 8, 9, 10, 11, 8, 9, 10, 11, 12].into_iter().map(Some).collect();
    // Exports show the end of the first 02:45 after the change or before it.
    for last in [8, 12] {
        let text = format!("{DSO}{}{}{}{}", row(7, 8), hour(last), hour(12), row(12, 13));
        assert_eq!(read(&text, ';').unwrap().series[0].series, series("2016-10-29T23:45:00Z", &expected));
        let third = format!("{DSO}{}{}{}", hour(last), hour(12), hour(12));
        assert_eq!(
            faults(read(&third, ';')),
            ["third_repetition 10:2", "third_repetition 11:2", "third_repetition 12:2", "third_repetition 13:2"]
        );
    }
}
