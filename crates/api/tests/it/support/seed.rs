//! What every test's database holds at the beginning: two organisations that know nothing of each other.
//!
//! The own organisation runs two communities. `home` has two members with a meter each, a community manager
//! and a member who logs in; `sibling` belongs to the same organisation, and neither of those two knows it.
//! The foreign organisation has a community with a member and a meter too, and an account.

use super::samples;
use api_types::{CommunityInput, ForecastInput, KeyInput, MemberInput, NewCustomer, NewMeter};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::market::{Load, MARKETS};
use domain::role::Grant;
use domain::text::Email;
use domain::vocabulary::{Locale, Region};
use serde_json::{Value, json};
use store::{Actor, CustomerOffer, NewLogin, Store, Tx, WriteContext, Written};
use uuid::Uuid;

/// The password of every seeded login.
pub(crate) const PASSWORD: &str = "a quiet harbour at dawn";

/// What hashing costs in tests: as little as argon2 allows without losing a parameter.
pub(crate) const MEMORY_KIB: u32 = 64;
pub(crate) const PASSES: u32 = 1;

/// Ids of what was seeded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seed {
    pub(crate) own: Organisation,
    pub(crate) foreign: Organisation,
}

/// An organisation; the foreign one has no sibling, its ids there are nil.
#[derive(Debug, Clone, Default)]
pub(crate) struct Organisation {
    pub(crate) id: Uuid,
    pub(crate) home: Community,
    pub(crate) sibling: Community,
    /// The relation of its manager, as the organisation's users show it.
    pub(crate) manager: Uuid,
    /// An account; the own one is looked after by `Who::Kam`, and its customer is `Who::Customer`.
    pub(crate) customer: Uuid,
    /// The account of another key account manager; in the own organisation only.
    pub(crate) other_customer: Uuid,
    /// The client's own forecast of `customer`.
    pub(crate) forecast: Uuid,
}

/// A community with a member who owns a meter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Community {
    pub(crate) id: Uuid,
    /// A person, who owns `meter`.
    pub(crate) owner: Uuid,
    pub(crate) meter: Uuid,
    pub(crate) ean: String,
    /// A key, its version 1.
    pub(crate) key: Uuid,
    /// A company, who owns `other_meter`; in `home` of the own organisation only.
    pub(crate) other: Uuid,
    pub(crate) other_meter: Uuid,
}

pub(crate) async fn plant(store: &Store) -> Seed {
    let now: DateTime<Utc> = "2026-06-01T08:00:00Z".parse().unwrap();
    let context = WriteContext { actor: Actor::Program, now, request_id: None, idempotency: None };
    let hash = hash(PASSWORD);
    let written = store.write(&context, async |tx| {
        // Published before anybody shares it.
        tx.platform().publish_forecast(MARKETS[0].id, &forecast()).await?;
        let own = own(tx, &hash).await?;
        let foreign = foreign(tx, &hash).await?;
        let operator = login(tx, "operator", &hash).await?;
        tx.accounts().grant_operator(operator).await?;
        Ok(Seed { own, foreign })
    });
    match written.await.unwrap() {
        Written::Fresh(seed) => seed,
        Written::Replayed(_) => unreachable!("there was no key"),
    }
}

/// A password's hash as the server keeps it.
fn hash(password: &str) -> String {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password(password.as_bytes()).unwrap().to_string()
}

async fn own(tx: &Tx, hash: &str) -> Result<Organisation, store::Error> {
    let id = tx.platform().create_organisation("Parc Energy").await?.id;
    let mut home = community(tx, id, "Quartier du Parc", 1).await?;
    let school = json!({ "kind": "company", "company_name": "Park School", "status": "active" });
    home.other = member(tx, id, home.id, school).await?;
    home.other_meter = meter(tx, id, home.id, &samples::ean(2), home.other).await?;
    let sibling = community(tx, id, "Quartier du Canal", 3).await?;

    let here = |name: &'static str, grant: Grant| user(tx, id, name, hash, grant);
    let organisation = id;
    let (_, manager) = here("manager", Grant::Manager { organisation }).await?;
    here("community", Grant::CommunityManager { organisation, community: home.id }).await?;
    here("member", Grant::Member { organisation, community: home.id, member: home.owner }).await?;
    let (kam, _) = here("kam", Grant::Kam { organisation }).await?;
    let (other_kam, _) = here("kam2", Grant::Kam { organisation }).await?;
    login(tx, "customer", hash).await?;
    let customer = account(tx, id, kam, "customer").await?;
    tx.accounts().accept_invitation("customer", None).await?;
    let other_customer = account(tx, id, other_kam, "other.customer").await?;
    let forecast = client_forecast(tx, id, customer).await?;
    Ok(Organisation { id, home, sibling, manager, customer, other_customer, forecast })
}

