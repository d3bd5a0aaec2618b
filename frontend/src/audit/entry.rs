//! One change of the log.

use super::names::Names;
use super::words;
use crate::format::instant;
use crate::i18n::{t, tn};
use crate::routing::Route;
use api_types::{AuditEntry, FieldChange};
use leptos::prelude::*;
use uuid::Uuid;

/// How much of a change is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// With the object it is about.
    WithObject,
    /// On the page of that object.
    OnItsPage,
}

/// The change: what and who at once, the values on demand.
pub fn view(entry: AuditEntry, organisation: Option<Uuid>, names: &Names, shown: Shown) -> AnyView {
    let actor = entry.actor.clone().unwrap_or_else(|| t("audit.program"));
    let (label, period) = words::label(&entry.label);
    let object = match (shown, target(&entry, organisation)) {
        (Shown::OnItsPage, _) => ().into_any(),
        (Shown::WithObject, Some(route)) => view! { <a href=route.path()>{label}</a> }.into_any(),
        (Shown::WithObject, None) => view! { <span>{label}</span> }.into_any(),
    };
    let machine_time = entry.at.to_rfc3339();
    view! {
        <li class="log-entry">
            <div class="log-head">
                <p class="log-what"><strong>{words::action(&entry.action)}</strong>" "{object}" "{period}</p>
                <p class="log-who">{actor}" · "<time datetime=machine_time>{instant(entry.at)}</time></p>
            </div>
            {changes(&entry.entity, entry.changes, names)}
        </li>
    }
    .into_any()
}

/// The page of the object, while it exists.
fn target(entry: &AuditEntry, organisation: Option<Uuid>) -> Option<Route> {
    if [".deleted", ".removed", ".erased"].iter().any(|end| entry.action.ends_with(end)) {
        return None;
    }
    match (entry.entity.as_str(), entry.community_id, organisation) {
        ("meter", Some(community), _) => Some(Route::Meter { community, meter: entry.entity_id }),
        ("member", Some(community), _) => Some(Route::Member { community, member: entry.entity_id }),
        ("community", ..) => Some(Route::Community(entry.entity_id)),
        ("user", _, Some(organisation)) => Some(Route::User { organisation, user: entry.entity_id }),
        ("customer", _, Some(organisation)) => Some(Route::Customer { organisation, customer: entry.entity_id }),
        _ => None,
    }
}

fn changes(entity: &str, changes: Vec<FieldChange>, names: &Names) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let summary = tn("audit.changes", changes.len() as u64);
    let rows = changes.into_iter().map(|change| {
        let FieldChange { field, old, new } = change;
        let (old, new) = (words::value(entity, &field, &old, names), words::value(entity, &field, &new, names));
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{words::field(&field)}</th>
                <td class="log-old" role="cell">{old}</td>
                <td class="log-new" role="cell">{new}</td>
            </tr>
        }
    });
    let table = view! {
        <details class="log-changes">
            <summary>{summary}</summary>
            <table role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t("audit.field")}</th>
                        <th scope="col" role="columnheader">{t("audit.before")}</th>
                        <th scope="col" role="columnheader">{t("audit.after")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </details>
    };
    Some(table.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(action: &str, entity: &str, community_id: Option<Uuid>) -> AuditEntry {
        AuditEntry {
            id: Uuid::nil(),
            at: chrono::DateTime::UNIX_EPOCH,
            actor: None,
            actor_id: None,
            action: action.to_owned(),
            entity: entity.to_owned(),
            entity_id: Uuid::from_u128(2),
            label: String::new(),
            community_id,
            changes: Vec::new(),
        }
    }

    #[test]
    fn an_entry_leads_to_its_object_while_there_is_one() {
        let (community, object) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for (action, entity, expected) in [
            ("meter.created", "meter", Some(Route::Meter { community, meter: object })),
            ("meter.deleted", "meter", None),
            ("user.invited", "user", Some(Route::User { organisation: community, user: object })),
            ("customer.frozen", "customer", Some(Route::Customer { organisation: community, customer: object })),
            ("customer.erased", "customer", None),
            ("login.updated", "login", None),
        ] {
            assert_eq!(target(&entry(action, entity, Some(community)), Some(community)), expected, "{action}");
        }
        assert_eq!(target(&entry("user.invited", "user", None), None), None);
    }
}
