//! The calls that change a meter, each with the call that takes it back: that one fails when somebody
//! changed the meter in between.

use super::changes;
use crate::errors;
use crate::i18n::t;
use crate::session::{Session, use_session};
use crate::ui::Toasts;
use api_types::{Configuration, ConfigurationChange, ConfigurationInput, Meter, MeterIdentity};
use client::{Client, Error};
use leptos::task::spawn_local;
use uuid::Uuid;

/// Changes one meter.
#[derive(Clone, Copy)]
pub struct Writes {
    session: Session,
    toasts: Toasts,
    community: Uuid,
    meter: Uuid,
}

/// What takes a change back, guarded by the version it left.
#[derive(Clone)]
enum Inverse {
    Remove { period: Uuid, etag: String },
    Replace { period: Uuid, former: ConfigurationInput, etag: String },
    Add { former: ConfigurationChange, etag: String },
    Identify { former: MeterIdentity, etag: String },
}

/// A change that was made.
#[must_use]
pub struct Written {
    writes: Writes,
    inverse: Inverse,
    /// The period that is new or other.
    pub period: Option<Uuid>,
}

impl Writes {
    /// Changes this one.
    pub fn of(meter: &Meter) -> Self {
        Self { session: use_session(), toasts: Toasts::get(), community: meter.community_id, meter: meter.id }
    }

    fn written(self, period: Option<Uuid>, inverse: Inverse) -> Written {
        Written { writes: self, inverse, period }
    }

    /// A new period; `key` makes it count once.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn add(self, etag: &str, body: &ConfigurationChange, key: &str) -> Result<Written, Error> {
        let Self { community, meter, .. } = self;
        let call = async |client: Client| client.add_configuration(community, meter, Some(etag), body, Some(key)).await;
        let created = self.session.call(call).await?;
        let period = created.value.id;
        Ok(self.written(Some(period), Inverse::Remove { period, etag: created.etag }))
    }

    /// Other values or another first day for a period.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn replace(self, old: &Configuration, etag: &str, body: &ConfigurationInput) -> Result<Written, Error> {
        let etag = self.put(old.id, etag, body).await?;
        let inverse = Inverse::Replace { period: old.id, former: ConfigurationInput::from(old), etag };
        Ok(self.written(Some(old.id), inverse))
    }

    /// As if a period had never been.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn remove(self, old: &Configuration, etag: &str) -> Result<Written, Error> {
        let etag = self.delete(old.id, etag).await?;
        Ok(self.written(None, Inverse::Add { former: ConfigurationChange::from(old), etag }))
    }

    /// Another identity.
    ///
    /// # Errors
    /// Those of the operation.
    pub async fn identify(self, old: &Meter, etag: &str, body: &MeterIdentity) -> Result<Written, Error> {
        let etag = self.put_identity(etag, body).await?;
        let former = MeterIdentity {
            ean: old.ean.clone(),
            meter_number: old.meter_number.clone(),
            address: old.address.clone(),
            phases: old.phases,
            reading_frequency: old.reading_frequency,
            tariff_group: old.tariff_group,
            voltage_system: old.voltage_system,
        };
        Ok(self.written(None, Inverse::Identify { former, etag }))
    }

    async fn put(self, period: Uuid, etag: &str, body: &ConfigurationInput) -> Result<String, Error> {
        let Self { community, meter, .. } = self;
        let call = async |client: Client| client.update_configuration(community, meter, period, etag, body).await;
        Ok(self.session.call(call).await?.etag)
    }

    async fn delete(self, period: Uuid, etag: &str) -> Result<String, Error> {
        let Self { community, meter, .. } = self;
        self.session
            .call(async |client: Client| client.delete_configuration(community, meter, period, etag).await)
            .await
    }

    async fn put_identity(self, etag: &str, body: &MeterIdentity) -> Result<String, Error> {
        let Self { community, meter, .. } = self;
        let call = async |client: Client| client.update_meter(community, meter, etag, body).await;
        Ok(self.session.call(call).await?.etag)
    }

    async fn take_back(self, inverse: Inverse) -> Result<(), Error> {
        match inverse {
            Inverse::Remove { period, etag } => self.delete(period, &etag).await.map(drop),
            Inverse::Replace { period, former, etag } => self.put(period, &etag, &former).await.map(drop),
            Inverse::Add { former, etag } => {
                let key = Uuid::now_v7().to_string();
                self.add(&etag, &former, &key).await.map(drop)
            }
            Inverse::Identify { former, etag } => self.put_identity(&etag, &former).await.map(drop),
        }
    }
}

impl Written {
    /// Says what was done and offers to take it back; the screens read anew each time.
    pub fn tell(self, done: impl Into<String>) {
        let Self { writes, inverse, .. } = self;
        let (toasts, meter) = (writes.toasts, writes.meter);
        let undo = move || {
            let inverse = inverse.clone();
            spawn_local(async move {
                match writes.take_back(inverse).await {
                    Ok(()) => toasts.success(t("meters.undone")).about(meter).show(),
                    Err(error) => toasts.failure(errors::describe(&error)).show(),
                }
                changes::notify();
            });
        };
        toasts.success(done).about(meter).undo(t("meters.undo"), undo).show();
        changes::notify();
    }
}
