//! Calculations that go on beside the requests: where each stands, and what came of it.
//!
//! Whoever calculates says every moment that they are still at it. So any program that shares the database knows how
//! far a calculation is; one whose program was killed is known to be over; and whoever calculates something that was
//! cancelled meanwhile hears so and stops.

use crate::connect::Store;
use crate::entity::calculation::{ActiveModel, Column, Entity, Model};
use crate::entity::organisation;
use crate::error::{Conflict, Error, Result, parsed};
use crate::scope::{CommunityScope, CommunityWriter};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::vocabulary::{CalculationKind, CalculationState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

/// How long a result waits for somebody to come for it.
pub(crate) const KEPT: TimeDelta = TimeDelta::hours(1);

/// After such a silence nobody is at it any more: many times the pause between two words.
const SILENCE: TimeDelta = TimeDelta::minutes(1);

/// Calculations of an organisation that may be under way at a time.
const UNDER_WAY_MAX: u64 = 2;

/// Calculations of an organisation that are remembered, those under way included; the oldest go first.
const REMEMBERED_MAX: u64 = 10;

/// Why a calculation is over whose program fell silent.
const INTERRUPTED: &str = "interrupted";

/// A calculation, as it stands at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalculationView {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// What is calculated.
    pub kind: CalculationKind,
    /// Where it stands.
    pub state: CalculationState,
    /// Pieces that are behind.
    pub done: u64,
    /// Pieces there are at most; 0 until it is known.
    pub total: u64,
    /// What came of it, as it is answered.
    pub result: Option<String>,
    /// Why nothing came of it: the code of a problem, or `interrupted`.
    pub failure: Option<String>,
    /// 1 while it is under way, 2 from then on.
    pub version: i64,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Who asked, by name at that time.
    pub created_by: Option<String>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The side of whoever calculates.
#[derive(Debug, Clone, Copy)]
pub struct Calculations<'s> {
    store: &'s Store,
}

impl Store {
    /// For whoever calculates.
    #[must_use]
    pub const fn calculations(&self) -> Calculations<'_> {
        Calculations { store: self }
    }
}

impl CommunityScope<'_> {
    /// A calculation as it stands now, with its result once there is one.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn calculation(&self, id: Uuid, now: DateTime<Utc>) -> Result<CalculationView> {
        let own = self.own(Expr::col((Entity, Column::CommunityId)));
        view(Entity::find_by_id(id).filter(own).one(&self.db).await?.ok_or(Error::NotFound)?, now)
    }
}

impl CommunityWriter<'_> {
    /// Puts down that something will be calculated. The oldest results of the organisation make room for it.
    ///
    /// # Errors
    /// `NotFound` for an unknown community; `Conflict::TooManyCalculations`; those of the database.
    pub async fn create_calculation(&self, kind: CalculationKind) -> Result<CalculationView> {
        // Locked until this one is in, so that two at the same time do not both find room.
        organisation::Entity::find_by_id(self.organisation).lock_exclusive().one(&self.tx.db).await?;
        self.verify().await?;
        let of_organisation = || Entity::find().filter(Column::OrganisationId.eq(self.organisation));
        let alive = under_way().add(Column::SeenAt.gt(self.tx.now() - SILENCE));
        if of_organisation().filter(alive).count(&self.tx.db).await? >= UNDER_WAY_MAX {
            return Err(Conflict::TooManyCalculations.into());
        }
        let newest_first = of_organisation().order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        let rest = newest_first.select_only().column(Column::Id).column(Column::State).offset(REMEMBERED_MAX - 1);
        let rest: Vec<(Uuid, String)> = rest.limit(u64::from(u32::MAX)).into_tuple().all(&self.tx.db).await?;
        let over = rest.into_iter().filter(|(_, state)| !UNDER_WAY.contains(&state.as_str())).map(|(id, _)| id);
        Entity::delete_many()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::Id.is_in(over))
            .exec(&self.tx.db)
            .await?;
        let row = Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            community_id: self.community,
            kind: kind.as_str().to_owned(),
            state: CalculationState::Waiting.as_str().to_owned(),
            done: 0,
            total: 0,
            result: None,
            failure: None,
            version: 1,
            created_at: self.tx.now(),
            created_by: self.tx.actor_name(),
            seen_at: self.tx.now(),
            ended_at: None,
        };
        Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        view(row, self.tx.now())
    }

    /// Cancels a calculation, or forgets what came of it: whoever calculates hears of it with their next word.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn cancel_calculation(&self, id: Uuid, version: i64) -> Result<()> {
        let own = self.read().own(Expr::col((Entity, Column::CommunityId)));
        let row = Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?;
        if row.ok_or(Error::NotFound)?.version != version {
            return Err(Error::Stale);
        }
        Entity::delete_many()
            .filter(Column::Id.eq(id))
            .filter(Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }
}

