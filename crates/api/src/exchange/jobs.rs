//! The imports that this program applies just now, and telling those who listen how far they are.
//!
//! In memory only: what is being applied lies in an open transaction, so after a crash the import stands as checked
//! and nothing of it is stored.

use api_types::{Event, ImportEvent, ImportProgress, ReadingImportEvent};
use domain::vocabulary::{ImportKind, ImportState, ReadingImportState};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

/// Events kept for a listener that is slow.
const BACKLOG: usize = 256;

/// Streams that one user listens to at a time: a browser with as many pages that wait for something.
const STREAMS: usize = 8;

/// The running imports.
#[derive(Debug, Clone)]
pub(crate) struct Jobs {
    running: Arc<Mutex<HashMap<Uuid, ImportProgress>>>,
    events: broadcast::Sender<Event>,
    streams: Arc<Mutex<HashMap<Uuid, usize>>>,
}

/// Somebody's ear; the place is free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Ear {
    user: Uuid,
    streams: Arc<Mutex<HashMap<Uuid, usize>>>,
    events: broadcast::Receiver<Event>,
}

/// A running import; it stops running when this is dropped.
#[derive(Debug)]
pub(crate) struct Job<E: Told = ImportEvent> {
    jobs: Jobs,
    event: E,
}

/// A running import of readings.
pub(crate) type ReadingJob = Job<ReadingImportEvent>;

/// What is told of a kind of import.
pub(crate) trait Told: Clone {
    /// Where such an import can stand.
    type State;

    /// The import, and how far it is.
    fn progress(&mut self) -> (Uuid, &mut ImportProgress);

    /// Says where it stands.
    fn set_state(&mut self, state: Self::State);

    /// As it is told.
    fn event(self) -> Event;
}

impl Told for ImportEvent {
    type State = ImportState;

    fn progress(&mut self) -> (Uuid, &mut ImportProgress) {
        (self.import_id, &mut self.progress)
    }

    fn set_state(&mut self, state: ImportState) {
        self.state = state;
    }

    fn event(self) -> Event {
        Event::Import(self)
    }
}

impl Told for ReadingImportEvent {
    type State = ReadingImportState;

    fn progress(&mut self) -> (Uuid, &mut ImportProgress) {
        (self.import_id, &mut self.progress)
    }

    fn set_state(&mut self, state: ReadingImportState) {
        self.state = state;
    }

    fn event(self) -> Event {
        Event::ReadingImport(self)
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self { running: Arc::default(), events: broadcast::Sender::new(BACKLOG), streams: Arc::default() }
    }
}

impl Jobs {
    /// Begins an import, unless it runs.
    pub(crate) fn begin(&self, community_id: Uuid, import_id: Uuid, kind: ImportKind, total: u64) -> Option<Job> {
        let (state, progress) = (ImportState::Applying, ImportProgress { done: 0, total });
        self.run(ImportEvent { import_id, community_id, kind, state, progress })
    }

    /// Begins an import of readings, unless it runs.
    pub(crate) fn begin_readings(&self, community_id: Uuid, import_id: Uuid, total: u64) -> Option<ReadingJob> {
        let (state, progress) = (ReadingImportState::Applying, ImportProgress { done: 0, total });
        self.run(ReadingImportEvent { import_id, community_id, state, progress })
    }

    fn run<E: Told>(&self, mut event: E) -> Option<Job<E>> {
        let (import, progress) = event.progress();
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(&import) {
            return None;
        }
        running.insert(import, *progress);
        drop(running);
        Some(Job { jobs: self.clone(), event })
    }

    /// How far an import is, while it runs here.
    pub(crate) fn progress(&self, import: Uuid) -> Option<ImportProgress> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).get(&import).copied()
    }

    /// Those that run here, with how far they are.
    pub(crate) fn running(&self) -> HashMap<Uuid, ImportProgress> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What happens from now on, for a user; none when they listen to too many streams already.
    pub(crate) fn listen(&self, user: Uuid) -> Option<Ear> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let open = streams.entry(user).or_default();
        if *open >= STREAMS {
            return None;
        }
        *open += 1;
        Some(Ear { user, streams: self.streams.clone(), events: self.events.subscribe() })
    }
}

impl Ear {
    /// The next event.
    ///
    /// # Errors
    /// When there will be none, or some were missed.
    pub(crate) async fn hear(&mut self) -> Result<Event, RecvError> {
        self.events.recv().await
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = streams.get_mut(&self.user) {
            *open -= 1;
            if *open == 0 {
                streams.remove(&self.user);
            }
        }
    }
}

impl<E: Told> Job<E> {
    /// Says that so many rows, or readings, are done.
    pub(crate) fn done(&mut self, rows: u64) {
        let (import, progress) = self.event.progress();
        progress.done += rows;
        let mut running = self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(import, *progress);
        drop(running);
        // Nobody may be listening.
        let _ = self.jobs.events.send(self.event.clone().event());
    }

    /// Says how it ended.
    pub(crate) fn end(mut self, state: E::State) {
        self.event.set_state(state);
        let event = self.event.clone().event();
        let events = self.jobs.events.clone();
        // Who hears that it ended must find it ended.
        drop(self);
        let _ = events.send(event);
    }
}

impl<E: Told> Drop for Job<E> {
    fn drop(&mut self) {
        let (import, _) = self.event.progress();
        self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&import);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_listens_to_so_many_streams() {
        let (jobs, user) = (Jobs::default(), Uuid::from_u128(1));
        let mut ears: Vec<_> = (0..STREAMS).map(|_| jobs.listen(user)).collect();
        assert!(ears.iter().all(Option::is_some) && jobs.listen(user).is_none());
        assert!(jobs.listen(Uuid::from_u128(2)).is_some(), "others are not in the way");
        ears.pop();
        assert!(jobs.listen(user).is_some());
        drop(ears);
        assert!(jobs.streams.lock().is_ok_and(|streams| streams.is_empty()));
    }
}
