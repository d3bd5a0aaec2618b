//! Setting up people from the command line: the first ones, whom nobody can invite.

use crate::auth::password::HashCost;
use crate::auth::password::Passwords;
use crate::auth::secret;
use crate::cli::{CommandError, Database, migrate};
use crate::clock::{Clock, SystemClock};
use crate::config::PublicUrl;
use crate::error::Error;
use chrono::TimeDelta;
use clap::{Args, Subcommand};
use domain::password::{check, min_length};
use domain::role::{Grant, Role};
use domain::text::{Email, required_text};
use domain::violation::FieldViolation;
use domain::vocabulary::Locale;
use std::io::BufRead;
use store::{Actor, NewInvitation, NewLogin, Store, StoreOptions, WriteContext, Written};

/// For how many days the printed link can be used.
const DAYS: i64 = 7;

/// What can be set up.
#[derive(Debug, Subcommand)]
pub(crate) enum Admin {
    /// Create an organisation and invite its first manager: prints the link to choose a password.
    CreateManager(CreateManager),
    /// Create a platform operator. The password is read from standard input.
    CreateOperator(CreateOperator),
}

#[derive(Debug, Args)]
pub(crate) struct CreateManager {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    person: Person,
    /// Name of the new organisation.
    #[arg(long)]
    organisation: String,
    /// The address users know, for the link.
    #[arg(long, env = "CLEF_PUBLIC_URL", value_parser = PublicUrl::parse)]
    public_url: PublicUrl,
}

#[derive(Debug, Args)]
pub(crate) struct CreateOperator {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    person: Person,
}

#[derive(Debug, Args)]
struct Person {
    /// The login.
    #[arg(long, value_parser = |text: &str| Email::parse(text).map_err(told))]
    email: Email,
    /// The name.
    #[arg(long, value_parser = |text: &str| required_text(text, 1, 200).map_err(told))]
    name: String,
    /// The language: en, fr, nl or de.
    #[arg(long, default_value = "en")]
    locale: Locale,
}

impl Admin {
    pub(crate) async fn run(self) -> Result<(), CommandError> {
        match self {
            Self::CreateManager(command) => command.run().await,
            Self::CreateOperator(command) => command.run().await,
        }
    }
}

impl CreateManager {
    async fn run(self) -> Result<(), CommandError> {
        let store = open(&self.database.database_url).await?;
        let token = secret::generate().map_err(other)?;
        let context = context();
        let Person { email, name, locale } = self.person;
        let written = store.write(&context, async |tx| {
            let organisation = tx.platform().create_organisation(self.organisation.trim()).await?.id;
            let invitation = NewInvitation {
                email: email.clone(),
                name: name.clone(),
                locale,
                grants: vec![Grant::Manager { organisation }],
                token_hash: secret::hash(&token),
                expires_at: context.now + TimeDelta::days(DAYS),
            };
            tx.organisation(organisation).invite(&invitation).await
        });
        written.await.map_err(refused)?;
        println!("{} is invited to {}. This link works once, within {DAYS} days:", email, self.organisation);
        println!("{}/accept-invitation#{token}", self.public_url.origin());
        store.close().await.map_err(other)
    }
}

impl CreateOperator {
    async fn run(self) -> Result<(), CommandError> {
        let store = open(&self.database.database_url).await?;
        eprintln!("Password for {}:", self.person.email);
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(other)?;
        let password = line.trim_end_matches(['\r', '\n']);
        let words = [self.person.email.as_str(), &self.person.name];
        check(password, min_length(&[Role::Operator]), &words)
            .map_err(|violation| CommandError::Other(format!("password: {}", told(violation))))?;
        let password_hash = Passwords::new(HashCost::default()).map_err(other)?.hash(password).await.map_err(other)?;
        let Person { email, name, locale } = self.person;
        let login = NewLogin { email, name, locale, password_hash };
        let context = context();
        let written = store.write(&context, async |tx| {
            let user = tx.accounts().create_login(&login).await?;
            tx.accounts().grant_operator(user.id).await?;
            Ok(user)
        });
        if let Written::Fresh(user) = written.await.map_err(refused)? {
            println!("{} is an operator.", user.email);
        }
        store.close().await.map_err(other)
    }
}

async fn open(url: &str) -> Result<Store, CommandError> {
    migrate(url).await?;
    Store::connect(url, &StoreOptions::default()).await.map_err(other)
}

fn context() -> WriteContext {
    WriteContext { actor: Actor::Program, now: SystemClock.now(), request_id: None, idempotency: None }
}

/// A broken rule in a few words, for a terminal.
fn told(violation: FieldViolation) -> String {
    api_types::FieldError::new("", violation.code, violation.params).detail
}

/// A rule of the store's in its own words; anything else as it is.
fn refused(error: store::Error) -> CommandError {
    match error {
        store::Error::Conflict(conflict) => CommandError::Other(Error::from(conflict).detail().to_owned()),
        error => other(error),
    }
}

fn other(error: impl std::fmt::Display) -> CommandError {
    CommandError::Other(error.to_string())
}
