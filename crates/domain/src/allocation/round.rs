//! From Wh with decimals to whole Wh, once per quarter-hour, by largest remainder.
//!
//! Amounts are put on a grid of 2⁻²⁰ Wh, a little finer than a millionth, by adding 2³²: the sum's last 52 bits are then
//! the amount in units of the grid. From there on everything is whole numbers. The grid is the tolerance for ties and
//! for the floor of the total, half a unit either way: an amount a float missed by a billionth still counts as the whole
//! number it is, while amounts that differ by a millionth, as those of one weighted iteration do, stay apart.

use super::lanes::{LANES, Lanes};

/// Eight consumers' whole Wh, or fractions of one on the grid.
pub type Whole = [u32; LANES];

const GRID_BITS: u32 = 20;
/// One Wh on the grid.
const UNIT: i32 = 1 << GRID_BITS;
/// Half a unit of the grid, in Wh.
pub const TOLERANCE: f64 = 0.5 / 1_048_576.0;
/// 2³²: numbers below it, added to it, have exactly [`GRID_BITS`] binary places left.
const SHIFT: f64 = 4_294_967_296.0;

/// The whole number that an amount reaches.
pub fn floor(amount: f64) -> u64 {
    // Amounts are no NaN and `as` saturates, so there is nothing else to check.
    (amount + TOLERANCE) as u64
}

/// Whole Wh of one quarter-hour, with the memory it takes to find them.
#[derive(Debug, Clone, Default)]
pub struct Rounding {
    /// The result, in groups of consumers.
    pub wh: Vec<Whole>,
    fractions: Vec<[i32; LANES]>,
    candidates: Vec<u64>,
}

impl Rounding {
    /// For rows of this many groups.
    pub fn new(groups: usize) -> Self {
        Self {
            wh: vec![[0; LANES]; groups],
            fractions: vec![[0; LANES]; groups],
            candidates: vec![0; groups * LANES + 1],
        }
    }

    /// Rounds `caps − rest` so that it totals `target` and nobody passes their cap; `target` is at most the caps' sum.
    pub fn spread(&mut self, caps: &[Lanes], rest: &[Lanes], target: u64) {
        let floors = self.cut(caps, rest);
        if floors < target {
            self.raise(caps, target - floors);
        } else if floors > target {
            self.lower(caps, rest, floors - target);
        }
    }

    /// Splits every amount into whole Wh and a fraction; the sum of the whole ones.
    fn cut(&mut self, caps: &[Lanes], rest: &[Lanes]) -> u64 {
        let mut sums = [0_u64; LANES];
        for (((caps, rest), wh), fractions) in caps.iter().zip(rest).zip(&mut self.wh).zip(&mut self.fractions) {
            let mut grid = [0; LANES];
            for lane in 0..LANES {
                grid[lane] = (caps[lane] - rest[lane] + SHIFT).to_bits();
            }
            *wh = grid.map(|amount| (amount >> GRID_BITS) as u32);
            *fractions = grid.map(|amount| (amount as u32 & (UNIT as u32 - 1)) as i32);
            for lane in 0..LANES {
                sums[lane] += grid[lane] >> GRID_BITS & u64::from(u32::MAX);
            }
        }
        sums.iter().sum()
    }

    /// One Wh more to each of the `missing` largest fractions; among equal ones, to the first.
    ///
    /// Two guesses, as if fractions were spread evenly, leave a range that holds the last of them: the second looks on
    /// the other side of the mark, by somewhat more than chance strays. Whatever lies above gets one more; of the few
    /// in the range, the largest are picked.
    fn raise(&mut self, caps: &[Lanes], missing: u64) {
        let (mut low, mut high, mut above) = (1, UNIT, 0);
        let mut reached = self.count_from(low);
        if reached < missing {
            return self.raise_any(caps, missing);
        }
        let (margin, mut aim) = (reached.isqrt(), missing);
        for _ in 0..2 {
            let spread = (aim.clamp(above, reached) - above) * (high - low) as u64 / (reached - above);
            let guess = (high - spread as i32).clamp(low, high);
            let count = self.count_from(guess);
            if count >= missing {
                (low, reached, aim) = (guess, count, missing.saturating_sub(margin));
            } else {
                (high, above, aim) = (guess, count, missing + margin);
            }
        }
        for (wh, fractions) in self.wh.iter_mut().zip(&self.fractions) {
            let raised = fractions.map(|fraction| u32::from(fraction > high - 1));
            for lane in 0..LANES {
                wh[lane] += raised[lane];
            }
        }
        self.raise_between(low, high, (missing - above) as usize);
    }

    /// One Wh more to the `wanted` largest fractions from `low` up to but not including `high`.
    fn raise_between(&mut self, low: i32, high: i32, wanted: usize) {
        let mut count = 0;
        for (i, &fraction) in self.fractions.as_flattened().iter().enumerate() {
            // Larger fractions first and, among equal ones, earlier places: the order is that of one number.
            self.candidates[count] = (UNIT as u64 - fraction as u64) << 32 | i as u64;
            count += usize::from(((fraction - low) as u32) < (high - low) as u32);
        }
        let candidates = &mut self.candidates[..count];
        candidates.select_nth_unstable(wanted - 1);
        let wh = self.wh.as_flattened_mut();
        for &candidate in &candidates[..wanted] {
            wh[candidate as u32 as usize] += 1;
        }
    }

    /// How many fractions are at least `least`.
    fn count_from(&self, least: i32) -> u64 {
        let mut counts = [0_u32; LANES];
        for fractions in &self.fractions {
            for lane in 0..LANES {
                counts[lane] += u32::from(fractions[lane] > least - 1);
            }
        }
        counts.iter().map(|&count| u64::from(count)).sum()
    }

    /// One Wh more to whoever has room, in order. Only amounts too large for a float to know their fraction come here.
    fn raise_any(&mut self, caps: &[Lanes], mut missing: u64) {
        for (wh, caps) in self.wh.iter_mut().zip(caps) {
            for lane in 0..LANES {
                let room = u64::from((caps[lane] as u32).saturating_sub(wh[lane])).min(missing);
                wh[lane] += room as u32;
                missing -= room;
            }
        }
    }

    /// One Wh less, from the last to the first, for those whom the grid rounded up; then for anybody.
    ///
    /// Several amounts a hair below a whole number can each count as whole while their total does not.
    fn lower(&mut self, caps: &[Lanes], rest: &[Lanes], mut excess: u64) {
        for i in (0..self.wh.len() * LANES).rev() {
            let (group, lane) = (i / LANES, i % LANES);
            let amount = caps[group][lane] - rest[group][lane];
            if excess > 0 && f64::from(self.wh[group][lane]) > amount {
                self.wh[group][lane] -= 1;
                excess -= 1;
            }
        }
        for wh in self.wh.iter_mut().flatten().rev() {
            let less = u64::from(*wh).min(excess);
            *wh -= less as u32;
            excess -= less;
        }
    }
}
