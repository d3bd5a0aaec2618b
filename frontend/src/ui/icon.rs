//! The icon set: strokes on a 20-unit grid in the text's colour, hidden from assistive technology
//! because a word always stands beside them or in the button's name.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal),+ $(,)?) => {
        /// An icon, drawn by [`Icon::view`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($(#[$doc])* $name),+ }

        impl Icon {
            const fn path(self) -> &'static str {
                match self { $(Self::$name => $path),+ }
            }
        }
    };
}

icons! {
    /// Add something.
    Plus = "M10 4v12M4 10h12",
    /// Less of something.
    Minus = "M4 10h12",
    /// All of it.
    Whole = "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
    /// Look for something.
    Search = "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5 17 17",
    /// Close or remove.
    Close = "M5 5l10 10M15 5 5 15",
    /// Done or chosen.
    Check = "M4 10.5 8 14.5 16 6",
    /// Opens downwards.
    ChevronDown = "M5 8l5 5 5-5",
    /// Onwards.
    ChevronRight = "M8 5l5 5-5 5",
    /// Backwards.
    ChevronLeft = "M12 5l-5 5 5 5",
    /// To the very first.
    First = "M15 5l-5 5 5 5M5 5v10",
    /// Sorted upwards.
    ArrowUp = "M10 16V4M5 9l5-5 5 5",
    /// Sorted downwards.
    ArrowDown = "M10 4v12M5 11l5 5 5-5",
    /// Can be sorted.
    Sortable = "M6.5 8 10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5",
    /// Copy to the clipboard.
    Copy = "M7 7V4h9v9h-3M4 7h9v9H4z",
    /// Worth a look.
    Warning = "M10 3.2 18 16.5H2zM10 8v4M10 14.3v.2",
    /// Wrong.
    Error = "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v5M10 13.8v.2",
    /// Explains.
    Info = "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9v5M10 6.2v.2",
    /// Delete.
    Trash = "M4 6h12M8 6V4h4v2M6 6l.7 10.5h6.6L14 6M8.6 9v5M11.4 9v5",
    /// Change.
    Edit = "M4 16l.8-3.6L13.4 3.8l2.8 2.8-8.6 8.6zM11.6 5.6l2.8 2.8",
    /// A meter.
    Meter = "M3.5 13a6.5 6.5 0 1 1 13 0M10 13l3-4M3.5 16h13",
    /// Members.
    Members = "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5c0-3 2.4-5 5.5-5s5.5 2 5.5 5M13 9.2a2.7 2.7 0 0 0 .6-5.3M15 11.8c1.9.6 3 2.3 3 4.7",
    /// Readings.
    Readings = "M3 3v14h14M6 13l3-4 3 2.5L16.5 6",
    /// An allocation key.
    Key = "M13 10.5a4 4 0 1 0-3.5-3.9L3 13v3.5h3.5V14H9l1.4-2.4A4 4 0 0 0 13 10.5ZM13.8 6.2h.01",
    /// A sum, or what is missing to it.
    Sigma = "M14.5 6V4H5l5 6-5 6h9.5v-2",
    /// Take back.
    Undo = "M7 5 3.5 8.5 7 12M3.5 8.5H12a4 4 0 0 1 0 8H9",
    /// Make again.
    Redo = "M13 5l3.5 3.5L13 12M16.5 8.5H8a4 4 0 0 0 0 8h3",
    /// Save as a file.
    Download = "M10 3v10M5.5 9 10 13.5 14.5 9M3.5 17h13",
    /// Open a file.
    Upload = "M10 13.5v-10M5.5 8 10 3.5 14.5 8M3.5 17h13",
    /// Put aside.
    Archive = "M3 4h14v3.5H3zM4.2 7.5V16h11.6V7.5M8 10.5h4",
    /// The start page.
    Dashboard = "M3 3h6v8H3zM11 3h6v5h-6zM11 10h6v7h-6zM3 13h6v4H3z",
    /// A community.
    Community = "M3 17V8l5-4 5 4v9zM13 9h4v8h-4M6.5 17v-4h3v4",
    /// An organisation.
    Organisation = "M4 17V3h9v14M13 8h4v9M2.5 17h15M7 6.5h3M7 9.5h3M7 12.5h3",
    /// The users of an organisation.
    Users = "M10 10a3.3 3.3 0 1 0 0-6.6A3.3 3.3 0 0 0 10 10ZM3.5 17c0-3 2.8-5 6.5-5s6.5 2 6.5 5",
    /// Customer accounts.
    Customers = "M3 7h14v9.5H3zM7 7V4h6v3M3 11.5h14M10 10.5v2",
    /// The audit log.
    History = "M3.6 7.5A7 7 0 1 1 3 10M3 4v4h4M10 6.5V10l2.6 1.8",
    /// Leave.
    LogOut = "M8 3H4v14h4M12 6l4 4-4 4M16 10H7",
    /// The menu.
    Menu = "M3 5.5h14M3 10h14M3 14.5h14",
    /// Light colours.
    Sun = "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M15.7 4.3l-1.5 1.5M5.8 14.2l-1.5 1.5",
    /// Dark colours.
    Moon = "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z",
    /// Help.
    Help = "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM7.8 7.8A2.3 2.3 0 1 1 10 10.6v1M10 14v.2",
    /// A day.
    Calendar = "M3 5h14v12H3zM3 8.5h14M7 3v3.5M13 3v3.5",
    /// A market and its prices.
    Market = "M3 16.5h14M4 13l4-4 3 2.5L16.5 5M12.5 5h4v4",
    /// An optimisation of a contract.
    Target = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 10h.01",
    /// What one is told.
    Bell = "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 15.5a1.6 1.6 0 0 0 3 0",
    /// A mail.
    Mail = "M2.5 4.5h15v11h-15zM3 5l7 6 7-6",
    /// More to do.
    More = "M5 10h.01M10 10h.01M15 10h.01",
}

impl Icon {
    /// The drawing.
    #[must_use]
    pub fn view(self) -> AnyView {
        view! {
            <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
                <path d=self.path() />
            </svg>
        }
        .into_any()
    }
}
