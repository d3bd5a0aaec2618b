//! The sample year, read once.

use crate::{read, reader};
use domain::readings::file::{Answers, FileSeries, ReadingsFile};
use flate2::read::GzDecoder;
use std::io::Read;
use std::sync::LazyLock;

const YEAR: &[u8] = include_bytes!("../../data/community-2016-utc.csv.gz");
const MARCH: &[u8] = include_bytes!("../../data/dso-export-2016-03.csv.gz");
const OCTOBER: &[u8] = include_bytes!("../../data/dso-export-2016-10.csv.gz");
pub const METERS: &str = include_str!("../../data/community-2016-meters.csv");

pub static YEAR_FILE: LazyLock<ReadingsFile> = LazyLock::new(|| {
    let mut reader = reader(Answers::default());
    reader.rows(text(YEAR).lines().map(|line| line.split(',').collect::<Vec<_>>()));
    reader.finish().unwrap()
});

fn text(file: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("the sample is gzip");
    text
}

pub fn march() -> ReadingsFile {
    read(&text(MARCH), ';').unwrap()
}

pub fn october_text() -> String {
    text(OCTOBER)
}

pub fn october() -> ReadingsFile {
    read(&october_text(), ';').unwrap()
}

/// The series of a meter in a file.
pub fn of<'a>(file: &'a ReadingsFile, ean: &str) -> &'a FileSeries {
    file.series.iter().find(|series| series.key.point.as_str() == ean).unwrap()
}
