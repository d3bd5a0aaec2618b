//! Lists as files: imports and exports.

use crate::communities::path;
use crate::query::with_query;
use crate::{Client, Created, Request, Response, Result, Versioned};
use api_types::{
    AuditQuery, CommunityQuery, CustomerQuery, Import, ImportRow, ImportRowQuery, MemberQuery, MeterQuery,
    OptimisationQuery, Page, TableQuery, UploadQuery, UserQuery,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use uuid::Uuid;

/// How long a file may be under way.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);

/// A file to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// How it is called.
    pub file_name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// As much of its name as the server takes.
    pub(crate) fn name(&self) -> String {
        self.file_name.chars().take(200).collect()
    }
}

/// A file that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// How it is called.
    pub file_name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Download {
    fn of(response: Response) -> Self {
        let said = response.header("content-disposition").and_then(|said| said.split_once("filename=\""));
        let file_name = said.and_then(|(_, rest)| rest.split('"').next()).unwrap_or("download").to_owned();
        let media_type = response.header("content-type").unwrap_or("application/octet-stream").to_owned();
        Self { file_name, media_type, bytes: response.body }
    }
}

fn imports(community: Uuid, list: &str) -> String {
    format!("{}/{list}/imports", path(community))
}

fn import(community: Uuid, id: Uuid) -> String {
    format!("{}/imports/{id}", path(community))
}

impl Client {
    /// Has a file of meters checked.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_meter_import(
        &self,
        community: Uuid,
        file: Upload,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Import>> {
        self.upload(imports(community, "meters"), file, idempotency_key).await
    }

    /// Has a file of members checked.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_member_import(
        &self,
        community: Uuid,
        file: Upload,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Import>> {
        self.upload(imports(community, "members"), file, idempotency_key).await
    }

    /// Reads where an import stands.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_import(&self, community: Uuid, id: Uuid) -> Result<Versioned<Import>> {
        self.send(Request::get(import(community, id))).await?.versioned()
    }

    /// The rows of an import.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_import_rows(&self, community: Uuid, id: Uuid, query: &ImportRowQuery) -> Result<Page<ImportRow>> {
        let path = format!("{}/rows", import(community, id));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// Begins to apply an import.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn confirm_import(&self, community: Uuid, id: Uuid, etag: &str) -> Result<Versioned<Import>> {
        let path = format!("{}/confirm", import(community, id));
        self.send(Request::post(path).header("if-match", etag)).await?.versioned()
    }

    /// Forgets an import.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn discard_import(&self, community: Uuid, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(import(community, id), etag)).await.map(drop)
    }

    /// The wrong rows of an import, to be mended.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_import_errors(&self, community: Uuid, id: Uuid, table: &TableQuery) -> Result<Download> {
        self.download(&format!("{}/errors", import(community, id)), &(), table).await
    }

    /// The meters of a community as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_meters(&self, community: Uuid, query: &MeterQuery, table: &TableQuery) -> Result<Download> {
        self.download(&format!("{}/meters/export", path(community)), query, table).await
    }

    /// The members of a community as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_members(&self, community: Uuid, query: &MemberQuery, table: &TableQuery) -> Result<Download> {
        self.download(&format!("{}/members/export", path(community)), query, table).await
    }

    /// A table of meters to be filled in.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_meter_template(&self, community: Uuid, table: &TableQuery) -> Result<Download> {
        self.download(&format!("{}/meters/template", path(community)), &(), table).await
    }

    /// A table of members to be filled in.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_member_template(&self, community: Uuid, table: &TableQuery) -> Result<Download> {
        self.download(&format!("{}/members/template", path(community)), &(), table).await
    }

    /// A community's audit log as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_community_audit(
        &self,
        community: Uuid,
        query: &AuditQuery,
        table: &TableQuery,
    ) -> Result<Download> {
        self.download(&format!("{}/audit-log/export", path(community)), query, table).await
    }

    /// An organisation's audit log as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_organisation_audit(
        &self,
        organisation: Uuid,
        query: &AuditQuery,
        table: &TableQuery,
    ) -> Result<Download> {
        self.download(&format!("/api/v1/organisations/{organisation}/audit-log/export"), query, table).await
    }

    /// The users of an organisation as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_users(&self, organisation: Uuid, query: &UserQuery, table: &TableQuery) -> Result<Download> {
        self.download(&format!("/api/v1/organisations/{organisation}/users/export"), query, table).await
    }

    /// The customer accounts of an organisation as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_customers(
        &self,
        organisation: Uuid,
        query: &CustomerQuery,
        table: &TableQuery,
    ) -> Result<Download> {
        self.download(&format!("/api/v1/organisations/{organisation}/customers/export"), query, table).await
    }

    /// The optimisations of an organisation's accounts as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_optimisations(
        &self,
        organisation: Uuid,
        query: &OptimisationQuery,
        table: &TableQuery,
    ) -> Result<Download> {
        self.download(&format!("/api/v1/organisations/{organisation}/optimisations/export"), query, table).await
    }

    /// The communities as a table.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_communities(&self, query: &CommunityQuery, table: &TableQuery) -> Result<Download> {
        self.download("/api/v1/communities/export", query, table).await
    }

    /// Sends a file to a path.
    pub(crate) async fn upload_to<T: DeserializeOwned>(
        &self,
        path: String,
        file: Upload,
        idempotency_key: Option<&str>,
    ) -> Result<Created<T>> {
        // What it is, the server finds out by itself.
        let request = Request::post(path).idempotency_key(idempotency_key);
        let mut request = request.header("content-type", "application/octet-stream");
        request.body = Some(file.bytes);
        self.with_timeout(PATIENCE).send(request).await?.created()
    }

    async fn upload(&self, path: String, file: Upload, idempotency_key: Option<&str>) -> Result<Created<Import>> {
        let query = UploadQuery { file_name: Some(file.name()) };
        self.upload_to(with_query(&path, &query), file, idempotency_key).await
    }

    async fn download(&self, path: &str, list: &impl Serialize, table: &TableQuery) -> Result<Download> {
        self.download_from(with_query(&with_query(path, list), table)).await
    }

    /// The file at a path.
    pub(crate) async fn download_from(&self, path: String) -> Result<Download> {
        self.with_timeout(PATIENCE).send(Request::get(path)).await.map(Download::of)
    }
}
