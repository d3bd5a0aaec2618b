//! Readings as they are answered.

use api_types::{
    Correction, CoverageDay, KnownReadings, Reading, ReadingExtremes, ReadingPeriod, ReadingPoint, ReadingQuery,
    ReadingTotals, Readings,
};
use chrono::NaiveDate;
use domain::readings::aggregate::{Extremes, Sum, extremes, sum, sums};
use domain::readings::{Resolution, Span};
use domain::time::brussels_date;
use store::{CorrectionView, Known, MeterReadings};
use uuid::Uuid;

/// The readings of a span as a query wants them.
pub(super) fn readings(meter: Uuid, readings: &MeterReadings, span: Span, query: &ReadingQuery) -> Readings {
    let resolution = query.resolution.unwrap_or(Resolution::Quarter);
    let (items, points) = match query.points {
        Some(most) => (Vec::new(), points(readings, span, usize::from(most))),
        None => (items(readings, span, resolution), Vec::new()),
    };
    Readings {
        meter_id: meter,
        from: span.from.start(),
        to: span.to.start(),
        resolution,
        totals: totals(readings, span),
        items,
        points,
    }
}

fn items(readings: &MeterReadings, span: Span, resolution: Resolution) -> Vec<Reading> {
    let both = sums(&readings.offtake, span, resolution).into_iter().zip(sums(&readings.injection, span, resolution));
    let item = |(offtake, injection): (Sum, Sum)| Reading {
        start: offtake.span.from.start(),
        quarters: small(offtake.span.len()),
        offtake_wh: offtake.energy(),
        offtake_known: small(offtake.known),
        injection_wh: injection.energy(),
        injection_known: small(injection.known),
    };
    both.map(item).collect()
}

fn totals(readings: &MeterReadings, span: Span) -> ReadingTotals {
    let (offtake, injection) = (sum(&readings.offtake, span), sum(&readings.injection, span));
    ReadingTotals {
        quarters: span.len() as u64,
        offtake_wh: offtake.energy(),
        offtake_known: offtake.known as u64,
        injection_wh: injection.energy(),
        injection_known: injection.known as u64,
    }
}

fn points(readings: &MeterReadings, span: Span, most: usize) -> Vec<ReadingPoint> {
    let both = extremes(&readings.offtake, span, most).into_iter().zip(extremes(&readings.injection, span, most));
    let of = |found: &Extremes| {
        let ((min_at, min_wh), (max_at, max_wh)) = found.min.zip(found.max)?;
        let (min_at, max_at) = (min_at.start(), max_at.start());
        Some(ReadingExtremes { min_wh, min_at, max_wh, max_at, known: small(found.known) })
    };
    let point = |(offtake, injection): (Extremes, Extremes)| ReadingPoint {
        start: offtake.span.from.start(),
        quarters: small(offtake.span.len()),
        offtake: of(&offtake),
        injection: of(&injection),
    };
    both.map(point).collect()
}

/// How much of each day of a span is known.
pub(super) fn coverage(readings: &MeterReadings, span: Span) -> Vec<CoverageDay> {
    let day = |sum: &Sum| brussels_date(sum.span.from.start());
    let injection = sums(&readings.injection, span, Resolution::Day);
    let both = sums(&readings.offtake, span, Resolution::Day).into_iter().zip(injection);
    let item = |(offtake, injection): (Sum, Sum)| CoverageDay {
        day: day(&offtake),
        quarters: small(offtake.span.len()),
        offtake: small(offtake.known),
        injection: small(injection.known),
    };
    both.map(item).collect()
}

/// What is known of a direction.
pub(super) fn known(known: Known) -> KnownReadings {
    let Known { span, readings, total_wh } = known;
    KnownReadings { from: span.from.start(), to: span.to.start(), readings, total_wh }
}

/// The first day of a span in Brussels, and the day after its last.
pub(super) fn days_of(span: Span) -> (NaiveDate, NaiveDate) {
    let last = brussels_date(span.to.plus(-1).start());
    (brussels_date(span.from.start()), last.succ_opt().unwrap_or(last))
}

/// A span that has readings.
pub(crate) fn period(span: Span) -> ReadingPeriod {
    ReadingPeriod {
        from: span.from.start(),
        to: span.to.start(),
        first_day: brussels_date(span.from.start()),
        last_day: brussels_date(span.to.plus(-1).start()),
    }
}

pub(super) fn correction(view: CorrectionView) -> Correction {
    Correction {
        start: view.at.start(),
        direction: view.direction,
        old_wh: view.old,
        new_wh: view.new,
        import_id: view.import,
        file_name: view.file_name,
        at: view.applied_at,
        by: view.applied_by,
        undone: view.undone,
    }
}

/// Counts of quarter-hours of calendar periods: a year has fewer than 40,000.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
