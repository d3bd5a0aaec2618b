//! What keys do on readings, and the search for better ones: at once, or beside the requests. Only the result of the
//! latter is stored, for a while.

use super::{key_answers, keys, stored_series};
use crate::answer::{self, Answer};
use crate::calculations;
use crate::engine::{SearchWork, SimulationWork, Work};
use crate::error::Error;
use crate::extract::{
    CalculationPath, CommunityPath, Guarded, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, InCommunity,
    Large, Prefer, PreferHeader, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, web};
use api_types::{Calculation, CalculationProgress, KeyInput, KeySearch, KeySearchInput, Simulation, SimulationInput};
use domain::key::Key;
use domain::violation::{Code, Violations};
use domain::vocabulary::CalculationKind;
use serde::de::DeserializeOwned;
use std::ops::ControlFlow;
use store::CalculationView;
use utoipa_actix_web::service_config::ServiceConfig;

/// Most readings of consumers that are worked on while the caller waits: a year of a hundred consumers.
const AT_ONCE: usize = 3_600_000;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(simulate).service(search_key).service(get_calculation).service(cancel_calculation);
}

/// Simulate a key
///
/// Applies a key, saved or not, to the readings of the body or to those of the community: key figures in total, by
/// iteration, consumer, producer and month, and on request what each consumer is given in each quarter-hour. Figures of iterations are unrounded
/// and shown with three decimals; everything else is whole Wh. More than 3,600,000 readings of consumers, a year of a
/// hundred, are worked on beside the request: the answer is 202 then, and says where to look.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath, PreferHeader),
    request_body = SimulationInput,
    responses(
        (status = 200, description = "What the key does.", body = Simulation),
        (status = 202, description = "It is calculated; `Location` says where.", body = Calculation,
            headers(
                ("Location" = String, description = "The path of the calculation."),
                ("ETag" = String, description = "Names this version; send it as `If-Match` to cancel.")
            )),
        (status = 409, description = "`too_many_calculations`: two of the organisation's are under way."),
        (status = 413, description = "`too_large`: the body has more than 20 MB.")
    ),
    security(("bearer" = ["keys:read"]))
)]
#[post("/communities/{community_id}/simulations")]
pub(super) async fn simulate(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Reads, (Prefer, Large<SimulationInput>)>,
) -> Answer {
    let (prefer, Large(mut input)) = input;
    let key = key(&state, &access, &input).await?;
    let warnings = key_answers::notes(&key, keys::region(&state, &access).await?);
    let consumers = key.consumers().iter().map(|consumer| (consumer.name.clone(), consumer.meter)).collect();
    let own = (input.series.is_some(), input.start);
    let stored = stored_series::load(&state, &access, input.readings.take(), own, consumers).await?;
    let check = move || {
        let used = stored.lay(&mut input.series, &mut input.start, input.gaps)?;
        SimulationWork::new(key, &input, warnings, used)
    };
    calculate(&state, &access, prefer, CalculationKind::Simulation, check).await
}

/// Search the best weights
///
/// The fixed weights that share most of the readings of the body or the community, exactly, with a bound that proves
/// them; how many rounds of fixed weights are worth having; the trade-off with fairness; and, with `start`, whether the weights hold
/// on months they were not found on. What is proposed has four decimals and was run through the engine as it would be
/// saved. More than 3,600,000 readings of consumers, a year of a hundred, are searched beside the request: the answer
/// is 202 then, and says where to look.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath, PreferHeader),
    request_body = KeySearchInput,
    responses(
        (status = 200, description = "What was found.", body = KeySearch),
        (status = 202, description = "It is searched; `Location` says where.", body = Calculation,
            headers(
                ("Location" = String, description = "The path of the calculation."),
                ("ETag" = String, description = "Names this version; send it as `If-Match` to cancel.")
            )),
        (status = 409, description = "`too_many_calculations`: two of the organisation's are under way."),
        (status = 413, description = "`too_large`: the body has more than 20 MB.")
    ),
    security(("bearer" = ["keys:read"]))
)]
#[post("/communities/{community_id}/key-searches")]
pub(super) async fn search_key(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Reads, (Prefer, Large<KeySearchInput>)>,
) -> Answer {
    let (prefer, Large(mut input)) = input;
    let consumers = input.consumers.iter().map(|consumer| (consumer.name.clone(), None)).collect();
    let own = (input.series.is_some(), input.start);
    let stored = stored_series::load(&state, &access, input.readings.take(), own, consumers).await?;
    let check = move || {
        let used = stored.lay(&mut input.series, &mut input.start, input.gaps)?;
        SearchWork::new(&input, used)
    };
    calculate(&state, &access, prefer, CalculationKind::KeySearch, check).await
}

