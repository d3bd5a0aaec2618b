//! Picking consumers from the meters of the community, found as one types: those that are ticked get a line each, with
//! their owner's name, in the order they were ticked.

use super::editor::Editor;
use super::values::KeyValues;
use crate::i18n::{t, tn, tr};
use crate::session::use_session;
use crate::ui::{
    Button, Checkbox, Choice, Dialog, Emphasis, EmptyState, Icon, Remote, RemoteView, SearchBox, SkeletonShape,
};
use api_types::{MeterQuery, MeterSummary, Page};
use domain::key::CONSUMER_NAME_MAX;
use leptos::prelude::*;
use uuid::Uuid;

/// How many meters are shown at a time; a search brings others.
const LIMIT: u16 = 50;

/// The dialog.
#[component]
pub fn MeterPick(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The key.
    editor: Editor,
    /// The community.
    community: Uuid,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t("keys.pick.title")>
            {content(open, editor, community)}
        </Dialog>
    }
    .into_any()
}

/// A meter that was ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Picked {
    id: Uuid,
    /// The consumer's name to be.
    name: String,
    meter: Choice,
}

/// What is ticked, whatever is searched for meanwhile.
#[derive(Clone, Copy)]
struct Picks(RwSignal<Vec<Picked>>);

impl Picks {
    fn count(self) -> usize {
        self.0.with(Vec::len)
    }

    fn has(self, id: Uuid) -> bool {
        self.0.with(|picks| picks.iter().any(|picked| picked.id == id))
    }

    fn switch(self, meter: &MeterSummary, on: bool) {
        self.0.update(|picks| {
            picks.retain(|picked| picked.id != meter.id);
            if on {
                let choice = Choice::new(meter.id.to_string(), meter.ean.clone());
                picks.push(Picked { id: meter.id, name: name_of(meter), meter: choice });
            }
        });
    }
}

fn content(open: RwSignal<bool>, editor: Editor, community: Uuid) -> AnyView {
    let (session, search) = (use_session(), RwSignal::new(String::new()));
    let picks = Picks(RwSignal::new(Vec::new()));
    let page = Remote::new(move || {
        let q = Some(search.get()).filter(|text| !text.is_empty());
        async move {
            let query = MeterQuery { limit: Some(LIMIT), q, ..MeterQuery::default() };
            session.call(async |client| client.list_meters(community, &query).await).await
        }
    });
    let add = move |()| {
        let picked = picks.0.get_untracked().into_iter().map(|picked| (picked.name, picked.meter)).collect();
        editor.edit(None, |values| put(values, picked));
        open.set(false);
    };
    view! {
        <p class="field-hint">{t("keys.pick.hint")}</p>
        <SearchBox
            id="pick-search"
            label=t("meters.search")
            search=search
            on_search=move |text: String| search.set(text)
        />
        <RemoteView remote=page shape=SkeletonShape::Lines ready=move |page| list(picks, search, page) />
        <div class="dialog-actions">
            <Button label=t("ui.cancel") on_press=move |()| open.set(false) />
            {move || {
                let count = picks.count();
                let (label, none) = (tn("keys.pick.add", count as u64), count == 0);
                view! { <Button label=label emphasis=Emphasis::Primary disabled=none on_press=add /> }
            }}
        </div>
    }
    .into_any()
}

fn list(picks: Picks, search: RwSignal<String>, page: Page<MeterSummary>) -> AnyView {
    if page.items.is_empty() {
        let asked_for_all = search.with_untracked(String::is_empty);
        return match asked_for_all {
            true => view! {
                <EmptyState icon=Icon::Meter title=t("meters.none.title") text=t("meters.none.text_reader") />
            }
            .into_any(),
            false => view! { <p class="muted" role="status">{t("ui.no_match")}</p> }.into_any(),
        };
    }
    let (shown, total) = (page.items.len() as u64, page.total);
    let more = (total != Some(shown)).then(|| {
        let all = total.map_or_else(|| t("meters.count.many"), |total| tn("meters.count", total));
        tr("keys.pick.more", &[("shown", &shown.to_string()), ("all", &all)])
    });
    let lines = page.items.into_iter().map(|meter| line(picks, meter)).collect_view();
    view! {
        <ul class="pick-list">{lines}</ul>
        {more.map(|text| view! { <p class="field-hint" role="status">{text}</p> })}
    }
    .into_any()
}

fn line(picks: Picks, meter: MeterSummary) -> AnyView {
    let id = meter.id;
    let (name, hint) = (name_of(&meter), format!("{} · {}", meter.ean, meter.address.city));
    let checked = Signal::derive(move || picks.has(id));
    let switch = move |on: bool| picks.switch(&meter, on);
    view! { <li><Checkbox id=format!("pick-{id}") label=name hint=hint checked=checked on_change=switch /></li> }
        .into_any()
}

/// Whose it is; a meter without an owner goes by its number.
fn name_of(meter: &MeterSummary) -> String {
    meter.member_name.clone().unwrap_or_else(|| meter.meter_number.clone())
}

/// Puts meters into the lines that have no name, and into new ones after them. A meter that is there already stays
/// where it is; a name that is taken gets the end of the identifier behind it.
fn put(values: &mut KeyValues, picked: Vec<(String, Choice)>) {
    for (name, meter) in picked {
        let there = |consumer: &super::values::ConsumerValues| {
            consumer.meter.as_ref().is_some_and(|linked| linked.value == meter.value)
        };
        if values.consumers.iter().any(there) {
            continue;
        }
        let name = distinct(values, name, &meter.label);
        let free = values.consumers.iter().position(|consumer| consumer.name.trim().is_empty());
        let at = free.unwrap_or(values.consumers.len());
        values.resize(values.consumers.len().max(at + 1));
        if let Some(consumer) = values.consumers.get_mut(at) {
            (consumer.name, consumer.meter) = (name, Some(meter));
        }
    }
}

fn distinct(values: &KeyValues, name: String, ean: &str) -> String {
    let name: String = name.chars().take(CONSUMER_NAME_MAX - 5).collect();
    let folded = domain::text::fold(&name);
    if values.consumers.iter().all(|consumer| domain::text::fold(&consumer.name) != folded) {
        return name;
    }
    let tail: String = ean.chars().skip(ean.chars().count().saturating_sub(4)).collect();
    format!("{name} {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picked_meters_fill_empty_names_first() {
        let mut values = KeyValues::default();
        values.resize(2);
        "School".clone_into(&mut values.consumers[0].name);
        let meter = |id: &str| Choice::new(id, format!("54144902000000{id}"));
        let picked = vec![
            ("School".to_owned(), meter("0001")),
            ("Household A".to_owned(), meter("0002")),
            ("Household A".to_owned(), meter("0002")),
        ];
        put(&mut values, picked);
        let names: Vec<&str> = values.consumers.iter().map(|consumer| consumer.name.as_str()).collect();
        assert_eq!(names, ["School", "School 0001", "Household A"]);
        assert_eq!(values.iterations[0].weights.len(), 3);
    }
}
