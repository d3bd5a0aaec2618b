//! What can be done with a meter, and with each of its periods, by those who may.

use super::arrival::Arrival;
use super::cancel::CancelPeriod;
use super::delete::DeleteDialog;
use super::periods::{Target, all};
use super::status::{StatusDialog, Turn};
use super::update::{Opening, UpdateDialog};
use crate::format;
use crate::i18n::t;
use crate::place::{Places, use_places};
use crate::routing::Route;
use crate::ui::{Button, Emphasis, Icon, MenuButton, MenuItem};
use api_types::{Configuration, Meter};
use client::Versioned;
use domain::role::Permission;
use domain::vocabulary::ConfigurationStatus;
use leptos::prelude::*;

/// The actions of one meter's page.
#[derive(Clone, Copy)]
pub struct Actions {
    places: Places,
    meter: StoredValue<Versioned<Meter>>,
    arrival: Arrival,
    opening: RwSignal<Option<Opening>>,
    turning: RwSignal<Option<Turn>>,
    deleting: RwSignal<bool>,
}

impl Actions {
    /// On this version of a meter.
    pub fn new(meter: Versioned<Meter>, arrival: Arrival) -> Self {
        Self {
            places: use_places(),
            meter: StoredValue::new(meter),
            arrival,
            opening: RwSignal::new(None),
            turning: RwSignal::new(None),
            deleting: RwSignal::new(false),
        }
    }

    /// Whether the user may change anything.
    fn allowed(self) -> bool {
        self.places.can(Permission::MetersWrite)
    }

    fn status(self) -> Option<ConfigurationStatus> {
        self.meter.with_value(|meter| meter.value.configurations.actual.as_ref().map(|actual| actual.status))
    }

    /// The page's main action, and the others in a menu.
    pub fn head(self) -> Option<AnyView> {
        if !self.allowed() {
            return None;
        }
        let main = match self.status() {
            Some(ConfigurationStatus::Active) => Some(view! {
                <Button
                    label=t("meters.update.title")
                    emphasis=Emphasis::Primary
                    icon=Icon::Edit
                    on_press=move |()| self.opening.set(Some(Opening::at(Target::New)))
                />
            }),
            Some(_) => Some(view! {
                <Button
                    label=Turn::On.action()
                    emphasis=Emphasis::Primary
                    icon=Icon::Check
                    on_press=move |()| self.turning.set(Some(Turn::On))
                />
            }),
            None => None,
        };
        Some(
            view! {
                <MenuButton id="meter-menu" label=t("meters.more") icon=Icon::More items=self.others() />
                {main}
            }
            .into_any(),
        )
    }

    fn others(self) -> Vec<MenuItem> {
        let Meter { community_id: community, id: meter, configurations, .. } = self.meter.get_value().value;
        let edit = Route::MeterEdit { community, meter }.path();
        let mut items = vec![MenuItem::link(Icon::Meter, t("meters.edit.action"), edit)];
        if let Some(actual) = configurations.actual {
            items.push(MenuItem::action(Icon::Edit, t("meters.update.correct_present"), move || self.edit(&actual)));
        }
        if self.status() == Some(ConfigurationStatus::Active) {
            let turn = move || self.turning.set(Some(Turn::Off));
            items.push(MenuItem::action(Icon::Close, t("meters.deactivate.menu"), turn));
        }
        let delete = move || self.deleting.set(true);
        items.push(MenuItem::action(Icon::Trash, t("meters.delete.menu"), delete).danger());
        items
    }

    /// The actions on a period that does not hold today: edit one to come or cancel it, correct one that ended.
    pub fn of_period(self, period: &Configuration) -> Option<AnyView> {
        if !self.allowed() {
            return None;
        }
        let ahead = period.valid_from > format::today();
        let label = t(if ahead { "common.edit" } else { "meters.update.correct" });
        let edited = period.clone();
        Some(
            view! {
                <div class="period-actions">
                    <Button label=label icon=Icon::Edit on_press=move |()| self.edit(&edited) />
                    {ahead.then(|| self.cancel(period)).flatten()}
                </div>
            }
            .into_any(),
        )
    }

    fn edit(self, period: &Configuration) {
        self.opening.set(Some(Opening::at(Target::Period(period.id))));
    }

    /// A meter keeps at least one period.
    fn cancel(self, period: &Configuration) -> Option<AnyView> {
        let meter = self.meter.get_value();
        let all = all(&meter.value.configurations);
        let at = all.iter().position(|known| known.id == period.id)?;
        let before = at.checked_sub(1).and_then(|before| all.get(before)).cloned();
        (all.len() > 1).then(|| {
            view! { <CancelPeriod meter=meter period=period.clone() before=before arrival=self.arrival /> }.into_any()
        })
    }

    /// The dialogs that the actions open.
    pub fn dialogs(self) -> Option<AnyView> {
        if !self.allowed() {
            return None;
        }
        let meter = self.meter.get_value();
        let runs = self.status() == Some(ConfigurationStatus::Active);
        let deactivate = runs.then(|| Callback::new(move |()| self.turning.set(Some(Turn::Off))));
        Some(
            view! {
                <UpdateDialog meter=meter.clone() opening=self.opening arrival=self.arrival />
                <StatusDialog meter=meter.clone() turning=self.turning arrival=self.arrival />
                <DeleteDialog meter=meter open=self.deleting deactivate=deactivate />
            }
            .into_any(),
        )
    }
}
