//! Permissions as arguments of handlers: whoever gets past one of these may do what it names, there.

use super::path::path_id;
use super::permit::Permit;
use super::{Caller, permit};
use crate::error::Error;
use crate::state::State;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domain::customer::editor_of;
use domain::role::{Grant, Permission, Place};
use futures_util::future::LocalBoxFuture;
use std::marker::PhantomData;
use store::{
    CommunityScope, CommunityWriter, CustomerReach, CustomerScope, CustomerWriter, MarketView, OrganisationScope,
    OrganisationWriter, Tx, Viewer,
};
use uuid::Uuid;

type Extraction<T> = LocalBoxFuture<'static, Result<T, Error>>;

/// Anybody who is logged in.
pub(crate) struct Authenticated {
    pub(crate) caller: Caller,
}

/// Anybody who is logged in, at a market of the catalogue.
pub(crate) struct AtMarket {
    pub(crate) caller: Caller,
    pub(crate) market: MarketView,
}

/// May do `P` above all tenants.
pub(crate) struct OnPlatform<P> {
    pub(crate) caller: Caller,
    permit: PhantomData<P>,
}

/// May do `P` in the organisation of the path.
pub(crate) struct InOrganisation<P> {
    pub(crate) caller: Caller,
    organisation: Uuid,
    permit: PhantomData<P>,
}

/// May do `P` in the community of the path.
pub(crate) struct InCommunity<P> {
    pub(crate) caller: Caller,
    organisation: Uuid,
    community: Uuid,
    permit: PhantomData<P>,
}

/// May do `P` with the customer account of the path.
pub(crate) struct InCustomer<P> {
    pub(crate) caller: Caller,
    organisation: Uuid,
    customer: Uuid,
    place: Place,
    permit: PhantomData<P>,
}

// Whoever has the right keeps it while a long answer is on its way; derived, this would ask the same of `P`.
impl<P> Clone for InOrganisation<P> {
    fn clone(&self) -> Self {
        Self { caller: self.caller.clone(), organisation: self.organisation, permit: PhantomData }
    }
}

impl<P> Clone for InCommunity<P> {
    fn clone(&self) -> Self {
        let (organisation, community) = (self.organisation, self.community);
        Self { caller: self.caller.clone(), organisation, community, permit: PhantomData }
    }
}

impl<P> InOrganisation<P> {
    pub(crate) const fn id(&self) -> Uuid {
        self.organisation
    }

    pub(crate) const fn place(&self) -> Place {
        Place::Organisation(self.organisation)
    }

    pub(crate) fn read<'s>(&self, state: &'s State) -> OrganisationScope<'s> {
        state.store().organisation(self.organisation)
    }

    pub(crate) fn write<'t>(&self, tx: &'t Tx) -> OrganisationWriter<'t> {
        tx.organisation(self.organisation)
    }
}

impl<P> InCommunity<P> {
    pub(crate) const fn id(&self) -> Uuid {
        self.community
    }

    pub(crate) const fn organisation(&self) -> Uuid {
        self.organisation
    }

    pub(crate) const fn place(&self) -> Place {
        Place::Community { organisation: self.organisation, id: self.community }
    }

    pub(crate) fn read<'s>(&self, state: &'s State) -> CommunityScope<'s> {
        state.store().community(self.organisation, self.community)
    }

    pub(crate) fn write<'t>(&self, tx: &'t Tx) -> CommunityWriter<'t> {
        tx.community(self.organisation, self.community)
    }
}

impl<P> InCustomer<P> {
    pub(crate) const fn id(&self) -> Uuid {
        self.customer
    }

    pub(crate) const fn organisation(&self) -> Uuid {
        self.organisation
    }

    pub(crate) const fn place(&self) -> Place {
        self.place
    }

    pub(crate) fn read<'s>(&self, state: &'s State) -> CustomerScope<'s> {
        state.store().customer(self.organisation, self.customer)
    }

    pub(crate) fn write<'t>(&self, tx: &'t Tx) -> CustomerWriter<'t> {
        tx.customer(self.organisation, self.customer)
    }
}

impl InOrganisation<permit::CustomersRead> {
    /// Which accounts the caller sees: a key account manager with no other role here sees their own.
    pub(crate) fn reach(&self) -> CustomerReach {
        let is_manager = |grant: &Grant| grant.allows(Permission::CustomersTransfer, self.place());
        if self.caller.grants().iter().any(is_manager) {
            CustomerReach::All
        } else {
            CustomerReach::LookedAfterBy(self.caller.user().id)
        }
    }
}

/// What a member may do with their own meters.
pub(crate) trait OfOwners {}

impl OfOwners for permit::MetersRead {}
impl OfOwners for permit::ReadingsRead {}

impl<P: OfOwners> InCommunity<P> {
    /// Whose meters the caller sees: a member with no other role here sees their own.
    pub(crate) fn viewer(&self) -> Viewer {
        let mut members = Vec::new();
        for grant in self.caller.grants().iter().filter(|grant| grant.reaches(self.place())) {
            match grant {
                Grant::Member { member, .. } => members.push(*member),
                _ => return Viewer::All,
            }
        }
        Viewer::Owners(members)
    }
}

impl FromRequest for Authenticated {
    type Error = Error;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self { caller: Caller::of(&request).await? }) })
    }
}

impl FromRequest for AtMarket {
    type Error = Error;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::of(&request).await?;
            let market = State::of(&request)?.store().market(path_id(&request, "market_id")?).await?;
            Ok(Self { caller, market })
        })
    }
}

impl<P: Permit> FromRequest for OnPlatform<P> {
    type Error = Error;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::of(&request).await?;
            caller.require(P::PERMISSION, Place::Platform)?;
            Ok(Self { caller, permit: PhantomData })
        })
    }
}

impl<P: Permit> FromRequest for InOrganisation<P> {
    type Error = Error;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::of(&request).await?;
            let organisation = path_id(&request, "organisation_id")?;
            caller.require(P::PERMISSION, Place::Organisation(organisation))?;
            Ok(Self { caller, organisation, permit: PhantomData })
        })
    }
}

impl<P: Permit> FromRequest for InCommunity<P> {
    type Error = Error;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::of(&request).await?;
            let community = path_id(&request, "community_id")?;
            let organisation = State::of(&request)?.store().platform().organisation_of(community).await?;
            caller.require(P::PERMISSION, Place::Community { organisation, id: community })?;
            Ok(Self { caller, organisation, community, permit: PhantomData })
        })
    }
}

impl<P: Permit> FromRequest for InCustomer<P> {
    type Error = Error;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = Caller::of(&request).await?;
            let customer = path_id(&request, "customer_id")?;
            let state = State::of(&request)?;
            let found = state.store().platform().customer_place(customer, state.now()).await?;
            let (organisation, owned) = (found.organisation, found.kam_user == caller.user().id);
            let place = Place::Customer { organisation, id: customer, owned, editor: editor_of(found.editor) };
            caller.require(P::PERMISSION, place)?;
            Ok(Self { caller, organisation, customer, place, permit: PhantomData })
        })
    }
}
