//! Members of a community.

use crate::support::{TestApp, Who, places, samples};
use api_types::{Member, MemberInput};
use client::{Client, Request, Versioned};
use domain::vocabulary::MemberStatus;
use serde_json::{Value, json};
use uuid::Uuid;

fn list(app: &TestApp) -> String {
    format!("/api/v1/communities/{}/members", app.ids.own.home.id)
}

async fn read(app: &TestApp, id: Uuid) -> (Client, Versioned<Member>) {
    let client = app.r#as(Who::CommunityManager).await;
    let member = client.get_member(app.ids.own.home.id, id).await.unwrap();
    (client, member)
}

#[tokio::test]
async fn a_member_is_created_changed_and_deleted() {
    let app = TestApp::start().await;
    let (client, community) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let body: MemberInput = samples::typed(json!({
        "kind": "person", "first_name": " Anne ", "last_name": "de  Wit", "email": "Anne@Example.org",
        "phone": "+32 81 55 00 00"
    }));
    let created = client.create_member(community, &body, None).await.unwrap();
    assert_eq!(created.location, format!("{}/{}", list(&app), created.value.id));
    assert_eq!(created.value.display_name, "Anne de Wit");
    assert_eq!((created.value.status, created.value.meter_count), (MemberStatus::Active, 0));
    assert_eq!(created.value.email.as_deref(), Some("Anne@Example.org"), "as it was typed");

    let company: MemberInput = samples::typed(json!({
        "kind": "company", "company_name": "De Wit SRL", "last_name": "de Wit", "status": "pending"
    }));
    let changed = client.update_member(community, created.value.id, &created.etag, &company).await.unwrap();
    assert_eq!((changed.value.display_name.as_str(), changed.value.first_name.as_deref()), ("De Wit SRL", None));
    assert_eq!(client.get_member(community, created.value.id).await.unwrap(), changed);

    client.delete_member(community, created.value.id, &changed.etag).await.unwrap();
    assert_eq!(client.get_member(community, created.value.id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn who_holds_a_meter_neither_goes_nor_becomes_inactive() {
    let app = TestApp::start().await;
    let (client, member) = read(&app, app.ids.own.home.owner).await;
    assert_eq!(member.value.meter_count, 1);
    let path = format!("{}/{}", list(&app), member.value.id);
    let delete = Request::new("DELETE", &path).header("if-match", &member.etag);
    let inactive = samples::with(samples::person("Household", "A"), "/status", "inactive");
    let put = Request::new("PUT", &path).header("if-match", &member.etag).json_text(inactive.to_string());
    for request in [delete, put] {
        let problem = app.send(&client, request).await.problem(409, "member_holds_meters");
        assert_eq!(problem["errors"][0]["params"]["eans"], json!([app.ids.own.home.ean]));
        assert!(problem["detail"].as_str().unwrap().contains(&app.ids.own.home.ean));
    }
    let pending = samples::typed(samples::with(samples::person("Household", "A"), "/status", "pending"));
    client.update_member(app.ids.own.home.id, member.value.id, &member.etag, &pending).await.unwrap();
}

#[tokio::test]
async fn a_meter_that_begins_later_holds_its_owner_too() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let community = app.ids.own.home.id;
    let member =
        client.create_member(community, &samples::typed(samples::person("Later", "Owner")), None).await.unwrap();
    let next_month = app.clock.today() + chrono::Months::new(1);
    let meter = samples::with(
        samples::meter(&samples::ean(50), next_month),
        "/configuration/member_id",
        member.value.id.to_string(),
    );
    let meter = client.create_meter(community, &samples::typed(meter), None).await.unwrap();
    let refused = client.delete_member(community, member.value.id, &member.etag).await.unwrap_err();
    assert_eq!(refused.code(), Some("member_holds_meters"));
    assert_eq!(client.get_member(community, member.value.id).await.unwrap().value.meter_count, 0, "not yet");
    client.delete_meter(community, meter.value.id, &meter.etag).await.unwrap();
    client.delete_member(community, member.value.id, &member.etag).await.unwrap();
}

#[tokio::test]
async fn every_wrong_field_is_named_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let count = async || app.get(Who::Manager, &list(&app)).await.json()["total"].as_u64();
    let before = count().await;
    let post = async |body: Value| app.post(Who::CommunityManager, &list(&app), &body).await;
    post(json!({})).await.invalid(&[("/kind", "required")]);
    post(json!({ "kind": "person" })).await.invalid(&[("/last_name", "required")]);
    post(json!({ "kind": "company", "company_name": " " })).await.invalid(&[("/company_name", "required")]);
    post(json!({ "kind": "person", "last_name": "A", "company_name": "B" }))
        .await
        .invalid(&[("/company_name", "not_allowed")]);
    post(json!({
        "kind": "robot", "first_name": 1, "last_name": "x".repeat(101), "email": [], "phone": {}, "status": "gone",
        "bank": "BE00"
    }))
    .await
    .invalid(&[
        ("/kind", "unknown_value"),
        ("/first_name", "wrong_type"),
        ("/last_name", "too_long"),
        ("/email", "wrong_type"),
        ("/phone", "wrong_type"),
        ("/status", "unknown_value"),
        ("/bank", "unknown_field"),
    ]);
    post(json!({ "kind": "person", "last_name": "", "email": "@", "phone": "x", "first_name": "y".repeat(101) }))
        .await
        .invalid(&[
            ("/last_name", "required"),
            ("/email", "invalid_email"),
            ("/phone", "invalid_phone"),
            ("/first_name", "too_long"),
        ]);
    assert_eq!(count().await, before);
}

#[tokio::test]
async fn addresses_and_numbers_are_kept_in_one_form() {
    let app = TestApp::start().await;
    let (client, community) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let created = client.create_member(community, &samples::typed(samples::company()), None).await.unwrap().value;
    assert_eq!(created.iban.as_deref(), Some("BE68539007547034"));
    assert_eq!(created.enterprise_number.as_deref(), Some("BE0403019261"));
    let home = created.address.clone().unwrap();
    assert_eq!((home.number.as_str(), home.r#box.as_deref(), home.city.as_str()), ("12A", Some("3"), "Namur"));
    let billing = created.billing_address.clone().unwrap();
    assert_eq!((billing.city.as_str(), billing.r#box, billing.country.as_str()), ("Liège", None, "BE"));
    let read = client.get_member(community, created.id).await.unwrap();
    assert_eq!(read.value, created);

    let bare = json!({ "kind": "company", "company_name": "Bakery", "address": null, "iban": " " });
    let changed = client.update_member(community, created.id, &read.etag, &samples::typed(bare)).await.unwrap().value;
    assert_eq!((changed.address, changed.billing_address, changed.iban, changed.enterprise_number), Default::default());
}

#[tokio::test]
async fn an_address_is_whole_and_numbers_are_right() {
    let app = TestApp::start().await;
    let post = async |body: Value| app.post(Who::CommunityManager, &list(&app), &body).await;
    let part = samples::with(samples::company(), "/address", json!({ "street": "Rue Haute", "floor": 1 }));
    post(part).await.invalid(&[
        ("/address/number", "required"),
        ("/address/postcode", "required"),
        ("/address/city", "required"),
        ("/address/floor", "unknown_field"),
    ]);
    let wrong = samples::with(samples::company(), "/billing_address/street", " ");
    let wrong = samples::with(wrong, "/address/country", "Belgium");
    let wrong = samples::with(wrong, "/iban", "BE69 5390 0754 7034");
    let problem = post(samples::with(wrong, "/enterprise_number", "0403.019.262")).await;
    let problem = problem.invalid(&[
        ("/billing_address/street", "required"),
        ("/address/country", "invalid_format"),
        ("/iban", "invalid_iban"),
        ("/enterprise_number", "invalid_enterprise_number"),
    ]);
    assert_eq!(places(&problem).len(), 4);
}

#[tokio::test]
async fn a_member_is_found_by_city_and_numbers_however_typed() {
    let app = TestApp::start().await;
    app.post(Who::CommunityManager, &list(&app), &samples::company()).await.is(201);
    for query in ["namur", "0403.019.261", "be0403019261", "BE%200403.019", "BE68%205390%200754", "5390-0754"] {
        let page = app.get(Who::CommunityManager, &format!("{}?q={query}", list(&app))).await.is(200).json();
        assert_eq!((&page["total"], &page["items"][0]["display_name"]), (&json!(1), &json!("Bakery")), "{query}");
    }
    let none = app.get(Who::CommunityManager, &format!("{}?q=0403.019.262", list(&app))).await.is(200).json();
    assert_eq!(none["total"], 0);
}

#[tokio::test]
async fn the_list_is_filtered_searched_and_sorted() {
    let app = TestApp::start().await;
    let names = async |query: &str| {
        let page = app.get(Who::CommunityManager, &format!("{}?{query}", list(&app))).await.is(200).json();
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|member| member["display_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let body = json!({ "kind": "person", "last_name": "Éloi", "email": "eloi@example.org", "status": "pending" });
    app.post(Who::CommunityManager, &list(&app), &body).await.is(201);
    assert_eq!(names("").await, ["Éloi", "Household A", "Park School"]);
    assert_eq!(names("sort=-name").await, ["Park School", "Household A", "Éloi"]);
    assert_eq!(names("kind=company").await, ["Park School"]);
    assert_eq!(names("status=pending").await, ["Éloi"]);
    assert_eq!(names("q=ELOI@example").await, ["Éloi"]);
    assert_eq!(names("q=school%20park").await, ["Park School"]);
    assert!(names("q=nobody").await.is_empty());
}

#[tokio::test]
async fn a_change_of_name_is_seen_on_the_members_meters() {
    let app = TestApp::start().await;
    let (client, member) = read(&app, app.ids.own.home.owner).await;
    let community = app.ids.own.home.id;
    client
        .update_member(community, member.value.id, &member.etag, &samples::typed(samples::person("New", "Name")))
        .await
        .unwrap();
    let meter = client.get_meter(community, app.ids.own.home.meter).await.unwrap().value;
    assert_eq!(meter.configurations.actual.unwrap().member_name.as_deref(), Some("New Name"));
    let path = format!("/api/v1/communities/{community}/meters?q=new%20name");
    assert_eq!(app.get(Who::CommunityManager, &path).await.is(200).json()["total"], 1);
}

#[tokio::test]
async fn members_of_another_community_are_not_found_here() {
    let app = TestApp::start().await;
    for id in [app.ids.own.sibling.owner, app.ids.foreign.home.owner, Uuid::now_v7()] {
        app.get(Who::Manager, &format!("{}/{id}", list(&app))).await.problem(404, "not_found");
    }
    app.get(Who::Manager, &format!("{}/not-an-id", list(&app))).await.problem(404, "not_found");
    let problem =
        app.get(Who::Manager, &format!("{}?status=gone&kind=x", list(&app))).await.problem(422, "invalid_input");
    assert_eq!(places(&problem).len(), 2);
}
