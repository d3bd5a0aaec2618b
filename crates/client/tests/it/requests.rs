use crate::{ID, answering, organisation};
use api_types::{ConfigurationChange, MeterQuery, MeterSort, MeterState, OrganisationInput, Page};
use client::{Client, Request};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

async fn only_request(server: &MockServer) -> wiremock::Request {
    server.received_requests().await.unwrap().pop().unwrap()
}

fn header<'a>(request: &'a wiremock::Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}

fn versioned() -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_json(organisation())
        .insert_header("etag", "\"1\"")
        .insert_header("location", "/here")
}

#[tokio::test]
async fn a_list_is_asked_for_with_what_is_set() {
    let page: Page<u8> = Page { items: Vec::new(), next_cursor: None, total: Some(0) };
    let (server, client) = answering(ResponseTemplate::new(200).set_body_json(page)).await;
    let query = MeterQuery {
        limit: Some(50),
        sort: Some(MeterSort::CreatedDescending),
        q: Some("rue d'été & 50 %+#?/".to_owned()),
        status: Some(MeterState::WaitingDso),
        ..MeterQuery::default()
    };
    client.list_meters(ID, &query).await.unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.method.as_str(), "GET");
    assert_eq!(request.url.path(), format!("/api/v1/communities/{ID}/meters"));
    let mut pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
    pairs.sort();
    let expected = [("limit", "50"), ("q", "rue d'été & 50 %+#?/"), ("sort", "-created_at"), ("status", "waiting_dso")];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    client.list_meters(ID, &MeterQuery::default()).await.unwrap();
    assert_eq!(only_request(&server).await.url.query(), None);
}

#[tokio::test]
async fn a_change_names_the_version_it_is_of() {
    let (server, client) = answering(versioned()).await;
    let body = OrganisationInput { name: "New".to_owned() };
    client.update_organisation(ID, "\"7\"", &body).await.unwrap();
    let request = only_request(&server).await;
    assert_eq!((request.method.as_str(), header(&request, "if-match")), ("PUT", Some("\"7\"")));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(request.body, br#"{"name":"New"}"#);
}

#[tokio::test]
async fn a_creation_can_be_repeated_under_its_key() {
    let (server, client) = answering(versioned()).await;
    let body = OrganisationInput { name: "New".to_owned() };
    client.create_organisation(&body, Some("key-1")).await.unwrap();
    assert_eq!(header(&only_request(&server).await, "idempotency-key"), Some("key-1"));
    client.create_organisation(&body, None).await.unwrap();
    assert_eq!(header(&only_request(&server).await, "idempotency-key"), None);
}

#[tokio::test]
async fn a_change_from_a_day_on_may_name_a_version_and_says_only_what_changes() {
    let configuration = json!({
        "id": ID, "valid_from": "2026-12-01", "valid_to": null, "description": "", "status": "active",
        "sampling_power_kva": 9.2, "generating_capacity_kva": 0, "amperage_a": 63, "production_chain": "none",
        "injection_status": "none", "dso": "ORES", "rate": "simple", "client_type": "residential", "member_id": null,
        "member_name": null
    });
    let (server, client) = answering(versioned().set_body_json(configuration)).await;
    let valid_from = "2026-12-01".parse().unwrap();
    let body = ConfigurationChange { valid_from, member_id: Some(None), ..ConfigurationChange::default() };
    client.add_configuration(ID, ID, Some("\"7\""), &body, Some("key-1")).await.unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.url.path(), format!("/api/v1/communities/{ID}/meters/{ID}/configurations"));
    assert_eq!(header(&request, "if-match"), Some("\"7\""));
    assert_eq!(header(&request, "idempotency-key"), Some("key-1"));
    assert_eq!(request.body, br#"{"valid_from":"2026-12-01","member_id":null}"#);
    client.add_configuration(ID, ID, None, &body, None).await.unwrap();
    assert_eq!(header(&only_request(&server).await, "if-match"), None);
    assert_eq!(client.delete_configuration(ID, ID, ID, "\"7\"").await.unwrap(), "\"1\"", "the meter's new version");
}

#[tokio::test]
async fn the_token_belongs_to_the_caller() {
    let (server, client) = answering(versioned()).await;
    let sent = |client: Client| {
        let server = &server;
        async move {
            client.get_organisation(ID).await.unwrap();
            header(&only_request(server).await, "authorization").map(str::to_owned)
        }
    };
    assert_eq!(sent(client.clone()).await, None);
    let other = client.with_token("other");
    client.clone().set_token(Some("mine".to_owned()));
    assert_eq!(sent(client.clone()).await.as_deref(), Some("Bearer mine"));
    assert_eq!(sent(other).await.as_deref(), Some("Bearer other"));
    client.set_token(None);
    assert_eq!((sent(client.clone()).await, client.token()), (None, None));
}

#[tokio::test]
async fn a_raw_request_goes_out_as_it_is() {
    let (server, client) = answering(ResponseTemplate::new(400)).await;
    client.set_token(Some("mine".to_owned()));
    let malformed = Request::new("POST", "/api/v1/meters?x").json_text("{\"ean\":").header("Authorization", "Basic x");
    client.send_raw(malformed).await.unwrap();
    let request = only_request(&server).await;
    assert_eq!((request.url.path(), request.url.query()), ("/api/v1/meters", Some("x")));
    assert_eq!(request.body, b"{\"ean\":");
    assert_eq!(header(&request, "authorization"), Some("Basic x"));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(request.headers.get_all("authorization").iter().count(), 1);
}
