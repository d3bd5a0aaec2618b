//! The grid under the keyboard: arrows move, Enter edits, Escape takes the edit back, typing replaces, Tab moves on,
//! Ctrl+Z and Ctrl+Y undo and redo, a pasted block fills the cells from the present one on.
//!
//! Every cell is an input. A cell that is arrived at is selected whole, so that typing replaces; once it is entered,
//! the arrows move the caret in it.

use crate::keys::edit::Cell;
use crate::keys::editor::Editor;
use crate::keys::paste;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What a key press does in the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    By { rows: isize, columns: isize },
    LineStart,
    LineEnd,
    Enter,
    Leave { down: bool },
    Undo,
    Redo,
    Clear,
}

/// The keys of the grid.
#[derive(Clone, Copy)]
pub struct Keyboard {
    editor: Editor,
    /// The caret moves inside the cell.
    inside: StoredValue<bool>,
    /// Something was typed since the cell was arrived at.
    dirty: StoredValue<bool>,
}

impl Keyboard {
    /// For the grid of a key.
    pub fn new(editor: Editor) -> Self {
        Self { editor, inside: StoredValue::new(false), dirty: StoredValue::new(false) }
    }

    /// A key was pressed.
    pub fn key(self, event: &ev::KeyboardEvent) {
        let Some((input, cell)) = input_of(event.target()) else { return };
        let command = event.ctrl_key() || event.meta_key();
        let Some(what) = meaning(&event.key(), command, event.shift_key(), self.inside.get_value()) else { return };
        // Escape that has nothing to take back is for whoever lies below.
        if what == (Move::Leave { down: false }) && !self.inside.get_value() && !self.dirty.get_value() {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        self.act(what, &input, cell);
    }

    fn act(self, what: Move, input: &HtmlInputElement, cell: Cell) {
        match what {
            Move::By { rows, columns } => go(cell, rows, columns),
            Move::LineStart => go(cell, 0, isize::MIN),
            Move::LineEnd => go(cell, 0, isize::MAX),
            Move::Enter => self.enter_input(input),
            Move::Leave { down: true } => go(cell, 1, 0),
            Move::Leave { down: false } => {
                if self.dirty.get_value() {
                    self.editor.undo();
                }
                self.rest(input);
            }
            Move::Undo => self.travel(input, Editor::undo),
            Move::Redo => self.travel(input, Editor::redo),
            Move::Clear => self.editor.edit(None, |values| values.type_cell(cell, "")),
        }
    }

    fn travel(self, input: &HtmlInputElement, way: impl Fn(Editor)) {
        way(self.editor);
        self.rest(input);
    }

    /// The cell is no longer edited, but still the present one.
    fn rest(self, input: &HtmlInputElement) {
        self.inside.set_value(false);
        self.dirty.set_value(false);
        let input = input.clone();
        // After the input shows what was taken back.
        request_animation_frame(move || input.select());
    }

    /// The pointer entered the cell.
    pub fn enter(self) {
        self.inside.set_value(true);
    }

    fn enter_input(self, input: &HtmlInputElement) {
        self.inside.set_value(true);
        let end = u32::try_from(input.value().chars().map(char::len_utf16).sum::<usize>()).unwrap_or_default();
        // A text input takes any selection.
        let _ = input.set_selection_range(end, end);
    }

    /// Something was typed into the present cell.
    pub fn typed(self) {
        self.dirty.set_value(true);
    }

    /// A cell took the focus.
    pub fn arrive(self, event: &ev::FocusEvent) {
        if let Some((input, _)) = input_of(event.target()) {
            self.inside.set_value(false);
            self.dirty.set_value(false);
            input.select();
        }
    }

    /// A cell lost the focus: what is typed next is another change, and its mistake is shown from now on.
    pub fn leave(self, event: &ev::FocusEvent) {
        if let Some((input, _)) = input_of(event.target()) {
            self.editor.close_change();
            self.editor.form.visit(&format!("/{}", input.id().replace('-', "/")));
        }
    }

    /// Something was pasted: a block fills cells, a single value replaces the present one.
    pub fn paste(self, event: &ev::ClipboardEvent) {
        let Some((_, cell)) = input_of(event.target()) else { return };
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()) else { return };
        if self.inside.get_value() && !paste::is_block(&text) {
            return;
        }
        event.prevent_default();
        let block = paste::block(&text);
        self.editor.edit(None, |values| values.paste(cell, &block));
    }
}

