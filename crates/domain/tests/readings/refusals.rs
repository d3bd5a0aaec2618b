use crate::{code, faults, read, reader};
use domain::identifier::IdScheme;
use domain::readings::file::{Answers, FaultCode, Faults, Limits, Reader};

const HEADER: &str = "interval_start,541449020000000018,541449020000000025\ndirection,offtake,offtake\n";
const DSO: &str = "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Register;Volume;Eenheid\n";

/// Faults of a file of the wide layout whose first row of readings is 3.
fn wide(rows: &str) -> Vec<String> {
    faults(read(&format!("{HEADER}{rows}"), ','))
}

/// Faults of an export of one row.
fn dso(row: &str) -> Vec<String> {
    faults(read(&format!("{DSO}{row}"), ';'))
}

#[test]
fn a_header_that_is_none_is_refused() {
    assert_eq!(faults(read("name;street\nA;B", ';')), ["unknown_header 1"]);
    assert_eq!(faults(read("Van (datum);Van (tijdstip);EAN-code;Volume\n", ';')), ["unknown_header 1"]);
    assert_eq!(code(read("", ',')), FaultCode::NoReadings);
    assert_eq!(code(read(HEADER, ',')), FaultCode::NoReadings);
    assert_eq!(wide("2016-01-01T00:00:00Z,,"), ["no_readings 1"]);
}

#[test]
fn a_wrong_separator_is_known_from_the_header_and_from_the_rows() {
    assert_eq!(faults(read(&format!("{HEADER}2016-01-01T00:00:00Z,1,2"), ';')), ["wrong_separator 1"]);
    // A decimal comma in a file that commas separate.
    assert_eq!(wide("2016-01-01T00:00:00Z,0,192,0,089"), ["wrong_separator 3"]);
    assert_eq!(wide("2016-01-01T00:00:00Z,1,2,3"), ["row_too_long 3"]);
}

#[test]
fn columns_say_whose_and_which_way() {
    let text = "interval_start,541449020000000018,5.41449E+17,123\ndirection,offtake,,up\n2016-01-01T00:00:00Z,1,2,3";
    let expected = ["invalid_ean 1:3", "invalid_ean 1:4", "missing_direction 3:3", "missing_direction 3:4"];
    assert_eq!(faults(read(text, ',')), expected);
    let text = "interval_start,541449020000000018\n2016-01-01T00:00:00Z,1";
    assert_eq!(faults(read(text, ',')), ["missing_direction 2:2"]);
    let text = "interval_start,541449020000000018\ndirection,offtake\nunit,MJ\n2016-01-01T00:00:00Z,1";
    assert_eq!(faults(read(text, ',')), ["unknown_unit 3:2"]);
}

#[test]
fn times_are_checked() {
    for (time, expected) in [
        ("2016-01-01T00:07:00Z", "not_a_quarter_hour 3:1"),
        ("2016-01-01T00:15:01Z", "not_a_quarter_hour 3:1"),
        ("2016-01-01T00:15:00", "missing_offset 3:1"),
        ("2016-01-01T00:15:00+25:00", "not_an_instant 3:1"),
        ("2016-01-01T00:15:00+0é", "not_an_instant 3:1"),
        ("2016-02-30T00:15:00Z", "not_an_instant 3:1"),
        ("2016-01-01", "not_an_instant 3:1"),
        ("yesterday at noon", "not_an_instant 3:1"),
        ("1916-01-01T00:15:00Z", "out_of_years 3:1"),
        ("2000-01-01T00:00:00+14:00", "out_of_years 3:1"),
        ("", "not_an_instant 3:1"),
    ] {
        assert_eq!(wide(&format!("{time},1,2")), [expected], "{time}");
    }
}

#[test]
fn rows_ascend() {
    let rows = "2016-01-01T01:00:00Z,1,2\n2016-01-01T01:15:00Z,1,2\n2016-01-01T00:45:00Z,1,2\n2016-01-01T01:30:00Z,1,2";
    assert_eq!(wide(rows), ["not_ascending 5:1"]);
}

