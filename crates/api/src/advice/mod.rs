//! What the clock and forecasts bring to calendars of fixing advice, and telling it.
//!
//! A calendar is brought up to the day when it is read, and by a task that looks every minute: so nobody sees an advice of
//! yesterday as open, and those who are to be told need not look. Telling happens in the transaction of its cause, in the
//! application and as mails in the outbox; the store sees to it that nobody is told anything twice.

pub(crate) mod ical;

use crate::mail::Letter;
use crate::state::State;
use domain::key::{Percent, percentage};
use domain::notification::{NotificationEvent, ending_days, is_trial};
use std::time::Duration;
use store::{Actor, CustomerWriter, DueAdvice, EndingServiceView, News, NewsMail, Recalculated, Tx, WriteContext};
use uuid::Uuid;

/// How many are looked at between two questions to the database.
const AT_ONCE: u64 = 100;

/// Keeps everything up to the day, for as long as the program runs.
pub(crate) async fn keep_up(state: &State, every: Duration) {
    loop {
        if let Err(error) = catch_up(state).await {
            tracing::warn!(%error, "cannot bring the calendars of advice up to the day");
        }
        tokio::time::sleep(every).await;
    }
}

/// Does what is due now.
async fn catch_up(state: &State) -> Result<(), store::Error> {
    while refresh(state, None).await? > 0 {}
    while tell_advice(state).await? > 0 {}
    for service in state.store().platform().services_to_tell(state.now()).await? {
        tell_service(state, &service).await?;
    }
    Ok(())
}

/// Brings calendars up to the day; one of them, when it is named. Returns how many were calculated anew.
///
/// # Errors
/// Those of the store.
pub(crate) async fn refresh(state: &State, only: Option<Uuid>) -> Result<usize, store::Error> {
    let due = state.store().platform().calendars_to_refresh(only, state.now(), AT_ONCE).await?;
    for one in &due {
        let context = by_itself(state);
        let written = state.store().write(&context, async |tx| {
            let writer = tx.customer(one.organisation_id, one.customer_id);
            if let Some(calculated) = writer.refresh_calendar(one.id).await? {
                announce(state, tx, &writer, one.id, &calculated).await?;
            }
            Ok(())
        });
        written.await?;
    }
    if !due.is_empty() {
        state.mail_is_waiting();
    }
    Ok(due.len())
}

/// Tells of a new version: what passed unused, and that other days are advised.
///
/// # Errors
/// Those of the store.
pub(crate) async fn announce(
    state: &State,
    tx: &Tx,
    writer: &CustomerWriter<'_>,
    optimisation: Uuid,
    calculated: &Recalculated,
) -> Result<(), store::Error> {
    for missed in &calculated.missed {
        let news = News {
            day: Some(missed.on),
            period: Some(missed.period),
            percent: Some(missed.percent),
            ..news(NotificationEvent::AdviceMissed, missed.id)
        };
        send(state, tx, writer.tell(optimisation, &news).await?).await?;
    }
    // The first version is no change, and its author sees it at once.
    if calculated.number > 1 && calculated.changes > 0 {
        let news = News {
            calendar_version: Some(calculated.number),
            ..news(NotificationEvent::CalendarChanged, calculated.id)
        };
        send(state, tx, writer.tell(optimisation, &news).await?).await?;
    }
    Ok(())
}

/// Tells of advice for today. Returns how much of it there was.
async fn tell_advice(state: &State) -> Result<usize, store::Error> {
    let due = state.store().platform().advice_to_tell(state.now(), AT_ONCE).await?;
    for advice in &due {
        let news = due_news(state, advice);
        let context = by_itself(state);
        let written = state.store().write(&context, async |tx| {
            let writer = tx.customer(advice.organisation_id, advice.customer_id);
            send(state, tx, writer.tell(advice.optimisation_id, &news).await?).await
        });
        written.await?;
    }
    if !due.is_empty() {
        state.mail_is_waiting();
    }
    Ok(due.len())
}

fn due_news(state: &State, advice: &DueAdvice) -> News {
    News {
        day: Some(state.today()),
        period: Some(advice.period_from),
        percent: u32::try_from(advice.percent).ok().and_then(Percent::from_millionths),
        ..news(NotificationEvent::AdviceDue, advice.id)
    }
}

async fn tell_service(state: &State, service: &EndingServiceView) -> Result<(), store::Error> {
    let Some(left) = ending_days(service.end_date, state.today()) else { return Ok(()) };
    let trial = is_trial(service.start_date, service.end_date);
    let event = if trial { NotificationEvent::TrialEnding } else { NotificationEvent::ServiceEnding };
    let news = News {
        // A service that is extended ends again, and is told again.
        detail: format!("{} {left}", service.end_date),
        day: Some(service.end_date),
        days_left: Some(left),
        ..news(event, service.service_id)
    };
    let context = by_itself(state);
    let written = state.store().write(&context, async |tx| {
        let writer = tx.customer(service.organisation_id, service.customer_id);
        send(state, tx, writer.tell_of_service(service.market_id, &news).await?).await
    });
    written.await?;
    state.mail_is_waiting();
    Ok(())
}

const fn news(event: NotificationEvent, subject: Uuid) -> News {
    News {
        event,
        subject,
        detail: String::new(),
        day: None,
        period: None,
        percent: None,
        calendar_version: None,
        days_left: None,
    }
}

/// Appends the mails of news to the outbox.
async fn send(state: &State, tx: &Tx, mails: Vec<NewsMail>) -> Result<(), store::Error> {
    for mail in mails {
        let (customer, to_customer, email) = (mail.customer_id, mail.to_customer, mail.email.clone());
        let letter = letter(state, mail).to(&email)?;
        if to_customer {
            tx.mail_to_customer(customer, letter).await?;
        } else {
            tx.mail(letter).await?;
        }
    }
    Ok(())
}

fn letter(state: &State, mail: NewsMail) -> Letter {
    let origin = state.public_url().origin();
    let (about, link) = match mail.optimisation {
        Some((id, contract)) => (format!("{}, {contract}", mail.company), format!("{origin}/optimisations/{id}")),
        None if mail.to_customer => (mail.company, format!("{origin}/")),
        None => {
            let path = format!("organisations/{}/customers/{}", mail.organisation_id, mail.customer_id);
            (mail.company, format!("{origin}/{path}"))
        }
    };
    Letter::News {
        locale: mail.locale,
        name: mail.name,
        event: mail.news.event,
        about,
        market: mail.market,
        day: mail.news.day,
        period: mail.news.period,
        percent: mail.news.percent.map(|percent| percentage(percent.millionths().into()).to_string()),
        days_left: mail.news.days_left,
        link,
    }
}

fn by_itself(state: &State) -> WriteContext {
    WriteContext { actor: Actor::Program, now: state.now(), request_id: None, idempotency: None }
}
