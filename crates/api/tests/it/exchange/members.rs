//! Files of members: by e-mail, by name, and what keeps one from leaving.

use super::{apply, rows, upload};
use crate::support::{TestApp, Who};
use api_types::MemberQuery;
use domain::vocabulary::ImportState;

#[tokio::test]
async fn members_are_known_by_e_mail_or_name() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let file = "Company;Voornaam;Achternaam;E-mail;Telefoon\n\
        Park School;;;school@example.org;\n;Household;A;;+32 2 555 00 00\n;Household;B;b@example.org;\n";
    let import = client.create_member_import(home.id, upload(file), None).await.unwrap().value;
    assert_eq!((import.counts.create, import.counts.change), (1, 2), "{:?}", rows(&client, &import).await);
    assert_eq!(apply(&client, home.id, import.id).await.value.state, ImportState::Applied);
    let school = client.get_member(home.id, home.other).await.unwrap().value;
    assert_eq!(
        (school.email.as_deref(), school.company_name.as_deref()),
        (Some("school@example.org"), Some("Park School"))
    );
    let household = client.get_member(home.id, home.owner).await.unwrap().value;
    assert_eq!(household.phone.as_deref(), Some("+32 2 555 00 00"));

    let again = client.create_member_import(home.id, upload(file), None).await.unwrap().value;
    assert_eq!((again.counts.create, again.counts.change, again.counts.unchanged), (0, 0, 3));
    let renamed = "E-mail,Last name\nB@example.org,C\n";
    let import = client.create_member_import(home.id, upload(renamed), None).await.unwrap().value;
    assert_eq!(import.counts.change, 1, "the e-mail says who it is");
}

#[tokio::test]
async fn two_rows_about_one_member_and_a_holder_of_meters_are_refused() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let file = "first name,last name,e-mail,status\n\
        Jo,D,jo@example.org,\nJo,E,JO@example.org,\nHousehold,A,,Inactive\n,,nobody,\n";
    let import = client.create_member_import(home.id, upload(file), None).await.unwrap().value;
    let rows = rows(&client, &import).await;
    let codes: Vec<Vec<&str>> =
        rows.iter().map(|row| row.errors.iter().map(|error| error.code.as_str()).collect()).collect();
    assert_eq!(codes[0], [""; 0]);
    assert_eq!(codes[1], ["duplicate_row"]);
    assert_eq!(codes[2], ["member_holds_meters"]);
    assert_eq!(codes[3], ["required", "invalid_email"]);
    assert_eq!(rows[2].errors[0].params["eans"], home.ean.as_str());
    let before = client.list_members(home.id, &MemberQuery::default()).await.unwrap().total;
    apply(&client, home.id, import.id).await;
    let after = client.list_members(home.id, &MemberQuery::default()).await.unwrap().total;
    assert_eq!(after, before.map(|count| count + 1));
}
