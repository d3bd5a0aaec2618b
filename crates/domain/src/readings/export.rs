//! Readings as rows of the wide layout, which [`file`](super::file) reads again to the Wh.

use super::file::SeriesKey;
use super::quarter::Span;
use super::series::Series;

/// The rows of a file: EANs, directions, labels, then every quarter-hour of a span with kWh in three decimals; gaps are
/// empty cells.
pub fn wide_rows<'a>(
    columns: &'a [(SeriesKey, &'a str, &'a Series)],
    span: Span,
) -> impl Iterator<Item = Vec<String>> + 'a {
    let head = |name: &str, text: &dyn Fn(&(SeriesKey, &str, &Series)) -> String| {
        std::iter::once(name.to_owned()).chain(columns.iter().map(text)).collect()
    };
    let heads: [Vec<String>; 3] = [
        head("interval_start", &|(key, ..)| key.point.as_str().to_owned()),
        head("direction", &|(key, ..)| key.direction.to_string()),
        head("label", &|(_, label, _)| (*label).to_owned()),
    ];
    let body = span.iter().map(move |quarter| {
        let start = quarter.start().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let kwh = |wh: u32| format!("{}.{:03}", wh / 1_000, wh % 1_000);
        let cell = |(_, _, series): &(SeriesKey, &str, &Series)| series.get(quarter).map(kwh).unwrap_or_default();
        std::iter::once(start).chain(columns.iter().map(cell)).collect()
    });
    heads.into_iter().chain(body)
}
