//! The command line: what the program is asked to do, and with which settings.

use crate::clock::SystemClock;
use crate::config::{PublicUrl, Settings};
use crate::startup::{Application, StartError};
use crate::telemetry::{self, LogFormat};
use crate::{admin, backup, demo, openapi};
use clap::{Args, Parser, Subcommand};
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// Energy communities and customer accounts: one program with API, web application and mail.
#[derive(Debug, Parser)]
#[command(name = "clef", version, about)]
pub struct Cli {
    #[command(flatten)]
    log: Log,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Log {
    /// What to log, such as `info` or `info,store=debug`.
    #[arg(long, env = "CLEF_LOG", default_value = "info,actix_server=warn,sea_orm_migration=warn", global = true)]
    log: String,
    /// How log lines look.
    #[arg(long, env = "CLEF_LOG_FORMAT", value_enum, default_value = "pretty", global = true)]
    log_format: LogFormat,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API under /api and the web application under /.
    Serve(Box<Serve>),
    /// Bring the schema of a database up to date.
    Migrate(Database),
    /// Print the OpenAPI document.
    Openapi,
    /// Copy a SQLite database to a new file, also while the program serves. PostgreSQL has pg_dump.
    Backup(Backup),
    /// Put a copy in the place of a SQLite database that is not there. PostgreSQL has pg_restore.
    Restore(Backup),
    /// Set up people from the command line.
    #[command(subcommand)]
    Admin(admin::Admin),
}

/// A database, without a default: these commands must not create one by accident.
#[derive(Debug, Args)]
pub(crate) struct Database {
    /// The database: `sqlite://path` or `postgres://user:password@host/name`.
    #[arg(long, env = "CLEF_DATABASE_URL")]
    pub(crate) database_url: String,
}

#[derive(Debug, Args)]
struct Backup {
    #[command(flatten)]
    database: Database,
    /// The copy.
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Serve {
    /// Fill the database with demo data and open the development inbox. Without `--database-url` the database
    /// is thrown away at the end.
    #[arg(long, env = "CLEF_DEMO")]
    demo: bool,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "CLEF_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The database: `sqlite://path` or `postgres://user:password@host/name` [default: sqlite://clef.db].
    #[arg(long, env = "CLEF_DATABASE_URL")]
    database_url: Option<String>,
    /// Do not bring the schema up to date first.
    #[arg(long, env = "CLEF_NO_MIGRATE")]
    no_migrate: bool,
    /// The address users know, such as `https://clef.example.org`: for links in mails and for cookies
    /// [default: the address listened on].
    #[arg(long, env = "CLEF_PUBLIC_URL", value_parser = PublicUrl::parse)]
    public_url: Option<PublicUrl>,
    /// The mail server, such as `smtps://user:password@mail.example.org`. Without one, mails wait in the
    /// database; on a demo or a public URL of this machine they are shown at /dev/inbox.
    #[arg(long, env = "CLEF_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// The sender of mails.
    #[arg(long, env = "CLEF_MAIL_FROM", default_value = "Clef <no-reply@localhost>")]
    mail_from: String,
    /// Serve the web application from this directory instead of from the program.
    #[arg(long, env = "CLEF_WEB_DIR")]
    web_dir: Option<PathBuf>,
    /// Signs access tokens; 32 characters or more. Needed where several of these programs share a database;
    /// without it each start makes its own, and browsers renew their tokens by themselves.
    #[arg(long, env = "CLEF_JWT_SECRET", hide_env_values = true, value_parser = long_secret)]
    jwt_secret: Option<String>,
    /// Take the caller's address from the last entry of X-Forwarded-For, which the proxy in front sets.
    #[arg(long, env = "CLEF_TRUST_PROXY")]
    trust_proxy: bool,
    /// Threads that serve requests [default: one per processor].
    #[arg(long, env = "CLEF_WORKERS")]
    workers: Option<usize>,
}

fn long_secret(text: &str) -> Result<String, String> {
    if text.len() >= 32 { Ok(text.to_owned()) } else { Err("at least 32 characters".to_owned()) }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The server.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Anything else, told in a sentence.
    #[error("{0}")]
    Other(String),
}

impl Cli {
    /// Does what was asked.
    ///
    /// # Errors
    /// When it cannot be done.
    pub async fn run(self) -> Result<(), CommandError> {
        match self.command {
            Command::Serve(serve) => {
                telemetry::init(self.log.log_format, &self.log.log);
                serve.run().await
            }
            Command::Migrate(database) => migrate(&database.database_url).await,
            Command::Openapi => {
                let written = std::io::stdout().write_all(openapi().as_bytes());
                written.map_err(|error| CommandError::Other(format!("cannot print: {error}")))
            }
            Command::Backup(backup) => backup::backup(&backup.database.database_url, &backup.file).await,
            Command::Restore(backup) => backup::restore(&backup.database.database_url, &backup.file).await,
            Command::Admin(admin) => admin.run().await,
        }
    }
}

/// Brings a schema up to date.
pub(crate) async fn migrate(url: &str) -> Result<(), CommandError> {
    migrations::up(url).await.map_err(|error| CommandError::Other(format!("cannot migrate the database: {error}")))
}

impl Serve {
    async fn run(self) -> Result<(), CommandError> {
        let (database_url, throw_away) = self.database()?;
        let demo = self.demo;
        let application = Application::build(self.settings(database_url), Arc::new(SystemClock)).await?;
        tracing::info!(address = %application.address(), "listening");
        if demo {
            eprintln!("Demo: http://{} — log in as {} with {}", application.address(), demo::LOGINS, demo::PASSWORD);
        }
        let outcome = application.run_until_stopped().await;
        drop(throw_away);
        Ok(outcome?)
    }

    /// The database, and for a demo without one a directory that goes with the program.
    fn database(&self) -> Result<(String, Option<TempDir>), CommandError> {
        match &self.database_url {
            Some(url) => Ok((url.clone(), None)),
            None if self.demo => {
                let directory = TempDir::with_prefix("clef-demo-")
                    .map_err(|error| CommandError::Other(format!("no place for a demo database: {error}")))?;
                Ok((format!("sqlite://{}", directory.path().join("clef.db").display()), Some(directory)))
            }
            None => Ok((Settings::default().database_url, None)),
        }
    }

    fn settings(self, database_url: String) -> Settings {
        Settings {
            listen: self.listen,
            database_url,
            migrate: !self.no_migrate,
            demo: self.demo,
            public_url: self.public_url,
            smtp_url: self.smtp_url,
            mail_from: self.mail_from,
            web_dir: self.web_dir,
            jwt_secret: self.jwt_secret,
            trust_proxy: self.trust_proxy,
            workers: self.workers,
            ..Settings::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
