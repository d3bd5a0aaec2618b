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
            empty: Callback::new({
                let initial = initial.clone();
                move |()| fill(initial.clone())
            }),
        };
        if let Some(draft) = restored {
            fill(draft);
        }
        let unsaved = Memo::new(move |_| !kept.sent.get() && values() != initial);
        use_router().guard(unsaved.into());
        let (debounce, draft) = (Debounce::new(PAUSE), self);
        Effect::new(move |_| {
            let (draft, unsaved, values) = (draft.clone(), unsaved.get(), values());
            if unsaved {
                debounce.run(move || draft.save(&values));
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
    /// Puts back the values without the draft.
    empty: Callback<()>,
}

impl Kept {
    /// The form was sent: there is nothing to keep and nothing to ask any more.
    pub fn sent(self) {
        self.sent.set(true);
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
