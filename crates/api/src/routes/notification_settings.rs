//! Who is told what about an optimisation.

use super::advice_answers as answers;
use crate::answer::{self, Answer};
use crate::extract::{
    Guarded, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, InOptimisation, OptimisationPath, Valid, permit,
};
use crate::state::State;
use actix_web::{get, put, web};
use api_types::{NotificationSettings, NotificationSettingsInput};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(get_notification_settings).service(update_notification_settings);
}

/// Get who is told what about an optimisation
///
/// With where it goes today: addresses of the account itself follow the account.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, IfNoneMatchHeader),
    responses((status = 200, description = "The recipients.", body = NotificationSettings)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/optimisations/{optimisation_id}/notifications")]
pub(super) async fn get_notification_settings(
    state: web::Data<State>,
    Guarded(access, known): Guarded<InOptimisation<permit::OptimisationsRead>, IfNoneMatch>,
) -> Answer {
    let view = access.read(&state).recipients(access.id(), state.today()).await?;
    answer::resource(view.version, &answers::settings(view, access.may_edit()), &known)
}

/// Replace who is told what about an optimisation
///
/// For the account's editor alone. The customer's side is told only while the account is in use and has access with an
/// active service of the market.
#[utoipa::path(
    tag = "optimisations",
    params(OptimisationPath, IfMatchHeader),
    request_body = NotificationSettingsInput,
    responses(
        (status = 200, description = "As they are now.", body = NotificationSettings),
        (status = 409, description = "`customer_deleted`: restore the account first.")
    ),
    security(("bearer" = ["optimisations:write"]))
)]
#[put("/optimisations/{optimisation_id}/notifications")]
pub(super) async fn update_notification_settings(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InOptimisation<permit::OptimisationsWrite>,
        (IfMatch, Valid<NotificationSettingsInput>),
    >,
) -> Answer {
    let (IfMatch(version), body) = input;
    let recipients = body.check(NotificationSettingsInput::to_domain)?;
    let context = access.caller.write_context(&state, None);
    let written = state
        .store()
        .write(&context, async |tx| access.write(tx).set_recipients(access.id(), version, &recipients).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &answers::settings(view, access.may_edit()))
}
