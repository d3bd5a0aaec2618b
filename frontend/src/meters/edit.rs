//! The page that changes what identifies a meter; what is true of it for a time is changed on its own page.

use super::sections::{IdentityParts, notes};
use super::values::{IdentityFields, IdentityValues};
use super::writes::{Writes, Written};
use crate::draft::{Draft, Kept};
use crate::errors::FieldErrors;
use crate::i18n::t;
use crate::routing::{Route, Router, use_router};
use crate::session::use_session;
use crate::ui::{Button, Emphasis, ErrorSummary, FormState, LinkButton, PageHead, Remote, RemoteView, SkeletonShape};
use api_types::Meter;
use client::Versioned;
use domain::vocabulary::Region;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What the form needs to know before it can be filled.
#[derive(Debug, Clone)]
struct Ground {
    region: Region,
    meter: Versioned<Meter>,
}

/// The page.
#[component]
pub fn MeterEdit(
    /// The community.
    community: Uuid,
    /// The meter.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let ground = Remote::new(move || async move {
        let region = session.call(async |client| client.get_community(community).await).await?.value.region;
        let meter = session.call(async |client| client.get_meter(community, id).await).await?;
        Ok::<_, client::Error>(Ground { region, meter })
    });
    view! { <RemoteView remote=ground shape=SkeletonShape::Form whole_page=true ready=page /> }.into_any()
}

fn page(ground: Ground) -> AnyView {
    let meter = &ground.meter.value;
    let page = Route::Meter { community: meter.community_id, meter: meter.id }.path();
    let back = (page.clone(), meter.ean.clone());
    view! {
        <PageHead title=t("meters.edit.title") lead=t("meters.edit.lead") back=back />
        {Form::new(ground, page).view()}
    }
    .into_any()
}

/// The form at work.
#[derive(Clone, Copy)]
struct Form {
    region: Region,
    meter: StoredValue<Versioned<Meter>>,
    /// Where the way back leads.
    page: StoredValue<String>,
    fields: IdentityFields,
    state: FormState,
    draft: Kept,
    writes: Writes,
    router: Router,
}

impl Form {
    fn new(ground: Ground, page: String) -> Self {
        let Ground { region, meter } = ground;
        let initial = IdentityValues::from(&meter.value);
        let fields = IdentityFields::new(initial.clone());
        let check = move || FieldErrors::of_violations(&fields.values().read(region).violations);
        let draft = Draft::of(&format!("meter.{}.identity", meter.value.id));
        Self {
            region,
            writes: Writes::of(&meter.value),
            meter: StoredValue::new(meter),
            page: StoredValue::new(page),
            fields,
            state: FormState::new(check),
            draft: draft.keep(initial, move || fields.values(), move |kept| fields.fill(kept)),
            router: use_router(),
        }
    }

    fn view(self) -> AnyView {
        let Self { fields, region, state, .. } = self;
        let notes = notes(move || fields.values().warnings(region));
        let parts = IdentityParts { fields, state, region, notes };
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.submit();
        };
        view! {
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary form=state />
                {self.draft.notice()}
                {parts.location()}
                {parts.characteristics()}
                <div class="form-actions">
                    <LinkButton href=self.page.get_value() label=t("ui.cancel") />
                    <Button label=t("common.save") emphasis=Emphasis::Primary submit=true busy=state.busy />
                </div>
            </form>
        }
        .into_any()
    }

    fn submit(self) {
        if !self.state.submit() {
            return;
        }
        let body = untrack(|| self.fields.values().read(self.region).request);
        self.state.busy.set(true);
        let meter = self.meter.get_value();
        spawn_local(async move {
            let answer = self.writes.identify(&meter.value, &meter.etag, &body).await;
            self.state.busy.try_set(false);
            match answer {
                Ok(written) => self.leave(written),
                Err(error) => self.state.refuse(&error),
            }
        });
    }

    fn leave(self, written: Written) {
        self.draft.sent();
        self.router.go(&self.page.get_value());
        written.tell(t("meters.edit.done"));
    }
}
