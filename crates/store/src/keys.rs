//! Allocation keys of a community and their versions: reading them.
//!
//! What a key is now is its latest version; a version never changes.

use crate::entity::{
    allocation_key as key, allocation_key_consumer as consumer, allocation_key_iteration as iteration,
    allocation_key_version as version, meter,
};
use crate::error::{Error, Result, parsed};
use crate::key_rows::{self, ConsumerRow};
use crate::page::{KeyOf, Keyset, Page, PageRequest, Sort};
use crate::scope::CommunityScope;
use crate::text_search::matches_words;
use chrono::{DateTime, Utc};
use domain::key::{Key, Method, RuleName};
use domain::text::fold;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Values of one statement; SQLite takes 32,766.
const IDS_AT_ONCE: usize = 10_000;

/// An allocation key in its latest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyView {
    /// Its id, the same in all versions.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// Its latest version.
    pub latest: KeyVersionView,
    /// Since when it is archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Counts the changes, archiving too; not the number of the latest version.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// A version of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyVersionView {
    /// Its id.
    pub id: Uuid,
    /// The key.
    pub key_id: Uuid,
    /// Its number, from 1.
    pub number: u32,
    /// What it says.
    pub key: Key,
    /// The identifier of each consumer's meter, in the order of the consumers.
    pub eans: Vec<Option<String>>,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it, by name at that time.
    pub created_by: Option<String>,
}

/// A version as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyVersionRow {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub number: u32,
    /// The key's name in it.
    pub name: String,
    /// How many consumers it has.
    pub consumer_count: u32,
    /// How many iterations it has.
    pub iteration_count: u32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it, by name at that time.
    pub created_by: Option<String>,
}

/// A key as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: Uuid,
    /// Its latest version.
    pub latest: KeyVersionRow,
    /// Free text.
    pub description: String,
    /// How it runs.
    pub method: Method,
    /// The rule of each iteration.
    pub rules: Vec<RuleName>,
    /// Since when it is archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// What the list of keys can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeySort {
    /// The time of the last change.
    #[default]
    UpdatedAt,
    /// The time of creation.
    CreatedAt,
    /// The name, without case and accents.
    Name,
}

/// Which keys to list.
#[derive(Debug, Clone, Default)]
pub struct KeyFilter {
    /// Words of name or description.
    pub q: Option<String>,
    /// Only keys that are, or are not, archived.
    pub archived: Option<bool>,
    /// The order.
    pub sort: Sort<KeySort>,
}

/// A key with its latest version.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    key: key::Model,
    #[sea_orm(nested)]
    latest: Latest,
}

/// A version beside its key, whose columns have the same names.
#[derive(FromQueryResult)]
struct Latest {
    latest_id: Uuid,
    latest_number: i64,
    latest_name: String,
    latest_description: String,
    latest_method: String,
    latest_consumer_count: i64,
    latest_iteration_count: i64,
    latest_created_at: DateTime<Utc>,
    latest_created_by: Option<String>,
}

