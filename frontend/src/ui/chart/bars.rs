//! Bars from zero, one below the other: a whole, and the part of it that counts.

use super::Paint;
use leptos::prelude::*;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub name: String,
    /// The whole.
    pub whole: f64,
    /// The part that counts.
    pub part: f64,
    /// Both in words.
    pub words: String,
    /// Its colour.
    pub paint: Paint,
}

/// The bars, on one scale.
#[component]
pub fn Bars(
    /// The bars, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let lines = move || {
        let bars = bars.get();
        let longest = bars.iter().map(|bar| bar.whole).fold(0.0, f64::max);
        bars.into_iter().map(|bar| line(bar, longest)).collect_view()
    };
    view! { <ul class="bars">{lines}</ul> }.into_any()
}

fn line(bar: Bar, longest: f64) -> AnyView {
    let Bar { name, whole, part, words, paint } = bar;
    view! {
        <li class="bar">
            <span class="bar-name">{name}</span>
            <span class="bar-words">{words}</span>
            <span class="bar-track" aria-hidden="true">
                <span class="bar-whole" style:width=width(whole, longest)></span>
                <span class="bar-part" data-series=paint.name() style:width=width(part, longest)></span>
            </span>
        </li>
    }
    .into_any()
}

fn width(value: f64, longest: f64) -> String {
    if longest > 0.0 { format!("{:.2}%", 100.0 * value / longest) } else { "0%".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn bars_begin_at_zero() {
        assert_eq!(width(0.0, 4.0), "0.00%");
        assert_eq!(width(1.0, 4.0), "25.00%");
        assert_eq!(width(1.0, 0.0), "0%");
    }
}
