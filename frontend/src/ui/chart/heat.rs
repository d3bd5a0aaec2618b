//! A heat map: columns, such as days, of cells one below the other, such as times of the day; the darker, the more.
//! One hue in a few steps, so that tens of thousands of cells are a few paths and follow the theme by themselves.

use super::plot::{Reading, part_at, reading_view, spoken, with_room};
use super::scale::{decimals, ticks};
use crate::format;
use crate::i18n::t;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write;

/// How many steps the hue has.
pub const HEAT_STEPS: usize = 8;

/// What stands in a row of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slot {
    /// This row does not exist in this column.
    Never,
    /// One cell; none is a gap.
    Once(Option<f64>),
    /// Two cells, one after the other, which share the row.
    Twice([Option<f64>; 2]),
}

/// A cell of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeatCell {
    /// The column.
    pub column: usize,
    /// The row.
    pub row: usize,
    /// Whether it is the second one of its row.
    pub second: bool,
}

/// The columns, each from the first row down.
pub type Columns = Vec<Vec<Slot>>;

/// The chart.
#[component]
pub fn HeatMap(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The columns.
    #[prop(into)]
    columns: Signal<Columns>,
    /// Names of some columns.
    #[prop(into)]
    column_marks: Signal<Vec<(usize, String)>>,
    /// Names of some rows.
    #[prop(into)]
    row_marks: Signal<Vec<(usize, String)>>,
    /// The unit of the values.
    unit: &'static str,
    /// The cell looked at.
    cursor: RwSignal<HeatCell>,
    /// What is there.
    #[prop(into)]
    reading: Signal<Reading>,
    /// A column is to be opened: Enter, or a second press on it.
    #[prop(optional, into)]
    on_open: Option<Callback<usize>>,
) -> impl IntoView {
    let plot = NodeRef::<html::Div>::new();
    let size = Memo::new(move |_| columns.with(|columns| (columns.len(), rows_of(columns))));
    let open = move || {
        if let Some(on_open) = on_open {
            on_open.run(cursor.get_untracked().column);
        }
    };
    let key = move |event: KeyboardEvent| {
        let to = columns.with_untracked(|columns| moved(columns, cursor.get_untracked(), &event.key()));
        match to {
            Some(to) => cursor.set(to),
            None if event.key() == "Enter" => open(),
            None => return,
        }
        event.prevent_default();
    };
    let point = move |event: &PointerEvent| {
        let Some(at) = part_at(plot, event.client_x(), event.client_y()) else { return };
        if let Some(cell) = columns.with_untracked(|columns| cell_at(columns, at)) {
            cursor.set(cell);
        }
    };
    let hovering = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            point(&event);
        }
    };
    let most = Memo::new(move |_| columns.with(most));
    let number = move || {
        let HeatCell { column, row, second } = cursor.get();
        column * size.get().1 + row + usize::from(second)
    };
    view! {
        <div class="heat">
            <div class="heat-rows" aria-hidden="true">{move || row_names(&row_marks.get(), size.get().1)}</div>
            <div
                class="heat-plot"
                node_ref=plot
                role="slider"
                tabindex="0"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax=move || (size.get().0 * size.get().1).to_string()
                aria-valuenow=move || number().to_string()
                aria-valuetext=move || reading.with(spoken)
                data-opens=on_open.map(|_| "")
                on:keydown=key
                on:pointermove=hovering
                on:pointerdown=move |event| point(&event)
                on:dblclick=move |_| open()
            >
                {move || columns.with(|columns| drawing(columns, most.get()))}
                {move || cursor_view(cursor.get(), size.get())}
            </div>
            <div class="heat-columns" aria-hidden="true">{move || column_names(&column_marks.get(), size.get().0)}</div>
        </div>
        {move || reading_view(reading.get())}
        {move || legend(most.get(), unit)}
    }
    .into_any()
}

