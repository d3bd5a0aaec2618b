//! What is done with customer accounts beside changing them: freeze, restore, transfer, invite again.

use super::customer_answers as answers;
use crate::answer::{self, Answer};
use crate::auth::secret;
use crate::error::Error;
use crate::extract::{
    CustomerPath, Guarded, Idempotency, IdempotencyHeader, IfMatchIfAny, IfMatchIfAnyHeader, InCustomer,
    InOrganisation, OrganisationPath, Valid, permit,
};
use crate::state::State;
use actix_web::{post, web};
use api_types::{Customer, TransferAllCustomers, TransferCustomer, TransferredCustomers};
use store::{ChangedCustomer, CustomerView, CustomerWriter, StoredResponse};
use utoipa_actix_web::service_config::ServiceConfig;

type Writes = InCustomer<permit::CustomerWrite>;
type Action = (IfMatchIfAny, Idempotency);

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(freeze_customer)
        .service(unfreeze_customer)
        .service(restore_customer)
        .service(transfer_customer)
        .service(transfer_all_customers)
        .service(resend_customer_invitation);
}

/// Freeze a customer account
///
/// Ends login and mails of the customer at once; the account is kept as it is.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchIfAnyHeader, IdempotencyHeader),
    responses(
        (status = 200, description = "Frozen, now or before.", body = Customer),
        (status = 409, description = "`customer_deleted`: restore it first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[post("/customers/{customer_id}/freeze")]
pub(super) async fn freeze_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, Action>,
) -> Answer {
    act(&state, &access, input, async |writer, version| writer.set_frozen(version, true).await).await
}

/// Unfreeze a customer account
///
/// The customer logs in again as before.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchIfAnyHeader, IdempotencyHeader),
    responses(
        (status = 200, description = "In use, now or before.", body = Customer),
        (status = 409, description = "`customer_deleted`: restore it first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[post("/customers/{customer_id}/unfreeze")]
pub(super) async fn unfreeze_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, Action>,
) -> Answer {
    act(&state, &access, input, async |writer, version| writer.set_frozen(version, false).await).await
}

/// Restore a customer account
///
/// Takes its deletion back, until it is erased.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchIfAnyHeader, IdempotencyHeader),
    responses((status = 200, description = "Restored, now or before.", body = Customer)),
    security(("bearer" = ["customer:write"]))
)]
#[post("/customers/{customer_id}/restore")]
pub(super) async fn restore_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, Action>,
) -> Answer {
    act(&state, &access, input, async |writer, version| writer.restore(version).await).await
}

/// Transfer a customer account
///
/// To another key account manager or manager of the organisation, with everything that belongs to it. Who looked
/// after it before loses access at once.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchIfAnyHeader, IdempotencyHeader),
    request_body = TransferCustomer,
    responses(
        (status = 200, description = "Transferred.", body = Customer),
        (status = 409, description = "`customer_deleted`: restore it first.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[post("/customers/{customer_id}/transfer")]
pub(super) async fn transfer_customer(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, (IfMatchIfAny, Idempotency, Valid<TransferCustomer>)>,
) -> Answer {
    let (IfMatchIfAny(version), idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let to = body.into_inner()?.kam_id;
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).transfer(version, to).await?;
        let answer = acted(&state, &access, view)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Transfer all customer accounts of somebody
///
/// To another key account manager or manager of the organisation; also those that are frozen or deleted.
#[utoipa::path(
    tag = "customers",
    params(OrganisationPath, IdempotencyHeader),
    request_body = TransferAllCustomers,
    responses((status = 200, description = "How many were transferred.", body = TransferredCustomers)),
    security(("bearer" = ["customers:transfer"]))
)]
#[post("/organisations/{organisation_id}/customers/transfer-all")]
pub(super) async fn transfer_all_customers(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InOrganisation<permit::CustomersTransfer>,
        (Idempotency, Valid<TransferAllCustomers>),
    >,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let input = body.into_inner()?;
    let written = state.store().write(&context, async |tx| {
        let transferred = access.write(tx).transfer_all_customers(input.from_kam_id, input.to_kam_id).await?;
        let answer = answer::done(&TransferredCustomers { transferred })?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Send the invitation of a customer again
///
/// With a new link; the former one is void.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IfMatchIfAnyHeader, IdempotencyHeader),
    responses(
        (status = 200, description = "Invited again; a mail is on its way.", body = Customer),
        (status = 409, description = "`already_accepted`: there is nothing to send; `customer_without_access`: the \
            customer may not log in.")
    ),
    security(("bearer" = ["customer:write"]))
)]
#[post("/customers/{customer_id}/resend-invitation")]
pub(super) async fn resend_customer_invitation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, Action>,
) -> Answer {
    let (IfMatchIfAny(version), idempotency) = input;
    let context = access.caller.write_context(&state, idempotency.of_empty(&access.caller));
    let organisation = state.store().organisation(access.organisation()).get().await?.name;
    let token = secret::generate().map_err(Error::internal)?;
    let offer = answers::offer(&token, context.now);
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).renew_invitation(version, &offer).await?;
        let changed = ChangedCustomer { view, invited: true };
        let view = answers::invite(&state, tx, changed, &organisation, &token).await?;
        let answer = acted(&state, &access, view)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// Does something with an account and shows it as it is then.
async fn act<F>(state: &State, access: &Writes, input: Action, action: F) -> Answer
where
    F: AsyncFnOnce(CustomerWriter<'_>, Option<i64>) -> Result<CustomerView, store::Error>,
{
    let (IfMatchIfAny(version), idempotency) = input;
    let context = access.caller.write_context(state, idempotency.of_empty(&access.caller));
    let written = state.store().write(&context, async |tx| {
        let answer = acted(state, access, action(access.write(tx), version).await?)?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

fn acted(state: &State, access: &Writes, view: CustomerView) -> Result<StoredResponse, store::Error> {
    answer::acted(view.version, &answers::customer(state, &access.caller, view))
}
