use crate::found;
use domain::customer::Editor;
use domain::role::{Assignment, Decision, Grant, Permission, Place, Role, decide, may_grant};
use domain::user::{Invitation, Profile, RoleRequest, assignments};
use domain::vocabulary::Locale;
use uuid::Uuid;

const ORGANISATION: Uuid = Uuid::from_u128(1);
const OTHER_ORGANISATION: Uuid = Uuid::from_u128(2);
const COMMUNITY: Uuid = Uuid::from_u128(11);
const SIBLING: Uuid = Uuid::from_u128(12);
const FOREIGN: Uuid = Uuid::from_u128(13);
const MEMBER: Uuid = Uuid::from_u128(21);
const CUSTOMER: Uuid = Uuid::from_u128(31);
const FOREIGN_CUSTOMER: Uuid = Uuid::from_u128(32);

fn grant(role: Role) -> Grant {
    match role {
        Role::Operator => Grant::Operator,
        Role::Manager => Grant::Manager { organisation: ORGANISATION },
        Role::CommunityManager => Grant::CommunityManager { organisation: ORGANISATION, community: COMMUNITY },
        Role::Kam => Grant::Kam { organisation: ORGANISATION },
        Role::Member => Grant::Member { organisation: ORGANISATION, community: COMMUNITY, member: MEMBER },
        Role::Customer => Grant::Customer { organisation: ORGANISATION, customer: CUSTOMER },
    }
}

/// One line per permission; per role in the order of `Role::ALL`: yes, no (403), or unknown (404).
const AT_HOME: &str = "
    platform:administer     y n n n n n
    organisation:read       y y y y n n
    organisation:write      y y n n n n
    users:read              n y n n n n
    users:invite            y y n n n n
    users:write             n y n n n n
    organisation_audit:read n y n n n n
    community:create        n y n n n n
    community:read          ? y y ? y ?
    community:write         ? y y ? n ?
    community:delete        ? y n ? n ?
    community_audit:read    ? y y ? n ?
    members:read            ? y y ? n ?
    members:write           ? y y ? n ?
    members:invite          ? y y ? n ?
    meters:read             ? y y ? y ?
    meters:write            ? y y ? n ?
    keys:read               ? y y ? n ?
    keys:write              ? y y ? n ?
    readings:read           ? y y ? y ?
    readings:write          ? y y ? n ?
    markets:read            y y n y n y
    prices:import           y n n n n n
    application_forecasts:publish  y n n n n n
    organisation_forecasts:publish n y n n n n
    customers:read          n y n y n n
    customers:create        n y n y n n
    customers:transfer      n y n n n n
    customer:read           ? y ? y ? y
    customer:write          ? y ? y ? n
    customer_audit:read     ? y ? y ? n
    client_forecasts:read   ? y ? y ? y
    client_forecasts:publish ? n ? n ? y
    optimisations:read      ? y ? y ? y
    optimisations:create    ? y ? y ? y
    optimisations:write     ? y ? y ? n
";

/// Where a permission is asked for, at home and elsewhere.
fn place(permission: Permission, organisation: Uuid, community: Uuid) -> Place {
    match permission.as_str().split(':').next().unwrap() {
        "platform" | "markets" | "prices" | "application_forecasts" => Place::Platform,
        "organisation" | "users" | "organisation_audit" | "customers" | "organisation_forecasts" => {
            Place::Organisation(organisation)
        }
        "customer" | "customer_audit" | "client_forecasts" | "optimisations" if organisation == ORGANISATION => {
            account(true, Editor::Kam)
        }
        "customer" | "customer_audit" | "client_forecasts" | "optimisations" => {
            Place::Customer { organisation, id: FOREIGN_CUSTOMER, owned: true, editor: Editor::Kam }
        }
        "community" if permission == Permission::CommunityCreate => Place::Organisation(organisation),
        _ => Place::Community { organisation, id: community },
    }
}

const fn account(owned: bool, editor: Editor) -> Place {
    Place::Customer { organisation: ORGANISATION, id: CUSTOMER, owned, editor }
}

fn letter(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed => "y",
        Decision::Forbidden => "n",
        Decision::Unknown => "?",
    }
}

#[test]
fn every_permission_of_every_role_at_home() {
    let lines: Vec<Vec<&str>> = AT_HOME
        .lines()
        .map(|line| line.split_whitespace().collect())
        .filter(|line: &Vec<_>| !line.is_empty())
        .collect();
    assert_eq!(lines.len(), Permission::ALL.len());
    for (permission, line) in Permission::ALL.iter().zip(lines) {
        assert_eq!(line[0], permission.as_str());
        for (role, expected) in Role::ALL.iter().zip(&line[1..]) {
            let decision = decide(&[grant(*role)], *permission, place(*permission, ORGANISATION, COMMUNITY));
            assert_eq!(letter(decision), *expected, "{role} {permission}");
        }
    }
}

