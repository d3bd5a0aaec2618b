//! Databases that come and go with a test, on a PostgreSQL server the test may administer.
//!
//! Names are put into statements as they are: they come from tests, never from outside.

use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};

/// Creates a database, as a copy of `template` where one is given; nobody may be connected to that.
///
/// # Errors
/// When the server cannot be reached, or refuses.
pub async fn create(server_url: &str, name: &str, template: Option<&str>) -> Result<(), DbErr> {
    let template = template.map(|template| format!(" TEMPLATE \"{template}\"")).unwrap_or_default();
    run(server_url, &format!("CREATE DATABASE \"{name}\"{template}")).await
}

/// Drops a database, and cuts off whoever is connected to it.
///
/// # Errors
/// When the server cannot be reached, or refuses.
pub async fn drop(server_url: &str, name: &str) -> Result<(), DbErr> {
    run(server_url, &format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await
}

/// The URL of a database on the server.
#[must_use]
pub fn url(server_url: &str, name: &str) -> String {
    let (address, parameters) = server_url.split_once('?').map_or((server_url, None), |(a, p)| (a, Some(p)));
    let scheme_end = address.find("://").map_or(0, |at| at + 3);
    let authority = address[scheme_end..].split('/').next().unwrap_or_default();
    let parameters = parameters.map(|text| format!("?{text}")).unwrap_or_default();
    format!("{}{authority}/{name}{parameters}", &address[..scheme_end])
}

async fn run(server_url: &str, statement: &str) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(server_url);
    options.max_connections(1).sqlx_logging(false);
    let db: DatabaseConnection = Database::connect(options).await?;
    let result = db.execute_unprepared(statement).await.map(std::mem::drop);
    db.close().await?;
    result
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn only_the_name_of_the_database_changes() {
        assert_eq!(url("postgres://postgres@127.0.0.1:5432/postgres", "t1"), "postgres://postgres@127.0.0.1:5432/t1");
        assert_eq!(url("postgres://u:p@db", "t1"), "postgres://u:p@db/t1");
        assert_eq!(url("postgres://db/a?sslmode=disable", "t1"), "postgres://db/t1?sslmode=disable");
    }
}
