//! Every failure is a problem document, whatever the path and whatever is wrong with the request.

use crate::support::{Database, TestApp, Who, contract, samples};
use client::Request;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;
use uuid::Uuid;

#[tokio::test]
async fn unknown_paths_below_the_api_are_problems() {
    let app = TestApp::start().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/me", "/api/v1/me/", "/api/v1//me"]
    {
        for method in ["GET", "POST", "DELETE", "PROPFIND"] {
            app.send(&app.anonymous, Request::new(method, path)).await.problem(404, "not_found");
        }
    }
}

#[tokio::test]
async fn another_method_is_told_which_ones_there_are() {
    let app = TestApp::start().await;
    for operation in contract::operations() {
        let path = operation.path.split('/').map(|part| if part.starts_with('{') { "7" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        let methods = |of: &dyn Fn(&str) -> bool| -> Vec<String> {
            let all = contract::operations().into_iter().filter(|other| of(other.path));
            all.map(|other| other.method.to_uppercase()).collect()
        };
        let known = methods(&|other| other == operation.path);
        // Where a word stands beside ids, as in `keys/validate`, these are asked for a login first.
        let of_an_id = methods(&|other| other != operation.path && contract::matches(other, &path));
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"] {
            if known.iter().chain(&of_an_id).any(|known| known == method) {
                continue;
            }
            let answer = app.send(&app.anonymous, Request::new(method, &path)).await;
            answer.problem(405, "method_not_allowed");
            let mut allowed: Vec<&str> = answer.header("allow").unwrap().split(", ").collect();
            allowed.retain(|method| *method != "HEAD");
            allowed.sort_unstable();
            let mut known = known.clone();
            known.sort();
            known.dedup();
            assert_eq!(allowed, known, "{method} {path}");
        }
    }
    for path in ["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/dev/inbox"] {
        let answer = app.send(&app.anonymous, Request::new("POST", path)).await;
        answer.problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{path}");
    }
}

#[tokio::test]
async fn a_word_in_the_place_of_an_id_has_its_own_methods() {
    let app = TestApp::start().await;
    let keys = format!("/api/v1/communities/{}/keys", app.ids.own.home.id);
    let put = |path: &str| Request::new("PUT", path);
    let manager = app.r#as(Who::Manager).await;
    let answer = app.send(&manager, put(&format!("{keys}/validate"))).await;
    answer.problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), Some("POST"));
    app.send(&manager, put(&format!("{keys}/seven"))).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_head_is_a_get_without_its_body() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/communities/{}", app.ids.own.home.id);
    let get = app.get(Who::Manager, &path).await.is(200);
    let head = app.r#as(Who::Manager).await.send_raw(Request::new("HEAD", &path)).await.unwrap();
    assert_eq!((head.status, head.header("etag"), head.body.len()), (200, get.header("etag"), 0));
}

/// Every operation with a body of JSON, as its manager may call it. Files are tried where they are taken.
fn with_body() -> impl Iterator<Item = contract::Operation> {
    let takes_json =
        |operation: &contract::Operation| !operation.value["requestBody"]["content"]["application/json"].is_null();
    contract::operations().into_iter().filter(takes_json)
}

fn path(app: &TestApp, operation: &contract::Operation, optimisation: Uuid) -> String {
    let (own, home) = (&app.ids.own, &app.ids.own.home);
    let ids = [
        ("{organisation_id}", own.id),
        ("{community_id}", home.id),
        ("{user_id}", own.manager),
        ("{member_id}", home.owner),
        ("{meter_id}", home.meter),
        // No configuration has this id: what is refused here is refused before it is looked for.
        ("{configuration_id}", home.meter),
        ("{key_id}", home.key),
        // No import and no fixing has these ids either.
        ("{reading_import_id}", home.meter),
        ("{fixing_id}", home.meter),
        ("{optimisation_id}", optimisation),
        ("{customer_id}", own.customer),
        ("{market_id}", domain::market::MARKETS[0].id),
        // No service has this id: what is refused here is refused before it is looked for.
        ("{service_id}", own.customer),
        // Any id: the body is looked at before it.
        ("{configuration_id}", home.meter),
    ];
    ids.iter().fold(operation.path.to_owned(), |path, (name, id)| path.replace(name, &id.to_string()))
}

