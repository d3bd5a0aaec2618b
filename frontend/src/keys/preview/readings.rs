//! The readings in use: which they are, how to have others, and which series stands for which consumer.

use super::models;
use super::scene::Scene;
use super::source;
use super::stored::Stored;
use super::year::Year;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::ui::{Button, Notice, NoticeKind, Toasts};
use api_types::Meter;
use domain::key::Consumer;
use domain::readings::Direction;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

/// Where the readings in use come from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// The year that is shipped.
    Sample,
    /// A file of the user's, by its name.
    File(String),
    /// The community's own.
    Stored,
}

/// The series of each consumer.
fn mapping(
    scene: RwSignal<Option<Scene>>,
    consumers: Memo<Vec<Consumer>>,
    chosen: RwSignal<Vec<Option<usize>>>,
) -> Memo<Vec<usize>> {
    Memo::new(move |_| {
        let (consumers, chosen) = (consumers.get(), chosen.get());
        scene.with(|scene| scene.as_ref().map(|scene| scene.mapping(&consumers, &chosen)).unwrap_or_default())
    })
}

/// The readings, and what was chosen about them.
#[derive(Clone, Copy)]
pub struct Readings {
    scene: RwSignal<Option<Scene>>,
    source: RwSignal<Source>,
    error: RwSignal<Option<String>>,
    consumers: Memo<Vec<Consumer>>,
    /// The consumers of all keys that are tried on them.
    keys: StoredValue<Vec<Memo<Vec<Consumer>>>>,
    /// The meters that are modelled.
    models: RwSignal<Vec<Arc<Meter>>>,
    /// The community's readings to choose from, where there is a community.
    stored: Option<Stored>,
    /// Whether that choice is open.
    choosing: RwSignal<bool>,
    chosen: RwSignal<Vec<Option<usize>>>,
    /// The series of each consumer.
    pub mapping: Memo<Vec<usize>>,
    toasts: Toasts,
}

impl Readings {
    /// Begins with the sample.
    pub fn start(consumers: Memo<Vec<Consumer>>) -> Self {
        let scene = RwSignal::new(None::<Scene>);
        let chosen = RwSignal::new(Vec::new());
        let readings = Self {
            scene,
            source: RwSignal::new(Source::Sample),
            error: RwSignal::new(None),
            consumers,
            keys: StoredValue::new(vec![consumers]),
            models: RwSignal::new(Vec::new()),
            stored: Stored::start(),
            choosing: RwSignal::new(false),
            chosen,
            mapping: mapping(scene, consumers, chosen),
            toasts: Toasts::get(),
        };
        readings.fetch_sample();
        readings
    }

    /// The same readings for the consumers of another key.
    pub fn beside(self, consumers: Memo<Vec<Consumer>>) -> Self {
        self.keys.update_value(|keys| keys.push(consumers));
        let chosen = RwSignal::new(Vec::new());
        Self { consumers, chosen, mapping: mapping(self.scene, consumers, chosen), ..self }
    }

    /// The readings, once they are there; none while names and series do not fit each other yet.
    pub fn scene(self) -> Option<Scene> {
        self.scene.get()
    }

    /// The readings that are there now.
    pub fn scene_now(self) -> Option<Scene> {
        self.scene.get_untracked()
    }

    fn fetch_sample(self) {
        spawn_local(async move { self.arrive(source::sample().await, Source::Sample) });
    }

    fn open(self, file: File) {
        let name = file.name();
        spawn_local(async move { self.arrive(source::own(file).await, Source::File(name)) });
    }

    /// Uses readings of the community from now on.
    pub fn use_stored(self, year: Arc<Year>, models: Vec<Arc<Meter>>) {
        self.choosing.try_set(false);
        self.arrive(Ok(year), Source::Stored);
        self.models.try_set(models);
    }

    /// Models a meter on another energy of the year.
    pub fn remodel(self, meter: &Meter, direction: Direction, kwh: u64) {
        self.scene.update(|scene| {
            let Some(old) = scene else { return };
            if let Some(year) = models::remodelled(&old.year, meter, direction, kwh) {
                *old = Scene { zero: old.zero, ..Scene::new(Arc::new(year)) };
            }
        });
    }

    fn arrive(self, year: Result<Arc<Year>, String>, source: Source) {
        match year {
            Ok(year) => {
                if let Source::File(name) = &source {
                    self.toasts.success(tr("keys.preview.opened", &[("name", name)])).show();
                }
                self.error.try_set(None);
                self.source.try_set(source);
                self.chosen.try_set(Vec::new());
                self.models.try_set(Vec::new());
                self.scene.try_set(Some(Scene::new(year)));
            }
            // The readings that are there stay.
            Err(message) => {
                self.error.try_set(Some(message));
            }
        }
    }

