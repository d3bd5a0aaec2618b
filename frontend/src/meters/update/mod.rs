//! The dialog that changes what is true of a meter: guide F2. First the fields, filled with what holds; then
//! a summary of what the change comes to, and only then it is sent.
//!
//! What was not touched is what holds on the chosen day: when another day is chosen, or somebody else changed
//! the meter meanwhile, the fields follow and the touched ones stay.

mod send;
mod summary;

use super::arrival::Arrival;
use super::dates;
use super::owner;
use super::periods::{Plan, Target, ground};
use super::sections::{ConfigurationParts, notes};
use super::values::{ALONE, ConfigurationFields, ConfigurationValues, known_identity, warnings_beside};
use super::writes::Writes;
use crate::draft::{Draft, Kept};
use crate::errors::FieldErrors;
use crate::format;
use crate::i18n::t;
use crate::idempotency::Attempt;
use crate::routing::focus;
use crate::session::{Session, use_session};
use crate::ui::{
    Button, DateInput, Dialog, Emphasis, ErrorSummary, Field, FormSection, FormState, Notice, NoticeKind, Remote,
    RemoteView, SkeletonShape, Toasts,
};
use api_types::{Configuration, Dso, Meter};
use client::Versioned;
use domain::violation::Violations;
use domain::vocabulary::ConfigurationStatus;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the dialog is about when it opens.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// A new period, or an existing one.
    pub target: Target,
    /// What was typed already, when the dialog turns from a new period to an existing one.
    typed: Option<ConfigurationValues>,
}

impl Opening {
    /// Begins with what holds.
    pub const fn at(target: Target) -> Self {
        Self { target, typed: None }
    }
}

/// Where the dialog is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Fields,
    Summary,
}

/// What a draft holds: the values, and what they began with, so that only what was touched comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Typed {
    ground: ConfigurationValues,
    values: ConfigurationValues,
}

/// The dialog at work.
#[derive(Clone, Copy)]
struct Update {
    target: Target,
    /// The meter as the change knows it.
    seen: RwSignal<Versioned<Meter>>,
    /// Somebody changed it while the dialog was open.
    overtaken: RwSignal<bool>,
    fields: ConfigurationFields,
    /// What the fields began with.
    ground: RwSignal<ConfigurationValues>,
    state: FormState,
    step: RwSignal<Step>,
    draft: Kept,
    attempt: Attempt,
    writes: Writes,
    session: Session,
    toasts: Toasts,
    arrival: Arrival,
    opening: RwSignal<Option<Opening>>,
    open: RwSignal<bool>,
}

/// The dialog; open while `opening` says what it is about.
#[component]
pub fn UpdateDialog(
    /// The meter, with the version that was looked at.
    meter: Versioned<Meter>,
    /// What it is about.
    opening: RwSignal<Option<Opening>>,
    /// Where to go on the page afterwards.
    arrival: Arrival,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = opening.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            opening.set(None);
        }
        is_open
    });
    let session = use_session();
    let meter = StoredValue::new(meter);
    let content = move || {
        let opening_now = opening.get()?;
        let dsos = Remote::new(move || async move {
            session.call(async |client| client.list_dsos().await).await.map(|list| list.items)
        });
        let start = move |dsos: Vec<Dso>| {
            let update = Update::new(meter.get_value(), opening_now.clone(), opening, open, arrival);
            update.map(|update| update.form(dsos)).into_any()
        };
        Some(view! { <RemoteView remote=dsos shape=SkeletonShape::Form ready=start /> })
    };
    let title = Signal::derive(move || match opening.with(|opening| opening.as_ref().map(|opening| opening.target)) {
        Some(Target::Period(_)) => t("meters.update.title_period"),
        _ => t("meters.update.title"),
    });
    view! { <Dialog open=open title=title sheet=true>{content}</Dialog> }.into_any()
}

