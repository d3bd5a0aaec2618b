//! The program as it is run: its commands, its words, and how it ends.

use crate::support::{Database, TestApp, Who, contract};
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
    command.env("TMPDIR", directory.path()).stderr(Stdio::piped());
    let mut child = Running(command.spawn().unwrap());
    let mut lines = BufReader::new(child.0.stderr.take().unwrap()).lines();
    let told = lines.find_map(|line| line.unwrap().split_once("http://").map(|(_, rest)| rest.to_owned())).unwrap();
    let client = client::Client::new(&format!("http://{}", told.split(' ').next().unwrap()));
    let ready = client.send_raw(client::Request::new("GET", "/readyz")).await.unwrap();
    assert_eq!(ready.status, 200);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);

    assert!(Command::new("kill").args(["-TERM", &child.0.id().to_string()]).status().unwrap().success());
    assert!(child.end().success());
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0, "the database is gone");
}

/// A program that does not outlive its test.
struct Running(Child);

impl Running {
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