impl CommunityScope<'_> {
    /// The community's keys.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn keys(&self, filter: &KeyFilter, page: &PageRequest) -> Result<Page<KeyRow>> {
        let mut query = self.select_keys();
        query.cond_where(matches_words(filter.q.as_deref(), &[of_key(key::Column::SearchKey)]));
        if let Some(archived) = filter.archived {
            let since = of_key(key::Column::ArchivedAt);
            query.and_where(if archived { since.is_not_null() } else { since.is_null() });
        }
        let rows = keyset(filter.sort).read(&self.db, query, page).await?;
        let mut rules = self.rules(rows.items.iter().map(|row| row.latest.latest_id)).await?;
        rows.try_map(|row| list_row(row, &mut rules))
    }

    /// One key in its latest version.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn key(&self, id: Uuid) -> Result<KeyView> {
        let mut query = self.select_keys();
        query.and_where(of_key(key::Column::Id).eq(id));
        let row = self.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        let Row { key, latest } = Row::from_query_result(&row, "")?;
        Ok(KeyView {
            id: key.id,
            community_id: key.community_id,
            latest: self.version_view(latest.model(&key)).await?,
            archived_at: key.archived_at,
            version: key.version,
            created_at: key.created_at,
            updated_at: key.updated_at,
            updated_by: key.updated_by,
        })
    }

    /// The versions of a key, latest first.
    ///
    /// # Errors
    /// `NotFound` for an unknown key; `InvalidCursor`; those of the database.
    pub async fn key_versions(&self, id: Uuid, page: &PageRequest) -> Result<Page<KeyVersionRow>> {
        let own = self.own(of_key(key::Column::CommunityId));
        key::Entity::find_by_id(id).filter(own).one(&self.db).await?.ok_or(Error::NotFound)?;
        let query = version::Entity::find()
            .filter(self.own(of_version(version::Column::CommunityId)))
            .filter(version::Column::KeyId.eq(id))
            .into_query();
        let keyset = Keyset::<version::Model> {
            name: "number",
            column: of_version(version::Column::Number),
            id: of_version(version::Column::Id),
            descending: true,
            key: KeyOf::Number(|row| row.number),
            id_of: |row| row.id,
        };
        keyset.read(&self.db, query, page).await?.try_map(|row| version_row(&row))
    }

    /// One version of a key.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn key_version(&self, id: Uuid, version: Uuid) -> Result<KeyVersionView> {
        let row = version::Entity::find_by_id(version)
            .filter(self.own(of_version(version::Column::CommunityId)))
            .filter(version::Column::KeyId.eq(id))
            .one(&self.db)
            .await?;
        self.version_view(row.ok_or(Error::NotFound)?).await
    }

    /// The key of a name, whatever its case and accents, that is not archived; of several the one changed last.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn key_named(&self, name: &str) -> Result<Option<KeyView>> {
        let found = key::Entity::find()
            .filter(self.own(of_key(key::Column::CommunityId)))
            .filter(key::Column::NameKey.eq(fold(name)))
            .filter(key::Column::ArchivedAt.is_null())
            .order_by_desc(key::Column::UpdatedAt)
            .order_by_desc(key::Column::Id)
            .one(&self.db)
            .await?;
        match found {
            Some(row) => self.key(row.id).await.map(Some),
            None => Ok(None),
        }
    }

    /// The meters of the community that have some identifiers.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn meters_of(&self, eans: &[String]) -> Result<HashMap<String, Uuid>> {
        let mut found = HashMap::new();
        for eans in eans.chunks(IDS_AT_ONCE) {
            let rows: Vec<(String, Uuid)> = meter::Entity::find()
                .select_only()
                .columns([meter::Column::Ean, meter::Column::Id])
                .filter(self.own(Expr::col((meter::Entity, meter::Column::CommunityId))))
                .filter(meter::Column::Ean.is_in(eans))
                .into_tuple()
                .all(&self.db)
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Names of the keys that name a meter in any of their versions, in order.
    pub(crate) async fn keys_of_meter(&self, meter: Uuid) -> Result<Vec<String>> {
        let mut query = key::Entity::find()
            .filter(self.own(of_key(key::Column::CommunityId)))
            .filter(consumer::Column::MeterId.eq(meter))
            .order_by_asc(key::Column::NameKey)
            .into_query();
        let of_consumer = |column| Expr::col((consumer::Entity, column));
        query
            .join(
                JoinType::InnerJoin,
                version::Entity,
                of_version(version::Column::KeyId).equals((key::Entity, key::Column::Id)),
            )
            .join(
                JoinType::InnerJoin,
                consumer::Entity,
                of_consumer(consumer::Column::VersionId).equals((version::Entity, version::Column::Id)),
            );
        let rows = self.db.query_all(&query).await?;
        let keys = rows
            .iter()
            .map(|row| key::Model::from_query_result(row, ""))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        let mut names: Vec<String> = keys.into_iter().map(|key| key.name).collect();
        names.dedup();
        Ok(names)
    }

    /// Keys of the community, each with its latest version.
    fn select_keys(&self) -> SelectStatement {
        use version::Column;
        let mut query = key::Entity::find().filter(self.own(of_key(key::Column::CommunityId))).into_query();
        for (column, name) in [
            (Column::Id, "latest_id"),
            (Column::Number, "latest_number"),
            (Column::Name, "latest_name"),
            (Column::Description, "latest_description"),
            (Column::Method, "latest_method"),
            (Column::ConsumerCount, "latest_consumer_count"),
            (Column::IterationCount, "latest_iteration_count"),
            (Column::CreatedAt, "latest_created_at"),
            (Column::CreatedBy, "latest_created_by"),
        ] {
            query.expr_as(of_version(column), name);
        }
        let is_of = of_version(Column::KeyId).equals((key::Entity, key::Column::Id));
        let is_latest = of_version(Column::Number).equals((key::Entity, key::Column::Latest));
        query.join(JoinType::InnerJoin, version::Entity, is_of.and(is_latest));
        query
    }

    /// The rules of the iterations of some versions.
    async fn rules(&self, versions: impl IntoIterator<Item = Uuid>) -> Result<HashMap<Uuid, Vec<RuleName>>> {
        let rows = iteration::Entity::find()
            .filter(self.own(Expr::col((iteration::Entity, iteration::Column::CommunityId))))
            .filter(iteration::Column::VersionId.is_in(versions))
            .order_by_asc(iteration::Column::Position)
            .all(&self.db)
            .await?;
        let mut rules: HashMap<Uuid, Vec<RuleName>> = HashMap::new();
        for row in rows {
            rules.entry(row.version_id).or_default().push(parsed("rule", &row.rule)?);
        }
        Ok(rules)
    }

    async fn version_view(&self, row: version::Model) -> Result<KeyVersionView> {
        let iterations = iteration::Entity::find()
            .filter(self.own(Expr::col((iteration::Entity, iteration::Column::CommunityId))))
            .filter(iteration::Column::VersionId.eq(row.id))
            .order_by_asc(iteration::Column::Position)
            .all(&self.db)
            .await?;
        let query =
            key_rows::select_consumers(self.own(Expr::col((consumer::Entity, consumer::Column::CommunityId))), row.id);
        let rows = self.db.query_all(&query).await?;
        let consumers = rows
            .iter()
            .map(|row| ConsumerRow::from_query_result(row, ""))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(KeyVersionView {
            id: row.id,
            key_id: row.key_id,
            number: small(row.number)?,
            key: key_rows::key(&row, &iterations, &consumers)?,
            eans: consumers.into_iter().map(|consumer| consumer.ean).collect(),
            created_at: row.created_at,
            created_by: row.created_by,
        })
    }
}

