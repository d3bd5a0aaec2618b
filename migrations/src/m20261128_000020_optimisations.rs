//! Optimisations of customer accounts: their parameters, the versions of their calendars with the advice, and fixings.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OPTIMISATION: &str = "optimisation";
const CALENDAR: &str = "advice_calendar";
const ADVICE: &str = "fixing_advice";
const FIXING: &str = "fixing";

/// 100 % in millionths.
const WHOLE: i64 = 1_000_000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_optimisation(manager).await?;
        create_calendar(manager).await?;
        create_advice(manager).await?;
        create_fixing(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[FIXING, ADVICE, CALENDAR, OPTIMISATION]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Percentages are whole millionths, prices thousandths of EUR/MWh.
async fn create_optimisation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = ["organisation_id", "customer_id"];
    let table = Table::create()
        .table(OPTIMISATION)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("customer_id"))
        .col(uuid("market_id"))
        .col(text("contract_name"))
        .col(key(manager, "name_key"))
        .col(text("search_key"))
        .col(text("points_of_delivery"))
        .col(json("tariff_indexes"))
        .col(text("minimum_period"))
        .col(number("minimum_fixing"))
        .col(day("delivery_from"))
        .col(day("delivery_to"))
        // The first day of the last consumption period: from then on nothing is left to fix.
        .col(day("last_period"))
        .col(text("risk"))
        .col(number("to_fix"))
        .col(text("baseline_origin"))
        .col(text("baseline_scenario"))
        .col(number_null("target"))
        // What is different in some periods: some dozen values that are always read together.
        .col(json("periods"))
        // Windows begin on the day after it.
        .col(day("created_on"))
        // The number of the latest version of the calendar.
        .col(number("calendar"))
        // Who is told what; what is usual while nobody has set anything.
        .col(json_null("recipients"))
        .col(number("recipients_version"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .index(&mut unique(OPTIMISATION, &["organisation_id", "id"]))
        .foreign_key(&mut references(
            OPTIMISATION,
            &account,
            "customer",
            &["organisation_id", "id"],
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(OPTIMISATION, &["market_id"], "market", &["id"], ForeignKeyAction::Restrict))
        .check(Expr::col("minimum_fixing").between(1, WHOLE))
        .check(Expr::col("to_fix").between(0, WHOLE))
        .take();
    manager.create_table(table).await?;
    index(manager, OPTIMISATION, &["customer_id", "market_id"]).await?;
    index(manager, OPTIMISATION, &["organisation_id", "created_at", "id"]).await?;
    index(manager, OPTIMISATION, &["organisation_id", "name_key", "id"]).await?;
    index(manager, OPTIMISATION, &["organisation_id", "delivery_from", "id"]).await
}

async fn create_calendar(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(CALENDAR)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("optimisation_id"))
        .col(number("number"))
        .col(json("reasons"))
        .col(text("baseline_origin"))
        .col(text("baseline_scenario"))
        // The publication that was used; it may be gone by now, and the version stays what it was.
        .col(uuid_null("forecast_id"))
        .col(instant_null("published_at"))
        .col(day("earliest_day"))
        // The consumption periods as they were: what holds for each, and what could not be advised.
        .col(json("periods"))
        .col(number("advice_count"))
        .col(number("change_count"))
        .col(instant("created_at"))
        .col(text_null("created_by"))
        .index(&mut unique(CALENDAR, &["optimisation_id", "number"]))
        .foreign_key(&mut of_optimisation(CALENDAR))
        .check(Expr::col("number").gt(0))
        .take();
    manager.create_table(table).await
}

/// An advice is open until a version closes it, and never changes but for what became of it.
async fn create_advice(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(ADVICE)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("optimisation_id"))
        .col(day("period_from"))
        .col(day("period_to"))
        .col(day("advised_on"))
        .col(number("percent"))
        .col(number_null("price"))
        .col(text("reason"))
        .col(text("state"))
        .col(number("version"))
        .col(number_null("closed_version"))
        .index(&mut unique(ADVICE, &["optimisation_id", "id"]))
        .foreign_key(&mut of_optimisation(ADVICE))
        .check(Expr::col("percent").between(1, WHOLE))
        .take();
    manager.create_table(table).await?;
    index(manager, ADVICE, &["optimisation_id", "advised_on"]).await?;
    index(manager, ADVICE, &["organisation_id", "advised_on", "id"]).await?;
    index(manager, ADVICE, &["state", "advised_on"]).await
}

async fn create_fixing(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let advice = ["optimisation_id", "advice_id"];
    let table = Table::create()
        .table(FIXING)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("optimisation_id"))
        .col(day("period_from"))
        .col(day("fixed_on"))
        .col(number("percent"))
        .col(number("price"))
        .col(uuid_null("advice_id"))
        .col(text("state"))
        .col(text_null("cancel_reason"))
        .col(instant_null("cancelled_at"))
        .col(text_null("cancelled_by"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(text_null("created_by"))
        .foreign_key(&mut of_optimisation(FIXING))
        .foreign_key(&mut references(FIXING, &advice, ADVICE, &["optimisation_id", "id"], ForeignKeyAction::Cascade))
        .check(Expr::col("percent").between(1, WHOLE))
        .take();
    manager.create_table(table).await?;
    index(manager, FIXING, &["optimisation_id", "fixed_on", "id"]).await
}

fn of_optimisation(table: &'static str) -> ForeignKeyCreateStatement {
    let columns = ["organisation_id", "optimisation_id"];
    references(table, &columns, OPTIMISATION, &["organisation_id", "id"], ForeignKeyAction::Cascade)
}
