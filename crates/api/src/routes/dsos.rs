//! Distribution system operators: reference data for everybody.

use crate::answer::{self, Answer};
use crate::extract::Authenticated;
use crate::state::State;
use actix_web::{get, web};
use api_types::{Dso, DsoList};
use store::DsoView;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_dsos);
}

/// List the DSOs
///
/// The distribution and transmission system operators that a meter's configuration can name, ordered by name.
#[utoipa::path(
    tag = "meters",
    responses((status = 200, description = "All of them.", body = DsoList)),
    security(("bearer" = []))
)]
#[get("/dsos")]
pub(super) async fn list_dsos(_: Authenticated, state: web::Data<State>) -> Answer {
    let items = state.store().dsos().await?.into_iter().map(dso).collect();
    answer::plain(&DsoList { items })
}

fn dso(view: DsoView) -> Dso {
    Dso { code: view.code, name: view.name, region: view.region, glns: view.glns, ean_prefixes: view.ean_prefixes }
}
