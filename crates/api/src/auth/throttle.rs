//! Brakes on guessing: after some attempts, each next one has to wait twice as long as the one before.
//!
//! Attempts count from the moment they begin, so that many at once do not slip through; success
//! forgives them. The count is of this process and gone with it.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Whose attempts are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// A network address, coarsened to what one subscriber has.
    Address(IpAddr),
    /// A login, whether it exists or not, by what was typed.
    Login(String),
    /// A login that asks for mail.
    Mail(String),
}

impl Key {
    /// The address; of IPv6 the network of 64 bits, which one subscriber has to itself.
    pub(crate) fn address(address: IpAddr) -> Self {
        Self::Address(match address {
            IpAddr::V4(v4) => IpAddr::V4(v4),
            IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
                Some(v4) => IpAddr::V4(v4),
                None => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
            },
        })
    }

    const fn rule(&self) -> Rule {
        match self {
            // Offices and schools share an address.
            Self::Address(_) => Rule { free: 30, longest: TimeDelta::minutes(5) },
            // A stranger can slow a login down, but not shut its owner out for long.
            Self::Login(_) => Rule { free: 8, longest: TimeDelta::seconds(60) },
            Self::Mail(_) => Rule { free: 3, longest: TimeDelta::minutes(15) },
        }
    }
}

struct Rule {
    /// Attempts without waiting.
    free: u32,
    /// The longest wait.
    longest: TimeDelta,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    attempts: u32,
    last: DateTime<Utc>,
    not_before: DateTime<Utc>,
}

/// Counts of attempts.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    by_key: HashMap<Key, Count>,
    swept: DateTime<Utc>,
}

/// A count is forgotten after this long without an attempt.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(30);
/// How often forgotten counts are thrown away; looking at all of them at each attempt would help a flood.
const SWEEP_EVERY: TimeDelta = TimeDelta::minutes(1);

impl Throttle {
    /// Counts an attempt under each key, or says how long to wait; then none is counted.
    ///
    /// # Errors
    /// The longest wait among the keys.
    pub(crate) fn attempt(&self, keys: &[Key], now: DateTime<Utc>) -> Result<(), Duration> {
        let mut counts = self.lock();
        if now - counts.swept >= SWEEP_EVERY {
            counts.by_key.retain(|_, count| now - count.last < FORGOTTEN_AFTER);
            counts.swept = now;
        }
        let waits = keys.iter().filter_map(|key| counts.by_key.get(key)).map(|count| count.not_before - now);
        if let Some(wait) = waits.filter_map(|wait| wait.to_std().ok()).filter(|wait| !wait.is_zero()).max() {
            return Err(wait);
        }
        for key in keys {
            let count = counts.by_key.entry(key.clone()).or_insert(Count { attempts: 0, last: now, not_before: now });
            if now - count.last >= FORGOTTEN_AFTER {
                count.attempts = 0;
            }
            count.attempts = count.attempts.saturating_add(1);
            count.last = now;
            count.not_before = now + key.rule().wait_after(count.attempts);
        }
        Ok(())
    }

    /// Takes one attempt back under an address, all under a login: it was the right person.
    pub(crate) fn succeeded(&self, keys: &[Key]) {
        let mut counts = self.lock();
        for key in keys {
            match (key, counts.by_key.get_mut(key)) {
                (Key::Address(_), Some(count)) => {
                    count.attempts = count.attempts.saturating_sub(1);
                    count.not_before = count.last;
                }
                _ => {
                    counts.by_key.remove(key);
                }
            }
        }
    }

    /// A thread that panicked leaves a map of counts that is as good as before.
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    /// 1 s after the free attempts, then 2, 4, 8 … up to the longest.
    fn wait_after(&self, attempts: u32) -> TimeDelta {
        match attempts.checked_sub(self.free) {
            None => TimeDelta::zero(),
            Some(over) => TimeDelta::seconds(1_i64 << over.min(20)).min(self.longest),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    fn login() -> [Key; 1] {
        [Key::Login("jo@example.org".to_owned())]
    }

    #[test]
    fn waits_double_after_the_free_attempts_and_end_somewhere() {
        let throttle = Throttle::default();
        let mut now = 0;
        for _ in 0..8 {
            throttle.attempt(&login(), at(now)).unwrap();
        }
        for expected in [1, 2, 4, 8, 16, 32, 60, 60] {
            let wait = throttle.attempt(&login(), at(now)).unwrap_err();
            assert_eq!(wait, Duration::from_secs(expected));
            now += i64::try_from(expected).unwrap();
            throttle.attempt(&login(), at(now)).unwrap();
        }
    }

    #[test]
    fn success_forgives_a_login_and_time_does_too() {
        let throttle = Throttle::default();
        for _ in 0..8 {
            throttle.attempt(&login(), at(0)).unwrap();
        }
        throttle.succeeded(&login());
        throttle.attempt(&login(), at(0)).unwrap();
        for _ in 0..7 {
            throttle.attempt(&login(), at(0)).unwrap();
        }
        assert!(throttle.attempt(&login(), at(0)).is_err());
        for _ in 0..8 {
            throttle.attempt(&login(), at(30 * 60)).unwrap();
        }
    }

    #[test]
    fn success_under_an_address_takes_back_one_attempt_only() {
        let throttle = Throttle::default();
        let address = [Key::address("192.0.2.1".parse().unwrap())];
        for _ in 0..30 {
            throttle.attempt(&address, at(0)).unwrap();
        }
        assert!(throttle.attempt(&address, at(0)).is_err());
        throttle.succeeded(&address);
        throttle.attempt(&address, at(0)).unwrap();
        assert!(throttle.attempt(&address, at(0)).is_err());
    }

    #[test]
    fn one_subscriber_of_ipv6_is_one_key() {
        let key = |text: &str| Key::address(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }
}
