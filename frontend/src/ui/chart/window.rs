//! The part of an axis that is looked at. Pure.

/// A part of an axis, in its places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// Fewer places than this are not worth a whole drawing.
const SHORTEST: f64 = 16.0;

impl Window {
    /// How much it shows.
    #[must_use]
    pub fn length(self) -> f64 {
        self.to - self.from
    }

    /// The place at a part of it, from 0 to 1.
    #[must_use]
    pub fn place_at(self, part: f64) -> f64 {
        self.from + part * self.length()
    }

    /// The same moved and shortened so that it shows nothing outside of the whole.
    #[must_use]
    pub fn within(self, whole: Self) -> Self {
        let length = self.length().clamp(SHORTEST.min(whole.length()), whole.length());
        let from = self.from.min(whole.to - length).max(whole.from);
        Self { from, to: from + length }
    }

    /// Closer by a factor, or farther below 1; what lies at `about` stays where it is.
    #[must_use]
    pub fn zoomed(self, factor: f64, about: f64, whole: Self) -> Self {
        let length = (self.length() / factor).clamp(SHORTEST.min(whole.length()), whole.length());
        let part = (about - self.from) / self.length();
        let from = about - part * length;
        Self { from, to: from + length }.within(whole)
    }

    /// Moved by some places.
    #[must_use]
    pub fn moved(self, by: f64, whole: Self) -> Self {
        Self { from: self.from + by, to: self.to + by }.within(whole)
    }

    /// Moved no farther than needed to show a place.
    #[must_use]
    pub fn showing(self, place: f64, whole: Self) -> Self {
        let by = (place - self.to).max(0.0) + (place - self.from).min(0.0);
        self.moved(by, whole)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;

    const WHOLE: Window = Window { from: 100.0, to: 1100.0 };

    fn window(from: f64, to: f64) -> Window {
        Window { from, to }
    }

    #[test]
    fn what_is_pointed_at_stays_where_it_is() {
        let near = WHOLE.zoomed(2.0, 350.0, WHOLE);
        assert_eq!(near, window(225.0, 725.0));
        assert_eq!(near.place_at(0.25), 350.0);
        assert_eq!(near.zoomed(0.5, 350.0, WHOLE), WHOLE);
    }

    #[test]
    fn nothing_outside_of_the_whole_is_shown() {
        assert_eq!(window(100.0, 300.0).moved(-50.0, WHOLE), window(100.0, 300.0));
        assert_eq!(window(800.0, 1000.0).moved(500.0, WHOLE), window(900.0, 1100.0));
        assert_eq!(window(200.0, 300.0).zoomed(0.001, 250.0, WHOLE), WHOLE);
        assert_eq!(window(0.0, 9999.0).within(WHOLE), WHOLE);
    }

    #[test]
    fn it_does_not_become_too_short() {
        assert_eq!(WHOLE.zoomed(1e9, 600.0, WHOLE).length(), SHORTEST);
        let day = window(0.0, 8.0);
        assert_eq!(day.zoomed(4.0, 2.0, day), day);
    }

    #[test]
    fn a_place_is_brought_into_view() {
        let view = window(200.0, 300.0);
        assert_eq!(view.showing(310.0, WHOLE), window(210.0, 310.0));
        assert_eq!(view.showing(150.0, WHOLE), window(150.0, 250.0));
        assert_eq!(view.showing(250.0, WHOLE), view);
    }
}
