//! What an account's services allow: the four ways in which they do not, each with what can be done about it.

use crate::format;
use crate::i18n::{t, tn, tr};
use api_types::{Customer, MarketService};
use client::Error;
use domain::customer::ServiceState;
use uuid::Uuid;

/// Why an optimisation could not be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    kind: Kind,
    market: Uuid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    NotActivated,
    NotStarted,
    Expired,
    QuotaReached,
}

impl Kind {
    const ALL: [Self; 4] = [Self::NotActivated, Self::NotStarted, Self::Expired, Self::QuotaReached];

    /// The code of the server.
    const fn code(self) -> &'static str {
        match self {
            Self::NotActivated => "market_not_activated",
            Self::NotStarted => "service_not_started",
            Self::Expired => "service_expired",
            Self::QuotaReached => "optimisation_quota_reached",
        }
    }
}

impl Refusal {
    /// The refusal that an answer is about.
    pub fn of(error: &Error, market: Uuid) -> Option<Self> {
        let kind = Kind::ALL.into_iter().find(|kind| error.code() == Some(kind.code()))?;
        Some(Self { kind, market })
    }

    /// In one sentence.
    pub fn title(self) -> String {
        t(&format!("optimisations.quota.{}.title", self.kind.code()))
    }

    /// How it stands, and what can be done.
    pub fn words(self, customer: &Customer) -> (String, String) {
        let service = customer.services.iter().find(|service| service.market_id == self.market);
        let day = |day: Option<chrono::NaiveDate>| day.map(format::date).unwrap_or_default();
        let code = self.kind.code();
        let text = match self.kind {
            Kind::NotActivated => t(&format!("optimisations.quota.{code}.text")),
            Kind::NotStarted => {
                tr(&format!("optimisations.quota.{code}.text"), &[("date", &day(service.map(|s| s.start_date)))])
            }
            Kind::Expired => {
                tr(&format!("optimisations.quota.{code}.text"), &[("date", &day(service.map(|s| s.end_date)))])
            }
            Kind::QuotaReached => {
                let max = service.map(|service| service.max_optimisations).unwrap_or_default();
                tn("optimisations.quota.optimisation_quota_reached.text", u64::try_from(max).unwrap_or_default())
            }
        };
        (text, t(&format!("optimisations.quota.{code}.remedy")))
    }
}

/// What the service of a market says before anything is sent.
pub fn remark(customer: &Customer, service: Option<&MarketService>) -> Option<String> {
    if !customer.access {
        return Some(t("optimisations.quota.unlimited"));
    }
    let Some(service) = service else { return Some(t("optimisations.quota.market_not_activated.title")) };
    Some(match service.state {
        ServiceState::Scheduled => {
            tr("optimisations.quota.service_not_started.text", &[("date", &format::date(service.start_date))])
        }
        ServiceState::Expired => {
            tr("optimisations.quota.service_expired.text", &[("date", &format::date(service.end_date))])
        }
        ServiceState::Active => {
            let (used, max) = (service.used_optimisations.to_string(), service.max_optimisations.to_string());
            tr("optimisations.quota.used", &[("used", &used), ("max", &max)])
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_a_code_of_its_own() {
        let codes: std::collections::BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        assert_eq!(Refusal::of(&Error::Timeout, Uuid::nil()), None);
    }
}
