//! Undo and redo: former states, with the keystrokes of one cell counting as one change.

/// The states before and after the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<T, Tag> {
    past: Vec<T>,
    future: Vec<T>,
    tag: Option<Tag>,
}

impl<T, Tag> Default for History<T, Tag> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), tag: None }
    }
}

/// How many steps back are kept.
const DEPTH: usize = 200;

impl<T: Clone, Tag: PartialEq> History<T, Tag> {
    /// The present state is about to change. Changes that follow each other with the same tag are one.
    pub fn record(&mut self, present: &T, tag: Option<Tag>) {
        if tag.is_some() && tag == self.tag {
            return;
        }
        self.tag = tag;
        self.future.clear();
        self.past.push(present.clone());
        if self.past.len() > DEPTH {
            self.past.remove(0);
        }
    }

    /// The next change is one of its own, whatever its tag.
    pub fn close(&mut self) {
        self.tag = None;
    }

    /// The state before the last change; the present one can be had again by [`History::redo`].
    pub fn undo(&mut self, present: &T) -> Option<T> {
        let former = self.past.pop()?;
        self.future.push(present.clone());
        self.tag = None;
        Some(former)
    }

    /// The state that was undone last.
    pub fn redo(&mut self, present: &T) -> Option<T> {
        let next = self.future.pop()?;
        self.past.push(present.clone());
        self.tag = None;
        Some(next)
    }

    /// Whether there is anything to undo.
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is anything to redo.
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keystrokes_of_one_cell_are_undone_together() {
        let mut history = History::<&str, u8>::default();
        history.record(&"", Some(1));
        history.record(&"7", Some(1));
        history.record(&"70", Some(2));
        assert_eq!(history.undo(&"70|3"), Some("70"));
        assert_eq!(history.undo(&"70"), Some(""));
        assert_eq!(history.undo(&""), None);
        assert_eq!(history.redo(&""), Some("70"));
        assert_eq!(history.redo(&"70"), Some("70|3"));
        assert!(!history.can_redo());
    }

    #[test]
    fn a_new_change_forgets_what_was_undone() {
        let mut history = History::<u8, u8>::default();
        history.record(&1, None);
        assert_eq!(history.undo(&2), Some(1));
        history.record(&1, None);
        assert_eq!((history.redo(&3), history.can_undo()), (None, true));
    }

    #[test]
    fn leaving_a_cell_closes_its_change() {
        let mut history = History::<u8, u8>::default();
        history.record(&1, Some(1));
        history.close();
        history.record(&2, Some(1));
        assert_eq!((history.undo(&3), history.undo(&2)), (Some(2), Some(1)));
    }

    #[test]
    fn the_past_is_bounded() {
        let mut history = History::<usize, u8>::default();
        for state in 0..DEPTH + 10 {
            history.record(&state, None);
        }
        assert_eq!(std::iter::from_fn(|| history.undo(&0)).count(), DEPTH);
    }
}
