//! The community's own readings: a period and meters to choose, fetched as one table.

use super::part;
use super::readings::Readings;
use super::source::describe;
use super::year::{Series, Year};
use crate::errors;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Button, Checkbox, Emphasis, Notice, NoticeKind, Remote, RemoteView};
use api_types::{CommunityCoverage, KnownReadings, Meter, MeterCoverage, ReadingExportQuery, TableFormat};
use chrono::{Days, NaiveDate};
use domain::time::brussels_date;
use domain::vocabulary::Locale;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// A key is tried on a year at first.
const YEAR: u64 = 366;

/// The choice at work.
#[derive(Clone, Copy)]
pub struct Stored {
    community: Uuid,
    session: Session,
    coverage: Remote<CommunityCoverage>,
    /// The first and the last day.
    days: RwSignal<Option<(NaiveDate, NaiveDate)>>,
    left_out: RwSignal<BTreeSet<Uuid>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Stored {
    /// The choice of the present community; none outside of one.
    pub fn start() -> Option<Self> {
        let community = use_router().route().get_untracked().community()?;
        let session = use_session();
        let coverage = Remote::new(move || async move {
            session.call(async |client| client.get_community_coverage(community).await).await
        });
        let days = RwSignal::new(None);
        Effect::new(move |_| {
            if let Some(coverage) = coverage.value() {
                days.set(usual_days(&coverage));
            }
        });
        let (left_out, busy, error) = (RwSignal::default(), RwSignal::new(false), RwSignal::new(None));
        Some(Self { community, session, coverage, days, left_out, busy, error })
    }

    /// The period, the meters and the button that fetches them.
    pub fn view(self, readings: Readings) -> AnyView {
        view! {
            <RemoteView remote=self.coverage ready=move |coverage| self.form(readings, coverage) />
        }
        .into_any()
    }

    fn form(self, readings: Readings, coverage: CommunityCoverage) -> AnyView {
        if coverage.items.is_empty() {
            let href = Route::ReadingImportNew(self.community).path();
            return view! {
                <p>{t("keys.preview.stored.none")}" "<a href=href>{t("keys.preview.stored.import")}</a></p>
            }
            .into_any();
        }
        let meters = coverage.items.iter().map(|meter| self.meter(meter)).collect_view();
        let coverage = StoredValue::new(coverage);
        let chosen = move || {
            let left_out = self.left_out.get();
            coverage.with_value(|all| all.items.iter().filter(|meter| !left_out.contains(&meter.meter_id)).count())
        };
        let use_them = move |()| self.fetch(readings, coverage.get_value());
        view! {
            <div class="stored">
                <div class="stored-days">
                    {self.day(t("keys.preview.stored.from"), true)}
                    {self.day(t("keys.preview.stored.to"), false)}
                </div>
                <details class="stored-meters">
                    <summary>{move || tn("keys.preview.stored.meters", chosen() as u64)}</summary>
                    <ul>{meters}</ul>
                </details>
                {move || self.error.get().map(|error| view! {
                    <Notice kind=NoticeKind::Error announce=true><p>{error}</p></Notice>
                })}
                <Button
                    label=t("keys.preview.stored.use")
                    emphasis=Emphasis::Primary
                    busy=self.busy
                    disabled=Signal::derive(move || chosen() == 0)
                    on_press=use_them
                />
            </div>
        }
        .into_any()
    }

    fn day(self, label: String, is_first: bool) -> AnyView {
        let value = move || self.days.get().map(|(first, last)| if is_first { first } else { last }.to_string());
        let choose = move |event| {
            let Ok(day) = event_target_value(&event).parse::<NaiveDate>() else { return };
            self.days.update(|days| {
                *days = days.map(|(first, last)| if is_first { (day, last.max(day)) } else { (first.min(day), day) });
            });
        };
        view! {
            <label class="filter-date">
                <span>{label}</span>
                <input class="input filter tabular" type="date" prop:value=value on:change=choose />
            </label>
        }
        .into_any()
    }

    fn meter(self, meter: &MeterCoverage) -> AnyView {
        let id = meter.meter_id;
        let checked = Signal::derive(move || self.left_out.with(|left_out| !left_out.contains(&id)));
        let switch = move |on: bool| {
            self.left_out.update(|left_out| {
                let _ = if on { left_out.remove(&id) } else { left_out.insert(id) };
            });
        };
        let days = known_days(meter).map(|(first, last)| format!("{} – {}", format::date(first), format::date(last)));
        let hint = format!("{} · {}", meter.ean, days.unwrap_or_default());
        view! {
            <li><Checkbox id=format!("stored-{id}") label=name_of(meter) hint=hint checked=checked on_change=switch /></li>
        }
        .into_any()
    }

    fn fetch(self, readings: Readings, coverage: CommunityCoverage) {
        let Some((first, last)) = self.days.get_untracked() else { return };
        let left_out = self.left_out.get_untracked();
        let query = ReadingExportQuery {
            from: first.into(),
            to: last.succ_opt().unwrap_or(last).into(),
            resolution: None,
            format: Some(TableFormat::Csv),
            language: Some(Locale::En),
        };
        let linked = readings.linked();
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            match self.year(&query, &coverage, &left_out, &linked).await {
                Ok((year, models)) => readings.use_stored(Arc::new(year), models),
                Err(message) => drop(self.error.try_set(Some(message))),
            }
            self.busy.try_set(false);
        });
    }

    /// The chosen readings as far as their meters take part, and models of the key's meters that have none.
    async fn year(
        self,
        query: &ReadingExportQuery,
        coverage: &CommunityCoverage,
        left_out: &BTreeSet<Uuid>,
        linked: &[Uuid],
    ) -> Result<(Year, Vec<Arc<Meter>>), String> {
        let (community, session) = (self.community, self.session);
        let file = async |client: client::Client| client.export_community_readings(community, query).await;
        let file = session.call(file).await.map_err(|error| errors::describe(&error))?;
        let mut year = Year::read_any(&String::from_utf8_lossy(&file.bytes)).map_err(|error| describe(&error))?;
        choose(&mut year, coverage, left_out);
        let measured: BTreeSet<Uuid> = year.consumers.iter().chain(&year.producers).filter_map(|s| s.meter).collect();
        let wanted = linked.iter().filter(|id| !left_out.contains(id));
        let all: BTreeSet<Uuid> = measured.iter().chain(wanted).copied().collect();
        let mut models = Vec::new();
        for id in all {
            let meter = session.call(async |client| client.get_meter(community, id).await).await;
            let meter = meter.map_err(|error| errors::describe(&error))?.value;
            if complete(&mut year, &meter, measured.contains(&id)) {
                models.push(Arc::new(meter));
            }
        }
        year.count_gaps();
        match year.lacks() {
            Some("no_injection") => Err(t("keys.csv.no_injection")),
            Some(_) => Err(t("keys.csv.no_offtake")),
            None => Ok((year, models)),
        }
    }
}

