//! Permissions at an optimisation: those at the customer account it belongs to.

use super::Caller;
use super::path::path_id;
use super::permit::Permit;
use crate::error::Error;
use crate::state::State;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use api_types::ProblemCode;
use domain::customer::{ServiceState, editor_of};
use domain::role::{Grant, Permission, Place};
use futures_util::future::LocalBoxFuture;
use std::marker::PhantomData;
use store::{CustomerScope, CustomerWriter, OptimisationView, Tx};
use uuid::Uuid;

/// May do `P` with the optimisation of the path.
pub(crate) struct InOptimisation<P> {
    pub(crate) caller: Caller,
    organisation: Uuid,
    customer: Uuid,
    optimisation: Uuid,
    place: Place,
    permit: PhantomData<P>,
}

/// Which side of an account a caller is on: its customer sees calendars only while the service is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CustomerSide {
    /// The account's customer and nothing else.
    Customer,
    /// Somebody who looks after it.
    Keeper,
}

impl CustomerSide {
    /// The side of a caller at a place they know.
    pub(crate) fn of(caller: &Caller, place: Place) -> Self {
        let keeps = |grant: &Grant| grant.reaches(place) && !matches!(grant, Grant::Customer { .. });
        if caller.grants().iter().any(keeps) { Self::Keeper } else { Self::Customer }
    }

    /// Whether they see calendars and prices when the account's service of the market is in this state.
    pub(crate) fn sees(self, service: Option<ServiceState>) -> bool {
        self == Self::Keeper || service == Some(ServiceState::Active)
    }
}

impl<P> InOptimisation<P> {
    pub(crate) const fn id(&self) -> Uuid {
        self.optimisation
    }

    pub(crate) fn read<'s>(&self, state: &'s State) -> CustomerScope<'s> {
        state.store().customer(self.organisation, self.customer)
    }

    pub(crate) fn write<'t>(&self, tx: &'t Tx) -> CustomerWriter<'t> {
        tx.customer(self.organisation, self.customer)
    }

    pub(crate) fn side(&self) -> CustomerSide {
        CustomerSide::of(&self.caller, self.place)
    }

    /// Whether the caller may change parameters, notifications and fixings.
    pub(crate) fn may_edit(&self) -> bool {
        self.caller.permissions_at(self.place).contains(&Permission::OptimisationsWrite)
    }

    /// The optimisation, for somebody who may see its calendar today.
    ///
    /// # Errors
    /// 403 for a customer whose service of the market is not active; those of the store.
    pub(crate) async fn seen(&self, state: &State) -> Result<OptimisationView, Error> {
        let view = self.read(state).optimisation(self.optimisation).await?;
        if self.side().sees(view.service_state(state.today())) { Ok(view) } else { Err(ProblemCode::Forbidden.into()) }
    }
}

impl<P: Permit> FromRequest for InOptimisation<P> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::of(&request).await?;
            let optimisation = path_id(&request, "optimisation_id")?;
            let state = State::of(&request)?;
            let platform = state.store().platform();
            let (organisation, customer) = platform.account_of(optimisation).await?;
            let found = platform.customer_place(customer, state.now()).await?;
            let owned = found.kam_user == caller.user().id;
            let place = Place::Customer { organisation, id: customer, owned, editor: editor_of(found.editor) };
            caller.require(P::PERMISSION, place)?;
            Ok(Self { caller, organisation, customer, optimisation, place, permit: PhantomData })
        })
    }
}
