//! The other ways a file comes: as a form, as a workbook of three sheets.

use super::{LEAVING_OUT, apply, checked, days, send, wide};
use crate::support::{TestApp, Who};
use api_types::ReadingImport;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use client::Request;
use domain::readings::file::{Layout, SheetKind, Unit};
use rust_xlsxwriter::{Format, Workbook};

/// A workbook of the Walloon operators: what was measured, shared and left of one meter, by the clock of Brussels.
fn workbook(ean: &str, unit: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let time = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let midnight: NaiveDateTime = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap().into();
    for (name, kwh) in [("Brut Rep", 0.4), ("Partagé Rep", 0.1), ("Net Rep", 0.3)] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write(0, 0, "Type").unwrap();
        sheet.write(0, 1, "Consommation A+").unwrap();
        sheet.write(1, 0, "EAN").unwrap();
        sheet.write(1, 1, ean).unwrap();
        sheet.write(2, 0, "Unité").unwrap();
        sheet.write(2, 1, unit).unwrap();
        sheet.write(3, 0, "Date").unwrap();
        for row in 0..96 {
            let at = midnight + TimeDelta::minutes(15 * i64::from(row));
            sheet.write_datetime_with_format(4 + row, 0, at, &time).unwrap();
            // The second one is blank.
            if row != 1 {
                sheet.write(4 + row, 1, kwh).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[tokio::test]
async fn of_a_workbook_what_was_measured_is_stored() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let import = checked(&client, home.id, "operator.xlsx", workbook(&home.ean, "kWh")).await;
    assert_eq!((import.value.layout, import.value.unit), (Layout::Workbook, Unit::KilowattHour));
    let report = &import.value.report;
    let sheets: Vec<_> = report.meters.iter().map(|meter| (meter.kind, meter.readings, meter.total_wh)).collect();
    assert_eq!(sheets, [(SheetKind::Gross, 95, 38_000), (SheetKind::Shared, 95, 9_500), (SheetKind::Net, 95, 28_500)]);
    assert_eq!((report.counts.new, report.offtake_wh, report.meters[0].missing), (95, 38_000, 1));
    apply(&client, &import, LEAVING_OUT).await;
    let readings = client.get_readings(home.id, home.meter, &days("2016-01-01", "2016-01-02")).await.unwrap();
    let first: Vec<_> = readings.items.iter().take(3).map(|item| item.offtake_wh).collect();
    assert_eq!(first, [Some(400), None, Some(400)]);
    assert_eq!(readings.totals.offtake_known, 95);
}

#[tokio::test]
async fn a_unit_that_does_not_fit_is_asked_about() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let import = checked(&client, home.id, "operator.xlsx", workbook(&home.ean, "")).await.value;
    let kinds: Vec<&str> = import.questions.iter().map(|question| question.kind.as_str()).collect();
    assert_eq!(kinds, ["unit_missing"]);
    let import = checked(&client, home.id, "operator.xlsx", workbook(&home.ean, "Wh")).await.value;
    let question = import.questions[0];
    assert_eq!((question.declared, question.likely), (Some(Unit::WattHour), Some(Unit::KilowattHour)));
}

#[tokio::test]
async fn a_form_is_taken_as_well_and_nothing_else() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let path = format!("/api/v1/communities/{}/reading-imports", home.id);
    let file = wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["0.1"]]);
    let form = |field: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"relevés.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
        );
        let mut request = Request::new("POST", &path).header("content-type", "multipart/form-data; boundary=x");
        request.body = Some(body.into_bytes());
        request
    };
    let answer = app.send(&client, form("file")).await.is(201).json();
    let import: ReadingImport = serde_json::from_value(answer).unwrap();
    assert_eq!((import.file_name.as_str(), import.report.counts.new), ("relevés.csv", 1));
    app.send(&client, form("picture")).await.invalid(&[("/picture", "unknown_field")]);
    app.send(&client, Request::new("POST", &path).json_text("{}")).await.problem(415, "unsupported_media_type");
    send(&app, file.as_bytes()).await.is(201);
}
