//! Charts, drawn here and not by a library: few colours that colour-blind eyes tell apart, zero at the bottom, words at
//! the shapes, a table behind every picture.
//!
//! A chart must never know: what its numbers are about. Names, values and words go in; what is looked at comes out.

mod area;
mod bars;
mod curve;
mod days;
mod frame;
mod heat;
mod mirror;
mod pick_curve;
mod plot;
mod scale;
mod time;
mod window;

pub use area::{Layer, StackedArea};
pub use bars::{Bar, Bars};
pub use curve::{Curve, CurveChart, CurvePoint};
pub use days::{Cover, YearOfDays};
pub use frame::{ChartFrame, Table};
pub use heat::{Columns, HeatCell, HeatMap, Slot};
pub use mirror::{Beam, MirrorBars};
pub use pick_curve::{PickAxis, PickCurve};
pub use plot::Reading;
pub use time::{Band, Lane, Line, Look, Mark, Scene, Shape, TimeChart, shape};
pub use window::Window;

/// Colours that are told apart; whatever comes after shares the colour of "others".
pub const SERIES_MAX: usize = 8;

/// What a layer or a bar is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// One of the categorical colours, from 0.
    Series(usize),
    /// Everything after the categorical colours.
    Others,
    /// What is left over.
    Rest,
}

impl Paint {
    /// The name the style sheet selects by.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Series(number) => (number % SERIES_MAX).to_string(),
            Self::Others => "others".to_owned(),
            Self::Rest => "rest".to_owned(),
        }
    }
}
