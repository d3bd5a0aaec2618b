//! What those who run the program look at: health, figures, the documentation, the development inbox.

use crate::support::{Database, TestApp, Who, samples};
use api::PublicUrl;
use client::Request;

#[tokio::test]
async fn the_program_says_that_it_lives_and_is_ready() {
    let app = TestApp::start().await;
    assert_eq!(app.get(Who::Anonymous, "/healthz").await.is(200).json()["status"], "ok");
    assert_eq!(app.get(Who::Anonymous, "/readyz").await.is(200).json()["status"], "ready");
}

#[tokio::test]
async fn an_empty_database_is_migrated_at_the_start() {
    let database = Database::empty().await;
    let app = TestApp::start_with(|settings| {
        settings.database_url = database.url();
        settings.migrate = true;
    })
    .await;
    app.get(Who::Anonymous, "/readyz").await.is(200);
    app.get(Who::Anonymous, "/api/v1/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn requests_are_counted_by_route_and_not_by_id() {
    let app = TestApp::start().await;
    let home = app.ids.own.home.id;
    app.get(Who::Manager, &format!("/api/v1/communities/{home}")).await.is(200);
    app.get(Who::Manager, "/api/v1/nothing").await.problem(404, "not_found");
    let answer = app.get(Who::Anonymous, "/metrics").await.is(200);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain"));
    let text = answer.text();
    for part in [
        "clef_http_requests_total{",
        "route=\"/api/v1/communities/{community_id}\"",
        "clef_http_request_duration_seconds_bucket",
        "clef_outbox_pending",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains(&home.to_string()) && !text.contains("/api/v1/nothing"), "{text}");
    assert!(!text.contains("example.org"), "figures name nobody");
}

#[tokio::test]
async fn the_document_and_its_page_need_nothing_from_elsewhere() {
    let app = TestApp::start().await;
    let document = app.get(Who::Anonymous, "/api/openapi.json").await.is(200);
    assert_eq!(document.json()["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    let redirect = app.client();
    let answer = redirect.send_raw(Request::new("GET", "/api/docs")).await.unwrap();
    assert_eq!(answer.status, 200, "the client follows to /api/docs/");
    let page = app.get(Who::Anonymous, "/api/docs/").await.is(200).text();
    let sources: Vec<&str> =
        page.split(['"', '\'']).filter(|text| text.ends_with(".js") || text.ends_with(".css")).collect();
    assert!(sources.len() >= 3, "{page}");
    for source in sources {
        assert!(!source.contains("//"), "{source} comes from elsewhere");
        app.get(Who::Anonymous, &format!("/api/docs/{}", source.trim_start_matches("./"))).await.is(200);
    }
    assert!(!page.contains("<script>"), "an inline script would be refused by the browser");
}

#[tokio::test]
async fn the_inbox_shows_mails_as_a_page_and_as_json() {
    let app = TestApp::start().await;
    let body = samples::with(samples::invitation("new@example.org"), "/name", "<b>Jo</b>");
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &body).await.is(201);
    let mail = app.mail_to("new@example.org", 1).await;
    let page = app.get(Who::Anonymous, "/dev/inbox").await.is(200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains(&format!("href=\"{}\"", mail.link)), "{}", page.text());
    assert!(!page.text().contains("<b>Jo") && !page.text().contains("<script") && !page.text().contains("style="));
    app.get(Who::Anonymous, "/dev/inbox.css").await.is(200);
}

#[tokio::test]
async fn there_is_an_inbox_only_where_no_stranger_comes() {
    let public = || Some(PublicUrl::parse("https://clef.example.org").unwrap());
    let on_the_net = TestApp::start_with(|settings| settings.public_url = public()).await;
    on_the_net.get(Who::Anonymous, "/dev/inbox").await.problem(404, "not_found");
    on_the_net.get(Who::Anonymous, "/dev/inbox.css").await.problem(404, "not_found");
    let with_a_mail_server =
        TestApp::start_with(|settings| settings.smtp_url = Some("smtp://127.0.0.1:9".to_owned())).await;
    with_a_mail_server.get(Who::Anonymous, "/dev/inbox").await.problem(404, "not_found");
}

#[tokio::test]
async fn links_in_mails_lead_to_the_public_address() {
    let app = TestApp::start_with(|settings| {
        settings.public_url = Some(PublicUrl::parse("http://localhost:9999").unwrap());
    })
    .await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &samples::invitation("new@example.org")).await.is(201);
    let link = app.mail_to("new@example.org", 1).await.link;
    assert!(link.starts_with("http://localhost:9999/accept-invitation#"), "{link}");
}
