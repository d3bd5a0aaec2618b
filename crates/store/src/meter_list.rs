//! The list of meters: each with the configuration that holds on a day, searched, filtered and in pages.

use crate::entity::{member, meter, meter_configuration as configuration};
use crate::error::{Result, parsed};
use crate::meters::{self, Viewer};
use crate::page::{KeyOf, Keyset, Page, PageRequest, Sort};
use crate::scope::CommunityScope;
use crate::text_search::{Indexed, Narrowed, any_of, beside_few, contains, contains_any, listed, narrow, words};
use crate::timeline;
use crate::totals::Question;
use chrono::{DateTime, NaiveDate, Utc};
use domain::identifier::{MeteringPointId, is_whole, search_fragment};
use domain::meter::Address;
use domain::text::{clean, fold};
use domain::timeline::Period;
use domain::vocabulary::{ClientType, ConfigurationStatus, ProductionChain, Rate};
use sea_orm::sea_query::{Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement, UnionType};
use sea_orm::{Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryTrait};
use uuid::Uuid;

/// Where a meter stands on the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterState {
    /// As the configuration of that day says.
    Now(ConfigurationStatus),
    /// Its first configuration lies ahead.
    Scheduled,
    /// Its last configuration has ended.
    Ended,
}

/// A meter as a row of the list, with the configuration that holds on the day asked about, else the next
/// one, else the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterRow {
    /// Its id.
    pub id: Uuid,
    /// The metering point.
    pub point: MeteringPointId,
    /// Serial number of the device.
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// Where it stands.
    pub state: MeterState,
    /// First day of the shown configuration.
    pub valid_from: NaiveDate,
    /// DSO of the shown configuration.
    pub dso: String,
    /// What produces.
    pub production_chain: ProductionChain,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The owning member.
    pub member_id: Option<Uuid>,
    /// Their name.
    pub member_name: Option<String>,
    /// When the meter was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What the list of meters can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MeterSort {
    /// The time of creation.
    #[default]
    CreatedAt,
    /// The identifier.
    Ean,
    /// The meter number, without case.
    MeterNumber,
    /// The city, without case and accents.
    City,
}

/// Which meters to list.
#[derive(Debug, Clone, Default)]
pub struct MeterFilter {
    /// Words of identifier, meter number, address or owner.
    pub q: Option<String>,
    /// Part of the identifier, as typed.
    pub ean: Option<String>,
    /// Only meters that stand in one of these ways; empty for all.
    pub states: Vec<MeterState>,
    /// Only meters of this DSO.
    pub dso: Option<String>,
    /// Only meters with this production chain.
    pub production_chain: Option<ProductionChain>,
    /// Only meters of this client type.
    pub client_type: Option<ClientType>,
    /// Only meters of this member.
    pub member_id: Option<Uuid>,
    /// Only meters that have, or do not have, an owner.
    pub owned: Option<bool>,
    /// The order.
    pub sort: Sort<MeterSort>,
}

impl MeterFilter {
    const fn searches(&self) -> bool {
        self.q.is_some() || self.ean.is_some()
    }

    fn asks_identifier_only(&self) -> bool {
        // By name, so that a new filter cannot be forgotten here.
        let Self { q, ean: _, states, dso, production_chain, client_type, member_id, owned, sort: _ } = self;
        let any_owner = member_id.is_none() && owned.is_none();
        let any_kind = states.is_empty() && dso.is_none() && production_chain.is_none() && client_type.is_none();
        q.is_none() && any_owner && any_kind
    }
}

/// How the query calls the configuration it shows.
const SHOWN: &str = "shown";

/// How the query calls the owners it looks for.
const OWNER: &str = "owner";

/// A meter, its shown configuration and that one's owner.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    meter: meter::Model,
    shown_valid_from: NaiveDate,
    shown_valid_to: Option<NaiveDate>,
    shown_status: String,
    shown_dso: String,
    shown_production_chain: String,
    shown_rate: String,
    shown_client_type: String,
    shown_member_id: Option<Uuid>,
    member_name: Option<String>,
}

