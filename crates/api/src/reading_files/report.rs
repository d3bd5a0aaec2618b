//! What is told of a file before anything of it is stored.

use crate::routes::reading_period;
use api_types::{
    ReadingConflict, ReadingCounts, ReadingDays, ReadingDuplicates, ReadingExcess, ReadingGap, ReadingQuestion,
    ReadingReport, ReadingReportCorrection, ReadingReportMeter,
};
use domain::quantity::Decimal;
use domain::readings::file::{FileSeries, Point, Question, ReadingsFile, Repetitions, SheetKind};
use domain::readings::limit::Connection;
use domain::readings::report::{MeterReport, Report};
use domain::readings::{Comparison, Direction, Series, Span, compare};
use domain::vocabulary::ReadingQuestionKind;
use std::collections::{BTreeMap, HashMap};
use store::{MeterReadings, MeterView};
use uuid::Uuid;

/// Corrections that are told one by one.
const CORRECTIONS: usize = 200;
/// Gaps of a meter that are told one by one.
const GAPS: usize = 50;

/// What is stored of the meters of a file.
pub(crate) struct Stored {
    pub(crate) meters: Vec<MeterView>,
    pub(crate) readings: BTreeMap<Uuid, MeterReadings>,
}

/// The metering points of a file, each once, in its order.
pub(crate) fn points(file: &ReadingsFile) -> Vec<&Point> {
    let mut points: Vec<&Point> = Vec::new();
    for series in &file.series {
        if !points.contains(&&series.key.point) {
            points.push(&series.key.point);
        }
    }
    points
}

/// What is in a file beside what is stored, and what has to be answered; none for a file in which nothing is left, as
/// all of it contradicts itself.
pub(crate) fn found(file: &ReadingsFile, stored: &Stored) -> Option<(ReadingReport, Vec<ReadingQuestion>, Span)> {
    let meters: HashMap<&Point, &MeterView> =
        stored.meters.iter().map(|meter| (&meter.identity.point, meter)).collect();
    let report = Report::of(file, |point| meters.contains_key(point));
    let span = report.period?;
    let mut corrections = Vec::new();
    let mut counts = ReadingCounts::default();
    let of = |(series, of): (&FileSeries, &MeterReport)| {
        let meter = meters.get(&series.key.point).copied();
        let comparison = compared(series, meter, stored);
        if let (Some(meter), SheetKind::Gross) = (meter, series.kind) {
            let room = CORRECTIONS - corrections.len().min(CORRECTIONS);
            corrections.extend(comparison.corrections.iter().take(room).map(|correction| ReadingReportCorrection {
                meter_id: meter.id,
                ean: series.key.point.as_str().to_owned(),
                direction: series.key.direction,
                start: correction.at.start(),
                old_wh: correction.old,
                new_wh: correction.new,
            }));
        }
        let own = counts_of(&comparison);
        counts.new += own.new;
        counts.corrections += own.corrections;
        counts.unchanged += own.unchanged;
        meter_report(series, of, meter, own)
    };
    let meters = file.series.iter().zip(&report.meters).map(of).collect();
    let unknown = report.unknown().len() as u64;
    let whole = ReadingReport {
        period: reading_period(span),
        days: ReadingDays {
            usual: report.days.usual as u64,
            short: report.days.short.clone(),
            long: report.days.long.clone(),
        },
        counts,
        offtake_wh: report.total_wh(Direction::Offtake),
        injection_wh: report.total_wh(Direction::Injection),
        meters,
        unknown_meters: unknown,
        duplicates: duplicates(&file.repetitions),
        corrections,
    };
    Some((whole, file.questions.iter().map(question).collect(), span))
}

/// A series beside what is stored; only what was measured is.
fn compared(series: &FileSeries, meter: Option<&MeterView>, stored: &Stored) -> Comparison {
    if series.kind != SheetKind::Gross {
        return Comparison::default();
    }
    let readings = meter.and_then(|meter| stored.readings.get(&meter.id));
    let nothing = Series::default();
    compare(&series.series, readings.map_or(&nothing, |readings| readings.of(series.key.direction)))
}

