//! The shapes of marks. They differ in outline, so that they are told apart without colour.

use super::scene::Shape;
use leptos::prelude::*;

impl Shape {
    /// The name the style sheet selects by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Half => "half",
            Self::Hollow => "hollow",
            Self::Cross => "cross",
            Self::Ring => "ring",
            Self::Struck => "struck",
        }
    }

    /// The outline around 0, 0, and what is drawn in it.
    const fn paths(self) -> (&'static str, Option<&'static str>) {
        const DISC: &str = "M-6 0A6 6 0 1 0 6 0 6 6 0 1 0-6 0Z";
        match self {
            Self::Full => (DISC, Some("M-3 0.2-0.8 2.4 3.2-2.2")),
            Self::Half => (DISC, Some("M0-6A6 6 0 0 0 0 6Z")),
            Self::Hollow => ("M0-7 7 0 0 7-7 0Z", None),
            Self::Cross => ("M-5-5 5 5M5-5-5 5", None),
            Self::Ring => ("M-4 0A4 4 0 1 0 4 0 4 4 0 1 0-4 0Z", None),
            Self::Struck => (DISC, Some("M-4 4 4-4")),
        }
    }

    /// The mark around 0, 0 of a drawing.
    pub fn drawing(self) -> AnyView {
        let (outline, inside) = self.paths();
        view! {
            <path class="mark-outline" d=outline />
            {inside.map(|inside| view! { <path class="mark-inside" d=inside /> })}
        }
        .into_any()
    }
}

/// A mark beside a word.
pub fn shape(of: Shape) -> AnyView {
    view! {
        <svg class="mark" data-shape=of.as_str() viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">
            {of.drawing()}
        </svg>
    }
    .into_any()
}
