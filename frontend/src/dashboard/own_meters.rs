//! A member's own meters on their start page: what is true of each today, and what changes soon.

use crate::format;
use crate::i18n::{t, tn, tr};
use crate::meters;
use crate::routing::Route;
use crate::session::{Session, use_session};
use crate::ui::{Fact, Facts, Icon, LinkButton, Remote, RemoteView, SkeletonShape};
use api_types::{Configuration, Configurations, Meter, MeterQuery, MeterSummary};
use chrono::{Days, NaiveDate};
use client::Error;
use domain::quantity::Decimal;
use domain::vocabulary::ProductionChain;
use leptos::prelude::*;
use uuid::Uuid;

/// Meters shown with their facts; the list has the others.
const SHOWN: u16 = 5;

/// The first meters, each as the list tells it and as its page does, and how many there are.
#[derive(Debug, Clone, PartialEq)]
struct Own {
    meters: Vec<(MeterSummary, Meter)>,
    total: u64,
}

async fn fetch(session: Session, community: Uuid) -> Result<Own, Error> {
    let query = MeterQuery { limit: Some(SHOWN), ..MeterQuery::default() };
    let page = session.call(async |client| client.list_meters(community, &query).await).await?;
    let total = page.total.unwrap_or(u64::MAX);
    let mut meters = Vec::new();
    for summary in page.items {
        let meter = session.call(async |client| client.get_meter(community, summary.id).await).await?;
        meters.push((summary, meter.value));
    }
    Ok(Own { meters, total })
}

/// The meters of the caller in a community.
#[component]
pub fn OwnMeters(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let session = use_session();
    let own = Remote::new(move || fetch(session, community));
    view! { <RemoteView remote=own shape=SkeletonShape::Lines ready=move |own| list(community, own) /> }.into_any()
}

fn list(community: Uuid, own: Own) -> AnyView {
    if own.meters.is_empty() {
        return view! { <p class="remark">{t("dashboard.no_own_meters")}</p> }.into_any();
    }
    let label = tn("dashboard.own_meters", own.total);
    let items = own.meters.into_iter().map(|(summary, meter)| item(&summary, &meter)).collect_view();
    view! {
        <ul class="own-meters">{items}</ul>
        <footer class="card-foot">
            <LinkButton href=Route::Meters(community).path() label=label icon=Icon::Meter />
        </footer>
    }
    .into_any()
}

fn item(summary: &MeterSummary, meter: &Meter) -> AnyView {
    let page = Route::Meter { community: meter.community_id, meter: meter.id }.path();
    let today = format::today();
    let soon: Vec<String> = soon(&meter.configurations, today).iter().map(Soon::sentence).collect();
    let changes = if soon.is_empty() {
        view! { <p class="remark">{t("dashboard.soon.nothing")}</p> }.into_any()
    } else {
        let lines = soon.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="soon">{lines}</ul> }.into_any()
    };
    view! {
        <li class="own-meter">
            <header class="own-meter-head">
                <h3><a href=page>{meters::ean(meter.scheme, &meter.ean)}</a></h3>
                {meters::state_badge(summary.status, summary.valid_from)}
            </header>
            <Facts items=facts(meter) />
            <h4>{t("dashboard.soon")}</h4>
            {changes}
        </li>
    }
    .into_any()
}

/// What is true today; of a meter that is not theirs today, where it is.
fn facts(meter: &Meter) -> Vec<Fact> {
    let address = view! {
        <span class="line">{meters::street_line(&meter.address)}</span>
        <span class="line">{meters::city_line(&meter.address)}</span>
    };
    let mut facts = vec![Fact::new(t("meters.field.address"), address)];
    let Some(actual) = &meter.configurations.actual else { return facts };
    let quantity = |value: Decimal, unit: &str| format::quantity(value, unit);
    facts.push(Fact::new(t("meters.field.rate"), meters::rate(actual.rate)));
    facts.push(Fact::new(t("meters.field.sampling_power"), quantity(actual.sampling_power_kva, "kVA")));
    facts.push(Fact::new(t("meters.field.amperage"), quantity(actual.amperage_a, "A")));
    if actual.production_chain != ProductionChain::None {
        let produces = format!(
            "{} · {}",
            meters::production_chain(actual.production_chain),
            quantity(actual.generating_capacity_kva, "kVA")
        );
        facts.push(Fact::new(t("meters.field.production_chain"), produces));
    }
    facts.push(Fact::new(t("meters.field.dso"), actual.dso.clone()));
    facts
}

/// Something that lies ahead of a meter's owner, or, for a former owner, behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Soon {
    /// From this day on these fields are others.
    Changes(NaiveDate, Vec<&'static str>),
    /// It is theirs, and active, from this day on.
    Begins(NaiveDate),
    /// It is theirs up to and including this day.
    Ends(NaiveDate),
    /// It was theirs up to and including this day.
    Ended(NaiveDate),
}

