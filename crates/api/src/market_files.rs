//! Files of prices and forecasts: one price, or one day of a forecast, a row.
//!
//! Every row is read before any is used, so that all that is wrong is said at once; with one wrong row nothing of a
//! file is stored. Reading blocks. This module must never know the database.

use crate::exchange::values::day;
use crate::table::{Limits, Sheet, SheetRow, read};
use api_types::{FieldError, RowErrors};
use domain::market::{
    Delivery, ForecastFields, ForecastPointDraft, ForecastSeries, Load, POINTS_MAX, PriceDraft, PricePoint, SERIES_MAX,
};
use domain::text::fold;
use domain::violation::{Code, FieldViolation, Violations};
use std::collections::{BTreeMap, HashMap};

/// How many wrong rows are told of.
const SHOWN: usize = 200;

/// What a file came to: all of it, or what is wrong.
pub(crate) enum Outcome<T> {
    /// Every row is right.
    Good(T),
    /// These rows are wrong, the first of them.
    Wrong(Vec<RowErrors>),
}

/// A column, with what it may be called.
struct Column {
    name: &'static str,
    headings: &'static [&'static str],
}

const DAY: Column = Column { name: "date", headings: &["date", "day", "jour", "datum", "dag", "tag"] };
/// Where it is absent or empty, every hour is meant: gas has no other product.
const LOAD: Column = Column { name: "load", headings: &["load", "hours", "profil", "profile", "profiel", "last"] };
const DELIVERY: Column = Column {
    name: "delivery",
    headings: &["delivery", "product", "livraison", "produit", "levering", "lieferung", "produkt"],
};
const PRICE: Column = Column { name: "price", headings: &["price", "prix", "prijs", "preis"] };
const LOW: Column = Column { name: "low", headings: &["low", "bas", "laag", "niedrig"] };
const MID: Column = Column { name: "mid", headings: &["mid", "expected", "central", "verwacht", "erwartet", "moyen"] };
const HIGH: Column = Column { name: "high", headings: &["high", "haut", "hoog", "hoch"] };

/// Reads prices of a market where `loads` are traded.
///
/// # Errors
/// Why it is no table of prices, at `/file`.
pub(crate) fn prices(bytes: &[u8], loads: &[Load]) -> Result<Outcome<Vec<PricePoint>>, Violations> {
    let (header, rows) = Header::of(bytes, &[&DAY, &DELIVERY, &PRICE])?;
    let (mut points, mut wrong) = (Vec::new(), Wrong::default());
    let mut seen = HashMap::new();
    for row in &rows {
        let read = header.day(row).and_then(|day| {
            let (load, delivery) = (header.load(row), header.cell(row, &DELIVERY));
            PriceDraft { load, delivery, day, price: header.cell(row, &PRICE) }.check(loads)
        });
        match read {
            Ok(point) => match seen.insert((point.load, point.delivery, point.day), row.number) {
                None => points.push(point),
                Some(first) => wrong.add(row, duplicate(first)),
            },
            Err(violations) => wrong.add(row, violations),
        }
    }
    Ok(wrong.or(points))
}

/// Reads a forecast of a market where `loads` are traded.
///
/// # Errors
/// Why it is no table of a forecast, or more than a publication holds, at `/file`.
pub(crate) fn forecast(bytes: &[u8], loads: &[Load]) -> Result<Outcome<ForecastFields>, Violations> {
    let (header, rows) = Header::of(bytes, &[&DAY, &DELIVERY, &LOW, &MID, &HIGH])?;
    let mut products: BTreeMap<(Load, Delivery), ForecastSeries> = BTreeMap::new();
    let (mut wrong, mut seen) = (Wrong::default(), HashMap::new());
    for row in &rows {
        let read = header.product(row, loads).and_then(|(load, delivery)| {
            let draft = ForecastPointDraft {
                day: header.day(row)?,
                low: header.cell(row, &LOW),
                mid: header.cell(row, &MID),
                high: header.cell(row, &HIGH),
            };
            Ok((load, delivery, draft.check(Some(delivery))?))
        });
        let (load, delivery, point) = match read {
            Ok(read) => read,
            Err(violations) => {
                wrong.add(row, violations);
                continue;
            }
        };
        if let Some(first) = seen.insert((load, delivery, point.day), row.number) {
            wrong.add(row, duplicate(first));
        }
        let empty = || ForecastSeries { load, delivery, points: Vec::new() };
        products.entry((load, delivery)).or_insert_with(empty).points.push(point);
    }
    let mut series: Vec<ForecastSeries> = products.into_values().collect();
    check_size(&series)?;
    for series in &mut series {
        series.points.sort_by_key(|point| point.day);
    }
    Ok(wrong.or(ForecastFields { comment: String::new(), series }))
}

