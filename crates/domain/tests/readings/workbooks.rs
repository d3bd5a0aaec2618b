use crate::{faults, reader, series};
use domain::readings::Direction;
use domain::readings::file::{Answers, Faults, Layout, Question, ReadingsFile, SheetKind, Stamped, Unit};

/// Rows with their numbers.
type Rows<'a> = Vec<(u32, Vec<&'a str>)>;

/// Reads a workbook of sheets.
fn read(answers: Answers, sheets: &[(&str, Rows<'_>)]) -> Result<ReadingsFile, Faults> {
    let mut reader = reader(answers);
    for (name, rows) in sheets {
        reader.sheet(name);
        for (number, cells) in rows {
            reader.row(*number, cells);
        }
    }
    reader.finish()
}

/// A sheet of two meters with a unit beside its header and two quarter-hours.
fn sheet<'a>(unit: &'a str, values: [&'a str; 4]) -> Rows<'a> {
    let [first, second, third, fourth] = values;
    vec![
        (1, vec![unit, "Prélèvement", "Injection"]),
        (2, vec!["", "541449020000000018", "541449020000900011"]),
        (3, vec!["", "A+", "A-"]),
        (5, vec!["2016-10-30 02:45:00", first, second]),
        (6, vec!["2016-10-30 02:00:00", third, fourth]),
        (7, vec!["Total", "9", "9"]),
    ]
}

#[test]
fn the_three_sheets_are_what_was_measured_shared_and_left() {
    let sheets = [
        ("Brut Rep", sheet("kWh", ["0.3", "0.5", "0.4", ""])),
        ("Lisez-moi", vec![(1, vec!["Anything at all"])]),
        ("PARTAGE REP", sheet("kWh", ["0.1", "0.1", "0.1", "0.1"])),
        ("Net Rep", sheet("kWh", ["0.2", "0.4", "0.3", "0"])),
    ];
    let file = read(Answers::default(), &sheets).unwrap();
    assert_eq!((file.layout, file.unit, file.questions.len()), (Layout::Workbook, Unit::KilowattHour, 0));
    let kinds: Vec<_> = file.series.iter().map(|series| (series.kind, series.key.direction)).collect();
    let both = |kind| [(kind, Direction::Offtake), (kind, Direction::Injection)];
    assert_eq!(kinds, [both(SheetKind::Gross), both(SheetKind::Shared), both(SheetKind::Net)].concat());
    // 02:45 for the first time, then 02:00 for the second.
    assert_eq!(file.series[0].series, series("2016-10-30T00:45:00Z", &[Some(300), Some(400)]));
    assert_eq!(file.series[1].series, series("2016-10-30T00:45:00Z", &[Some(500)]));
}

#[test]
fn the_unit_is_read_from_the_header_or_asked_for() {
    let values = ["0.3", "0.5", "0.4", "0.1"];
    let unit = |text: &str, answers| {
        let file = read(answers, &[("Brut Rep", sheet(text, values))]).unwrap();
        (file.unit, file.series[0].series.total(), file.questions)
    };
    assert_eq!(unit("Volumes (kWh)", Answers::default()), (Unit::KilowattHour, 700, vec![]));
    assert_eq!(unit("Puissance moyenne [kW]", Answers::default()), (Unit::Kilowatt, 175, vec![]));
    let missing = Question::UnitMissing { likely: Unit::KilowattHour };
    assert_eq!(unit("", Answers::default()), (Unit::KilowattHour, 700, vec![missing]));
    let told = Answers { unit: Some(Unit::Kilowatt), stamped: None };
    assert_eq!(unit("", told), (Unit::Kilowatt, 175, vec![]));
}

#[test]
fn ends_on_the_wall_are_read_through_the_repeated_hour() {
    let rows = ["02:45:00", "02:00:00", "02:15:00", "02:30:00", "02:45:00", "03:00:00", "03:15:00"];
    let texts: Vec<String> = rows.iter().map(|time| format!("2016-10-30 {time}")).collect();
    let mut sheet = sheet("kWh", ["1", "", "", ""]);
    sheet.truncate(3);
    sheet.extend((5..).zip(&texts).map(|(number, text)| (number, vec![text.as_str(), "0.1"])));
    let answers = Answers { stamped: Some(Stamped::End), unit: None };
    let file = read(answers, &[("Brut Rep", sheet)]).unwrap();
    assert_eq!(file.series[0].series, series("2016-10-30T00:30:00Z", &[Some(100); 7]));
}

#[test]
fn what_is_wrong_is_named_with_its_sheet() {
    let mut bad = sheet("kWh", ["0.3", "x", "-1", ""]);
    bad[1].1[2] = "541449";
    let result = read(Answers::default(), &[("Brut Rep", sheet("kWh", ["1"; 4])), ("Net Rep", bad.clone())]);
    let found = result.clone().unwrap_err();
    assert!(found.first.iter().all(|fault| fault.place.sheet == Some(SheetKind::Net)));
    assert_eq!(faults(result), ["invalid_ean 2:3", "negative_reading 6:2"]);
    bad[0].1[1] = "";
    bad[2].1[1] = "";
    assert!(faults(read(Answers::default(), &[("Brut Rep", bad)])).contains(&"missing_direction 1:2".to_owned()));
    let empty = read(Answers::default(), &[("Brut Rep", vec![(5, vec!["2016-01-01 00:00", "1"])])]);
    assert_eq!(faults(empty), ["unknown_header 2", "row_too_long 5"]);
}

#[test]
fn a_workbook_of_another_layout_is_read_by_its_first_row() {
    let rows = vec![
        (1, vec!["interval_start", "541449020000000018"]),
        (2, vec!["direction", "offtake"]),
        (3, vec!["2016-01-01T00:00:00Z", "1"]),
    ];
    assert_eq!(read(Answers::default(), &[("Feuil1", rows)]).unwrap().layout, Layout::Wide);
}
