//! Customer accounts.

use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{
    AuditEntry, AuditQuery, Customer, CustomerQuery, KamList, MarketService, MarketServiceInput, MarketServiceList,
    NewCustomer, Page, TransferAllCustomers, TransferCustomer, TransferredCustomers, UpdateCustomer,
};
use uuid::Uuid;

fn list(organisation: Uuid) -> String {
    format!("/api/v1/organisations/{organisation}/customers")
}

pub(crate) fn one(customer: Uuid) -> String {
    format!("/api/v1/customers/{customer}")
}

fn services(customer: Uuid) -> String {
    format!("{}/services", one(customer))
}

impl Client {
    /// The customer accounts of an organisation that the caller looks after; all of them for a manager.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_customers(&self, organisation: Uuid, query: &CustomerQuery) -> Result<Page<Customer>> {
        self.send(Request::get(with_query(&list(organisation), query))).await?.json()
    }

    /// Creates a customer account; the mail goes out once per key.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn create_customer(
        &self,
        organisation: Uuid,
        body: &NewCustomer,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Customer>> {
        let request = Request::post(list(organisation)).idempotency_key(idempotency_key).json(body)?;
        self.send(request).await?.created()
    }

    /// Those who may look after customer accounts of an organisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_kams(&self, organisation: Uuid) -> Result<KamList> {
        self.send(Request::get(format!("/api/v1/organisations/{organisation}/kams"))).await?.json()
    }

    /// Gives all accounts of somebody to somebody else.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn transfer_all_customers(
        &self,
        organisation: Uuid,
        body: &TransferAllCustomers,
        idempotency_key: Option<&str>,
    ) -> Result<TransferredCustomers> {
        let request = Request::post(format!("{}/transfer-all", list(organisation)));
        self.send(request.idempotency_key(idempotency_key).json(body)?).await?.json()
    }

    /// Reads a customer account.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_customer(&self, customer: Uuid) -> Result<Versioned<Customer>> {
        self.send(Request::get(one(customer))).await?.versioned()
    }

    /// Replaces what can be changed of a customer account.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_customer(
        &self,
        customer: Uuid,
        etag: &str,
        body: &UpdateCustomer,
    ) -> Result<Versioned<Customer>> {
        self.send(Request::put(one(customer), etag).json(body)?).await?.versioned()
    }

    /// Deletes a customer account; it can be restored for a while.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn delete_customer(&self, customer: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(one(customer), etag)).await.map(drop)
    }

    /// Takes the deletion of a customer account back.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn restore_customer(
        &self,
        customer: Uuid,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Customer>> {
        self.act(customer, "restore", etag, idempotency_key).await
    }

    /// Ends login and mails of a customer.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn freeze_customer(
        &self,
        customer: Uuid,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Customer>> {
        self.act(customer, "freeze", etag, idempotency_key).await
    }

    /// Lets a customer log in again.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn unfreeze_customer(
        &self,
        customer: Uuid,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Customer>> {
        self.act(customer, "unfreeze", etag, idempotency_key).await
    }

    /// Sends a new invitation; the former link becomes void.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn resend_customer_invitation(
        &self,
        customer: Uuid,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Customer>> {
        self.act(customer, "resend-invitation", etag, idempotency_key).await
    }

    /// Gives a customer account to somebody else.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn transfer_customer(
        &self,
        customer: Uuid,
        etag: Option<&str>,
        body: &TransferCustomer,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Customer>> {
        let request = Request::post(format!("{}/transfer", one(customer))).if_match(etag);
        self.send(request.idempotency_key(idempotency_key).json(body)?).await?.versioned()
    }

    /// What was changed of a customer account.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_customer_audit(&self, customer: Uuid, query: &AuditQuery) -> Result<Page<AuditEntry>> {
        let path = format!("{}/audit-log", one(customer));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// The services of a customer account, with the account's version.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_customer_services(&self, customer: Uuid) -> Result<Versioned<MarketServiceList>> {
        self.send(Request::get(services(customer))).await?.versioned()
    }

    /// Activates a market for a customer.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn add_customer_service(
        &self,
        customer: Uuid,
        etag: Option<&str>,
        body: &MarketServiceInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<MarketService>> {
        let request = Request::post(services(customer)).if_match(etag).idempotency_key(idempotency_key);
        self.send(request.json(body)?).await?.created()
    }

    /// Replaces a service, under the account's version.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_customer_service(
        &self,
        customer: Uuid,
        service: Uuid,
        etag: &str,
        body: &MarketServiceInput,
    ) -> Result<Versioned<MarketService>> {
        let path = format!("{}/{service}", services(customer));
        self.send(Request::put(path, etag).json(body)?).await?.versioned()
    }

    /// Takes a market from a customer, under the account's version.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn remove_customer_service(&self, customer: Uuid, service: Uuid, etag: &str) -> Result<()> {
        self.send(Request::delete(format!("{}/{service}", services(customer)), etag)).await.map(drop)
    }

    async fn act(
        &self,
        customer: Uuid,
        action: &str,
        etag: Option<&str>,
        idempotency_key: Option<&str>,
    ) -> Result<Versioned<Customer>> {
        let request = Request::post(format!("{}/{action}", one(customer)));
        self.send(request.if_match(etag).idempotency_key(idempotency_key)).await?.versioned()
    }
}
