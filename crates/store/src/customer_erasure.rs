//! Erasing customer accounts whose time has come, with all that belongs to them: what is left is that it was done.

use crate::audit::Entry;
use crate::connect::Store;
use crate::customers::alive;
use crate::entity::customer::{self, Column, Entity};
use crate::entity::{app_user, audit_entry, invitation, organisation_user, outbox, role_grant};
use crate::error::Result;
use crate::write::{Actor, Tx, WriteContext, Written};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

/// Erases the due accounts of every organisation. Returns how many.
pub(crate) async fn erase_due(store: &Store, now: DateTime<Utc>) -> Result<u64> {
    let context = WriteContext { actor: Actor::Program, now, request_id: None, idempotency: None };
    let mut erased = 0;
    // Most of the time nothing is due: that is found out without taking SQLite's only write lock.
    while let Some(next) = due(now).one(&store.db).await? {
        let written = store.write(&context, async |tx| {
            tx.organisation(next.organisation_id).lock().await?;
            erase_due_of(tx, next.organisation_id).await
        });
        match written.await? {
            Written::Fresh(0) | Written::Replayed(_) => break,
            Written::Fresh(count) => erased += count,
        }
    }
    Ok(erased)
}

/// Erases the due accounts of an organisation, which is locked. Returns how many.
pub(crate) async fn erase_due_of(tx: &Tx, organisation: Uuid) -> Result<u64> {
    let rows = due(tx.now())
        .filter(Column::OrganisationId.eq(organisation))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(&tx.db)
        .await?;
    for row in &rows {
        erase(tx, row).await?;
    }
    Ok(rows.len() as u64)
}

fn due(now: DateTime<Utc>) -> Select<Entity> {
    Entity::find().filter(Condition::not(alive(now)))
}

async fn erase(tx: &Tx, row: &customer::Model) -> Result<()> {
    let customer = row.id;
    let held = role_grant::Entity::find().filter(role_grant::Column::CustomerId.eq(customer)).all(&tx.db).await?;
    role_grant::Entity::delete_many().filter(role_grant::Column::CustomerId.eq(customer)).exec(&tx.db).await?;
    invitation::Entity::delete_many().filter(invitation::Column::CustomerId.eq(customer)).exec(&tx.db).await?;
    outbox::Entity::delete_many().filter(outbox::Column::CustomerId.eq(customer)).exec(&tx.db).await?;
    // Services, forecasts and optimisations go with it.
    Entity::delete_many()
        .filter(Column::Id.eq(customer))
        .filter(Column::OrganisationId.eq(row.organisation_id))
        .exec(&tx.db)
        .await?;
    forget(tx, audit_entry::Column::CustomerId.eq(customer)).await?;
    for grant in held {
        if let Some(relation) = grant.organisation_user_id {
            leave(tx, relation, grant.user_id).await?;
        }
    }
    let label = customer.to_string();
    let organisation = Some(row.organisation_id);
    let entry = Entry {
        action: "customer.erased",
        id: customer,
        organisation,
        community: None,
        label: &label,
        changes: Vec::new(),
    };
    tx.audit_customer(customer, entry).await
}

/// Takes the customer out of the organisation when they were nothing else there, and their login when it is known
/// nowhere.
async fn leave(tx: &Tx, relation: Uuid, user: Uuid) -> Result<()> {
    use role_grant::Column as Grant;
    let left = role_grant::Entity::find().filter(Grant::OrganisationUserId.eq(relation)).count(&tx.db).await?;
    if left > 0 {
        return Ok(());
    }
    organisation_user::Entity::delete_many().filter(organisation_user::Column::Id.eq(relation)).exec(&tx.db).await?;
    forget(tx, audit_entry::Column::EntityId.eq(relation)).await?;
    let known = organisation_user::Entity::find().filter(organisation_user::Column::UserId.eq(user));
    let holds = role_grant::Entity::find().filter(Grant::UserId.eq(user));
    if known.count(&tx.db).await? == 0 && holds.count(&tx.db).await? == 0 {
        app_user::Entity::delete_many().filter(app_user::Column::Id.eq(user)).exec(&tx.db).await?;
        forget(tx, audit_entry::Column::EntityId.eq(user)).await?;
    }
    Ok(())
}

/// Leaves of log entries who did what, when, and to what id.
async fn forget(tx: &Tx, which: sea_orm::sea_query::Expr) -> Result<()> {
    let blank = audit_entry::ActiveModel {
        label: Set(String::new()),
        search_key: Set(String::new()),
        changes: Set(serde_json::json!([])),
        ..Default::default()
    };
    audit_entry::Entity::update_many().set(blank).filter(which).exec(&tx.db).await?;
    Ok(())
}
