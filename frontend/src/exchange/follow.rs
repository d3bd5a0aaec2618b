//! Following an import while the server applies it: it tells how far it is, and is asked where nothing is heard.
//!
//! Knows nothing of what an import brings in, nor of how it is shown.

use crate::session::Session;
use crate::ui::{Remote, pause};
use api_types::{Event, EventQuery, Import, ImportProgress, ReadingImport};
use client::{Client, Result, Versioned};
use domain::vocabulary::{ImportState, ReadingImportState};
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;
use std::time::Duration;
use uuid::Uuid;

/// How often the progress is asked for while nothing is heard of it.
const BEAT: Duration = Duration::from_millis(600);
/// How often it is asked for nevertheless.
const SELDOM: Duration = Duration::from_secs(5);

/// An import that can be followed.
pub trait Followed: Clone + Send + Sync + 'static {
    /// Reads it.
    fn get(client: Client, community: Uuid, id: Uuid) -> impl Future<Output = Result<Versioned<Self>>>;

    /// Whether it is being applied.
    fn is_applying(&self) -> bool;

    /// How far it is.
    fn progress(&self) -> Option<ImportProgress>;

    /// Of an event of this import: how far it is, and nothing once it has ended.
    fn told(event: Event, id: Uuid) -> Option<Option<ImportProgress>>;
}

impl Followed for Import {
    async fn get(client: Client, community: Uuid, id: Uuid) -> Result<Versioned<Self>> {
        client.get_import(community, id).await
    }

    fn is_applying(&self) -> bool {
        self.state == ImportState::Applying
    }

    fn progress(&self) -> Option<ImportProgress> {
        self.progress
    }

    fn told(event: Event, id: Uuid) -> Option<Option<ImportProgress>> {
        let Event::Import(event) = event else { return None };
        (event.import_id == id).then(|| (event.state == ImportState::Applying).then_some(event.progress))
    }
}

impl Followed for ReadingImport {
    async fn get(client: Client, community: Uuid, id: Uuid) -> Result<Versioned<Self>> {
        client.get_reading_import(community, id).await
    }

    fn is_applying(&self) -> bool {
        self.state == ReadingImportState::Applying
    }

    fn progress(&self) -> Option<ImportProgress> {
        self.progress
    }

    fn told(event: Event, id: Uuid) -> Option<Option<ImportProgress>> {
        let Event::ReadingImport(event) = event else { return None };
        (event.import_id == id).then(|| (event.state == ReadingImportState::Applying).then_some(event.progress))
    }
}

/// An import on its page.
pub struct Following<T: Followed> {
    community: Uuid,
    id: Uuid,
    session: Session,
    /// How it stands.
    pub import: Remote<Versioned<T>>,
    /// How far it is, since the page was drawn.
    pub progress: RwSignal<Option<ImportProgress>>,
    /// Whether something was heard of it since the last question.
    heard: StoredValue<bool>,
}

impl<T: Followed> Clone for Following<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Followed> Copy for Following<T> {}

impl<T: Followed> Following<T> {
    /// Reads an import, and follows it whenever it is being applied.
    pub fn start(session: Session, community: Uuid, id: Uuid) -> Self {
        let get = move || async move { session.call(async |client| T::get(client, community, id).await).await };
        let (progress, heard) = (RwSignal::new(None), StoredValue::new(false));
        let following = Self { community, id, session, import: Remote::new(get), progress, heard };
        let applying = Memo::new(move |_| following.import.value().is_some_and(|import| import.value.is_applying()));
        Effect::new(move |_| {
            following.progress.set(None);
            if applying.get() {
                spawn_local_scoped_with_cancellation(following.listen());
                spawn_local_scoped_with_cancellation(following.ask());
            }
        });
        following
    }

    /// Listens to the server; ends without a word where that is not possible.
    async fn listen(self) {
        let query = EventQuery::default();
        let stream = self.session.call(async |client| client.stream_events(&query).await).await;
        let Ok(mut events) = stream else { return };
        while let Ok(Some(event)) = events.next().await {
            let Some(told) = T::told(event, self.id) else { continue };
            self.heard.set_value(true);
            match told {
                Some(progress) => self.progress.set(Some(progress)),
                None => self.import.reload(),
            }
        }
    }

    /// Asks how far it is: often while nothing is heard, seldom otherwise, since what is heard may have been missed.
    async fn ask(self) {
        loop {
            let heard = self.heard.try_update_value(std::mem::take).unwrap_or_default();
            pause(if heard { SELDOM } else { BEAT }).await;
            match self.session.call(async |client| T::get(client, self.community, self.id).await).await {
                Ok(import) if import.value.is_applying() => self.progress.set(import.value.progress()),
                Ok(import) => return self.import.put(import),
                // The next question may get through.
                Err(_) => {}
            }
        }
    }
}
