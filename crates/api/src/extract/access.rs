//! Permissions as arguments of handlers: whoever gets past one of these may do what it names, there.

use super::path::path_id;
use super::permit::Permit;
use super::{Caller, permit};
use crate::error::Error;
use crate::state::State;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domain::role::{Grant, Place};
use futures_util::future::LocalBoxFuture;
use std::marker::PhantomData;
use store::{CommunityScope, CommunityWriter, OrganisationScope, OrganisationWriter, Tx, Viewer};
use uuid::Uuid;

type Extraction<T> = LocalBoxFuture<'static, Result<T, Error>>;

/// Anybody who is logged in.
pub(crate) struct Authenticated {
    pub(crate) caller: Caller,
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

    pub(crate) fn read<'s>(&self, state: &'s State) -> CommunityScope<'s> {
        state.store().community(self.organisation, self.community)
    }

    pub(crate) fn write<'t>(&self, tx: &'t Tx) -> CommunityWriter<'t> {
        tx.community(self.organisation, self.community)
    }
}

impl InCommunity<permit::MetersRead> {
    /// Whose meters the caller sees: a member with no other role here sees their own.
    pub(crate) fn viewer(&self) -> Viewer {
        let place = Place::Community { organisation: self.organisation, id: self.community };
        let mut members = Vec::new();
        for grant in self.caller.grants().iter().filter(|grant| grant.reaches(place)) {
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
