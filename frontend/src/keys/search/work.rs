//! A search at work: piece by piece, so that the page stays alive and the search can be stopped.

use crate::format;
use crate::keys::preview::scene::Scene;
use crate::ui::breathe;
use domain::allocation::search::{Aim, Bounds, Findings, SearchError, Survey};
use domain::key::Percent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// More rounds than this nobody can explain.
const ROUNDS_MAX: usize = 5;

/// Points of the trade-off: enough for a curve, few enough to tell apart.
const POINTS: usize = 9;

/// What further rounds have to add to be worth it: a hundredth of what is possible.
const WORTH: Percent = match Percent::from_millionths(10_000) {
    Some(worth) => worth,
    None => Percent::ZERO,
};

/// What was found.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// All of it.
    pub findings: Findings,
    /// Names of the months that were held out.
    pub months: Vec<String>,
}

/// How a search stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Nobody searches.
    Idle,
    /// Under way.
    Running,
    /// Done.
    Found(Arc<Found>),
    /// The readings cannot be searched.
    Refused,
}

/// The search of a page.
#[derive(Clone, Copy)]
pub struct Work {
    state: RwSignal<State>,
    progress: RwSignal<(usize, usize)>,
    /// The number of the search that counts; one of before notices that it is over.
    current: StoredValue<u32>,
}

impl Work {
    /// Nobody searches yet.
    pub fn new() -> Self {
        let (state, progress) = (RwSignal::new(State::Idle), RwSignal::new((0, 1)));
        Self { state, progress, current: StoredValue::new(0) }
    }

    /// How it stands.
    pub fn state(self) -> State {
        self.state.get()
    }

    /// Pieces done, and pieces in all.
    pub fn progress(self) -> (usize, usize) {
        self.progress.get()
    }

    /// Whether it is under way.
    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.state.with(|state| *state == State::Running))
    }

    /// Forgets what is under way, and what was found.
    pub fn stop(self) {
        self.next();
        self.state.set(State::Idle);
    }

    /// Searches.
    pub fn start(self, scene: Scene, mapping: Vec<usize>, bounds: Bounds) {
        let number = self.next();
        self.progress.set((0, 1));
        self.state.set(State::Running);
        spawn_local(async move {
            let state = match self.search(number, &scene, &mapping, bounds).await {
                Ok(Some(found)) => State::Found(Arc::new(found)),
                // Whoever stopped it has set another state.
                Ok(None) => return,
                Err(_) => State::Refused,
            };
            self.state.try_set(state);
        });
    }

    async fn search(
        self,
        number: u32,
        scene: &Scene,
        mapping: &[usize],
        bounds: Bounds,
    ) -> Result<Option<Found>, SearchError> {
        // The page is drawn once more before the search takes the browser for itself.
        breathe().await;
        let months = scene.whole_months();
        let ranges: Vec<_> = months.iter().map(|month| month.steps.clone()).collect();
        let aim = Aim { bounds, rounds: ROUNDS_MAX, worth: WORTH, points: POINTS };
        let input = scene.input(mapping);
        let mut survey = Survey::new(&input, &ranges, &aim)?;
        while survey.advance()? {
            self.progress.try_set(survey.progress());
            breathe().await;
            if self.current.try_get_value() != Some(number) {
                return Ok(None);
            }
        }
        let months = months.iter().map(|month| format::month(month.year, month.month)).collect();
        Ok(Some(Found { findings: survey.finish(), months }))
    }

    fn next(self) -> u32 {
        let number = self.current.get_value().wrapping_add(1);
        self.current.set_value(number);
        number
    }
}