/// The first line of what a meter is called, else its number.
fn name_of(meter: &MeterCoverage) -> String {
    let line = meter.description.lines().next().map(str::trim).filter(|line| !line.is_empty());
    line.unwrap_or(&meter.ean).to_owned()
}

/// The first and the last day of which anything is known.
fn known_days(meter: &MeterCoverage) -> Option<(NaiveDate, NaiveDate)> {
    let days =
        |known: &KnownReadings| (brussels_date(known.from), brussels_date(known.to - chrono::Duration::minutes(15)));
    let both = meter.offtake.iter().chain(&meter.injection).map(days);
    both.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The last year of what is known, or less where less is.
fn usual_days(coverage: &CommunityCoverage) -> Option<(NaiveDate, NaiveDate)> {
    let all = coverage.items.iter().filter_map(known_days).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let (first, last) = all?;
    let a_year_ago = last.checked_sub_days(Days::new(YEAR - 1)).unwrap_or(first);
    Some((first.max(a_year_ago), last))
}

/// The chosen meters alone, called as the community calls them. Of the others nothing is used, not even their gaps.
fn choose(year: &mut Year, coverage: &CommunityCoverage, left_out: &BTreeSet<Uuid>) {
    let meter = |ean: &str| coverage.items.iter().find(|meter| meter.ean == ean);
    for side in [&mut year.consumers, &mut year.producers] {
        side.retain(|series| meter(&series.ean).is_none_or(|meter| !left_out.contains(&meter.meter_id)));
        for series in side.iter_mut() {
            if let Some(meter) = meter(&series.ean) {
                (series.label, series.meter) = (name_of(meter), Some(meter.meter_id));
            }
        }
    }
}

/// Cuts a measured meter to when it takes part, and models one that has no quarter-hours; says whether it did.
fn complete(year: &mut Year, meter: &Meter, is_measured: bool) -> bool {
    let Some(span) = year.span() else { return false };
    let is_modelled = !is_measured && part::is_modelled(meter);
    if is_measured {
        let all = year.consumers.iter_mut().chain(&mut year.producers);
        all.filter(|series| series.meter == Some(meter.id)).for_each(|series| part::take_part(series, meter, span));
    } else if is_modelled {
        let series = |wh: Vec<u32>| Series {
            ean: meter.ean.clone(),
            label: tr("keys.preview.modelled", &[("name", &meter.ean)]),
            meter: Some(meter.id),
            wh,
            modelled: true,
        };
        year.consumers.push(series(part::modelled_consumption(meter, span, None)));
        year.producers.extend(part::modelled_injection(meter, span, None).map(series));
    }
    is_modelled
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::allocation::MISSING;

    fn coverage() -> CommunityCoverage {
        let known = |from: &str, to: &str| {
            Some(KnownReadings { from: from.parse().unwrap(), to: to.parse().unwrap(), readings: 1, total_wh: 1 })
        };
        let meter = |id: u128, ean: &str, description: &str, from: &str| MeterCoverage {
            meter_id: Uuid::from_u128(id),
            ean: ean.to_owned(),
            description: description.to_owned(),
            offtake: known(from, "2016-12-31T23:00:00Z"),
            injection: None,
        };
        CommunityCoverage {
            items: vec![
                meter(1, "1", "Shop\nat the corner", "2015-12-31T23:00:00Z"),
                meter(2, "2", "", "2010-01-01T00:00:00Z"),
            ],
        }
    }

    #[test]
    fn a_year_is_tried_at_first() {
        let mut coverage = coverage();
        let days = |coverage: &CommunityCoverage| usual_days(coverage).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(days(&coverage), Some("2016-01-01 2016-12-31".into()));
        coverage.items.clear();
        assert_eq!(days(&coverage), None);
    }

    #[test]
    fn of_meters_that_are_left_out_nothing_is_used() {
        let file = "t,1,2,3\ndirection,offtake,offtake,injection\nlabel,a,b,c\n2016-01-01T00:00:00Z,1,,2\n";
        let mut year = Year::read(file).unwrap();
        assert_eq!((year.gaps, year.consumers[1].wh[0]), (1, MISSING));
        choose(&mut year, &coverage(), &BTreeSet::from([Uuid::from_u128(2)]));
        year.count_gaps();
        assert_eq!((year.gaps, year.consumers.len(), year.consumers[0].label.as_str()), (0, 1, "Shop"));
        assert_eq!((year.consumers[0].meter, year.lacks()), (Some(Uuid::from_u128(1)), None));
        choose(&mut year, &coverage(), &BTreeSet::from([1, 2].map(Uuid::from_u128)));
        assert_eq!(year.lacks(), Some("no_offtake"));
    }
}