/// Get a calculation
///
/// Where a simulation or a search stands that goes on beside the requests, and once it is done what came of it. It is
/// forgotten an hour after its end, or earlier when the organisation has asked for ten others since.
#[utoipa::path(
    tag = "keys",
    params(CalculationPath, IfNoneMatchHeader),
    responses((status = 200, description = "The calculation.", body = Calculation)),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/calculations/{calculation_id}")]
pub(super) async fn get_calculation(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, (CalculationPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).calculation(path.calculation_id, state.now()).await?;
    answer::resource(view.version, &calculation(view)?, &known)
}

/// Cancel or forget a calculation
///
/// One that is under way stops within moments; what came of one that is over is forgotten.
#[utoipa::path(
    tag = "keys",
    params(CalculationPath, IfMatchHeader),
    responses((status = 204, description = "It is gone.")),
    security(("bearer" = ["keys:read"]))
)]
#[delete("/communities/{community_id}/calculations/{calculation_id}")]
pub(super) async fn cancel_calculation(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<Reads, (CalculationPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = rest;
    let context = access.caller.write_context(&state, None);
    let cancel = state
        .store()
        .write(&context, async |tx| access.write(tx).cancel_calculation(path.calculation_id, version).await);
    cancel.await?;
    Ok(answer::no_content())
}

/// What came of work that was checked.
enum Begun<W> {
    /// The answer.
    Now(String),
    /// It is done beside the request.
    Later(W),
}

/// Checks the work; then does it at once, or begins it, when it is much or the caller wants to go.
async fn calculate<W: Work>(
    state: &web::Data<State>,
    access: &Reads,
    prefer: Prefer,
    kind: CalculationKind,
    check: impl FnOnce() -> Result<W, Error> + Send + 'static,
) -> Answer {
    let begun = state.turns().run(move || {
        let work = check()?;
        if prefer.respond_async || work.size() > AT_ONCE {
            return Ok(Begun::Later(work));
        }
        let text = work.run(&mut |_, _| ControlFlow::Continue(()))?;
        text.map(Begun::Now).ok_or_else(|| Error::internal("work that nobody broke off has no result"))
    });
    let work = match begun.await?? {
        Begun::Now(text) => return Ok(answer::text(text.into_bytes())),
        Begun::Later(work) => work,
    };
    let place = state.line().join()?;
    let context = access.caller.write_context(state, None);
    let written = state.store().write(&context, async |tx| access.write(tx).create_calculation(kind).await);
    let view = answer::fresh(written.await?)?;
    let location = format!("/api/v1/communities/{}/calculations/{}", access.id(), view.id);
    let (id, version) = (view.id, view.version);
    let answer = answer::begun(location, version, &calculation(view)?)?;
    // Whoever asked may leave.
    actix_web::rt::spawn(calculations::run(state.clone(), id, place, work));
    Ok(answer)
}

fn calculation(view: CalculationView) -> Result<Calculation, Error> {
    let result = view.result.as_deref();
    let (simulation, key_search) = match view.kind {
        CalculationKind::Simulation => (kept(result)?, None),
        CalculationKind::KeySearch => (None, kept(result)?),
    };
    Ok(Calculation {
        id: view.id,
        community_id: view.community_id,
        kind: view.kind,
        state: view.state,
        progress: CalculationProgress { done: view.done, total: view.total },
        failure: view.failure,
        created_at: view.created_at,
        created_by: view.created_by,
        ended_at: view.ended_at,
        simulation,
        key_search,
    })
}

/// What was kept of a result.
fn kept<T: DeserializeOwned>(result: Option<&str>) -> Result<Option<T>, Error> {
    result.map(serde_json::from_str).transpose().map_err(Error::internal)
}

type Reads = InCommunity<permit::KeysRead>;

/// The key to simulate: the one of the body, or a saved one.
async fn key(state: &State, access: &Reads, input: &SimulationInput) -> Result<Key, Error> {
    let mut found = Violations::default();
    let saved = match (&input.key, input.key_id) {
        (Some(key), None) => {
            if input.version_id.is_some() {
                found.add("/version_id", Code::NotAllowed);
                return Err(found.into());
            }
            return KeyInput::to_domain(key).map_err(|violations| violations.under("/key").into());
        }
        (None, Some(id)) => id,
        (None, None) => {
            found.add("/key", Code::Required);
            return Err(found.into());
        }
        (Some(_), Some(_)) => {
            found.add("/key_id", Code::NotAllowed);
            return Err(found.into());
        }
    };
    let unknown = |pointer: &str, error| match error {
        store::Error::NotFound => Error::invalid_field(pointer, Code::UnknownKey),
        other => other.into(),
    };
    let scope = access.read(state);
    match input.version_id {
        Some(version) => {
            let view = scope.key_version(saved, version).await.map_err(|error| unknown("/version_id", error))?;
            Ok(view.key)
        }
        None => Ok(scope.key(saved).await.map_err(|error| unknown("/key_id", error))?.latest.key),
    }
}