#[test]
fn another_tenant_is_unknown_to_all_but_the_operator() {
    for permission in Permission::ALL {
        let foreign = place(*permission, OTHER_ORGANISATION, FOREIGN);
        for role in Role::ALL {
            let decision = decide(&[grant(*role)], *permission, foreign);
            match (role, foreign) {
                (Role::Operator, Place::Platform | Place::Organisation(_)) => {
                    let allowed = Role::Operator.permissions().contains(permission);
                    assert_eq!(decision, if allowed { Decision::Allowed } else { Decision::Forbidden });
                }
                (_, Place::Platform) => {
                    let allowed = role.permissions().contains(permission);
                    assert_eq!(decision, if allowed { Decision::Allowed } else { Decision::Forbidden });
                }
                _ => assert_eq!(decision, Decision::Unknown, "{role} {permission}"),
            }
        }
    }
}

#[test]
fn a_sibling_community_is_known_to_the_organisations_manager_alone() {
    for permission in Permission::ALL {
        let sibling = place(*permission, ORGANISATION, SIBLING);
        if !matches!(sibling, Place::Community { .. }) {
            continue;
        }
        for role in Role::ALL {
            let expected = if *role == Role::Manager { Decision::Allowed } else { Decision::Unknown };
            assert_eq!(decide(&[grant(*role)], *permission, sibling), expected, "{role} {permission}");
        }
    }
}

#[test]
fn the_account_of_another_kam_is_unknown_to_all_but_managers_and_its_customer() {
    let theirs = account(false, Editor::Kam);
    let known: Vec<Role> = Role::ALL.iter().copied().filter(|role| grant(*role).reaches(theirs)).collect();
    assert_eq!(known, [Role::Manager, Role::Customer]);
    let other = Grant::Customer { organisation: ORGANISATION, customer: FOREIGN_CUSTOMER };
    assert_eq!(decide(&[other], Permission::CustomerRead, theirs), Decision::Unknown);
    let forged = Place::Customer { organisation: OTHER_ORGANISATION, id: CUSTOMER, owned: true, editor: Editor::Kam };
    assert!(Role::ALL.iter().all(|role| !grant(*role).reaches(forged)));
}

#[test]
fn the_editor_alone_changes_optimisations_and_both_sides_create_and_read_them() {
    for (editor, writes) in [(Editor::Kam, [true, true, false]), (Editor::Customer, [false, false, true])] {
        for (role, writes) in [Role::Manager, Role::Kam, Role::Customer].into_iter().zip(writes) {
            let decide = |permission| decide(&[grant(role)], permission, account(true, editor));
            let expected = if writes { Decision::Allowed } else { Decision::Forbidden };
            assert_eq!(decide(Permission::OptimisationsWrite), expected, "{role} {editor}");
            assert_eq!(decide(Permission::OptimisationsCreate), Decision::Allowed, "{role} {editor}");
            assert_eq!(decide(Permission::OptimisationsRead), Decision::Allowed, "{role} {editor}");
        }
    }
}

#[test]
fn a_community_under_a_wrong_organisation_is_unknown() {
    let forged = Place::Community { organisation: OTHER_ORGANISATION, id: COMMUNITY };
    for role in Role::ALL {
        assert!(!grant(*role).reaches(forged), "{role}");
    }
}

#[test]
fn a_permission_holds_at_its_own_kind_of_place_only() {
    let places = [
        Place::Platform,
        Place::Organisation(ORGANISATION),
        Place::Community { organisation: ORGANISATION, id: COMMUNITY },
        account(true, Editor::Kam),
    ];
    for permission in Permission::ALL {
        let own = place(*permission, ORGANISATION, COMMUNITY);
        for other in places.iter().filter(|other| **other != own) {
            assert!(Role::ALL.iter().all(|role| !grant(*role).allows(*permission, *other)), "{permission} {other:?}");
        }
    }
}

#[test]
fn without_grants_nothing_is_known_but_the_platform() {
    for permission in Permission::ALL {
        let place = place(*permission, ORGANISATION, COMMUNITY);
        let expected = if place == Place::Platform { Decision::Forbidden } else { Decision::Unknown };
        assert_eq!(decide(&[], *permission, place), expected);
    }
}

