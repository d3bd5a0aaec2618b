//! The members of a community, by e-mail and by name: what an owner's cell means.

use domain::text::fold;
use domain::violation::{Code, FieldViolation};
use domain::vocabulary::MemberStatus;
use std::collections::HashMap;
use store::MemberView;
use uuid::Uuid;

/// The members of a community, to be found by what a file calls them.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    members: HashMap<Uuid, Owner>,
    by_email: HashMap<String, Vec<Uuid>>,
    by_name: HashMap<String, Vec<Uuid>>,
}

/// A member as an owner of meters.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    pub(crate) id: Uuid,
    name: String,
    email: Option<String>,
    status: MemberStatus,
}

impl Owners {
    pub(crate) fn new<'a>(members: impl IntoIterator<Item = &'a MemberView>) -> Self {
        let mut owners = Self::default();
        for member in members {
            let owner = Owner {
                id: member.id,
                name: member.fields.display_name(),
                email: member.fields.email.as_ref().map(ToString::to_string),
                status: member.fields.status,
            };
            if let Some(email) = &owner.email {
                owners.by_email.entry(email.to_lowercase()).or_default().push(owner.id);
            }
            owners.by_name.entry(fold(&owner.name)).or_default().push(owner.id);
            owners.members.insert(owner.id, owner);
        }
        owners
    }

    /// The member a cell means.
    ///
    /// # Errors
    /// `unknown_member`, `ambiguous_member` with their number, `member_inactive`.
    pub(crate) fn find(&self, text: &str) -> Result<&Owner, FieldViolation> {
        let found = self.by_email.get(&text.to_lowercase()).or_else(|| self.by_name.get(&fold(text)));
        let owner = match found.map(Vec::as_slice) {
            Some([one]) => self.members.get(one),
            Some(several) => return Err(FieldViolation::with(Code::AmbiguousMember, "count", several.len())),
            None => None,
        };
        match owner {
            Some(Owner { status: MemberStatus::Inactive, .. }) => Err(Code::MemberInactive.into()),
            Some(owner) => Ok(owner),
            None => Err(Code::UnknownMember.into()),
        }
    }

    /// What a file calls a member: their name, or their e-mail where several are called the same.
    pub(crate) fn name(&self, id: Uuid) -> Option<&str> {
        let owner = self.members.get(&id)?;
        let is_alone = self.by_name.get(&fold(&owner.name)).is_none_or(|called| called.len() < 2);
        Some(owner.email.as_deref().filter(|_| !is_alone).unwrap_or(&owner.name))
    }
}
