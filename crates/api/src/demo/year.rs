//! The sample year of readings, imported as anybody would import its file.

use super::inconsistent;
use crate::error::Error;
use crate::reading_files::{self, apply};
use api_types::ReadingAnswers;
use domain::identifier::IdScheme;
use domain::readings::Span;
use domain::readings::file::{ReadingsFile, Stamped};
use serde_json::json;
use std::collections::BTreeMap;
use store::{CommunityWriter, NewReadingImport, Stored};

/// Twelve consumers and two producers; see the notice beside it.
const YEAR: &[u8] = include_bytes!("../../../domain/data/community-2016-utc.csv.gz");
const NAME: &str = "community-2016-utc.csv.gz";

/// Reads the file.
pub(super) fn read() -> Result<ReadingsFile, Error> {
    reading_files::read(YEAR, IdScheme::BeEan, ReadingAnswers::default())
}

/// The readings of the Walloon community.
pub(super) async fn fill_walloon(writer: CommunityWriter<'_>, file: &ReadingsFile) -> Result<(), store::Error> {
    let points = reading_files::points(file);
    let eans: Vec<&str> = points.iter().map(|point| point.as_str()).collect();
    let meters = writer.read().meters_of_eans(&eans).await?;
    let stored = reading_files::Stored { meters, readings: BTreeMap::new() };
    let (report, questions, span): (_, _, Span) =
        reading_files::found(file, &stored).ok_or_else(|| inconsistent("a year without readings"))?;
    let new = NewReadingImport {
        file_name: NAME.to_owned(),
        layout: file.layout,
        unit: file.unit,
        stamped: Stamped::Start,
        answers: json!(ReadingAnswers::default()),
        questions: json!(questions),
        meters: points.len(),
        span,
        counts: Stored { new: report.counts.new, ..Stored::default() },
        report: json!(report),
    };
    let import = writer.create_reading_import(new, YEAR.to_vec()).await?;
    let import = writer.begin_readings(import.id, import.version).await?;
    apply::store_file(&writer, &import, file, None, |_| {}).await
}