/// The meaning of a key; none when the browser knows better.
fn meaning(key: &str, command: bool, shift: bool, inside: bool) -> Option<Move> {
    let by = |rows, columns| Some(Move::By { rows, columns });
    match (key, command) {
        ("z" | "Z", true) => Some(if shift { Move::Redo } else { Move::Undo }),
        ("y" | "Y", true) => Some(Move::Redo),
        (_, true) => None,
        ("ArrowUp", _) => by(-1, 0),
        ("ArrowDown", _) => by(1, 0),
        ("ArrowLeft", _) if !inside && !shift => by(0, -1),
        ("ArrowRight", _) if !inside && !shift => by(0, 1),
        ("Home", _) if !inside && !shift => Some(Move::LineStart),
        ("End", _) if !inside && !shift => Some(Move::LineEnd),
        ("PageUp", _) => by(isize::MIN, 0),
        ("PageDown", _) => by(isize::MAX, 0),
        ("Enter", _) if inside => Some(Move::Leave { down: true }),
        ("Enter" | "F2", _) => Some(Move::Enter),
        ("Escape", _) => Some(Move::Leave { down: false }),
        ("Delete" | "Backspace", _) if !inside => Some(Move::Clear),
        _ => None,
    }
}

/// The input of a cell, and which cell that is.
fn input_of(target: Option<web_sys::EventTarget>) -> Option<(HtmlInputElement, Cell)> {
    let input = target?.dyn_into::<HtmlInputElement>().ok()?;
    let place = input.get_attribute("data-cell")?;
    let (row, column) = place.split_once('-')?;
    Some((input, Cell { row: row.parse().ok()?, column: column.parse().ok()? }))
}

/// Moves the focus to another cell, as far that way as there are cells.
fn go(from: Cell, rows: isize, columns: isize) {
    let there = |cell: Cell| find(cell).is_some();
    let mut at = from;
    let (mut rows, mut columns) = (rows, columns);
    while rows != 0 || columns != 0 {
        let next = Cell {
            row: at.row.saturating_add_signed(rows.signum()),
            column: at.column.saturating_add_signed(columns.signum()),
        };
        if next == at || !there(next) {
            break;
        }
        at = next;
        rows -= rows.signum();
        columns -= columns.signum();
    }
    if let Some(input) = find(at) {
        let _ = input.focus();
        input.select();
    }
}

fn find(cell: Cell) -> Option<HtmlInputElement> {
    let selector = format!("[data-cell=\"{}-{}\"]", cell.row, cell.column);
    document().query_selector(&selector).ok()??.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_between_cells_until_one_is_entered() {
        let right = |inside| meaning("ArrowRight", false, false, inside);
        assert_eq!(right(false), Some(Move::By { rows: 0, columns: 1 }));
        assert_eq!(right(true), None, "the caret moves");
        assert_eq!(meaning("Enter", false, false, false), Some(Move::Enter));
        assert_eq!(meaning("Enter", false, false, true), Some(Move::Leave { down: true }));
        assert_eq!(meaning("Tab", false, false, false), None, "the browser moves on");
    }

    #[test]
    fn undo_and_redo_have_their_usual_keys() {
        assert_eq!(meaning("z", true, false, true), Some(Move::Undo));
        assert_eq!(meaning("Z", true, true, false), Some(Move::Redo));
        assert_eq!(meaning("y", true, false, false), Some(Move::Redo));
        assert_eq!(meaning("c", true, false, false), None);
    }
}
