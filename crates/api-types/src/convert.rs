//! Requests into commands of `domain`, with every violation found at once; the browser runs the
//! same conversions before it sends.

use crate::{
    Address, CommunityInput, Configuration, ConfigurationChange, ConfigurationInput, InvitePortalUser, InviteUser,
    MemberInput, MeterIdentity, NewCommunity, NewMeter, OrganisationInput, RoleAt, UpdateMe, UpdateUser,
};
use domain::Violations;
use domain::address::AddressDraft;
use domain::community::{CommunityDraft, CommunityFields};
use domain::member::{MemberDraft, MemberFields};
use domain::meter::{ConfigurationDraft, ConfigurationPatch, IdentityDraft, MeterDraft};
use domain::organisation::OrganisationFields;
use domain::role::{Assignment, Role};
use domain::user::{Invitation, Profile, RoleRequest};
use domain::vocabulary::Region;
use uuid::Uuid;

impl OrganisationInput {
    /// The organisation's fields, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<OrganisationFields, Violations> {
        OrganisationFields::new(&self.name)
    }
}

impl CommunityInput {
    /// The community's fields, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<CommunityFields, Violations> {
        let draft = CommunityDraft {
            name: &self.name,
            region: self.region,
            kind: self.kind,
            contact_email: self.contact_email.as_deref(),
            contact_phone: self.contact_phone.as_deref(),
        };
        draft.check()
    }
}

impl NewCommunity {
    /// The community's fields, checked; whether the organisation exists is for the server to say.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<CommunityFields, Violations> {
        let draft = CommunityDraft {
            name: &self.name,
            region: self.region,
            kind: self.kind,
            contact_email: self.contact_email.as_deref(),
            contact_phone: self.contact_phone.as_deref(),
        };
        draft.check()
    }
}

impl MemberInput {
    /// The member's fields, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<MemberFields, Violations> {
        let draft = MemberDraft {
            kind: self.kind,
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            company_name: self.company_name.as_deref(),
            email: self.email.as_deref(),
            phone: self.phone.as_deref(),
            address: self.address.as_ref().map(Address::draft),
            billing_address: self.billing_address.as_ref().map(Address::draft),
            iban: self.iban.as_deref(),
            enterprise_number: self.enterprise_number.as_deref(),
            status: self.status,
        };
        draft.check()
    }
}

impl NewMeter {
    /// The meter to create in a community of `region`, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, region: Region) -> Result<domain::meter::NewMeter, Violations> {
        let draft = MeterDraft {
            ean: &self.ean,
            meter_number: &self.meter_number,
            address: self.address.draft(),
            phases: self.phases,
            reading_frequency: self.reading_frequency,
            tariff_group: self.tariff_group,
            voltage_system: self.voltage_system,
            configuration: self.configuration.draft(),
        };
        draft.check(region)
    }
}

impl MeterIdentity {
    /// What identifies a meter in a community of `region`, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, region: Region) -> Result<domain::meter::MeterIdentity, Violations> {
        let draft = IdentityDraft {
            ean: &self.ean,
            meter_number: &self.meter_number,
            address: self.address.draft(),
            phases: self.phases,
            reading_frequency: self.reading_frequency,
            tariff_group: self.tariff_group,
            voltage_system: self.voltage_system,
        };
        draft.check(region)
    }
}

impl Address {
    fn draft(&self) -> AddressDraft<'_> {
        AddressDraft {
            street: &self.street,
            number: &self.number,
            r#box: self.r#box.as_deref(),
            postcode: &self.postcode,
            city: &self.city,
            country: &self.country,
        }
    }
}

impl ConfigurationChange {
    /// What is said anew. It is checked when it is applied, as the rules hold on the whole configuration.
    #[must_use]
    pub fn to_domain(&self) -> ConfigurationPatch {
        ConfigurationPatch {
            description: self.description.as_ref().map(|text| text.clone().unwrap_or_default()),
            status: self.status,
            sampling_power_kva: self.sampling_power_kva,
            generating_capacity_kva: self.generating_capacity_kva,
            amperage_a: self.amperage_a,
            production_chain: self.production_chain,
            injection_status: self.injection_status,
            dso: self.dso.clone(),
            rate: self.rate,
            client_type: self.client_type,
            member: self.member_id,
        }
    }
}