async fn foreign(tx: &Tx, hash: &str) -> Result<Organisation, store::Error> {
    let id = tx.platform().create_organisation("Other Energy").await?.id;
    let home = community(tx, id, "Elsewhere", 9).await?;
    let (stranger, manager) = user(tx, id, "stranger", hash, Grant::Manager { organisation: id }).await?;
    let customer = account(tx, id, stranger, "foreign.customer").await?;
    let forecast = client_forecast(tx, id, customer).await?;
    let (sibling, other_customer) = (Community::default(), Uuid::nil());
    Ok(Organisation { id, home, sibling, manager, customer, other_customer, forecast })
}

/// An account of the login `kam`, whose customer `name` is invited by the token of that name.
async fn account(tx: &Tx, organisation: Uuid, kam: Uuid, name: &str) -> Result<Uuid, store::Error> {
    // Many tests create optimisations here at once.
    let body = samples::with(samples::customer(&email(name)), "/services/0/max_optimisations", 1000);
    let input: NewCustomer = samples::typed(body);
    let offer = CustomerOffer { token_hash: name.to_owned(), expires_at: tx.now() + TimeDelta::days(7) };
    let new = input.to_domain().unwrap();
    Ok(tx.organisation(organisation).create_customer(kam, &new, Locale::En, &offer).await?.view.id)
}

async fn client_forecast(tx: &Tx, organisation: Uuid, customer: Uuid) -> Result<Uuid, store::Error> {
    let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let published = tx.customer(organisation, customer).publish_forecast(MARKETS[0].id, &forecast(), today).await?;
    Ok(published.0.id)
}

fn forecast() -> domain::market::ForecastFields {
    let input: ForecastInput = samples::typed(samples::forecast());
    input.to_domain(&[Load::Base, Load::Peak]).unwrap()
}

/// A community with a member and the meter they own, its EAN the `n`th of the series.
async fn community(tx: &Tx, organisation: Uuid, name: &str, n: u64) -> Result<Community, store::Error> {
    let input: CommunityInput = samples::typed(samples::community(name));
    let id = tx.organisation(organisation).create_community(&input.to_domain().unwrap()).await?.id;
    let owner = member(tx, organisation, id, samples::person("Household", "A")).await?;
    let ean = samples::ean(n);
    let meter = meter(tx, organisation, id, &ean, owner).await?;
    let key: KeyInput = samples::typed(samples::key("Seeded"));
    let key = tx.community(organisation, id).create_key(&key.to_domain().unwrap()).await?.id;
    Ok(Community { id, owner, meter, ean, key, other: Uuid::nil(), other_meter: Uuid::nil() })
}

async fn member(tx: &Tx, organisation: Uuid, community: Uuid, body: Value) -> Result<Uuid, store::Error> {
    let input: MemberInput = samples::typed(body);
    Ok(tx.community(organisation, community).create_member(&input.to_domain().unwrap()).await?.id)
}

async fn meter(tx: &Tx, organisation: Uuid, community: Uuid, ean: &str, owner: Uuid) -> Result<Uuid, store::Error> {
    let valid_from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let body = samples::with(samples::meter(ean, valid_from), "/configuration/member_id", owner.to_string());
    let input: NewMeter = samples::typed(body);
    let command = input.to_domain(Region::Wallonia).unwrap();
    Ok(tx.community(organisation, community).create_meter(&command).await?.id)
}

/// A login that is an accepted user of an organisation: its id, and the id of that relation.
async fn user(tx: &Tx, organisation: Uuid, name: &str, hash: &str, grant: Grant) -> Result<(Uuid, Uuid), store::Error> {
    let login = login(tx, name, hash).await?;
    Ok((login, tx.organisation(organisation).add_user(login, &[grant]).await?.id))
}

async fn login(tx: &Tx, name: &str, hash: &str) -> Result<Uuid, store::Error> {
    let login = NewLogin {
        email: Email::parse(&email(name)).unwrap(),
        name: format!("Test {name}"),
        locale: Locale::En,
        password_hash: hash.to_owned(),
    };
    Ok(tx.accounts().create_login(&login).await?.id)
}

/// The address of a seeded login.
pub(crate) fn email(name: &str) -> String {
    format!("{name}@example.org")
}
