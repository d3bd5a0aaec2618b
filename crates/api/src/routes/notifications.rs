//! What the caller was told in the application.

use super::{advice_answers as answers, lists};
use crate::answer::{self, Answer};
use crate::extract::{Authenticated, Guarded, NotificationPath, Query};
use crate::state::State;
use actix_web::{get, post, web};
use api_types::{Notification, NotificationQuery, NotificationsRead, Page};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_notifications).service(read_all_notifications).service(read_notification);
}

/// List what the caller was told
///
/// Latest first, and only what is still theirs to know: of accounts they look after, and as a customer of markets whose
/// service is active.
#[utoipa::path(
    tag = "notifications",
    params(NotificationQuery),
    responses((status = 200, description = "One page of it.", body = Page<Notification>)),
    security(("bearer" = []))
)]
#[get("/me/notifications")]
pub(super) async fn list_notifications(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, query): Guarded<Authenticated, Query<NotificationQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor);
    let found = state.store().told_to(caller.user().id).list(query.unread, state.now(), &page).await?;
    answer::plain(&lists::map(found, answers::notification))
}

/// Mark everything as read
///
/// All that the caller was told so far.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "How many there were.", body = NotificationsRead)),
    security(("bearer" = []))
)]
#[post("/me/notifications/read")]
pub(super) async fn read_all_notifications(state: web::Data<State>, access: Authenticated) -> Answer {
    let caller = access.caller;
    let context = caller.write_context(&state, None);
    let user = caller.user().id;
    let written = state.store().write(&context, async |tx| tx.read_all_notifications(user).await).await?;
    answer::plain(&NotificationsRead { count: answer::fresh(written)? })
}

/// Mark a notification as read
///
/// One that is read already stays as it is.
#[utoipa::path(
    tag = "notifications",
    params(NotificationPath),
    responses((status = 200, description = "The notification.", body = Notification)),
    security(("bearer" = []))
)]
#[post("/me/notifications/{notification_id}/read")]
pub(super) async fn read_notification(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, path): Guarded<Authenticated, NotificationPath>,
) -> Answer {
    let (user, id) = (caller.user().id, path.notification_id);
    let told = state.store().told_to(user);
    told.get(id, state.now()).await?;
    let context = caller.write_context(&state, None);
    state.store().write(&context, async |tx| tx.read_notification(user, id).await).await?;
    answer::plain(&answers::notification(told.get(id, state.now()).await?))
}
