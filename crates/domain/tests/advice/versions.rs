use crate::{day, percent};
use domain::advice::{AdviceDay, ChangeKind, difference};

fn advice(on: &str, hundredths: u32) -> AdviceDay {
    AdviceDay { period: day("2027-01-01"), on: day(on), percent: percent(hundredths) }
}

#[test]
fn versions_differ_by_day_and_percentage() {
    let before = [advice("2026-03-02", 2000), advice("2026-06-01", 2000), advice("2026-09-01", 2000)];
    let after = [advice("2026-03-02", 2000), advice("2026-06-01", 3000), advice("2026-10-01", 1000)];
    let changes = difference(&before, &after);
    let seen: Vec<_> = changes.iter().map(|change| (change.on.to_string(), change.kind())).collect();
    let expected = [
        ("2026-06-01".to_owned(), ChangeKind::Changed),
        ("2026-09-01".to_owned(), ChangeKind::Removed),
        ("2026-10-01".to_owned(), ChangeKind::Added),
    ];
    assert_eq!(seen, expected);
    assert_eq!((changes[0].before, changes[0].after), (Some(percent(2000)), Some(percent(3000))));
    assert!(difference(&before, &before).is_empty());
    assert_eq!(difference(&[], &after).len(), 3);
}

#[test]
fn two_tranches_of_a_day_count_together_and_periods_apart() {
    let split = [advice("2026-03-02", 1000), advice("2026-03-02", 1000)];
    assert!(difference(&split, &[advice("2026-03-02", 2000)]).is_empty());
    let other = AdviceDay { period: day("2028-01-01"), ..advice("2026-03-02", 2000) };
    assert_eq!(difference(&split, &[other]).len(), 2);
}
