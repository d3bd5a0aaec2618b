//! Imports of readings.

use crate::communities::path;
use crate::exchange::PATIENCE;
use crate::query::with_query;
use crate::{Client, Created, Request, Result, Upload, Versioned};
use api_types::{
    ConfirmReadingImport, Page, ReadingAnswers, ReadingImport, ReadingImportQuery, ReadingImportSummary,
    ReadingUploadQuery, UndoReadingImport,
};
use uuid::Uuid;

fn imports(community: Uuid) -> String {
    format!("{}/reading-imports", path(community))
}

fn import(community: Uuid, id: Uuid) -> String {
    format!("{}/{id}", imports(community))
}

impl Client {
    /// Has a file of readings read. What is known of it before it asks may come along.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_reading_import(
        &self,
        community: Uuid,
        file: Upload,
        answers: &ReadingAnswers,
        idempotency_key: Option<&str>,
    ) -> Result<Created<ReadingImport>> {
        let query = ReadingUploadQuery { file_name: Some(file.name()), stamped: answers.stamped, unit: answers.unit };
        self.upload_to(with_query(&imports(community), &query), file, idempotency_key).await
    }

    /// The imports of a community, latest first.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_reading_imports(
        &self,
        community: Uuid,
        query: &ReadingImportQuery,
    ) -> Result<Page<ReadingImportSummary>> {
        self.send(Request::get(with_query(&imports(community), query))).await?.json()
    }

    /// Reads where an import stands.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_reading_import(&self, community: Uuid, id: Uuid) -> Result<Versioned<ReadingImport>> {
        self.send(Request::get(import(community, id))).await?.versioned()
    }

    /// Answers the questions of a file, which is read again.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn answer_reading_import(
        &self,
        community: Uuid,
        id: Uuid,
        etag: &str,
        answers: &ReadingAnswers,
    ) -> Result<Versioned<ReadingImport>> {
        let request = Request::put(format!("{}/answers", import(community, id)), etag).json(answers)?;
        self.with_timeout(PATIENCE).send(request).await?.versioned()
    }

    /// Begins to apply an import.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn confirm_reading_import(
        &self,
        community: Uuid,
        id: Uuid,
        etag: &str,
        how: &ConfirmReadingImport,
    ) -> Result<Versioned<ReadingImport>> {
        let path = with_query(&format!("{}/confirm", import(community, id)), how);
        self.send(Request::post(path).header("if-match", etag)).await?.versioned()
    }

    /// Takes an applied import back, or forgets one that was not applied.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn undo_reading_import(
        &self,
        community: Uuid,
        id: Uuid,
        etag: &str,
        how: &UndoReadingImport,
    ) -> Result<()> {
        let path = with_query(&import(community, id), how);
        self.with_timeout(PATIENCE).send(Request::delete(path, etag)).await.map(drop)
    }
}
