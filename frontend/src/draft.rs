//! Drafts: what was typed into a form and not sent yet survives a reload, per user and form.
//!
//! A draft is the form's plain values as JSON in the browser's storage. One that no longer reads, because the
//! form changed since, is dropped.

use crate::i18n::t;
use crate::routing::use_router;
use crate::session::use_session;
use crate::ui::{Debounce, DraftNotice};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

const PREFIX: &str = "clef.draft.";

/// How long typing must pause before it is kept, in milliseconds.
const PAUSE: u64 = 400;

/// The place of one form's draft.
#[derive(Debug, Clone)]
pub struct Draft {
    key: String,
}

impl Draft {
    /// The draft of a form of the present user; `form` names it, with the object it is for.
    pub fn of(form: &str) -> Self {
        let user = use_session().user_id().unwrap_or_default();
        Self { key: format!("{PREFIX}{user}.{form}") }
    }

    /// What was kept.
    pub fn load<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&storage()?.get_item(&self.key).ok()??).ok()
    }

    /// Keeps the present values. A full or absent storage costs the draft, never the form.
    pub fn save<T: Serialize>(&self, values: &T) {
        if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(values)) {
            let _ = storage.set_item(&self.key, &json);
        }
    }

    /// Drops it, because the form was sent or thrown away.
    pub fn discard(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.key);
        }
    }

    /// Puts a draft back into the form, keeps what is typed from now on, and asks before it is left behind.
    ///
    /// `initial` are the values without a draft; `values` reads the form's signals, `fill` sets them.
    pub fn keep<T>(
        self,
        initial: T,
        values: impl Fn() -> T + Copy + Send + Sync + 'static,
        fill: impl Fn(T) + Copy + Send + Sync + 'static,
    ) -> Kept
    where
        T: Serialize + DeserializeOwned + PartialEq + Clone + Send + Sync + 'static,
    {
        let restored = self.load::<T>().filter(|draft| *draft != initial);
        let kept = Kept {
            restored: RwSignal::new(restored.is_some()),
            sent: RwSignal::new(false),
            resting: RwSignal::new(false),
            save: Callback::new({
                let draft = self.clone();
                move |()| draft.save(&untrack(values))
            }),
            empty: Callback::new({
                let initial = initial.clone();
                move |()| fill(initial.clone())
            }),
        };
        if let Some(draft) = restored {
            fill(draft);
        }
        let unsaved = Memo::new(move |_| !kept.sent.get() && values() != initial);
        use_router().guard(Signal::derive(move || unsaved.get() && !kept.resting.get()));
        // What was typed last and waits for a pause; a form that closes before is kept at once.
        let waiting = StoredValue::new(None::<T>);
        let keep_waiting = {
            let draft = self.clone();
            move || waiting.try_update_value(Option::take).flatten().iter().for_each(|values| draft.save(values))
        };
        let (debounce, draft) = (Debounce::new(PAUSE), self);
        on_cleanup({
            let (draft, keep_waiting) = (draft.clone(), keep_waiting.clone());
            move || if kept.sent.try_get_untracked() == Some(true) { draft.discard() } else { keep_waiting() }
        });
        Effect::new(move |_| {
            let (unsaved, values) = (unsaved.get(), values());
            waiting.set_value(unsaved.then_some(values));
            if unsaved {
                debounce.run(keep_waiting.clone());
            } else {
                debounce.cancel();
                draft.discard();
            }
        });
        kept
    }
}

/// The draft of a form on the screen.
#[derive(Clone, Copy)]
pub struct Kept {
    restored: RwSignal<bool>,
    sent: RwSignal<bool>,
    resting: RwSignal<bool>,
    /// Keeps what is typed at once.
    save: Callback<()>,
    /// Puts back the values without the draft.
    empty: Callback<()>,
}

impl Kept {
    /// The form was sent: there is nothing to keep and nothing to ask any more.
    pub fn sent(self) {
        self.sent.set(true);
    }

    /// The form is left for now: the draft stays as it is, so there is nothing to ask.
    pub fn rest(self) {
        self.save.run(());
        self.resting.set(true);
    }

    /// Says that a draft was put back, with the way to throw it away.
    pub fn notice(self) -> AnyView {
        let throw_away = move |()| {
            self.restored.set(false);
            self.empty.run(());
        };
        let notice = move || {
            self.restored.get().then(|| {
                view! {
                    <DraftNotice
                        text=t("common.draft_restored")
                        action=t("common.draft_discard")
                        on_discard=throw_away
                    />
                }
            })
        };
        notice.into_any()
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
