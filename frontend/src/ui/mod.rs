//! The primitives every screen is made of: plain HTML elements with the behaviour and the accessible
//! names that go with them. Their look is `style/ui.css`, their few words the `ui.*` keys.
//!
//! A primitive must never know: a feature, a route, the server, a permission. Values go in as text or
//! signals, what happened comes out through callbacks.

mod badge;
mod button;
mod combobox;
mod copy;
mod data_table;
mod dialog;
mod facts;
mod field;
mod filter_bar;
mod form;
mod icon;
mod input;
mod notice;
mod page_head;
mod pager;
mod remote;
mod select;
mod states;
mod tabs;
mod timeline;
mod timer;
mod toast;

pub use badge::{Badge, Tone};
pub use button::{Button, Emphasis, IconButton, LinkButton};
pub use combobox::{Combobox, Found, Search};
pub use copy::CopyButton;
pub use data_table::{Column, DataTable, Row, Sorting};
pub use dialog::{ConfirmDialog, Dialog};
pub use facts::{Fact, Facts};
pub use field::Field;
pub use filter_bar::{Chip, FilterBar, FilterSelect};
pub use form::{DraftNotice, ErrorSummary, FormSection, FormState, fields};
pub use icon::Icon;
pub use input::{DateInput, NumberInput, TextArea, TextInput, TextKind};
pub use notice::{Notice, NoticeKind};
pub use page_head::PageHead;
pub use pager::{Pager, Trail};
pub use remote::{Remote, RemoteView};
pub use select::{Choice, RadioGroup, Select};
pub use states::{EmptyState, ErrorState, Skeleton, SkeletonShape};
pub use tabs::{Tab, TabPanel, Tabs};
pub use timeline::{Period, TimelineBar};
pub use timer::Debounce;
pub use toast::{ToastHost, Toasts};
