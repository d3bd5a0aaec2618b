//! The mails of the program, as they wait in the outbox, and as they are sent.

use super::html;
use super::words::{self, Words};
use chrono::NaiveDate;
use domain::notification::NotificationEvent;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use store::Mail;

/// A mail, with what its text needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// Somebody is invited to an organisation.
    Invitation {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// Who invites.
        organisation: String,
        /// The page that accepts it, with its token.
        link: String,
        /// For how many days it can be accepted.
        days: i64,
    },
    /// The customer of an account is invited to log in.
    CustomerInvitation {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// The organisation that looks after the account.
        organisation: String,
        /// The company of the account.
        company: String,
        /// The login.
        login: String,
        /// The page that accepts it, with its token.
        link: String,
        /// For how many days it can be accepted.
        days: i64,
    },
    /// Something happened to an optimisation, or a service ends.
    News {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// What happened.
        event: NotificationEvent,
        /// The company, and the contract where it is about one.
        about: String,
        /// The name of the market.
        market: String,
        /// The day it is about.
        day: Option<NaiveDate>,
        /// The first day of the consumption period.
        period: Option<NaiveDate>,
        /// How much is advised, such as `20`.
        percent: Option<String>,
        /// How many days are left.
        days_left: Option<i64>,
        /// The page to look at.
        link: String,
    },
    /// A member of a community is invited to the portal.
    PortalInvitation {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// The community that invites.
        community: String,
        /// The page that accepts it, with its token.
        link: String,
        /// For how many days it can be accepted.
        days: i64,
    },
    /// Somebody who has a login sees a member's meters from now on.
    PortalAccess {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// The community of the member.
        community: String,
        /// The page to log in at.
        link: String,
    },
    /// Somebody asked for a new password.
    PasswordReset {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// The page that sets it, with its token.
        link: String,
        /// For how many minutes.
        minutes: i64,
    },
    /// A password was changed.
    PasswordChanged {
        /// The language.
        locale: Locale,
        /// Whom it addresses.
        name: String,
        /// The page to ask for another, in case it was somebody else.
        link: String,
    },
}

/// A mail ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Rendered {
    /// The subject.
    pub(crate) subject: String,
    /// The text for every reader.
    pub(crate) text: String,
    /// The same for readers that show HTML.
    pub(crate) html: String,
    /// The link in it.
    pub(crate) link: String,
}

impl Letter {
    /// The mail as the outbox keeps it.
    ///
    /// # Errors
    /// When it does not serialise.
    pub(crate) fn to(&self, recipient: &str) -> Result<Mail, store::Error> {
        let inconsistent = |error: serde_json::Error| store::Error::Inconsistent(error.to_string());
        let mut value = serde_json::to_value(self).map_err(inconsistent)?;
        Ok(Mail {
            kind: value["kind"].as_str().unwrap_or_default().to_owned(),
            recipient: recipient.to_owned(),
            payload: value["payload"].take(),
        })
    }

    /// The letter of a mail in the outbox.
    ///
    /// # Errors
    /// When another version of the program wrote it, or its payload is erased.
    pub(crate) fn of(mail: &Mail) -> serde_json::Result<Self> {
        serde_json::from_value(serde_json::json!({ "kind": mail.kind, "payload": mail.payload }))
    }

    /// The letter in words.
    pub(crate) fn render(&self) -> Rendered {
        let words = words::of(self);
        Rendered { text: text(&words), html: html::page(&words), subject: words.subject, link: words.link }
    }
}

/// A paragraph per line, so that mail readers may wrap it; the link on its own.
fn text(words: &Words) -> String {
    [&words.greeting, &words.before, &words.link, &words.after, "Clef\n"].join("\n\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn letters(locale: Locale) -> [Letter; 7] {
        let name = "Jo <b>".to_owned();
        let link = "https://clef.example/x#t&k".to_owned();
        [
            Letter::Invitation {
                locale,
                name: name.clone(),
                organisation: "A & B".to_owned(),
                link: link.clone(),
                days: 7,
            },
            Letter::PortalInvitation {
                locale,
                name: name.clone(),
                community: "A & B".to_owned(),
                link: link.clone(),
                days: 7,
            },
            Letter::CustomerInvitation {
                locale,
                name: name.clone(),
                organisation: "A & B".to_owned(),
                company: "Bakery".to_owned(),
                login: "jo@example.org".to_owned(),
                link: link.clone(),
                days: 7,
            },
            Letter::News {
                locale,
                name: name.clone(),
                event: NotificationEvent::AdviceDue,
                about: "Bakery, Electricity".to_owned(),
                market: "Belgian power".to_owned(),
                day: NaiveDate::from_ymd_opt(2026, 11, 28),
                period: NaiveDate::from_ymd_opt(2027, 1, 1),
                percent: Some("20".to_owned()),
                days_left: None,
                link: link.clone(),
            },
            Letter::PortalAccess { locale, name: name.clone(), community: "A & B".to_owned(), link: link.clone() },
            Letter::PasswordReset { locale, name: name.clone(), link: link.clone(), minutes: 60 },
            Letter::PasswordChanged { locale, name, link },
        ]
    }

    #[test]
    fn every_letter_survives_the_outbox() {
        for letter in Locale::ALL.iter().flat_map(|locale| letters(*locale)) {
            let mail = letter.to("jo@example.org").unwrap();
            assert_eq!(mail.recipient, "jo@example.org");
            assert_eq!(Letter::of(&mail).unwrap(), letter);
        }
    }

    #[test]
    fn every_letter_has_its_own_words_in_every_language() {
        let mut subjects: Vec<String> = Vec::new();
        for letter in Locale::ALL.iter().flat_map(|locale| letters(*locale)) {
            let rendered = letter.render();
            assert!(rendered.text.contains("https://clef.example/x#t&k"), "{}", rendered.text);
            assert!(!rendered.html.contains("<b>") && rendered.html.contains("Jo &lt;b&gt;"), "{}", rendered.html);
            assert!(rendered.html.contains("href=\"https://clef.example/x#t&amp;k\""), "{}", rendered.html);
            assert!(!rendered.text.contains('{') && !rendered.html.contains('{'));
            subjects.push(rendered.subject);
        }
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 7 * Locale::ALL.len());
    }
}
