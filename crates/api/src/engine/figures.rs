//! Key figures as they are answered.

use api_types::{SimulationConsumer, SimulationFairness, SimulationIteration, SimulationProducer, SimulationTotals};
use domain::allocation::Figures;
use domain::key::Consumer;

pub(super) fn totals(figures: &Figures) -> SimulationTotals {
    SimulationTotals {
        steps: figures.steps,
        production_wh: figures.production_wh,
        consumption_wh: figures.consumption_wh,
        shared_wh: figures.shared_wh,
        surplus_wh: figures.surplus_wh(),
        residual_wh: figures.residual_wh(),
        self_consumption: figures.self_consumption(),
        self_sufficiency: figures.self_sufficiency(),
        bound_wh: figures.bound_wh,
        share_of_bound: figures.share_of_bound(),
        reaches_bound: figures.reaches_bound(),
    }
}

pub(super) fn fairness(figures: &Figures) -> Option<SimulationFairness> {
    let fairness = figures.fairness()?;
    Some(SimulationFairness {
        min_coverage: fairness.min_coverage,
        max_coverage: fairness.max_coverage,
        jain: fairness.jain,
    })
}

pub(super) fn iterations(figures: &Figures) -> Vec<SimulationIteration> {
    let iteration = |of: &domain::allocation::IterationFigures| SimulationIteration {
        pool_wh: of.pool.decimal(),
        allocated_wh: of.allocated.decimal(),
        carry_wh: of.carry().decimal(),
    };
    figures.iterations.iter().map(iteration).collect()
}

pub(super) fn consumers(figures: &Figures, consumers: &[Consumer]) -> Vec<SimulationConsumer> {
    let consumer = |(consumer, of): (&Consumer, &domain::allocation::ConsumerFigures)| SimulationConsumer {
        name: consumer.name.clone(),
        consumption_wh: of.consumption_wh,
        allocated_wh: of.allocated_wh,
        coverage: of.coverage(),
    };
    consumers.iter().zip(&figures.consumers).map(consumer).collect()
}

/// By producer; `names` holds the place among the consumers of each that is one.
pub(super) fn producers(
    figures: &Figures,
    places: impl Iterator<Item = Option<usize>>,
    consumers: &[Consumer],
) -> Vec<SimulationProducer> {
    let producer = |(place, of): (Option<usize>, &domain::allocation::ProducerFigures)| SimulationProducer {
        name: place.and_then(|place| consumers.get(place)).map(|consumer| consumer.name.clone()),
        injected_wh: of.injected_wh,
        surplus_wh: of.surplus_wh,
    };
    places.zip(&figures.producers).map(producer).collect()
}
