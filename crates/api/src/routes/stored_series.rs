//! Readings of the community for a simulation: which of them, and reading them.

use crate::engine::stored::{self, NamedConsumer, StoredMeters, Used};
use crate::error::Error;
use crate::extract::{InCommunity, permit};
use crate::state::State;
use api_types::{GapRule, SeriesInput, StoredSeries};
use chrono::{DateTime, Utc};
use domain::readings::Span;
use domain::violation::{Code, Violations};
use store::Viewer;
use uuid::Uuid;

/// What a simulation wants of the community's readings, with what is stored of it; nothing for one that has series of
/// its own.
pub(super) struct Wanted(Option<(StoredSeries, Span, Vec<NamedConsumer>, StoredMeters)>);

/// Reads what a simulation wants. It has series of its own, and when they begin, or wants stored ones.
///
/// # Errors
/// Every violation, by JSON pointer.
pub(super) async fn load(
    state: &State,
    access: &InCommunity<permit::KeysRead>,
    wish: Option<StoredSeries>,
    (has_series, start): (bool, Option<DateTime<Utc>>),
    consumers: Vec<NamedConsumer>,
) -> Result<Wanted, Error> {
    let Some(wish) = wish else { return Ok(Wanted(None)) };
    let mut found = Violations::default();
    if has_series {
        found.add("/readings", Code::NotAllowed);
    }
    if start.is_some() {
        found.add("/start", Code::NotAllowed);
    }
    let span = wish.to_domain().map_err(|violations| violations.under("/readings"))?;
    if !found.is_empty() {
        return Err(found.into());
    }
    let scope = access.read(state);
    let mut ids = stored::named(&wish, &consumers);
    let mut all = StoredMeters::default();
    if wish.production_meter_ids.is_none() {
        let known = scope.known_readings(&Viewer::All, None).await?;
        let injects = known
            .into_iter()
            .filter(|(_, known)| known.injection.is_some_and(|injection| !injection.span.and(span).is_empty()));
        all.producers = injects.map(|(meter, _)| meter).collect();
        ids.extend(&all.producers);
    }
    ids.sort_unstable();
    ids.dedup();
    let meters = scope.meters_of_ids(&Viewer::All, &ids).await?;
    let present: Vec<Uuid> = meters.iter().map(|meter| meter.id).collect();
    all.readings = scope.readings_of(&Viewer::All, &present, span).await?;
    all.meters = meters.into_iter().map(|meter| (meter.id, meter)).collect();
    Ok(Wanted(Some((wish, span, consumers, all))))
}

impl Wanted {
    /// Puts the stored readings where a body has series of its own, and says where they are from.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub(super) fn lay(
        self,
        series: &mut Option<SeriesInput>,
        start: &mut Option<DateTime<Utc>>,
        gaps: GapRule,
    ) -> Result<Used, Error> {
        let Some((wish, span, consumers, stored)) = self.0 else { return Ok(Used::default()) };
        let (own, used) = stored::series(&wish, span, &consumers, gaps, &stored)?;
        *series = Some(own);
        *start = Some(span.from.start());
        Ok(used)
    }
}
