//! The words of regions and legal forms.

use crate::i18n::t;
use domain::vocabulary::{CommunityType, Region};

/// A region's name.
pub fn region(region: Region) -> String {
    t(&format!("communities.region.{region}"))
}

/// A legal form's name.
pub fn kind(kind: CommunityType) -> String {
    t(&format!("communities.type.{kind}"))
}