fn rows_of(columns: &Columns) -> usize {
    columns.iter().map(Vec::len).max().unwrap_or(0)
}

/// The round number above all values, where the darkest step ends.
fn most(columns: &Columns) -> f64 {
    let known = columns.iter().flatten().flat_map(|slot| match *slot {
        Slot::Never => [None, None],
        Slot::Once(value) => [value, None],
        Slot::Twice(values) => values,
    });
    let highest = known.flatten().fold(0.0, f64::max);
    ticks(highest, 4).last().copied().unwrap_or(1.0)
}

/// The step of a value.
fn heat(value: f64, most: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to a few")]
    #[expect(clippy::cast_precision_loss, reason = "a few steps")]
    let step = (value / most * HEAT_STEPS as f64).floor().max(0.0) as usize;
    step.min(HEAT_STEPS - 1)
}

/// What a key leads to: up and down through the cells of a column in order of time, left and right to the same row.
fn moved(columns: &Columns, from: HeatCell, key: &str) -> Option<HeatCell> {
    let last = columns.len().checked_sub(1)?;
    let column = from.column.min(last);
    let beside = |column: usize| nearest(columns.get(column)?, column, from);
    match key {
        "ArrowRight" => beside((column + 1).min(last)),
        "ArrowLeft" => beside(column.saturating_sub(1)),
        "PageDown" => beside((column + 7).min(last)),
        "PageUp" => beside(column.saturating_sub(7)),
        "Home" => beside(0),
        "End" => beside(last),
        "ArrowDown" | "ArrowUp" => {
            let cells = cells(columns.get(column)?, column);
            let at = cells.iter().position(|cell| *cell == HeatCell { column, ..from }).unwrap_or(0);
            let to = if key == "ArrowDown" { (at + 1).min(cells.len().checked_sub(1)?) } else { at.saturating_sub(1) };
            cells.get(to).copied()
        }
        _ => None,
    }
}

/// The cells of a column in order of time: a run of rows that come twice comes whole, and then once more.
fn cells(slots: &[Slot], column: usize) -> Vec<HeatCell> {
    let cell = |row: usize, second: bool| HeatCell { column, row, second };
    let mut cells = Vec::new();
    let mut again: Vec<HeatCell> = Vec::new();
    for (row, slot) in slots.iter().enumerate() {
        if !matches!(slot, Slot::Twice(_)) {
            cells.append(&mut again);
        }
        match slot {
            Slot::Never => {}
            Slot::Once(_) => cells.push(cell(row, false)),
            Slot::Twice(_) => {
                cells.push(cell(row, false));
                again.push(cell(row, true));
            }
        }
    }
    cells.append(&mut again);
    cells
}

/// The cell of a column that is nearest to one of another column.
fn nearest(slots: &[Slot], column: usize, to: HeatCell) -> Option<HeatCell> {
    let distance = |cell: &HeatCell| (cell.row.abs_diff(to.row), cell.second != to.second);
    cells(slots, column).into_iter().min_by_key(distance)
}

/// The cell at a point of the drawing, from 0 to 1 across and down.
fn cell_at(columns: &Columns, (across, down): (f64, f64)) -> Option<HeatCell> {
    let last = columns.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "a few hundred columns")]
    let x = (across * columns.len() as f64).max(0.0);
    #[expect(clippy::cast_precision_loss, reason = "a hundred rows")]
    let y = (down * rows_of(columns) as f64).max(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below zero")]
    let (column, row) = ((x.floor() as usize).min(last), y.floor() as usize);
    nearest(columns.get(column)?, column, HeatCell { column, row, second: x.fract() >= 0.5 })
}

