//! The markets that are activated for customer accounts.

use crate::audit;
use crate::customer_changes::fields;
use crate::customer_row::{services_of, used_of};
use crate::customers::{CustomerView, ServiceView};
use crate::entity::{customer, forecast, market, market_service};
use crate::error::{Conflict, Error, Result};
use crate::scope::CustomerWriter;
use domain::customer::{ForecastOrigin, Service};
use domain::violation::{Code, Violations};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use uuid::Uuid;

impl CustomerWriter<'_> {
    /// Activates one more market.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::ServiceExists`; `Conflict::CustomerDeleted`, `Conflict::CustomerWithoutAccess`;
    /// `Invalid` with `/market_id` or `/forecasts` for an unknown market or a forecast that nobody has published, and
    /// with `/max_optimisations` for fewer than there are; those of the database.
    pub async fn add_service(&self, version: Option<i64>, new: &Service) -> Result<CustomerView> {
        let row = self.with_access(version).await?;
        self.check_alone(new).await?;
        let before = self.services().await?;
        if before.iter().any(|known| known.service.market == new.market) {
            return Err(Conflict::ServiceExists.into());
        }
        let wanted = before.iter().map(|known| known.service.clone()).chain([new.clone()]).collect();
        self.change_services(row, before, wanted).await
    }

    /// Replaces one service by another one on its market.
    ///
    /// # Errors
    /// As for a new one; `Invalid` with `/market_id` for another market.
    pub async fn update_service(&self, version: i64, id: Uuid, new: &Service) -> Result<CustomerView> {
        let row = self.with_access(Some(version)).await?;
        let before = self.services().await?;
        let old = before.iter().find(|known| known.id == id).ok_or(Error::NotFound)?;
        if old.service.market != new.market {
            let mut violations = Violations::default();
            violations.add("/market_id", Code::Immutable);
            return Err(Error::Invalid(violations));
        }
        self.check_alone(new).await?;
        let replaced = |known: &ServiceView| if known.id == id { new.clone() } else { known.service.clone() };
        let wanted = before.iter().map(replaced).collect();
        self.change_services(row, before, wanted).await
    }

    /// Takes a market from the customer; what was made with it is kept.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CustomerDeleted`, `Conflict::CustomerWithoutAccess`; those of the database.
    pub async fn remove_service(&self, version: i64, id: Uuid) -> Result<CustomerView> {
        let row = self.with_access(Some(version)).await?;
        let before = self.services().await?;
        if before.iter().all(|known| known.id != id) {
            return Err(Error::NotFound);
        }
        let wanted = before.iter().filter(|known| known.id != id).map(|known| known.service.clone()).collect();
        self.change_services(row, before, wanted).await
    }

    /// The account, locked, whose customer may log in.
    async fn with_access(&self, version: Option<i64>) -> Result<customer::Model> {
        let row = self.undeleted(version).await?;
        if row.access { Ok(row) } else { Err(Conflict::CustomerWithoutAccess.into()) }
    }

    async fn change_services(
        &self,
        row: customer::Model,
        before: Vec<ServiceView>,
        wanted: Vec<Service>,
    ) -> Result<CustomerView> {
        let after = self.set_services(&wanted).await?;
        let changes = audit::changed(&fields(&row, &before), &fields(&row, &after));
        if !changes.is_empty() {
            self.save(row.clone()).await?;
            self.audit("customer.updated", &row.company, changes).await?;
        }
        self.read().get(self.tx.now()).await
    }

    pub(crate) async fn services(&self) -> Result<Vec<ServiceView>> {
        let mut found = services_of(&self.tx.db, self.organisation, &[self.customer]).await?;
        Ok(found.remove(&self.customer).unwrap_or_default())
    }

    /// Makes `services` the account's, keeping the ids of those on the same markets.
    pub(crate) async fn set_services(&self, services: &[Service]) -> Result<Vec<ServiceView>> {
        use market_service::{Column, Entity};
        self.check_services(services).await?;
        let before = self.services().await?;
        let wanted = services.iter().map(|service| service.market);
        Entity::delete_many()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::CustomerId.eq(self.customer))
            .filter(Column::MarketId.is_not_in(wanted))
            .exec(&self.tx.db)
            .await?;
        for service in services {
            match before.iter().find(|known| known.service.market == service.market) {
                Some(known) if known.service == *service => {}
                Some(known) => {
                    let row = self.service_row(known.id, service).into_active_model().reset_all();
                    Entity::update_many().set(row).filter(Column::Id.eq(known.id)).exec(&self.tx.db).await?;
                }
                None => {
                    let row = self.service_row(self.tx.new_id(), service).into_active_model();
                    Entity::insert(row).exec_without_returning(&self.tx.db).await?;
                }
            }
        }
        self.services().await
    }

    fn service_row(&self, id: Uuid, service: &Service) -> market_service::Model {
        market_service::Model {
            id,
            organisation_id: self.organisation,
            customer_id: self.customer,
            market_id: service.market,
            start_date: service.start,
            end_date: service.end,
            shares_application: service.forecasts.application,
            shares_manager: service.forecasts.manager,
            shares_client: service.forecasts.client,
            max_optimisations: service.max_optimisations,
        }
    }

    async fn check_services(&self, services: &[Service]) -> Result<()> {
        let mut violations = Violations::default();
        for (index, service) in services.iter().enumerate() {
            self.check_service(&format!("/services/{index}"), service, &mut violations).await?;
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    async fn check_alone(&self, service: &Service) -> Result<()> {
        let mut violations = Violations::default();
        self.check_service("", service, &mut violations).await?;
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    /// The market must be in the catalogue, the organisation's forecast must be there to be shared, and the number must
    /// not fall below the optimisations there are.
    async fn check_service(&self, at: &str, service: &Service, violations: &mut Violations) -> Result<()> {
        if market::Entity::find_by_id(service.market).one(&self.tx.db).await?.is_none() {
            violations.add(format!("{at}/market_id"), Code::UnknownMarket);
        } else if service.forecasts.manager && !self.has_manager_forecast(service.market).await? {
            violations.add(format!("{at}/forecasts"), Code::ManagerForecastUnavailable);
        }
        let before = self.services().await?;
        let before = before.iter().find(|known| known.service.market == service.market);
        let used = used_of(&self.tx.db, self.organisation, &[self.customer]).await?;
        let used = used.get(&(self.customer, service.market)).copied().unwrap_or_default();
        let check = service.check_used(before.map(|known| known.service.max_optimisations), used);
        violations.check(&format!("{at}/max_optimisations"), check);
        Ok(())
    }

    async fn has_manager_forecast(&self, market: Uuid) -> Result<bool> {
        let published = forecast::Entity::find()
            .filter(forecast::Column::MarketId.eq(market))
            .filter(forecast::Column::OwnerId.eq(self.organisation))
            .filter(forecast::Column::Origin.eq(ForecastOrigin::Manager.as_str()));
        Ok(published.count(&self.tx.db).await? > 0)
    }
}