impl CommunityScope<'_> {
    /// The community's meters as they stand on a day.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn meters(
        &self,
        viewer: &Viewer,
        filter: &MeterFilter,
        today: NaiveDate,
        page: &PageRequest,
    ) -> Result<Page<MeterRow>> {
        let all = meter::Entity::find().filter(self.own(of_meter(meter::Column::CommunityId))).into_query();
        let mut query = with_shown(all.clone(), viewer, today);
        query.cond_where(searched(filter)).cond_where(filtered(filter, today));
        let question = if filter.searches() { Some(self.question(&query).await?) } else { None };
        if let Some(found) = question.as_ref().and_then(Question::found) {
            return self.page_of_found(&found, viewer, filter.sort, today, page).await;
        }
        let narrowed = self.narrowed(filter, &all).await?;
        if let (Some(question), Narrowed::Few(candidates)) = (question, &narrowed) {
            let candidates = of_meter(meter::Column::Id).is_in(candidates.iter().copied());
            let mut found = with_shown(self.few_meters(candidates), viewer, today);
            found.cond_where(searched(filter)).cond_where(filtered(filter, today));
            let found = listed(&self.db, found.clear_selects().expr(of_meter(meter::Column::Id))).await?;
            question.keep(&found);
            return self.page_of_found(&found, viewer, filter.sort, today, page).await;
        }
        query.cond_where(narrowed.condition(of_meter(meter::Column::Id)));
        // Every meter has a configuration: as long as nothing is asked of that, all need not be looked at.
        let counted = if *viewer == Viewer::All && filter.asks_identifier_only() {
            let mut counted = all;
            counted.cond_where(searched(filter)).cond_where(narrowed.condition(of_meter(meter::Column::Id)));
            counted
        } else {
            query.clone()
        };
        let total = self.total_of_meters(counted).await?;
        keyset(filter.sort).read_of(&self.db, query, total, page).await?.try_map(|row| view(row, today))
    }

    /// A page of those meters of the community that a search found.
    async fn page_of_found(
        &self,
        found: &[Uuid],
        viewer: &Viewer,
        sort: Sort<MeterSort>,
        today: NaiveDate,
        page: &PageRequest,
    ) -> Result<Page<MeterRow>> {
        let keyset = keyset(sort);
        // Those of the page first: only theirs are the configurations to be looked up.
        let mut of_page = self.few_meters(of_meter(meter::Column::Id).is_in(found.iter().copied()));
        of_page.clear_selects().expr(of_meter(meter::Column::Id));
        keyset.bound(&mut of_page, page)?;
        let of_page = of_meter(meter::Column::Id).in_subquery(of_page);
        let query = with_shown(self.few_meters(of_page), viewer, today);
        let rows = keyset.read_of(&self.db, query, Some(found.len() as u64), page).await?;
        rows.try_map(|row| view(row, today))
    }

    /// The community's meters among few.
    fn few_meters(&self, few: Expr) -> SelectStatement {
        let community = beside_few(self.db.get_database_backend(), of_meter(meter::Column::CommunityId));
        meter::Entity::find().filter(self.own(community)).filter(few).into_query()
    }
}

