//! The mails the server has sent, read from its development inbox.

use super::TestApp;
use client::Request;
use serde_json::Value;
use std::time::{Duration, Instant};

/// How long a mail may take that is written after the answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) link: String,
}

impl Mail {
    /// The token in the link, which a browser does not send to any server.
    pub(crate) fn token(&self) -> String {
        let (_, token) = self.link.split_once('#').unwrap();
        token.to_owned()
    }
}

impl TestApp {
    /// All mails to an address, the newest first.
    pub(crate) async fn mails_to(&self, address: &str) -> Vec<Mail> {
        let request = Request::new("GET", "/dev/inbox").header("accept", "application/json");
        let inbox = self.send(&self.anonymous, request).await.is(200).json();
        let text = |mail: &Value, field: &str| mail[field].as_str().unwrap_or_default().to_owned();
        let mails = inbox["items"].as_array().unwrap().iter().map(|mail| Mail {
            to: text(mail, "to"),
            subject: text(mail, "subject"),
            text: text(mail, "text"),
            link: text(mail, "link"),
        });
        mails.filter(|mail| mail.to == address).collect()
    }

    /// The newest mail to an address, once there are `count` of them.
    pub(crate) async fn mail_to(&self, address: &str, count: usize) -> Mail {
        let started = Instant::now();
        loop {
            let mails = self.mails_to(address).await;
            if mails.len() == count {
                return mails.into_iter().next().unwrap();
            }
            assert!(started.elapsed() < PATIENCE, "{} mails to {address}, not {count}", mails.len());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
