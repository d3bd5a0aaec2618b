//! The live preview: what a key does on a year of quarter-hours, recalculated while one types. It all happens in the
//! browser, on the engine the server has too.

mod day;
mod explain;
mod figures;
mod models;
mod part;
mod readings;
pub mod scene;
mod source;
mod stored;
mod year;

use super::values::KeyValues;
use crate::i18n::{t, tr};
use crate::ui::{Debounce, Notice, NoticeKind, Skeleton, SkeletonShape};
use domain::allocation::{InputError, Outcome};
use domain::key::{Consumer, Key};
use leptos::prelude::*;
use readings::Readings;

pub use figures::side_by_side as figures_table;

/// How long typing must pause before the year is calculated, in milliseconds: less than one notices.
const PAUSE: u64 = 60;

/// A key on readings, as the parts of the preview share it.
#[derive(Clone, Copy)]
pub struct Trial {
    /// The readings.
    pub readings: Readings,
    /// The last key that could be applied.
    pub key: RwSignal<Option<Key>>,
    /// What it does, or why it cannot be tried.
    pub outcome: Memo<Option<Result<Outcome, InputError>>>,
}

impl Trial {
    /// Tries whatever key is there last, a moment after it changed.
    pub fn follow(key: impl Fn() -> Option<Key> + Send + Sync + 'static) -> Self {
        Self::of(Self::settled(key), Readings::start)
    }

    /// Tries another key on the same readings.
    pub fn beside(self, key: impl Fn() -> Option<Key> + Send + Sync + 'static) -> Self {
        Self::of(Self::settled(key), |consumers| self.readings.beside(consumers))
    }

    fn settled(key: impl Fn() -> Option<Key> + Send + Sync + 'static) -> RwSignal<Option<Key>> {
        let present = Memo::new(move |_| key());
        let settled = RwSignal::new(present.get_untracked());
        let debounce = Debounce::new(PAUSE);
        Effect::new(move |_| {
            if let Some(key) = present.get() {
                debounce.run(move || {
                    settled.try_set(Some(key));
                });
            }
        });
        settled
    }

    /// The consumers' names; those whose readings are modelled say so.
    fn names(self) -> Vec<String> {
        let name = |(i, consumer): (usize, &Consumer)| self.readings.marked(i, &consumer.name);
        self.key.with(|key| {
            let consumers = key.as_ref().map(Key::consumers).unwrap_or_default();
            consumers.iter().enumerate().map(name).collect()
        })
    }

    fn of(key: RwSignal<Option<Key>>, readings: impl FnOnce(Memo<Vec<Consumer>>) -> Readings) -> Self {
        let consumers =
            Memo::new(move |_| key.with(|key| key.as_ref().map(Key::consumers).unwrap_or_default().to_vec()));
        let readings = readings(consumers);
        let outcome = Memo::new(move |_| {
            let (scene, mapping) = (readings.scene()?, readings.mapping.get());
            key.with(|key| key.as_ref().map(|key| timed(|| scene.figures(key, &mapping))))
        });
        Self { readings, key, outcome }
    }
}

/// Puts down in the browser's own timeline how long the year took.
fn timed<T>(work: impl FnOnce() -> T) -> T {
    let timeline = window().performance();
    let mark = |name: &str| {
        if let Some(timeline) = &timeline {
            // A browser without marks has no timeline to look at either.
            let _ = timeline.mark(name);
        }
    };
    mark("clef.preview.begin");
    let value = work();
    if let Some(timeline) = &timeline {
        timeline.clear_measures_with_measure_name("clef.preview");
        let _ = timeline.measure_with_start_mark("clef.preview", "clef.preview.begin");
    }
    value
}

/// The preview beside a key that is being typed.
#[component]
pub fn Preview(
    /// The key.
    #[prop(into)]
    values: Signal<KeyValues>,
) -> impl IntoView {
    let whole = Memo::new(move |_| values.with(applicable));
    let trial = Trial::follow(move || whole.get());
    let unfinished = Signal::derive(move || whole.with(Option::is_none));
    view! { <TrialView trial=trial unfinished=unfinished /> }.into_any()
}

/// The key as far as it can be applied; consumers without a name yet are numbered.
fn applicable(values: &KeyValues) -> Option<Key> {
    values.check_for_preview(|i| tr("keys.consumer.number", &[("number", &(i + 1).to_string())]))
}

/// The preview of a key.
#[component]
pub fn TrialView(
    /// The key on its readings.
    trial: Trial,
    /// The key is being typed and cannot be applied now; what is shown is the last one that could.
    #[prop(optional, into)]
    unfinished: Signal<bool>,
) -> impl IntoView {
    // Redrawn only when something comes to be there, not with every number.
    let there = Memo::new(move |_| (trial.key.with(Option::is_some), trial.outcome.with(Option::is_some)));
    let shown = move || match there.get() {
        (false, _) => view! { <p class="muted">{t("keys.preview.waiting")}</p> }.into_any(),
        (true, false) => view! { <Skeleton shape=SkeletonShape::Lines /> }.into_any(),
        (true, true) => untrack(|| parts(trial)),
    };
    let old = move || (unfinished.get() && there.get().0).then_some("");
    view! {
        <aside class="preview" aria-labelledby="preview-title" data-old=old>
            <h2 id="preview-title">{t("keys.preview.title")}</h2>
            {trial.readings.bar()}
            {move || old().map(|_| view! { <p class="preview-old" role="status">{t("keys.preview.old")}</p> })}
            {shown}
        </aside>
    }
    .into_any()
}

/// Whether no key could share more on these readings; false until it is known.
pub fn reaches_bound(trial: Trial) -> bool {
    trial.outcome.with(|outcome| {
        outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).is_some_and(|outcome| outcome.total.reaches_bound())
    })
}

fn parts(trial: Trial) -> AnyView {
    let failure = Memo::new(move |_| trial.outcome.with(|outcome| outcome.clone().and_then(Result::err)));
    let content = move || match failure.get() {
        Some(error) => refused(trial, error),
        None => view! {
            {figures::view(trial)}
            {day::view(trial)}
            {figures::consumers(trial)}
            {figures::months(trial)}
            {trial.readings.mapping_view()}
        }
        .into_any(),
    };
    content.into_any()
}

/// The ways to other readings, and why those that were chosen cannot be used; for keys that stand side by side.
pub fn readings_of(trials: [Trial; 2]) -> AnyView {
    let failed = |trial: Trial| trial.outcome.with(|outcome| outcome.clone().and_then(Result::err));
    let failure = Memo::new(move |_| trials.into_iter().find_map(failed));
    view! {
        {trials[0].readings.bar()}
        {move || failure.get().map(|error| refused(trials[0], error))}
    }
    .into_any()
}

/// Why the readings cannot be used, with the way to use them nevertheless where there is one.
fn refused(trial: Trial, error: InputError) -> AnyView {
    let gap = matches!(error, InputError::Missing { .. });
    let text = if gap { trial.readings.gaps_text() } else { t("keys.preview.refused") };
    view! {
        <Notice kind=NoticeKind::Warning>
            <p>{text}</p>
            {gap.then(|| trial.readings.gaps_switch())}
        </Notice>
    }
    .into_any()
}
