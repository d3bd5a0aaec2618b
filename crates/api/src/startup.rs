//! Building the server and running it until it is told to stop.

use crate::clock::Clock;
use crate::config::{PublicUrl, Settings};
use crate::document;
use crate::edge::{edge, problems};
use crate::error::Error;
use crate::mail::{Delivery, ResetRequests, Worker, inbox, serve_reset_requests};
use crate::state::State;
use crate::web::{self, Routes};
use crate::{advice, demo, health, metrics, routes};
use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::rt::spawn;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpServer};
use domain::text::Email;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreOptions};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use utoipa_actix_web::service_config::ServiceConfig as Declarations;

/// How long running requests may take after the signal to stop.
const SHUTDOWN_SECONDS: u64 = 20;
/// How long a browser may wait between requests on one connection.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How often spent tokens and kept answers are thrown away.
const PURGE_EVERY: Duration = Duration::from_secs(3600);

/// A server that listens.
pub struct Application {
    server: Server,
    address: SocketAddr,
    store: Store,
    background: Background,
}

/// What runs beside the requests.
struct Background {
    /// Ends with the program at once.
    tasks: Vec<JoinHandle<()>>,
    /// Ends after the mail it is sending.
    mail: Option<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The schema could not be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migrate(String),
    /// The database does not answer.
    #[error("cannot open the database: {0}")]
    Database(#[from] store::Error),
    /// The mail server's address or the sender cannot be read.
    #[error("cannot send mail: {0}")]
    Mail(String),
    /// Something else failed on the way.
    #[error(transparent)]
    Other(#[from] Error),
    /// The server failed while it ran.
    #[error("the server failed: {0}")]
    Run(#[source] std::io::Error),
}

impl Application {
    /// Opens the database, listens, and starts what runs beside the requests. Inside an actix runtime only.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn build(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let delivery = delivery(&settings)?;
        let listener =
            TcpListener::bind(settings.listen).map_err(|error| StartError::Listen(settings.listen, error))?;
        let address = listener.local_addr().map_err(|error| StartError::Listen(settings.listen, error))?;
        if settings.migrate {
            let migrated = migrations::up(&settings.database_url).await;
            migrated.map_err(|error| StartError::Migrate(error.to_string()))?;
        }
        let store = Store::connect(&settings.database_url, &StoreOptions::default()).await?;
        let public_url = settings.public_url.clone().unwrap_or_else(|| PublicUrl::of_socket(address));
        let (reset_requests, line) = ResetRequests::line();
        let state = State::new(&settings, public_url, store.clone(), clock, reset_requests)?;
        if settings.demo {
            demo::fill(&state).await?;
        }
        metrics::install();
        let state = Data::new(state);
        let background = Background::start(&state, line, delivery, settings.advise_every);
        let server = serve(state, listener, settings.workers)?;
        Ok(Self { server, address, store, background })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it from elsewhere, as a signal would.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until SIGTERM or Ctrl-C, then lets running requests finish.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn run_until_stopped(self) -> Result<(), StartError> {
        let outcome = self.server.await.map_err(StartError::Run);
        self.background.end().await;
        self.store.close().await?;
        outcome
    }
}

/// Where mails go; nowhere yet when there is neither a mail server nor an inbox.
fn delivery(settings: &Settings) -> Result<Option<Delivery>, StartError> {
    let Some(url) = &settings.smtp_url else { return Ok(None) };
    Delivery::smtp(url, &settings.mail_from).map(Some).map_err(StartError::Mail)
}

impl Background {
    fn start(state: &Data<State>, line: mpsc::Receiver<Email>, smtp: Option<Delivery>, advise_every: Duration) -> Self {
        let (stop, stopped) = watch::channel(false);
        let own = state.clone();
        let resets = spawn(async move { serve_reset_requests(&own, line).await });
        let own = state.clone();
        let purge = spawn(async move { purge(&own).await });
        let own = state.clone();
        let advice = spawn(async move { advice::keep_up(&own, advise_every).await });
        let delivery = smtp.or_else(|| state.has_inbox().then_some(Delivery::Inbox));
        if delivery.is_none() {
            tracing::warn!("no mail server is set: mails wait in the database until there is one");
        }
        let own = state.clone();
        let mail = delivery.map(|delivery| spawn(async move { Worker::new(delivery).run(&own, stopped).await }));
        Self { tasks: vec![resets, purge, advice], mail, stop }
    }

    async fn end(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            task.abort();
        }
        if let Some(mail) = self.mail
            && timeout(Duration::from_secs(SHUTDOWN_SECONDS), mail).await.is_err()
        {
            tracing::warn!("a mail was still on its way; it will be sent again");
        }
    }
}

async fn purge(state: &State) {
    loop {
        match state.store().maintenance().purge(state.now()).await {
            Ok(purged) => tracing::debug!(?purged, "purged"),
            Err(error) => tracing::warn!(%error, "cannot purge"),
        }
        tokio::time::sleep(PURGE_EVERY).await;
    }
}

fn serve(state: Data<State>, listener: TcpListener, workers: Option<usize>) -> Result<Server, StartError> {
    let known = Data::new(Routes::new(known_paths()));
    let address = listener.local_addr().map_err(StartError::Run)?;
    let server = HttpServer::new(move || {
        let (state, known) = (state.clone(), known.clone());
        App::new()
            .configure(move |config| configure(config, state, known))
            .wrap(from_fn(problems))
            .wrap(Compress::default())
            .wrap(from_fn(edge))
    });
    let server = match workers {
        Some(workers) => server.workers(workers),
        None => server,
    };
    let server = server.keep_alive(KEEP_ALIVE).shutdown_timeout(SHUTDOWN_SECONDS);
    Ok(server.listen(listener).map_err(|error| StartError::Listen(address, error))?.run())
}

fn configure(config: &mut ServiceConfig, state: Data<State>, known: Data<Routes>) {
    config
        .app_data(state)
        .app_data(known)
        .service(health::healthz)
        .service(health::readyz)
        .service(metrics::metrics_page)
        .service(inbox::inbox)
        .service(inbox::inbox_style)
        .service(web::openapi_json)
        .service(web::docs_redirect)
        .service(web::swagger_ui())
        .default_service(actix_web::web::to(web::fallback));
    routes::declare(&mut Declarations::new(config));
}

/// Every path with its methods, so that a wrong method is told from an unknown path.
fn known_paths() -> Vec<(String, Vec<String>)> {
    let own = ["/healthz", "/readyz", "/metrics", "/dev/inbox", "/dev/inbox.css", "/api/openapi.json", "/api/docs"];
    let own = own.into_iter().map(|path| (path.to_owned(), vec!["GET".to_owned()]));
    own.chain(document::methods()).collect()
}
