//! One quarter-hour in slow motion: what every iteration offered to whom, and what they took.
//!
//! It runs the engine itself, with one iteration more each time, so that what it shows is what happens.

use super::figures::FineWh;
use super::flemish::Pools;
use super::input::{Input, InputError};
use super::lanes::{LANES, Lanes, groups};
use super::plan::{Pass, Plan};
use super::sink::{Sink, Step};
use super::tile::Tile;

/// What happens in a quarter-hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What is shared out.
    pub production_wh: u64,
    /// What consumers take from the grid.
    pub consumption_wh: u64,
    /// What they are given.
    pub shared_wh: u64,
    /// Iteration by iteration, or rank by rank, before rounding.
    pub passes: Vec<ExplainedPass>,
    /// What each consumer is given in the end.
    pub allocated_wh: Vec<u32>,
    /// What goes back to each producer.
    pub surplus_wh: Vec<u32>,
}

/// What one iteration does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplainedPass {
    /// What it hands out: its share and what the former ones left.
    pub pool: FineWh,
    /// What consumers take of it.
    pub allocated: FineWh,
    /// What passes on.
    pub carry: FineWh,
    /// Consumer by consumer.
    pub offers: Vec<Offer>,
}

/// What one iteration does for one consumer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offer {
    /// What it still needs.
    pub need: FineWh,
    /// What it is offered; where an iteration has rounds, in the first of them.
    pub offered: FineWh,
    /// What it takes; where an iteration has rounds, in all of them.
    pub taken: FineWh,
}

/// Explains one quarter-hour of an input.
///
/// # Errors
/// The first thing wrong with the input, and where.
pub fn explain(plan: &Plan, input: &Input<'_>, step: usize) -> Result<Explanation, InputError> {
    let mut explanation = Explanation::default();
    super::run(plan, input, std::slice::from_ref(&(step..step + 1)), &mut explanation)?;
    if explanation.production_wh == 0 {
        return Ok(explanation);
    }
    let mut scene = Scene::new(plan, input, step)?;
    let mut before = scene.play(0);
    for pass in 0..plan.passes() {
        let mut explained = ExplainedPass::default();
        let after = scene.play(pass + 1);
        let Pass { pool, allocated } = scene.passes[pass];
        (explained.pool, explained.allocated) = (FineWh::of(pool), FineWh::of(allocated));
        explained.carry = FineWh::of(scene.passes[pass].carry());
        let offers = plan.offers(pass, pool, &before, &scene.pools);
        for (i, offered) in offers.into_iter().enumerate() {
            let (need, left) = (before[i / LANES][i % LANES], after[i / LANES][i % LANES]);
            let [need, offered, taken] = [need, offered, need - left].map(FineWh::of);
            explained.offers.push(Offer { need, offered, taken });
        }
        explanation.passes.push(explained);
        before = after;
    }
    Ok(explanation)
}

impl Sink for Explanation {
    fn step(&mut self, step: &Step<'_>) {
        self.production_wh = step.production_wh;
        self.consumption_wh = step.consumption_wh;
        self.shared_wh = step.shared_wh;
        self.allocated_wh = step.allocated_wh.to_vec();
        self.surplus_wh = step.surplus_wh.to_vec();
    }
}

/// The quarter-hour, as often as it has to be played.
struct Scene<'a> {
    plan: &'a Plan,
    production: u64,
    consumption: u64,
    demand: Vec<Lanes>,
    injections: Vec<u32>,
    pools: Pools,
    passes: Vec<Pass>,
}

impl<'a> Scene<'a> {
    fn new(plan: &'a Plan, input: &Input<'_>, step: usize) -> Result<Self, InputError> {
        let mut tile = Tile::new(plan.consumers(), input.producers.len());
        tile.load(input, step, 1, &mut vec![0; plan.consumers()])?;
        Ok(Self {
            plan,
            production: tile.production[0],
            consumption: tile.demand[0],
            demand: tile.row(0).iter().map(|group| group.map(f64::from)).collect(),
            injections: tile.injections.iter().map(|injection| injection[0]).collect(),
            pools: Pools::new(input.producers.iter().map(|producer| producer.consumer), groups(plan.consumers())),
            passes: vec![Pass::default(); plan.passes()],
        })
    }

    /// What consumers still need after the first `passes` iterations.
    fn play(&mut self, passes: usize) -> Vec<Lanes> {
        let mut rest = self.demand.clone();
        self.pools.fill(self.injections.iter().copied());
        let plan = self.plan.first(passes);
        plan.serve(self.production, self.consumption, &mut rest, &mut self.pools, &mut self.passes);
        self.pools.fill(self.injections.iter().copied());
        rest
    }
}
