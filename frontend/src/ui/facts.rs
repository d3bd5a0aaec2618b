//! A list of facts: a name and its value.

use leptos::prelude::*;

/// One fact.
pub struct Fact {
    name: String,
    value: AnyView,
}

impl Fact {
    /// A fact shown by a view.
    pub fn new(name: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { name: name.into(), value: value.into_view().into_any() }
    }
}

/// A description list.
#[component]
pub fn Facts(
    /// What to tell, in order.
    items: Vec<Fact>,
) -> impl IntoView {
    let items = items.into_iter().map(|fact| {
        view! {
            <div class="fact">
                <dt>{fact.name}</dt>
                <dd>{fact.value}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{items.collect_view()}</dl> }.into_any()
}
