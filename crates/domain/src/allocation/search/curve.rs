//! What one consumer is given as a function of their weight: concave, straight between the ratios `C_t ÷ P_t`.

/// A consumer's curve, at its corners.
#[derive(Debug, Clone, Default)]
pub struct Curve {
    /// Weights at which a quarter-hour becomes fully served, ascending.
    corners: Vec<f64>,
    /// Production of the quarter-hours that are not served yet after each corner: the slope from there on.
    slopes: Vec<f64>,
    /// Demand of the quarter-hours that are served at each corner.
    served: Vec<f64>,
    /// The slope at weight 0.
    first_slope: f64,
}

impl Curve {
    /// From demand and production of the quarter-hours in which there is production.
    pub fn new(quarters: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut quarters: Vec<(f64, f64, f64)> = quarters
            .filter(|(need, _)| *need > 0.0)
            .map(|(need, production)| (need / production, need, production))
            .collect();
        quarters.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut curve = Self { first_slope: quarters.iter().map(|quarter| quarter.2).sum(), ..Self::default() };
        let (mut slope, mut served) = (curve.first_slope, 0.0);
        for (i, &(corner, need, production)) in quarters.iter().enumerate() {
            slope -= production;
            served += need;
            if quarters.get(i + 1).is_none_or(|next| next.0 > corner) {
                curve.corners.push(corner);
                // The last slope is 0 by definition, whatever the sums of decimals left of it.
                curve.slopes.push(if i + 1 == quarters.len() { 0.0 } else { slope.max(0.0) });
                curve.served.push(served);
            }
        }
        curve
    }

    /// The slope at weight 0, which no other passes.
    pub const fn first_slope(&self) -> f64 {
        self.first_slope
    }

    /// What the consumer is given with a weight.
    pub fn value(&self, weight: f64) -> f64 {
        match self.corners.partition_point(|&corner| corner <= weight) {
            0 => self.first_slope * weight,
            passed => self.served[passed - 1] + self.slopes[passed - 1] * weight,
        }
    }

    /// The least weight from which more gains no more than `price`.
    pub fn least_at(&self, price: f64) -> f64 {
        if self.first_slope <= price {
            return 0.0;
        }
        self.corner(self.slopes.partition_point(|&slope| slope > price))
    }

    /// The most weight up to which each bit gains `price` at least; without end when the price is 0.
    pub fn most_at(&self, price: f64) -> f64 {
        if price <= 0.0 {
            return f64::INFINITY;
        }
        if self.first_slope < price {
            return 0.0;
        }
        self.corner(self.slopes.partition_point(|&slope| slope >= price))
    }

    /// The least weight that gives the consumer `amount`, or all that can be had.
    pub fn weight_for(&self, amount: f64) -> f64 {
        if amount <= 0.0 {
            return 0.0;
        }
        let given_at = |i: usize| self.served[i] + self.slopes[i] * self.corners[i];
        let (mut low, mut high) = (0, self.corners.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if given_at(middle) < amount { low = middle + 1 } else { high = middle }
        }
        let (before, slope) =
            if low == 0 { (0.0, self.first_slope) } else { (self.served[low - 1], self.slopes[low - 1]) };
        let straight = if slope > 0.0 { (amount - before) / slope } else { f64::INFINITY };
        straight.min(self.corner(low))
    }

    /// A corner; behind the last one, the last.
    fn corner(&self, i: usize) -> f64 {
        self.corners.get(i).or(self.corners.last()).copied().unwrap_or(0.0)
    }
}
