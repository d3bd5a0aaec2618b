//! Calculations beside the requests: one at a time, in the order they came, each to be broken off at any piece.
//!
//! Where a calculation stands lies in the database, so that every program that shares it can tell. What is to be
//! calculated lies in memory: when the program ends, it is over, and the database says so after a moment of silence.
//!
//! Must never know: what is calculated.

use crate::engine::Work;
use crate::error::Error;
use crate::state::State;
use actix_web::web::{self, Data};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// How often others are told how far a calculation is, and asked whether it was cancelled.
const BEAT: Duration = Duration::from_millis(250);

/// Most calculations that this program has in hand; the readings of each take some tens of MB.
const IN_HAND: usize = 8;

/// The line in which calculations wait.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    turn: Arc<Semaphore>,
    room: Arc<Semaphore>,
}

/// A place in the line.
#[derive(Debug)]
pub(crate) struct Place(#[expect(dead_code, reason = "held until it is over")] OwnedSemaphorePermit);

impl Default for Line {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), room: Arc::new(Semaphore::new(IN_HAND)) }
    }
}

impl Line {
    /// A place at its end.
    ///
    /// # Errors
    /// `unavailable` when there is none.
    pub(crate) fn join(&self) -> Result<Place, Error> {
        self.room.clone().try_acquire_owned().map(Place).map_err(|_| Error::busy())
    }
}

/// How far the work is, between the thread that does it and the task that tells of it.
#[derive(Debug, Default)]
struct Gauge {
    begun: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    over: AtomicBool,
}

impl Gauge {
    fn watch(&self, done: usize, total: usize) -> ControlFlow<()> {
        self.done.store(done as u64, Ordering::Relaxed);
        self.total.store(total as u64, Ordering::Relaxed);
        if self.over.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Breaks the work off when nobody waits for it any more: it was cancelled, or the program ends.
struct Guard(Arc<Gauge>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

/// Calculates what was put down under an id, unless it is cancelled, and keeps what comes of it.
pub(crate) async fn run(state: Data<State>, id: Uuid, place: Place, work: impl Work) {
    let gauge = Arc::new(Gauge::default());
    let _guard = Guard(gauge.clone());
    let outcome = tokio::select! {
        outcome = calculate(state.line().clone(), gauge.clone(), work) => outcome,
        () = cancelled(&state, id, &gauge) => return,
    };
    drop(place);
    let calculations = state.store().calculations();
    let kept = match outcome {
        Ok(Some(result)) => calculations.finish(id, state.now(), result).await,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(calculation = %id, %error, "a calculation failed");
            calculations.fail(id, state.now(), error.code().as_str()).await
        }
    };
    if let Err(error) = kept {
        tracing::warn!(calculation = %id, %error, "what came of a calculation was not kept");
    }
}

async fn calculate(line: Line, gauge: Arc<Gauge>, work: impl Work) -> Result<Option<String>, Error> {
    let turn = line.turn.acquire_owned().await.map_err(Error::internal)?;
    gauge.begun.store(true, Ordering::Relaxed);
    let outcome = web::block(move || {
        let outcome = work.run(&mut |done, total| gauge.watch(done, total));
        drop(turn);
        outcome
    });
    outcome.await.map_err(Error::internal)?
}

/// Tells how far it is, until it is cancelled.
async fn cancelled(state: &State, id: Uuid, gauge: &Gauge) {
    let calculations = state.store().calculations();
    loop {
        tokio::time::sleep(BEAT).await;
        let told = if gauge.begun.load(Ordering::Relaxed) {
            let (done, total) = (gauge.done.load(Ordering::Relaxed), gauge.total.load(Ordering::Relaxed));
            calculations.progress(id, state.now(), done, total).await
        } else {
            calculations.still_waiting(id, state.now()).await
        };
        match told {
            Ok(true) => {}
            Ok(false) => return,
            // The work is as good as before; the next word may get through.
            Err(error) => tracing::debug!(calculation = %id, %error, "a calculation could not be told of"),
        }
    }
}
