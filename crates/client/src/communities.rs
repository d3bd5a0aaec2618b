//! Communities.

use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{Community, CommunityInput, CommunityQuery, NewCommunity, Page};
use uuid::Uuid;

const LIST: &str = "/api/v1/communities";

/// The path of a community, below which everything of it lies.
pub(crate) fn path(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

impl Client {
    /// The communities the caller may read.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_communities(&self, query: &CommunityQuery) -> Result<Page<Community>> {
        self.send(Request::get(with_query(LIST, query))).await?.json()
    }

    /// Creates a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_community(
        &self,
        body: &NewCommunity,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Community>> {
        let request = Request::post(LIST.to_owned()).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_community(&self, id: Uuid) -> Result<Versioned<Community>> {
        self.send(Request::get(path(id))).await?.versioned()
    }

    /// Replaces a community's fields.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_community(&self, id: Uuid, etag: &str, body: &CommunityInput) -> Result<Versioned<Community>> {
        self.send(Request::put(path(id), etag).json(body)?).await?.versioned()
    }

    /// Deletes a community without members and meters.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_community(&self, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(path(id), etag)).await.map(drop)
    }
}
