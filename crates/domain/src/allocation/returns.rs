//! What nobody was given goes back to the producers, in whole Wh by largest remainder.

use super::flemish::Pools;
use super::lanes::{LANES, Lanes, groups};
use super::round::Rounding;
use std::cmp::Reverse;

/// The surplus of one quarter-hour by producer, with the memory it takes to find it.
#[derive(Debug, Clone, Default)]
pub struct Returns {
    wh: Vec<u32>,
    remainders: Vec<(Reverse<u128>, usize)>,
    injected: Vec<Lanes>,
    taken: Vec<Lanes>,
    rounding: Rounding,
}

impl Returns {
    /// For a number of producers.
    pub fn new(producers: usize) -> Self {
        let groups = groups(producers);
        Self {
            wh: vec![0; producers],
            remainders: Vec::with_capacity(producers),
            injected: vec![[0.0; LANES]; groups],
            taken: vec![[0.0; LANES]; groups],
            rounding: Rounding::new(groups),
        }
    }

    /// What goes back to each producer.
    pub fn wh(&self) -> &[u32] {
        &self.wh
    }

    /// Nothing was produced, or all of it was shared.
    pub fn nothing(&mut self) {
        self.wh.fill(0);
    }

    /// In proportion to the injections, exactly: whole numbers all the way, so ties are ties.
    pub fn in_proportion(&mut self, injections: impl Iterator<Item = u32> + Clone, surplus: u64) {
        let production: u128 = injections.clone().map(u128::from).sum();
        self.remainders.clear();
        let mut missing = u128::from(surplus);
        for (i, (wh, injection)) in self.wh.iter_mut().zip(injections).enumerate() {
            let product = u128::from(surplus) * u128::from(injection);
            let part = product / production.max(1);
            *wh = part as u32;
            missing -= part;
            self.remainders.push((Reverse(product - part * production), i));
        }
        // Fewer than the producers are missing, and each of the first has a remainder, so a part stays below its injection.
        self.remainders.sort_unstable();
        for &(_, i) in self.remainders.iter().take(missing as usize) {
            self.wh[i] += 1;
        }
    }

    /// By what is left of each producer's own pool.
    pub fn by_pools(&mut self, injections: impl Iterator<Item = u32>, pools: &Pools, surplus: u64) {
        for (i, (injection, left)) in injections.zip(pools.left()).enumerate() {
            let injection = f64::from(injection);
            self.injected[i / LANES][i % LANES] = injection;
            self.taken[i / LANES][i % LANES] = (injection - left).max(0.0);
        }
        self.rounding.spread(&self.injected, &self.taken, surplus);
        for (wh, &rounded) in self.wh.iter_mut().zip(self.rounding.wh.as_flattened()) {
            *wh = rounded;
        }
    }
}
