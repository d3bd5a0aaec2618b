//! A few things to do behind one button: it opens a list of links and actions, in which arrows move too; Escape closes
//! it and gives the focus back, and leaving it closes it.

use super::Icon;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// One thing to do.
pub struct MenuItem {
    icon: Icon,
    label: String,
    hint: Option<String>,
    danger: bool,
    act: Act,
}

enum Act {
    Go(String),
    Do(Callback<()>),
}

impl MenuItem {
    /// A page to go to.
    pub fn link(icon: Icon, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { icon, label: label.into(), hint: None, danger: false, act: Act::Go(href.into()) }
    }

    /// Something to do here.
    pub fn action(icon: Icon, label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self { icon, label: label.into(), hint: None, danger: false, act: Act::Do(Callback::new(move |()| act())) }
    }

    /// Adds a line that explains it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Destroys something.
    #[must_use]
    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// The button and its list.
#[component]
pub fn MenuButton(
    /// The id of the list.
    #[prop(into)]
    id: String,
    /// What the button is for; shown unless `bare`.
    #[prop(into)]
    label: String,
    /// The icon of the button.
    icon: Icon,
    /// Whether it belongs to the page's main action.
    #[prop(optional)]
    primary: bool,
    /// Whether the button shows its icon only.
    #[prop(optional)]
    bare: bool,
    /// What can be done.
    items: Vec<MenuItem>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (root, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let count = items.len();
    let press = move |event: KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        if event.key() == "Escape" {
            close();
        } else if let Some(next) = step(focused(root, count), count, &event.key()) {
            focus(root, next);
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        // Without a target the window itself lost the focus, or a part of the list was pressed that takes none.
        let Some(Some(root)) = root.try_get_untracked() else { return };
        if to.is_some_and(|to| !root.contains(Some(&to))) {
            open.try_set(false);
        }
    };
    // What opens because of an action gives the focus back to the button later, as the item is hidden by then.
    let items = items.into_iter().map(|item| item_view(item, open, Callback::new(move |()| close()))).collect_view();
    let name = label.clone();
    view! {
        <div class="menu-button" node_ref=root on:keydown=press on:focusout=leave>
            <button
                class="button"
                type="button"
                node_ref=button
                data-emphasis=if primary { "primary" } else { "secondary" }
                data-bare=bare.then_some("")
                aria-label=bare.then_some(name.clone())
                title=bare.then_some(name)
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id.clone()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon.view()}
                {(!bare).then(|| view! { <span>{label}</span> })}
            </button>
            <ul class="menu-list" id=id hidden=move || !open.get()>{items}</ul>
        </div>
    }
    .into_any()
}

fn item(root: NodeRef<html::Div>, at: usize) -> Option<HtmlElement> {
    let items = root.get_untracked()?.query_selector_all(".menu-item").ok()?;
    items.item(u32::try_from(at).ok()?)?.dyn_into().ok()
}

fn focused(root: NodeRef<html::Div>, count: usize) -> Option<usize> {
    let active = document().active_element()?;
    (0..count).find(|&at| item(root, at).is_some_and(|item| *active == **item))
}

fn focus(root: NodeRef<html::Div>, at: usize) {
    if let Some(item) = item(root, at) {
        let _ = item.focus();
    }
}

/// The item a key leads to, round the list; from the button to its ends.
fn step(at: Option<usize>, count: usize, key: &str) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(at.map_or(0, |at| if at >= last { 0 } else { at + 1 })),
        "ArrowUp" => Some(at.and_then(|at| at.checked_sub(1)).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

fn item_view(item: MenuItem, open: RwSignal<bool>, finish: Callback<()>) -> AnyView {
    let MenuItem { icon, label, hint, danger, act } = item;
    let danger = danger.then_some("");
    let content = view! {
        {icon.view()}
        <span>
            <span class="menu-item-label">{label}</span>
            {hint.map(|hint| view! { <span class="menu-item-hint">{hint}</span> })}
        </span>
    };
    match act {
        Act::Go(href) => {
            let close = move |_| open.set(false);
            view! { <li><a class="menu-item" href=href data-danger=danger on:click=close>{content}</a></li> }.into_any()
        }
        Act::Do(act) => {
            let press = move |_| {
                finish.run(());
                act.run(());
            };
            view! {
                <li>
                    <button class="menu-item" type="button" data-danger=danger on:click=press>{content}</button>
                </li>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_move_round_the_list() {
        for (at, key, to) in [
            (None, "ArrowDown", Some(0)),
            (None, "ArrowUp", Some(2)),
            (Some(2), "ArrowDown", Some(0)),
            (Some(0), "ArrowUp", Some(2)),
            (Some(1), "End", Some(2)),
            (Some(1), "Tab", None),
        ] {
            assert_eq!(step(at, 3, key), to, "{at:?} {key}");
        }
        assert_eq!(step(None, 0, "Home"), None);
    }
}
