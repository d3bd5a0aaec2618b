//! Optimisations, fixings and recipients into `domain` and back.

use crate::{
    BaselineForecast, FixingCancellation, FixingInput, NotificationRecipientInput, NotificationSettings,
    NotificationSettingsInput, Optimisation, OptimisationInput, PeriodInput,
};
use domain::Violations;
use domain::advice::NewFixing;
use domain::notification::{Recipient, RecipientDraft, RecipientKind, check_recipients};
use domain::optimisation::{Baseline, OptimisationDraft, OptimisationFields, OwnPeriod, PeriodDraft};

impl OptimisationInput {
    /// The parameters, checked; whether the market and the forecast are the customer's is for the server to say.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<OptimisationFields, Violations> {
        let draft = OptimisationDraft {
            contract_name: &self.contract_name,
            market: self.market_id,
            points_of_delivery: &self.points_of_delivery,
            tariff_indexes: &self.tariff_indexes,
            minimum_period: self.minimum_period,
            minimum_fixing_percent: self.minimum_fixing_percent,
            delivery_from: self.delivery_from,
            delivery_to: self.delivery_to,
            risk: self.risk_appetite,
            percent_to_fix: self.percent_to_fix,
            baseline: Baseline { origin: self.baseline.origin, scenario: self.baseline.scenario },
            target_price: self.target_price_per_mwh.as_deref(),
            periods: self.periods.iter().map(PeriodInput::draft).collect(),
        };
        draft.check()
    }
}

impl PeriodInput {
    fn draft(&self) -> PeriodDraft<'_> {
        PeriodDraft {
            from: self.from,
            risk: self.risk_appetite,
            percent_to_fix: self.percent_to_fix,
            window_from: self.window_from,
            window_to: self.window_to,
            target_price: self.target_price_per_mwh.as_deref(),
            volumes: self.volumes_wh.as_deref(),
        }
    }
}

impl From<&OwnPeriod> for PeriodInput {
    fn from(own: &OwnPeriod) -> Self {
        Self {
            from: own.from,
            risk_appetite: own.risk,
            percent_to_fix: own.to_fix.map(|percent| percent.decimal()),
            window_from: own.window_from,
            window_to: own.window_to,
            target_price_per_mwh: own.target.map(|price| price.to_string()),
            volumes_wh: own.volumes.clone(),
        }
    }
}

impl From<Baseline> for BaselineForecast {
    fn from(baseline: Baseline) -> Self {
        Self { origin: baseline.origin, scenario: baseline.scenario }
    }
}

impl Optimisation {
    /// Its parameters, to change and send back.
    #[must_use]
    pub fn to_input(&self) -> OptimisationInput {
        OptimisationInput {
            contract_name: self.contract_name.clone(),
            market_id: self.market.id,
            points_of_delivery: self.points_of_delivery.clone(),
            tariff_indexes: self.tariff_indexes.clone(),
            minimum_period: self.minimum_period,
            minimum_fixing_percent: self.minimum_fixing_percent,
            delivery_from: self.delivery_from,
            delivery_to: self.delivery_to,
            risk_appetite: self.risk_appetite,
            percent_to_fix: self.percent_to_fix,
            baseline: self.baseline,
            target_price_per_mwh: self.target_price_per_mwh.clone(),
            periods: self.periods.iter().filter_map(|period| period.own.clone()).collect(),
        }
    }
}

impl FixingInput {
    /// The fixing, checked by itself; whether the period has room for it is for the server to say.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<NewFixing, Violations> {
        NewFixing::new(self.period_from, self.fixed_on, self.percent, &self.price_per_mwh, self.advice_id)
    }
}

impl FixingCancellation {
    /// The reason, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<String, Violations> {
        domain::advice::cancel_reason(&self.reason)
    }
}

impl NotificationSettingsInput {
    /// The recipients, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Vec<Recipient>, Violations> {
        let drafts: Vec<RecipientDraft<'_>> = self.recipients.iter().map(NotificationRecipientInput::draft).collect();
        check_recipients(&drafts)
    }
}

impl NotificationRecipientInput {
    fn draft(&self) -> RecipientDraft<'_> {
        RecipientDraft {
            kind: self.kind,
            email: self.email.as_deref(),
            name: self.name.as_deref(),
            locale: self.locale,
            events: &self.events,
            in_app: self.in_app,
            mail: self.mail,
        }
    }
}

impl NotificationSettings {
    /// The recipients, to change and send back. Addresses of the account itself are not sent.
    #[must_use]
    pub fn to_input(&self) -> NotificationSettingsInput {
        let input = |recipient: &crate::NotificationRecipient| {
            let other = recipient.kind == RecipientKind::Other;
            NotificationRecipientInput {
                kind: recipient.kind,
                email: other.then(|| recipient.email.clone()),
                name: other.then(|| recipient.name.clone()),
                locale: other.then_some(recipient.locale),
                events: recipient.events.clone(),
                in_app: recipient.in_app,
                mail: recipient.mail,
            }
        };
        NotificationSettingsInput { recipients: self.recipients.iter().map(input).collect() }
    }
}
