//! Lists as files: what a list shows with its filters, whole, and empty tables to be filled in.

use super::imports::all_members;
use super::{audit, communities, lists, members, meters, users};
use crate::answer::Answer;
use crate::exchange::columns::Column;
use crate::exchange::download::{self, PAGE, ReadRows, Rows, Wish};
use crate::exchange::upload::Workbook;
use crate::exchange::{Owners, members as member_rows, meters as meter_rows, values, words};
use crate::extract::{
    Authenticated, CommunityPath, Export, Guarded, InCommunity, InOrganisation, OrganisationPath, Query, permit,
};
use crate::state::State;
use crate::table::Cell;
use actix_web::{get, web};
use api_types::{
    AuditEntry, AuditQuery, Community, CommunityQuery, MemberQuery, MeterQuery, OrganisationUser, TableQuery, UserQuery,
};
use domain::quantity::Decimal;
use domain::timeline::{Period, Timeline};
use domain::vocabulary::Locale;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use store::{ConfigurationView, MeterView, PageRequest, UserFilter};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(export_meters)
        .service(export_members)
        .service(export_meter_template)
        .service(export_member_template)
        .service(export_community_audit)
        .service(export_organisation_audit)
        .service(export_users)
        .service(export_communities);
}

/// Export meters
///
/// The list of meters with its filters and order, as a table that can be imported again: each meter with the
/// configuration of today, or else the next one. A member gets their own meters only.
#[utoipa::path(
    tag = "meters",
    params(CommunityPath, TableQuery, MeterQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("EAN,Meter number\r\n541448820000000008,1SAG1100000001\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["meters:read"]))
)]
#[get("/communities/{community_id}/meters/export")]
pub(super) async fn export_meters(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::MetersRead>, Export<MeterQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let (filter, today) = (meters::filter(query.list), state.today());
    let owners = Arc::new(Owners::new(&all_members(&access.read(&state), today).await?));
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter, owners) = (state.clone(), access.clone(), filter.clone(), owners.clone());
        Box::pin(async move {
            let (scope, viewer) = (access.read(&state), access.viewer());
            let page = scope.meters(&viewer, &filter, today, &page(cursor)).await?;
            let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
            let views = scope.meters_of_ids(&viewer, &ids).await?;
            let mut views: HashMap<_, _> = views.into_iter().map(|view| (view.id, view)).collect();
            let body = |view: MeterView| meter_body(view, today);
            let bodies = ids.iter().filter_map(|id| views.remove(id)).filter_map(body);
            let rows = bodies.map(|body| cells(meter_rows::COLUMNS, &body, wish.locale, &owners)).collect();
            Ok(Rows { rows, next: page.next_cursor })
        })
    });
    download::answer(wish, "meters", headings(meter_rows::COLUMNS, wish.locale), read).await
}

/// Export members
///
/// The list of members with its filters and order, as a table that can be imported again.
#[utoipa::path(
    tag = "members",
    params(CommunityPath, TableQuery, MemberQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Kind,Last name\r\nPerson,Peeters\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["members:read"]))
)]
#[get("/communities/{community_id}/members/export")]
pub(super) async fn export_members(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::MembersRead>, Export<MemberQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let (filter, today) = (members::filter(query.list), state.today());
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter) = (state.clone(), access.clone(), filter.clone());
        Box::pin(async move {
            let page = access.read(&state).members(&filter, today, &page(cursor)).await?;
            let bodies = page.items.iter().map(|view| json!(member_rows::body_of(&view.fields)));
            let nobody = Owners::default();
            let rows = bodies.map(|body| cells(member_rows::COLUMNS, &body, wish.locale, &nobody)).collect();
            Ok(Rows { rows, next: page.next_cursor })
        })
    });
    download::answer(wish, "members", headings(member_rows::COLUMNS, wish.locale), read).await
}

/// Download a template for meters
///
/// The headings that an import of meters knows, in the language asked for, above one row as an example.
#[utoipa::path(
    tag = "imports",
    params(CommunityPath, TableQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("EAN,Meter number\r\n541448820000000008,1SAG1100000001\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["meters:write"]))
)]
#[get("/communities/{community_id}/meters/template")]
pub(super) async fn export_meter_template(
    Guarded(access, query): Guarded<InCommunity<permit::MetersWrite>, Query<TableQuery>>,
) -> Answer {
    let wish = Wish::of(query.0, &access.caller);
    template(wish, "meters-template", meter_rows::COLUMNS).await
}