impl Calculations<'_> {
    /// Says that it waits for its turn, still. False when it was cancelled.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn still_waiting(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
        self.tell(id, now, ActiveModel::default()).await
    }

    /// Says how far it is. False when it was cancelled.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn progress(&self, id: Uuid, now: DateTime<Utc>, done: u64, total: u64) -> Result<bool> {
        let number = |number: u64| Set(i64::try_from(number).unwrap_or(i64::MAX));
        let running = Set(CalculationState::Running.as_str().to_owned());
        let told = ActiveModel { state: running, done: number(done), total: number(total), ..Default::default() };
        self.tell(id, now, told).await
    }

    /// Keeps what came of it. False when it was cancelled.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn finish(&self, id: Uuid, now: DateTime<Utc>, result: String) -> Result<bool> {
        self.end(id, now, CalculationState::Done, ActiveModel { result: Set(Some(result)), ..Default::default() }).await
    }

    /// Keeps why nothing came of it. False when it was cancelled.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn fail(&self, id: Uuid, now: DateTime<Utc>, failure: &str) -> Result<bool> {
        let failure = Set(Some(failure.to_owned()));
        self.end(id, now, CalculationState::Failed, ActiveModel { failure, ..Default::default() }).await
    }

    async fn end(&self, id: Uuid, now: DateTime<Utc>, state: CalculationState, told: ActiveModel) -> Result<bool> {
        let (state, ended_at) = (Set(state.as_str().to_owned()), Set(Some(now.trunc_subsecs(6))));
        self.tell(id, now, ActiveModel { state, ended_at, version: Set(2), ..told }).await
    }

    /// One word about a calculation that is under way.
    async fn tell(&self, id: Uuid, now: DateTime<Utc>, told: ActiveModel) -> Result<bool> {
        let told = ActiveModel { seen_at: Set(now.trunc_subsecs(6)), ..told };
        let told = Entity::update_many().set(told).filter(under_way().add(Column::Id.eq(id)));
        Ok(told.exec(&self.store.db).await?.rows_affected > 0)
    }
}

const UNDER_WAY: [&str; 2] = [CalculationState::Waiting.as_str(), CalculationState::Running.as_str()];

fn under_way() -> Condition {
    Condition::all().add(Column::State.is_in(UNDER_WAY))
}

fn view(row: Model, now: DateTime<Utc>) -> Result<CalculationView> {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let mut view = CalculationView {
        id: row.id,
        community_id: row.community_id,
        kind: parsed("kind", &row.kind)?,
        state: parsed("state", &row.state)?,
        done: count(row.done),
        total: count(row.total),
        result: row.result,
        failure: row.failure,
        version: row.version,
        created_at: row.created_at,
        created_by: row.created_by,
        ended_at: row.ended_at,
    };
    if view.state == CalculationState::Done {
        // The last word before the end need not have been about all of it.
        view.done = view.total;
    }
    if UNDER_WAY.contains(&row.state.as_str()) && row.seen_at <= now - SILENCE {
        view.state = CalculationState::Failed;
        view.failure = Some(INTERRUPTED.to_owned());
        view.ended_at = Some(row.seen_at);
    }
    Ok(view)
}
