//! The allocation keys of a community.

use crate::communities::path;
use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{
    AllocationKey, CheckedKey, KeyExportQuery, KeyFileQuery, KeyImport, KeyImportQuery, KeyInput, KeyQuery, KeySummary,
    KeyVersion, KeyVersionQuery, KeyVersionSummary, Page,
};
use uuid::Uuid;

fn list(community: Uuid) -> String {
    format!("{}/keys", path(community))
}

fn one(community: Uuid, id: Uuid) -> String {
    format!("{}/{id}", list(community))
}

impl Client {
    /// The keys of a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_keys(&self, community: Uuid, query: &KeyQuery) -> Result<Page<KeySummary>> {
        self.send(Request::get(with_query(&list(community), query))).await?.json()
    }

    /// Creates a key.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_key(
        &self,
        community: Uuid,
        body: &KeyInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<AllocationKey>> {
        let request = Request::post(list(community)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Checks a key as creating it would, and stores nothing.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn validate_key(&self, community: Uuid, body: &KeyInput) -> Result<CheckedKey> {
        let request = Request::post(format!("{}/validate", list(community))).json(body)?;
        self.send(request).await?.json()
    }

    /// Reads a key in its latest version.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_key(&self, community: Uuid, id: Uuid) -> Result<Versioned<AllocationKey>> {
        self.send(Request::get(one(community, id))).await?.versioned()
    }

    /// Saves a new version of a key.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_key(
        &self,
        community: Uuid,
        id: Uuid,
        etag: &str,
        body: &KeyInput,
    ) -> Result<Versioned<AllocationKey>> {
        self.send(Request::put(one(community, id), etag).json(body)?).await?.versioned()
    }

    /// Deletes a key with all its versions.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_key(&self, community: Uuid, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(community, id), etag)).await.map(drop)
    }

    /// Puts a key aside.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn archive_key(
        &self,
        community: Uuid,
        id: Uuid,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<AllocationKey>> {
        let request = Request::post(format!("{}/archive", one(community, id)));
        self.send(request.if_match(etag).idempotency_key(idempotency_key)).await?.versioned()
    }

    /// Offers an archived key again.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn restore_key(
        &self,
        community: Uuid,
        id: Uuid,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<AllocationKey>> {
        let request = Request::post(format!("{}/restore", one(community, id)));
        self.send(request.if_match(etag).idempotency_key(idempotency_key)).await?.versioned()
    }

    /// Creates a copy of a key's latest version, under a name that is free.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn duplicate_key(
        &self,
        community: Uuid,
        id: Uuid,
        idempotency_key: Option<&str>,
    ) -> Result<Created<AllocationKey>> {
        let request = Request::post(format!("{}/duplicate", one(community, id))).idempotency_key(idempotency_key);
        self.send(request).await?.created()
    }

    /// The versions of a key, latest first.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_key_versions(
        &self,
        community: Uuid,
        id: Uuid,
        query: &KeyVersionQuery,
    ) -> Result<Page<KeyVersionSummary>> {
        let path = format!("{}/versions", one(community, id));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// Reads one version of a key.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_key_version(&self, community: Uuid, id: Uuid, version: Uuid) -> Result<KeyVersion> {
        self.send(Request::get(format!("{}/versions/{version}", one(community, id)))).await?.json()
    }
    /// The keys of a community as a file.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_keys(&self, community: Uuid, query: &KeyExportQuery) -> Result<Vec<u8>> {
        let path = format!("{}/export", list(community));
        self.send(Request::get(with_query(&path, query))).await.map(|response| response.body)
    }

    /// One key as a file.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_key(&self, community: Uuid, id: Uuid, query: &KeyFileQuery) -> Result<Vec<u8>> {
        let path = format!("{}/export", one(community, id));
        self.send(Request::get(with_query(&path, query))).await.map(|response| response.body)
    }

    /// Looks at a file of keys, or saves what is in it. `media_type` is that of JSON, CSV or a workbook.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn import_keys(
        &self,
        community: Uuid,
        query: &KeyImportQuery,
        media_type: &str,
        file: Vec<u8>,
    ) -> Result<KeyImport> {
        let path = with_query(&format!("{}/imports", list(community)), query);
        let request = Request { body: Some(file), ..Request::post(path).header("content-type", media_type) };
        self.send(request).await?.json()
    }
}