fn check_size(series: &[ForecastSeries]) -> Result<(), Violations> {
    let longest = series.iter().map(|series| series.points.len()).max().unwrap_or_default();
    let max = match (series.len() > SERIES_MAX, longest > POINTS_MAX) {
        (true, _) => SERIES_MAX,
        (false, true) => POINTS_MAX,
        (false, false) => return Ok(()),
    };
    Err(refused(FieldViolation::with(Code::TooMany, "max", max)))
}

/// Which column of the table is what.
struct Header(HashMap<&'static str, usize>);

impl Header {
    /// The header and the rows below it.
    fn of(bytes: &[u8], needed: &[&Column]) -> Result<(Self, Vec<SheetRow>), Violations> {
        let Sheet { mut rows } = read(bytes, &Limits::default()).map_err(refused)?;
        if rows.len() < 2 {
            return Err(refused(Code::NoRows.into()));
        }
        let header = rows.remove(0);
        let mut columns = HashMap::new();
        for (place, heading) in header.cells.iter().enumerate() {
            // The unit may stand behind: `price (EUR/MWh)`.
            let heading = fold(heading.split(['(', '[']).next().unwrap_or_default());
            let known = [&DAY, &LOAD, &DELIVERY, &PRICE, &LOW, &MID, &HIGH];
            let Some(column) = known.iter().find(|column| column.headings.contains(&heading.as_str())) else {
                continue;
            };
            if columns.insert(column.name, place).is_some() {
                return Err(refused(FieldViolation::with(Code::DuplicateColumn, "column", column.name)));
            }
        }
        match needed.iter().find(|column| !columns.contains_key(column.name)) {
            None => Ok((Self(columns), rows)),
            Some(column) => Err(refused(FieldViolation::with(Code::MissingColumn, "column", column.name))),
        }
    }

    fn cell<'r>(&self, row: &'r SheetRow, column: &Column) -> &'r str {
        self.0.get(column.name).map_or("", |place| row.cell(*place))
    }

    fn load<'r>(&self, row: &'r SheetRow) -> &'r str {
        match self.cell(row, &LOAD) {
            "" => Load::Base.as_str(),
            load => load,
        }
    }

    fn day(&self, row: &SheetRow) -> Result<chrono::NaiveDate, Violations> {
        let text = self.cell(row, &DAY);
        let code = if text.is_empty() { Code::Required } else { Code::InvalidDate };
        day(text).ok_or_else(|| one("/date", code.into()))
    }

    fn product(&self, row: &SheetRow, loads: &[Load]) -> Result<(Load, Delivery), Violations> {
        domain::market::product(self.load(row), self.cell(row, &DELIVERY), loads)
    }
}

/// Rows that are wrong.
#[derive(Default)]
struct Wrong(Vec<RowErrors>);

impl Wrong {
    fn add(&mut self, row: &SheetRow, violations: Violations) {
        if self.0.len() < SHOWN {
            self.0.push(RowErrors { row: row.number, errors: FieldError::list(violations) });
        }
    }

    fn or<T>(self, good: T) -> Outcome<T> {
        if self.0.is_empty() { Outcome::Good(good) } else { Outcome::Wrong(self.0) }
    }
}

fn duplicate(first: u32) -> Violations {
    one("/date", FieldViolation::with(Code::DuplicateRow, "row", i64::from(first)))
}

fn refused(violation: FieldViolation) -> Violations {
    one("/file", violation)
}

