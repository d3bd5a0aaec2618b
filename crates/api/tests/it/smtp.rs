//! Mails that leave by a mail server: one that speaks just enough SMTP to take them, or to refuse them.

use crate::support::{TestApp, Who, samples};
use chrono::TimeDelta;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail server that keeps what it is given.
#[derive(Clone, Default)]
struct MailServer {
    received: Arc<Mutex<Vec<String>>>,
    /// What it says to the next recipients, instead of accepting them.
    refusals: Arc<Mutex<Vec<&'static str>>>,
    /// How many of the next mails it takes without a word: the connection breaks before it has said so.
    silent: Arc<Mutex<usize>>,
}

impl MailServer {
    /// Starts it, and gives its URL.
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        url
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        writing.write_all(b"220 ready\r\n").await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250 hello",
                "RCPT" => self.refusals.lock().unwrap().pop().unwrap_or("250 fine"),
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await.ok()?;
                    let mut mail = String::new();
                    while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                        mail += &format!("{line}\n");
                    }
                    self.received.lock().unwrap().push(mail);
                    let mut silent = self.silent.lock().unwrap();
                    if *silent > 0 {
                        *silent -= 1;
                        return None;
                    }
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            writing.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
        Some(())
    }

    /// What it has got, once there are `count` mails.
    async fn received(&self, count: usize) -> Vec<String> {
        for _ in 0..PATIENCE {
            let mails = self.received.lock().unwrap().clone();
            if mails.len() >= count {
                return mails;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("there were never {count} mails");
    }
}

/// How often a look is taken, every 25 ms, before something is said never to have happened.
const PATIENCE: usize = 2400;

async fn app_with(server: &MailServer) -> TestApp {
    let url = server.start().await;
    TestApp::start_with(|settings| {
        settings.smtp_url = Some(url);
        settings.mail_from = "Clef <clef@example.org>".to_owned();
    })
    .await
}

async fn invite(app: &TestApp, email: &str) {
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &samples::invitation(email)).await.is(201);
}

#[tokio::test]
async fn an_invitation_goes_to_the_mail_server_once_as_text_and_html() {
    let server = MailServer::default();
    let app = app_with(&server).await;
    invite(&app, "one@example.org").await;
    invite(&app, "two@example.org").await;
    let mails = server.received(2).await;
    assert_eq!(mails.len(), 2);
    for part in [
        "From: Clef <clef@example.org>",
        "To: one@example.org",
        "Subject: ",
        "multipart/alternative",
        "text/plain",
        "text/html",
    ] {
        assert!(mails[0].contains(part), "{part} in {}", mails[0]);
    }
    // Lines that were broken for the way are put together again.
    let text = mails[0].replace("=\n", "").replace("=3D", "=");
    assert!(text.contains(&format!("{}/accept-invitation#", app.base_url())), "{text}");
}

#[tokio::test]
async fn a_mail_that_is_refused_for_now_is_sent_again_and_one_refused_for_good_is_not() {
    let server = MailServer::default();
    server.refusals.lock().unwrap().extend(["550 no such mailbox", "451 try again later"]);
    let app = app_with(&server).await;
    invite(&app, "later@example.org").await;
    invite(&app, "never@example.org").await;
    invite(&app, "fine@example.org").await;
    assert!(server.received(1).await[0].contains("To: fine@example.org"));
    app.clock.advance(TimeDelta::minutes(2));
    // A new mail wakes the worker; whatever else is due leaves with it.
    invite(&app, "last@example.org").await;
    let mails = server.received(3).await;
    let to = |address: &str| mails.iter().filter(|mail| mail.contains(&format!("To: {address}"))).count();
    assert_eq!((to("later@example.org"), to("never@example.org"), to("last@example.org")), (1, 0, 1));
}

/// What an account tells of its mail, once that is `expected`.
async fn delivery(app: &TestApp, account: &str, expected: &str) -> serde_json::Value {
    for _ in 0..PATIENCE {
        let shown = app.get(Who::Kam, account).await.json()["invitation"].clone();
        if shown["mail"] == expected {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the mail was never {expected}");
}

/// The one mail of a customer account: refused for now it is sent again, once, and the account tells how far it is.
#[tokio::test]
async fn a_customers_mail_arrives_once_and_its_account_follows_it() {
    let server = MailServer::default();
    server.refusals.lock().unwrap().push("451 try again later");
    let app = app_with(&server).await;
    let path = format!("/api/v1/organisations/{}/customers", app.ids.own.id);
    let made = app.post(Who::Kam, &path, &samples::customer("once@example.org")).await.is(201).json();
    let account = format!("/api/v1/customers/{}", made["id"].as_str().unwrap());
    delivery(&app, &account, "retrying").await;
    app.clock.advance(TimeDelta::minutes(2));
    invite(&app, "next@example.org").await;
    server.received(2).await;
    let shown = delivery(&app, &account, "sent").await;
    assert_eq!((&shown["state"], &shown["sender"]), (&"sent".into(), &"Clef <clef@example.org>".into()));
    let mails = server.received(2).await;
    let mine: Vec<&String> = mails.iter().filter(|mail| mail.contains("To: once@example.org")).collect();
    assert_eq!(mine.len(), 1);
    let text = mine[0].replace("=\n", "").replace("=3D", "=");
    assert!(text.contains(&format!("{}/accept-invitation#", app.base_url())), "{text}");
    // Sending it again is another mail, and what it replaces is void.
    let resend = client::Request::new("POST", format!("{account}/resend-invitation"));
    app.send(&app.r#as(Who::Kam).await, resend).await.is(200);
    let mails = server.received(3).await;
    assert_eq!(mails.iter().filter(|mail| mail.contains("To: once@example.org")).count(), 2);
}

/// The one line by which mail servers know a mail that comes twice.
fn message_id(mail: &str) -> &str {
    mail.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:")).unwrap()
}

/// The server takes a mail and the connection breaks, or the program does, before it has said so: nobody knows whether
/// it arrived. It is sent again as the very same mail, under the same id, so that it arrives once.
#[tokio::test]
async fn a_mail_whose_fate_is_unknown_is_sent_again_as_the_same_mail() {
    let server = MailServer::default();
    *server.silent.lock().unwrap() = 1;
    let app = app_with(&server).await;
    let path = format!("/api/v1/organisations/{}/customers", app.ids.own.id);
    let made = app.post(Who::Kam, &path, &samples::customer("once@example.org")).await.is(201).json();
    let account = format!("/api/v1/customers/{}", made["id"].as_str().unwrap());
    server.received(1).await;
    // It is due again so long after it failed; the clock must not go on before that is written down.
    delivery(&app, &account, "retrying").await;
    app.clock.advance(TimeDelta::minutes(2));
    invite(&app, "next@example.org").await;
    let mails = server.received(3).await;
    let mine: Vec<&String> = mails.iter().filter(|mail| mail.contains("To: once@example.org")).collect();
    assert_eq!(mine.len(), 2, "on the way twice");
    assert_eq!(message_id(mine[0]), message_id(mine[1]), "as one mail");
    let other = mails.iter().find(|mail| mail.contains("To: next@example.org")).unwrap();
    assert_ne!(message_id(other), message_id(mine[0]));
    // Once its arrival is known it is left alone.
    delivery(&app, &account, "sent").await;
    app.clock.advance(TimeDelta::minutes(6));
    invite(&app, "last@example.org").await;
    assert_eq!(server.received(4).await.len(), 4);
}
