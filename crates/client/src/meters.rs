//! The meters of a community.

use crate::communities::path;
use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{Meter, MeterIdentity, MeterQuery, MeterSummary, NewMeter, Page};
use uuid::Uuid;

fn list(community: Uuid) -> String {
    format!("{}/meters", path(community))
}

pub(crate) fn one(community: Uuid, id: Uuid) -> String {
    format!("{}/{id}", list(community))
}

impl Client {
    /// The meters of a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_meters(&self, community: Uuid, query: &MeterQuery) -> Result<Page<MeterSummary>> {
        self.send(Request::get(with_query(&list(community), query))).await?.json()
    }

    /// Creates a meter with its first configuration.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_meter(
        &self,
        community: Uuid,
        body: &NewMeter,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Meter>> {
        let request = Request::post(list(community)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads a meter with all its configurations.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_meter(&self, community: Uuid, id: Uuid) -> Result<Versioned<Meter>> {
        self.send(Request::get(one(community, id))).await?.versioned()
    }

    /// Replaces what identifies a meter.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_meter(
        &self,
        community: Uuid,
        id: Uuid,
        etag: &str,
        body: &MeterIdentity,
    ) -> Result<Versioned<Meter>> {
        self.send(Request::put(one(community, id), etag).json(body)?).await?.versioned()
    }

    /// Deletes a meter that has a single configuration.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_meter(&self, community: Uuid, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(community, id), etag)).await.map(drop)
    }
}
