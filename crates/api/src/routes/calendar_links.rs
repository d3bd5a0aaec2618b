//! The feed by which other programs follow the caller's calendar, behind a link that can be taken back.

use crate::advice::ical;
use crate::answer::{self, Answer};
use crate::auth::secret;
use crate::error::Error;
use crate::extract::{Authenticated, Query};
use crate::state::State;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, delete, get, post, web};
use api_types::{CalendarFeedQuery, CalendarLink, NewCalendarLink, ProblemCode};
use chrono::Days;
use domain::role::Grant;
use store::{CalendarEntryView, CustomerReach, EntryFilter, Page, PageRequest};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// How many days back a feed reaches.
const DAYS_BACK: u64 = 90;
/// Entries read at a time.
const PAGE: u16 = 200;
/// Most entries of a feed, the earliest first.
const MOST: usize = 5_000;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(get_calendar_link)
        .service(create_calendar_link)
        .service(revoke_calendar_link)
        .service(get_calendar_feed);
}

/// Get whether there is a link to the caller's calendar
///
/// The link itself is shown once only, when it is made.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "Since when, and when it was last followed.", body = CalendarLink)),
    security(("bearer" = []))
)]
#[get("/me/calendar-link")]
pub(super) async fn get_calendar_link(state: web::Data<State>, access: Authenticated) -> Answer {
    let caller = access.caller;
    let link = state.store().calendar_link(caller.user().id).await?;
    answer::plain(&CalendarLink {
        created_at: link.map(|link| link.created_at),
        last_used_at: link.and_then(|link| link.last_used_at),
    })
}

/// Make a link to the caller's calendar
///
/// Any program that reads iCalendar can follow it without a login, and sees what the caller sees at that time. The former
/// link is void.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "The link, shown this once.", body = NewCalendarLink)),
    security(("bearer" = []))
)]
#[post("/me/calendar-link")]
pub(super) async fn create_calendar_link(state: web::Data<State>, access: Authenticated) -> Answer {
    let caller = access.caller;
    let token = secret::generate().map_err(Error::internal)?;
    let (context, user) = (caller.write_context(&state, None), caller.user().id);
    let hash = secret::hash(&token);
    state.store().write(&context, async |tx| tx.create_calendar_link(user, &hash).await).await?;
    let url = format!("{}/api/v1/calendar-feed?token={token}", state.public_url().origin());
    answer::plain(&NewCalendarLink { url, created_at: context.now })
}

/// Take back the link to the caller's calendar
///
/// Programs that follow it get nothing any more, at once.
#[utoipa::path(
    tag = "notifications",
    responses((status = 204, description = "There is none.")),
    security(("bearer" = []))
)]
#[delete("/me/calendar-link")]
pub(super) async fn revoke_calendar_link(state: web::Data<State>, access: Authenticated) -> Answer {
    let caller = access.caller;
    let (context, user) = (caller.write_context(&state, None), caller.user().id);
    state.store().write(&context, async |tx| tx.revoke_calendar_link(user).await).await?;
    Ok(answer::no_content())
}

/// Follow a calendar
///
/// The advice of all customers whom the maker of the link looks after, or of their own account, as an iCalendar file from
/// 90 days ago on. The link needs no login, so whoever has it can read this.
#[utoipa::path(
    tag = "notifications",
    params(CalendarFeedQuery),
    responses(
        (status = 200, description = "The calendar.", content(
            (String = "text/calendar", example = json!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"))
        )),
        (status = 404, description = "`not_found`: there is no such link, or it was taken back.")
    ),
    security(())
)]
#[get("/calendar-feed")]
pub(super) async fn get_calendar_feed(state: web::Data<State>, query: Query<CalendarFeedQuery>) -> Answer {
    let Query(query) = query;
    let link = state.store().follow_calendar_link(&secret::hash(&query.token), state.now()).await?;
    let caller = state.store().accounts().caller(link.user_id, state.now()).await?;
    let caller = caller.ok_or(ProblemCode::NotFound)?;
    let mut entries = Vec::new();
    let mut organisations: Vec<(Uuid, CustomerReach)> = Vec::new();
    for grant in &caller.grants {
        match *grant {
            Grant::Manager { organisation } => organisations.push((organisation, CustomerReach::All)),
            Grant::Kam { organisation } => {
                organisations.push((organisation, CustomerReach::LookedAfterBy(link.user_id)));
            }
            Grant::Customer { organisation, customer } => {
                entries.extend(of_customer(&state, organisation, customer).await?);
            }
            Grant::Operator | Grant::CommunityManager { .. } | Grant::Member { .. } => {}
        }
    }
    for (organisation, reach) in organisations {
        entries.extend(of_organisation(&state, organisation, reach).await?);
    }
    // Whoever is manager and looks after accounts, too, has both roles at the same entries.
    entries.sort_by_key(|entry| (entry.on, entry.advice_id));
    entries.dedup_by_key(|entry| entry.advice_id);
    entries.truncate(MOST);
    let file = ical::calendar(&entries, caller.user.locale, state.public_url().origin(), state.now());
    Ok(HttpResponse::Ok().content_type(ical::MEDIA_TYPE).insert_header((CACHE_CONTROL, "private, no-store")).body(file))
}

async fn of_organisation(
    state: &State,
    organisation: Uuid,
    reach: CustomerReach,
) -> Result<Vec<CalendarEntryView>, Error> {
    let (scope, filter, now) = (state.store().organisation(organisation), filter(state), state.now());
    whole(async |page| scope.calendar_entries(reach, &filter, now, &page).await).await
}

async fn of_customer(state: &State, organisation: Uuid, customer: Uuid) -> Result<Vec<CalendarEntryView>, Error> {
    let (scope, filter, today) = (state.store().customer(organisation, customer), filter(state), state.today());
    whole(async |page| scope.calendar_entries(&filter, true, today, &page).await).await
}

fn filter(state: &State) -> EntryFilter {
    let from = state.today().checked_sub_days(Days::new(DAYS_BACK));
    EntryFilter { from, ..EntryFilter::default() }
}

/// All pages of a list, up to what a feed holds.
async fn whole(
    read: impl AsyncFn(PageRequest) -> Result<Page<CalendarEntryView>, store::Error>,
) -> Result<Vec<CalendarEntryView>, Error> {
    let (mut entries, mut cursor) = (Vec::new(), None);
    loop {
        let page = read(PageRequest { limit: PAGE, cursor }).await?;
        entries.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() || entries.len() >= MOST {
            return Ok(entries);
        }
    }
}
