//! The price of weight at which the weights add up, and the weights it gives.

use super::curve::Curve;
use crate::key::Percent;

/// The least and the most weight of each consumer, as parts of one.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The least.
    pub min: Vec<f64>,
    /// The most.
    pub max: Vec<f64>,
}

/// The best weights, as parts of one.
#[derive(Debug, Clone)]
pub struct Optimum {
    /// What weight gains at the margin.
    pub price: f64,
    /// The weights; they total 1.
    pub weights: Vec<f64>,
    /// What each consumer would take at the price alone, whatever the total.
    pub at_price: Vec<f64>,
    limits: Limits,
}

/// Finds the price, by halving over every float there is.
pub fn optimise(curves: &[Curve], limits: &Limits) -> Optimum {
    let least = |price: f64| -> Vec<f64> {
        let held = |(i, curve): (usize, &Curve)| curve.least_at(price).clamp(limits.min[i], limits.max[i]);
        curves.iter().enumerate().map(held).collect()
    };
    let fits = |price: f64| least(price).iter().sum::<f64>() <= 1.0;
    // Floats above 0 are ordered as their bits are. At the highest slope everybody is content with their least weight,
    // even where floats make those a hair more than 1.
    let highest = curves.iter().map(Curve::first_slope).fold(0.0, f64::max);
    let (mut low, mut high) = (0_u64, if fits(0.0) { 0 } else { highest.to_bits() });
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(f64::from_bits(middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    let price = f64::from_bits(high);
    let at_price = least(price);
    let most: Vec<f64> =
        curves.iter().enumerate().map(|(i, c)| c.most_at(price).clamp(limits.min[i], limits.max[i])).collect();
    // Between the two every weight gains the price: what is left of 1 goes to all in proportion.
    let (taken, room) = (at_price.iter().sum::<f64>(), most.iter().sum::<f64>() - at_price.iter().sum::<f64>());
    let part = if room > 0.0 { ((1.0 - taken) / room).clamp(0.0, 1.0) } else { 0.0 };
    let weights = at_price.iter().zip(&most).map(|(least, most)| least + part * (most - least)).collect();
    Optimum { price, weights, at_price, limits: limits.clone() }
}

impl Optimum {
    /// The weights with four decimals of a percent, in total exactly 100 %, by largest remainder. Limits that are such
    /// weights themselves are kept; those in between, a millionth is missed at most.
    pub fn rounded(&self) -> Vec<Percent> {
        const MILLION: f64 = 1e6;
        // A weight that a float missed by a hair still is the millionth it should be.
        let scaled: Vec<f64> = self.weights.iter().map(|weight| weight * MILLION + 1e-6).collect();
        let mut parts: Vec<u32> = scaled.iter().map(|&part| part as u32).collect();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by(|&a, &b| scaled[b].fract().total_cmp(&scaled[a].fract()));
        let missing = Percent::WHOLE.millionths().saturating_sub(parts.iter().sum());
        let has_room = |i: &usize| f64::from(parts[*i]) < self.limits.max[*i] * MILLION - 0.5;
        let raised: Vec<usize> = order.into_iter().filter(has_room).take(missing as usize).collect();
        for i in raised {
            parts[i] += 1;
        }
        parts.into_iter().map(|part| Percent::from_millionths(part).unwrap_or(Percent::WHOLE)).collect()
    }
}
