//! Runs a plan over an input, quarter-hour by quarter-hour.
//!
//! Memory beyond the input is one tile of sixty-four quarter-hours and a few rows, whatever the period.

use super::figures::Figures;
use super::flemish::Pools;
use super::input::{Input, InputError};
use super::lanes::{LANES, Lanes, groups};
use super::plan::{Pass, Plan};
use super::returns::Returns;
use super::round::{Rounding, floor};
use super::sink::{Sink, Step};
use super::tile::{TILE, Tile};
use std::ops::Range;

/// One core at work on a period.
pub struct Worker<'a> {
    plan: &'a Plan,
    input: &'a Input<'a>,
    tile: Tile,
    caps: Vec<Lanes>,
    rest: Vec<Lanes>,
    rounding: Rounding,
    passes: Vec<Pass>,
    pools: Pools,
    returns: Returns,
    consumed: Vec<u64>,
    allocated: Vec<[u64; LANES]>,
    figures: Figures,
}

impl<'a> Worker<'a> {
    /// For an input that has been checked against the plan.
    pub fn new(plan: &'a Plan, input: &'a Input<'a>) -> Self {
        let (consumers, producers) = (plan.consumers(), input.producers.len());
        let groups = groups(consumers);
        Self {
            plan,
            input,
            tile: Tile::new(consumers, producers),
            caps: vec![[0.0; LANES]; groups],
            rest: vec![[0.0; LANES]; groups],
            rounding: Rounding::new(groups),
            passes: vec![Pass::default(); plan.passes()],
            pools: Pools::new(input.producers.iter().map(|producer| producer.consumer), groups),
            returns: Returns::new(producers),
            consumed: vec![0; consumers],
            allocated: vec![[0; LANES]; groups],
            figures: Figures::new(plan.passes(), consumers, producers),
        }
    }

    /// Allocates the quarter-hours of a range, telling `sink` of each.
    pub fn run(&mut self, range: Range<usize>, mut sink: Option<&mut dyn Sink>) -> Result<(), InputError> {
        let mut start = range.start;
        while start < range.end {
            let len = TILE.min(range.end - start);
            self.tile.load(self.input, start, len, &mut self.consumed)?;
            for step in 0..len {
                let shared = self.allocate(step);
                self.count(step, shared);
                if let Some(sink) = sink.as_deref_mut() {
                    sink.step(&Step {
                        index: start + step,
                        production_wh: self.tile.production[step],
                        consumption_wh: self.tile.demand[step],
                        shared_wh: shared,
                        passes: &self.passes,
                        allocated_wh: &self.rounding.wh.as_flattened()[..self.plan.consumers()],
                        surplus_wh: self.returns.wh(),
                    });
                }
            }
            start += len;
        }
        Ok(())
    }

    /// What has been allocated so far.
    pub fn finish(mut self) -> (Figures, u64) {
        let allocated = self.allocated.as_flattened();
        for ((figures, &consumed), &allocated) in self.figures.consumers.iter_mut().zip(&self.consumed).zip(allocated) {
            (figures.consumption_wh, figures.allocated_wh) = (consumed, allocated);
        }
        (self.figures, self.tile.gaps)
    }

    /// Allocates one quarter-hour of the tile; what is shared.
    fn allocate(&mut self, step: usize) -> u64 {
        let (production, demand) = (self.tile.production[step], self.tile.demand[step]);
        if production == 0 {
            self.passes.fill(Pass::default());
            self.rounding.wh.fill([0; LANES]);
            return 0;
        }
        let row = self.tile.row(step);
        for ((needs, caps), readings) in self.rest.iter_mut().zip(&mut self.caps).zip(row) {
            *caps = readings.map(|wh| f64::from(wh as i32));
            *needs = *caps;
        }
        if self.plan.keeps_pools() {
            self.pools.fill(self.tile.injections.iter().map(|injection| injection[step]));
        }
        let shared = self.plan.serve(production, demand, &mut self.rest, &mut self.pools, &mut self.passes);
        let shared = floor(shared).min(production).min(demand);
        if shared == demand {
            self.rounding.wh.copy_from_slice(row);
        } else {
            self.rounding.spread(&self.caps, &self.rest, shared);
        }
        for (sums, wh) in self.allocated.iter_mut().zip(&self.rounding.wh) {
            for lane in 0..LANES {
                sums[lane] += u64::from(wh[lane]);
            }
        }
        shared
    }

    /// Adds a quarter-hour to the figures and gives the surplus back.
    fn count(&mut self, step: usize, shared: u64) {
        let (production, demand) = (self.tile.production[step], self.tile.demand[step]);
        self.figures.steps += 1;
        self.figures.consumption_wh += demand;
        if production == 0 {
            return self.returns.nothing();
        }
        self.figures.production_wh += production;
        self.figures.shared_wh += shared;
        self.figures.bound_wh += production.min(demand);
        for (figures, pass) in self.figures.iterations.iter_mut().zip(&self.passes) {
            figures.add(pass);
        }
        let injections = self.tile.injections.iter().map(|injection| injection[step]);
        let surplus = production - shared;
        if surplus == 0 {
            self.returns.nothing();
        } else if self.plan.keeps_pools() {
            self.returns.by_pools(injections.clone(), &self.pools, surplus);
        } else {
            self.returns.in_proportion(injections.clone(), surplus);
        }
        for ((figures, injected), &surplus) in self.figures.producers.iter_mut().zip(injections).zip(self.returns.wh())
        {
            figures.injected_wh += u64::from(injected);
            figures.surplus_wh += u64::from(surplus);
        }
    }
}