/// One path for each step; a gap is left out, so that the hatching behind shows.
fn paths(columns: &Columns, most: f64) -> Vec<String> {
    let mut paths = vec![String::new(); HEAT_STEPS + 1];
    for (column, slots) in columns.iter().enumerate() {
        let class = |half: usize| {
            move |slot: &Slot| match *slot {
                Slot::Never => (half == 0).then_some((HEAT_STEPS, true)),
                Slot::Once(value) => (half == 0).then_some(value).flatten().map(|value| (heat(value, most), true)),
                Slot::Twice(values) => values[half].map(|value| (heat(value, most), false)),
            }
        };
        for half in 0..2 {
            let classes: Vec<Option<(usize, bool)>> = slots.iter().map(class(half)).collect();
            stripe(&mut paths, &classes, column, half);
        }
    }
    paths
}

/// The runs of a column that look alike.
fn stripe(paths: &mut [String], classes: &[Option<(usize, bool)>], column: usize, half: usize) {
    let mut from = 0;
    for run in classes.chunk_by(|a, b| a == b) {
        if let Some(&Some((step, whole))) = run.first() {
            let (x, wide) = match (whole, half) {
                (true, _) => (format!("{column}"), "1"),
                (false, 0) => (format!("{column}"), ".5"),
                (false, _) => (format!("{column}.5"), ".5"),
            };
            // Writing to a text cannot fail.
            let _ = write!(paths[step], "M{x} {from}h{wide}v{}h-{wide}z", run.len());
        }
        from += run.len();
    }
}

fn drawing(columns: &Columns, most: f64) -> AnyView {
    let size = format!("0 0 {} {}", columns.len(), rows_of(columns));
    let paths = paths(columns, most).into_iter().enumerate().map(|(step, path)| {
        let step = if step == HEAT_STEPS { "never".to_owned() } else { step.to_string() };
        view! { <path data-heat=step d=path /> }
    });
    view! {
        <svg class="heat-map" viewBox=size preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {paths.collect_view()}
        </svg>
    }
    .into_any()
}

fn percent(part: usize, of: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a place of a drawing")]
    let percent = part as f64 / of.max(1) as f64 * 100.0;
    format!("{percent:.3}%")
}

fn cursor_view(cell: HeatCell, (columns, rows): (usize, usize)) -> AnyView {
    let (left, top) = (percent(cell.column, columns), percent(cell.row, rows));
    let (wide, high) = (percent(1, columns), percent(1, rows));
    view! {
        <span
            class="heat-cursor"
            style:left=left
            style:top=top
            style:width=wide
            style:height=high
            aria-hidden="true"
        ></span>
    }
    .into_any()
}

fn row_names(marks: &[(usize, String)], rows: usize) -> AnyView {
    let names = marks.iter().map(|(row, name)| view! { <span style:top=percent(*row, rows)>{name.clone()}</span> });
    names.collect_view().into_any()
}

/// As wide as the narrowest screen has room for, in letters' measure.
const NARROW: f64 = 280.0;

fn column_names(marks: &[(usize, String)], columns: usize) -> AnyView {
    #[expect(clippy::cast_precision_loss, reason = "a place of a drawing")]
    let at = |column: usize| (column as f64 + 0.5) / columns.max(1) as f64 * NARROW;
    let shown = with_room(marks.iter().map(|(column, name)| (at(*column), name.as_str())), NARROW);
    let names = shown.into_iter().map(|(x, name)| {
        let left = format!("{:.3}%", x / NARROW * 100.0);
        view! { <span style:left=left>{name.to_owned()}</span> }
    });
    names.collect_view().into_any()
}