#[test]
fn readings_of_hours_are_refused() {
    let rows = "2016-01-01T01:00:00Z,1,2\n2016-01-01T02:00:00Z,1,2\n2016-01-01T04:00:00Z,1,2";
    let Err(Faults { first, .. }) = read(&format!("{HEADER}{rows}"), ',') else { panic!("accepted") };
    assert_eq!((first[0].code, first[0].place.row), (FaultCode::NotAQuarterHour, 3));
    assert_eq!(first[0].params["minutes"], 60_i64.into());
}

#[test]
fn values_are_checked() {
    for (value, expected) in [
        ("-0.001", "negative_reading 3:2"),
        ("−5", "negative_reading 3:2"),
        ("1.234,5", "mixed_decimal_marks 3:2"),
        ("1.234.567", "mixed_decimal_marks 3:2"),
        ("1 234", "not_a_number 3:2"),
        ("n/a", "not_a_number 3:2"),
        ("#DIV/0!", "not_a_number 3:2"),
        ("1E-05", "not_a_number 3:2"),
        (".", "not_a_number 3:2"),
        ("-", "not_a_number 3:2"),
        ("٣", "not_a_number 3:2"),
        ("NaN", "not_a_number 3:2"),
        ("1073741.824", "reading_too_large 3:2"),
        ("99999999999999999999", "reading_too_large 3:2"),
    ] {
        let text = format!("{}2016-01-01T00:00:00Z;{value};2", HEADER.replace(',', ";"));
        assert_eq!(faults(read(&text, ';')), [expected], "{value}");
    }
    assert_eq!(wide("2016-01-01T00:00:00Z,1073741.823,-0"), [""; 0]);
}

#[test]
fn commas_and_points_are_not_mixed() {
    let rows = "2016-01-01T00:00:00Z;0,5;1\n2016-01-01T00:15:00Z;0,5;0.5";
    let text = format!("{}{rows}", HEADER.replace(',', ";"));
    assert_eq!(faults(read(&text, ';')), ["mixed_decimal_marks 4:3"]);
}

#[test]
fn an_export_is_checked_in_every_column() {
    let ean = "=\"541449020000000018\"";
    for (row, expected) in [
        (format!("01-03-2016;00:00:00;01-03-2016;00:15:00;{ean};Afname Dag;0,1;kWh"), vec![]),
        (format!("01-03-2016;00:00:00;01-03-2016;01:00:00;{ean};Afname Dag;0,1;kWh"), vec!["not_a_quarter_hour 2:4"]),
        (format!("01-03-2016;00:00:00;02-03-2016;00:15:00;{ean};Afname Dag;0,1;kWh"), vec!["not_a_quarter_hour 2:4"]),
        (format!("01-03-2016;00:15:00;01-03-2016;00:00:00;{ean};Afname Dag;0,1;kWh"), vec!["not_a_quarter_hour 2:4"]),
        (format!("27-03-2016;02:15:00;27-03-2016;02:30:00;{ean};Afname Dag;0,1;kWh"), vec!["not_a_local_time 2:2"]),
        (format!("27-03-2016;01:45:00;27-03-2016;03:00:00;{ean};Afname Dag;0,1;kWh"), vec![]),
        (format!("29-02-2015;00:00:00;01-03-2016;00:15:00;{ean};Afname Dag;0,1;kWh"), vec!["not_an_instant 2:1"]),
        (format!("01-03-2016;00:05:00;01-03-2016;00:20:00;{ean};Afname Dag;0,1;kWh"), vec!["not_a_quarter_hour 2:2"]),
        (format!("01-03-2016;00:00:00;01-03-2016;00:15:00;{ean};Gas;0,1;kWh"), vec!["unknown_register 2:6"]),
        (format!("01-03-2016;00:00:00;01-03-2016;00:15:00;{ean};Afname Dag;0,1;m3"), vec!["unknown_unit 2:8"]),
        (format!("01-03-2016;00:00:00;01-03-2016;00:15:00;{ean};Afname Dag;-0,1;kWh"), vec!["negative_reading 2:7"]),
        ("01-03-2016;00:00:00;01-03-2016;00:15:00;;Afname Dag;0,1;kWh".to_owned(), vec!["invalid_ean 2:5"]),
        ("31-12-2099;23:45:00;01-01-2100;00:00:00".to_owned(), vec!["invalid_ean 2:5", "unknown_register 2:6"]),
    ] {
        assert_eq!(dso(&row), expected, "{row}");
    }
}

