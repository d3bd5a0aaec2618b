//! Distribution system operators.

use crate::{Client, Request, Result};
use api_types::DsoList;

impl Client {
    /// The DSOs that can be chosen.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_dsos(&self) -> Result<DsoList> {
        self.send(Request::get("/api/v1/dsos".to_owned())).await?.json()
    }
}
