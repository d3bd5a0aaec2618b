//! What can be done to an account as a whole: edit, transfer, freeze and unfreeze, delete and take that back.

use crate::customers::{changes, transfer};
use crate::errors::describe;
use crate::i18n::{t, tr};
use crate::routing::Route;
use crate::session::{Session, use_session};
use crate::ui::{Button, ConfirmDialog, Emphasis, Icon, LinkButton, MenuButton, MenuItem, Toasts};
use api_types::Customer;
use client::{Error, Versioned};
use domain::customer::CustomerState;
use domain::role::Permission;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Something to do that has an opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Freeze,
    Unfreeze,
    Delete,
    Restore,
}

impl Act {
    /// What takes it back.
    const fn opposite(self) -> Self {
        match self {
            Self::Freeze => Self::Unfreeze,
            Self::Unfreeze => Self::Freeze,
            Self::Delete => Self::Restore,
            Self::Restore => Self::Delete,
        }
    }

    /// The key of what is said when it is done.
    const fn done(self) -> &'static str {
        match self {
            Self::Freeze => "customers.frozen",
            Self::Unfreeze => "customers.unfrozen",
            Self::Delete => "customers.deleted",
            Self::Restore => "customers.restored",
        }
    }

    async fn send(self, session: Session, customer: Uuid) -> Result<(), Error> {
        let answer = session.call(async |client| match self {
            Self::Freeze => client.freeze_customer(customer, None, None).await.map(drop),
            Self::Unfreeze => client.unfreeze_customer(customer, None, None).await.map(drop),
            Self::Restore => client.restore_customer(customer, None, None).await.map(drop),
            Self::Delete => {
                let etag = client.get_customer(customer).await?.etag;
                client.delete_customer(customer, &etag).await
            }
        });
        answer.await
    }
}

/// The hands that act: they outlive the page, as a toast does.
#[derive(Clone, Copy)]
struct Actor {
    session: Session,
    toasts: Toasts,
}

impl Actor {
    /// Does it and says so, with the way to take it back.
    async fn run(self, act: Act, customer: Uuid, company: String) -> Result<(), Error> {
        act.send(self.session, customer).await?;
        changes::notify();
        let name = company.clone();
        let undo = move || {
            let company = company.clone();
            spawn_local(async move {
                let outcome = act.opposite().send(self.session, customer).await;
                changes::notify();
                match outcome {
                    Ok(()) => {
                        self.toasts.success(tr(act.opposite().done(), &[("name", &company)])).about(customer).show();
                    }
                    Err(error) => self.toasts.failure(describe(&error)).show(),
                }
            });
        };
        self.toasts.success(tr(act.done(), &[("name", &name)])).about(customer).undo(t("customers.undo"), undo).show();
        Ok(())
    }
}

/// The buttons of the page's head.
pub fn bar(organisation: Uuid, answer: &Versioned<Customer>) -> Option<AnyView> {
    let customer = answer.value.clone();
    if !customer.permissions.contains(&Permission::CustomerWrite) {
        return None;
    }
    let actor = Actor { session: use_session(), toasts: Toasts::get() };
    if customer.state == CustomerState::Deleted {
        return Some(take_back(actor, customer));
    }
    let (transferring, freezing, deleting) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let freeze = if customer.state == CustomerState::Frozen {
        let (id, company) = (customer.id, customer.company.clone());
        MenuItem::action(Icon::Undo, t("customers.unfreeze.action"), move || {
            let company = company.clone();
            spawn_local(async move {
                if let Err(error) = actor.run(Act::Unfreeze, id, company).await {
                    actor.toasts.failure(describe(&error)).show();
                }
            });
        })
    } else {
        MenuItem::action(Icon::Archive, t("customers.freeze.action"), move || freezing.set(true))
    };
    let items = vec![
        MenuItem::action(Icon::Users, t("customers.transfer.action"), move || transferring.set(true)),
        freeze,
        MenuItem::action(Icon::Trash, t("customers.delete.action"), move || deleting.set(true)).danger(),
    ];
    let edit = Route::CustomerEdit { organisation, customer: customer.id }.path();
    let bar = view! {
        <MenuButton id="customer-menu" label=t("customers.more") icon=Icon::More bare=true items=items />
        <LinkButton href=edit label=t("customers.edit.action") icon=Icon::Edit emphasis=Emphasis::Primary />
        {transfer::one(organisation, &customer, transferring)}
        {question(actor, Act::Freeze, &customer, freezing)}
        {question(actor, Act::Delete, &customer, deleting)}
    };
    Some(bar.into_any())
}

/// The one thing to do with an account that is being deleted.
fn take_back(actor: Actor, customer: Customer) -> AnyView {
    let busy = RwSignal::new(false);
    let restore = move |()| {
        busy.set(true);
        let company = customer.company.clone();
        spawn_local(async move {
            let outcome = actor.run(Act::Restore, customer.id, company).await;
            busy.try_set(false);
            if let Err(error) = outcome {
                actor.toasts.failure(describe(&error)).show();
            }
        });
    };
    view! {
        <Button
            label=t("customers.restore.action")
            emphasis=Emphasis::Primary
            icon=Icon::Undo
            busy=busy
            on_press=restore
        />
    }
    .into_any()
}

/// Asks before something is done that the customer notices.
fn question(actor: Actor, act: Act, customer: &Customer, open: RwSignal<bool>) -> AnyView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let words = if act == Act::Delete { "customers.delete" } else { "customers.freeze" };
    let (id, company) = (customer.id, customer.company.clone());
    let confirm = move |()| {
        busy.set(true);
        let company = company.clone();
        spawn_local(async move {
            let outcome = actor.run(act, id, company).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    open.try_set(false);
                }
                Err(failure) => {
                    error.try_set(Some(describe(&failure)));
                }
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=tr(&format!("{words}.title"), &[("name", &customer.company)])
            text=t(&format!("{words}.text"))
            action=t(&format!("{words}.action"))
            danger=act == Act::Delete
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Act;

    #[test]
    fn everything_can_be_taken_back() {
        for act in [Act::Freeze, Act::Unfreeze, Act::Delete, Act::Restore] {
            assert_eq!(act.opposite().opposite(), act);
            assert_ne!(act.opposite(), act);
        }
    }
}
