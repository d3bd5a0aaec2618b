//! The configurations of a meter: its periods, past, present and to come.
//!
//! Each answer names the version of the meter, which guards all of its periods together.

use crate::{Client, Created, Request, Result, Versioned, meters};
use api_types::{Configuration, ConfigurationChange, ConfigurationInput};
use uuid::Uuid;

fn list(community: Uuid, meter: Uuid) -> String {
    format!("{}/configurations", meters::one(community, meter))
}

fn one(community: Uuid, meter: Uuid, id: Uuid) -> String {
    format!("{}/{id}", list(community, meter))
}

impl Client {
    /// Changes a meter from a day on; what the body does not say is carried forward. With the meter's `etag`
    /// only while that is still right.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn add_configuration(
        &self,
        community: Uuid,
        meter: Uuid,
        etag: Option<&str>,
        body: &ConfigurationChange,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Configuration>> {
        let request = Request::post(list(community, meter)).if_match(etag).idempotency_key(idempotency_key);
        self.send(request.json(body)?).await?.created()
    }

    /// Reads one configuration of a meter.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_configuration(&self, community: Uuid, meter: Uuid, id: Uuid) -> Result<Versioned<Configuration>> {
        self.send(Request::get(one(community, meter, id))).await?.versioned()
    }

    /// Replaces a configuration, and moves its first day between its neighbours.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_configuration(
        &self,
        community: Uuid,
        meter: Uuid,
        id: Uuid,
        etag: &str,
        body: &ConfigurationInput,
    ) -> Result<Versioned<Configuration>> {
        self.send(Request::put(one(community, meter, id), etag).json(body)?).await?.versioned()
    }

    /// Removes a configuration: the one before lasts until the next. Gives the meter's new version.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_configuration(&self, community: Uuid, meter: Uuid, id: Uuid, etag: &str) -> Result<String> {
        self.send(Request::delete(one(community, meter, id), etag)).await?.expect_header("etag")
    }
}
