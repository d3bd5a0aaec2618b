//! What keys do on readings, and the search for better ones.

use crate::communities::path;
use crate::{Client, Created, Request, Response, Result, Versioned};
use api_types::{Calculation, KeySearch, KeySearchInput, Simulation, SimulationInput};
use serde::de::DeserializeOwned;
use std::time::Duration;
use uuid::Uuid;

/// A year of many meters takes its time on the way, and a search some more.
const PATIENCE: Duration = Duration::from_secs(120);

/// What comes of a calculation.
#[derive(Debug, Clone, PartialEq)]
pub enum Calculated<T> {
    /// The result.
    Now(Box<T>),
    /// It goes on beside the requests.
    Later(Box<Created<Calculation>>),
}

impl<T: DeserializeOwned> Calculated<T> {
    fn of(response: &Response) -> Result<Self> {
        match response.status {
            202 => response.created().map(|begun| Self::Later(Box::new(begun))),
            _ => response.json().map(|result| Self::Now(Box::new(result))),
        }
    }
}

/// Whether the caller waits for the result of what is not too much for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// For a moment.
    AMoment,
    /// Not at all.
    No,
}

fn calculation(community: Uuid, id: Uuid) -> String {
    format!("{}/calculations/{id}", path(community))
}

impl Client {
    /// Applies a key to readings and stores nothing.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn simulate(
        &self,
        community: Uuid,
        body: &SimulationInput,
        wait: Wait,
    ) -> Result<Calculated<Simulation>> {
        let request = Request::post(format!("{}/simulations", path(community))).json(body)?;
        Calculated::of(&self.with_timeout(PATIENCE).send(preferring(request, wait)).await?)
    }

    /// Searches the fixed weights that share most.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn search_key(
        &self,
        community: Uuid,
        body: &KeySearchInput,
        wait: Wait,
    ) -> Result<Calculated<KeySearch>> {
        let request = Request::post(format!("{}/key-searches", path(community))).json(body)?;
        Calculated::of(&self.with_timeout(PATIENCE).send(preferring(request, wait)).await?)
    }

    /// Reads where a calculation stands, and what came of it.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_calculation(&self, community: Uuid, id: Uuid) -> Result<Versioned<Calculation>> {
        self.with_timeout(PATIENCE).send(Request::get(calculation(community, id))).await?.versioned()
    }

    /// Cancels a calculation, or forgets what came of it.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn cancel_calculation(&self, community: Uuid, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(calculation(community, id), etag)).await.map(drop)
    }
}

fn preferring(request: Request, wait: Wait) -> Request {
    match wait {
        Wait::AMoment => request,
        Wait::No => request.header("prefer", "respond-async"),
    }
}