impl CommunityScope<'_> {
    /// What the rarest of the words searched for leaves.
    async fn narrowed(&self, filter: &MeterFilter, all: &SelectStatement) -> Result<Narrowed> {
        let backend = self.db.get_database_backend();
        let meters = |part: &str| Indexed::Meter.containing(backend, self.community, part);
        let mut ways: Vec<Option<SelectStatement>> = Vec::new();
        for word in words(filter.q.as_deref()) {
            // The same ways as in `searched`.
            let as_identifier = search_fragment(&word).map(|fragment| fold(&fragment)).filter(|part| *part != word);
            let parts: Vec<&str> = [word.as_str()].into_iter().chain(as_identifier.as_deref()).collect();
            ways.push(any_of(&parts, |part| {
                let owned = self.owned_by(Indexed::Member.containing(backend, self.community, part));
                meters(part).union(UnionType::All, owned).take()
            }));
        }
        let fragment = filter.ean.as_deref().and_then(search_fragment);
        ways.extend(fragment.map(|fragment| match is_whole(&fragment) {
            true => Some(self.of_ean(&fragment)),
            false => any_of(&[&fold(&fragment)], meters),
        }));
        narrow(self, all, ways.into_iter().flatten()).await
    }

    /// The id of the meter with this identifier.
    fn of_ean(&self, ean: &str) -> SelectStatement {
        Query::select()
            .expr_as(of_meter(meter::Column::Id), Indexed::ID)
            .from(meter::Entity)
            .and_where(of_meter(meter::Column::CommunityId).eq(self.community))
            .and_where(of_meter(meter::Column::Ean).eq(ean))
            .take()
    }

    /// Ids of the meters that some of these members own, owned or will own.
    ///
    /// A join, not `IN`: the first of many are found without finding all. SQLite keeps the order of a `CROSS JOIN`:
    /// where the tables were never analysed, all periods would be gone through before their owners are looked up.
    fn owned_by(&self, members: SelectStatement) -> SelectStatement {
        let owner = Expr::col((OWNER, Indexed::ID));
        Query::select()
            .column((configuration::Entity, configuration::Column::MeterId))
            .from_subquery(members, OWNER)
            .cross_join(configuration::Entity)
            .and_where(owner.equals((configuration::Entity, configuration::Column::MemberId)))
            .and_where(Expr::col((configuration::Entity, configuration::Column::CommunityId)).eq(self.community))
            .take()
    }
}

/// Adds the shown configuration and its owner to a query of meters.
fn with_shown(mut query: SelectStatement, viewer: &Viewer, today: NaiveDate) -> SelectStatement {
    for (column, name) in [
        (configuration::Column::ValidFrom, "shown_valid_from"),
        (configuration::Column::ValidTo, "shown_valid_to"),
        (configuration::Column::Status, "shown_status"),
        (configuration::Column::Dso, "shown_dso"),
        (configuration::Column::ProductionChain, "shown_production_chain"),
        (configuration::Column::Rate, "shown_rate"),
        (configuration::Column::ClientType, "shown_client_type"),
        (configuration::Column::MemberId, "shown_member_id"),
    ] {
        query.expr_as(of_shown(column), name);
    }
    query
        .expr_as(Expr::col((member::Entity, member::Column::DisplayName)), "member_name")
        .join_as(JoinType::InnerJoin, configuration::Entity, SHOWN, is_shown(viewer, today))
        .join(
            JoinType::LeftJoin,
            member::Entity,
            Expr::col((member::Entity, member::Column::Id)).equals((SHOWN, configuration::Column::MemberId)),
        );
    query
}

/// Joins the configuration of `today`, else the next one, else the last one, of those the viewer may see.
///
/// By its id: PostgreSQL then knows that there is one for each meter, and reads only as many as the page needs.
fn is_shown(viewer: &Viewer, today: NaiveDate) -> Condition {
    let column = |column: configuration::Column| Expr::col((configuration::Entity, column));
    let first = |which: Condition, order: Order| {
        let id = Query::select()
            .expr(column(configuration::Column::Id))
            .from(configuration::Entity)
            .and_where(column(configuration::Column::MeterId).equals((meter::Entity, meter::Column::Id)))
            .cond_where(viewer.sees(column(configuration::Column::MemberId)))
            .cond_where(which)
            .order_by((configuration::Entity, configuration::Column::ValidFrom), order)
            .limit(1)
            .take();
        Expr::from(id)
    };
    let ahead = column(configuration::Column::ValidFrom).gt(today);
    let shown = Func::coalesce([
        first(timeline::contains(configuration::Entity, today), Order::Desc),
        first(Condition::all().add(ahead), Order::Asc),
        first(Condition::all(), Order::Desc),
    ]);
    Condition::all().add(of_shown(configuration::Column::Id).eq(shown))
}

