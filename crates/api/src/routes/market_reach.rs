//! What of a market a caller may see: all of it in an office, and what active services share as a customer.

use crate::error::Error;
use crate::extract::Caller;
use crate::state::State;
use api_types::ProblemCode;
use domain::role::Grant;
use store::ForecastReach;
use uuid::Uuid;

/// The forecasts of a market that a caller may see, beside those of clients; whoever gets this may see its prices.
///
/// # Errors
/// 404 for an unknown market, 403 for a customer without an active service on it.
pub(super) async fn of(state: &State, caller: &Caller, market: Uuid) -> Result<ForecastReach, Error> {
    state.store().market(market).await?;
    let mut reach = ForecastReach::default();
    let (mut may_read, mut accounts) = (false, Vec::new());
    for grant in caller.grants() {
        match *grant {
            Grant::Operator => (may_read, reach.application) = (true, true),
            Grant::Manager { organisation } | Grant::Kam { organisation } => {
                (may_read, reach.application) = (true, true);
                reach.organisations.push(organisation);
            }
            Grant::Customer { customer, .. } => accounts.push(customer),
            Grant::CommunityManager { .. } | Grant::Member { .. } => {}
        }
    }
    for shared in state.store().platform().shared_markets(market, &accounts, state.today()).await? {
        may_read = true;
        reach.application |= shared.forecasts.application;
        if shared.forecasts.manager {
            reach.organisations.push(shared.organisation);
        }
    }
    if may_read { Ok(reach) } else { Err(ProblemCode::Forbidden.into()) }
}
