//! Better weights for the readings of the preview: those that share most within limits, fairer ones, more rounds of
//! them, and whether they hold on months they do not know. Found in the browser, proven, and ready to be saved.

mod found;
mod limits;
mod rounds;
mod take;
mod tradeoff;
mod validation;
mod work;

use super::preview::{Trial, reaches_bound};
use crate::i18n::{t, tr};
use crate::ui::{Button, ErrorSummary, Icon, Notice, NoticeKind};
use api_types::AllocationKey;
use domain::key::Key;
use leptos::prelude::*;
use limits::Limits;
use std::sync::Arc;
use work::{State, Work};

/// The panel.
pub fn view(trial: Trial, key: AllocationKey) -> AnyView {
    let work = Work::new();
    let limits = Limits::of(&key);
    let readings = Memo::new(move |_| (trial.readings.scene(), trial.readings.mapping.get()));
    // What was found holds for the readings it was found on.
    Effect::new(move |_| {
        readings.with(|_| ());
        work.stop();
    });
    let run = move |()| {
        let (scene, mapping) = readings.get_untracked();
        let (Some(scene), true) = (scene, limits.form.submit()) else { return };
        if let Some(bounds) = limits.bounds() {
            work.start(scene, mapping, bounds);
        }
    };
    let key = Arc::new(key);
    let result = move || match work.state() {
        State::Idle => ().into_any(),
        State::Running => progress(work),
        State::Refused => {
            view! { <Notice kind=NoticeKind::Warning><p>{t("keys.search.failed")}</p></Notice> }.into_any()
        }
        State::Found(found) => found::view(&key, &found),
    };
    view! {
        <section class="card proposal">
            <h2>{t("keys.search.title")}</h2>
            <p class="muted">{t("keys.search.text")}</p>
            {move || at_bound(trial).map(|text| {
                view! { <Notice kind=NoticeKind::Success><p>{text}{" "}{t("keys.search.needless")}</p></Notice> }
            })}
            <ErrorSummary form=limits.form />
            {limits.view()}
            <Button label=t("keys.search.run") icon=Icon::Search busy=work.busy() on_press=run />
            <div class="proposal-found">{result}</div>
        </section>
    }
    .into_any()
}

/// Says that there is nothing to gain, when that is so.
fn at_bound(trial: Trial) -> Option<String> {
    let always = trial.key.with(|key| key.as_ref().is_some_and(Key::always_reaches_bound));
    if always { Some(t("keys.bound.always")) } else { reaches_bound(trial).then(|| t("keys.bound.reached")) }
}

/// How far it is, and the way out.
fn progress(work: Work) -> AnyView {
    let numbers = Memo::new(move |_| work.progress());
    let words = move || {
        let (done, total) = numbers.get();
        tr("keys.search.progress", &[("done", &done.to_string()), ("total", &total.to_string())])
    };
    view! {
        <div class="search-progress">
            <p id="search-progress" role="status">{words}</p>
            <progress
                aria-labelledby="search-progress"
                max=move || numbers.get().1.to_string()
                value=move || numbers.get().0.to_string()
            ></progress>
            <Button label=t("keys.search.stop") on_press=move |()| work.stop() />
        </div>
    }
    .into_any()
}
