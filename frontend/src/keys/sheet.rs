//! The pages of the free grid: a new key, and the next version of an existing one.

use super::editor::Editor;
use super::grid::KeyGrid;
use super::preview::Preview;
use super::saving::{Saving, title};
use super::values::KeyValues;
use crate::draft::{Draft, Kept};
use crate::i18n::{t, tr};
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{
    Button, Emphasis, ErrorSummary, LinkButton, Notice, NoticeKind, PageHead, Remote, RemoteView, SkeletonShape,
};
use api_types::AllocationKey;
use client::Versioned;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;

/// How many consumers a new grid begins with.
const LINES: usize = 3;

/// A new key in the grid.
#[component]
pub fn KeyGridNew(
    /// The community that gets the key.
    community: Uuid,
) -> impl IntoView {
    let editor = Editor::new(fresh(), |errors| errors);
    let kept = keep(editor, &format!("key-grid.{community}"), fresh());
    let saving = Saving::creation(editor, community, kept);
    let list = Route::Keys(community).path();
    view! {
        <PageHead title=t("keys.new_grid.title") lead=t("keys.new_grid.lead") back=(list.clone(), t("keys.title")) />
        {form(editor, community, saving, kept, list, t("keys.create"))}
    }
    .into_any()
}

/// A few empty lines and one iteration of everything.
fn fresh() -> KeyValues {
    let mut values = KeyValues::default();
    values.resize(LINES);
    values.accept_proposal();
    values
}

/// The next version of a key.
#[component]
pub fn KeyEdit(
    /// The community.
    community: Uuid,
    /// The key.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let key =
        Remote::new(move || async move { session.call(async |client| client.get_key(community, id).await).await });
    view! { <RemoteView remote=key shape=SkeletonShape::Form whole_page=true ready=edit /> }.into_any()
}

fn edit(answer: Versioned<AllocationKey>) -> AnyView {
    let key = &answer.value;
    let community = key.community_id;
    let editor = Editor::new(KeyValues::from(key), |errors| errors);
    let kept = keep(editor, &format!("key.{}", key.id), KeyValues::from(key));
    let saving = Saving::change(editor, &answer, kept);
    let page = Route::Key { community, key: key.id }.path();
    let version = tr("keys.edit.version", &[("number", &(key.version_number + 1).to_string())]);
    view! {
        <PageHead title=t("keys.edit.title") back=(page.clone(), key.name.clone()) />
        <Notice kind=NoticeKind::Info><p>{version}</p></Notice>
        {form(editor, community, saving, kept, page, t("keys.save"))}
    }
    .into_any()
}

fn keep(editor: Editor, name: &str, initial: KeyValues) -> Kept {
    Draft::of(name).keep(initial, move || editor.values.get(), move |values| editor.values.set(values))
}

fn form(editor: Editor, community: Uuid, saving: Saving, kept: Kept, cancel: String, action: String) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        saving.send();
    };
    view! {
        {kept.notice()}
        <div class="studio">
            <form class="form studio-form" novalidate on:submit=submit>
                <ErrorSummary form=editor.form />
                {title(editor)}
                <KeyGrid editor=editor community=community />
                <div class="form-actions">
                    <LinkButton href=cancel label=t("ui.cancel") />
                    <Button label=action emphasis=Emphasis::Primary submit=true busy=saving.busy() />
                </div>
            </form>
            <Preview values=editor.values />
        </div>
    }
    .into_any()
}
