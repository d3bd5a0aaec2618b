//! Users of an organisation: invitations and changes.

use crate::role::{Assignment, Role};
use crate::text::{Email, required_text};
use crate::violation::{Code, FieldViolation, Params, Violations};
use crate::vocabulary::Locale;
use uuid::Uuid;

/// Longest name of a user.
pub const NAME_MAX: usize = 200;
/// Most roles a user can have in one organisation.
pub const ROLES_MAX: usize = 20;

/// Somebody to be invited to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The login.
    pub email: Email,
    /// The name the mail addresses.
    pub name: String,
    /// The language of the mail.
    pub locale: Locale,
    /// What they will be, at least one.
    pub roles: Vec<Assignment>,
}

/// What users change about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Their name.
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
}

/// A role as it was asked for, before anybody looked whether it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleRequest {
    /// The role.
    pub role: Role,
    /// The community it is for.
    pub community: Option<Uuid>,
    /// The member record it is for.
    pub member: Option<Uuid>,
}

impl Invitation {
    /// Checks an invitation by somebody who holds the roles `grantor`.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn new(
        email: &str,
        name: &str,
        locale: Locale,
        roles: &[RoleRequest],
        grantor: &[Role],
    ) -> Result<Self, Violations> {
        let mut violations = Violations::default();
        let email = violations.check("/email", Email::parse(email));
        let name = violations.check("/name", required_text(name, 1, NAME_MAX));
        let roles = collect_roles(roles, grantor, &mut violations);
        violations.into_result(|| Some(Self { email: email?, name: name?, locale, roles }))
    }
}

impl Profile {
    /// Checks a profile.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn new(name: &str, locale: Locale) -> Result<Self, Violations> {
        let mut violations = Violations::default();
        let name = violations.check("/name", required_text(name, 1, NAME_MAX));
        violations.into_result(|| Some(Self { name: name?, locale }))
    }
}

/// Checks the roles that somebody who holds `grantor` gives; the same role twice counts once.
///
/// # Errors
/// Every violation, by JSON pointer below `/roles`.
pub fn assignments(roles: &[RoleRequest], grantor: &[Role]) -> Result<Vec<Assignment>, Violations> {
    let mut violations = Violations::default();
    let roles = collect_roles(roles, grantor, &mut violations);
    violations.into_result(|| Some(roles))
}

fn collect_roles(roles: &[RoleRequest], grantor: &[Role], violations: &mut Violations) -> Vec<Assignment> {
    if roles.is_empty() {
        violations.add("/roles", Code::Required);
    }
    if roles.len() > ROLES_MAX {
        violations.add_with("/roles", Code::TooMany, Params::from([("max", ROLES_MAX.into())]));
        return Vec::new();
    }
    let mut assignments = Vec::new();
    for (index, request) in roles.iter().enumerate() {
        if !crate::role::may_grant(grantor, request.role) {
            violations.add(format!("/roles/{index}/role"), Code::RoleNotGrantable);
            continue;
        }
        match request.assignment() {
            Ok(assignment) if assignments.contains(&assignment) => {}
            Ok(assignment) => assignments.push(assignment),
            Err((field, FieldViolation { code, params })) => {
                violations.add_with(format!("/roles/{index}/{field}"), code, params);
            }
        }
    }
    assignments
}

/// The field of a role that is wrong, and why.
type RoleViolation = (&'static str, FieldViolation);

impl RoleRequest {
    /// The role, if it comes with exactly the places it needs.
    fn assignment(self) -> Result<Assignment, RoleViolation> {
        match (self.role, self.community, self.member) {
            (Role::Manager, None, None) => Ok(Assignment::Manager),
            (Role::Kam, None, None) => Ok(Assignment::Kam),
            (Role::CommunityManager, Some(community), None) => Ok(Assignment::CommunityManager { community }),
            (Role::Member, Some(community), Some(member)) => Ok(Assignment::Member { community, member }),
            (Role::Operator | Role::Customer, ..) => Err(("role", Code::RoleNotGrantable.into())),
            _ => Err(self.misplaced()),
        }
    }

    /// Which place is missing or too much.
    fn misplaced(self) -> RoleViolation {
        let needs_community = matches!(self.role, Role::CommunityManager | Role::Member);
        let (field, given) = if needs_community == self.community.is_some() {
            ("member_id", self.member.is_some())
        } else {
            ("community_id", self.community.is_some())
        };
        let reason = if given { "not_allowed" } else { "missing" };
        (field, FieldViolation::with(Code::RoleScopeMismatch, "reason", reason))
    }
}
