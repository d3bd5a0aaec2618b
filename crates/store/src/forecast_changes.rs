//! Publishing forecasts. The market is locked meanwhile, so that versions follow each other.

use crate::audit::{self, Entry, FieldChange, Fields};
use crate::customers::alive;
use crate::entity::forecast::{self, Column, Entity};
use crate::entity::{customer, forecast_series, market, market_service};
use crate::error::{Conflict, Error, Result};
use crate::forecasts::{ForecastReach, ForecastView, StoredPoint};
use crate::markets;
use crate::scope::{CustomerWriter, OrganisationWriter, PlatformWriter};
use crate::write::Tx;
use chrono::NaiveDate;
use domain::customer::{ForecastOrigin, ServiceState, service_state};
use domain::market::{ForecastFields, ForecastSeries};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

/// Whose forecast is published.
struct Owner {
    origin: ForecastOrigin,
    organisation: Option<Uuid>,
    customer: Option<Uuid>,
}

impl PlatformWriter<'_> {
    /// Publishes a forecast of the application.
    ///
    /// # Errors
    /// `NotFound` for an unknown market; those of the database.
    pub async fn publish_forecast(
        &self,
        market: Uuid,
        fields: &ForecastFields,
    ) -> Result<(ForecastView, Vec<ForecastSeries>)> {
        let owner = Owner { origin: ForecastOrigin::Application, organisation: None, customer: None };
        let (id, code) = publish(self.tx, market, &owner, fields).await?;
        let (label, changes) = published(&code, fields);
        let entry =
            Entry { action: "forecast.published", id, organisation: None, community: None, label: &label, changes };
        self.tx.audit(entry).await?;
        let reach = ForecastReach { application: true, organisations: Vec::new() };
        self.read().forecast(&reach, market, id).await
    }
}

impl OrganisationWriter<'_> {
    /// Publishes a forecast of the organisation.
    ///
    /// # Errors
    /// `NotFound` for an unknown market; those of the database.
    pub async fn publish_forecast(
        &self,
        market: Uuid,
        fields: &ForecastFields,
    ) -> Result<(ForecastView, Vec<ForecastSeries>)> {
        let owner = Owner { origin: ForecastOrigin::Manager, organisation: Some(self.organisation), customer: None };
        let (id, code) = publish(self.tx, market, &owner, fields).await?;
        let (label, changes) = published(&code, fields);
        self.audit("forecast.published", id, &label, changes).await?;
        let reach = ForecastReach { application: false, organisations: vec![self.organisation] };
        self.tx.platform().read().forecast(&reach, market, id).await
    }
}

impl CustomerWriter<'_> {
    /// Publishes a forecast of the client, where their service shares it on `today`.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::MarketNotActivated`, `Conflict::ServiceNotStarted`, `Conflict::ServiceExpired`,
    /// `Conflict::ClientForecastNotShared`; those of the database.
    pub async fn publish_forecast(
        &self,
        market: Uuid,
        fields: &ForecastFields,
        today: NaiveDate,
    ) -> Result<(ForecastView, Vec<ForecastSeries>)> {
        self.shares_own_forecast(market, today).await?;
        let (organisation, customer) = (Some(self.organisation), Some(self.customer));
        let owner = Owner { origin: ForecastOrigin::Client, organisation, customer };
        let (id, code) = publish(self.tx, market, &owner, fields).await?;
        let (label, changes) = published(&code, fields);
        let entry = Entry { action: "forecast.published", id, organisation, community: None, label: &label, changes };
        self.tx.audit_customer(self.customer, entry).await?;
        self.read().forecast(id).await
    }

    async fn shares_own_forecast(&self, market: Uuid, today: NaiveDate) -> Result<()> {
        use market_service::Column as Service;
        let account = customer::Entity::find_by_id(self.customer)
            .filter(customer::Column::OrganisationId.eq(self.organisation))
            .filter(alive(self.tx.now()))
            .lock_shared();
        account.one(&self.tx.db).await?.ok_or(Error::NotFound)?;
        let service = market_service::Entity::find()
            .filter(Service::OrganisationId.eq(self.organisation))
            .filter(Service::CustomerId.eq(self.customer))
            .filter(Service::MarketId.eq(market))
            .one(&self.tx.db)
            .await?
            .ok_or(Conflict::MarketNotActivated)?;
        match service_state(service.start_date, service.end_date, today) {
            ServiceState::Scheduled => Err(Conflict::ServiceNotStarted.into()),
            ServiceState::Expired => Err(Conflict::ServiceExpired.into()),
            ServiceState::Active if service.shares_client => Ok(()),
            ServiceState::Active => Err(Conflict::ClientForecastNotShared.into()),
        }
    }
}

/// Stores a publication. Returns its id and the market's code.
async fn publish(tx: &Tx, market: Uuid, owner: &Owner, fields: &ForecastFields) -> Result<(Uuid, String)> {
    let market: market::Model = markets::lock(tx, market).await?;
    let owner_id = owner.customer.or(owner.organisation).unwrap_or(Uuid::nil());
    let latest = Entity::find()
        .filter(Column::MarketId.eq(market.id))
        .filter(Column::OwnerId.eq(owner_id))
        .order_by_desc(Column::Version)
        .one(&tx.db)
        .await?;
    let products: Vec<(&str, String)> =
        fields.series.iter().map(|series| (series.load.as_str(), series.delivery.to_string())).collect();
    let row = forecast::Model {
        id: tx.new_id(),
        market_id: market.id,
        origin: owner.origin.as_str().to_owned(),
        owner_id,
        organisation_id: owner.organisation,
        customer_id: owner.customer,
        version: latest.map_or(1, |latest| latest.version + 1),
        comment: fields.comment.clone(),
        products: json!(products),
        published_at: tx.now(),
        published_by: tx.actor_name(),
    };
    let id = row.id;
    Entity::insert(row.into_active_model()).exec_without_returning(&tx.db).await?;
    let rows = (0_i64..).zip(&fields.series).map(|(position, series)| series_row(id, position, series));
    forecast_series::Entity::insert_many(rows.map(|row| row.into_active_model()))
        .exec_without_returning(&tx.db)
        .await?;
    Ok((id, market.code))
}

fn series_row(forecast: Uuid, position: i64, series: &ForecastSeries) -> forecast_series::Model {
    let point = |point: &domain::market::ForecastPoint| {
        (point.day, point.low.thousandths(), point.mid.thousandths(), point.high.thousandths())
    };
    let points: Vec<StoredPoint> = series.points.iter().map(point).collect();
    forecast_series::Model {
        forecast_id: forecast,
        position,
        load: series.load.as_str().to_owned(),
        delivery: series.delivery.to_string(),
        points: json!(points),
    }
}

/// Label and changes of a publication's audit entry.
fn published(code: &str, fields: &ForecastFields) -> (String, Vec<FieldChange>) {
    let products: Vec<String> =
        fields.series.iter().map(|series| format!("{} {}", series.delivery, series.load)).collect();
    let changes = audit::created(&Fields::from([("comment", json!(fields.comment)), ("products", json!(products))]));
    (code.to_owned(), changes)
}