impl Update {
    fn new(
        meter: Versioned<Meter>,
        begins: Opening,
        opening: RwSignal<Option<Opening>>,
        open: RwSignal<bool>,
        arrival: Arrival,
    ) -> Option<Self> {
        let Opening { target, typed } = begins;
        let held = ground(&meter.value.configurations, target, format::today())?;
        let fresh = values_of(&held, target);
        let draft = match target {
            Target::New => Draft::of(&format!("meter.{}.update", meter.value.id)),
            Target::Period(id) => Draft::of(&format!("meter.{}.{id}", meter.value.id)),
        };
        let writes = Writes::of(&meter.value);
        let seen = RwSignal::new(meter);
        let fields = ConfigurationFields::new(fresh.clone());
        let ground = RwSignal::new(fresh.clone());
        let check = move || match plan(seen, fields, target) {
            Ok(_) => FieldErrors::default(),
            Err(violations) => FieldErrors::of_violations(&violations),
        };
        let draft = draft.keep(
            Typed { ground: fresh.clone(), values: fresh },
            move || Typed { ground: ground.get(), values: fields.values() },
            move |kept: Typed| {
                ground.set(kept.ground);
                fields.fill(kept.values);
            },
        );
        if let Some(typed) = typed {
            fields.fill(typed);
        }
        let update = Self {
            target,
            seen,
            overtaken: RwSignal::new(false),
            fields,
            ground,
            state: FormState::new(check),
            step: RwSignal::new(Step::Fields),
            draft,
            attempt: Attempt::new(),
            writes,
            session: use_session(),
            toasts: Toasts::get(),
            arrival,
            opening,
            open,
        };
        update.follow_ground();
        Some(update)
    }

    /// Keeps what was not touched as it holds on the chosen day.
    fn follow_ground(self) {
        let day = Memo::new(move |_| self.fields.valid_from.with(|day| day.parse().ok()));
        let held = Memo::new(move |_| {
            let day = day.get().unwrap_or_else(format::today);
            self.seen.with(|seen| ground(&seen.value.configurations, self.target, day))
        });
        Effect::new(move |_| {
            let Some(now) = held.get().map(|held| values_of(&held, self.target)) else { return };
            let before = self.ground.get_untracked();
            if now != before {
                self.fields.fill(untrack(|| self.fields.values()).rebased(&before, &now));
                self.ground.set(now);
            }
        });
    }

    /// What the change comes to, or what is wrong with it.
    fn plan(self) -> Result<Plan, Violations> {
        plan(self.seen, self.fields, self.target)
    }

