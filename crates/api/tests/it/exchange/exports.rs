//! Lists as files: whole, with their filters, for those who may see the list, safe to open.

use super::upload;
use crate::support::{TestApp, Who, samples};
use api_types::{
    AuditQuery, CommunityQuery, CustomerQuery, MemberQuery, MeterQuery, OptimisationQuery, TableFormat, TableQuery,
    UserQuery,
};
use client::Download;
use domain::vocabulary::Locale;

const FRENCH: TableQuery = TableQuery { format: Some(TableFormat::Csv), language: Some(Locale::Fr) };
const WORKBOOK: TableQuery = TableQuery { format: Some(TableFormat::Xlsx), language: Some(Locale::De) };

fn text(download: Download) -> String {
    assert_eq!(download.media_type, "text/csv; charset=utf-8");
    String::from_utf8(download.bytes).unwrap().strip_prefix('\u{feff}').unwrap().to_owned()
}

#[tokio::test]
async fn what_is_exported_can_be_imported_and_changes_nothing() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    for table in [FRENCH, WORKBOOK, TableQuery::default()] {
        let meters = client.export_meters(home, &MeterQuery::default(), &table).await.unwrap();
        let file = client::Upload { file_name: meters.file_name, bytes: meters.bytes };
        let import = client.create_meter_import(home, file, None).await.unwrap().value;
        assert_eq!(import.counts.unchanged, 2, "{import:?}");
        let members = client.export_members(home, &MemberQuery::default(), &table).await.unwrap();
        let file = client::Upload { file_name: members.file_name, bytes: members.bytes };
        let import = client.create_member_import(home, file, None).await.unwrap().value;
        assert_eq!(import.counts.unchanged, 2, "{import:?}");
    }
}

#[tokio::test]
async fn filters_and_language_are_those_asked_for() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let query = MeterQuery { member_id: Some(home.other), ..MeterQuery::default() };
    let table = text(client.export_meters(home.id, &query, &FRENCH).await.unwrap());
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    assert!(
        lines[0].starts_with("EAN;Numéro de compteur;Rue;")
            && lines[1].contains(";9,2;")
            && lines[1].contains("Mono-horaire"),
        "{table}"
    );
    let refused = app
        .get(Who::CommunityManager, &format!("/api/v1/communities/{}/meters/export?limit=5&format=pdf", home.id))
        .await;
    refused.invalid(&[("?limit", "unknown_field"), ("?format", "unknown_value")]);
}

#[tokio::test]
async fn a_member_gets_their_own_meters_only() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let own = text(app.r#as(Who::Member).await.export_meters(home.id, &MeterQuery::default(), &FRENCH).await.unwrap());
    assert!(own.contains(&home.ean) && !own.contains(&samples::ean(2)), "{own}");
}

#[tokio::test]
async fn nothing_in_a_file_is_taken_for_a_formula() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let file = "last name,phone\n\"=HYPERLINK(\"\"http://evil\"\")\",+32 2 555 00 00\n@sum,\n-1+1,\n";
    let import = client.create_member_import(home, upload(file), None).await.unwrap().value;
    super::apply(&client, home, import.id).await;
    let table = text(client.export_members(home, &MemberQuery::default(), &FRENCH).await.unwrap());
    for guarded in ["'=HYPERLINK", "'+32 2 555 00 00", "'@sum", "'-1+1"] {
        assert!(table.contains(guarded), "{guarded} in\n{table}");
    }
    for cell in table.lines().flat_map(|line| line.split(';')) {
        assert!(!cell.trim_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
    }
    let log = text(client.export_community_audit(home, &AuditQuery::default(), &FRENCH).await.unwrap());
    assert!(log.contains("Membre créé") && log.contains("'=HYPERLINK"), "{log}");
}

/// Each key account manager gets their own accounts, with the filters of the list.
#[tokio::test]
async fn customer_accounts_and_their_optimisations_are_files() {
    let app = TestApp::start().await;
    let (kam, own) = (app.r#as(Who::Kam).await, &app.ids.own);
    let made = samples::typed(samples::optimisation());
    kam.create_optimisation(own.customer, &made, None).await.unwrap();
    let all = CustomerQuery::default();
    let table = text(kam.export_customers(own.id, &all, &FRENCH).await.unwrap());
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("Entreprise;Référence client;"), "{table}");
    assert_eq!(lines.len(), 2, "{table}");
    for part in ["customer@example.org", "Compte réel", "Actif", "Électricité belge", "A accès", "Le client"] {
        assert!(lines[1].contains(part), "{part} in {table}");
    }
    let frozen = CustomerQuery { state: Some(domain::customer::CustomerState::Frozen), ..CustomerQuery::default() };
    assert_eq!(text(kam.export_customers(own.id, &frozen, &FRENCH).await.unwrap()).lines().count(), 1);
    let book = kam.export_customers(own.id, &all, &WORKBOOK).await.unwrap();
    assert!(book.bytes.starts_with(b"PK") && book.file_name == "customers.xlsx");

    let every = OptimisationQuery::default();
    let table = text(kam.export_optimisations(own.id, &every, &FRENCH).await.unwrap());
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("Électricité belge") && table.contains(";2028-12-31;"), "{table}");
    let other = app.r#as(Who::OtherKam).await;
    let theirs = text(other.export_optimisations(own.id, &every, &FRENCH).await.unwrap());
    assert_eq!(theirs.lines().count(), 1, "{theirs}");
    let theirs = text(other.export_customers(own.id, &all, &FRENCH).await.unwrap());
    assert!(theirs.lines().count() == 2 && theirs.contains(";other.customer@example.org;"), "{theirs}");
    let everything = text(app.r#as(Who::Manager).await.export_customers(own.id, &all, &FRENCH).await.unwrap());
    assert_eq!(everything.lines().count(), 3, "{everything}");
}

#[tokio::test]
async fn the_other_lists_are_files_too() {
    let app = TestApp::start().await;
    let (manager, own) = (app.r#as(Who::Manager).await, &app.ids.own);
    let users = text(manager.export_users(own.id, &UserQuery::default(), &FRENCH).await.unwrap());
    assert!(users.contains("community@example.org") && users.contains("Gestionnaire"), "{users}");
    let communities = text(manager.export_communities(&CommunityQuery::default(), &FRENCH).await.unwrap());
    assert!(communities.contains("Quartier du Parc;Wallonie") && !communities.contains("Elsewhere"), "{communities}");
    let log = text(manager.export_organisation_audit(own.id, &AuditQuery::default(), &FRENCH).await.unwrap());
    assert!(log.lines().count() > 10, "{log}");
    let book = manager.export_users(own.id, &UserQuery::default(), &WORKBOOK).await.unwrap();
    assert!(book.bytes.starts_with(b"PK") && book.file_name == "users.xlsx");
    let template = text(manager.export_member_template(own.home.id, &FRENCH).await.unwrap());
    assert_eq!(template.lines().count(), 2, "{template}");
}