#[test]
fn grants_add_up() {
    let here = Place::Community { organisation: ORGANISATION, id: COMMUNITY };
    let member = grant(Role::Member);
    let foreign_manager = Grant::Manager { organisation: OTHER_ORGANISATION };
    assert_eq!(decide(&[foreign_manager, member], Permission::MembersRead, here), Decision::Forbidden);
    assert_eq!(decide(&[member, grant(Role::CommunityManager)], Permission::MembersRead, here), Decision::Allowed);
}

#[test]
fn nobody_gives_more_than_they_are() {
    let table = "
        operator          manager
        manager           manager community_manager kam member customer
        community_manager member
        kam               customer
        member
        customer
    ";
    let lines =
        table.lines().map(str::split_whitespace).map(Iterator::collect::<Vec<_>>).filter(|line| !line.is_empty());
    for (grantor, line) in Role::ALL.iter().zip(lines) {
        assert_eq!(line[0], grantor.as_str());
        for role in Role::ALL {
            assert_eq!(may_grant(&[*grantor], *role), line[1..].contains(&role.as_str()), "{grantor} {role}");
        }
    }
    assert!(!may_grant(&[], Role::Member));
    assert!(may_grant(&[Role::Member, Role::Manager], Role::Kam));
}

fn request(role: Role, community: Option<Uuid>, member: Option<Uuid>) -> RoleRequest {
    RoleRequest { role, community, member }
}

#[test]
fn a_role_has_exactly_the_places_it_needs() {
    for (role, community, member, expected) in [
        (Role::Manager, None, None, "ok"),
        (Role::Manager, Some(COMMUNITY), None, "/roles/0/community_id role_scope_mismatch"),
        (Role::Kam, None, None, "ok"),
        (Role::Kam, None, Some(MEMBER), "/roles/0/member_id role_scope_mismatch"),
        (Role::CommunityManager, Some(COMMUNITY), None, "ok"),
        (Role::CommunityManager, None, None, "/roles/0/community_id role_scope_mismatch"),
        (Role::CommunityManager, Some(COMMUNITY), Some(MEMBER), "/roles/0/member_id role_scope_mismatch"),
        (Role::Member, Some(COMMUNITY), Some(MEMBER), "ok"),
        (Role::Member, Some(COMMUNITY), None, "/roles/0/member_id role_scope_mismatch"),
        (Role::Member, None, Some(MEMBER), "/roles/0/community_id role_scope_mismatch"),
        (Role::Customer, None, None, "/roles/0/role role_not_grantable"),
        (Role::Operator, None, None, "/roles/0/role role_not_grantable"),
    ] {
        match assignments(&[request(role, community, member)], &[Role::Manager]) {
            Ok(given) => {
                assert_eq!(expected, "ok", "{role}");
                let [assignment] = given[..] else { panic!("one role") };
                assert_eq!((assignment.role(), assignment.community(), assignment.member()), (role, community, member));
                assert_eq!(assignment.grant(ORGANISATION).role(), role);
                assert_eq!(assignment.grant(ORGANISATION).organisation(), Some(ORGANISATION));
            }
            Err(violations) => assert_eq!(found(&violations), [expected], "{role}"),
        }
    }
}

#[test]
fn roles_are_checked_together() {
    let manager = request(Role::Manager, None, None);
    assert_eq!(assignments(&[manager, manager], &[Role::Manager]).unwrap(), [Assignment::Manager]);
    assert_eq!(found(&assignments(&[], &[Role::Manager]).unwrap_err()), ["/roles required"]);
    assert_eq!(found(&assignments(&[manager; 21], &[Role::Manager]).unwrap_err()), ["/roles too_many"]);
    let mixed = [request(Role::Kam, None, None), manager, request(Role::Member, None, None)];
    assert_eq!(
        found(&assignments(&mixed, &[Role::Operator]).unwrap_err()),
        ["/roles/0/role role_not_grantable", "/roles/2/role role_not_grantable"]
    );
}

#[test]
fn an_invitation_reports_everything_at_once() {
    let roles = [request(Role::CommunityManager, None, None)];
    let violations = Invitation::new("nobody", " ", Locale::Fr, &roles, &[Role::Manager]).unwrap_err();
    assert_eq!(
        found(&violations),
        ["/email invalid_email", "/name required", "/roles/0/community_id role_scope_mismatch"]
    );
    let good = [request(Role::Manager, None, None)];
    let invitation = Invitation::new(" jo@example.org", " Jo  Peeters ", Locale::Nl, &good, &[Role::Operator]).unwrap();
    assert_eq!((invitation.email.as_str(), invitation.name.as_str()), ("jo@example.org", "Jo Peeters"));
    assert_eq!(found(&Profile::new(&"x".repeat(201), Locale::De).unwrap_err()), ["/name too_long"]);
}
