//! Server-sent events: what happens where the caller may look.

use crate::answer::Answer;
use crate::error::Error;
use crate::exchange::jobs::Ear;
use crate::extract::{Authenticated, Caller, Guarded, Query};
use crate::state::State;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use api_types::{Event, EventQuery};
use domain::role::{Decision, Permission, Place, decide};
use domain::vocabulary::ImportKind;
use futures_util::stream::unfold;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// How long a stream goes on when nothing else is asked for.
const SECONDS: u16 = 300;
/// When to try again with too many streams open.
const PATIENCE: Duration = Duration::from_secs(30);
/// A sign of life, so that nobody between takes the connection for dead.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(stream_events);
}

/// Listen to events
///
/// Server-sent events, for as long as asked: `import` with an `ImportEvent` as its data, for every import the caller
/// may read while it is being applied and when it has ended; `reading_import` with a `ReadingImportEvent` likewise.
/// Rights are looked up at each event; the stream ends with the session. Missed events are not repeated: read the
/// import. A user has up to eight streams at a time.
#[utoipa::path(
    tag = "events",
    params(EventQuery),
    responses(
        (
            status = 200,
            description = "The events, each with its name and such data.",
            content((Event = "text/event-stream"))
        ),
        (status = 429, description = "`rate_limited`: the user has eight streams open.")
    ),
    security(("bearer" = []))
)]
#[get("/events")]
pub(super) async fn stream_events(
    request: HttpRequest,
    state: web::Data<State>,
    Guarded(access, query): Guarded<Authenticated, Query<EventQuery>>,
) -> Answer {
    let seconds = u64::from(query.0.seconds.unwrap_or(SECONDS));
    let ear = state.jobs().listen(access.caller.user().id).ok_or_else(|| Error::rate_limited(PATIENCE))?;
    let listener =
        Listener { request, ear, state, ends: Instant::now() + Duration::from_secs(seconds), greeted: false };
    let events = unfold(listener, |mut listener| async move {
        let bytes = listener.next().await?;
        Some((Ok::<_, Infallible>(bytes), listener))
    });
    let answer = HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "private, no-store"))
        // Compressed, events would wait for others to fill a block.
        .insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")))
        .streaming(events);
    Ok(answer)
}

/// Somebody who listens.
struct Listener {
    request: HttpRequest,
    state: web::Data<State>,
    ear: Ear,
    ends: Instant,
    greeted: bool,
}

impl Listener {
    /// What to send next; none at the end.
    async fn next(&mut self) -> Option<Bytes> {
        if !std::mem::replace(&mut self.greeted, true) {
            return Some(Bytes::from_static(b"retry: 3000\n\n"));
        }
        loop {
            let now = Instant::now();
            if now >= self.ends {
                return None;
            }
            let received = timeout_at(self.ends.min(now + SIGN_OF_LIFE), self.ear.hear()).await;
            // Who has logged out, or lost a role, hears no more of it.
            let caller = Caller::of(&self.request).await.ok()?;
            match received {
                Err(_) => return Some(Bytes::from_static(b": still here\n\n")),
                Ok(Err(RecvError::Closed)) => return None,
                Ok(Err(RecvError::Lagged(_))) => {}
                Ok(Ok(event)) => {
                    let (community, permission) = concerned(&event);
                    if self.may_hear(&caller, community, permission).await {
                        let name = match event {
                            Event::Import(_) => "import",
                            Event::ReadingImport(_) => "reading_import",
                        };
                        let data = serde_json::to_string(&event).ok()?;
                        return Some(Bytes::from(format!("event: {name}\ndata: {data}\n\n")));
                    }
                }
            }
        }
    }

    async fn may_hear(&self, caller: &Caller, community: Uuid, permission: Permission) -> bool {
        let Ok(organisation) = self.state.store().platform().organisation_of(community).await else {
            return false;
        };
        let place = Place::Community { organisation, id: community };
        decide(caller.grants(), permission, place) == Decision::Allowed
    }
}

/// Where something happened, and what one may do there to hear of it.
const fn concerned(event: &Event) -> (Uuid, Permission) {
    match event {
        Event::Import(event) => match event.kind {
            ImportKind::Meters => (event.community_id, Permission::MetersWrite),
            ImportKind::Members => (event.community_id, Permission::MembersWrite),
        },
        Event::ReadingImport(event) => (event.community_id, Permission::ReadingsWrite),
    }
}