fn legend(most: f64, unit: &str) -> AnyView {
    let digits = decimals(&[0.0, most]);
    let steps = (0..HEAT_STEPS).map(|step| view! { <span data-heat=step.to_string()></span> }).collect_view();
    view! {
        <p class="heat-legend">
            <span>{format::fixed(0.0, digits)}</span>
            <span class="heat-scale" aria-hidden="true">{steps}</span>
            <span>{format!("{} {unit}", format::fixed(most, digits))}</span>
            <span class="swatch" data-gap="" aria-hidden="true"></span>
            <span>{t("ui.chart.gap")}</span>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Slot = Slot::Once(Some(1.0));
    const TWICE: Slot = Slot::Twice([Some(1.0), Some(2.0)]);

    fn cell(column: usize, row: usize, second: bool) -> HeatCell {
        HeatCell { column, row, second }
    }

    /// A usual column, one that skips two rows, one in which two come twice.
    fn columns() -> Columns {
        vec![vec![KNOWN; 4], vec![KNOWN, Slot::Never, Slot::Never, KNOWN], vec![KNOWN, TWICE, TWICE, Slot::Once(None)]]
    }

    #[test]
    fn a_cursor_goes_through_every_cell_in_order_of_time() {
        let columns = columns();
        let order: Vec<(usize, bool)> = cells(&columns[2], 2).iter().map(|cell| (cell.row, cell.second)).collect();
        assert_eq!(order, [(0, false), (1, false), (2, false), (1, true), (2, true), (3, false)]);
        assert_eq!(moved(&columns, cell(2, 2, false), "ArrowDown"), Some(cell(2, 1, true)));
        assert_eq!(moved(&columns, cell(2, 1, true), "ArrowUp"), Some(cell(2, 2, false)));
        assert_eq!(moved(&columns, cell(1, 0, false), "ArrowDown"), Some(cell(1, 3, false)), "over what never was");
        assert_eq!(moved(&columns, cell(2, 1, true), "ArrowLeft"), Some(cell(1, 0, false)));
        assert_eq!(moved(&columns, cell(0, 0, false), "ArrowLeft"), Some(cell(0, 0, false)));
        assert_eq!(moved(&columns, cell(0, 3, false), "End"), Some(cell(2, 3, false)));
        assert_eq!(
            moved(&columns, cell(9, 0, false), "ArrowUp"),
            Some(cell(2, 0, false)),
            "the map has become smaller"
        );
        assert_eq!(moved(&columns, cell(0, 0, false), "Enter"), None);
        assert_eq!(moved(&Vec::new(), HeatCell::default(), "Home"), None);
    }

    #[test]
    fn a_point_finds_its_cell() {
        let columns = columns();
        assert_eq!(cell_at(&columns, (0.1, 0.6)), Some(cell(0, 2, false)));
        assert_eq!(cell_at(&columns, (0.95, 0.3)), Some(cell(2, 1, true)), "the right half of a row that comes twice");
        assert_eq!(cell_at(&columns, (0.5, 0.3)), Some(cell(1, 0, false)), "nothing is there; the nearest");
        assert_eq!(cell_at(&columns, (-1.0, 9.0)), Some(cell(0, 3, false)));
        assert_eq!(cell_at(&Vec::new(), (0.5, 0.5)), None);
    }

    #[test]
    fn what_looks_alike_is_one_piece_and_a_gap_is_none() {
        let drawn = paths(&columns(), 8.0);
        assert!(drawn[1].contains("M0 0h1v4h-1z"), "a whole column of the same: {}", drawn[1]);
        assert!(drawn[2].contains("M2.5 1h.5v2h-.5z"), "the second time stands at the right: {}", drawn[2]);
        assert_eq!(drawn[HEAT_STEPS], "M1 1h1v2h-1z", "what never was is no gap");
        assert!(!drawn.iter().any(|path| path.contains("M2 3")), "a gap is left out");
    }

    #[test]
    fn steps_begin_at_zero_and_end_at_a_round_number() {
        assert_eq!((heat(0.0, 4.0), heat(3.999, 4.0), heat(4.0, 4.0)), (0, 7, 7));
        let top = most(&vec![vec![Slot::Once(Some(9.3)), Slot::Twice([Some(1.0), None]), Slot::Never]]);
        assert!((top - 10.0).abs() < 1e-9);
        assert!((most(&Vec::new()) - 1.0).abs() < 1e-9);
    }
}
