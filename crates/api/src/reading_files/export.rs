//! Readings as a table: the wide layout, which can be imported again.

use crate::error::Error;
use crate::exchange::download::{ReadRows, Rows};
use crate::table::Cell;
use domain::quantity::Decimal;
use domain::readings::aggregate::sum;
use domain::readings::file::{Limits, SeriesKey};
use domain::readings::{Resolution, Series, Span};
use domain::time::brussels_date;
use domain::violation::{Code, Param, Params, Violations};
use std::rc::Rc;

/// Rows that are written at a time.
const AT_ONCE: usize = 2_000;

/// What is exported of a meter in one direction.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) key: SeriesKey,
    pub(crate) label: String,
    pub(crate) series: Series,
}

/// That an export is not larger than what an import takes.
///
/// # Errors
/// `too_many` at `?to`.
pub(crate) fn check_size(meters: usize, span: Span) -> Result<(), Error> {
    let max = Limits::default().quarters;
    if meters.saturating_mul(span.len()) <= max {
        return Ok(());
    }
    let mut violations = Violations::default();
    violations.add_with("?to", Code::TooMany, Params::from([("max", Param::from(max))]));
    Err(violations.into())
}

/// The first row, and how the others are read.
pub(crate) fn table(columns: Vec<Column>, span: Span, resolution: Resolution) -> (Vec<String>, ReadRows) {
    let points = columns.iter().map(|column| column.key.point.as_str().to_owned());
    let headings = std::iter::once("interval_start".to_owned()).chain(points).collect();
    let heads = ["direction", "label"].map(|name| {
        let text = |column: &Column| match name {
            "direction" => Cell::text(column.key.direction.as_str()),
            _ => Cell::text(column.label.clone()),
        };
        std::iter::once(Cell::text(name)).chain(columns.iter().map(text)).collect::<Vec<Cell>>()
    });
    let parts: Rc<Vec<Span>> = Rc::new(resolution.cut(span).collect());
    let columns = Rc::new(columns);
    let read: ReadRows = Box::new(move |cursor: Option<String>| {
        let (parts, columns, heads) = (parts.clone(), columns.clone(), heads.clone());
        Box::pin(async move {
            let from: usize = cursor.as_deref().map_or(Ok(0), str::parse).map_err(Error::internal)?;
            let mut rows: Vec<Vec<Cell>> = if from == 0 { heads.into() } else { Vec::new() };
            let page = parts.iter().skip(from).take(AT_ONCE);
            rows.extend(page.map(|part| row(&columns, *part, resolution)));
            let next = from + AT_ONCE;
            Ok(Rows { rows, next: (next < parts.len()).then(|| next.to_string()) })
        })
    });
    (headings, read)
}

fn row(columns: &[Column], part: Span, resolution: Resolution) -> Vec<Cell> {
    let start = part.from.start();
    let start = match resolution {
        Resolution::Quarter | Resolution::Hour => Cell::text(start.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        Resolution::Day | Resolution::Week | Resolution::Month | Resolution::Year => Cell::Day(brussels_date(start)),
    };
    let kwh = |column: &Column| {
        let wh = sum(&column.series, part).energy().and_then(|wh| i64::try_from(wh).ok());
        wh.map_or(Cell::Empty, |wh| Cell::Number(Decimal::new(wh, 3)))
    };
    std::iter::once(start).chain(columns.iter().map(kwh)).collect()
}
