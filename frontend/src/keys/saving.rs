//! Name, description, and the way to the server: creating a key, or saving a new version of one.

use super::changes;
use super::editor::Editor;
use crate::draft::Kept;
use crate::errors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Field, PartInput, PartTextArea, Toasts};
use api_types::{AllocationKey, KeyInput};
use client::{Created, Versioned};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The name and the description, as fields.
pub fn title(editor: Editor) -> AnyView {
    let name = editor.part(|values| values.name.clone());
    let description = editor.part(|values| values.description.clone());
    let named = move |typed: String| editor.edit(Some("/name"), |values| values.name = typed);
    let described = move |typed: String| editor.edit(Some("/description"), |values| values.description = typed);
    view! {
        <div class="key-title" on:focusout=move |_| editor.close_change()>
            <PartInput field=Field::of(editor.form, "/name", t("keys.field.name")) value=name on_input=named />
            <PartTextArea
                field=Field::of(editor.form, "/description", t("keys.field.description")).optional()
                value=description
                on_input=described
                rows=2
            />
        </div>
    }
    .into_any()
}

/// What is sent where.
#[derive(Clone, Copy)]
enum Target {
    New { attempt: Attempt },
    Existing { key: Uuid, etag: StoredValue<String> },
}

/// A key on its way to the server.
#[derive(Clone, Copy)]
pub struct Saving {
    editor: Editor,
    community: Uuid,
    target: Target,
    kept: Kept,
    session: Session,
    router: Router,
    toasts: Toasts,
}

impl Saving {
    /// A key that does not exist yet.
    pub fn creation(editor: Editor, community: Uuid, kept: Kept) -> Self {
        Self::new(editor, community, kept, Target::New { attempt: Attempt::new() })
    }

    /// A new version of a key.
    pub fn change(editor: Editor, key: &Versioned<AllocationKey>, kept: Kept) -> Self {
        let target = Target::Existing { key: key.value.id, etag: StoredValue::new(key.etag.clone()) };
        Self::new(editor, key.value.community_id, kept, target)
    }

    fn new(editor: Editor, community: Uuid, kept: Kept, target: Target) -> Self {
        let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
        Self { editor, community, target, kept, session, router, toasts }
    }

    /// Whether it is under way.
    pub fn busy(self) -> RwSignal<bool> {
        self.editor.form.busy
    }

    /// Sends the key if it has no mistake.
    pub fn send(self) {
        let input = self.editor.values.with_untracked(super::values::KeyValues::to_input);
        let (true, Ok(input)) = (self.editor.form.submit(), input) else { return };
        self.busy().set(true);
        spawn_local(async move {
            let answer = match self.target {
                Target::New { attempt } => self.create(&input, attempt).await,
                Target::Existing { key, etag } => self.replace(&input, key, etag.get_value()).await,
            };
            self.busy().try_set(false);
            if let Err(error) = answer {
                self.editor.form.refuse(&error);
            }
        });
    }

    /// Back to the list, where the new key stands, with the ways to open it and to take it back.
    async fn create(self, input: &KeyInput, attempt: Attempt) -> Result<(), client::Error> {
        let (session, toasts, community) = (self.session, self.toasts, self.community);
        let idempotency = attempt.key(input);
        let Created { value: key, etag, .. } =
            session.call(async |client| client.create_key(community, input, Some(&idempotency)).await).await?;
        self.kept.sent();
        self.router.go(&Route::Keys(community).path());
        changes::notify();
        let page = Route::Key { community, key: key.id }.path();
        toasts
            .success(tr("keys.created", &[("name", &key.name)]))
            .link(t("keys.open"), page)
            .undo(t("keys.undo"), move || spawn_local(take_back(session, toasts, key.clone(), etag.clone())))
            .show();
        Ok(())
    }

    async fn replace(self, input: &KeyInput, key: Uuid, etag: String) -> Result<(), client::Error> {
        let community = self.community;
        let saved =
            self.session.call(async |client| client.update_key(community, key, &etag, input).await).await?.value;
        self.kept.sent();
        changes::notify();
        let number = saved.version_number.to_string();
        self.toasts.success(tr("keys.changed", &[("name", &saved.name), ("number", &number)])).show();
        self.router.go(&Route::Key { community, key }.path());
        Ok(())
    }
}

/// Deletes the key that was just created, unless somebody changed it meanwhile.
pub async fn take_back(session: Session, toasts: Toasts, key: AllocationKey, etag: String) {
    let answer = session.call(async |client| client.delete_key(key.community_id, key.id, &etag).await).await;
    match answer {
        Ok(()) => toasts.success(tr("keys.deleted", &[("name", &key.name)])).show(),
        Err(error) => toasts.failure(errors::describe(&error)).show(),
    }
    changes::notify();
}
