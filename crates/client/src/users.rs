//! The users of an organisation.

use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{InviteUser, OrganisationUser, Page, UpdateUser, UserQuery};
use uuid::Uuid;

fn list(organisation: Uuid) -> String {
    format!("/api/v1/organisations/{organisation}/users")
}

fn one(organisation: Uuid, id: Uuid) -> String {
    format!("{}/{id}", list(organisation))
}

impl Client {
    /// The users of an organisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_users(&self, organisation: Uuid, query: &UserQuery) -> Result<Page<OrganisationUser>> {
        self.send(Request::get(with_query(&list(organisation), query))).await?.json()
    }

    /// Invites somebody; the mail goes out once per key.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn invite_user(
        &self,
        organisation: Uuid,
        body: &InviteUser,
        idempotency_key: Option<&str>,
    ) -> Result<Created<OrganisationUser>> {
        let request = Request::post(list(organisation)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads a user.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_user(&self, organisation: Uuid, id: Uuid) -> Result<Versioned<OrganisationUser>> {
        self.send(Request::get(one(organisation, id))).await?.versioned()
    }

    /// Changes a user's roles.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_user(
        &self,
        organisation: Uuid,
        id: Uuid,
        etag: &str,
        body: &UpdateUser,
    ) -> Result<Versioned<OrganisationUser>> {
        self.send(Request::put(one(organisation, id), etag).json(body)?).await?.versioned()
    }

    /// Removes a user from the organisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn remove_user(&self, organisation: Uuid, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(organisation, id), etag)).await.map(drop)
    }

    /// Sends a new invitation; the former link becomes void.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn resend_invitation(
        &self,
        organisation: Uuid,
        id: Uuid,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<OrganisationUser>> {
        let request = Request::post(format!("{}/resend-invitation", one(organisation, id)));
        self.send(request.idempotency_key(idempotency_key)).await?.versioned()
    }
}