fn one(pointer: &str, FieldViolation { code, params }: FieldViolation) -> Violations {
    let mut violations = Violations::default();
    violations.add_with(pointer, code, params);
    violations
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const POWER: &[Load] = &[Load::Base, Load::Peak];

    fn wrong<T>(outcome: Outcome<T>) -> Vec<String> {
        let Outcome::Wrong(rows) = outcome else { unreachable!("every row was right") };
        let told = |row: &RowErrors| {
            row.errors.iter().map(|e| format!("{} {} {}", row.row, e.pointer, e.code)).collect::<Vec<_>>()
        };
        rows.iter().flat_map(told).collect()
    }

    fn refusal<T>(result: Result<T, Violations>) -> (&'static str, String) {
        let Err(violations) = result else { unreachable!("it was read") };
        let violation = violations.into_iter().next().unwrap();
        (violation.code.as_str(), violation.pointer)
    }

    #[test]
    fn prices_are_read_with_a_comma_in_any_language_and_base_is_understood() {
        let text = "Datum;Levering;Prijs (EUR/MWh)\n02/06/2026;2027;84,25\n2026-06-03;2027-q1;-1,5\n";
        let Outcome::Good(points) = prices(text.as_bytes(), POWER).unwrap() else { unreachable!("it is right") };
        let shown: Vec<String> =
            points.iter().map(|p| format!("{} {} {} {}", p.day, p.load, p.delivery, p.price)).collect();
        assert_eq!(shown, ["2026-06-02 base 2027 84.25", "2026-06-03 base 2027-Q1 -1.50"]);
    }

    #[test]
    fn every_wrong_row_is_told() {
        let text = "date,load,delivery,price\n2026-06-02,base,2027,84.25\n2026-06-02,base,2027,84.26\n\
            2027-01-01,base,2027,80\n,peak,2028,80\n2026-06-02,night,2028-Q5,1.2345\n";
        assert_eq!(
            wrong(prices(text.as_bytes(), POWER).unwrap()),
            [
                "3 /date duplicate_row",
                "4 /date out_of_range",
                "5 /date required",
                "6 /load unknown_value",
                "6 /delivery invalid_format",
                "6 /price too_many_decimals"
            ]
        );
        let gas = "date,load,delivery,price\n2026-06-02,peak,2027,30\n";
        assert_eq!(wrong(prices(gas.as_bytes(), &[Load::Base]).unwrap()), ["2 /load unknown_value"]);
    }

    #[test]
    fn what_is_no_such_table_is_refused_as_a_whole() {
        assert_eq!(refusal(prices(b"", POWER)), ("empty_file", "/file".to_owned()));
        assert_eq!(refusal(prices(b"date,delivery,price\n", POWER)).0, "no_rows");
        assert_eq!(refusal(prices(b"date,delivery\n2026-06-02,2027\n", POWER)).0, "missing_column");
        assert_eq!(refusal(prices(b"date,day,delivery,price\na,b,c,d\n", POWER)).0, "duplicate_column");
    }

    #[test]
    fn a_forecast_is_put_in_order_by_product_and_day() {
        let text = "date,load,delivery,low,mid,high\n2026-07-01,peak,2027,90,100,110\n2026-08-01,base,2027,70,80,90\n\
            2026-07-01,base,2027,71,81,91\n";
        let Outcome::Good(fields) = forecast(text.as_bytes(), POWER).unwrap() else { unreachable!("it is right") };
        let shown: Vec<String> = fields
            .series
            .iter()
            .map(|s| {
                let days: Vec<String> = s.points.iter().map(|p| format!("{}:{}", p.day, p.mid)).collect();
                format!("{} {} {}", s.load, s.delivery, days.join(" "))
            })
            .collect();
        assert_eq!(shown, ["base 2027 2026-07-01:81.00 2026-08-01:80.00", "peak 2027 2026-07-01:100.00"]);
    }

    #[test]
    fn scenarios_that_cross_and_days_that_repeat_are_told() {
        let text = "date,delivery,low,mid,high\n2026-07-01,2027,70,60,90\n2026-07-02,2027,70,80,75\n\
            2026-07-03,2027,70,80,90\n2026-07-03,2027,70,80,90\n";
        assert_eq!(
            wrong(forecast(text.as_bytes(), POWER).unwrap()),
            ["2 /mid scenarios_cross", "3 /high scenarios_cross", "5 /date duplicate_row"]
        );
    }
}
