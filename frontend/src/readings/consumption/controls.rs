//! What is looked at: how long, when, by what, beside what; and the way out as a file.

use super::Looking;
use crate::exchange::{ExportMenu, Fetch};
use crate::i18n::t;
use crate::readings::period::{Former, Length, Seen};
use crate::readings::words;
use crate::ui::{Button, Choice, Field, FilterSelect, Icon, IconButton, PartRadioGroup};
use api_types::ReadingExportQuery;
use domain::readings::Resolution;
use leptos::prelude::*;
use std::rc::Rc;

/// The controls.
pub fn view(looking: Looking) -> AnyView {
    let seen = looking.seen;
    let heading = move || words::period(seen.get());
    view! {
        <div class="looking-head">
            <h2 class="looking-title" aria-live="polite">{heading}</h2>
            {walk(looking)}
            <ExportMenu fetch=export(looking) />
        </div>
        <div class="looking-choices">
            {length(looking)}
            {move || resolution(looking)}
            {former(looking)}
        </div>
    }
    .into_any()
}

/// Changes what is looked at, where there is something else to look at.
fn change(looking: Looking, change: impl FnOnce(Seen) -> Option<Seen>) {
    if let Some(seen) = change(looking.seen.get_untracked()) {
        looking.look(seen);
    }
}

/// Back and forth in the calendar, to a day, to the latest.
fn walk(looking: Looking) -> AnyView {
    let seen = looking.seen;
    let ends = move |forth: bool| Signal::derive(move || seen.get().beside(forth).is_none());
    let go = move |forth: bool| change(looking, |seen| seen.beside(forth));
    let choose = move |event| {
        if let Ok(day) = event_target_value(&event).parse() {
            change(looking, |seen| Some(Seen { day, ..seen }));
        }
    };
    let known = move || seen.get().known;
    let latest = move |()| change(looking, |seen| Some(Seen { day: seen.known.latest(seen.length), ..seen }));
    view! {
        <div class="day-picker" role="group" aria-label=t("readings.walk")>
            <IconButton
                icon=Icon::ChevronLeft
                label=t("readings.before")
                disabled=ends(false)
                on_press=move |()| go(false)
            />
            <input
                class="input date"
                type="date"
                aria-label=t("readings.pick_day")
                prop:value=move || seen.get().day.to_string()
                min=move || known().first.to_string()
                max=move || known().last().to_string()
                on:change=choose
            />
            <IconButton
                icon=Icon::ChevronRight
                label=t("readings.after")
                disabled=ends(true)
                on_press=move |()| go(true)
            />
            <Button label=t("readings.latest") on_press=latest />
        </div>
    }
    .into_any()
}

fn length(looking: Looking) -> AnyView {
    let value = Signal::derive(move || looking.seen.get().length.as_str().to_owned());
    let choices =
        Length::ALL.map(|length| Choice::new(length.as_str(), t(&format!("readings.length.{}", length.as_str()))));
    let choose = move |name: String| {
        let length = Length::ALL.into_iter().find(|length| length.as_str() == name);
        change(looking, |seen| length.map(|length| seen.with_length(length)));
    };
    view! {
        <PartRadioGroup
            field=Field::new("readings-length", t("readings.length"))
            value=value
            choices=choices.to_vec()
            on_choose=choose
        />
    }
    .into_any()
}

/// By what it is summed: other choices for other lengths.
fn resolution(looking: Looking) -> AnyView {
    let length = Memo::new(move |_| looking.seen.get().length);
    let value = Signal::derive(move || looking.seen.get().by.as_str().to_owned());
    let choose = move |name: String| {
        let by = name.parse::<Resolution>().ok();
        change(looking, |seen| by.map(|by| Seen { by, ..seen }));
    };
    let group = move || {
        let choices = length
            .get()
            .resolutions()
            .iter()
            .map(|by| Choice::new(by.as_str(), t(&format!("readings.by.{by}"))))
            .collect();
        view! {
            <PartRadioGroup
                field=Field::new("readings-by", t("readings.by"))
                value=value
                choices=choices
                on_choose=choose
            />
        }
    };
    group.into_any()
}

fn former(looking: Looking) -> AnyView {
    let value = Signal::derive(move || {
        let former = looking.seen.get().former;
        former.map(|former| former.as_str().to_owned()).unwrap_or_default()
    });
    let choices =
        Former::ALL.map(|former| Choice::new(former.as_str(), t(&format!("readings.former.{}", former.as_str()))));
    let choose = move |name: String| {
        let former = Former::ALL.into_iter().find(|former| former.as_str() == name);
        change(looking, |seen| Some(Seen { former, ..seen }));
    };
    view! {
        <FilterSelect
            id="readings-former"
            label=t("readings.former")
            value=value
            choices=choices.to_vec()
            on_change=choose
        />
    }
    .into_any()
}

/// What is shown, as a file.
fn export(looking: Looking) -> Fetch {
    let (community, meter) = (looking.community, looking.meter);
    Rc::new(move |client, table| {
        let seen = looking.seen.get_untracked();
        Box::pin(async move {
            let range = seen.range();
            let query = ReadingExportQuery {
                from: range.first.into(),
                to: range.after.into(),
                resolution: Some(seen.by),
                format: table.format,
                language: table.language,
            };
            client.export_readings(community, meter, &query).await
        })
    })
}
