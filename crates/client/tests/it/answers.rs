use crate::{ID, answering, organisation, problem};
use api_types::OrganisationInput;
use client::{Client, Error, Request};
use serde_json::json;
use std::time::Duration;
use wiremock::ResponseTemplate;

#[tokio::test]
async fn a_resource_comes_with_its_version() {
    let answer = ResponseTemplate::new(200).set_body_json(organisation()).insert_header("etag", "\"3\"");
    let (_server, client) = answering(answer).await;
    let read = client.get_organisation(ID).await.unwrap();
    assert_eq!((read.value.name.as_str(), read.etag.as_str()), ("Énergie du Hain", "\"3\""));
}

#[tokio::test]
async fn a_created_resource_comes_with_its_place() {
    let answer = ResponseTemplate::new(201)
        .set_body_json(organisation())
        .insert_header("etag", "\"1\"")
        .insert_header("location", "/api/v1/organisations/1");
    let (_server, client) = answering(answer).await;
    let body = OrganisationInput { name: "Énergie du Hain".to_owned() };
    let created = client.create_organisation(&body, None).await.unwrap();
    assert_eq!((created.etag.as_str(), created.location.as_str()), ("\"1\"", "/api/v1/organisations/1"));
}

#[tokio::test]
async fn a_refusal_is_the_servers_problem_document() {
    let (_server, client) = answering(problem(422, "invalid_input")).await;
    let error = client.get_me().await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(422), Some("invalid_input")));
    assert_eq!(error.to_string(), "invalid_input: Because.");
    let Error::Problem(problem) = error else { panic!("a problem: {error}") };
    assert_eq!(problem.errors[0].pointer, "/name");
    assert_eq!(problem.errors[0].params["max"], json!(200));
}

#[tokio::test]
async fn a_stale_change_is_a_problem_too() {
    let (_server, client) = answering(problem(412, "stale")).await;
    let error = client.delete_meter(ID, ID, "\"1\"").await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(412), Some("stale")));
}

#[tokio::test]
async fn too_many_requests_say_how_long_to_wait() {
    for (header, seconds) in [(Some("17"), 17), (Some("soon"), 1), (None, 1)] {
        let mut answer = problem(429, "rate_limited");
        if let Some(header) = header {
            answer = answer.insert_header("retry-after", header);
        }
        let (_server, client) = answering(answer).await;
        let error = client.get_me().await.unwrap_err();
        assert_eq!(error.code(), Some("rate_limited"));
        let Error::RateLimited { retry_after, .. } = error else { panic!("a wait: {error}") };
        assert_eq!(retry_after, seconds, "{header:?}");
    }
}

#[tokio::test]
async fn answers_of_another_program_are_not_understood() {
    let cases = [
        ResponseTemplate::new(502).set_body_string("<html>Bad gateway</html>"),
        ResponseTemplate::new(304),
        ResponseTemplate::new(200).set_body_json(json!({"name": 1})).insert_header("etag", "\"1\""),
        ResponseTemplate::new(200).set_body_json(organisation()),
    ];
    for answer in cases {
        let (_server, client) = answering(answer).await;
        let error = client.get_organisation(ID).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error}");
        assert!(error.status().is_some() && error.problem().is_none());
    }
}

#[tokio::test]
async fn a_raw_answer_comes_as_it_is() {
    let (_server, client) = answering(ResponseTemplate::new(304).insert_header("ETag", "\"3\"")).await;
    let request = Request::new("GET", "/api/v1/me").header("if-none-match", "\"3\"");
    let response = client.send_raw(request).await.unwrap();
    assert_eq!((response.status, response.header("etag"), response.body.len()), (304, Some("\"3\""), 0));
}

#[tokio::test]
async fn a_slow_server_is_not_waited_for() {
    let (_server, client) = answering(ResponseTemplate::new(200).set_delay(Duration::from_secs(20))).await;
    let error = client.with_timeout(Duration::from_millis(50)).get_me().await.unwrap_err();
    assert!(matches!(error, Error::Timeout), "{error}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn a_server_that_is_away_is_a_transport_error() {
    // Port 9 of the loopback address is the discard service, which nobody runs.
    let error = Client::new("http://127.0.0.1:9").get_me().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    let error = Client::new("nowhere").get_me().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    let error = Client::new("http://127.0.0.1:9").send_raw(Request::new("GE T", "/")).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
}
