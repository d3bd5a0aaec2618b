//! The harness: a running server of its own for each test, with clients for each role.

mod answer;
mod clock;
pub(crate) mod contract;
mod database;
mod inbox;
pub(crate) mod samples;
pub(crate) mod seed;
mod server;

pub(crate) use answer::{Answer, places};
pub(crate) use clock::TestClock;
pub(crate) use database::Database;
pub(crate) use seed::PASSWORD;

use api::{HashCost, Settings};
use api_types::Login;
use client::{Client, Request};
use seed::Seed;
use server::Server;
use std::collections::HashMap;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Who {
    Anonymous,
    Operator,
    Manager,
    CommunityManager,
    Member,
    Kam,
    /// Another key account manager of the same organisation.
    OtherKam,
    Customer,
    /// The manager of the foreign organisation.
    Stranger,
}

impl Who {
    /// The name their login begins with.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Operator => "operator",
            Self::Manager => "manager",
            Self::CommunityManager => "community",
            Self::Member => "member",
            Self::Kam => "kam",
            Self::OtherKam => "kam2",
            Self::Customer => "customer",
            Self::Stranger => "stranger",
        }
    }

    /// Their login.
    pub(crate) fn email(self) -> String {
        seed::email(self.name())
    }
}

/// A running server; it stops, and its database goes, when this is dropped.
pub(crate) struct TestApp {
    pub(crate) clock: TestClock,
    pub(crate) ids: Seed,
    /// Nobody's client.
    pub(crate) anonymous: Client,
    base_url: String,
    sessions: tokio::sync::Mutex<HashMap<Who, Client>>,
    // Dropped in this order: the database goes when nobody uses it any more.
    _server: Server,
    _database: Database,
}

impl TestApp {
    /// A server with the seeded data.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with other settings.
    pub(crate) async fn start_with(adjust: impl FnOnce(&mut Settings)) -> Self {
        let (database, ids) = Database::fresh().await;
        let clock = TestClock::start();
        let mut settings = settings(&database);
        adjust(&mut settings);
        let server = Server::start(settings, clock.clone()).await;
        let base_url = format!("http://{}", server.address());
        let anonymous = Client::new(&base_url);
        Self { clock, ids, anonymous, base_url, sessions: Default::default(), _server: server, _database: database }
    }

    /// A client of this server that nobody has logged in with.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.base_url)
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Somebody's client, logged in at the first call.
    pub(crate) async fn r#as(&self, who: Who) -> Client {
        if who == Who::Anonymous {
            return self.anonymous.clone();
        }
        let mut sessions = self.sessions.lock().await;
        if let Some(client) = sessions.get(&who) {
            return client.clone();
        }
        let client = self.logged_in(&who.email(), PASSWORD).await;
        sessions.insert(who, client.clone());
        client
    }

    /// A client with a session of its own.
    pub(crate) async fn logged_in(&self, email: &str, password: &str) -> Client {
        let client = self.client();
        let token = client.login(&login(email, password)).await.unwrap();
        client.set_token(Some(token.access_token));
        client
    }

    /// Sends a request as it is, and holds the answer against the document.
    pub(crate) async fn send(&self, client: &Client, request: Request) -> Answer {
        let response = client.send_raw(request.clone()).await.unwrap();
        contract::check(&request, &response);
        Answer { asked: format!("{} {}", request.method, request.path), response }
    }

    /// Somebody asks for a path.
    pub(crate) async fn get(&self, who: Who, path: &str) -> Answer {
        self.send(&self.r#as(who).await, Request::new("GET", path)).await
    }

    /// Somebody posts a body.
    pub(crate) async fn post(&self, who: Who, path: &str, body: &serde_json::Value) -> Answer {
        self.send(&self.r#as(who).await, Request::new("POST", path).json_text(body.to_string())).await
    }
}

fn settings(database: &Database) -> Settings {
    Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        database_url: database.url(),
        migrate: false,
        workers: Some(1),
        hash_cost: HashCost { memory_kib: seed::MEMORY_KIB, passes: seed::PASSES },
        ..Settings::default()
    }
}

/// Credentials.
pub(crate) fn login(email: &str, password: &str) -> Login {
    Login { email: email.to_owned(), password: password.to_owned() }
}
