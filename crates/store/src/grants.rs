//! What users hold: rows of `role_grant` and the domain's [`Grant`], back and forth.
//!
//! A grant of an organisation counts only once its user has accepted the invitation; that of a customer once the
//! customer has accepted the account's own, and while the account lets them in. Every read of grants for a decision
//! goes through [`held_by`].

use crate::accounts::NamedGrant;
use crate::audit::{self, Entry, Fields};
use crate::customers;
use crate::entity::role_grant::{self, Column, Entity};
use crate::entity::{app_user, community, customer, member, organisation, organisation_user};
use crate::error::{Error, Result, parsed};
use crate::org_users;
use crate::scope::CommunityWriter;
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::role::{Grant, Role};
use domain::violation::{Code, Violations};
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a login holds now.
pub(crate) async fn held_by(db: &impl ConnectionTrait, user: Uuid, now: DateTime<Utc>) -> Result<Vec<Grant>> {
    let accepted = Query::select()
        .column(organisation_user::Column::Id)
        .from(organisation_user::Entity)
        .and_where(organisation_user::Column::UserId.eq(user))
        .and_where(organisation_user::Column::Accepted.eq(true))
        .take();
    // The operator's role belongs to no organisation: nobody invited, nothing to accept.
    let of_user = Column::Role.ne(Role::Customer.as_str()).and(Column::OrganisationUserId.in_subquery(accepted));
    let of_customer = Condition::all()
        .add(Column::Role.eq(Role::Customer.as_str()))
        .add(Column::Pending.eq(false))
        .add(Column::CustomerId.in_subquery(customers::open(now)));
    let counts = Condition::any()
        .add(of_user)
        .add(of_customer)
        .add(Column::Role.eq(Role::Operator.as_str()).and(Column::OrganisationUserId.is_null()));
    let rows = Entity::find().filter(Column::UserId.eq(user)).filter(counts).order_by_asc(Column::Id).all(db).await?;
    rows.iter().map(grant).collect()
}

/// Whether a login holds nothing because the accounts it is the customer of let nobody in.
pub(crate) async fn is_shut_out(db: &impl ConnectionTrait, user: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let accepted = Entity::find()
        .filter(Column::UserId.eq(user))
        .filter(Column::Role.eq(Role::Customer.as_str()))
        .filter(Column::Pending.eq(false));
    Ok(accepted.count(db).await? > 0 && held_by(db, user, now).await?.is_empty())
}

/// What a login holds now, with the names of the places.
pub(crate) async fn named(db: &impl ConnectionTrait, user: Uuid, now: DateTime<Utc>) -> Result<Vec<NamedGrant>> {
    let grants = held_by(db, user, now).await?;
    let organisations: Vec<Uuid> = grants.iter().filter_map(Grant::organisation).collect();
    let communities: Vec<Uuid> = grants.iter().filter_map(|grant| row_parts(grant).community).collect();
    let organisations =
        organisation::Entity::find().filter(organisation::Column::Id.is_in(organisations)).all(db).await?;
    let communities = community::Entity::find().filter(community::Column::Id.is_in(communities)).all(db).await?;
    let accounts: Vec<Uuid> = grants.iter().filter_map(|grant| row_parts(grant).customer).collect();
    let accounts = customer::Entity::find().filter(customer::Column::Id.is_in(accounts)).all(db).await?;
    let named = |grant: Grant| NamedGrant {
        organisation_name: organisations
            .iter()
            .find(|row| Some(row.id) == grant.organisation())
            .map(|row| row.name.clone()),
        community_name: communities
            .iter()
            .find(|row| Some(row.id) == row_parts(&grant).community)
            .map(|row| row.name.clone()),
        customer_name: accounts
            .iter()
            .find(|row| Some(row.id) == row_parts(&grant).customer)
            .map(|row| row.company.clone()),
        grant,
    };
    Ok(grants.into_iter().map(named).collect())
}

/// What several users of one organisation hold in it, accepted or not.
pub(crate) async fn of_users(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    users: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Vec<Grant>>> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::OrganisationUserId.is_in(users))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut held: BTreeMap<Uuid, Vec<Grant>> = BTreeMap::new();
    for row in &rows {
        if let Some(user) = row.organisation_user_id {
            held.entry(user).or_default().push(grant(row)?);
        }
    }
    Ok(held)
}

