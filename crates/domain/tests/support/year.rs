//! The sample year of `data/`, read the way a test or a benchmark needs it.

use chrono::{DateTime, Utc};
use flate2::read::GzDecoder;
use std::io::Read;

/// A community's readings: Wh by column and quarter-hour.
pub struct Year {
    pub starts: Vec<DateTime<Utc>>,
    pub names: Vec<String>,
    pub consumers: Vec<Vec<u32>>,
    pub producers: Vec<Vec<u32>>,
}

const FILE: &[u8] = include_bytes!("../../data/community-2016-utc.csv.gz");

impl Year {
    pub fn read() -> Self {
        let mut text = String::new();
        GzDecoder::new(FILE).read_to_string(&mut text).expect("the sample is gzip");
        let mut lines = text.lines().skip(1);
        let injects: Vec<bool> = cells(lines.next()).map(|direction| direction == "injection").collect();
        let names: Vec<String> = cells(lines.next()).map(str::to_owned).collect();
        let mut columns = vec![Vec::with_capacity(35_136); injects.len()];
        let mut starts = Vec::with_capacity(35_136);
        for line in lines {
            starts.push(line.split(',').next().unwrap_or_default().parse().expect("an instant"));
            for (column, kwh) in columns.iter_mut().zip(cells(Some(line))) {
                column.push(wh(kwh));
            }
        }
        let of = |wanted: bool| -> Vec<Vec<u32>> {
            columns.iter().zip(&injects).filter(|(_, injects)| **injects == wanted).map(|(c, _)| c.clone()).collect()
        };
        let names = names.into_iter().zip(&injects).filter(|(_, injects)| !**injects).map(|(name, _)| name).collect();
        Self { starts, names, consumers: of(false), producers: of(true) }
    }
}

fn cells(line: Option<&str>) -> impl Iterator<Item = &str> {
    line.expect("a line of the sample").split(',').skip(1)
}

/// kWh with three decimals, as whole Wh.
fn wh(kwh: &str) -> u32 {
    let (whole, decimals) = kwh.split_once('.').expect("three decimals");
    assert_eq!(decimals.len(), 3, "{kwh}");
    format!("{whole}{decimals}").parse().expect("a number")
}