fn counts_of(comparison: &Comparison) -> ReadingCounts {
    ReadingCounts {
        new: comparison.new as u64,
        corrections: comparison.corrections.len() as u64,
        unchanged: comparison.unchanged as u64,
    }
}

fn meter_report(
    series: &FileSeries,
    of: &MeterReport,
    meter: Option<&MeterView>,
    counts: ReadingCounts,
) -> ReadingReportMeter {
    let gap = |span: &Span| ReadingGap { from: span.from.start(), to: span.to.start() };
    ReadingReportMeter {
        ean: of.point.as_str().to_owned(),
        meter_id: meter.map(|meter| meter.id),
        label: series.label.clone(),
        direction: of.direction,
        kind: of.kind,
        from: of.span.map(|span| span.from.start()),
        to: of.span.map(|span| span.to.start()),
        readings: of.readings as u64,
        total_wh: of.total_wh,
        rounded_wh: Decimal::new(of.remainder_nano_wh, 9),
        counts,
        missing: of.gaps.iter().map(|span| span.len() as u64).sum(),
        gaps: of.gaps.iter().take(GAPS).map(gap).collect(),
        excesses: meter.map(|meter| excesses(series, meter)).unwrap_or_default(),
    }
}

/// The readings above what a connection carries, in each period of it.
fn excesses(series: &FileSeries, meter: &MeterView) -> Vec<ReadingExcess> {
    let Some(all) = series.series.span().filter(|_| series.kind == SheetKind::Gross) else { return Vec::new() };
    let of = |view: &store::ConfigurationView| {
        let span = view.span().and(all);
        let readings = series.series.readings(span).map(|(_, reading)| reading);
        let within = Series::new(span.from, readings)?;
        let fields = &view.configuration;
        let system = meter.identity.voltage_system;
        let system = system.unwrap_or_else(|| domain::power::highest_system(meter.identity.phases));
        let connection = Connection {
            sampling_power: Some(fields.sampling_power),
            generating_capacity: Some(fields.generating_capacity),
            amperage: Some((system, fields.amperage)),
        };
        let found = connection.excesses(&within, series.key.direction)?;
        let highest = found.readings.iter().max_by_key(|excess| excess.wh)?;
        Some(ReadingExcess {
            bound: found.bound,
            most_wh: found.most_wh,
            count: found.readings.len() as u64,
            highest_wh: highest.wh,
            highest_at: highest.at.start(),
        })
    };
    meter.configurations.iter().filter(|view| !view.span().and(all).is_empty()).filter_map(of).collect()
}

fn duplicates(repetitions: &Repetitions) -> ReadingDuplicates {
    let conflict = |conflict: &domain::readings::file::Conflict| ReadingConflict {
        ean: conflict.series.point.as_str().to_owned(),
        direction: conflict.series.direction,
        start: conflict.at.start(),
        first_row: conflict.rows.0,
        first_wh: conflict.wh.0,
        second_row: conflict.rows.1,
        second_wh: conflict.wh.1,
    };
    ReadingDuplicates {
        equal: repetitions.equal as u64,
        different: repetitions.different as u64,
        conflicts: repetitions.conflicts.iter().map(conflict).collect(),
    }
}

fn question(question: &Question) -> ReadingQuestion {
    match *question {
        Question::EndStamped => ReadingQuestion { kind: ReadingQuestionKind::EndStamped, declared: None, likely: None },
        Question::UnitMissing { likely } => {
            ReadingQuestion { kind: ReadingQuestionKind::UnitMissing, declared: None, likely: Some(likely) }
        }
        Question::UnitDoubtful { declared, likely } => {
            ReadingQuestion { kind: ReadingQuestionKind::UnitDoubtful, declared: Some(declared), likely: Some(likely) }
        }
    }
}
