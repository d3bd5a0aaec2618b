//! Axes: round numbers, from zero on or around values that lie far from it.

/// The marks of an axis from 0 to at least `max`, about `count` of them, at round numbers.
pub fn ticks(max: f64, count: u32) -> Vec<f64> {
    if max <= 0.0 || !max.is_finite() {
        return vec![0.0, 1.0];
    }
    let step = round_step(max / f64::from(count.max(1)));
    let mut marks = vec![0.0];
    let mut number = 0_u32;
    while marks.last().is_some_and(|&last| last < max) {
        number += 1;
        marks.push(f64::from(number) * step);
    }
    marks
}

/// The marks of an axis that holds everything between two values, about `count` of them, at round numbers. For lines
/// only: what stands on the axis has to begin at zero.
pub fn ticks_between(low: f64, high: f64, count: u32) -> Vec<f64> {
    if !low.is_finite() || !high.is_finite() || high < low {
        return vec![0.0, 1.0];
    }
    let step = round_step(((high - low) / f64::from(count.max(1))).max(LEAST_STEP));
    let mut marks = vec![(low / step).floor() * step];
    let mut number = 0_u32;
    while marks.len() < 2 || marks.last().is_some_and(|&last| last < high - step * 1e-9) {
        number += 1;
        marks.push(marks[0] + f64::from(number) * step);
    }
    marks
}

/// A hundredth of the unit: values that hardly differ are no drama.
const LEAST_STEP: f64 = 0.01;

/// The next round number from `rough` on.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|&step| step >= rough);
    step.unwrap_or(rough)
}

/// The marks of an axis through 0, from at most `-below` to at least `above`, with one step for both sides.
pub fn both_ways(below: f64, above: f64, count: u32) -> Vec<f64> {
    let marks = ticks(below.max(above), count);
    let far_enough = |side: f64| {
        let enough = marks.iter().position(|&mark| mark >= side).unwrap_or(marks.len() - 1);
        marks[..=enough].to_vec()
    };
    let down = if below > 0.0 { far_enough(below) } else { vec![0.0] };
    let up = if above > 0.0 || below <= 0.0 { far_enough(above.max(f64::MIN_POSITIVE)) } else { vec![0.0] };
    down.into_iter().rev().map(|mark| -mark).take_while(|&mark| mark < 0.0).chain(up).collect()
}

/// How many decimals tell the marks of an axis apart.
pub fn decimals(marks: &[f64]) -> u8 {
    let step = match marks {
        [first, second, ..] => second - first,
        _ => 1.0,
    };
    (0..4)
        .find(|&decimals| {
            let scaled = step * 10_f64.powi(i32::from(decimals));
            (scaled - scaled.round()).abs() < 1e-9 * scaled.max(1.0)
        })
        .unwrap_or(3)
}

#[cfg(test)]
#[allow(clippy::float_cmp)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_begin_at_zero() {
        assert_eq!(ticks(9.3, 4), [0.0, 2.5, 5.0, 7.5, 10.0]);
        assert_eq!(ticks(4.0, 4), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(ticks(0.0, 4), [0.0, 1.0]);
        assert_eq!(ticks(f64::NAN, 4), [0.0, 1.0]);
        assert!(ticks(0.037, 4).last().is_some_and(|&last| last >= 0.037));
    }

    #[test]
    fn marks_lie_around_values_far_from_zero() {
        assert_eq!(ticks_between(81.3, 97.2, 4), [80.0, 85.0, 90.0, 95.0, 100.0]);
        assert_eq!(ticks_between(-12.0, 7.0, 4), [-15.0, -10.0, -5.0, 0.0, 5.0, 10.0]);
        assert_eq!(ticks_between(80.0, 80.0, 4).first(), Some(&80.0));
        assert_eq!(ticks_between(f64::INFINITY, f64::NEG_INFINITY, 4), [0.0, 1.0], "without any value");
    }

    #[test]
    fn an_axis_goes_both_ways_in_equal_steps() {
        assert_eq!(both_ways(3.0, 9.3, 4), [-5.0, -2.5, 0.0, 2.5, 5.0, 7.5, 10.0]);
        assert_eq!(both_ways(0.0, 4.0, 4), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(both_ways(4.0, 0.0, 2), [-4.0, -2.0, 0.0]);
        assert_eq!(both_ways(0.0, 0.0, 4), [0.0, 1.0]);
    }

    #[test]
    fn marks_have_the_decimals_they_need() {
        assert_eq!(decimals(&[0.0, 2.5]), 1);
        assert_eq!(decimals(&[-0.25, 0.0]), 2);
        assert_eq!(decimals(&[80.0, 85.0, 90.0]), 0);
        assert_eq!(decimals(&[0.0, 20.0]), 0);
        assert_eq!(decimals(&[0.0, 0.01]), 2);
    }
}
