//! The operations of the API, one module per kind of thing.
//!
//! Each operation is declared once: its method and path, its place in the document, its permission in the
//! handler's signature. [`declare`] is what both the server and the document are made of.

mod advice_answers;
mod audit;
mod calendar_links;
mod calendars;
mod client_forecasts;
mod communities;
mod configurations;
mod customer_actions;
mod customer_answers;
mod customer_exports;
mod customer_services;
mod customers;
mod dsos;
mod events;
mod exports;
mod fixings;
mod forecasts;
mod imports;
mod key_answers;
mod key_files;
mod keys;
mod lists;
mod market_reach;
mod markets;
mod me;
mod members;
mod meters;
mod monitoring;
mod notification_settings;
mod notifications;
mod optimisations;
mod organisations;
mod passwords;
mod portal;
mod prices;
mod reading_answers;
mod reading_imports;
mod readings;
mod sessions;
mod simulations;
mod stored_series;
mod users;

pub(crate) use reading_answers::period as reading_period;
use utoipa_actix_web::service_config::ServiceConfig;

/// Declares every operation, below `/api/v1`.
pub(crate) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(
        utoipa_actix_web::scope("/api/v1")
            .configure(sessions::declare)
            .configure(passwords::declare)
            .configure(me::declare)
            .configure(organisations::declare)
            // Before the lists: `export` is no id.
            .configure(exports::declare)
            .configure(imports::declare)
            .configure(readings::declare)
            .configure(reading_imports::declare)
            .configure(events::declare)
            .configure(users::declare)
            .configure(audit::declare)
            .configure(communities::declare)
            .configure(members::declare)
            .configure(portal::declare)
            .configure(dsos::declare)
            .configure(markets::declare)
            .configure(prices::declare)
            .configure(forecasts::declare)
            .configure(customer_exports::declare)
            .configure(customers::declare)
            .configure(customer_actions::declare)
            .configure(customer_services::declare)
            .configure(client_forecasts::declare)
            .configure(optimisations::declare)
            .configure(calendars::declare)
            .configure(fixings::declare)
            .configure(notification_settings::declare)
            .configure(monitoring::declare)
            .configure(notifications::declare)
            .configure(calendar_links::declare)
            .configure(meters::declare)
            .configure(configurations::declare)
            .configure(key_files::declare)
            .configure(keys::declare)
            .configure(simulations::declare),
    );
}
