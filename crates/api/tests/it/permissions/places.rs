//! Where an operation is tried: in the caller's own tenant, beside it, and in a foreign one.

use crate::support::TestApp;
use crate::support::Who;
use crate::support::contract::Operation;
use crate::support::seed::{Community, Organisation};
use uuid::Uuid;

/// A place, with a manager who may do everything there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) name: &'static str,
    pub(super) manager: Who,
}

const NOWHERE: Place = Place { name: "-", manager: Who::Manager };
const OWN: Place = Place { name: "own", manager: Who::Manager };
const SIBLING: Place = Place { name: "sibling", manager: Who::Manager };
const FOREIGN: Place = Place { name: "foreign", manager: Who::Stranger };

impl Place {
    /// The organisation.
    pub(super) fn tenant<'a>(&self, app: &'a TestApp) -> &'a Organisation {
        if self.name == FOREIGN.name { &app.ids.foreign } else { &app.ids.own }
    }

    /// The customer account: that of the key account manager who calls, another one's, another organisation's.
    pub(super) fn customer(&self, app: &TestApp) -> Uuid {
        let tenant = self.tenant(app);
        if self.name == SIBLING.name { tenant.other_customer } else { tenant.customer }
    }

    /// Who looks after the accounts of the place.
    pub(super) fn kam(&self) -> Who {
        match self.name {
            "sibling" => Who::OtherKam,
            "foreign" => Who::Stranger,
            _ => Who::Kam,
        }
    }

    /// The community.
    pub(super) fn community<'a>(&self, app: &'a TestApp) -> &'a Community {
        let tenant = self.tenant(app);
        if self.name == SIBLING.name { &tenant.sibling } else { &tenant.home }
    }
}

/// The places an operation must be tried at: those its request can name.
pub(super) fn of(operation: &Operation) -> Vec<Place> {
    let below = ["{community_id}", "{customer_id}", "{optimisation_id}"];
    if below.iter().any(|id| operation.path.contains(id)) {
        vec![OWN, SIBLING, FOREIGN]
    } else if operation.path.contains("{organisation_id}")
        || ["create_community", "publish_forecast", "import_forecast"].contains(&operation.id())
    {
        vec![OWN, FOREIGN]
    } else {
        vec![NOWHERE]
    }
}
