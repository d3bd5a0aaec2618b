//! The shapes: weights of months, days and hours. See the module above for what they are worth.

use super::{Consumption, Moment};
use crate::vocabulary::{ClientType, ProductionChain, Rate, TariffGroup};
use chrono::{Datelike, NaiveDate, Timelike, Weekday};

/// A weight for each hour of the clock.
type Hours = [u64; 24];

/// What a use of a connection takes: on working days, Saturdays and Sundays, and by month.
struct Shape {
    working: Hours,
    saturday: Hours,
    sunday: Hours,
    months: [u64; 12],
}

/// Breakfast, a quiet day, the evening.
const HOUSEHOLD: Shape = Shape {
    working: [40, 34, 31, 30, 31, 38, 58, 76, 72, 64, 60, 62, 70, 64, 60, 62, 72, 94, 118, 124, 114, 98, 76, 54],
    saturday: [48, 40, 35, 32, 32, 34, 42, 60, 82, 94, 96, 96, 100, 92, 82, 80, 86, 102, 118, 118, 106, 94, 78, 60],
    sunday: [50, 42, 36, 33, 32, 33, 38, 50, 74, 92, 100, 106, 112, 96, 82, 78, 84, 100, 116, 116, 106, 92, 74, 54],
    months: [122, 116, 106, 96, 90, 84, 82, 84, 90, 100, 112, 124],
};

/// Working hours; at week-ends what never stops, and some of Saturday.
const BUSINESS: Shape = Shape {
    working: [36, 34, 33, 33, 35, 42, 60, 88, 118, 130, 134, 134, 128, 130, 130, 126, 116, 98, 78, 62, 52, 46, 42, 38],
    saturday: [34, 33, 32, 32, 33, 35, 40, 50, 66, 76, 80, 78, 72, 66, 62, 58, 52, 46, 42, 40, 38, 37, 36, 35],
    sunday: [33, 32, 32, 32, 32, 32, 33, 34, 36, 38, 40, 40, 40, 39, 38, 37, 37, 38, 38, 38, 37, 36, 35, 34],
    months: [112, 110, 104, 98, 94, 94, 92, 90, 96, 100, 106, 106],
};

/// Two shifts on a base that runs through.
const INDUSTRY: Shape = Shape {
    working: [
        72, 70, 70, 70, 74, 86, 102, 114, 122, 124, 124, 122, 116, 120, 120, 118, 114, 108, 102, 98, 94, 88, 80, 75,
    ],
    saturday: [66, 64, 64, 64, 66, 70, 76, 82, 86, 86, 84, 82, 78, 76, 74, 72, 70, 68, 66, 66, 65, 64, 64, 64],
    sunday: [60, 60, 60, 60, 60, 60, 60, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 64, 66],
    months: [104, 104, 102, 100, 98, 98, 90, 92, 102, 104, 104, 102],
};

/// Parts of a year's solar energy in Belgium, in thousandths.
const SUN: [u64; 12] = [28, 48, 86, 122, 136, 138, 136, 118, 90, 56, 27, 15];
/// Half of the day's length in the middle of a month, in quarter-hours.
const HALF_DAY: [i64; 12] = [17, 20, 24, 28, 31, 33, 32, 29, 25, 21, 18, 16];
/// Quarter-hours of UTC that solar noon is after midnight: the clock of the sun runs 20 minutes ahead.
const SOLAR_NOON: i64 = 47;
const WIND: [u64; 12] = [116, 104, 102, 78, 68, 58, 58, 60, 70, 88, 96, 102];
const WATER: [u64; 12] = [116, 112, 112, 96, 80, 62, 52, 48, 54, 70, 90, 108];
const HEAT: [u64; 12] = [150, 140, 120, 84, 52, 32, 26, 26, 44, 80, 116, 130];
const EVEN: [u64; 12] = [100; 12];

