//! The start page of somebody without a community: what their role is for, and the first step.

use crate::i18n::t;
use crate::place::use_places;
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{Emphasis, EmptyState, Icon, LinkButton};
use domain::role::{Permission, Place, Role};
use leptos::prelude::*;

/// The first step of the most powerful role.
#[component]
pub fn Start() -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let organisation = untrack(|| places.organisation());
    let creates = organisation.is_some_and(|organisation| {
        untrack(|| session.can(Permission::CommunityCreate, Place::Organisation(organisation.id)))
    });
    let me = untrack(|| session.me().get());
    let roles: Vec<Role> = me.map(|me| me.roles.iter().map(|at| at.role).collect()).unwrap_or_default();
    let (key, step) = if roles.contains(&Role::Operator) {
        ("operator", Some((Route::Organisations, "dashboard.start.operator.action")))
    } else if creates {
        ("manager", Some((Route::CommunityNew, "dashboard.start.manager.action")))
    } else if roles.iter().any(|role| matches!(role, Role::Kam | Role::Customer)) {
        // What these roles are for stands beside it, and needs no community.
        return ().into_any();
    } else {
        ("none", None)
    };
    let (title, text) = (t(&format!("dashboard.start.{key}.title")), t(&format!("dashboard.start.{key}.text")));
    view! {
        <EmptyState title=title text=text icon=Icon::Dashboard>
            {match step {
                Some((route, label)) => {
                    view! { <LinkButton href=route.path() label=t(label) emphasis=Emphasis::Primary /> }.into_any()
                }
                None => view! { <LinkButton href=Route::Profile.path() label=t("shell.profile") /> }.into_any(),
            }}
        </EmptyState>
    }
    .into_any()
}
