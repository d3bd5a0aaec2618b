//! What narrows the log: kind of object, action, actor and period, all of them in the address.

use super::list::Subject;
use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::list::Listing;
use crate::routing::Query;
use crate::session::use_session;
use crate::ui::{Chip, Choice, FilterDate, FilterSelect, Remote};
use api_types::{AuditActorList, AuditQuery, AuditSort};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

/// Names in the address.
mod name {
    pub const ENTITY: &str = "entity";
    pub const ACTION: &str = "action";
    pub const ACTOR: &str = "actor_id";
    pub const FROM: &str = "from";
    /// The last day, as people say it; the API is given the day after.
    pub const UNTIL: &str = "until";
    pub const SORT: &str = "sort";
}

/// The filters of a log.
#[derive(Clone, Copy)]
pub struct Filters {
    of: Subject,
    list: Listing,
    actors: Remote<AuditActorList>,
}

impl Filters {
    /// The filters of this page's log.
    pub fn new(of: Subject, list: Listing) -> Self {
        let session = use_session();
        Self { of, list, actors: Remote::new(move || of.actors(session)) }
    }

    /// The controls.
    pub fn view(self) -> AnyView {
        let Self { of, list, .. } = self;
        let kinds = of.entities().iter().map(|name| Choice::new(*name, words::entity(name))).collect();
        let orders = vec![Choice::new("at", t("audit.oldest"))];
        view! {
            <FilterSelect
                id="filter-entity"
                label=t("audit.entity")
                value=list.value(name::ENTITY)
                choices=kinds
                on_change=list.on_change(name::ENTITY)
            />
            {move || self.actions()}
            {move || self.actor_choices()}
            <FilterDate
                id="filter-from"
                label=t("audit.from")
                value=list.value(name::FROM)
                on_change=list.on_change(name::FROM)
            />
            <FilterDate
                id="filter-until"
                label=t("audit.until")
                value=list.value(name::UNTIL)
                on_change=list.on_change(name::UNTIL)
            />
            <FilterSelect
                id="filter-sort"
                label=t("audit.newest")
                value=list.value(name::SORT)
                choices=orders
                on_change=list.on_change(name::SORT)
            />
        }
        .into_any()
    }

    /// The actions on the chosen kind of object, or on all there can be.
    fn actions(self) -> AnyView {
        let kind = self.list.value(name::ENTITY).get();
        let kinds = self.of.entities();
        let fits = |action: &String| {
            let of = action.split('.').next().unwrap_or_default();
            if kind.is_empty() { kinds.contains(&of) } else { of == kind }
        };
        let actions = words::actions().into_iter().filter(fits);
        view! {
            <FilterSelect
                id="filter-action"
                label=t("audit.action_filter")
                value=self.list.value(name::ACTION)
                choices=actions.map(|action| Choice::new(action.clone(), words::action(&action))).collect()
                on_change=self.list.on_change(name::ACTION)
            />
        }
        .into_any()
    }

    fn actor_choices(self) -> AnyView {
        let actors = self.actors.value().map(|actors| actors.items).unwrap_or_default();
        view! {
            <FilterSelect
                id="filter-actor"
                label=t("audit.actor")
                value=self.list.value(name::ACTOR)
                choices=actors.into_iter().map(|actor| Choice::new(actor.id, actor.name)).collect()
                on_change=self.list.on_change(name::ACTOR)
            />
        }
        .into_any()
    }

    /// The filters that are on.
    pub fn chips(self) -> Vec<Chip> {
        let list = self.list;
        let day = |text: String| text.parse::<NaiveDate>().map_or(text, format::date);
        let actor = |id: String| {
            let known = self.actors.value().into_iter().flat_map(|actors| actors.items);
            known.into_iter().find(|actor| actor.id.to_string() == id).map_or(id, |actor| actor.name)
        };
        let chip = |name: &'static str, label: &str, word: &dyn Fn(String) -> String| {
            let value = list.value(name).get();
            (!value.is_empty()).then(|| Chip {
                label: tr("common.filter", &[("name", &t(label)), ("value", &word(value))]),
                on_remove: Callback::new(move |()| list.on_change(name).run(String::new())),
            })
        };
        let chips = [
            chip(name::ENTITY, "audit.entity", &|value| words::entity(&value)),
            chip(name::ACTION, "audit.action_filter", &|value| words::action(&value)),
            chip(name::ACTOR, "audit.actor", &actor),
            chip(name::FROM, "audit.from", &day),
            chip(name::UNTIL, "audit.until", &day),
        ];
        chips.into_iter().flatten().collect()
    }
}

/// What the address asks of the API.
pub fn to_api(query: &Query) -> AuditQuery {
    let until: Option<NaiveDate> = query.read(name::UNTIL);
    AuditQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get(name::SORT).map(|name| if name == "at" { AuditSort::Oldest } else { AuditSort::Newest }),
        q: query.get("q").map(str::to_owned),
        entity: query.get(name::ENTITY).map(str::to_owned),
        entity_id: query.read("entity_id"),
        action: query.get(name::ACTION).map(str::to_owned),
        actor_id: query.read(name::ACTOR),
        from: query.read(name::FROM),
        to: until.and_then(|day| day.checked_add_days(Days::new(1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_in_the_period() {
        let query =
            to_api(&Query::parse("?entity=meter&action=meter.created&from=2026-11-01&until=2026-11-30&sort=at"));
        assert_eq!((query.entity.as_deref(), query.action.as_deref()), (Some("meter"), Some("meter.created")));
        assert_eq!(
            (query.from, query.to),
            (NaiveDate::from_ymd_opt(2026, 11, 1), NaiveDate::from_ymd_opt(2026, 12, 1))
        );
        assert_eq!(query.sort, Some(AuditSort::Oldest));
        let nonsense = to_api(&Query::parse("?from=yesterday&actor_id=7"));
        assert_eq!((nonsense.from, nonsense.actor_id), (None, None));
    }
}
