//! Work that takes long or much memory: away from the threads that serve requests, and little of it at a time.

use crate::error::Error;
use actix_web::web;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long work waits for its turn before its caller is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lets so much work through at a time.
#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Turns {
    /// As many at a time as there are processors, and no more than `most`.
    pub(crate) fn new(most: usize) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(processors.min(most))))
    }

    /// Does `work` when its turn comes.
    ///
    /// # Errors
    /// `unavailable` when it does not come; when `work` panics.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let turn = tokio::time::timeout(PATIENCE, self.0.clone().acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Error::busy()) };
        web::block(move || {
            let value = work();
            drop(turn);
            value
        })
        .await
        .map_err(Error::internal)
    }
}
