//! The two steps of guide F4: define the customer, set up the account. It runs in the browser alone until then.
//!
//! What is typed is kept over steps and reloads; a step already reached can be gone back to at any time.

use super::detail::CREATED;
use super::markets::{self, Offered};
use super::sections::{self, Address};
use super::values::{CustomerFields, CustomerValues};
use super::{changes, refusal};
use crate::draft::{Draft, Kept};
use crate::errors::FieldErrors;
use crate::i18n::{locale, t, tr};
use crate::idempotency::Attempt;
use crate::routing::{Query, Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Button, Emphasis, ErrorSummary, FormState, PageHead, Remote, StepBody, Steps, focus_step};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a draft keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct WizardValues {
    stage: Stage,
    reached: Stage,
    customer: CustomerValues,
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    /// Who the customer is.
    Customer,
    /// What they may see.
    Account,
}

impl Stage {
    const ALL: [Self; 2] = [Self::Customer, Self::Account];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Account => "account",
        }
    }

    /// The beginnings of the pointers of its fields.
    const fn pointers(self) -> &'static [&'static str] {
        match self {
            Self::Customer => &["/company", "/reference", "/contact", "/locale", "/demo"],
            Self::Account => &["/access", "/editor", "/services"],
        }
    }
}

/// The wizard at work.
#[derive(Clone, Copy)]
struct Wizard {
    organisation: Uuid,
    session: Session,
    router: Router,
    form: FormState,
    values: CustomerFields,
    markets: Remote<Vec<Offered>>,
    stage: RwSignal<Stage>,
    reached: RwSignal<Stage>,
    attempt: Attempt,
}

/// The page.
#[component]
pub fn CustomerNew(
    /// The organisation that is to look after the account.
    organisation: Uuid,
) -> impl IntoView {
    let wizard = Wizard::new(organisation);
    let fresh =
        WizardValues { stage: Stage::Customer, reached: Stage::Customer, customer: CustomerValues::fresh(locale()) };
    let kept = Draft::of(&format!("customer.{organisation}")).keep(
        fresh,
        move || wizard.values(),
        move |values| wizard.fill(values),
    );
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wizard.advance(kept);
    };
    let back = (Route::Customers(organisation).path(), t("customers.title"));
    let names = Stage::ALL.map(|stage| t(&format!("customers.step.{}", stage.as_str()))).to_vec();
    view! {
        <PageHead title=t("customers.new.title") back=back>{later(organisation, kept)}</PageHead>
        <Steps
            label=t("customers.steps")
            names=names
            current=Signal::derive(move || wizard.stage.get() as usize)
            reached=Signal::derive(move || wizard.reached.get() as usize)
            on_go=move |at: usize| wizard.go(Stage::ALL.get(at).copied().unwrap_or(Stage::Customer))
        />
        {kept.notice()}
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary form=wizard.form />
            {move || wizard.step(wizard.stage.get())}
            {wizard.actions()}
        </form>
    }
    .into_any()
}

/// The way out: what was typed stays as a draft, so leaving loses nothing and asks nothing.
fn later(organisation: Uuid, kept: Kept) -> AnyView {
    let router = use_router();
    let leave = move |()| {
        kept.rest();
        router.go(&Route::Customers(organisation).path());
    };
    view! { <Button label=t("customers.new.later") on_press=leave /> }.into_any()
}

impl Wizard {
    fn new(organisation: Uuid) -> Self {
        let values = CustomerFields::new(CustomerValues::fresh(locale()));
        let stage = RwSignal::new(Stage::Customer);
        let form = FormState::new(move || match values.values().to_new() {
            Ok(_) => FieldErrors::default(),
            Err(violations) => FieldErrors::of_violations(&violations).within(stage.get().pointers()),
        });
        Self {
            organisation,
            session: use_session(),
            router: use_router(),
            form,
            values,
            markets: markets::offered(organisation),
            stage,
            reached: RwSignal::new(Stage::Customer),
            attempt: Attempt::new(),
        }
    }

    /// What the draft keeps; tracks everything.
    fn values(self) -> WizardValues {
        WizardValues { stage: self.stage.get(), reached: self.reached.get(), customer: self.values.values() }
    }

    fn fill(self, values: WizardValues) {
        let WizardValues { stage, reached, customer } = values;
        self.values.fill(customer);
        self.reached.set(reached);
        self.stage.set(stage);
    }

    /// Shows another step; the focus goes to its heading.
    fn go(self, stage: Stage) {
        self.form.turn_page();
        self.stage.set(stage);
        focus_step();
    }

    /// The step's button was pressed: on to the next step when this one has no mistake, and creation at the end.
    fn advance(self, kept: Kept) {
        if !self.form.submit() {
            return;
        }
        match self.stage.get_untracked() {
            Stage::Customer => {
                self.reached.set(Stage::Account);
                self.go(Stage::Account);
            }
            Stage::Account => self.send(kept),
        }
    }

    /// Creates the account; its page says what happens next.
    fn send(self, kept: Kept) {
        let Ok(body) = untrack(|| self.values.values().to_new()) else { return };
        let (session, organisation, key) = (self.session, self.organisation, self.attempt.key(&body));
        self.form.busy.set(true);
        spawn_local(async move {
            let answer =
                session.call(async |client| client.create_customer(organisation, &body, Some(&key)).await).await;
            match answer {
                Ok(created) => {
                    kept.sent();
                    changes::notify();
                    let page = Route::Customer { organisation, customer: created.value.id };
                    self.router.go(&page.path_with(&Query::default().with(CREATED, Some("yes"))));
                }
                Err(error) => {
                    self.form.busy.try_set(false);
                    self.refuse(&error);
                }
            }
        });
    }

    /// What the server refused is shown at its step: an address that is taken belongs to the first one.
    fn refuse(self, error: &client::Error) {
        let named = error.problem().map(FieldErrors::of_problem).unwrap_or_default();
        let taken = refusal::field(error);
        if taken.is_some() || !named.within(Stage::Customer.pointers()).is_empty() {
            self.stage.set(Stage::Customer);
        }
        refusal::show(self.form, error);
    }

    fn step(self, stage: Stage) -> AnyView {
        let (form, values) = (self.form, self.values);
        let content = match stage {
            Stage::Customer => view! {
                {sections::company(form, values)}
                {sections::contact(form, values, Address::Free)}
                {sections::kind(form, values)}
            }
            .into_any(),
            Stage::Account => sections::access(form, values, self.markets, false),
        };
        let number = (stage as usize + 1).to_string();
        let place = tr("customers.step.of", &[("number", &number), ("count", &Stage::ALL.len().to_string())]);
        let name = format!("customers.step.{}", stage.as_str());
        view! { <StepBody place=place title=t(&name) hint=t(&format!("{name}.hint"))>{content}</StepBody> }.into_any()
    }

    fn actions(self) -> AnyView {
        let buttons = move || {
            let last = self.stage.get() == Stage::Account;
            let label = t(if last { "customers.new.create" } else { "customers.new.next" });
            view! {
                {last.then(|| view! {
                    <Button label=t("customers.new.back") on_press=move |()| self.go(Stage::Customer) />
                })}
                <Button label=label emphasis=Emphasis::Primary submit=true busy=self.form.busy />
            }
        };
        view! { <div class="form-actions">{buttons}</div> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn every_field_belongs_to_one_step() {
        for pointer in Stage::Customer.pointers() {
            assert!(!Stage::Account.pointers().contains(pointer), "{pointer}");
        }
    }
}
