//! Names for the ids in a log: the owner of a meter, the community of a role. What no longer exists stays an id.

use crate::session::Session;
use api_types::{AuditEntry, CommunityQuery, MAX_LIMIT};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Names by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Uuid, String>);

/// The ids a log mentions, by what they are of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Mentioned {
    communities: BTreeSet<Uuid>,
    /// Members, with their communities.
    members: BTreeSet<(Uuid, Uuid)>,
}

impl Names {
    /// Asks for the names that these entries mention. An answer that fails costs names, not the log.
    pub async fn fetch(session: Session, entries: &[AuditEntry]) -> Self {
        let mut names = Self::default();
        let mentioned = Mentioned::of(entries);
        if !mentioned.communities.is_empty() {
            let query = CommunityQuery { limit: Some(MAX_LIMIT), ..CommunityQuery::default() };
            let page = session.call(async |client| client.list_communities(&query).await).await;
            names
                .0
                .extend(page.into_iter().flat_map(|page| page.items).map(|community| (community.id, community.name)));
        }
        for (community, member) in mentioned.members {
            let found = session.call(async |client| client.get_member(community, member).await).await;
            names.0.extend(found.ok().map(|found| (member, found.value.display_name)));
        }
        names
    }

    /// The name of an id; its beginning when there is none, so that two of them can be told apart.
    pub fn of(&self, id: &str) -> String {
        let name = id.parse().ok().and_then(|id: Uuid| self.0.get(&id).cloned());
        name.unwrap_or_else(|| format!("{}…", id.chars().take(8).collect::<String>()))
    }
}

impl Mentioned {
    fn of(entries: &[AuditEntry]) -> Self {
        let mut mentioned = Self::default();
        for entry in entries {
            for change in &entry.changes {
                let last = change.field.rsplit('.').next().unwrap_or_default();
                mentioned.look(entry.community_id, last, &change.old);
                mentioned.look(entry.community_id, last, &change.new);
            }
        }
        mentioned
    }

    /// Looks into a value; a role names the community of its member itself.
    fn look(&mut self, community: Option<Uuid>, field: &str, value: &Value) {
        match value {
            Value::String(text) if field == "community_id" => self.communities.extend(text.parse::<Uuid>()),
            Value::String(text) if field == "member_id" => {
                self.members.extend(community.zip(text.parse().ok()));
            }
            Value::Array(items) => items.iter().for_each(|item| self.look(community, field, item)),
            Value::Object(parts) => {
                let own = parts.get("community_id").and_then(Value::as_str).and_then(|id| id.parse().ok());
                for (name, part) in parts {
                    self.look(own.or(community), name, part);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::FieldChange;
    use chrono::DateTime;
    use serde_json::json;

    fn entry(community_id: Option<Uuid>, field: &str, new: Value) -> AuditEntry {
        AuditEntry {
            id: Uuid::nil(),
            at: DateTime::UNIX_EPOCH,
            actor: None,
            actor_id: None,
            action: String::new(),
            entity: String::new(),
            entity_id: Uuid::nil(),
            label: String::new(),
            community_id,
            changes: vec![FieldChange { field: field.to_owned(), old: Value::Null, new }],
        }
    }

    #[test]
    fn ids_are_found_where_they_stand() {
        let (park, canal, member) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let owner = entry(Some(park), "configuration.member_id", json!(member));
        let roles = json!([{"role": "manager"}, {"role": "member", "community_id": canal, "member_id": member}]);
        let mentioned = Mentioned::of(&[owner, entry(None, "roles", roles), entry(Some(park), "name", json!("A"))]);
        let members = BTreeSet::from([(park, member), (canal, member)]);
        let expected = Mentioned { communities: BTreeSet::from([canal]), members };
        assert_eq!(mentioned, expected);
    }

    #[test]
    fn an_unknown_id_is_shortened() {
        let known = Uuid::from_u128(1);
        let names = Names(BTreeMap::from([(known, "Household A".to_owned())]));
        assert_eq!(names.of(&known.to_string()), "Household A");
        assert_eq!(names.of(&Uuid::from_u128(2).to_string()), "00000000…");
    }
}
