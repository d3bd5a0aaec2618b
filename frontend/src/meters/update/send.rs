//! Sending a change.

use super::super::changes;
use super::super::periods::{Plan, Target, ground};
use super::super::writes::Written;
use super::{Step, Update};
use crate::format;
use crate::i18n::{t, tr};
use api_types::{ConfigurationInput, Meter};
use client::{Error, Versioned};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The meter was changed since it was read.
const STALE: u16 = 412;

impl Update {
    /// Sends what the summary shows.
    pub(super) fn send(self) {
        let Ok(plan) = untrack(|| self.plan()) else { return self.show(Step::Fields) };
        if plan.is_empty(self.target) || self.state.busy.get_untracked() {
            return;
        }
        self.state.busy.set(true);
        let meter = self.seen.get_untracked();
        spawn_local(async move {
            match self.write(&meter.etag, &plan).await {
                Ok(written) => self.finish(written, &plan),
                Err(error) if error.status() == Some(STALE) => self.renew(&meter).await,
                Err(error) => self.refuse(&error),
            }
            self.state.busy.try_set(false);
        });
    }

    async fn write(self, etag: &str, plan: &Plan) -> Result<Written, Error> {
        match self.target {
            Target::New => {
                let body = plan.change();
                let key = self.attempt.key(&body);
                self.writes.add(etag, &body, &key).await
            }
            Target::Period(_) => self.writes.replace(&plan.old, etag, &ConfigurationInput::from(&plan.new)).await,
        }
    }

    /// Back to the page, which goes to the period.
    fn finish(self, written: Written, plan: &Plan) {
        self.draft.sent();
        if let Some(period) = written.period {
            self.arrival.expect(period);
        }
        self.open.try_set(false);
        written.tell(match self.target {
            Target::New => tr("meters.update.done", &[("date", &format::date(plan.new.valid_from))]),
            Target::Period(_) => t("meters.update.done_period"),
        });
    }

    /// Somebody changed the meter meanwhile: the change is put on the new ground and shown again.
    async fn renew(self, meter: &Versioned<Meter>) {
        let (community, id) = (meter.value.community_id, meter.value.id);
        match self.session.call(async |client| client.get_meter(community, id).await).await {
            Ok(fresh) if ground(&fresh.value.configurations, self.target, format::today()).is_none() => {
                self.draft.sent();
                self.open.try_set(false);
                self.toasts.failure(t("meters.update.gone")).show();
                changes::notify();
            }
            Ok(fresh) => {
                self.seen.try_set(fresh);
                self.overtaken.try_set(true);
                self.show(Step::Fields);
            }
            Err(error) => self.refuse(&error),
        }
    }

    fn refuse(self, error: &Error) {
        self.step.try_set(Step::Fields);
        self.state.refuse(error);
    }
}
