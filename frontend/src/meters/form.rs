//! The form that creates a meter: guide F1, one page in sections.
//!
//! What is typed is kept as a draft and checked all the time by the rules of `domain`. One form sends one
//! meter: a repeated request carries the same idempotency key as long as it says the same.

use super::sections::{self, ConfigurationParts, IdentityParts};
use super::values::{IN_METER, MeterFields, MeterValues};
use super::{changes, owner};
use crate::draft::{Draft, Kept};
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Button, DateInput, Emphasis, ErrorSummary, Field, FormSection, FormState, LinkButton, PageHead, Remote, RemoteView,
    SkeletonShape, Toasts,
};
use crate::{errors, format};
use api_types::{Dso, Meter};
use chrono::NaiveDate;
use client::Created;
use domain::vocabulary::Region;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What the form needs to know before it can be filled.
#[derive(Debug, Clone)]
struct Ground {
    region: Region,
    dsos: Vec<Dso>,
}

/// The page.
#[component]
pub fn MeterNew(
    /// The community that gets the meter.
    community: Uuid,
) -> impl IntoView {
    let session = use_session();
    let ground = Remote::new(move || async move {
        let region = session.call(async |client| client.get_community(community).await).await?.value.region;
        let dsos = session.call(async |client| client.list_dsos().await).await?.items;
        Ok::<_, client::Error>(Ground { region, dsos })
    });
    let back = (Route::Meters(community).path(), t("meters.title"));
    view! {
        <PageHead title=t("meters.new.title") lead=t("meters.new.lead") back=back />
        <RemoteView remote=ground shape=SkeletonShape::Form ready=move |ground| form(community, ground) />
    }
    .into_any()
}

/// The form at work.
#[derive(Clone, Copy)]
struct Form {
    community: Uuid,
    region: Region,
    session: Session,
    router: Router,
    toasts: Toasts,
    fields: MeterFields,
    state: FormState,
    draft: Kept,
    attempt: Attempt,
}

fn form(community: Uuid, ground: Ground) -> AnyView {
    let Ground { region, dsos } = ground;
    let form = Form::new(community, region);
    let notes = sections::notes(move || form.fields.values().warnings(region));
    let identity = IdentityParts { fields: form.fields.identity, state: form.state, region, notes };
    let suggested = Memo::new(move |_| form.fields.values().suggested_dso(region));
    let configuration = ConfigurationParts {
        fields: form.fields.configuration,
        at: &IN_METER,
        state: form.state,
        dsos: StoredValue::new(dsos),
        suggested: suggested.into(),
        owners: owner::search(community, owner::Who::NotInactive),
        notes,
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary form=form.state />
            {form.draft.notice()}
            {identity.location()}
            {identity.characteristics()}
            {configuration.energy()}
            {configuration.grid()}
            {configuration.member()}
            {form.activation()}
            <div class="form-actions">
                <LinkButton href=Route::Meters(community).path() label=t("ui.cancel") />
                <Button label=t("meters.new.submit") emphasis=Emphasis::Primary submit=true busy=form.state.busy />
            </div>
        </form>
    }
    .into_any()
}

impl Form {
    fn new(community: Uuid, region: Region) -> Self {
        let fresh = MeterValues::starting(format::today());
        let fields = MeterFields::new(fresh.clone());
        let draft = Draft::of(&format!("meter.{community}"));
        let check = move || FieldErrors::of_violations(&fields.values().read(region).violations);
        Self {
            community,
            region,
            session: use_session(),
            router: use_router(),
            toasts: Toasts::get(),
            fields,
            state: FormState::new(check),
            draft: draft.keep(fresh, move || fields.values(), move |values| fields.fill(values)),
            attempt: Attempt::new(),
        }
    }

    fn activation(self) -> AnyView {
        let value = self.fields.configuration.valid_from;
        let field = Field::of(self.state, IN_METER.valid_from, t("meters.field.valid_from"));
        let consequence = move || value.with(|day| consequence(day, format::today()));
        view! {
            <FormSection title=t("meters.section.activation") hint=t("meters.section.activation_hint")>
                <div class="half">
                    <DateInput field=field value=value />
                    <p class="field-hint" role="status">{consequence}</p>
                </div>
            </FormSection>
        }
        .into_any()
    }

    fn submit(self) {
        if !self.state.submit() {
            return;
        }
        let body = untrack(|| self.fields.values().read(self.region).request);
        let key = self.attempt.key(&body);
        self.state.busy.set(true);
        spawn_local(async move {
            let answer =
                self.session.call(async |client| client.create_meter(self.community, &body, Some(&key)).await).await;
            self.state.busy.try_set(false);
            match answer {
                Ok(created) => self.leave(&created),
                Err(error) => self.state.refuse(&error),
            }
        });
    }

    /// Back to the list, where the new meter is the first, with the ways to open it and to take it back.
    fn leave(self, created: &Created<Meter>) {
        self.draft.sent();
        let (meter, etag) = (created.value.clone(), created.etag.clone());
        let (community, session, toasts) = (self.community, self.session, self.toasts);
        let page = Route::Meter { community, meter: meter.id }.path();
        self.router.go(&Route::Meters(community).path());
        changes::notify();
        toasts
            .success(tr("meters.created", &[("ean", &meter.ean)]))
            .link(t("meters.open"), page)
            .undo(t("meters.undo"), move || {
                spawn_local(take_back(community, session, toasts, meter.clone(), etag.clone()));
            })
            .show();
    }
}

/// Deletes the meter that was just created, unless somebody changed it meanwhile.
async fn take_back(community: Uuid, session: Session, toasts: Toasts, meter: Meter, etag: String) {
    let answer = session.call(async |client| client.delete_meter(community, meter.id, &etag).await).await;
    match answer {
        Ok(()) => toasts.success(tr("meters.deleted", &[("ean", &meter.ean)])).show(),
        Err(error) => toasts.failure(errors::describe(&error)).show(),
    }
    changes::notify();
}

/// What an activation day means.
fn consequence(text: &str, today: NaiveDate) -> Option<String> {
    let day: NaiveDate = text.parse().ok()?;
    let date = format::date(day);
    Some(match day.cmp(&today) {
        std::cmp::Ordering::Less => tr("meters.activation.past", &[("date", &date)]),
        std::cmp::Ordering::Equal => t("meters.activation.today"),
        std::cmp::Ordering::Greater => tr("meters.activation.future", &[("date", &date)]),
    })
}
