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
        violations.add_with("/roles", Code::TooMany, Params::from([("max", 20.into())]));
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

impl RoleRequest {
    /// The role with exactly the places it needs, or the field that is missing or too much.
    fn assignment(self) -> Result<Assignment, (&'static str, FieldViolation)> {
        let (needs_community, needs_member) = match self.role {
            Role::Manager | Role::Kam => (false, false),
            Role::CommunityManager => (true, false),
            Role::Member => (true, true),
            Role::Operator | Role::Customer => return Err(("role", Code::RoleNotGrantable.into())),
        };
        check_place("community_id", needs_community, self.community.is_some())?;
        check_place("member_id", needs_member, self.member.is_some())?;
        Ok(match (self.role, self.community, self.member) {
            (Role::Kam, ..) => Assignment::Kam,
            (Role::CommunityManager, Some(community), _) => Assignment::CommunityManager { community },
            (Role::Member, Some(community), Some(member)) => Assignment::Member { community, member },
            _ => Assignment::Manager,
        })
    }
}

fn check_place(field: &'static str, needed: bool, given: bool) -> Result<(), (&'static str, FieldViolation)> {
    match (needed, given) {
        (true, false) => Err((field, FieldViolation::with(Code::RoleScopeMismatch, "reason", "missing"))),
        (false, true) => Err((field, FieldViolation::with(Code::RoleScopeMismatch, "reason", "not_allowed"))),
        _ => Ok(()),
    }
}
