//! The program as it is run: its commands, its words, and how it ends.

use crate::support::{Database, TestApp, Who, contract, samples};
use api_types::Login;
use domain::vocabulary::{ImportState, ReadingImportState};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a command may take.
const PATIENCE: Duration = Duration::from_secs(60);

fn clef(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clef"));
    // Whatever the developer has set must not reach the program.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CLEF_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    clef(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_prints_the_document() {
    let output = output(&["openapi"]);
    assert!(output.status.success());
    assert!(text(&output.stdout) == contract::committed(), "it differs from the committed one");
}

#[test]
fn it_explains_itself_and_refuses_what_it_does_not_know() {
    let help = text(&output(&["serve", "--help"]).stdout);
    for name in ["LISTEN", "DATABASE_URL", "PUBLIC_URL", "SMTP_URL", "MAIL_FROM", "WEB_DIR", "JWT_SECRET"] {
        assert!(help.contains(&format!("CLEF_{name}")), "{name} in\n{help}");
    }
    for wrong in [
        &["serve", "--listen", "nowhere"][..],
        &["serve", "--jwt-secret", "short"],
        &["serve", "--public-url", "ftp://example.org"],
        &["migrate"],
        &["bake"],
    ] {
        let output = output(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", text(&output.stderr));
    }
}

#[test]
fn what_cannot_be_done_is_told_in_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let missing = format!("sqlite://{}/missing/clef.db", directory.path().display());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for wrong in [
        &["migrate", "--database-url", missing.as_str()][..],
        &["migrate", "--database-url", "mysql://localhost/clef"],
        &["serve", "--listen", "127.0.0.1:0", "--database-url", missing.as_str()],
        &["serve", "--listen", taken.as_str(), "--demo"],
        &["serve", "--listen", "127.0.0.1:0", "--demo", "--smtp-url", "gopher://example.org"],
    ] {
        let output = output(wrong);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{wrong:?}: {told}");
        assert!(told.contains("clef: ") && !told.contains("panicked"), "{told}");
    }
}

#[tokio::test]
async fn the_first_manager_is_invited_from_the_command_line() {
    let database = Database::empty().await;
    let output = output(&[
        "admin",
        "create-manager",
        "--database-url",
        &database.url(),
        "--organisation",
        "First Energy",
        "--email",
        "first@example.org",
        "--name",
        "First Manager",
        "--public-url",
        "https://clef.example.org",
    ]);
    let told = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let token = told.trim().split_once("https://clef.example.org/accept-invitation#").unwrap().1;

    let app = TestApp::start_with(|settings| settings.database_url = database.url()).await;
    app.clock.set_to_now();
    let accept = json!({ "token": token, "password": "seven purple kettles" });
    let session = app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200).json();
    let first = app.anonymous.with_token(session["access_token"].as_str().unwrap());
    assert_eq!(first.list_organisations(&Default::default()).await.unwrap().items[0].name, "First Energy");
}

#[tokio::test]
async fn an_operator_is_made_with_a_password_from_the_terminal() {
    let database = Database::empty().await;
    let create = |password: &str| {
        let mut command = clef(&["admin", "create-operator", "--database-url", &database.url()]);
        command.args(["--email", "operator@example.org", "--name", "The Operator"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        child.wait_with_output().unwrap()
    };
    let refused = create("too short");
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("15 characters"), "{}", text(&refused.stderr));
    assert!(create("seven purple kettles").status.success());
    assert_eq!(create("seven purple kettles").status.code(), Some(1), "there is one of this address");

    let app = TestApp::start_with(|settings| settings.database_url = database.url()).await;
    app.clock.set_to_now();
    let operator = app.logged_in("operator@example.org", "seven purple kettles").await;
    assert!(operator.list_organisations(&Default::default()).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_signal_ends_it_in_good_order_and_a_throw_away_database_with_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = clef(&["serve", "--demo", "--listen", "127.0.0.1:0", "--log", "error"]);
    command.env("TMPDIR", directory.path());
    let (mut child, client) = Running::serve(&mut command);
    let ready = client.send_raw(client::Request::new("GET", "/readyz")).await.unwrap();
    assert_eq!(ready.status, 200);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);

    assert!(Command::new("kill").args(["-TERM", &child.0.id().to_string()]).status().unwrap().success());
    assert!(child.end().success());
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0, "the database is gone");
}

