//! Access of members to the portal.

use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{InvitePortalUser, Page, PortalUser, PortalUserQuery};
use uuid::Uuid;

fn list(community: Uuid, member: Uuid) -> String {
    format!("/api/v1/communities/{community}/members/{member}/portal-users")
}

fn one(community: Uuid, member: Uuid, user: Uuid) -> String {
    format!("{}/{user}", list(community, member))
}

impl Client {
    /// The users who see a member's meters, or are invited to.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_portal_users(
        &self,
        community: Uuid,
        member: Uuid,
        query: &PortalUserQuery,
    ) -> Result<Page<PortalUser>> {
        self.send(Request::get(with_query(&list(community, member), query))).await?.json()
    }

    /// Invites somebody to see a member's meters; the mail goes out once per key.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn invite_portal_user(
        &self,
        community: Uuid,
        member: Uuid,
        body: &InvitePortalUser,
        idempotency_key: Option<&str>,
    ) -> Result<Created<PortalUser>> {
        let request = Request::post(list(community, member)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads one of these users.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_portal_user(&self, community: Uuid, member: Uuid, user: Uuid) -> Result<Versioned<PortalUser>> {
        self.send(Request::get(one(community, member, user))).await?.versioned()
    }

    /// Sends a new invitation; the former link becomes void.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn resend_portal_invitation(
        &self,
        community: Uuid,
        member: Uuid,
        user: Uuid,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<PortalUser>> {
        let request = Request::post(format!("{}/resend-invitation", one(community, member, user)));
        self.send(request.idempotency_key(idempotency_key)).await?.versioned()
    }

    /// Takes the access away.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn withdraw_portal_access(&self, community: Uuid, member: Uuid, user: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(community, member, user), etag)).await.map(drop)
    }
}
