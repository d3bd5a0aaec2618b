//! Two keys, or two versions of one, side by side, with what differs marked, and what each of them does on a year.

use super::matrix::{self, Matrix, SHARES};
use super::preview::{Trial, figures_table};
use crate::i18n::{t, tr};
use crate::routing::{Query, Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Choice, Combobox, EmptyState, Field, Found, Icon, PageHead, Remote, RemoteView, Search, SkeletonShape,
};
use api_types::{KeyInput, KeyQuery};
use leptos::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

/// How many keys are offered before one types on.
const LIMIT: u16 = 20;

/// One side of the comparison.
#[derive(Debug, Clone, PartialEq)]
struct Side {
    id: Uuid,
    name: String,
    title: String,
    input: KeyInput,
}

/// The names of a side's key and version in the address.
const SIDES: [(&str, &str); 2] = [("a", "av"), ("b", "bv")];

/// The page.
#[component]
pub fn KeyCompare(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let (session, router) = (use_session(), use_router());
    let query = router.query();
    let sides = Remote::new(move || {
        let query = query.get();
        async move {
            let mut sides = Vec::new();
            for names in SIDES {
                sides.push(fetch(session, community, &query, names).await?);
            }
            Ok::<_, client::Error>(sides)
        }
    });
    let back = (Route::Keys(community).path(), t("keys.title"));
    view! {
        <PageHead title=t("keys.compare.title") lead=t("keys.compare.lead") back=back />
        <div class="compare-pick">
            {[0, 1].map(|side| pick(session, community, sides, side)).into_iter().collect_view()}
        </div>
        <RemoteView remote=sides shape=SkeletonShape::Detail ready=both />
    }
    .into_any()
}

async fn fetch(
    session: Session,
    community: Uuid,
    query: &Query,
    (name, version): (&str, &str),
) -> Result<Option<Side>, client::Error> {
    let Some(key) = query.read::<Uuid>(name) else { return Ok(None) };
    let (name_of, number, input) = match query.read::<Uuid>(version) {
        Some(version) => {
            let answer = session.call(async |client| client.get_key_version(community, key, version).await).await?;
            (answer.name.clone(), answer.number, answer.to_input())
        }
        None => {
            let answer = session.call(async |client| client.get_key(community, key).await).await?.value;
            (answer.name.clone(), answer.version_number, answer.to_input())
        }
    };
    let title = tr("keys.compare.side", &[("name", &name_of), ("number", &number.to_string())]);
    Ok(Some(Side { id: key, name: name_of, title, input }))
}

/// The box that chooses the key of a side.
fn pick(session: Session, community: Uuid, sides: Remote<Vec<Option<Side>>>, side: usize) -> AnyView {
    let (router, (name, version)) = (use_router(), SIDES[side]);
    let value = RwSignal::new(None);
    // The box shows whom the address names.
    Effect::new(move |_| {
        let chosen = sides.value().and_then(|sides| sides.into_iter().nth(side).flatten());
        value.set(chosen.map(|side| Choice::new(side.id.to_string(), side.name)));
    });
    let search = Search::new(move |text: String| async move {
        let text = text.trim().to_owned();
        let query = KeyQuery { limit: Some(LIMIT), q: (!text.is_empty()).then_some(text), ..KeyQuery::default() };
        let page = session.call(async |client| client.list_keys(community, &query).await).await;
        let page = page.map_err(|error| crate::errors::describe(&error))?;
        let more = page.total.map_or(0, |total| total.saturating_sub(page.items.len() as u64));
        let choices = page.items.into_iter().map(|key| Choice::new(key.id.to_string(), key.name)).collect();
        Ok(Found { choices, more })
    });
    let choose = move |choice: Option<Choice>| {
        let id = choice.map(|choice| choice.value);
        router.set_query(&router.query_now().with(version, None).with(name, id.as_deref()));
    };
    let field = Field::new(format!("key-{name}"), t(&format!("keys.compare.{name}")));
    view! {
        <Combobox field=field value=value search=search placeholder=t("keys.compare.choose") on_choose=choose />
    }
    .into_any()
}

fn both(sides: Vec<Option<Side>>) -> AnyView {
    let Ok([Some(a), Some(b)]) = <[Option<Side>; 2]>::try_from(sides) else {
        return view! { <EmptyState icon=Icon::Key title=t("keys.compare.none") text=t("keys.compare.none_text") /> }
            .into_any();
    };
    let (left, right) = (Matrix::of(&a.input), Matrix::of(&b.input));
    let same = left == right && a.input.method == b.input.method;
    let [first, second] = [&a, &b].map(|side| side.input.to_domain().ok());
    let first = Trial::follow(move || first.clone());
    let trials = [first, first.beside(move || second.clone())];
    let titles = [a.title.clone(), b.title.clone()];
    view! {
        {same.then(|| view! { <p class="remark">{t("keys.compare.same")}</p> })}
        <div class="compare">
            {column("a", &a, &left, &right)}
            {column("b", &b, &right, &left)}
        </div>
        {figures_table(trials, titles)}
    }
    .into_any()
}

/// One of the two; a key may be compared with itself, so the side is part of its table's name.
fn column(name: &str, side: &Side, own: &Matrix, other: &Matrix) -> AnyView {
    let theirs = cells(other);
    let mine = cells(own);
    let differs = |name: &str, k: usize| mine.get(&(name.to_owned(), k)) != theirs.get(&(name.to_owned(), k));
    let method = super::words::method(side.input.method);
    let label = format!("{}: {}", t(&format!("keys.compare.{name}")), side.title);
    view! {
        <section class="card">
            <h2>{side.title.clone()}</h2>
            <p class="muted">{method}</p>
            {matrix::view(own, label, differs)}
        </section>
    }
    .into_any()
}

/// Every cell with the rule it stands under, by consumer and iteration.
fn cells(of: &Matrix) -> HashMap<(String, usize), (String, String)> {
    let shares = std::iter::once((SHARES.to_owned(), of.shares.clone()));
    let lines = shares.chain(of.lines.iter().cloned());
    let cells =
        lines.flat_map(|(name, texts)| texts.into_iter().enumerate().map(move |(k, text)| ((name.clone(), k), text)));
    cells.map(|((name, k), text)| ((name, k), (of.heads.get(k).cloned().unwrap_or_default(), text))).collect()
}
