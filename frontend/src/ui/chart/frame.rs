//! What surrounds every chart: its title, the same numbers as a table, and the way to have them as a file.

use crate::i18n::t;
use crate::ui::{Button, Icon, download};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The numbers behind a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub head: Vec<String>,
    /// The lines, as a reader reads them; the first cell is the line's name.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// As a CSV, with semicolons: the numbers may have commas.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(";"));
            text.push_str("\r\n");
        }
        text
    }
}

/// A cell of a CSV. What a spreadsheet would take for a formula gets a quote before it.
fn quoted(cell: &str) -> String {
    // Thin spaces part thousands on the screen; a spreadsheet would read them as text.
    let cell: String = cell.chars().filter(|c| !matches!(c, '\u{202f}' | '\u{a0}')).collect();
    let cell = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell };
    if cell.contains([';', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// The frame.
#[component]
pub fn ChartFrame(
    /// What the chart shows.
    #[prop(into)]
    title: String,
    /// One line that helps to read it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The numbers; asked for when the table is opened or saved.
    #[prop(into)]
    table: Callback<(), Table>,
    /// Name of the file, without its ending.
    file: &'static str,
    /// Whether it is worth the whole width of the page.
    #[prop(optional)]
    wide: bool,
    /// The chart.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let toggle = move |event: leptos::ev::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    let save =
        move |()| download(&format!("{file}.csv"), "text/csv", format!("\u{feff}{}", table.run(()).csv()).as_bytes());
    let caption = title.clone();
    let rows = move || open.get().then(|| table_view(caption.clone(), table.run(())));
    view! {
        <figure class="chart" data-wide=wide.then_some("")>
            <figcaption>
                <span class="chart-title">{title}</span>
                {hint.map(|hint| view! { <span class="chart-hint">{hint}</span> })}
            </figcaption>
            {children()}
            <details class="chart-table" on:toggle=toggle>
                <summary>{t("ui.chart.table")}</summary>
                {rows}
                <Button label=t("ui.chart.csv") icon=Icon::Download on_press=save />
            </details>
        </figure>
    }
    .into_any()
}

fn table_view(caption: String, table: Table) -> AnyView {
    let label = caption.clone();
    let head = table.head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    let row = |cells: Vec<String>| {
        let mut cells = cells.into_iter();
        let name = cells.next().map(|name| view! { <th scope="row">{name}</th> });
        view! { <tr>{name} {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
    };
    let rows = table.rows.into_iter().map(row).collect_view();
    view! {
        <div class="chart-table-wrap" tabindex="0" role="region" aria-label=label>
            <table>
                <caption class="visually-hidden">{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_saved_as_a_spreadsheet_reads_it() {
        let table = Table {
            head: vec!["Consumer".into(), "kWh".into()],
            rows: vec![vec!["A;B".into(), "1\u{202f}234,5".into()], vec!["=SUM(A1)".into(), "say \"hi\"".into()]],
        };
        assert_eq!(table.csv(), "Consumer;kWh\r\n\"A;B\";1234,5\r\n'=SUM(A1);\"say \"\"hi\"\"\"\r\n");
    }
}
