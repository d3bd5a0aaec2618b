//! Which operations the client knows.

/// The operation ids of the OpenAPI document that have a method of the same name here.
pub const OPERATIONS: &[&str] = &[
    "accept_invitation",
    "create_community",
    "create_member",
    "create_meter",
    "create_organisation",
    "delete_community",
    "delete_member",
    "delete_meter",
    "forgot_password",
    "get_community",
    "get_me",
    "get_member",
    "get_meter",
    "get_organisation",
    "get_user",
    "inspect_invitation",
    "invite_user",
    "list_communities",
    "list_community_audit",
    "list_dsos",
    "list_members",
    "list_meters",
    "list_organisation_audit",
    "list_organisations",
    "list_users",
    "login",
    "logout",
    "refresh",
    "remove_user",
    "resend_invitation",
    "reset_password",
    "update_community",
    "update_me",
    "update_member",
    "update_organisation",
    "update_user",
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::OPERATIONS;

    #[test]
    fn every_method_is_listed_and_every_entry_is_a_method() {
        let sources = [
            include_str!("audit.rs"),
            include_str!("communities.rs"),
            include_str!("dsos.rs"),
            include_str!("members.rs"),
            include_str!("meters.rs"),
            include_str!("organisations.rs"),
            include_str!("sessions.rs"),
            include_str!("users.rs"),
        ];
        let mut methods: Vec<&str> = sources
            .iter()
            .flat_map(|source| source.split("pub async fn ").skip(1))
            .map(|rest| rest.split('(').next().unwrap())
            .collect();
        methods.sort_unstable();
        assert_eq!(methods, OPERATIONS);
    }
}
