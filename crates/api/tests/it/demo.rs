//! Demo data: a login for each role, two tenants, and the same after another start.

use crate::support::{Database, TestApp, Who};
use client::Client;
use domain::role::Role;
use serde_json::Value;

const PASSWORD: &str = "clef-demo-2026";

/// A program with demo data only.
async fn demo(database: &Database) -> TestApp {
    TestApp::start_with(|settings| {
        settings.database_url = database.url();
        settings.migrate = true;
        settings.demo = true;
    })
    .await
}

async fn list(app: &TestApp, client: &Client, path: &str) -> Vec<Value> {
    let page = app.send(client, client::Request::new("GET", path)).await.is(200).json();
    page["items"].as_array().unwrap().clone()
}

/// The path of a community's list.
async fn of_community(app: &TestApp, client: &Client, name: &str, kind: &str) -> String {
    let communities = list(app, client, "/api/v1/communities").await;
    let found = communities.iter().find(|community| community["name"] == name).unwrap();
    format!("/api/v1/communities/{}/{kind}?limit=200", found["id"].as_str().unwrap())
}

#[tokio::test]
async fn each_role_has_a_login() {
    let database = Database::empty().await;
    let app = demo(&database).await;
    for (email, role) in [
        ("manager@demo.clef.test", Role::Manager),
        ("community@demo.clef.test", Role::CommunityManager),
        ("member@demo.clef.test", Role::Member),
        ("kam@demo.clef.test", Role::Kam),
        ("kam2@demo.clef.test", Role::Kam),
        ("customer@demo.clef.test", Role::Customer),
        ("operator@demo.clef.test", Role::Operator),
        ("manager@other.clef.test", Role::Manager),
    ] {
        let me = app.logged_in(email, PASSWORD).await.get_me().await.unwrap().value;
        assert_eq!(me.roles.iter().map(|held| held.role).collect::<Vec<_>>(), [role], "{email}");
    }
}

#[tokio::test]
async fn the_first_tenant_has_something_of_everything_and_the_second_its_own() {
    let database = Database::empty().await;
    let app = demo(&database).await;
    let manager = app.logged_in("manager@demo.clef.test", PASSWORD).await;
    let meters = list(&app, &manager, &of_community(&app, &manager, "Quartier du Parc", "meters").await).await;
    let members = list(&app, &manager, &of_community(&app, &manager, "Quartier du Parc", "members").await).await;
    assert_eq!((meters.len(), members.len()), (14, 12));
    for status in ["active", "waiting_dso", "waiting_manager", "scheduled"] {
        assert!(meters.iter().any(|meter| meter["status"] == status), "{status}");
    }
    assert!(meters.iter().any(|meter| meter["member_id"].is_null()), "one without an owner");
    let town_hall = meters.iter().find(|meter| meter["member_name"] == "Town hall").unwrap();
    let path = format!(
        "/api/v1/communities/{}/meters/{}",
        members[0]["community_id"].as_str().unwrap(),
        town_hall["id"].as_str().unwrap()
    );
    let timeline = &app.send(&manager, client::Request::new("GET", path)).await.is(200).json()["configurations"];
    assert_eq!(
        (timeline["historical"].as_array().unwrap().len(), timeline["future"].as_array().unwrap().len()),
        (1, 1)
    );
    assert!(members.iter().any(|member| member["status"] == "pending"), "one to be accepted");
    assert_eq!(list(&app, &manager, "/api/v1/communities").await.len(), 2);

    let member = app.logged_in("member@demo.clef.test", PASSWORD).await;
    let own = list(&app, &member, &of_community(&app, &member, "Quartier du Parc", "meters").await).await;
    assert_eq!(own.len(), 1, "a member sees their own meter");

    let other = app.logged_in("manager@other.clef.test", PASSWORD).await;
    let names: Vec<Value> =
        list(&app, &other, "/api/v1/communities").await.iter().map(|community| community["name"].clone()).collect();
    assert_eq!(names, ["Other community"]);
    let theirs = list(&app, &other, &of_community(&app, &other, "Other community", "meters").await).await;
    assert!(meters.iter().any(|meter| meter["ean"] == theirs[0]["ean"]), "the same EAN in both tenants");
}

/// The year that the meters of the demo were measured in.
#[tokio::test]
async fn the_demo_has_a_year_of_readings() {
    let database = Database::empty().await;
    let app = demo(&database).await;
    let client = app.logged_in("community@demo.clef.test", PASSWORD).await;
    let community = client.list_communities(&Default::default()).await.unwrap().items[0].id;
    let known = client.get_community_coverage(community).await.unwrap().items;
    let totals: Vec<String> = known
        .iter()
        .map(|meter| {
            let wh = meter.offtake.or(meter.injection).unwrap().total_wh;
            format!("{},{}.{:03}", meter.ean, wh / 1_000, wh % 1_000)
        })
        .collect();
    let meters = include_str!("../../../domain/data/community-2016-meters.csv");
    let expected: Vec<String> = meters
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| format!("{},{}", cells[0], cells[3]))
        .collect();
    assert_eq!(totals, expected);
    // The household of the member's login.
    let member = app.logged_in("member@demo.clef.test", PASSWORD).await;
    let own = member.get_community_coverage(community).await.unwrap().items;
    assert_eq!(own.iter().map(|meter| meter.description.as_str()).collect::<Vec<_>>(), ["Household A"]);
}

/// The guide's EANs are free, so that the guide can be followed.
#[tokio::test]
async fn the_meter_of_the_guide_is_not_there_yet() {
    let database = Database::empty().await;
    let app = demo(&database).await;
    let client = app.logged_in("community@demo.clef.test", PASSWORD).await;
    let path = of_community(&app, &client, "Quartier du Parc", "meters").await;
    for ean in ["541449123456789012", "123456789012345678"] {
        assert!(list(&app, &client, &format!("{path}&ean={ean}")).await.is_empty());
    }
}

#[tokio::test]
async fn another_start_on_the_same_database_changes_nothing() {
    let database = Database::empty().await;
    let first = demo(&database).await;
    let manager = first.logged_in("manager@demo.clef.test", PASSWORD).await;
    let before = list(&first, &manager, "/api/v1/communities").await;
    drop(first);
    let second = demo(&database).await;
    let manager = second.logged_in("manager@demo.clef.test", PASSWORD).await;
    assert_eq!(list(&second, &manager, "/api/v1/communities").await, before);
    assert_eq!(list(&second, &manager, "/api/v1/organisations").await.len(), 1);
}

#[tokio::test]
async fn a_demo_shows_its_mails_wherever_it_is() {
    let database = Database::empty().await;
    let app = TestApp::start_with(|settings| {
        settings.database_url = database.url();
        settings.migrate = true;
        settings.demo = true;
        settings.public_url = Some(api::PublicUrl::parse("https://demo.example.org").unwrap());
    })
    .await;
    app.get(Who::Anonymous, "/dev/inbox").await.is(200);
}
