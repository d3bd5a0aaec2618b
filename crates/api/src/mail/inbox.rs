//! The development inbox at `/dev/inbox`: the mails that a mail server would have sent.
//!
//! There is one only without a mail server, on a demo database or on this machine's own address.

use super::html::escape;
use super::{Letter, Rendered};
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::state::State;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, web};
use api_types::ProblemCode;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::fmt::Write;
use uuid::Uuid;

/// How many are shown.
const SHOWN: u64 = 50;

/// A mail in the inbox.
#[derive(Serialize)]
struct Shown {
    id: Uuid,
    at: DateTime<Utc>,
    to: String,
    #[serde(flatten)]
    rendered: Rendered,
}

/// The inbox, newest first: as a page, or as JSON where that is asked for.
#[get("/dev/inbox")]
pub(crate) async fn inbox(state: web::Data<State>, request: HttpRequest) -> Answer {
    let mails = read(&state).await?;
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") {
        return answer::plain(&serde_json::json!({ "items": mails }));
    }
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/html; charset=utf-8")).body(page(&mails)))
}

/// Its style, as pages may not have their own inside.
#[get("/dev/inbox.css")]
pub(crate) async fn inbox_style(state: web::Data<State>) -> Answer {
    if !state.has_inbox() {
        return Err(ProblemCode::NotFound.into());
    }
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/css; charset=utf-8")).body(include_str!("inbox.css")))
}

async fn read(state: &State) -> Result<Vec<Shown>, Error> {
    if !state.has_inbox() {
        return Err(ProblemCode::NotFound.into());
    }
    let mails = state.store().outbox().recent(SHOWN).await?;
    let shown = mails.into_iter().filter_map(|mail| {
        let rendered = Letter::of(&mail.mail).ok()?.render();
        Some(Shown { id: mail.id, at: mail.created_at, to: mail.mail.recipient, rendered })
    });
    Ok(shown.collect())
}

fn page(mails: &[Shown]) -> String {
    let mut articles = String::new();
    for Shown { id, at, to, rendered } in mails {
        let (to, subject, link) = (escape(to), escape(&rendered.subject), escape(&rendered.link));
        let text = escape(&rendered.text).replace(&link, &format!("<a href=\"{link}\">{link}</a>"));
        // Writing to a text cannot fail.
        let _ = writeln!(
            articles,
            "<article id=\"mail-{id}\"><h2>{subject}</h2><p class=\"meta\">{to} · <time>{}</time></p>\
             <div class=\"text\">{text}</div></article>",
            at.format("%Y-%m-%d %H:%M:%S UTC")
        );
    }
    if mails.is_empty() {
        articles.push_str("<p>No mail yet. Invite somebody, or ask for a new password.</p>");
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>Development inbox – Clef</title><link rel=\"stylesheet\" \
         href=\"/dev/inbox.css\"></head>\n<body><main>\n<h1>Development inbox</h1>\n<p class=\"meta\">No mail server \
         is set, so mails stay here.</p>\n{articles}</main></body>\n</html>\n"
    )
}
