use crate::{day, found};
use domain::customer::{CustomerState, ServiceState};
use domain::notification::{
    NotificationEvent as E, RecipientDraft, RecipientKind as K, Standing, check_recipients, ending_days, is_trial,
    usual_recipients,
};
use domain::vocabulary::Locale;

const EVENTS: &[E] = &[E::AdviceMissed, E::AdviceDue, E::AdviceDue];

fn draft(kind: K) -> RecipientDraft<'static> {
    let other = kind == K::Other;
    RecipientDraft {
        kind,
        email: other.then_some("buyer@example.org"),
        name: other.then_some("Purchasing"),
        locale: other.then_some(Locale::Nl),
        events: EVENTS,
        in_app: false,
        mail: true,
    }
}

#[test]
fn recipients_are_kept_in_order_with_each_event_once() {
    let kept = check_recipients(&[draft(K::Other), draft(K::Kam), draft(K::Contact)]).unwrap();
    let kinds: Vec<K> = kept.iter().map(|recipient| recipient.who.kind()).collect();
    assert_eq!(kinds, [K::Other, K::Kam, K::Contact]);
    assert_eq!(kept[0].events, [E::AdviceDue, E::AdviceMissed]);
}

#[test]
fn a_recipient_is_named_once_and_only_others_have_an_address() {
    let twice = [draft(K::Kam), draft(K::Kam)];
    assert_eq!(found(check_recipients(&twice)), ["/recipients/1/kind duplicate_value"]);
    let shouting = RecipientDraft { email: Some("BUYER@EXAMPLE.ORG"), ..draft(K::Other) };
    assert_eq!(found(check_recipients(&[draft(K::Other), shouting])), ["/recipients/1/email duplicate_value"]);
    let known = RecipientDraft { kind: K::Contact, ..draft(K::Other) };
    assert_eq!(
        found(check_recipients(&[known])),
        ["/recipients/0/email not_allowed", "/recipients/0/name not_allowed", "/recipients/0/locale not_allowed",]
    );
    let nobody = RecipientDraft { email: None, name: None, locale: None, in_app: true, ..draft(K::Other) };
    assert_eq!(
        found(check_recipients(&[nobody])),
        [
            "/recipients/0/email required",
            "/recipients/0/name required",
            "/recipients/0/locale required",
            "/recipients/0/in_app not_allowed",
        ]
    );
    assert_eq!(found(check_recipients(&vec![draft(K::Kam); 21])), ["/recipients too_many"]);
}

#[test]
fn the_customers_side_is_told_with_access_and_an_active_service_alone() {
    let standing = Standing { account: CustomerState::Active, access: true, service: Some(ServiceState::Active) };
    let told = |standing: Standing| K::ALL.iter().map(|kind| standing.allows(*kind)).collect::<Vec<_>>();
    assert_eq!(told(standing), [true, true, true]);
    for other in [
        Standing { access: false, ..standing },
        Standing { service: None, ..standing },
        Standing { service: Some(ServiceState::Scheduled), ..standing },
        Standing { service: Some(ServiceState::Expired), ..standing },
        Standing { account: CustomerState::Frozen, ..standing },
    ] {
        assert_eq!(told(other), [true, false, false], "{other:?}");
    }
    assert_eq!(told(Standing { account: CustomerState::Deleted, ..standing }), [false; 3]);
}

#[test]
fn without_a_wish_everything_is_told_to_those_who_have_a_login() {
    let kinds = |access| usual_recipients(access).iter().map(|recipient| recipient.who.kind()).collect::<Vec<_>>();
    assert_eq!(kinds(true), [K::Kam, K::Contact]);
    assert_eq!(kinds(false), [K::Kam]);
}

#[test]
fn the_end_of_a_service_is_told_three_times() {
    let end = day("2026-12-31");
    let told: Vec<_> = day("2026-11-01").iter_days().take(70).filter_map(|today| ending_days(end, today)).collect();
    assert_eq!(told, [30, 7, 1]);
    assert!(is_trial(day("2026-12-01"), day("2026-12-31")));
    assert!(!is_trial(day("2026-12-01"), day("2027-01-01")));
}
