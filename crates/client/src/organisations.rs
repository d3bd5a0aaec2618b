//! Organisations.

use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{Organisation, OrganisationInput, OrganisationQuery, Page};
use uuid::Uuid;

const LIST: &str = "/api/v1/organisations";

fn one(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

impl Client {
    /// The organisations the caller has to do with.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_organisations(&self, query: &OrganisationQuery) -> Result<Page<Organisation>> {
        self.send(Request::get(with_query(LIST, query))).await?.json()
    }

    /// Creates an organisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_organisation(
        &self,
        body: &OrganisationInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Organisation>> {
        let request = Request::post(LIST.to_owned()).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads an organisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_organisation(&self, id: Uuid) -> Result<Versioned<Organisation>> {
        self.send(Request::get(one(id))).await?.versioned()
    }

    /// Replaces an organisation's fields.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_organisation(
        &self,
        id: Uuid,
        etag: &str,
        body: &OrganisationInput,
    ) -> Result<Versioned<Organisation>> {
        self.send(Request::put(one(id), etag).json(body)?).await?.versioned()
    }
}