#[test]
fn a_meter_that_is_not_understood_is_named_once() {
    let rows: String = (0..4)
        .map(|q| format!("01-03-2016;00:{:02}:00;01-03-2016;00:{:02}:00;12;Gas;1;kWh\n", q * 15, q * 15))
        .collect();
    assert_eq!(dso(&rows), ["invalid_ean 2:5", "unknown_register 2:6"]);
}

#[test]
fn a_register_that_may_be_the_sum_of_the_others_is_not_added_to_them() {
    let row = |ean: &str, register: &str| format!("01-03-2016;00:00:00;01-03-2016;00:15:00;{ean};{register};1,5;kWh\n");
    let ean = "541449020000000018";
    assert_eq!(dso(&[row(ean, "Afname Dag"), row(ean, "Afname Totaal")].concat()), ["unknown_register 3"]);
    let alone = read(&format!("{DSO}{}", row(ean, "Afname Totaal")), ';').unwrap();
    assert_eq!(alone.series[0].series.total(), 1_500);
    // The same register, written otherwise: a repetition.
    let again = [row(ean, "Afname Dag"), row("5414 4902 0000 0000 18", "AFNAME DAG")].concat();
    let file = read(&format!("{DSO}{again}"), ';').unwrap();
    assert_eq!((file.series[0].series.total(), file.repetitions.equal), (1_500, 1));
}

#[test]
fn registers_together_are_not_above_what_a_reading_may_be() {
    let row = |register: &str| {
        format!("01-03-2016;00:00:00;01-03-2016;00:15:00;541449020000000018;{register};1073741,823;kWh\n")
    };
    assert_eq!(dso(&[row("Afname Dag"), row("Afname Nacht")].concat()), ["reading_too_large 3"]);
}

#[test]
fn of_many_faults_the_first_are_kept_and_all_are_counted() {
    let rows: String = (0..250).map(|_| "nonsense,1,2\n").collect();
    let found = read(&format!("{HEADER}{rows}"), ',').unwrap_err();
    assert_eq!((found.count, found.first.len()), (250, Faults::KEPT));
}

#[test]
fn memory_is_bounded_however_far_rows_lie_apart() {
    let limited = |limits, rows: &str| {
        let mut reader = Reader::new(IdScheme::BeEan, Answers::default(), limits);
        reader.rows(format!("{HEADER}{rows}").lines().map(|line| line.split(',').collect::<Vec<_>>()));
        faults(reader.finish())
    };
    let rows = "2016-01-01T00:00:00Z,1,2\n2099-01-01T00:00:00Z,1,2\n2016-01-01T00:15:00Z,1,2";
    assert_eq!(limited(Limits { series: 2, quarters: 10_000 }, rows), ["too_many_readings 4:1"]);
    assert_eq!(limited(Limits { series: 1, quarters: 10_000 }, "2016-01-01T00:00:00Z,1,2"), ["too_many_series 3",]);
}

#[test]
fn empty_rows_and_cells_at_the_end_say_nothing() {
    let mut reader = reader(Answers::default());
    reader.row(1, &["interval_start", "541449020000000018", "", ""]);
    reader.row(2, &["direction", "offtake"]);
    reader.row(3, &["", " ", ""]);
    reader.row(9, &["2016-01-01T00:00:00Z", "1", "", "", ""]);
    assert_eq!(reader.finish().unwrap().series[0].series.total(), 1_000);
}
