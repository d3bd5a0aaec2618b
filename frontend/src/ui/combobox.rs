//! A searchable choice among many: what is typed is looked for, arrows move, Enter chooses, Escape
//! closes. Follows the combobox pattern of the ARIA Authoring Practices.

use super::{Choice, Debounce, Field, Icon};
use crate::i18n::{t, tn, tr};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// How long the search waits for the next letter, in milliseconds.
const PAUSE: u64 = 200;

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The first matches.
    pub choices: Vec<Choice>,
    /// How many more there are; typing on narrows them.
    pub more: u64,
}

type Answer = Pin<Box<dyn Future<Output = Result<Found, String>>>>;

/// Looks for what was typed; an empty text asks for the first choices of all.
#[derive(Clone, Copy)]
pub struct Search(StoredValue<Rc<dyn Fn(String) -> Answer>, LocalStorage>);

impl Search {
    /// A search by an asynchronous function; its error is a message to show.
    pub fn new<F, A>(find: F) -> Self
    where
        F: Fn(String) -> A + 'static,
        A: Future<Output = Result<Found, String>> + 'static,
    {
        Self(StoredValue::new_local(Rc::new(move |text| Box::pin(find(text)) as Answer)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Listing {
    Searching,
    Found(Found),
    Failed(String),
}

impl Listing {
    fn choices(&self) -> &[Choice] {
        match self {
            Self::Found(found) => &found.choices,
            Self::Searching | Self::Failed(_) => &[],
        }
    }
}

/// The moving parts of one combobox.
#[derive(Clone, Copy)]
struct Machine {
    value: RwSignal<Option<Choice>>,
    text: RwSignal<String>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    listing: RwSignal<Listing>,
    search: Search,
    on_choose: Option<Callback<Option<Choice>>>,
    question: StoredValue<u32>,
    debounce: Debounce,
}

impl Machine {
    fn new(value: RwSignal<Option<Choice>>, search: Search, on_choose: Option<Callback<Option<Choice>>>) -> Self {
        let machine = Self {
            value,
            text: RwSignal::default(),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            listing: RwSignal::new(Listing::Searching),
            search,
            on_choose,
            question: StoredValue::new(0),
            debounce: Debounce::new(PAUSE),
        };
        // The text is the chosen one's name, also when a draft puts another one in.
        Effect::new(move |_| machine.text.set(machine.chosen_label()));
        machine
    }

    fn chosen_label(self) -> String {
        self.value.with(|value| value.as_ref().map_or_else(String::new, |choice| choice.label.clone()))
    }

    fn open_with(self, text: String) {
        self.open.set(true);
        self.ask(text);
    }

    /// Asks, and drops the answer if another question followed meanwhile.
    fn ask(self, text: String) {
        self.question.update_value(|number| *number = number.wrapping_add(1));
        let asked = self.question.get_value();
        let answer = self.search.0.with_value(|find| find(text));
        spawn_local(async move {
            let listing = answer.await.map_or_else(Listing::Failed, Listing::Found);
            if self.question.try_get_value() == Some(asked) {
                self.active.try_set(None);
                self.listing.try_set(listing);
            }
        });
    }

    fn typed(self, text: String) {
        self.text.set(text.clone());
        self.open.set(true);
        self.debounce.run(move || self.ask(text));
    }

    fn choose(self, choice: Option<Choice>) {
        self.value.set(choice.clone());
        self.close();
        if let Some(tell) = self.on_choose {
            tell.run(choice);
        }
    }

    /// The focus goes elsewhere. A text that was emptied takes the choice back, where that can be.
    fn leave(self, clearable: bool) {
        // A box that is taken off the page loses the focus too, and then there is nothing left to close.
        let Some(emptied) = self.text.try_with_untracked(|text| text.trim().is_empty()) else { return };
        if clearable && emptied && self.value.with_untracked(Option::is_some) {
            self.choose(None);
        } else {
            self.close();
        }
    }

    /// Closes; what was typed without choosing gives way to the chosen one's name.
    fn close(self) {
        self.debounce.cancel();
        self.open.set(false);
        self.active.set(None);
        self.text.set(untrack(|| self.chosen_label()));
    }

    fn toggle(self) {
        if self.open.get_untracked() { self.close() } else { self.open_with(String::new()) }
    }

    /// Reacts to a key; true when the key is used up.
    fn key(self, key: &str, field: &Field) -> bool {
        let open = self.open.get_untracked();
        match key {
            "ArrowDown" | "ArrowUp" if open => self.step(key == "ArrowDown"),
            "ArrowDown" | "ArrowUp" => self.open_with(String::new()),
            "Enter" if open => {
                if let Some(choice) = self.active_choice() {
                    self.choose(Some(choice));
                    field.edited();
                }
            }
            "Escape" if open => self.close(),
            _ => return false,
        }
        true
    }

    fn step(self, down: bool) {
        let count = self.listing.with_untracked(|listing| listing.choices().len());
        self.active.update(|active| *active = step(*active, count, down));
    }

    fn active_choice(self) -> Option<Choice> {
        let at = self.active.get_untracked()?;
        self.listing.with_untracked(|listing| listing.choices().get(at).cloned())
    }
}

/// The next option up or down, round the list.
const fn step(active: Option<usize>, count: usize, down: bool) -> Option<usize> {
    match (active, count) {
        (_, 0) => None,
        (None, _) => Some(if down { 0 } else { count - 1 }),
        (Some(at), _) if down => Some(if at + 1 >= count { 0 } else { at + 1 }),
        (Some(at), _) => Some(if at == 0 { count - 1 } else { at - 1 }),
    }
}

/// The combobox.
#[component]
pub fn Combobox(
    /// Its place.
    field: Field,
    /// The chosen one.
    value: RwSignal<Option<Choice>>,
    /// Looks for others.
    search: Search,
    /// What stands there while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// The user chose another one, or none.
    #[prop(optional, into)]
    on_choose: Option<Callback<Option<Choice>>>,
    /// Something must stay chosen, as in a switch.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let machine = Machine::new(value, search, on_choose);
    let clearable = !field.required() && !fixed;
    let list_id = format!("{}-list", field.id);
    keep_in_view(&field.id, machine);
    let control = view! {
        <div class="combobox">
            {text_box(&field, machine, list_id.clone(), placeholder, clearable)}
            {buttons(&field, machine, clearable)}
            {popup(&field, machine, list_id)}
            <span class="visually-hidden" role="status">
                {move || machine.open.get().then(|| status(&machine.listing.get()))}
            </span>
        </div>
    };
    field.frame(control.into_any())
}

/// Scrolls just as far as needed to show the list when it opens, and the active option in it.
fn keep_in_view(id: &str, machine: Machine) {
    let id = id.to_owned();
    Effect::new(move |_| {
        let shown = match machine.active.get() {
            Some(at) => format!("{id}-option-{at}"),
            None => format!("{id}-popup"),
        };
        machine.listing.track();
        if machine.open.get() {
            request_animation_frame(move || reveal(&shown));
        }
    });
}

fn reveal(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

fn text_box(field: &Field, machine: Machine, list_id: String, placeholder: Option<String>, clearable: bool) -> AnyView {
    let (invalid, described_by, disabled) = (field.invalid(), field.described_by(), field.disabled);
    let (id, keyed, left) = (field.id.clone(), field.clone(), field.clone());
    let option_id = id.clone();
    let input = NodeRef::<html::Input>::new();
    let press = move |event: KeyboardEvent| {
        if machine.key(&event.key(), &keyed) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let pressed = move |_| {
        if !machine.open.get_untracked() {
            machine.open_with(String::new());
            if let Some(input) = input.get_untracked() {
                input.select();
            }
        }
    };
    let leave = move |_| {
        machine.leave(clearable);
        left.left();
    };
    view! {
        <input
            class="input"
            type="text"
            id=id.clone()
            name=id
            node_ref=input
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            placeholder=placeholder
            aria-autocomplete="list"
            aria-controls=list_id
            aria-expanded=move || if machine.open.get() { "true" } else { "false" }
            aria-activedescendant=move || machine.active.get().map(|at| format!("{option_id}-option-{at}"))
            aria-required=field.required().then_some("true")
            aria-invalid=move || invalid.get()
            aria-describedby=move || described_by.get()
            disabled=disabled
            prop:value=move || machine.text.get()
            on:input=move |event| machine.typed(event_target_value(&event))
            on:keydown=press
            on:click=pressed
            on:blur=leave
        />
    }
    .into_any()
}

/// Clear and open. With the keyboard one opens by the arrows.
fn buttons(field: &Field, machine: Machine, clearable: bool) -> AnyView {
    let cleared = field.clone();
    let clear = move |_| {
        machine.choose(None);
        cleared.edited();
    };
    view! {
        {move || {
            let clear = clear.clone();
            (clearable && machine.value.with(Option::is_some)).then(|| view! {
                <button class="icon-button" type="button" aria-label=t("ui.clear") title=t("ui.clear") on:click=clear>
                    {Icon::Close.view()}
                </button>
            })
        }}
        <button
            class="icon-button"
            type="button"
            tabindex="-1"
            aria-hidden="true"
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| machine.toggle()
        >
            {Icon::ChevronDown.view()}
        </button>
    }
    .into_any()
}

fn popup(field: &Field, machine: Machine, list_id: String) -> AnyView {
    let field = field.clone();
    let (label, popup_id) = (field.label.clone(), format!("{}-popup", field.id));
    let options = move || {
        let listing = if machine.open.get() { machine.listing.get() } else { Listing::Searching };
        let options = listing.choices().iter().enumerate();
        options.map(|(at, choice)| option(&field, machine, at, choice.clone())).collect_view()
    };
    let remark = move || {
        let text = remark(&machine.listing.get());
        text.map(|text| view! { <p class="combobox-remark" aria-hidden="true">{text}</p> })
    };
    // A press in the list must not take the focus from the input.
    view! {
        <div
            class="combobox-popup"
            id=popup_id
            hidden=move || !machine.open.get()
            on:mousedown=|event| event.prevent_default()
        >
            <ul role="listbox" id=list_id aria-label=label>{options}</ul>
            {remark}
        </div>
    }
    .into_any()
}

fn option(field: &Field, machine: Machine, at: usize, choice: Choice) -> AnyView {
    let (id, field) = (format!("{}-option-{at}", field.id), field.clone());
    let chosen = machine.value.with_untracked(|value| value.as_ref().is_some_and(|value| value.value == choice.value));
    let (label, detail) = (choice.label.clone(), choice.detail.clone());
    let pick = move |_| {
        machine.choose(Some(choice.clone()));
        field.edited();
    };
    view! {
        <li
            class="combobox-option"
            role="option"
            id=id
            aria-selected=if chosen { "true" } else { "false" }
            data-active=move || (machine.active.get() == Some(at)).then_some("")
            on:click=pick
        >
            <span>{label}</span>
            {detail.map(|detail| view! { <span class="combobox-detail">{detail}</span> })}
        </li>
    }
    .into_any()
}

/// What stands under the options.
fn remark(listing: &Listing) -> Option<String> {
    match listing {
        Listing::Searching => Some(t("ui.searching")),
        Listing::Failed(message) => Some(message.clone()),
        Listing::Found(found) if found.choices.is_empty() => Some(t("ui.no_match")),
        Listing::Found(Found { more: 0, .. }) => None,
        Listing::Found(found) => Some(tr("ui.more_matches", &[("count", &found.more.to_string())])),
    }
}

/// What is read out when the options change.
fn status(listing: &Listing) -> String {
    remark(listing).unwrap_or_else(|| tn("ui.matches", listing.choices().len() as u64))
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round() {
        for (active, count, down, expected) in [
            (None, 0, true, None),
            (None, 3, true, Some(0)),
            (None, 3, false, Some(2)),
            (Some(2), 3, true, Some(0)),
            (Some(0), 3, false, Some(2)),
            (Some(5), 3, true, Some(0)),
        ] {
            assert_eq!(step(active, count, down), expected);
        }
    }
}
