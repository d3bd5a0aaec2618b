//! The editor of a user's roles: one row per role, with the place it is for.

use super::words;
use crate::errors::{describe, field_id};
use crate::i18n::{t, tr};
use crate::session::{Session, use_session};
use crate::ui::{Button, Choice, Combobox, Field, FormState, Found, Icon, IconButton, Search, Select};
use api_types::{CommunityQuery, MemberQuery, Page, RoleAt};
use domain::role::Role;
use leptos::prelude::*;
use uuid::Uuid;

/// Where the roles are in the request.
const POINTER: &str = "/roles";

/// Choices offered at once; typing finds the others.
const OFFERED: u16 = 20;

/// One role as chosen.
#[derive(Debug, Clone, Copy)]
struct RoleRow {
    id: u32,
    role: RwSignal<String>,
    community: RwSignal<Option<Choice>>,
    member: RwSignal<Option<Choice>>,
}

/// The roles as chosen.
#[derive(Debug, Clone, Copy)]
pub struct Roles {
    organisation: Uuid,
    rows: RwSignal<Vec<RoleRow>>,
    next: StoredValue<u32>,
}

/// A role with the names of its places, to begin with.
pub struct Given {
    /// The role.
    pub role: Role,
    /// The community.
    pub community: Option<Choice>,
    /// The member.
    pub member: Option<Choice>,
}

impl Roles {
    /// The roles somebody has; one row to begin with when there are none.
    pub fn new(organisation: Uuid, given: Vec<Given>) -> Self {
        let roles = Self { organisation, rows: RwSignal::default(), next: StoredValue::new(0) };
        for given in given {
            roles.add(Some(given));
        }
        if roles.rows.with_untracked(Vec::is_empty) {
            roles.add(None);
        }
        roles
    }

    fn add(self, given: Option<Given>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let (role, community, member) = match given {
            Some(given) => (given.role.to_string(), given.community, given.member),
            None => (String::new(), None, None),
        };
        let row = RoleRow {
            id,
            role: RwSignal::new(role),
            community: RwSignal::new(community),
            member: RwSignal::new(member),
        };
        self.rows.update(|rows| rows.push(row));
    }

    fn remove(self, id: u32) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
    }

    /// What is chosen now; rows without a role are left out.
    pub fn values(self) -> Vec<RoleAt> {
        self.rows.with(|rows| rows.iter().filter_map(|row| row.value()).collect())
    }
}

impl RoleRow {
    fn value(self) -> Option<RoleAt> {
        let role = self.chosen()?;
        let id = |choice: RwSignal<Option<Choice>>| {
            choice.with(|choice| choice.as_ref().and_then(|choice| choice.value.parse().ok()))
        };
        let (community_id, member_id) = (id(self.community), id(self.member));
        Some(RoleAt {
            role,
            community_id: community_id.filter(|_| needs_community(role)),
            member_id: member_id.filter(|_| role == Role::Member),
        })
    }

    fn chosen(self) -> Option<Role> {
        self.role.with(|role| role.parse().ok())
    }
}

const fn needs_community(role: Role) -> bool {
    matches!(role, Role::CommunityManager | Role::Member)
}

/// The editor.
#[component]
pub fn RolesEditor(
    /// The roles.
    roles: Roles,
    /// What can be given.
    grantable: Vec<Role>,
    /// The form they belong to.
    form: FormState,
) -> impl IntoView {
    let choices: Vec<Choice> = grantable.iter().map(|role| Choice::new(role.as_str(), words::role(*role))).collect();
    let choices = StoredValue::new(choices);
    let indexed = move || roles.rows.get().into_iter().enumerate().collect::<Vec<_>>();
    form.register(POINTER, &t("users.roles"));
    view! {
        <div class="roles" id="roles" tabindex="-1">
            {move || form.message(POINTER).map(|message| view! { <p class="field-message" data-kind="error">{message}</p> })}
            <For
                each=indexed
                key=|(index, row)| (*index, row.id)
                children=move |(index, row)| row_view(roles, index, row, choices.get_value(), form)
            />
            <Button label=t("users.roles.add") icon=Icon::Plus on_press=move |()| roles.add(None) />
        </div>
    }
}

fn row_view(roles: Roles, index: usize, row: RoleRow, choices: Vec<Choice>, form: FormState) -> AnyView {
    let field = move |name: &str, label: &str| {
        let (pointer, label) = (format!("{POINTER}/{index}/{name}"), t(label));
        form.register(&pointer, &label);
        Field::new(field_id(&pointer), label).error(Signal::derive(move || form.message(&pointer)))
    };
    let chosen = Memo::new(move |_| row.chosen());
    let session = use_session();
    let organisation = roles.organisation;
    let community = move || {
        chosen.get().is_some_and(needs_community).then(|| {
            let search = Search::new(move |text| communities(session, organisation, text));
            view! { <Combobox field=field("community_id", "users.community") value=row.community search=search /> }
        })
    };
    let member = move || {
        let community = row.community.with(|choice| choice.as_ref().and_then(|choice| choice.value.parse().ok()));
        let (Some(Role::Member), Some(community)) = (chosen.get(), community) else { return ().into_any() };
        let search = Search::new(move |text| members(session, community, text));
        view! { <Combobox field=field("member_id", "users.member") value=row.member search=search /> }.into_any()
    };
    // Another community has other members.
    Effect::new(move |former: Option<Option<Choice>>| {
        let now = row.community.get();
        if former.is_some_and(|former| former != now) {
            row.member.set(None);
        }
        now
    });
    let several = move || roles.rows.with(|rows| rows.len() > 1);
    let remove_label = tr("users.roles.remove", &[("number", &(index + 1).to_string())]);
    view! {
        <div class="role-row">
            <Select field=field("role", "users.role") value=row.role choices=choices placeholder=t("common.choose") />
            {community}
            {member}
            {move || several().then(|| view! {
                <IconButton
                    icon=Icon::Close
                    label=remove_label.clone()
                    on_press=move |()| roles.remove(row.id)
                />
            })}
        </div>
    }
    .into_any()
}

async fn communities(session: Session, organisation: Uuid, text: String) -> Result<Found, String> {
    let query = CommunityQuery {
        limit: Some(OFFERED),
        q: words_of(text),
        organisation_id: Some(organisation),
        ..CommunityQuery::default()
    };
    let page = session.call(async |client| client.list_communities(&query).await).await;
    Ok(found(page.map_err(|error| describe(&error))?, |community| Choice::new(community.id, community.name)))
}

async fn members(session: Session, community: Uuid, text: String) -> Result<Found, String> {
    let query = MemberQuery { limit: Some(OFFERED), q: words_of(text), ..MemberQuery::default() };
    let page = session.call(async |client| client.list_members(community, &query).await).await;
    Ok(found(page.map_err(|error| describe(&error))?, |member| Choice {
        detail: member.email,
        ..Choice::new(member.id, member.display_name)
    }))
}

fn words_of(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

fn found<T>(page: Page<T>, choice: impl Fn(T) -> Choice) -> Found {
    let more = page.total.unwrap_or(u64::MAX).saturating_sub(page.items.len() as u64);
    Found { choices: page.items.into_iter().map(choice).collect(), more }
}
