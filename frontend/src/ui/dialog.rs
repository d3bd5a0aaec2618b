//! Dialogs on the browser's own `<dialog>`: it traps the focus, closes on Escape and gives the focus
//! back to where it was.

use super::{Button, Emphasis, Icon, IconButton, Notice, NoticeKind};
use crate::i18n::t;
use leptos::html;
use leptos::prelude::*;

/// A dialog; its content is made when it opens, so that it starts afresh each time.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Holds a long form, an element of the class `sheet`: wide, and on a phone the whole screen, with the buttons
    /// always in sight.
    #[prop(optional)]
    sheet: bool,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if open.get() && !element.open() {
            let _ = element.show_modal();
        } else if !open.get() && element.open() {
            element.close();
        }
    });
    let content = move || {
        open.get().then(|| {
            view! {
                <div class="dialog-head">
                    <h2 id="dialog-title" tabindex="-1">{title}</h2>
                    <IconButton icon=Icon::Close label=t("ui.close") on_press=move |()| open.set(false) />
                </div>
                {children()}
            }
        })
    };
    view! {
        <dialog
            class="dialog"
            data-sheet=sheet.then_some("")
            node_ref=dialog
            aria-labelledby="dialog-title"
            on:close=move |_| open.set(false)
        >
            {content}
        </dialog>
    }
    .into_any()
}

/// A question with one consequence, the verb on its button.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: String,
    /// What will happen, or be lost.
    #[prop(into)]
    text: String,
    /// What else there is to decide.
    #[prop(optional)]
    children: Option<ChildrenFn>,
    /// The verb.
    #[prop(into)]
    action: String,
    /// The words for leaving things as they are, where "cancel" could be misread.
    #[prop(optional, into)]
    dismiss: Option<String>,
    /// Whether it destroys something.
    #[prop(optional)]
    danger: bool,
    /// It is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it did not work.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Does it; the caller closes the dialog when it has worked.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let emphasis = if danger { Emphasis::Danger } else { Emphasis::Primary };
    let dismiss = dismiss.unwrap_or_else(|| t("ui.cancel"));
    view! {
        <Dialog open=open title=title>
            <p>{text.clone()}</p>
            {children.as_ref().map(|children| children())}
            {move || error.get().map(|error| view! {
                <Notice kind=NoticeKind::Error announce=true><p>{error}</p></Notice>
            })}
            <div class="dialog-actions">
                <Button label=dismiss.clone() on_press=move |()| open.set(false) />
                <Button label=action.clone() emphasis=emphasis busy=busy on_press=on_confirm />
            </div>
        </Dialog>
    }
    .into_any()
}
