//! The optimisations of an account on its page, with the way to another one.

use crate::i18n::t;
use crate::optimisations::CustomerOptimisations;
use crate::routing::Route;
use crate::ui::{Icon, LinkButton};
use api_types::Customer;
use domain::role::Permission;
use leptos::prelude::*;

/// The section.
#[component]
pub fn AccountOptimisations(
    /// The account.
    customer: Customer,
) -> impl IntoView {
    let id = customer.id;
    let add = customer.permissions.contains(&Permission::OptimisationsCreate).then(|| {
        let href = Route::OptimisationNew(id).path();
        view! { <LinkButton href=href label=t("optimisations.new.action") icon=Icon::Plus /> }
    });
    view! {
        <section class="part" aria-labelledby="optimisations-title">
            <header class="part-head">
                <h2 id="optimisations-title">{t("optimisations.title")}</h2>
                {add}
            </header>
            <div class="card"><CustomerOptimisations customer=id /></div>
        </section>
    }
    .into_any()
}
