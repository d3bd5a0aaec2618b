//! Looking for the member who owns a meter, among all members of the community.

use crate::i18n::t;
use crate::session::{Session, use_session};
use crate::ui::{Choice, Found, Search};
use api_types::{Member, MemberQuery, Page};
use domain::vocabulary::MemberStatus;
use uuid::Uuid;

/// How many are offered before one types on.
const LIMIT: u16 = 20;

/// Who is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, for a filter.
    Everybody,
    /// Those who can own a meter from now on.
    NotInactive,
}

/// A search by name or e-mail.
pub fn search(community: Uuid, who: Who) -> Search {
    let session = use_session();
    Search::new(move |text| async move {
        let page = find(session, community, text).await.map_err(|error| crate::errors::describe(&error))?;
        Ok(found(page, who))
    })
}

async fn find(session: Session, community: Uuid, text: String) -> Result<Page<Member>, client::Error> {
    let text = text.trim().to_owned();
    let query = MemberQuery { limit: Some(LIMIT), q: (!text.is_empty()).then_some(text), ..MemberQuery::default() };
    session.call(async |client| client.list_members(community, &query).await).await
}

fn found(page: Page<Member>, who: Who) -> Found {
    let more = page.total.map_or(0, |total| total.saturating_sub(page.items.len() as u64));
    let offered = |member: &Member| who == Who::Everybody || member.status != MemberStatus::Inactive;
    Found { choices: page.items.into_iter().filter(offered).map(choice).collect(), more }
}

fn choice(member: Member) -> Choice {
    let detail = match member.status {
        MemberStatus::Active => member.email,
        status => Some(t(&format!("members.status.{status}"))),
    };
    Choice { value: member.id.to_string(), label: member.display_name, detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::vocabulary::{MemberKind, PortalAccess};

    fn member(status: MemberStatus) -> Member {
        Member {
            id: Uuid::from_u128(1),
            community_id: Uuid::from_u128(2),
            display_name: "Household A".to_owned(),
            kind: MemberKind::Person,
            first_name: None,
            last_name: None,
            company_name: None,
            email: None,
            phone: None,
            address: None,
            billing_address: None,
            iban: None,
            enterprise_number: None,
            portal_access: PortalAccess::None,
            status,
            meter_count: 0,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
            updated_by: None,
        }
    }

    #[test]
    fn an_inactive_member_is_found_by_the_filter_only() {
        let items = vec![member(MemberStatus::Active), member(MemberStatus::Inactive), member(MemberStatus::Pending)];
        let page = Page { items, next_cursor: None, total: Some(25) };
        assert_eq!(found(page.clone(), Who::Everybody).choices.len(), 3);
        let offered = found(page, Who::NotInactive);
        assert_eq!((offered.choices.len(), offered.more), (2, 22));
    }
}
