//! The tab *Consumption data* of a meter: its readings over a day, a week, a month, a year or all time, with what is
//! missing, beside what was before, and as a file. What is shown stands in the address.

mod bars;
mod controls;
mod corrections;
mod coverage;
mod curve;
mod heat;
mod totals;

use super::period::{Range, Seen, days_of};
use crate::format;
use crate::i18n::t;
use crate::place::use_places;
use crate::routing::{Query, Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Emphasis, EmptyState, ErrorState, Icon, LinkButton, Load, Remote, RemoteView, Skeleton, SkeletonShape,
};
use api_types::{Coverage, CoverageQuery, KnownReadings, ReadingQuery, Readings};
use chrono::{Datelike, NaiveDate};
use client::Error;
use domain::readings::{Quarter, Resolution};
use domain::role::Permission;
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Looking {
    community: Uuid,
    meter: Uuid,
    session: Session,
    router: Router,
    coverage: Remote<Arc<Coverage>>,
    /// What is looked at.
    seen: Memo<Seen>,
}

/// Readings with the question they answer.
#[derive(Debug, Clone)]
struct Shown {
    seen: Seen,
    readings: Arc<Readings>,
}

/// All that is known of a meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    offtake: Option<Range>,
    injection: Option<Range>,
}

impl Known {
    fn of(coverage: &Coverage) -> Self {
        let days = |known: &KnownReadings| Some(days_of(Quarter::at(known.from)?, Quarter::at(known.to)?));
        Self {
            offtake: coverage.offtake.as_ref().and_then(days),
            injection: coverage.injection.as_ref().and_then(days),
        }
    }

    /// The days of both directions together.
    fn range(self) -> Option<Range> {
        let both = self.offtake.into_iter().chain(self.injection);
        both.reduce(|a, b| Range { first: a.first.min(b.first), after: a.after.max(b.after) })
    }
}

/// The tab.
#[component]
pub fn ConsumptionTab(
    /// The community.
    community: Uuid,
    /// The meter.
    meter: Uuid,
) -> impl IntoView {
    let (session, router) = (use_session(), use_router());
    let query = router.query();
    let days = RwSignal::new(None::<Range>);
    let year = Memo::new(move |_| {
        let range = days.get().unwrap_or_else(|| Range::of_day(format::today()));
        query.with(|query| Seen::read(query, range)).day.year()
    });
    let coverage = Remote::new(move || {
        let day = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1);
        let asked = CoverageQuery { from: day(year.get()), to: day(year.get() + 1) };
        async move { session.call(async |client| client.get_coverage(community, meter, &asked).await).await.map(Arc::new) }
    });
    let known = Memo::new(move |_| coverage.value().map(|coverage| Known::of(&coverage)));
    Effect::new(move |_| days.set(known.get().and_then(Known::range)));
    let seen = Memo::new(move |_| {
        // Until it is known what there is, nothing is shown of it.
        let range = known.get().and_then(Known::range).unwrap_or_else(|| Range::of_day(format::today()));
        query.with(|query| Seen::read(query, range))
    });
    let looking = Looking { community, meter, session, router, coverage, seen };
    let stage = Memo::new(move |_| known.get().map(|known| known.range().is_some()));
    let content = move || match stage.get() {
        Some(true) => untrack(|| looking.parts()),
        Some(false) => empty(community),
        None => view! { <RemoteView remote=coverage ready=|_| ().into_any() /> }.into_any(),
    };
    view! { <div class="looking">{content}</div> }.into_any()
}

/// No reading yet: what to do about it, for those who can.
fn empty(community: Uuid) -> AnyView {
    let places = use_places();
    let import = move || {
        places.can(Permission::ReadingsWrite).then(|| {
            let href = Route::ReadingImportNew(community).path();
            view! {
                <LinkButton href=href label=t("readings.import") emphasis=Emphasis::Primary icon=Icon::Upload />
            }
        })
    };
    let text = move || {
        let key = if places.can(Permission::ReadingsWrite) { "readings.empty.import" } else { "readings.empty.wait" };
        t(key)
    };
    view! {
        <EmptyState icon=Icon::Readings title=t("readings.empty.title")>
            <p class="empty-text">{text}</p>
            {import}
        </EmptyState>
    }
    .into_any()
}