    /// Which readings they are, and the ways to others; a file may be dropped on it.
    pub fn bar(self) -> AnyView {
        let drop = move |event: ev::DragEvent| {
            event.prevent_default();
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.item(0)) {
                self.open(file);
            }
        };
        let pick = move |event: ev::Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            if let Some(file) = input.files().and_then(|files| files.item(0)) {
                self.open(file);
            }
            // The same file may be chosen again after it was mended.
            input.set_value("");
        };
        let what = move || {
            let days = self.scene.with(|scene| scene.as_ref().and_then(|scene| scene.year.days()));
            let days = days
                .map(|(first, last)| tr("ui.from_to", &[("from", &format::date(first)), ("to", &format::date(last))]));
            let name = match self.source.get() {
                Source::Sample => t("keys.preview.sample"),
                Source::File(name) => name,
                Source::Stored => t("keys.preview.stored"),
            };
            days.map_or(name.clone(), |days| format!("{name} · {days}"))
        };
        let back = move || {
            (self.source.get() != Source::Sample).then(|| {
                view! { <Button label=t("keys.preview.back_to_sample") on_press=move |()| self.fetch_sample() /> }
            })
        };
        let notice = move || {
            (self.source.get() == Source::Sample).then(|| view! { <p class="licence">{t("keys.preview.licence")}</p> })
        };
        view! {
            <div class="readings" on:dragover=move |event| event.prevent_default() on:drop=drop>
                <p class="readings-what">{what}</p>
                <div class="readings-tools">
                    <label class="button file-button">
                        <input class="visually-hidden" type="file" accept=".csv,text/csv" on:change=pick />
                        <span>{t("keys.preview.own")}</span>
                    </label>
                    {self.stored.map(|_| self.stored_button())}
                    {back}
                </div>
                {move || self.stored.filter(|_| self.choosing.get()).map(|stored| stored.view(self))}
                <p class="field-hint">{t("keys.preview.own_hint")}</p>
                {move || self.error.get().map(|error| view! {
                    <Notice kind=NoticeKind::Error announce=true><p>{error}</p></Notice>
                })}
                {notice}
                {move || models::notice(self, &self.models.get())}
            </div>
        }
        .into_any()
    }

    /// The meters that the consumers of the keys are linked to.
    pub fn linked(self) -> Vec<Uuid> {
        let of = |consumers: Memo<Vec<Consumer>>| consumers.get_untracked().into_iter().filter_map(|of| of.meter);
        self.keys.get_value().into_iter().flat_map(of).collect()
    }

    /// The name of a consumer, marked where its series is modelled.
    pub fn marked(self, at: usize, name: &str) -> String {
        let series = self.mapping.with(|mapping| mapping.get(at).copied());
        let is_modelled = self.scene.with(|scene| {
            let series = scene.as_ref().zip(series).and_then(|(scene, series)| scene.year.consumers.get(series));
            series.is_some_and(|series| series.modelled)
        });
        if is_modelled { tr("keys.preview.modelled", &[("name", name)]) } else { name.to_owned() }
    }

    /// Opens the choice of the community's readings.
    fn stored_button(self) -> AnyView {
        view! {
            <button
                class="button"
                type="button"
                data-emphasis="secondary"
                aria-expanded=move || if self.choosing.get() { "true" } else { "false" }
                on:click=move |_| self.choosing.update(|open| *open = !*open)
            >
                <span>{t("keys.preview.stored.choose")}</span>
            </button>
        }
        .into_any()
    }

    /// How many readings are missing, in words.
    pub fn gaps_text(self) -> String {
        let gaps = self.scene.with(|scene| scene.as_ref().map_or(0, |scene| scene.year.gaps));
        tn("keys.preview.gaps", gaps as u64)
    }

    /// Counts gaps as 0 from now on.
    pub fn gaps_switch(self) -> AnyView {
        let switch = move |()| {
            self.scene.update(|scene| {
                if let Some(scene) = scene {
                    scene.zero = true;
                }
            });
        };
        view! { <Button label=t("keys.preview.gaps_zero") on_press=switch /> }.into_any()
    }

    /// Which series stands for which consumer, to look at and to change.
    pub fn mapping_view(self) -> AnyView {
        let line = move |(i, name): (usize, String)| {
            let options = self.scene.with_untracked(|scene| {
                let labels = scene.as_ref().map(|scene| scene.year.consumers.iter().map(|s| s.label.clone()));
                labels.map(|labels| labels.enumerate().collect::<Vec<_>>()).unwrap_or_default()
            });
            let option = move |(at, label): (usize, String)| {
                let chosen = move || self.mapping.with(|mapping| mapping.get(i) == Some(&at));
                view! { <option value=at.to_string() prop:selected=chosen>{label}</option> }
            };
            let choose = move |event| {
                let at: Option<usize> = event_target_value(&event).parse().ok();
                self.chosen.update(|chosen| {
                    chosen.resize(chosen.len().max(i + 1), None);
                    chosen[i] = at;
                });
            };
            view! {
                <li>
                    <label for=format!("series-{i}")>{name}</label>
                    <select class="input select" id=format!("series-{i}") on:change=choose>
                        {options.into_iter().map(option).collect_view()}
                    </select>
                </li>
            }
        };
        let lines = move || {
            self.scene.track();
            self.consumers.get().into_iter().map(|consumer| consumer.name).enumerate().map(line).collect_view()
        };
        view! {
            <details class="mapping">
                <summary>{t("keys.preview.mapping")}</summary>
                <p class="field-hint">{t("keys.preview.mapping_hint")}</p>
                <ol class="mapping-list">{lines}</ol>
            </details>
        }
        .into_any()
    }
}
