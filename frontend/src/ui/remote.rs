//! Something fetched: waiting, there, or failed; and fetched anew when what it depends on changes.
//!
//! While a new answer is awaited the former one stays and is marked as stale. An answer that arrives
//! after a newer question was asked is dropped.

use super::{Button, ErrorState, PageHead, Skeleton, SkeletonShape};
use crate::i18n::t;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// Why something could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// It does not exist, or not for this user; another try cannot help.
    pub missing: bool,
    /// What to tell.
    pub message: String,
}

impl From<client::Error> for Failure {
    fn from(error: client::Error) -> Self {
        // Not allowed, not there, or a link of a mail that is used up.
        let missing = matches!(error.status(), Some(403 | 404 | 422));
        Self { missing, message: crate::errors::describe(&error) }
    }
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load<T> {
    /// Nothing has come yet.
    Waiting,
    /// It is there.
    Ready(T),
    /// It could not be had.
    Failed(Failure),
}

/// Something fetched.
#[derive(Debug)]
pub struct Remote<T: Send + Sync + 'static> {
    load: RwSignal<Load<T>>,
    stale: RwSignal<bool>,
    again: Trigger,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// Fetches now, and again whenever a signal that `fetch` reads (before its first `await`) changes.
    pub fn new<F, A, E>(fetch: F) -> Self
    where
        F: Fn() -> A + 'static,
        A: Future<Output = Result<T, E>> + 'static,
        E: Into<Failure> + 'static,
    {
        let remote = Self { load: RwSignal::new(Load::Waiting), stale: RwSignal::new(false), again: Trigger::new() };
        let question = StoredValue::new(0_u32);
        Effect::new(move |_| {
            remote.again.track();
            question.update_value(|number| *number = number.wrapping_add(1));
            let asked = question.get_value();
            remote.stale.set(true);
            let answer = fetch();
            spawn_local(async move {
                let answer = answer.await;
                if question.try_get_value() == Some(asked) {
                    remote.load.try_set(answer.map_or_else(|error| Load::Failed(error.into()), Load::Ready));
                    remote.stale.try_set(false);
                }
            });
        });
        remote
    }

    /// Fetches once more.
    pub fn reload(self) {
        self.again.notify();
    }

    /// What has come so far.
    pub fn load(self) -> Load<T> {
        self.load.get()
    }

    /// The value, once it is there.
    pub fn value(self) -> Option<T> {
        self.load.with(|load| match load {
            Load::Ready(value) => Some(value.clone()),
            _ => None,
        })
    }

    /// Puts a value that is known by other means, such as the answer to a change.
    pub fn put(self, value: T) {
        self.load.set(Load::Ready(value));
    }

    /// Whether a newer answer is awaited.
    pub fn stale(self) -> Signal<bool> {
        self.stale.into()
    }
}

/// Shows something fetched, or what stands in its place.
#[component]
pub fn RemoteView<T: Clone + Send + Sync + 'static>(
    /// What is fetched.
    remote: Remote<T>,
    /// Its shape while it is awaited.
    #[prop(optional)]
    shape: SkeletonShape,
    /// Whether it is the whole page, with its heading: then a failure has one too.
    #[prop(optional)]
    whole_page: bool,
    /// Shows it.
    ready: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let content = move || match remote.load() {
        Load::Waiting => view! { <Skeleton shape=shape /> }.into_any(),
        Load::Ready(value) => ready(value),
        Load::Failed(Failure { missing, message }) => {
            let retry = (!missing).then(|| Callback::new(move |()| remote.reload()));
            failed(message, retry, whole_page)
        }
    };
    let stale = remote.stale();
    view! {
        <div class="remote" aria-busy=move || stale.get().then_some("true")>{content}</div>
    }
    .into_any()
}

fn failed(message: String, retry: Option<Callback<()>>, whole_page: bool) -> AnyView {
    if whole_page {
        let retry = retry.map(|retry| view! { <Button label=t("ui.retry") on_press=retry /> });
        return view! { <PageHead title=message /> {retry} }.into_any();
    }
    match retry {
        Some(retry) => view! { <ErrorState message=message retry=retry /> }.into_any(),
        None => view! { <ErrorState message=message /> }.into_any(),
    }
}
