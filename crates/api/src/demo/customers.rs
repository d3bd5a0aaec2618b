//! Customer accounts of the demo, in every state an account can be in.

use super::{checked, email, inconsistent};
use chrono::{Days, NaiveDate, TimeDelta};
use domain::customer::{CustomerDraft, Editor, ForecastOrigin, ServiceDraft};
use domain::market;
use domain::vocabulary::Locale;
use store::{CustomerOffer, Tx};
use uuid::Uuid;

const APPLICATION: &[ForecastOrigin] = &[ForecastOrigin::Application];
const WITH_CLIENT: &[ForecastOrigin] = &[ForecastOrigin::Application, ForecastOrigin::Client];
const BOTH: &[ForecastOrigin] = &[ForecastOrigin::Application, ForecastOrigin::Manager];

/// A service: market, first and last day counted from today, what is shared, how many optimisations.
type Service = (&'static str, i64, i64, &'static [ForecastOrigin], i64);

/// An account.
struct Account {
    company: &'static str,
    contact: &'static str,
    address: &'static str,
    demo: bool,
    /// Who edits; without access nobody.
    editor: Option<Editor>,
    services: &'static [Service],
    state: State,
}

/// What became of an account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// As it was created.
    New,
    /// Its customer, who has a login, has accepted.
    Accepted,
    Frozen,
    Deleted,
}

const fn plain(company: &'static str, contact: &'static str, address: &'static str) -> Account {
    Account { company, contact, address, demo: false, editor: None, services: &[], state: State::New }
}

/// Those of the first account manager: one that works, one not given access, and the ways between.
const FIRST: [Account; 7] = [
    Account {
        editor: Some(Editor::Customer),
        services: &[
            ("be_power", -60, 400, WITH_CLIENT, 3),
            ("ttf", 30, 395, APPLICATION, 1),
            ("peg", -400, -35, APPLICATION, 1),
        ],
        state: State::Accepted,
        ..plain("Bakery", "A", "customer@demo.clef.test")
    },
    plain("Brewery", "B", "brewery@example.org"),
    Account {
        editor: Some(Editor::Kam),
        services: &[("be_power", 14, 379, BOTH, 2), ("ttf", 14, 379, BOTH, 1)],
        ..plain("Greenhouse", "C", "greenhouse@example.org")
    },
    Account {
        editor: Some(Editor::Kam),
        services: &[("ttf", -380, -15, APPLICATION, 1)],
        ..plain("Sawmill", "D", "sawmill@example.org")
    },
    Account {
        editor: Some(Editor::Customer),
        services: &[("be_power", -5, 10, APPLICATION, 1)],
        ..plain("Laundry", "E", "laundry@example.org")
    },
    Account {
        demo: true,
        editor: Some(Editor::Kam),
        services: &[("fr_power", 0, 30, APPLICATION, 1)],
        ..plain("Prospect", "F", "prospect@example.org")
    },
    Account {
        editor: Some(Editor::Kam),
        services: &[("be_power", -30, 335, APPLICATION, 1)],
        state: State::Frozen,
        ..plain("Paper mill", "G", "paper.mill@example.org")
    },
];

/// Those of the second.
const SECOND: [Account; 3] = [
    Account {
        editor: Some(Editor::Kam),
        services: &[("be_power", -10, 355, BOTH, 4), ("psv", -10, 20, APPLICATION, 1)],
        ..plain("Hospital", "H", "hospital@example.org")
    },
    plain("Dairy", "I", "dairy@example.org"),
    Account { state: State::Deleted, ..plain("Foundry", "J", "foundry@example.org") },
];

/// Fills the accounts that these two logins look after.
pub(super) async fn fill(tx: &Tx, organisation: Uuid, kams: [Uuid; 2], today: NaiveDate) -> Result<(), store::Error> {
    let accounts = FIRST.iter().map(|account| (kams[0], account));
    let accounts = accounts.chain(SECOND.iter().map(|account| (kams[1], account)));
    for (number, (kam, account)) in (1001..).zip(accounts) {
        create(tx, organisation, kam, account, &format!("C-{number}"), today).await?;
    }
    Ok(())
}

async fn create(
    tx: &Tx,
    organisation: Uuid,
    kam: Uuid,
    account: &Account,
    reference: &str,
    today: NaiveDate,
) -> Result<(), store::Error> {
    let services = account.services.iter().map(|service| draft(service, today)).collect::<Result<Vec<_>, _>>()?;
    let draft = CustomerDraft {
        company: account.company,
        reference: Some(reference),
        last_name: account.contact,
        first_name: "Contact",
        phone: "+32 2 555 00 00",
        locale: Some(Locale::En),
        access: account.editor.is_some(),
        editor: account.editor,
        services: account.editor.map(|_| services),
    };
    let new = checked(draft.check_new(email(account.address)?.as_str(), account.demo))?;
    // Nobody has this link: it is the hash of nothing.
    let offer = CustomerOffer { token_hash: format!("demo {reference}"), expires_at: tx.now() + TimeDelta::days(7) };
    let created = tx.organisation(organisation).create_customer(kam, &new, Locale::En, &offer).await?.view;
    let writer = tx.customer(organisation, created.id);
    match account.state {
        State::New => Ok(()),
        State::Accepted => tx.accounts().accept_invitation(&offer.token_hash, None).await.map(drop),
        State::Frozen => writer.set_frozen(None, true).await.map(drop),
        State::Deleted => writer.delete(created.version).await,
    }
}

fn draft(
    (market, from, to, forecasts, max): &Service,
    today: NaiveDate,
) -> Result<ServiceDraft<'static>, store::Error> {
    let market = market::find(market).ok_or_else(|| inconsistent("a demo market that is in no catalogue"))?;
    let day = |days: i64| {
        let shifted = if days < 0 {
            today.checked_sub_days(Days::new(days.unsigned_abs()))
        } else {
            today.checked_add_days(Days::new(days.unsigned_abs()))
        };
        shifted.ok_or_else(|| inconsistent("the end of time"))
    };
    Ok(ServiceDraft { market: market.id, start: day(*from)?, end: day(*to)?, forecasts, max_optimisations: *max })
}
