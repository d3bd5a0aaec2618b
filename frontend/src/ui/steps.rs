//! The steps of a wizard: which there are, which one is on the screen, and the way back to those that were reached.

use super::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The heading of a step, where the focus goes.
const HEADING: &str = "step-title";

/// The steps as a list; those that were reached can be gone to.
#[component]
pub fn Steps(
    /// What they are, for screen readers.
    #[prop(into)]
    label: String,
    /// Their names, in order.
    names: Vec<String>,
    /// The place of the one on the screen.
    #[prop(into)]
    current: Signal<usize>,
    /// The place of the furthest that was reached.
    #[prop(into)]
    reached: Signal<usize>,
    /// Another one is wanted.
    #[prop(into)]
    on_go: Callback<usize>,
) -> impl IntoView {
    let steps = names.into_iter().enumerate().map(|(at, name)| {
        let number = (at + 1).to_string();
        let done = move || at < current.get();
        let mark = move || if done() { Icon::Check.view() } else { view! { <span>{number.clone()}</span> }.into_any() };
        view! {
            <li class="step" data-done=move || done().then_some("")>
                <button
                    type="button"
                    aria-current=move || (current.get() == at).then_some("step")
                    disabled=move || reached.get() < at
                    on:click=move |_| on_go.run(at)
                >
                    <span class="step-mark" aria-hidden="true">{mark}</span>
                    <span>{name}</span>
                </button>
            </li>
        }
    });
    view! { <nav aria-label=label><ol class="steps">{steps.collect_view()}</ol></nav> }.into_any()
}

/// What stands in a step, under its heading.
#[component]
pub fn StepBody(
    /// Where among the steps it is.
    #[prop(into)]
    place: String,
    /// What it asks.
    #[prop(into)]
    title: String,
    /// A sentence that helps.
    #[prop(into)]
    hint: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="step-body" aria-labelledby=HEADING>
            <div class="step-head">
                <p class="step-place">{place}</p>
                <h2 id=HEADING tabindex="-1">{title}</h2>
                <p class="step-hint">{hint}</p>
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// Moves the focus to the heading of the step that is about to be shown.
pub fn focus_step() {
    request_animation_frame(|| {
        let heading = document().get_element_by_id(HEADING).and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(heading) = heading {
            let _ = heading.focus();
        }
    });
}
