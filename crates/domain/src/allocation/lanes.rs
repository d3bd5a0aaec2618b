//! Rows of one number per consumer, and sums of them in an order that never changes.
//!
//! A row is cut into groups of eight; consumers beyond the last are zeros. A sum keeps eight running sums, one for
//! each place in the group, and adds them in pairs at the end. Compilers turn the eight into as many vector registers
//! as the machine has, without ever changing the order, so every machine gives the same bits.

/// Consumers in a group.
pub const LANES: usize = 8;

/// Eight consumers' numbers.
pub type Lanes = [f64; LANES];

/// The groups that `n` consumers need.
pub const fn groups(n: usize) -> usize {
    n.div_ceil(LANES)
}

/// A row of one number per consumer.
pub fn row(values: impl IntoIterator<Item = f64>) -> Vec<Lanes> {
    let mut row: Vec<Lanes> = Vec::new();
    for (i, value) in values.into_iter().enumerate() {
        if i % LANES == 0 {
            row.push([0.0; LANES]);
        }
        if let Some(group) = row.last_mut() {
            group[i % LANES] = value;
        }
    }
    row
}

/// Adds the eight running sums, in pairs.
pub fn total(sums: Lanes) -> f64 {
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// The sum of a row.
pub fn sum(row: &[Lanes]) -> f64 {
    let mut sums = [0.0; LANES];
    for group in row {
        for lane in 0..LANES {
            sums[lane] += group[lane];
        }
    }
    total(sums)
}

/// The smaller of two numbers that are no NaN; one instruction where `f64::min` needs several.
#[inline(always)]
pub const fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
