//! The page of a member: who they are, how to reach and to bill them, their meters, and who may look at these.

use super::delete::DeleteMember;
use super::portal::Portal;
use super::{address, words};
use crate::audit::{Changes, Subject};
use crate::format;
use crate::i18n::{t, tn};
use crate::meters;
use crate::place::use_places;
use crate::routing::{Query, Route};
use crate::session::use_session;
use crate::ui::{
    Column, DataTable, EmptyState, Fact, Facts, Icon, LinkButton, PageHead, Remote, RemoteView, Row, SkeletonShape,
};
use api_types::{Address, Member, MeterQuery, MeterSummary, Page};
use client::Versioned;
use domain::role::Permission;
use domain::vocabulary::MemberKind;
use leptos::prelude::*;
use uuid::Uuid;

/// How many meters stand on the page; the list of meters has the others.
const METERS_SHOWN: u16 = 10;

/// The page.
#[component]
pub fn MemberPage(
    /// The community.
    community: Uuid,
    /// The member.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let member =
        Remote::new(move || async move { session.call(async |client| client.get_member(community, id).await).await });
    view! {
        <RemoteView
            remote=member
            shape=SkeletonShape::Detail
            whole_page=true
            ready=move |answer| page(member, answer)
        />
    }
    .into_any()
}

fn page(remote: Remote<Versioned<Member>>, answer: Versioned<Member>) -> AnyView {
    let member = answer.value.clone();
    let changes = RwSignal::new(0);
    view! {
        {head(remote, answer)}
        <section class="card summary">
            <h2 class="visually-hidden">{t("members.summary")}</h2>
            <Facts items=facts(&member) />
        </section>
        <section class="part">
            <h2>{t("members.meters")}</h2>
            <Meters community=member.community_id member=member.id />
        </section>
        <Portal member=member.clone() changes=changes />
        <Changes of=Subject::Community(member.community_id) object=member.id after=changes />
        <p class="last-change">{format::last_change(member.updated_by.as_deref(), member.updated_at)}</p>
    }
    .into_any()
}

fn head(remote: Remote<Versioned<Member>>, answer: Versioned<Member>) -> AnyView {
    let member = &answer.value;
    let (community, id) = (member.community_id, member.id);
    let back = (Route::Members(community).path(), t("members.title"));
    let title = member.display_name.clone();
    let state = words::badge(member.status);
    let actions = move || {
        let edit = Route::MemberEdit { community, member: id }.path();
        use_places().can(Permission::MembersWrite).then(|| {
            view! {
                <DeleteMember member=answer.clone() on_stale=move |()| remote.reload() />
                <LinkButton href=edit label=t("members.edit.action") icon=Icon::Edit />
            }
        })
    };
    view! {
        <PageHead title=title back=back state=state>
            {actions}
        </PageHead>
    }
    .into_any()
}

fn facts(member: &Member) -> Vec<Fact> {
    let mut facts = vec![Fact::new(t("members.field.kind"), words::kind(member.kind))];
    if member.kind == MemberKind::Company {
        let names: Vec<&str> =
            [&member.first_name, &member.last_name].into_iter().filter_map(|n| n.as_deref()).collect();
        facts.push(Fact::new(t("members.field.contact"), format::or_none(Some(&names.join(" ")))));
    }
    facts.push(Fact::new(t("members.field.email"), linked("mailto:", member.email.as_deref())));
    facts.push(Fact::new(t("members.field.phone"), linked("tel:", member.phone.as_deref())));
    let iban = member.iban.as_deref().map(domain::iban::grouped);
    let number = member.enterprise_number.as_deref().map(domain::enterprise::grouped);
    facts.push(Fact::new(t("members.field.address"), place(member.address.as_ref())));
    if let Some(billing) = &member.billing_address {
        facts.push(Fact::new(t("members.field.billing_address"), address::lines(billing)));
    }
    facts.push(Fact::new(t("members.field.enterprise_number"), code(number)));
    facts.push(Fact::new(t("members.field.iban"), code(iban)));
    facts.push(Fact::new(t("members.field.since"), format::date(domain::time::brussels_date(member.created_at))));
    facts
}

fn place(of: Option<&Address>) -> AnyView {
    of.map_or_else(|| t("common.none").into_any(), address::lines)
}

/// A number that is read in groups.
fn code(text: Option<String>) -> AnyView {
    match text {
        Some(text) => view! { <span class="code">{text}</span> }.into_any(),
        None => t("common.none").into_any(),
    }
}

/// An address to write to or a number to call, as a link.
fn linked(scheme: &str, value: Option<&str>) -> AnyView {
    match value {
        Some(value) => {
            let href = format!("{scheme}{}", value.replace(' ', ""));
            view! { <a href=href>{value.to_owned()}</a> }.into_any()
        }
        None => t("common.none").into_any(),
    }
}

/// The meters that somebody owns today.
#[component]
fn Meters(community: Uuid, member: Uuid) -> impl IntoView {
    let session = use_session();
    let page = Remote::new(move || {
        meters::track_changes();
        let query = MeterQuery { limit: Some(METERS_SHOWN), member_id: Some(member), ..MeterQuery::default() };
        async move { session.call(async |client| client.list_meters(community, &query).await).await }
    });
    view! { <RemoteView remote=page ready=move |page| table(community, member, page) /> }.into_any()
}

fn table(community: Uuid, member: Uuid, page: Page<MeterSummary>) -> AnyView {
    if page.items.is_empty() {
        return view! {
            <EmptyState icon=Icon::Meter title=t("members.no_meters.title") text=t("members.no_meters.text") />
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t("meters.field.ean")),
        Column::new(t("meters.field.meter_number")),
        Column::new(t("meters.field.city")),
        Column::new(t("meters.field.dso")),
        Column::new(t("meters.field.status")),
    ];
    let all = page.next_cursor.is_some().then(|| {
        let query = Query::default().with("member_id", Some(&member.to_string()));
        let href = Route::Meters(community).path_with(&query);
        let label = tn("members.all_meters", page.total.unwrap_or(u64::MAX));
        view! { <p><a href=href>{label}</a></p> }
    });
    let rows = page.items.into_iter().map(|meter| row(community, meter)).collect();
    view! {
        <DataTable caption=t("members.meters") columns=columns rows=rows />
        {all}
    }
    .into_any()
}

fn row(community: Uuid, meter: MeterSummary) -> Row {
    let cells = vec![
        meters::ean(meter.scheme, &meter.ean),
        meter.meter_number.into_any(),
        meter.address.city.into_any(),
        meter.dso.into_any(),
        meters::state_badge(meter.status, meter.valid_from),
    ];
    Row { href: Route::Meter { community, meter: meter.id }.path(), cells }
}