/// The weight of a quarter-hour for a consumption, made flatter by so many tenths.
pub(super) fn consumption(of: &Consumption, at: Moment, flatness: u64) -> u64 {
    /// Around which the shapes lie, in their own units: hours by 100, months by 100.
    const MEAN: u64 = 100 * 100 * 100;
    let Moment { date, shown, .. } = at;
    let hour = usize::from(shown / 4);
    let shape = match of.client_type {
        ClientType::Residential => &HOUSEHOLD,
        ClientType::Professional => &BUSINESS,
        ClientType::Industrial => &INDUSTRY,
    };
    let hours = shape.of(date.weekday());
    // From the middle of one hour to the middle of the next, the weights lie on a line.
    let (here, next) = (at_hour(hours, hour), at_hour(hours, (hour + 1) % 24));
    let part = u64::from(shown % 4);
    let weight = (here * (4 - part) + next * part) / 4;
    let weight = weight * month(&shape.months, date) * tariff(of.rate, date.weekday(), hour);
    let charged = match of.tariff_group {
        TariffGroup::LowVoltage => 0,
        // Many uses behind one connection even each other out.
        TariffGroup::HighVoltage => 3,
    };
    let flat = (flatness + charged).min(10);
    // A circuit that is off by day stays off, however little it may take at a time.
    if weight == 0 { 0 } else { (weight * (10 - flat) + MEAN * flat) / 10 }
}

impl Shape {
    const fn of(&self, day: Weekday) -> &Hours {
        match day {
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
            _ => &self.working,
        }
    }
}

/// How much of its usual a consumer takes in an hour that its tariff makes cheap or dear, in percent.
const fn tariff(rate: Rate, day: Weekday, hour: usize) -> u64 {
    let night = hour < 7 || hour >= 22 || matches!(day, Weekday::Sat | Weekday::Sun);
    match (rate, night) {
        (Rate::Simple, _) => 100,
        (Rate::BiHourly, true) => 118,
        (Rate::BiHourly, false) => 90,
        (Rate::ExclusiveNight, _) => {
            if hour < 7 || hour >= 22 {
                100
            } else {
                0
            }
        }
        // Cheap from 1 to 7 and from 11 to 17, dear from 17 to 22.
        (Rate::Impact, _) => match hour {
            1..7 | 11..17 => 115,
            17..22 => 86,
            _ => 100,
        },
    }
}

/// The weight of a quarter-hour for an injection.
pub(super) fn production(chain: ProductionChain, at: Moment) -> u64 {
    match chain {
        ProductionChain::None | ProductionChain::Battery => 0,
        ProductionChain::Photovoltaic => sun(at),
        ProductionChain::Wind => month(&WIND, at.date),
        ProductionChain::Hydro => month(&WATER, at.date),
        ProductionChain::FossilChp | ProductionChain::RenewableChp => month(&HEAT, at.date),
        ProductionChain::Biomass | ProductionChain::Biogas | ProductionChain::Other => month(&EVEN, at.date),
    }
}

/// Hours at full power that make a usual year in Belgium.
pub(super) const fn full_hours(chain: ProductionChain) -> u64 {
    match chain {
        ProductionChain::None | ProductionChain::Battery => 0,
        ProductionChain::Photovoltaic => 950,
        ProductionChain::Wind => 2_200,
        ProductionChain::Hydro => 3_500,
        ProductionChain::Biomass => 6_000,
        ProductionChain::Biogas => 7_000,
        ProductionChain::FossilChp | ProductionChain::RenewableChp => 4_000,
        ProductionChain::Other => 1_000,
    }
}

/// A parabola over the day, as high as the month's part of the year makes it.
fn sun(moment: Moment) -> u64 {
    /// So that what is cut off in the division does not show.
    const FINE: u64 = 1_000_000;
    let start = moment.at.start();
    let date = start.date_naive();
    let half = HALF_DAY.get(date.month0() as usize).copied().unwrap_or_default();
    let above = |quarter: i64| (half * half - (quarter - SOLAR_NOON).pow(2)).max(0).unsigned_abs();
    let quarter = i64::from(start.time().num_seconds_from_midnight() / 900);
    let day: u64 = (0..96).map(above).sum();
    month(&SUN, date) * FINE * above(quarter) / (day * days_of_month(date))
}

fn days_of_month(date: NaiveDate) -> u64 {
    let next = date.with_day(1).and_then(|first| first.checked_add_months(chrono::Months::new(1)));
    next.and_then(|next| next.pred_opt()).map_or(30, |last| u64::from(last.day()))
}

fn month(months: &[u64; 12], date: NaiveDate) -> u64 {
    months.get(date.month0() as usize).copied().unwrap_or_default()
}

fn at_hour(hours: &Hours, hour: usize) -> u64 {
    hours.get(hour).copied().unwrap_or_default()
}
