//! The ways out of a list and into it: a menu that saves what the list shows, and a link to importing.

use crate::errors;
use crate::i18n::t;
use crate::routing::Route;
use crate::session::{Session, use_session};
use crate::ui::{Button, Icon, LinkButton, MenuButton, MenuItem, Toasts, download};
use api_types::{TableFormat, TableQuery};
use client::{Client, Download, Error};
use domain::vocabulary::ImportKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use uuid::Uuid;

/// Fetches the list as a table, with the filters it has at that time.
pub type Fetch = Rc<dyn Fn(Client, TableQuery) -> Pin<Box<dyn Future<Output = Result<Download, Error>>>>>;

/// A menu that saves a list as a file.
#[component]
pub fn ExportMenu(
    /// Fetches it.
    fetch: Fetch,
) -> impl IntoView {
    let (fetch, saver) = (StoredValue::new_local(fetch), Saver::get());
    let save = move |format: TableFormat| saver.save(fetch.get_value(), format);
    let items = vec![
        MenuItem::action(Icon::Download, t("exchange.export.xlsx"), move || save(TableFormat::Xlsx)),
        MenuItem::action(Icon::Download, t("exchange.export.csv"), move || save(TableFormat::Csv)),
    ];
    view! { <MenuButton id="export-menu" label=t("exchange.export.action") icon=Icon::Download items=items /> }
        .into_any()
}

/// Saves tables as files. Made while a page is built: a press of a button happens outside of it.
#[derive(Clone, Copy)]
struct Saver {
    session: Session,
    toasts: Toasts,
}

impl Saver {
    /// The one of the page that is being built.
    fn get() -> Self {
        Self { session: use_session(), toasts: Toasts::get() }
    }

    /// Fetches a table in the language of the screen and saves it.
    fn save(self, fetch: Fetch, format: TableFormat) {
        let table = TableQuery { format: Some(format), language: Some(crate::i18n::locale()) };
        spawn_local(async move {
            match self.session.call(async |client| fetch(client, table).await).await {
                Ok(file) => download(&file.file_name, &file.media_type, &file.bytes),
                Err(error) => self.toasts.failure(errors::describe(&error)).show(),
            }
        });
    }
}

/// A button for each format that a table comes in, by their labels.
pub fn buttons(fetch: Fetch, xlsx: String, csv: String) -> AnyView {
    let (fetch, saver) = (StoredValue::new_local(fetch), Saver::get());
    let button = |label: String, format: TableFormat| {
        let save = move |()| saver.save(fetch.get_value(), format);
        view! { <Button label=label icon=Icon::Download on_press=save /> }
    };
    view! {
        {button(xlsx, TableFormat::Xlsx)}
        {button(csv, TableFormat::Csv)}
    }
    .into_any()
}

/// The way to importing into a list.
pub fn import_link(kind: ImportKind, community: Uuid) -> AnyView {
    let href = Route::ImportNew { community, kind }.path();
    view! { <LinkButton href=href label=t("exchange.import.action") icon=Icon::Upload /> }.into_any()
}
