//! One configuration of a meter as cards, and its period in words.

use super::words;
use crate::format;
use crate::i18n::t;
use crate::routing::Route;
use crate::ui::{Badge, Fact, Facts};
use api_types::Configuration;
use chrono::{Days, NaiveDate};
use domain::vocabulary::ProductionChain;
use leptos::prelude::*;
use uuid::Uuid;

/// The last day of a period.
fn last_day(configuration: &Configuration) -> Option<NaiveDate> {
    configuration.valid_to.and_then(|until| until.checked_sub_days(Days::new(1)))
}

/// The configuration as cards side by side.
pub fn cards(community: Uuid, configuration: &Configuration, may_read_members: bool) -> AnyView {
    let card = |title: String, facts: Vec<Fact>| {
        view! {
            <section class="card">
                <h3>{title}</h3>
                <Facts items=facts />
            </section>
        }
    };
    view! {
        <div class="cards">
            {card(t("meters.section.energy"), energy(configuration))}
            {card(t("meters.section.grid"), grid(configuration))}
            {card(t("meters.section.member"), member(community, configuration, may_read_members))}
            {card(t("meters.section.period"), dates(configuration))}
        </div>
    }
    .into_any()
}

fn energy(configuration: &Configuration) -> Vec<Fact> {
    let quantity = |value, unit| view! { <span class="tabular">{format::quantity(value, unit)}</span> };
    vec![
        Fact::new(t("meters.field.description"), format::or_none(Some(&configuration.description))),
        Fact::new(t("meters.field.sampling_power"), quantity(configuration.sampling_power_kva, "kVA")),
        Fact::new(t("meters.field.generating_capacity"), quantity(configuration.generating_capacity_kva, "kVA")),
        Fact::new(t("meters.field.amperage"), quantity(configuration.amperage_a, "A")),
    ]
}

fn grid(configuration: &Configuration) -> Vec<Fact> {
    let chain = match configuration.production_chain {
        ProductionChain::None => t("meters.consumption_only"),
        chain => words::production_chain(chain),
    };
    vec![
        Fact::new(t("meters.field.production_chain"), chain),
        Fact::new(t("meters.field.injection_status"), words::injection_status(configuration.injection_status)),
        Fact::new(t("meters.field.dso"), configuration.dso.clone()),
    ]
}

fn member(community: Uuid, configuration: &Configuration, may_read_members: bool) -> Vec<Fact> {
    let owner = match (configuration.member_id, configuration.member_name.clone()) {
        (Some(member), Some(name)) if may_read_members => {
            let href = Route::Member { community, member }.path();
            view! { <a href=href>{name}</a> }.into_any()
        }
        (_, Some(name)) => name.into_any(),
        (_, None) => t("meters.no_owner").into_any(),
    };
    vec![
        Fact::new(t("meters.field.rate"), words::rate(configuration.rate)),
        Fact::new(t("meters.field.client_type"), words::client_type(configuration.client_type)),
        Fact::new(t("meters.field.owner"), owner),
    ]
}

fn dates(configuration: &Configuration) -> Vec<Fact> {
    let (word, tone) = words::status(configuration.status);
    let until = last_day(configuration).map_or_else(|| t("meters.period.until_changed"), format::date);
    vec![
        Fact::new(t("meters.field.status"), view! { <Badge label=word tone=tone /> }),
        Fact::new(t("meters.period.first_day"), format::date(configuration.valid_from)),
        Fact::new(t("meters.period.last_day"), until),
    ]
}