    fn form(self, dsos: Vec<Dso>) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            match self.step.get_untracked() {
                Step::Fields => self.review(),
                Step::Summary => self.send(),
            }
        };
        let is_at = move |step: Step| self.step.get() == step;
        view! {
            <form class="sheet" novalidate on:submit=submit>
                <div class="sheet-body" id=BODY>
                    {self.overtaken_notice()}
                    <div class="stack" hidden=move || !is_at(Step::Fields)>
                        <ErrorSummary form=self.state />
                        {self.draft.notice()}
                        {(self.target != Target::New).then(|| view! { <p>{t("meters.update.period_hint")}</p> })}
                        {self.sections(dsos)}
                    </div>
                    {move || is_at(Step::Summary).then(|| summary::view(self))}
                </div>
                {move || self.actions(self.step.get())}
            </form>
        }
        .into_any()
    }

    fn overtaken_notice(self) -> impl Fn() -> Option<AnyView> {
        move || {
            self.overtaken.get().then(|| {
                view! {
                    <Notice kind=NoticeKind::Warning announce=true>
                        <p>{t("meters.update.overtaken")}</p>
                    </Notice>
                }
                .into_any()
            })
        }
    }

    fn sections(self, dsos: Vec<Dso>) -> AnyView {
        let (seen, fields) = (self.seen, self.fields);
        let identity = Memo::new(move |_| seen.with(|seen| known_identity(&seen.value)));
        let warnings = move || identity.with(|identity| warnings_beside(identity, &fields.values().read(ACTIVE)));
        let hinted = move || identity.with(|identity| domain::dso::hint(&identity.point));
        let suggested = Signal::derive(move || hinted().filter(|_| fields.dso.with(String::is_empty)));
        let parts = ConfigurationParts {
            fields,
            at: &ALONE,
            state: self.state,
            dsos: StoredValue::new(dsos),
            suggested,
            owners: owner::search(seen.with_untracked(|seen| seen.value.community_id), owner::Who::NotInactive),
            notes: notes(warnings),
        };
        let day = Field::of(self.state, ALONE.valid_from, t("meters.update.valid_from"));
        view! {
            {parts.energy()}
            {parts.grid()}
            {parts.member()}
            <FormSection title=t("meters.update.valid_from") hint=t("meters.update.valid_from_hint")>
                <div class="half">
                    <DateInput field=day value=fields.valid_from shortcuts=dates::shortcuts() />
                    {move || self.instead()}
                </div>
            </FormSection>
        }
        .into_any()
    }

    /// Where a period begins on the chosen day already: the way to edit that one, with what was typed.
    fn instead(self) -> Option<AnyView> {
        let day = self.fields.values().day()?;
        let held = self.seen.with(|seen| ground(&seen.value.configurations, Target::New, day))?;
        let other = held.valid_from == day && self.target != Target::Period(held.id);
        let turn = move |_| {
            let typed = (self.target == Target::New).then(|| untrack(|| self.fields.values()));
            self.draft.sent();
            self.opening.set(Some(Opening { target: Target::Period(held.id), typed }));
        };
        other.then(|| {
            view! {
                <p class="field-hint">
                    <button
                        class="link"
                        type="button"
                        // The mistake that leaving the field shows must not move the button from under the press.
                        on:mousedown=|event| event.prevent_default()
                        on:click=turn
                    >
                        {t("meters.update.edit_instead")}
                    </button>
                </p>
            }
            .into_any()
        })
    }

    fn actions(self, step: Step) -> AnyView {
        let back = move |()| self.show(Step::Fields);
        match step {
            Step::Fields => view! {
                <div class="dialog-actions">
                    <Button label=t("ui.cancel") on_press=move |()| self.cancel() />
                    <Button label=t("meters.update.review") emphasis=Emphasis::Primary submit=true />
                </div>
            }
            .into_any(),
            Step::Summary => {
                let nothing = Signal::derive(move || !self.plan().is_ok_and(|plan| !plan.is_empty(self.target)));
                view! {
                    <div class="dialog-actions">
                        <Button label=t("meters.update.back") on_press=back />
                        <Button
                            label=t("meters.new.submit")
                            emphasis=Emphasis::Primary
                            submit=true
                            busy=self.state.busy
                            disabled=nothing
                        />
                    </div>
                }
                .into_any()
            }
        }
    }

    fn review(self) {
        if self.state.submit() {
            self.show(Step::Summary);
        }
    }

    /// Shows a step from its top, and puts the focus there.
    fn show(self, step: Step) {
        self.step.set(step);
        request_animation_frame(move || {
            let target = match step {
                Step::Fields => "dialog-title",
                Step::Summary => summary::TITLE,
            };
            focus(target);
            if let Some(body) = document().get_element_by_id(BODY) {
                body.set_scroll_top(0);
            }
        });
    }

    /// Closes and forgets what was typed, which the cross and Escape keep as a draft.
    fn cancel(self) {
        self.draft.sent();
        self.open.set(false);
    }
}

/// The part of the dialog that scrolls.
const BODY: &str = "update-body";

/// Warnings do not depend on the status.
const ACTIVE: ConfigurationStatus = ConfigurationStatus::Active;

/// What holds, as the fields show it; an existing period with its day.
fn values_of(held: &Configuration, target: Target) -> ConfigurationValues {
    let valid_from = match target {
        Target::New => String::new(),
        Target::Period(_) => held.valid_from.to_string(),
    };
    ConfigurationValues { valid_from, ..ConfigurationValues::of(held) }
}

fn plan(seen: RwSignal<Versioned<Meter>>, fields: ConfigurationFields, target: Target) -> Result<Plan, Violations> {
    let values = fields.values();
    seen.with(|seen| {
        let of = &seen.value.configurations;
        let held = ground(of, target, values.day().unwrap_or_else(format::today));
        let typed = values.read(held.map_or(ACTIVE, |held| held.status));
        let plan = Plan::of(of, target, &typed)?;
        let name = values.owner.map(|owner| owner.label);
        let new = Configuration { member_name: name, ..plan.new };
        Ok(Plan { new, ..plan })
    })
}
