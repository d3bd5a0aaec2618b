//! What the keyboard can do.

use crate::i18n::t;
use crate::ui::Dialog;
use leptos::prelude::*;

/// The shortcuts, in the order they are told.
const SHORTCUTS: [(&[&str], &str); 11] = [
    (&["/"], "shell.help.search"),
    (&["g", "d"], "shell.help.dashboard"),
    (&["g", "m"], "shell.help.meters"),
    (&["g", "p"], "shell.help.members"),
    (&["g", "r"], "shell.help.readings"),
    (&["g", "k"], "shell.help.keys"),
    (&["g", "c"], "shell.help.communities"),
    (&["g", "u"], "shell.help.users"),
    (&["g", "a"], "shell.help.audit"),
    (&["Esc"], "shell.help.close"),
    (&["?"], "shell.help.help"),
];

/// The dialog that `?` opens.
#[component]
pub fn HelpDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t("shell.help")>
            <p>{t("shell.help.text")}</p>
            <dl class="shortcuts">
                {SHORTCUTS.map(|(keys, meaning)| view! {
                    <div>
                        <dt>{keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}</dt>
                        <dd>{t(meaning)}</dd>
                    </div>
                }).into_iter().collect_view()}
            </dl>
        </Dialog>
    }
}
