//! Readings of meters: what is stored, what of it is known, as files.

use crate::communities::path;
use crate::exchange::PATIENCE;
use crate::query::with_query;
use crate::{Client, Download, Request, Result};
use api_types::{
    CommunityCoverage, CorrectionQuery, Corrections, Coverage, CoverageQuery, ReadingExportQuery, ReadingQuery,
    Readings,
};
use uuid::Uuid;

fn meter(community: Uuid, meter: Uuid) -> String {
    format!("{}/meters/{meter}", path(community))
}

impl Client {
    /// The readings of a meter over a period.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_readings(&self, community: Uuid, id: Uuid, query: &ReadingQuery) -> Result<Readings> {
        let path = format!("{}/readings", meter(community, id));
        self.with_timeout(PATIENCE).send(Request::get(with_query(&path, query))).await?.json()
    }

    /// What is known of a meter, day by day.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_coverage(&self, community: Uuid, id: Uuid, query: &CoverageQuery) -> Result<Coverage> {
        let path = format!("{}/coverage", meter(community, id));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// What imports corrected of a meter.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_corrections(&self, community: Uuid, id: Uuid, query: &CorrectionQuery) -> Result<Corrections> {
        let path = format!("{}/readings/corrections", meter(community, id));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// The readings of a meter as a file.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_readings(&self, community: Uuid, id: Uuid, query: &ReadingExportQuery) -> Result<Download> {
        let path = format!("{}/readings/export", meter(community, id));
        self.download_from(with_query(&path, query)).await
    }

    /// What is known of the meters of a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_community_coverage(&self, community: Uuid) -> Result<CommunityCoverage> {
        self.send(Request::get(format!("{}/readings/coverage", path(community)))).await?.json()
    }

    /// The readings of a community's meters as one file.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn export_community_readings(&self, community: Uuid, query: &ReadingExportQuery) -> Result<Download> {
        let path = format!("{}/readings/export", path(community));
        self.download_from(with_query(&path, query)).await
    }
}
