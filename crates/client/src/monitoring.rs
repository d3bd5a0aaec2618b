//! Dashboards, the calendar over all customers and its feed, and what the caller was told.

use crate::query::with_query;
use crate::{Client, Request, Result};
use api_types::{
    CalendarEntry, CalendarFeedQuery, CalendarLink, CalendarQuery, CustomerDashboard, Monitoring, NewCalendarLink,
    Notification, NotificationQuery, NotificationsRead, Page,
};
use uuid::Uuid;

const LINK: &str = "/api/v1/me/calendar-link";
const NOTIFICATIONS: &str = "/api/v1/me/notifications";

impl Client {
    /// The monitoring of activities of an organisation: the caller's own accounts, or all for its manager.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_monitoring(&self, organisation: Uuid) -> Result<Monitoring> {
        self.send(Request::get(format!("/api/v1/organisations/{organisation}/monitoring"))).await?.json()
    }

    /// The advice of all customers the caller looks after, earliest day first.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_calendar_entries(
        &self,
        organisation: Uuid,
        query: &CalendarQuery,
    ) -> Result<Page<CalendarEntry>> {
        let path = format!("/api/v1/organisations/{organisation}/calendar");
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// What a customer looks at first.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_customer_dashboard(&self, customer: Uuid) -> Result<CustomerDashboard> {
        self.send(Request::get(format!("/api/v1/customers/{customer}/dashboard"))).await?.json()
    }

    /// Whether the caller has a link to follow their calendar.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_calendar_link(&self) -> Result<CalendarLink> {
        self.send(Request::get(LINK.to_owned())).await?.json()
    }

    /// Makes a link to follow the calendar; the former one is void.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_calendar_link(&self) -> Result<NewCalendarLink> {
        self.send(Request::post(LINK.to_owned())).await?.json()
    }

    /// Makes the link void.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn revoke_calendar_link(&self) -> Result<()> {
        self.send(Request::new("DELETE", LINK)).await.map(drop)
    }

    /// The calendar behind a link, as an iCalendar file. It needs no login.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_calendar_feed(&self, query: &CalendarFeedQuery) -> Result<Vec<u8>> {
        self.send(Request::get(with_query("/api/v1/calendar-feed", query))).await.map(|response| response.body)
    }

    /// What the caller was told, latest first.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_notifications(&self, query: &NotificationQuery) -> Result<Page<Notification>> {
        self.send(Request::get(with_query(NOTIFICATIONS, query))).await?.json()
    }

    /// Marks one notification as read.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn read_notification(&self, id: Uuid) -> Result<Notification> {
        self.send(Request::post(format!("{NOTIFICATIONS}/{id}/read"))).await?.json()
    }

    /// Marks all notifications as read.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn read_all_notifications(&self) -> Result<NotificationsRead> {
        self.send(Request::post(format!("{NOTIFICATIONS}/read"))).await?.json()
    }
}