impl Soon {
    fn sentence(&self) -> String {
        let dated = |key: &str, day: &NaiveDate| tr(key, &[("date", &format::date(*day))]);
        match self {
            Self::Changes(day, fields) if fields.is_empty() => dated("dashboard.soon.same", day),
            Self::Changes(day, fields) => {
                let names: Vec<String> = fields.iter().map(|field| t(&format!("meters.field.{field}"))).collect();
                tr("dashboard.soon.changes", &[("date", &format::date(*day)), ("fields", &names.join(", "))])
            }
            Self::Begins(day) => dated("dashboard.soon.begins", day),
            Self::Ends(day) => dated("dashboard.soon.ends", day),
            Self::Ended(day) => dated("dashboard.soon.ended", day),
        }
    }
}

/// What lies ahead, as far as the periods somebody may see tell it: their own.
fn soon(configurations: &Configurations, today: NaiveDate) -> Vec<Soon> {
    let Configurations { actual, historical, future } = configurations;
    let last_day = |until: NaiveDate| until.checked_sub_days(Days::new(1)).unwrap_or(until);
    let mut found = Vec::new();
    let mut before = actual.as_ref();
    for next in future {
        match before {
            Some(before) if before.valid_to == Some(next.valid_from) => {
                found.push(Soon::Changes(next.valid_from, changed(before, next)));
            }
            _ => {
                found.extend(before.and_then(|before| before.valid_to).map(|until| Soon::Ends(last_day(until))));
                found.push(Soon::Begins(next.valid_from));
            }
        }
        before = Some(next);
    }
    found.extend(before.and_then(|before| before.valid_to).map(|until| Soon::Ends(last_day(until))));
    if before.is_none() {
        let ended = historical.first().and_then(|latest| latest.valid_to).filter(|until| *until <= today);
        found.extend(ended.map(|until| Soon::Ended(last_day(until))));
    }
    found
}

/// The fields that differ, by their names in the catalogue.
fn changed(a: &Configuration, b: &Configuration) -> Vec<&'static str> {
    let fields = [
        ("status", a.status != b.status),
        ("description", a.description != b.description),
        ("sampling_power", a.sampling_power_kva != b.sampling_power_kva),
        ("generating_capacity", a.generating_capacity_kva != b.generating_capacity_kva),
        ("amperage", a.amperage_a != b.amperage_a),
        ("production_chain", a.production_chain != b.production_chain),
        ("injection_status", a.injection_status != b.injection_status),
        ("dso", a.dso != b.dso),
        ("rate", a.rate != b.rate),
        ("client_type", a.client_type != b.client_type),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::vocabulary::{ClientType, ConfigurationStatus, InjectionStatus, Rate};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, to: Option<&str>, rate: Rate) -> Configuration {
        Configuration {
            id: Uuid::nil(),
            valid_from: day(from),
            valid_to: to.map(day),
            description: String::new(),
            status: ConfigurationStatus::Active,
            sampling_power_kva: Decimal::new(92, 1),
            generating_capacity_kva: Decimal::new(0, 0),
            amperage_a: Decimal::new(40, 0),
            production_chain: ProductionChain::None,
            injection_status: InjectionStatus::None,
            dso: "ORES".to_owned(),
            rate,
            client_type: ClientType::Residential,
            member_id: None,
            member_name: None,
        }
    }

    fn told(actual: Option<Configuration>, historical: &[Configuration], future: &[Configuration]) -> Vec<Soon> {
        let configurations = Configurations { actual, historical: historical.to_vec(), future: future.to_vec() };
        soon(&configurations, day("2026-11-22"))
    }

    #[test]
    fn what_lies_ahead_is_told_in_order() {
        let now = period("2026-01-01", Some("2026-12-01"), Rate::Simple);
        let next = period("2026-12-01", Some("2027-03-01"), Rate::BiHourly);
        assert_eq!(
            told(Some(now.clone()), &[], &[next]),
            [Soon::Changes(day("2026-12-01"), vec!["rate"]), Soon::Ends(day("2027-02-28"))]
        );
        assert_eq!(told(Some(now.clone()), &[], &[]), [Soon::Ends(day("2026-11-30"))]);
        assert_eq!(told(Some(period("2026-01-01", None, Rate::Simple)), &[], &[]), []);
        let later = period("2027-06-01", None, Rate::Simple);
        let expected = [Soon::Ends(day("2026-11-30")), Soon::Begins(day("2027-06-01"))];
        assert_eq!(told(Some(now), &[], std::slice::from_ref(&later)), expected, "another owner in between");
        assert_eq!(told(None, &[], &[later]), [Soon::Begins(day("2027-06-01"))]);
        let past = period("2025-01-01", Some("2026-01-01"), Rate::Simple);
        assert_eq!(told(None, &[past], &[]), [Soon::Ended(day("2025-12-31"))]);
    }
}