fn searched(filter: &MeterFilter) -> Condition {
    let texts = [of_meter(meter::Column::SearchKey), Expr::col((member::Entity, member::Column::SearchKey))];
    let ean = |fragment: &str| match is_whole(fragment) {
        true => of_meter(meter::Column::Ean).eq(fragment),
        false => contains(of_meter(meter::Column::Ean), fragment),
    };
    let mut all = Condition::all();
    for word in words(filter.q.as_deref()) {
        // An identifier may be typed with its dots and dashes.
        let fragment = search_fragment(&word).map(|fragment| ean(&fragment));
        all = all.add(contains_any(&texts, &word).add_option(fragment));
    }
    match filter.ean.as_deref().map(|text| (clean(text).is_empty(), search_fragment(text))) {
        None | Some((true, _)) => all,
        Some((false, Some(fragment))) => all.add(ean(&fragment)),
        // What cannot be part of an identifier is part of none.
        Some((false, None)) => all.add(Expr::val(1).eq(0)),
    }
}

fn filtered(filter: &MeterFilter, today: NaiveDate) -> Condition {
    use configuration::Column;
    let equal = |column: Column, value: &str| of_shown(column).eq(value);
    Condition::all()
        .add_option((!filter.states.is_empty()).then(|| states(&filter.states, today)))
        .add_option(filter.dso.as_deref().map(|dso| equal(Column::Dso, &clean(dso))))
        .add_option(filter.production_chain.map(|chain| equal(Column::ProductionChain, chain.as_str())))
        .add_option(filter.client_type.map(|kind| equal(Column::ClientType, kind.as_str())))
        .add_option(filter.member_id.map(|member| of_shown(Column::MemberId).eq(member)))
        .add_option(filter.owned.map(|owned| {
            let member = of_shown(Column::MemberId);
            if owned { member.is_not_null() } else { member.is_null() }
        }))
}

fn states(states: &[MeterState], today: NaiveDate) -> Condition {
    states.iter().fold(Condition::any(), |any, state| any.add(stands(*state, today)))
}

fn stands(state: MeterState, today: NaiveDate) -> Condition {
    let scheduled = of_shown(configuration::Column::ValidFrom).gt(today);
    let ended = of_shown(configuration::Column::ValidTo).lte(today);
    match state {
        MeterState::Scheduled => Condition::all().add(scheduled),
        MeterState::Ended => Condition::all().add(ended),
        MeterState::Now(status) => {
            timeline::contains(SHOWN, today).add(of_shown(configuration::Column::Status).eq(status.as_str()))
        }
    }
}

fn keyset(sort: Sort<MeterSort>) -> Keyset<Row> {
    use meter::Column;
    let (name, column, key): (_, _, KeyOf<Row>) = match sort.by {
        MeterSort::CreatedAt => ("created_at", Column::CreatedAt, KeyOf::Instant(|row| row.meter.created_at)),
        MeterSort::Ean => ("ean", Column::Ean, KeyOf::Text(|row| &row.meter.ean)),
        MeterSort::MeterNumber => {
            ("meter_number", Column::MeterNumberKey, KeyOf::Text(|row| &row.meter.meter_number_key))
        }
        MeterSort::City => ("city", Column::CityKey, KeyOf::Text(|row| &row.meter.city_key)),
    };
    let (column, id) = (of_meter(column), of_meter(Column::Id));
    Keyset { name, column, id, descending: sort.descending, key, id_of: |row| row.meter.id }
}

fn of_meter(column: meter::Column) -> Expr {
    Expr::col((meter::Entity, column))
}

fn of_shown(column: configuration::Column) -> Expr {
    Expr::col((SHOWN, column))
}

fn view(row: Row, today: NaiveDate) -> Result<MeterRow> {
    let period = Period { from: row.shown_valid_from, to: row.shown_valid_to };
    let state = if period.contains(today) {
        MeterState::Now(parsed("status", &row.shown_status)?)
    } else if period.from > today {
        MeterState::Scheduled
    } else {
        MeterState::Ended
    };
    Ok(MeterRow {
        id: row.meter.id,
        point: meters::point(&row.meter)?,
        address: meters::address(&row.meter),
        meter_number: row.meter.meter_number,
        state,
        valid_from: row.shown_valid_from,
        production_chain: parsed("production_chain", &row.shown_production_chain)?,
        rate: parsed("rate", &row.shown_rate)?,
        client_type: parsed("client_type", &row.shown_client_type)?,
        dso: row.shown_dso,
        member_id: row.shown_member_id,
        member_name: row.member_name,
        created_at: row.meter.created_at,
        updated_at: row.meter.updated_at,
    })
}
