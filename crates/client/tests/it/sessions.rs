use api_types::Login;
use client::Client;
use serde_json::json;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn token() -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_json(json!({"access_token": "a.b.c", "token_type": "Bearer", "expires_in": 600}))
}

async fn server() -> MockServer {
    let server = MockServer::start().await;
    let with_cookie = |cookie: &str| token().insert_header("set-cookie", cookie);
    Mock::given(path("/api/v1/auth/login"))
        .respond_with(with_cookie("refresh=one; Path=/api/v1/auth; HttpOnly; SameSite=Strict"))
        .mount(&server)
        .await;
    Mock::given(path("/api/v1/auth/refresh"))
        .and(header("cookie", "refresh=one"))
        .respond_with(with_cookie("refresh=two; Path=/api/v1/auth; HttpOnly; SameSite=Strict"))
        .mount(&server)
        .await;
    Mock::given(path("/api/v1/auth/logout"))
        .and(method("POST"))
        .and(header("cookie", "refresh=two"))
        .respond_with(ResponseTemplate::new(204).insert_header("set-cookie", "refresh=; Max-Age=0; Path=/api/v1/auth"))
        .mount(&server)
        .await;
    server
}

fn credentials() -> Login {
    Login { email: "manager@demo.clef.test".to_owned(), password: "clef-demo-2026".to_owned() }
}

#[tokio::test]
async fn a_program_keeps_its_refresh_cookie() {
    let server = server().await;
    let client = Client::new(&server.uri());
    assert!(client.refresh().await.is_err(), "not logged in yet");
    assert_eq!(client.login(&credentials()).await.unwrap().access_token, "a.b.c");
    client.refresh().await.unwrap();
    client.logout().await.unwrap();
    assert!(client.logout().await.is_err(), "logged out already");
}

#[tokio::test]
async fn the_cookie_belongs_to_the_caller_and_to_sessions() {
    let server = server().await;
    let client = Client::new(&server.uri());
    client.login(&credentials()).await.unwrap();
    assert!(client.with_token("other").refresh().await.is_err(), "another caller has no cookie");
    assert!(client.get_me().await.is_err());
    let requests = server.received_requests().await.unwrap();
    let me = requests.iter().find(|request| request.url.path() == "/api/v1/me").unwrap();
    assert_eq!(me.headers.get("cookie"), None);
    client.clone().refresh().await.unwrap();
}