/// Checks that grants to be given are all of `organisation`, and that their communities and members are its own.
///
/// The rows found are locked against being removed until the transaction ends.
pub(crate) async fn check(tx: &Tx, organisation: Uuid, grants: &[Grant]) -> Result<()> {
    let mut violations = Violations::default();
    for (index, grant) in grants.iter().enumerate() {
        if grant.organisation() != Some(organisation) {
            return Err(Error::Inconsistent("a grant of another organisation".to_owned()));
        }
        let parts = row_parts(grant);
        if let Some(account) = parts.customer {
            check_customer(tx, organisation, account).await?;
        }
        let Some(community) = parts.community else { continue };
        let own = community::Entity::find_by_id(community)
            .filter(community::Column::OrganisationId.eq(organisation))
            .lock_shared()
            .one(&tx.db)
            .await?;
        if own.is_none() {
            violations.add(format!("/roles/{index}/community_id"), Code::UnknownCommunity);
            continue;
        }
        let Some(record) = parts.member else { continue };
        let own = member::Entity::find_by_id(record)
            .filter(member::Column::CommunityId.eq(community))
            .lock_shared()
            .one(&tx.db)
            .await?;
        if own.is_none() {
            violations.add(format!("/roles/{index}/member_id"), Code::UnknownMember);
        }
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

/// Nobody chooses the account of a customer: one of another organisation is a mistake of the program.
async fn check_customer(tx: &Tx, organisation: Uuid, account: Uuid) -> Result<()> {
    let own = customer::Entity::find_by_id(account).filter(customer::Column::OrganisationId.eq(organisation));
    match own.one(&tx.db).await? {
        Some(_) => Ok(()),
        None => Err(Error::Inconsistent("a grant of an account elsewhere".to_owned())),
    }
}

/// Gives grants to a login; `relation` is its user in the organisation, none for the operator.
pub(crate) async fn insert(tx: &Tx, user: Uuid, relation: Option<Uuid>, grants: &[Grant]) -> Result<()> {
    add(tx, user, relation, grants, false).await
}

/// Offers grants to a login: they count once it has accepted them.
pub(crate) async fn offer(tx: &Tx, user: Uuid, relation: Uuid, grants: &[Grant]) -> Result<()> {
    add(tx, user, Some(relation), grants, true).await
}

async fn add(tx: &Tx, user: Uuid, relation: Option<Uuid>, grants: &[Grant], pending: bool) -> Result<()> {
    for grant in grants {
        let parts = row_parts(grant);
        let row = role_grant::Model {
            id: tx.new_id(),
            user_id: user,
            organisation_id: grant.organisation(),
            organisation_user_id: relation,
            role: grant.role().as_str().to_owned(),
            community_id: parts.community,
            member_id: parts.member,
            customer_id: parts.customer,
            pending,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&tx.db).await?;
    }
    Ok(())
}

impl CommunityWriter<'_> {
    /// Takes away what users hold of the community, or of one of its members, before that goes.
    pub(crate) async fn revoke_grants(&self, member: Option<Uuid>) -> Result<()> {
        let at_place = || {
            let place = Condition::all()
                .add(Column::OrganisationId.eq(self.organisation))
                .add(Column::CommunityId.eq(self.community));
            place.add_option(member.map(|member| Column::MemberId.eq(member)))
        };
        let rows = Entity::find().filter(at_place()).all(&self.tx.db).await?;
        let users: Vec<Uuid> = rows.iter().filter_map(|row| row.organisation_user_id).collect();
        let before = of_users(&self.tx.db, self.organisation, users.iter().copied()).await?;
        Entity::delete_many().filter(at_place()).exec(&self.tx.db).await?;
        let mut after = of_users(&self.tx.db, self.organisation, users).await?;
        for (id, held) in before {
            let left = after.remove(&id).unwrap_or_default();
            self.audit_revocation(id, &held, &left).await?;
        }
        Ok(())
    }

    async fn audit_revocation(&self, relation: Uuid, before: &[Grant], after: &[Grant]) -> Result<()> {
        use organisation_user::Column;
        let found = organisation_user::Entity::find_by_id(relation)
            .filter(Column::OrganisationId.eq(self.organisation))
            .one(&self.tx.db)
            .await?;
        let row = found.ok_or_else(|| Error::Inconsistent("a grant without its user".to_owned()))?;
        organisation_user::Entity::update_many()
            .set(org_users::touched(self.tx, row.version))
            .filter(Column::Id.eq(relation))
            .exec(&self.tx.db)
            .await?;
        let login = app_user::Entity::find_by_id(row.user_id).one(&self.tx.db).await?;
        let roles = |grants: &[Grant]| Fields::from([("roles", wire(grants))]);
        self.tx
            .audit(Entry {
                action: "user.updated",
                id: relation,
                organisation: Some(self.organisation),
                community: None,
                label: &login.map_or(row.name, |login| login.email),
                changes: audit::changed(&roles(before), &roles(after)),
            })
            .await
    }
}

/// Grants as an audit entry shows them.
pub(crate) fn wire(grants: &[Grant]) -> Value {
    let role = |grant: &Grant| {
        let parts = row_parts(grant);
        let mut role = json!({ "role": grant.role().as_str() });
        for (field, id) in
            [("community_id", parts.community), ("member_id", parts.member), ("customer_id", parts.customer)]
        {
            if let Some(id) = id {
                role[field] = json!(id);
            }
        }
        role
    };
    grants.iter().map(role).collect()
}

struct Parts {
    community: Option<Uuid>,
    member: Option<Uuid>,
    customer: Option<Uuid>,
}

const fn row_parts(grant: &Grant) -> Parts {
    let (community, member, customer) = match *grant {
        Grant::Operator | Grant::Manager { .. } | Grant::Kam { .. } => (None, None, None),
        Grant::CommunityManager { community, .. } => (Some(community), None, None),
        Grant::Member { community, member, .. } => (Some(community), Some(member), None),
        Grant::Customer { customer, .. } => (None, None, Some(customer)),
    };
    Parts { community, member, customer }
}

fn grant(row: &role_grant::Model) -> Result<Grant> {
    let role = parsed("role", &row.role)?;
    if let (Role::Customer, Some(organisation), Some(customer)) = (role, row.organisation_id, row.customer_id) {
        return Ok(Grant::Customer { organisation, customer });
    }
    let grant = match (role, row.organisation_id, row.community_id, row.member_id) {
        (Role::Operator, None, ..) => Grant::Operator,
        (Role::Manager, Some(organisation), ..) => Grant::Manager { organisation },
        (Role::Kam, Some(organisation), ..) => Grant::Kam { organisation },
        (Role::CommunityManager, Some(organisation), Some(community), _) => {
            Grant::CommunityManager { organisation, community }
        }
        (Role::Member, Some(organisation), Some(community), Some(member)) => {
            Grant::Member { organisation, community, member }
        }
        _ => return Err(Error::Inconsistent(format!("the place of grant {}", row.id))),
    };
    Ok(grant)
}