/// Download a template for members
///
/// The headings that an import of members knows, in the language asked for, above one row as an example.
#[utoipa::path(
    tag = "imports",
    params(CommunityPath, TableQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Kind,Last name\r\nPerson,Peeters\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["members:write"]))
)]
#[get("/communities/{community_id}/members/template")]
pub(super) async fn export_member_template(
    Guarded(access, query): Guarded<InCommunity<permit::MembersWrite>, Query<TableQuery>>,
) -> Answer {
    let wish = Wish::of(query.0, &access.caller);
    template(wish, "members-template", member_rows::COLUMNS).await
}

/// Export a community's audit log
///
/// With its filters and order: one row for each changed field.
#[utoipa::path(
    tag = "audit",
    params(CommunityPath, TableQuery, AuditQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Time,Field\r\n2026-01-05T08:30:00Z,Telephone\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["community_audit:read"]))
)]
#[get("/communities/{community_id}/audit-log/export")]
pub(super) async fn export_community_audit(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::CommunityAudit>, Export<AuditQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let (filter, _) = audit::parts(query.list);
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter) = (state.clone(), access.clone(), filter.clone());
        Box::pin(async move {
            let page = access.read(&state).audit(&filter, &page(cursor)).await?;
            Ok(audit_rows(page, wish.locale))
        })
    });
    download::answer(wish, "audit-log", audit_headings(wish.locale), read).await
}

/// Export an organisation's audit log
///
/// With that of its communities, its filters and order: one row for each changed field.
#[utoipa::path(
    tag = "audit",
    params(OrganisationPath, TableQuery, AuditQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Time,Field\r\n2026-01-05T08:30:00Z,Telephone\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["organisation_audit:read"]))
)]
#[get("/organisations/{organisation_id}/audit-log/export")]
pub(super) async fn export_organisation_audit(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::OrganisationAudit>, Export<AuditQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let (filter, _) = audit::parts(query.list);
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter) = (state.clone(), access.clone(), filter.clone());
        Box::pin(async move {
            let page = access.read(&state).audit(&filter, &page(cursor)).await?;
            Ok(audit_rows(page, wish.locale))
        })
    });
    download::answer(wish, "audit-log", audit_headings(wish.locale), read).await
}

/// Export users
///
/// The list of users with its filters and order.
#[utoipa::path(
    tag = "users",
    params(OrganisationPath, TableQuery, UserQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Name,E-mail\r\nNew manager,new.manager@example.org\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["users:read"]))
)]
#[get("/organisations/{organisation_id}/users/export")]
pub(super) async fn export_users(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::UsersRead>, Export<UserQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let (list, now) = (query.list, state.now());
    let filter = UserFilter { q: list.q, role: list.role, sort: lists::by_name(list.sort) };
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter) = (state.clone(), access.clone(), filter.clone());
        Box::pin(async move {
            let page = access.read(&state).users(&filter, &page(cursor)).await?;
            let rows = page.items.into_iter().map(|view| user_row(users::user(view, now), wish.locale)).collect();
            Ok(Rows { rows, next: page.next_cursor })
        })
    });
    let keys = ["users.name", "users.email", "users.state", "users.roles"];
    download::answer(wish, "users", worded(&keys, wish.locale), read).await
}

/// Export communities
///
/// Those the caller may read, with the filters and the order of the list.
#[utoipa::path(
    tag = "communities",
    params(TableQuery, CommunityQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Name,Region\r\nQuartier du Parc,Wallonia\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = []))
)]
#[get("/communities/export")]
pub(super) async fn export_communities(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, query): Guarded<Authenticated, Export<CommunityQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &caller);
    let (reach, filter) = (communities::reach(caller.grants()), communities::filter(query.list));
    let read: ReadRows = Box::new(move |cursor| {
        let (state, reach, filter, caller) = (state.clone(), reach.clone(), filter.clone(), caller.clone());
        Box::pin(async move {
            let page = state.store().platform().communities(&reach, &filter, &page(cursor)).await?;
            let row = |view| community_row(communities::community(view, &caller), wish.locale);
            Ok(Rows { rows: page.items.into_iter().map(row).collect(), next: page.next_cursor })
        })
    });
    let keys =
        ["name", "region", "type", "email", "phone", "members", "meters"].map(|key| format!("communities.{key}"));
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    download::answer(wish, "communities", worded(&keys, wish.locale), read).await
}

/// The page from a cursor on.
pub(super) const fn page(cursor: Option<String>) -> PageRequest {
    PageRequest { limit: PAGE, cursor }
}