impl ConfigurationInput {
    /// The configuration, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<domain::meter::Configuration, Violations> {
        self.draft().check_alone()
    }

    fn draft(&self) -> ConfigurationDraft<'_> {
        ConfigurationDraft {
            valid_from: self.valid_from,
            description: &self.description,
            status: self.status,
            sampling_power_kva: self.sampling_power_kva,
            generating_capacity_kva: self.generating_capacity_kva,
            amperage_a: self.amperage_a,
            rate: self.rate,
            client_type: self.client_type,
            member: self.member_id,
            dso: &self.dso,
            production_chain: self.production_chain,
            injection_status: self.injection_status,
        }
    }
}

impl InviteUser {
    /// The invitation by somebody who holds the roles `grantor` in this organisation or above it, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, grantor: &[Role]) -> Result<Invitation, Violations> {
        Invitation::new(&self.email, &self.name, self.locale, &requests(&self.roles), grantor)
    }
}

impl InvitePortalUser {
    /// The invitation of a member of a community by somebody who holds the roles `grantor` there, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, community: Uuid, member: Uuid, grantor: &[Role]) -> Result<Invitation, Violations> {
        let role = RoleRequest { role: Role::Member, community: Some(community), member: Some(member) };
        Invitation::new(&self.email, &self.name, self.locale, &[role], grantor)
    }
}

impl UpdateUser {
    /// The roles given by somebody who holds the roles `grantor` in this organisation, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, grantor: &[Role]) -> Result<Vec<Assignment>, Violations> {
        domain::user::assignments(&requests(&self.roles), grantor)
    }
}

fn requests(roles: &[RoleAt]) -> Vec<RoleRequest> {
    roles.iter().map(|at| RoleRequest { role: at.role, community: at.community_id, member: at.member_id }).collect()
}

impl UpdateMe {
    /// The profile, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Profile, Violations> {
        Profile::new(&self.name, self.locale)
    }
}

impl From<&domain::meter::Address> for Address {
    fn from(address: &domain::meter::Address) -> Self {
        Self {
            street: address.street.clone(),
            number: address.number.clone(),
            r#box: address.r#box.clone(),
            postcode: address.postcode.clone(),
            city: address.city.clone(),
            country: address.country.clone(),
        }
    }
}

impl From<&Configuration> for ConfigurationInput {
    fn from(configuration: &Configuration) -> Self {
        Self {
            valid_from: configuration.valid_from,
            description: configuration.description.clone(),
            status: configuration.status,
            sampling_power_kva: configuration.sampling_power_kva,
            generating_capacity_kva: configuration.generating_capacity_kva,
            amperage_a: configuration.amperage_a,
            production_chain: configuration.production_chain,
            injection_status: configuration.injection_status,
            dso: configuration.dso.clone(),
            rate: configuration.rate,
            client_type: configuration.client_type,
            member_id: configuration.member_id,
        }
    }
}

/// Says everything anew: what was removed can be put back as it was.
impl From<&Configuration> for ConfigurationChange {
    fn from(configuration: &Configuration) -> Self {
        Self {
            valid_from: configuration.valid_from,
            description: Some(Some(configuration.description.clone())),
            status: Some(configuration.status),
            sampling_power_kva: Some(configuration.sampling_power_kva),
            generating_capacity_kva: Some(configuration.generating_capacity_kva),
            amperage_a: Some(configuration.amperage_a),
            production_chain: Some(configuration.production_chain),
            injection_status: Some(configuration.injection_status),
            dso: Some(configuration.dso.clone()),
            rate: Some(configuration.rate),
            client_type: Some(configuration.client_type),
            member_id: Some(configuration.member_id),
        }
    }
}

impl From<&Assignment> for RoleAt {
    fn from(assignment: &Assignment) -> Self {
        Self { role: assignment.role(), community_id: assignment.community(), member_id: assignment.member() }
    }
}

impl From<&domain::dso::Dso> for crate::Dso {
    fn from(dso: &domain::dso::Dso) -> Self {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Self {
            code: dso.code.to_owned(),
            name: dso.name.to_owned(),
            region: dso.region,
            glns: owned(dso.glns),
            ean_prefixes: owned(dso.ean_prefixes),
        }
    }
}
