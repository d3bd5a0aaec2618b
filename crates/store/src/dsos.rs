//! The distribution system operators: reference data, the same for every tenant.

use crate::connect::Store;
use crate::error::Result;
use domain::vocabulary::Region;

/// A distribution (or transmission) system operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DsoView {
    /// Its code.
    pub code: String,
    /// The name to show.
    pub name: String,
    /// Where it operates; absent for the transmission system operator.
    pub region: Option<Region>,
    /// Its Global Location Numbers.
    pub glns: Vec<String>,
    /// First seven digits its metering points usually have.
    pub ean_prefixes: Vec<String>,
}

impl Store {
    /// Every DSO, in the order it is offered.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn dsos(&self) -> Result<Vec<DsoView>> {
        todo!()
    }
}
