//! Customer accounts: what is typed of them, and what their days mean.

use crate::{found, outcome, param};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::customer::{
    Access, CustomerDraft, CustomerKind, Editor, ForecastOrigin, OPTIMISATIONS_MAX, SERVICES_MAX, Service,
    ServiceDraft, ServiceState, SharedForecasts, erased_at,
};
use domain::market::MARKETS;
use uuid::Uuid;

const BASE: &[ForecastOrigin] = &[ForecastOrigin::Application];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn service(market: usize) -> ServiceDraft<'static> {
    ServiceDraft {
        market: MARKETS[market].id,
        start: day("2026-11-28"),
        end: day("2027-12-31"),
        forecasts: BASE,
        max_optimisations: 2,
    }
}

fn account(services: Vec<ServiceDraft<'static>>) -> CustomerDraft<'static> {
    CustomerDraft {
        company: " Bakery ",
        reference: Some(" C-42 "),
        last_name: "A",
        first_name: "Contact",
        phone: "+32 2 555 00 00",
        locale: None,
        access: true,
        editor: Some(Editor::Customer),
        services: Some(services),
    }
}

fn wrong(draft: &CustomerDraft<'_>) -> Vec<String> {
    draft.check().err().map(|violations| found(&violations)).unwrap_or_default()
}

#[test]
fn an_account_is_kept_as_it_is_meant() {
    let new = account(vec![service(0), service(3)]).check_new("Jo@Example.org", true).unwrap();
    assert_eq!((new.email.as_str(), new.kind), ("Jo@Example.org", CustomerKind::Demo));
    assert_eq!((new.fields.company.as_str(), new.fields.reference.as_deref()), ("Bakery", Some("C-42")));
    let Access::Yes { editor, services: Some(services) } = new.fields.access else { panic!("no access") };
    assert_eq!((editor, services.len()), (Editor::Customer, 2));
    let blank = CustomerDraft { reference: Some("  "), ..account(vec![]) };
    assert_eq!(blank.check().unwrap().reference, None);
}

#[test]
fn what_a_person_must_say_is_told_at_once() {
    let empty = CustomerDraft {
        company: " ",
        last_name: "",
        first_name: "",
        phone: "",
        editor: None,
        reference: None,
        ..account(vec![])
    };
    let violations = empty.check_new("", false).unwrap_err();
    let mut places = found(&violations);
    places.sort();
    let expected =
        ["/company", "/contact/email", "/contact/first_name", "/contact/last_name", "/contact/phone", "/editor"];
    assert_eq!(places, expected.map(|place| format!("{place} required")));
}

#[test]
fn without_access_there_is_neither_editor_nor_service() {
    let closed = CustomerDraft { access: false, ..account(vec![service(0)]) };
    assert_eq!(wrong(&closed), ["/editor editor_not_allowed", "/services services_not_allowed"]);
    let closed = CustomerDraft { access: false, editor: None, ..account(vec![]) };
    assert_eq!(closed.check().unwrap().access, Access::No);
    // With access the services may be left as they are.
    let kept = CustomerDraft { services: None, ..account(vec![]) };
    assert!(matches!(kept.check().unwrap().access, Access::Yes { services: None, .. }));
}

#[test]
fn services_are_checked_one_by_one_and_together() {
    let ends = ServiceDraft { end: day("2026-11-27"), ..service(1) };
    let one_day = ServiceDraft { end: day("2026-11-28"), ..service(1) };
    let many = ServiceDraft { max_optimisations: OPTIMISATIONS_MAX + 1, ..service(1) };
    let none = ServiceDraft { max_optimisations: 0, ..service(1) };
    let early = ServiceDraft { start: day("1999-12-31"), ..service(1) };
    for (draft, expected) in [
        (ends, vec!["/services/1/end_date out_of_range"]),
        (one_day, vec![]),
        (many, vec!["/services/1/max_optimisations out_of_range"]),
        (none, vec![]),
        (early, vec!["/services/1/start_date invalid_date"]),
        (service(0), vec!["/services/1/market_id duplicate_market"]),
    ] {
        assert_eq!(wrong(&account(vec![service(0), draft])), expected, "{draft:?}");
    }
    let crowd = vec![ServiceDraft { market: Uuid::nil(), ..service(0) }; SERVICES_MAX + 1];
    assert_eq!(wrong(&account(crowd)), ["/services too_many"]);
    let violations = ends.check().unwrap_err();
    assert_eq!(param(&violations.as_slice()[0].params, "min"), "2026-11-28", "alone as in a list");
}

/// Rule 6: the client's own only in addition to one of the others.
#[test]
fn a_clients_forecast_needs_another_beside_it() {
    use ForecastOrigin::{Application, Client, Manager};
    for (forecasts, expected) in [
        (&[][..], "/forecasts required"),
        (&[Client], "/forecasts client_forecast_needs_base"),
        (&[Application], ""),
        (&[Manager], ""),
        (&[Client, Manager], ""),
        (&[Manager, Application, Client], ""),
    ] {
        let told = ServiceDraft { forecasts, ..service(0) }.check();
        assert_eq!(told.err().map(|wrong| found(&wrong).join(" ")).unwrap_or_default(), expected, "{forecasts:?}");
    }
    let shared = SharedForecasts { application: true, manager: false, client: true };
    assert_eq!(shared.origins(), [Application, Client], "in the order they are offered");
}

/// Rule 7: both days belong to a service.
#[test]
fn a_service_is_active_from_its_first_day_to_its_last() {
    let service = service(0).check().unwrap();
    for (today, state) in [
        ("2026-11-27", ServiceState::Scheduled),
        ("2026-11-28", ServiceState::Active),
        ("2027-12-31", ServiceState::Active),
        ("2028-01-01", ServiceState::Expired),
    ] {
        assert_eq!(service.state(day(today)), state, "{today}");
    }
}

#[test]
fn a_number_is_not_lowered_below_what_there_is() {
    let allows = |max| Service { max_optimisations: max, ..service(0).check().unwrap() };
    for (max, before, used, expected) in [
        (2, Some(5), 2, "ok"),
        (1, Some(5), 2, "below_used"),
        (0, Some(1), 1, "below_used"),
        (1, Some(1), 2, "ok"),
        (1, None, 2, "below_used"),
        (0, None, 0, "ok"),
    ] {
        assert_eq!(outcome(&allows(max).check_used(before, used)), expected, "{max} after {before:?} with {used}");
    }
    assert_eq!(param(&allows(1).check_used(None, 4).unwrap_err().params, "used"), "4");
}

/// Rule 3, and the delay of a deletion.
#[test]
fn a_demo_lives_a_day_and_a_deleted_account_a_month() {
    let at: DateTime<Utc> = "2026-11-28T09:00:00Z".parse().unwrap();
    let deleted = at + TimeDelta::hours(1);
    assert_eq!(erased_at(CustomerKind::Real, at, None), None);
    assert_eq!(erased_at(CustomerKind::Demo, at, None), Some(at + TimeDelta::hours(24)));
    assert_eq!(erased_at(CustomerKind::Real, at, Some(deleted)), Some(deleted + TimeDelta::days(30)));
    assert_eq!(erased_at(CustomerKind::Demo, at, Some(deleted)), Some(at + TimeDelta::hours(24)), "the earlier one");
}
