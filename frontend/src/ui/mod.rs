//! The primitives every screen is made of: plain HTML elements with the behaviour and the accessible
//! names that go with them. Their look is `style/ui.css`, their few words the `ui.*` keys.
//!
//! A primitive must never know: a feature, a route, the server, a permission. Values go in as text or
//! signals, what happened comes out through callbacks.

mod badge;
mod button;
pub mod chart;
mod checkbox;
mod combobox;
mod copy;
mod data_table;
mod dialog;
mod download;
mod facts;
mod field;
mod filter_bar;
mod form;
mod icon;
mod input;
mod menu;
mod month;
mod narrow;
mod notice;
mod page_head;
mod pager;
mod remote;
mod select;
mod states;
mod steps;
mod tabs;
mod timeline;
mod timer;
mod toast;

pub use badge::{Badge, Tone};
pub use button::{Button, Emphasis, IconButton, LinkButton};
pub use checkbox::{Checkbox, CheckboxGroup};
pub use combobox::{Combobox, Found, Search};
pub use copy::CopyButton;
pub use data_table::{Column, DataTable, Row, Sorting};
pub use dialog::{ConfirmDialog, Dialog};
pub use download::download;
pub use facts::{Fact, Facts};
pub use field::Field;
pub use filter_bar::{Chip, FilterBar, FilterDate, FilterSelect, SearchBox};
pub use form::{DraftNotice, ErrorSummary, FormSection, FormState, fields};
pub use icon::Icon;
pub use input::{DateInput, NumberInput, PartDateInput, PartInput, PartTextArea, TextArea, TextInput, TextKind};
pub use menu::{MenuButton, MenuItem};
pub use month::{DayEvent, MonthCalendar, shown_days};
pub use narrow::is_narrow;
pub use notice::{Notice, NoticeKind};
pub use page_head::PageHead;
pub use pager::{Pager, Trail};
pub use remote::{Load, Remote, RemoteView};
pub use select::{Choice, PartRadioGroup, PartSelect, RadioGroup, Select};
pub use states::{EmptyState, ErrorState, Skeleton, SkeletonShape};
pub use steps::{StepBody, Steps, focus_step};
pub use tabs::{Tab, TabPanel, Tabs};
pub use timeline::{Chosen, Period, Pick, TimelineBar};
pub use timer::{Debounce, breathe, pause};
pub use toast::{ToastHost, Toasts};
