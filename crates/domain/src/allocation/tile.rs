//! Sixty-four quarter-hours of all columns, turned into rows of one number per consumer.
//!
//! A tile is cut into lines of sixteen quarter-hours, as many readings as a cache line holds: each is fetched once, and
//! four in a row from each column, or a thousand columns would defeat what a processor reads ahead. Readings are
//! checked here, on the way. Lines without production need no rows.

use super::input::{Column, Gaps, Input, InputError, MISSING, READING_MAX};
use super::lanes::{LANES, groups};
use super::round::Whole;

/// Quarter-hours of a tile.
pub const TILE: usize = 64;
const LINE: usize = 16;

/// Sixteen readings of one column.
type Line = [u32; LINE];

/// The rows of a tile and the sums of its columns.
#[derive(Debug)]
pub struct Tile {
    rows: Vec<Whole>,
    groups: usize,
    /// Production of all producers in each quarter-hour.
    pub production: [u64; TILE],
    /// Consumption of all consumers in each quarter-hour.
    pub demand: [u64; TILE],
    /// Injection of each producer in each quarter-hour.
    pub injections: Vec<[u32; TILE]>,
    /// Missing readings that counted as 0.
    pub gaps: u64,
}

impl Tile {
    /// For a number of consumers and producers.
    pub fn new(consumers: usize, producers: usize) -> Self {
        let groups = groups(consumers);
        Self {
            rows: vec![[0; LANES]; groups * TILE],
            groups,
            production: [0; TILE],
            demand: [0; TILE],
            injections: vec![[0; TILE]; producers],
            gaps: 0,
        }
    }

    /// The consumption in one quarter-hour in which something is produced.
    pub fn row(&self, step: usize) -> &[Whole] {
        &self.rows[step * self.groups..(step + 1) * self.groups]
    }

    /// Reads the `len` quarter-hours from `start`, adding each consumer's sum to `consumed`.
    pub fn load(
        &mut self,
        input: &Input<'_>,
        start: usize,
        len: usize,
        consumed: &mut [u64],
    ) -> Result<(), InputError> {
        (self.production, self.demand) = ([0; TILE], [0; TILE]);
        let lines = (0..len).step_by(LINE).map(|at| (at, Reader::new(input, start + at, LINE.min(len - at))));
        for (at, reader) in lines.clone() {
            for (i, (producer, injections)) in input.producers.iter().zip(&mut self.injections).enumerate() {
                let line = reader.copy(producer.wh, Column::Producer(i), &mut self.gaps)?;
                injections[at..at + LINE].copy_from_slice(&line);
                add(&mut self.production[at..], &line);
            }
        }
        for (group, (columns, consumed)) in input.consumers.chunks(LANES).zip(consumed.chunks_mut(LANES)).enumerate() {
            for (at, reader) in lines.clone() {
                if let Some(lines) = reader.borrow(columns) {
                    self.take(group, at, lines, consumed);
                    continue;
                }
                let mut lines = [[0; LINE]; LANES];
                for (lane, column) in columns.iter().enumerate() {
                    lines[lane] = reader.copy(column, Column::Consumer(group * LANES + lane), &mut self.gaps)?;
                }
                self.take(group, at, lines.each_ref(), consumed);
            }
        }
        Ok(())
    }

    /// Adds eight consumers' lines to the sums and writes them into the rows.
    #[inline(always)]
    fn take(&mut self, group: usize, at: usize, lines: [&Line; LANES], consumed: &mut [u64]) {
        for (consumed, line) in consumed.iter_mut().zip(lines) {
            *consumed += sum(line);
        }
        // Four readings fit 32 bits, so half a group is added up before the sums grow wider.
        for half in lines.as_chunks::<4>().0 {
            let sums: Line = std::array::from_fn(|i| half[0][i] + half[1][i] + half[2][i] + half[3][i]);
            add(&mut self.demand[at..], &sums);
        }
        if self.production[at..at + LINE].iter().any(|&wh| wh > 0) {
            for i in 0..LINE {
                self.rows[(at + i) * self.groups + group] = lines.map(|line| line[i]);
            }
        }
    }
}

fn sum(line: &Line) -> u64 {
    let quarters: [u32; 4] = std::array::from_fn(|i| line[i] + line[i + 4] + line[i + 8] + line[i + 12]);
    quarters.iter().map(|&wh| u64::from(wh)).sum()
}

fn add(sums: &mut [u64], line: &Line) {
    for (sum, &wh) in sums.iter_mut().zip(line) {
        *sum += u64::from(wh);
    }
}

/// Reads one line of any column, and checks it.
#[derive(Clone, Copy)]
struct Reader {
    start: usize,
    len: usize,
    gaps: Gaps,
}

impl Reader {
    const fn new(input: &Input<'_>, start: usize, len: usize) -> Self {
        Self { start, len, gaps: input.gaps }
    }

    fn readings<'a>(&self, column: &'a [u32]) -> &'a [u32] {
        &column[self.start..self.start + self.len]
    }

    /// The lines of a whole group where they stand, when they are full and nothing is wrong with them.
    #[inline(always)]
    fn borrow<'a>(&self, columns: &[&'a [u32]]) -> Option<[&'a Line; LANES]> {
        let mut lines = [&[0; LINE]; LANES];
        let mut bits = [0; LINE];
        for (line, column) in lines.iter_mut().zip(columns) {
            *line = self.readings(column).try_into().ok()?;
            for (bits, wh) in bits.iter_mut().zip(*line) {
                *bits |= wh;
            }
        }
        // READING_MAX is all ones, so the bits of all readings together pass it exactly when one reading does.
        (bits.iter().fold(0, |all, bits| all | bits) <= READING_MAX).then_some(lines)
    }

    /// The line of one column, with what is missing put right.
    fn copy(&self, column: &[u32], name: Column, filled: &mut u64) -> Result<Line, InputError> {
        let mut line = [0; LINE];
        for ((i, &wh), copy) in self.readings(column).iter().enumerate().zip(&mut line) {
            let step = self.start + i;
            *copy = match (wh, self.gaps) {
                (MISSING, Gaps::Refuse) => return Err(InputError::Missing { column: name, step }),
                (MISSING, Gaps::Zero) => {
                    *filled += 1;
                    0
                }
                (wh, _) if wh > READING_MAX => return Err(InputError::TooLarge { column: name, step }),
                (wh, _) => wh,
            };
        }
        Ok(line)
    }
}