#[tokio::test]
async fn a_program_killed_while_it_imports_has_stored_nothing() {
    let database = Database::empty().await;
    let url = database.url();
    let serve = ["serve", "--demo", "--listen", "127.0.0.1:0", "--log", "error", "--database-url", url.as_str()];
    let (mut child, anonymous) = Running::serve(&mut clef(&serve));
    let client = demo_manager(&anonymous).await;
    let community = client.list_communities(&Default::default()).await.unwrap().items[0].id;
    let count = async |client: &client::Client| {
        client.list_meters(community, &Default::default()).await.unwrap().total.unwrap()
    };
    let before = count(&client).await;
    let eans: Vec<String> = (1_000..3_000).map(samples::ean).collect();
    let file = samples::meter_file(&eans.iter().map(String::as_str).collect::<Vec<_>>());
    let upload = client::Upload { file_name: "meters.csv".to_owned(), bytes: file.into_bytes() };
    let import = client.create_meter_import(community, upload, None).await.unwrap();
    assert_eq!(import.value.counts.create, 2_000);
    client.confirm_import(community, import.value.id, &import.etag).await.unwrap();
    let started = Instant::now();
    loop {
        let import = client.get_import(community, import.value.id).await.unwrap().value;
        assert_eq!(import.state, ImportState::Applying, "it was faster than this test");
        if import.progress.is_some_and(|progress| progress.done > 0) {
            break;
        }
        assert!(started.elapsed() < PATIENCE, "it does not begin");
    }
    child.0.kill().unwrap();
    child.end();

    let (_again, anonymous) = Running::serve(&mut clef(&serve));
    let client = demo_manager(&anonymous).await;
    assert_eq!(count(&client).await, before);
    let import = client.get_import(community, import.value.id).await.unwrap().value;
    assert_eq!((import.state, import.progress), (ImportState::Checked, None), "it can be confirmed anew");
}

#[tokio::test]
async fn a_program_killed_while_it_imports_readings_has_stored_none() {
    let database = Database::empty().await;
    let url = database.url();
    let serve = ["serve", "--demo", "--listen", "127.0.0.1:0", "--log", "error", "--database-url", url.as_str()];
    let (mut child, anonymous) = Running::serve(&mut clef(&serve));
    let client = demo_manager(&anonymous).await;
    let communities = client.list_communities(&Default::default()).await.unwrap().items;
    let community = communities.iter().find(|community| community.name == "Quartier du Parc").unwrap().id;
    let known = async |client: &client::Client| client.get_community_coverage(community).await.unwrap();
    let meters = async |client: &client::Client| {
        client.list_meters(community, &Default::default()).await.unwrap().total.unwrap()
    };
    let before = (known(&client).await, meters(&client).await);
    let upload = client::Upload { file_name: "many.csv".to_owned(), bytes: month_of_many().into_bytes() };
    let import = client.create_reading_import(community, upload, &Default::default(), None).await.unwrap();
    assert_eq!(import.value.report.unknown_meters, 80);
    let creating = api_types::ConfirmReadingImport { create_unknown_meters: true };
    client.confirm_reading_import(community, import.value.id, &import.etag, &creating).await.unwrap();
    let started = Instant::now();
    loop {
        let import = client.get_reading_import(community, import.value.id).await.unwrap().value;
        assert_eq!(import.state, ReadingImportState::Applying, "it was faster than this test");
        if import.progress.is_some_and(|progress| progress.done > 0) {
            break;
        }
        assert!(started.elapsed() < PATIENCE, "it does not begin");
    }
    child.0.kill().unwrap();
    child.end();

    let (_again, anonymous) = Running::serve(&mut clef(&serve));
    let client = demo_manager(&anonymous).await;
    assert_eq!((known(&client).await, meters(&client).await), before);
    let import = client.get_reading_import(community, import.value.id).await.unwrap().value;
    assert_eq!((import.state, import.progress), (ReadingImportState::Checked, None), "it can be confirmed anew");
}

/// A file of a month of eighty meters that nobody has.
fn month_of_many() -> String {
    let eans: Vec<String> = (5_000..5_080).map(samples::ean).collect();
    let row = vec!["0.125"; eans.len()].join(",");
    let mut text = format!("interval_start,{}\ndirection{}\n", eans.join(","), ",offtake".repeat(eans.len()));
    let mut at: chrono::DateTime<chrono::Utc> = "2020-05-01T00:00:00Z".parse().unwrap();
    for _ in 0..96 * 31 {
        text += &format!("{},{row}\n", at.format("%Y-%m-%dT%H:%M:%SZ"));
        at += chrono::TimeDelta::minutes(15);
    }
    text
}

/// Logs in at a demo.
async fn demo_manager(anonymous: &client::Client) -> client::Client {
    let credentials = Login { email: "manager@demo.clef.test".to_owned(), password: "clef-demo-2026".to_owned() };
    let token = anonymous.login(&credentials).await.unwrap().access_token;
    anonymous.with_token(&token)
}

/// A program that does not outlive its test.
struct Running(Child);

impl Running {
    /// Starts a server, which says where it listens, and a client of it.
    fn serve(command: &mut Command) -> (Self, client::Client) {
        let mut child = Self(command.stderr(Stdio::piped()).spawn().unwrap());
        let mut lines = BufReader::new(child.0.stderr.take().unwrap()).lines();
        let told = lines.find_map(|line| line.unwrap().split_once("http://").map(|(_, rest)| rest.to_owned())).unwrap();
        (child, client::Client::new(&format!("http://{}", told.split(' ').next().unwrap())))
    }

    /// Waits for its end.
    fn end(&mut self) -> std::process::ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "it goes on");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