impl Looking {
    fn parts(self) -> AnyView {
        let is_curve = Memo::new(move |_| self.seen.get().is_curve());
        let main = move || if is_curve.get() { curve::view(self) } else { bars::view(self) };
        let has_map = Memo::new(move |_| heat::is_worth(self.seen.get()));
        let places = use_places();
        let own = move || {
            let is_all = places.community().with(Option::is_none) || places.can(Permission::ReadingsWrite);
            (!is_all).then(|| view! { <p class="muted">{t("readings.own")}</p> })
        };
        view! {
            {controls::view(self)}
            {own}
            {totals::view(self)}
            {main}
            {move || has_map.get().then(|| heat::view(self))}
            {coverage::view(self)}
            {corrections::view(self)}
        }
        .into_any()
    }

    /// Looks at something else.
    fn look(self, seen: Seen) {
        self.look_at(|query| seen.write(query));
    }

    fn look_at(self, change: impl FnOnce(Query) -> Query) {
        self.router.set_query(&change(self.router.query_now()));
    }

    /// Readings of a range, summed by something, or as points.
    fn fetch(
        self,
        range: Range,
        by: Resolution,
        points: Option<u16>,
    ) -> impl Future<Output = Result<Arc<Readings>, Error>> {
        let query = ReadingQuery { from: range.first.into(), to: range.after.into(), resolution: Some(by), points };
        self.fetch_query(query)
    }

    async fn fetch_query(self, query: ReadingQuery) -> Result<Arc<Readings>, Error> {
        let Self { community, meter, session, .. } = self;
        session.call(async |client| client.get_readings(community, meter, &query).await).await.map(Arc::new)
    }

    /// Every quarter-hour of a range, if there is one.
    fn follow_range(self, range: Memo<Option<Range>>) -> Remote<Option<Arc<Readings>>> {
        Remote::new(move || {
            let range = range.get();
            async move {
                let Some(range) = range else { return Ok(None) };
                self.fetch(range, Resolution::Quarter, None).await.map(Some)
            }
        })
    }

    /// Readings that follow what is looked at; `ask` says which, if any.
    fn follow(
        self,
        ask: impl Fn(Seen) -> Option<(Range, Resolution, Option<u16>)> + Send + Sync + 'static,
    ) -> Remote<Option<Shown>> {
        // Asked for once, however often the address is written.
        let question = Memo::new(move |_| {
            let seen = self.seen.get();
            ask(seen).map(|asked| (seen, asked))
        });
        Remote::new(move || {
            let question = question.get();
            async move {
                let Some((seen, (range, by, points))) = question else { return Ok(None) };
                let readings = self.fetch(range, by, points).await?;
                Ok::<_, Error>(Some(Shown { seen, readings }))
            }
        })
    }
}

/// Shows something as soon as it is there, and leaves it standing while it is fetched anew: what has the focus keeps it.
fn steady<T: Clone + Send + Sync + 'static>(
    remote: Remote<T>,
    chart: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let phase = Memo::new(move |_| match remote.load() {
        Load::Waiting => (0, None),
        Load::Ready(_) => (1, None),
        Load::Failed(failure) => (2, Some(failure.message)),
    });
    let content = move || match phase.get() {
        (0, _) => view! { <Skeleton shape=SkeletonShape::Lines /> }.into_any(),
        (_, None) => untrack(&chart),
        (_, Some(message)) => {
            view! { <ErrorState message=message retry=Callback::new(move |()| remote.reload()) /> }.into_any()
        }
    };
    let stale = remote.stale();
    view! { <div class="remote" aria-busy=move || stale.get().then_some("true")>{content}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn known(from: &str, to: &str) -> KnownReadings {
        KnownReadings { from: from.parse().unwrap(), to: to.parse().unwrap(), readings: 1, total_wh: 1 }
    }

    #[test]
    fn what_is_known_is_that_of_both_directions() {
        let mut coverage = Coverage {
            meter_id: Uuid::from_u128(1),
            offtake: Some(known("2016-03-01T00:00:00Z", "2016-04-01T00:00:00Z")),
            injection: Some(known("2016-02-01T00:00:00Z", "2016-03-15T00:00:00Z")),
            items: Vec::new(),
        };
        let range = Known::of(&coverage).range().unwrap();
        assert_eq!((range.first.to_string(), range.last().to_string()), ("2016-02-01".into(), "2016-04-01".into()));
        coverage.offtake = None;
        coverage.injection = None;
        assert_eq!(Known::of(&coverage).range(), None);
    }
}
