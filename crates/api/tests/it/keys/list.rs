//! The list of keys.

use super::{path, post};
use crate::support::{TestApp, Who, samples};
use chrono::TimeDelta;
use client::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn the_list_is_searched_filtered_and_sorted() {
    let app = TestApp::start().await;
    for (name, description) in [("Été", "for the School"), ("hiver", ""), ("Automne", "")] {
        app.clock.advance(TimeDelta::minutes(1));
        post(&app, &samples::with(samples::key(name), "/description", description)).await.is(201);
    }
    let read =
        async |query: &str| app.get(Who::CommunityManager, &format!("{}?{query}", path(&app))).await.is(200).json();
    let names = async |query: &str| {
        let items = read(query).await["items"].as_array().unwrap().clone();
        items.iter().map(|key| key["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Automne", "hiver", "Été", "Seeded"]);
    assert_eq!(names("sort=name").await, ["Automne", "Été", "hiver", "Seeded"]);
    assert_eq!(names("sort=-name&limit=2").await, ["Seeded", "hiver"]);
    assert_eq!(names("sort=created_at&limit=2").await, ["Seeded", "Été"]);
    assert_eq!(names("q=ete").await, ["Été"]);
    assert_eq!(names("q=school").await, ["Été"]);

    let id = read("q=hiver").await["items"][0]["id"].as_str().unwrap().to_owned();
    let client = app.r#as(Who::CommunityManager).await;
    app.clock.advance(TimeDelta::minutes(1));
    app.send(&client, Request::new("POST", format!("{}/{id}/archive", path(&app)))).await.is(200);
    assert_eq!(names("state=archived").await, ["hiver"]);
    assert_eq!(names("state=active&sort=name").await, ["Automne", "Été", "Seeded"]);
    assert_eq!(names("limit=1").await, ["hiver"], "changed last");
    let first = read("sort=name&limit=3").await;
    let rest = read(&format!("sort=name&cursor={}", first["next_cursor"].as_str().unwrap())).await;
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["total"]), (1, &json!(4)));
    assert_eq!(rest["next_cursor"], Value::Null);
}

#[tokio::test]
async fn a_row_says_what_a_key_is_made_of() {
    let app = TestApp::start().await;
    let row = app.get(Who::Manager, &path(&app)).await.is(200).json()["items"][0].take();
    assert_eq!((&row["rules"], &row["method"]), (&json!(["weighted", "prorata"]), &json!("cascade")));
    assert_eq!((&row["iteration_count"], &row["consumer_count"]), (&json!(2), &json!(3)));
    assert_eq!((&row["version_number"], &row["archived_at"]), (&json!(1), &Value::Null));
    let wrong = app.get(Who::Manager, &format!("{}?state=gone&sort=size", path(&app))).await;
    wrong.invalid(&[("?state", "unknown_value"), ("?sort", "unknown_value")]);
}
