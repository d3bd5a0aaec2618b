//! The members of a community.

use crate::communities::path;
use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{Member, MemberInput, MemberQuery, Page};
use uuid::Uuid;

fn list(community: Uuid) -> String {
    format!("{}/members", path(community))
}

fn one(community: Uuid, id: Uuid) -> String {
    format!("{}/{id}", list(community))
}

impl Client {
    /// The members of a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_members(&self, community: Uuid, query: &MemberQuery) -> Result<Page<Member>> {
        self.send(Request::get(with_query(&list(community), query))).await?.json()
    }

    /// Creates a member.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_member(
        &self,
        community: Uuid,
        body: &MemberInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Member>> {
        let request = Request::post(list(community)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads a member.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_member(&self, community: Uuid, id: Uuid) -> Result<Versioned<Member>> {
        self.send(Request::get(one(community, id))).await?.versioned()
    }

    /// Replaces a member's fields.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_member(
        &self,
        community: Uuid,
        id: Uuid,
        etag: &str,
        body: &MemberInput,
    ) -> Result<Versioned<Member>> {
        self.send(Request::put(one(community, id), etag).json(body)?).await?.versioned()
    }

    /// Deletes a member who holds no meters.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_member(&self, community: Uuid, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(community, id), etag)).await.map(drop)
    }
}