fn headings(columns: &[Column], locale: Locale) -> Vec<String> {
    columns.iter().map(|column| words::heading(locale, column.field)).collect()
}

/// The words of some keys.
pub(super) fn worded(keys: &[&str], locale: Locale) -> Vec<String> {
    keys.iter().map(|key| words::word_or(locale, key, key)).collect()
}

fn cells(columns: &[Column], body: &Value, locale: Locale, owners: &Owners) -> Vec<Cell> {
    let value = |column: &Column| body.pointer(&column.pointer()).cloned().unwrap_or_default();
    columns.iter().map(|column| values::cell(column, &value(column), locale, owners)).collect()
}

/// A meter with the configuration its row of the list shows.
fn meter_body(view: MeterView, today: chrono::NaiveDate) -> Option<Value> {
    let period = |of: &ConfigurationView| Period { from: of.valid_from, to: of.valid_to };
    let timeline = Timeline::on(today, view.configurations, period);
    let shown = timeline.shown()?;
    Some(json!(meter_rows::body_of(&view.identity, shown.valid_from, &shown.configuration)))
}

async fn template(wish: Wish, name: &str, columns: &'static [Column]) -> Answer {
    let example = columns.iter().map(|column| values::sample_cell(column, wish.locale)).collect();
    let read: ReadRows = Box::new(move |_| {
        let rows = vec![Vec::clone(&example)];
        Box::pin(async move { Ok(Rows { rows, next: None }) })
    });
    download::answer(wish, name, headings(columns, wish.locale), read).await
}

fn audit_headings(locale: Locale) -> Vec<String> {
    let (time, who, what) = match locale {
        Locale::En => ("Time (UTC)", "Person", "Action"),
        Locale::Fr => ("Moment (UTC)", "Personne", "Action"),
        Locale::Nl => ("Tijdstip (UTC)", "Persoon", "Handeling"),
        Locale::De => ("Zeitpunkt (UTC)", "Person", "Vorgang"),
    };
    let rest = worded(&["audit.entity", "users.name", "audit.field", "audit.before", "audit.after"], locale);
    [time, who, what].map(str::to_owned).into_iter().chain(rest).collect()
}

fn audit_rows(page: store::Page<store::AuditView>, locale: Locale) -> Rows {
    let rows = page.items.into_iter().map(audit::entry).flat_map(|entry| audit_entry_rows(&entry, locale)).collect();
    Rows { rows, next: page.next_cursor }
}

/// One row for each changed field; one without a field for a change that has none.
fn audit_entry_rows(entry: &AuditEntry, locale: Locale) -> Vec<Vec<Cell>> {
    let word = |group: &str, name: &str| words::word_or(locale, &format!("audit.{group}.{name}"), name);
    let program = words::word(locale, "audit.program").unwrap_or_default();
    let what = [
        entry.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        entry.actor.clone().unwrap_or_else(|| program.to_owned()),
        word("action", &entry.action),
        word("entity", &entry.entity),
        entry.label.clone(),
    ];
    let row = |field: [String; 3]| what.iter().cloned().chain(field).map(Cell::text).collect();
    if entry.changes.is_empty() {
        return vec![row(Default::default())];
    }
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let changes = entry.changes.iter();
    changes.map(|c| row([words::heading(locale, &c.field), text(&c.old), text(&c.new)])).collect()
}

fn user_row(user: OrganisationUser, locale: Locale) -> Vec<Cell> {
    let state = match user.state {
        api_types::UserState::Active => "active",
        api_types::UserState::Invited => "invited",
        api_types::UserState::InvitationExpired => "expired",
    };
    let roles: Vec<String> = user.roles.iter().map(|at| format!("users.role.{}", at.role)).collect();
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let state = worded(&[&format!("users.state.{state}")], locale).concat();
    [user.name, user.email, state, worded(&roles, locale).join(", ")].map(Cell::text).into()
}

fn community_row(community: Community, locale: Locale) -> Vec<Cell> {
    let word = |group: &str, value: &str| worded(&[&format!("communities.{group}.{value}")], locale).concat();
    let count = |count: u64| Cell::Number(Decimal::new(i64::try_from(count).unwrap_or(i64::MAX), 0));
    vec![
        Cell::text(community.name),
        Cell::text(word("region", community.region.as_str())),
        Cell::text(word("type", community.kind.as_str())),
        Cell::text(community.contact_email.unwrap_or_default()),
        Cell::text(community.contact_phone.unwrap_or_default()),
        count(community.member_count),
        count(community.meter_count),
    ]
}
