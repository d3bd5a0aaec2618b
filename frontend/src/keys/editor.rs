//! A key at work on the screen: its values, their history, and their mistakes. The wizard and the grid share it.

use super::history::History;
use super::values::KeyValues;
use crate::errors::FieldErrors;
use crate::ui::FormState;
use leptos::prelude::*;

/// A key that is being typed.
#[derive(Clone, Copy)]
pub struct Editor {
    /// What is typed.
    pub values: RwSignal<KeyValues>,
    /// What is wrong with it.
    pub form: FormState,
    history: RwSignal<History<KeyValues, String>>,
}

impl Editor {
    /// Values whose mistakes `relevant` picks from all of them.
    pub fn new(values: KeyValues, relevant: impl Fn(FieldErrors) -> FieldErrors + Send + Sync + 'static) -> Self {
        let values = RwSignal::new(values);
        let form = FormState::new(move || {
            let errors = values.with(|values| values.check().err());
            relevant(errors.as_ref().map(FieldErrors::of_violations).unwrap_or_default())
        });
        Self { values, form, history: RwSignal::default() }
    }

    /// Changes the values. Changes with the same tag that follow each other are undone together.
    pub fn edit(self, tag: Option<&str>, change: impl FnOnce(&mut KeyValues)) {
        // A toast may offer to take something back when the page it came from is gone.
        let Some(before) = self.values.try_get_untracked() else { return };
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.history.update(|history| history.record(&before, tag.map(str::to_owned)));
            self.values.set(after);
        }
    }

    /// The control that was typed into is left: what is typed next is a change of its own.
    pub fn close_change(self) {
        // A cell that is taken off the page is left too, and by then the editor may be gone.
        self.history.try_update_untracked(History::close);
    }

    /// Takes the last change back.
    pub fn undo(self) {
        self.travel(History::undo);
    }

    /// Makes the change that was taken back last again.
    pub fn redo(self) {
        self.travel(History::redo);
    }

    fn travel(self, way: impl FnOnce(&mut History<KeyValues, String>, &KeyValues) -> Option<KeyValues>) {
        let Some(present) = self.values.try_get_untracked() else { return };
        if let Some(Some(values)) = self.history.try_update(|history| way(history, &present)) {
            self.values.set(values);
        }
    }

    /// Whether there is a change to take back.
    pub fn can_undo(self) -> Signal<bool> {
        Signal::derive(move || self.history.with(History::can_undo))
    }

    /// Whether there is a change to make again.
    pub fn can_redo(self) -> Signal<bool> {
        Signal::derive(move || self.history.with(History::can_redo))
    }

    /// A part of the values as a signal of its own, which changes only with that part.
    pub fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&KeyValues) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        Memo::new(move |_| self.values.with(&read)).into()
    }
}
