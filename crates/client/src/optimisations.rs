//! Optimisations of customer accounts: parameters, calendar, fixings, notifications.

use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{
    AdviceCalendar, CalendarDifference, CalendarDifferenceQuery, CalendarVersion, CalendarVersionQuery, Fixing,
    FixingCancellation, FixingInput, FixingQuery, NotificationSettings, NotificationSettingsInput, Optimisation,
    OptimisationInput, OptimisationQuery, OptimisationSummary, Page,
};
use uuid::Uuid;

fn of_customer(customer: Uuid) -> String {
    format!("/api/v1/customers/{customer}/optimisations")
}

fn one(id: Uuid) -> String {
    format!("/api/v1/optimisations/{id}")
}

impl Client {
    /// The optimisations of a customer account.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_optimisations(
        &self,
        customer: Uuid,
        query: &OptimisationQuery,
    ) -> Result<Page<OptimisationSummary>> {
        self.send(Request::get(with_query(&of_customer(customer), query))).await?.json()
    }

    /// The optimisations of all accounts of an organisation that the caller looks after.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_organisation_optimisations(
        &self,
        organisation: Uuid,
        query: &OptimisationQuery,
    ) -> Result<Page<OptimisationSummary>> {
        let path = format!("/api/v1/organisations/{organisation}/optimisations");
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// Creates an optimisation and its first calendar.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_optimisation(
        &self,
        customer: Uuid,
        body: &OptimisationInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Optimisation>> {
        let request = Request::post(of_customer(customer)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads an optimisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_optimisation(&self, id: Uuid) -> Result<Versioned<Optimisation>> {
        self.send(Request::get(one(id))).await?.versioned()
    }

    /// Replaces the parameters of an optimisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_optimisation(
        &self,
        id: Uuid,
        etag: &str,
        body: &OptimisationInput,
    ) -> Result<Versioned<Optimisation>> {
        self.send(Request::put(one(id), etag).json(body)?).await?.versioned()
    }

    /// Deletes an optimisation with its calendar and fixings.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_optimisation(&self, id: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(id), etag)).await.map(drop)
    }

    /// The calendar of an optimisation as it stands.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_calendar(&self, id: Uuid) -> Result<AdviceCalendar> {
        self.send(Request::get(format!("{}/calendar", one(id)))).await?.json()
    }

    /// The versions of a calendar, latest first.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_calendar_versions(
        &self,
        id: Uuid,
        query: &CalendarVersionQuery,
    ) -> Result<Page<CalendarVersion>> {
        let path = format!("{}/calendar/versions", one(id));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// One version of a calendar.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_calendar_version(&self, id: Uuid, version: Uuid) -> Result<AdviceCalendar> {
        self.send(Request::get(format!("{}/calendar/versions/{version}", one(id)))).await?.json()
    }

    /// What a version of a calendar advises otherwise than another.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn compare_calendar_versions(
        &self,
        id: Uuid,
        version: Uuid,
        query: &CalendarDifferenceQuery,
    ) -> Result<CalendarDifference> {
        let path = format!("{}/calendar/versions/{version}/difference", one(id));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// The fixings of an optimisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_fixings(&self, id: Uuid, query: &FixingQuery) -> Result<Page<Fixing>> {
        self.send(Request::get(with_query(&format!("{}/fixings", one(id)), query))).await?.json()
    }

    /// Registers a fixing.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn register_fixing(
        &self,
        id: Uuid,
        body: &FixingInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Fixing>> {
        let request = Request::post(format!("{}/fixings", one(id))).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Reads a fixing.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_fixing(&self, id: Uuid, fixing: Uuid) -> Result<Versioned<Fixing>> {
        self.send(Request::get(format!("{}/fixings/{fixing}", one(id)))).await?.versioned()
    }

    /// Cancels a fixing.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn cancel_fixing(
        &self,
        id: Uuid,
        fixing: Uuid,
        body: &FixingCancellation,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Fixing>> {
        let request = Request::post(format!("{}/fixings/{fixing}/cancel", one(id)));
        self.send(request.if_match(etag).idempotency_key(idempotency_key).json(body)?).await?.versioned()
    }

    /// Who is told what about an optimisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_notification_settings(&self, id: Uuid) -> Result<Versioned<NotificationSettings>> {
        self.send(Request::get(format!("{}/notifications", one(id)))).await?.versioned()
    }

    /// Replaces who is told what about an optimisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_notification_settings(
        &self,
        id: Uuid,
        etag: &str,
        body: &NotificationSettingsInput,
    ) -> Result<Versioned<NotificationSettings>> {
        self.send(Request::put(format!("{}/notifications", one(id)), etag).json(body)?).await?.versioned()
    }
}