/// An optimisation that those who look after its account edit.
async fn optimisation(app: &TestApp) -> Uuid {
    let mut body = samples::without(samples::without(samples::customer("edited@example.org"), "/editor"), "/services");
    body["access"] = json!(false);
    let kam = app.r#as(Who::Kam).await;
    let account = kam.create_customer(app.ids.own.id, &samples::typed(body), None).await.unwrap().value.id;
    kam.create_optimisation(account, &samples::typed(samples::optimisation()), None).await.unwrap().value.id
}

/// Who may call an operation of the own organisation.
fn caller(operation: &contract::Operation) -> Who {
    match operation.id() {
        "create_organisation" | "import_prices" => Who::Operator,
        "publish_client_forecast" => Who::Customer,
        _ => Who::Manager,
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_everywhere() {
    let app = TestApp::start().await;
    let optimisation = optimisation(&app).await;
    for operation in with_body() {
        let client = app.r#as(caller(&operation)).await;
        for body in ["", "{", "{\"a\":}", "nonsense", "{\"a\":1}}", "[1,]", "\u{feff}{}", "{'a':1}", "NaN"] {
            let request = Request::new(&operation.method.to_uppercase(), path(&app, &operation, optimisation));
            let request = request.header("if-match", "\"1\"").json_text(body);
            app.send(&client, request).await.problem(400, "malformed_json");
        }
        let request = Request::new(&operation.method.to_uppercase(), path(&app, &operation, optimisation));
        let request = request.header("if-match", "\"1\"").json_text([b'"', 0xff, 0xfe, b'"']);
        app.send(&client, request).await.problem(400, "malformed_json");
    }
}

#[tokio::test]
async fn a_deeply_nested_body_is_refused_and_harms_nobody() {
    let app = TestApp::start().await;
    let body = "[".repeat(100_000) + &"]".repeat(100_000);
    let request = Request::new("POST", "/api/v1/auth/login").json_text(body);
    app.send(&app.anonymous, request).await.problem(400, "malformed_json");
    app.get(Who::Manager, "/api/v1/me").await.is(200);
}

#[tokio::test]
async fn another_media_type_is_refused_everywhere() {
    let app = TestApp::start().await;
    let optimisation = optimisation(&app).await;
    for operation in with_body() {
        let client = app.r#as(caller(&operation)).await;
        for media in
            [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonp"), Some("")]
        {
            let mut request = Request::new(&operation.method.to_uppercase(), path(&app, &operation, optimisation));
            request = request.header("if-match", "\"1\"");
            if let Some(media) = media {
                request = request.header("content-type", media);
            }
            request.body = Some(b"{}".to_vec());
            app.send(&client, request).await.problem(415, "unsupported_media_type");
        }
    }
    let mut request = Request::new("POST", "/api/v1/auth/forgot-password");
    request = request.header("content-type", "Application/JSON; charset=utf-8");
    request.body = Some(br#"{"email":"nobody@example.org"}"#.to_vec());
    app.send(&app.anonymous, request).await.is(202);
}

#[tokio::test]
async fn five_megabytes_are_refused_everywhere_but_for_readings() {
    let app = TestApp::start().await;
    let optimisation = optimisation(&app).await;
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(5_000_000));
    for operation in with_body().filter(|operation| !["simulate", "search_key"].contains(&operation.id())) {
        let client = app.r#as(caller(&operation)).await;
        let request = Request::new(&operation.method.to_uppercase(), path(&app, &operation, optimisation));
        let request = request.header("if-match", "\"1\"").json_text(large.clone());
        app.send(&client, request).await.problem(413, "too_large");
    }
}

/// A body that does not say its length is counted as it comes, and answered before it ends.
#[tokio::test]
async fn a_large_body_in_chunks_is_refused_too() {
    let app = TestApp::start().await;
    let address = app.base_url().trim_start_matches("http://").to_owned();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n\
            transfer-encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut sending = stream.try_clone().unwrap();
        std::thread::spawn(move || {
            let chunk = format!("{:x}\r\n{}\r\n", 100_000, "x".repeat(100_000));
            // Never an end; the server closes, or the test does.
            while sending.write_all(chunk.as_bytes()).is_ok() {}
        });
        let mut answer = [0; 1024];
        let length = stream.read(&mut answer).unwrap();
        drop(stream.shutdown(Shutdown::Both));
        String::from_utf8_lossy(&answer[..length]).into_owned()
    });
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn a_request_that_is_no_http_does_no_harm() {
    let app = TestApp::start().await;
    let address = app.base_url().trim_start_matches("http://").to_owned();
    let answers = tokio::task::spawn_blocking(move || {
        let send = |bytes: &[u8]| {
            let mut stream = TcpStream::connect(&address).unwrap();
            stream.write_all(bytes).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut answer = Vec::new();
            drop(stream.read_to_end(&mut answer));
            String::from_utf8_lossy(&answer).into_owned()
        };
        [send(b"nonsense\r\n\r\n"), send(b"GET /api/v1/me HTTP/1.1\r\nbad header\r\n\r\n"), send(&[0; 64])]
    });
    for answer in answers.await.unwrap() {
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    app.get(Who::Manager, "/api/v1/me").await.is(200);
}

#[tokio::test]
async fn ids_in_paths_that_are_none_are_unknown() {
    let app = TestApp::start().await;
    for operation in contract::operations().iter().filter(|operation| operation.path.contains('{')) {
        for id in ["7", "not-an-id", "%00", "%ff", "..%2f..", "00000000-0000-0000-0000-000000000000"] {
            let path = operation.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let request = Request::new(&operation.method.to_uppercase(), path).header("if-match", "\"1\"");
            let request = match operation.value["requestBody"].is_null() {
                true => request,
                false => request.json_text(samples::person("A", "B").to_string()),
            };
            let answer = app.send(&app.r#as(caller(operation)).await, request).await;
            assert_eq!(answer.status(), 404, "{answer}");
        }
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_decoded_is_refused() {
    let app = TestApp::start().await;
    let answer = app.get(Who::Manager, "/api/v1/communities?q=%ff").await;
    assert!(matches!(answer.status(), 400 | 422 | 200), "{answer}");
    app.get(Who::Manager, "/api/v1/communities?limit=%35").await.is(200);
    let nul = app.get(Who::Manager, "/api/v1/communities?q=a%00b").await;
    assert!(matches!(nul.status(), 200 | 422), "{nul}");
}

#[tokio::test]
async fn an_answer_names_its_request() {
    let app = TestApp::start().await;
    let answer = app.get(Who::Anonymous, "/api/v1/me").await;
    let Value::String(instance) = answer.problem(401, "unauthenticated")["instance"].take() else { panic!() };
    assert!(instance.parse::<Uuid>().is_ok());
    let own = Request::new("GET", "/api/v1/me").header("x-request-id", "mine");
    let answer = app.send(&app.anonymous, own).await;
    assert_ne!(answer.header("x-request-id"), Some("mine"), "the id is the server's own");
}

/// A database without tables is nothing this program would make: whatever it asks of it fails.
#[tokio::test]
async fn a_mistake_of_ours_tells_nothing_but_its_id() {
    let database = Database::empty().await;
    let app = TestApp::start_with(|settings| settings.database_url = database.url()).await;
    let body = serde_json::json!({ "email": "nobody@example.org", "password": "a wrong guess" });
    let answer = app.post(Who::Anonymous, "/api/v1/auth/login", &body).await;
    let problem = answer.problem(500, "internal");
    assert!(problem["errors"].is_null(), "{problem}");
    for word in ["table", "relation", "sql", "app_user", "select", "nobody", "/home", "src/"] {
        assert!(!answer.text().to_lowercase().contains(word), "{word} in {answer}");
    }
}
