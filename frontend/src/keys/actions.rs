//! What can be done to a key as a whole: edit, duplicate, archive and restore, save as a file.

use super::{changes, files};
use crate::errors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::place::use_places;
use crate::routing::{Query, Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Emphasis, Icon, LinkButton, MenuButton, MenuItem, Toasts};
use api_types::AllocationKey;
use client::Versioned;
use domain::role::Permission;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The buttons of the page's head.
pub fn bar(answer: Versioned<AllocationKey>) -> AnyView {
    let (session, toasts, router) = (use_session(), Toasts::get(), use_router());
    let answer = StoredValue::new(answer);
    let bar = move || {
        let key = answer.with_value(|answer| answer.value.clone());
        let may_write = use_places().can(Permission::KeysWrite);
        let compare =
            Route::KeyCompare(key.community_id).path_with(&Query::default().with("a", Some(&key.id.to_string())));
        let mut items = vec![MenuItem::link(Icon::Sortable, t("keys.compare.action"), compare)];
        if may_write {
            let attempt = Attempt::new();
            let copied = key.clone();
            items.push(MenuItem::action(Icon::Copy, t("keys.duplicate"), move || {
                let key = copied.clone();
                spawn_local(async move {
                    if let Some(copy) = duplicate(session, toasts, &key, attempt).await {
                        router.go(&Route::KeyEdit { community: copy.community_id, key: copy.id }.path());
                    }
                });
            }));
            let label = if key.archived_at.is_some() { t("keys.restore") } else { t("keys.archive") };
            items.push(MenuItem::action(Icon::Archive, label, move || {
                let archive = answer.with_value(|answer| answer.value.archived_at.is_none());
                let key = answer.with_value(|answer| answer.value.clone());
                spawn_local(set_archived(session, toasts, key, archive));
            }));
        }
        items.extend(files::export_one(&key));
        let edit = Route::KeyEdit { community: key.community_id, key: key.id }.path();
        view! {
            <MenuButton id="key-menu" label=t("keys.more") icon=Icon::More bare=true items=items />
            {may_write.then(|| view! {
                <LinkButton href=edit label=t("keys.edit.action") icon=Icon::Edit emphasis=Emphasis::Primary />
            })}
        }
    };
    bar.into_any()
}

async fn duplicate(session: Session, toasts: Toasts, key: &AllocationKey, attempt: Attempt) -> Option<AllocationKey> {
    let idempotency = attempt.key(&key.version_id);
    let answer =
        session.call(async |client| client.duplicate_key(key.community_id, key.id, Some(&idempotency)).await).await;
    changes::notify();
    match answer {
        Ok(copy) => {
            toasts.success(tr("keys.duplicated", &[("name", &copy.value.name)])).show();
            Some(copy.value)
        }
        Err(error) => {
            toasts.failure(errors::describe(&error)).show();
            None
        }
    }
}

/// Puts a key aside or takes it back out, and offers the opposite.
async fn set_archived(session: Session, toasts: Toasts, key: AllocationKey, archive: bool) {
    if put(session, toasts, &key, archive).await {
        let text = tr(if archive { "keys.archived" } else { "keys.restored" }, &[("name", &key.name)]);
        let undo = move || {
            let key = key.clone();
            spawn_local(async move {
                put(session, toasts, &key, !archive).await;
            });
        };
        toasts.success(text).undo(t("keys.undo"), undo).show();
    }
}

/// True when it worked; otherwise it has been told.
async fn put(session: Session, toasts: Toasts, key: &AllocationKey, archive: bool) -> bool {
    let (community, id) = (key.community_id, key.id);
    let answer = session
        .call(async |client| match archive {
            true => client.archive_key(community, id, None, None).await,
            false => client.restore_key(community, id, None, None).await,
        })
        .await;
    changes::notify();
    if let Err(error) = &answer {
        toasts.failure(errors::describe(error)).show();
    }
    answer.is_ok()
}