impl Latest {
    fn model(self, key: &key::Model) -> version::Model {
        version::Model {
            id: self.latest_id,
            community_id: key.community_id,
            key_id: key.id,
            number: self.latest_number,
            name: self.latest_name,
            description: self.latest_description,
            method: self.latest_method,
            consumer_count: self.latest_consumer_count,
            iteration_count: self.latest_iteration_count,
            created_at: self.latest_created_at,
            created_by: self.latest_created_by,
        }
    }
}

fn keyset(sort: Sort<KeySort>) -> Keyset<Row> {
    use key::Column;
    let (name, column, key): (_, _, KeyOf<Row>) = match sort.by {
        KeySort::UpdatedAt => ("updated_at", Column::UpdatedAt, KeyOf::Instant(|row| row.key.updated_at)),
        KeySort::CreatedAt => ("created_at", Column::CreatedAt, KeyOf::Instant(|row| row.key.created_at)),
        KeySort::Name => ("name", Column::NameKey, KeyOf::Text(|row| &row.key.name_key)),
    };
    let id_of = |row: &Row| row.key.id;
    Keyset { name, column: of_key(column), id: of_key(Column::Id), descending: sort.descending, key, id_of }
}

fn of_key(column: key::Column) -> Expr {
    Expr::col((key::Entity, column))
}

fn of_version(column: version::Column) -> Expr {
    Expr::col((version::Entity, column))
}

fn list_row(Row { key, latest }: Row, rules: &mut HashMap<Uuid, Vec<RuleName>>) -> Result<KeyRow> {
    let latest = latest.model(&key);
    Ok(KeyRow {
        id: key.id,
        latest: version_row(&latest)?,
        method: parsed("method", &latest.method)?,
        rules: rules.remove(&latest.id).unwrap_or_default(),
        description: latest.description,
        archived_at: key.archived_at,
        created_at: key.created_at,
        updated_at: key.updated_at,
        updated_by: key.updated_by,
    })
}

fn version_row(row: &version::Model) -> Result<KeyVersionRow> {
    Ok(KeyVersionRow {
        id: row.id,
        number: small(row.number)?,
        name: row.name.clone(),
        consumer_count: small(row.consumer_count)?,
        iteration_count: small(row.iteration_count)?,
        created_at: row.created_at,
        created_by: row.created_by.clone(),
    })
}

fn small(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Inconsistent(format!("a count of {number}")))
}
