//! The list: search, filters, orders, pages.

use super::list;
use crate::support::{TestApp, Who, samples};
use api_types::{MeterQuery, MeterSort};
use chrono::Days;
use serde_json::{Value, json};

/// Meters beside the seeded two, unlike each other.
async fn plant(app: &TestApp) {
    let today = app.clock.today();
    for (n, pointer, value) in [
        (70, "/configuration/status", json!("waiting_dso")),
        (71, "/configuration/status", json!("waiting_manager")),
        (72, "/configuration/status", json!("inactive")),
        (73, "/configuration/valid_from", json!(today + Days::new(10))),
        (74, "/configuration/dso", json!("RESA")),
        (75, "/configuration/client_type", json!("industrial")),
        (76, "/configuration/production_chain", json!("wind")),
        (77, "/address/city", json!("Liège")),
        (78, "/meter_number", json!("XYZ-78")),
    ] {
        let body = samples::with(samples::meter(&samples::ean(n), today), pointer, value);
        app.post(Who::CommunityManager, &list(app), &body).await.is(201);
    }
}

async fn eans(app: &TestApp, query: &str) -> Vec<String> {
    let page = app.get(Who::CommunityManager, &format!("{}?{query}", list(app))).await.is(200).json();
    let eans: Vec<String> =
        page["items"].as_array().unwrap().iter().map(|row| row["ean"].as_str().unwrap().to_owned()).collect();
    assert_eq!(page["total"], json!(eans.len()), "{query}");
    eans
}

#[tokio::test]
async fn filters_and_search_find_what_they_say() {
    let app = TestApp::start().await;
    plant(&app).await;
    let one = |n: u64| vec![samples::ean(n)];
    assert_eq!(eans(&app, "status=waiting_dso").await, one(70));
    assert_eq!(eans(&app, "status=waiting_manager").await, one(71));
    assert_eq!(eans(&app, "status=inactive").await, one(72));
    assert_eq!(eans(&app, "status=scheduled").await, one(73));
    assert_eq!(eans(&app, "status=active").await.len(), 7);
    assert_eq!(eans(&app, "dso=RESA").await, one(74));
    assert_eq!(eans(&app, "client_type=industrial").await, one(75));
    assert_eq!(eans(&app, "production_chain=wind").await, one(76));
    assert_eq!(eans(&app, &format!("member_id={}", app.ids.own.home.other)).await, one(2));
    assert_eq!(eans(&app, "ownership=owned&sort=ean").await, [samples::ean(1), samples::ean(2)]);
    assert_eq!(eans(&app, "ownership=unowned").await.len(), 9);
    for q in ["liege", "LIÈGE", "li%C3%A8ge%20haute"] {
        assert_eq!(eans(&app, &format!("q={q}")).await, one(77), "{q}");
    }
    assert_eq!(eans(&app, "q=xyz-78").await, one(78));
    assert_eq!(eans(&app, "q=park%20school").await, one(2));
    assert_eq!(eans(&app, &format!("ean={}", &samples::ean(70)[9..])).await, one(70));
    assert_eq!(eans(&app, &format!("q={}", samples::ean(71))).await, one(71));
    assert_eq!(eans(&app, "q=liege&status=inactive").await, Vec::<String>::new());
    for wild in ["q=%25", "q=_", "ean=%25", "q=%5C", "q=%27%20OR%201=1"] {
        assert_eq!(eans(&app, wild).await.len(), 0, "{wild} is no wildcard");
    }
}

#[tokio::test]
async fn every_order_is_read_page_by_page_without_loss_or_repetition() {
    let app = TestApp::start().await;
    plant(&app).await;
    let client = app.r#as(Who::CommunityManager).await;
    for sort in [
        MeterSort::Created,
        MeterSort::CreatedDescending,
        MeterSort::Ean,
        MeterSort::EanDescending,
        MeterSort::MeterNumber,
        MeterSort::MeterNumberDescending,
        MeterSort::City,
        MeterSort::CityDescending,
    ] {
        let (mut ids, mut cursor, mut rows) = (Vec::new(), None, Vec::new());
        loop {
            let query = MeterQuery { limit: Some(3), sort: Some(sort), cursor, ..MeterQuery::default() };
            let page = client.list_meters(app.ids.own.home.id, &query).await.unwrap();
            assert!(page.items.len() <= 3 && page.total == Some(11));
            ids.extend(page.items.iter().map(|row| row.id));
            rows.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), rows.len()), (11, 11), "{sort:?}");
        match sort {
            MeterSort::Ean => assert!(rows.is_sorted_by_key(|row| row.ean.clone())),
            MeterSort::City => assert_eq!(rows[0].address.city, "Liège"),
            MeterSort::CityDescending => assert_eq!(rows[10].address.city, "Liège"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_order_and_is_not_made_up() {
    let app = TestApp::start().await;
    plant(&app).await;
    let page = app.get(Who::CommunityManager, &format!("{}?limit=2&sort=ean", list(&app))).await.is(200).json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let bad = async |query: String| app.get(Who::CommunityManager, &format!("{}?{query}", list(&app))).await;
    bad(format!("sort=-ean&cursor={cursor}")).await.invalid(&[("?cursor", "unknown_value")]);
    bad("cursor=nonsense".to_owned()).await.invalid(&[("?cursor", "unknown_value")]);
    bad("cursor=eyJzIjoiIn0".to_owned()).await.invalid(&[("?cursor", "unknown_value")]);
    bad("cursor=".to_owned()).await.invalid(&[("?cursor", "unknown_value")]);
}

#[tokio::test]
async fn every_wrong_parameter_is_named() {
    let app = TestApp::start().await;
    let query = "limit=0&sort=name&colour=red&status=gone&member_id=7&production_chain=coal&client_type=x";
    app.get(Who::CommunityManager, &format!("{}?{query}", list(&app))).await.invalid(&[
        ("?limit", "out_of_range"),
        ("?sort", "unknown_value"),
        ("?colour", "unknown_field"),
        ("?status", "unknown_value"),
        ("?member_id", "invalid_format"),
        ("?production_chain", "unknown_value"),
        ("?client_type", "unknown_value"),
    ]);
    for limit in ["201", "-1", "99999999999999999999"] {
        let problem = app.get(Who::CommunityManager, &format!("{}?limit={limit}", list(&app))).await;
        let code = if limit.len() > 10 { "wrong_type" } else { "out_of_range" };
        problem.invalid(&[("?limit", code)]);
    }
    let long = "x".repeat(101);
    app.get(Who::CommunityManager, &format!("{}?q={long}", list(&app))).await.invalid(&[("?q", "too_long")]);
    let twice: Value =
        app.get(Who::CommunityManager, &format!("{}?q=a&q=b", list(&app))).await.problem(422, "invalid_input");
    assert_eq!(twice["errors"][0]["pointer"], "?q");
}

#[tokio::test]
async fn a_list_ends_where_it_should() {
    let app = TestApp::start().await;
    let page = app.get(Who::CommunityManager, &format!("{}?limit=2", list(&app))).await.is(200).json();
    assert_eq!((page["next_cursor"].clone(), page["total"].clone()), (Value::Null, json!(2)), "exactly one full page");
    let page = app.get(Who::CommunityManager, &format!("{}?q=nothing", list(&app))).await.is(200).json();
    assert_eq!(page, json!({ "items": [], "next_cursor": null, "total": 0 }));
}
