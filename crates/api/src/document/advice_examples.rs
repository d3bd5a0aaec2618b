//! Examples of optimisations, calendars, fixings and notifications.

use super::{CREATED, CUSTOMER, FORECAST, MARKET};
use serde_json::{Value, json};

const OPTIMISATION: &str = "0199a3f2-0000-7000-8000-00000000000c";
const ADVICE: &str = "0199a3f2-0000-7000-8000-00000000000d";
const FIXING: &str = "0199a3f2-0000-7000-8000-00000000000e";
const CALENDAR: &str = "0199a3f2-0000-7000-8000-00000000000f";
const NOTIFICATION: &str = "0199a3f2-0000-7000-8000-000000000010";

/// The example of a schema.
pub(super) fn of(schema: &str) -> Option<Value> {
    Some(match schema {
        "Optimisation" => optimisation(),
        "OptimisationSummary" => summary(),
        "AdviceCalendar" => calendar(),
        "CalendarVersion" => json!({"id": CALENDAR, "version": 2, "created_at": CREATED,
            "reasons": ["fixing_registered"], "created_by": "Demo account manager", "forecast_id": FORECAST,
            "advice_count": 3, "change_count": 1}),
        "CalendarDifference" => json!({"version": 2, "with": 1, "changes": [{"kind": "added",
            "period_from": "2028-01-01", "advised_on": "2027-06-14", "before_percent": null, "after_percent": 20}]}),
        "Fixing" => json!({"id": FIXING, "optimisation_id": OPTIMISATION, "period_from": "2028-01-01",
            "fixed_on": "2026-11-20", "percent": 20, "price_per_mwh": "84.25", "currency": "EUR", "advice_id": ADVICE,
            "state": "done", "cancel_reason": null, "cancelled_at": null, "cancelled_by": null,
            "created_at": CREATED, "created_by": "Demo account manager"}),
        "NotificationSettings" => json!({"may_edit": true, "recipients": [{"kind": "kam",
            "email": "kam@demo.clef.test", "name": "Demo account manager", "locale": "en",
            "events": ["advice_due", "advice_missed"], "in_app": true, "mail": true, "reachable": true}]}),
        "Notification" => json!({"id": NOTIFICATION, "event": "advice_due", "customer_id": CUSTOMER,
            "company": "Bakery", "optimisation_id": OPTIMISATION, "contract_name": "Electricity 2028",
            "market": "Belgian power", "date": "2026-11-20", "period_from": "2028-01-01", "percent": 20,
            "calendar_version": null, "days_left": null, "created_at": CREATED, "read_at": null}),
        "NotificationsRead" => json!({"count": 3}),
        "Monitoring" => json!({"account_count": 12, "demo_count": 1, "access_count": 8, "frozen_count": 1,
            "optimisation_count": 15, "services_ending_count": 1, "services_ending": [{"customer_id": CUSTOMER,
            "company": "Bakery", "market_id": MARKET, "market": "Belgian power", "end_date": "2026-12-15",
            "days_left": 25}], "week_from": "2026-11-16", "advice_due_count": 1, "advice_due": [entry()],
            "missed_count": 0, "missed": []}),
        "CalendarEntry" => entry(),
        "CustomerDashboard" => json!({"customer_id": CUSTOMER, "company": "Bakery",
            "kam_name": "Demo account manager", "kam_email": "kam@demo.clef.test",
            "optimisations": [{"optimisation": summary(), "prices": prices()}], "advice_due": [entry()]}),
        "CalendarLink" => json!({"created_at": CREATED, "last_used_at": null}),
        "NewCalendarLink" => json!({"created_at": CREATED,
            "url": "https://clef.example.org/api/v1/calendar-feed?token=pWx1V7mF2sQ9cYt4bNh8KzRgLd6eUa3oJi5fCv0XyTk"}),
        _ => return None,
    })
}

fn market() -> Value {
    json!({"id": MARKET, "code": "be_power", "name": "Belgian power", "currency": "EUR", "covers_short_term": true})
}

fn baseline() -> Value {
    json!({"origin": "application", "scenario": "mid"})
}

fn optimisation() -> Value {
    json!({
        "id": OPTIMISATION, "customer_id": CUSTOMER, "company": "Bakery", "market": market(),
        "contract_name": "Electricity 2028", "points_of_delivery": "Shop and mill", "tariff_indexes": ["Base"],
        "minimum_period": "year", "minimum_fixing_percent": 20, "delivery_from": "2028-01-01",
        "delivery_to": "2029-01-01", "risk_appetite": "moderate", "percent_to_fix": 80, "baseline": baseline(),
        "target_price_per_mwh": "82.50",
        "periods": [{"from": "2028-01-01", "to": "2029-01-01", "risk_appetite": "moderate", "percent_to_fix": 80,
            "window_from": "2026-01-06", "window_to": "2027-12-02", "target_price_per_mwh": "82.50",
            "volumes_wh": null, "own": null}],
        "customer_access": "active", "may_edit": true, "may_read_calendar": true, "calendar_version": 1,
        "created_at": CREATED, "updated_at": CREATED, "updated_by": "Demo account manager"
    })
}

fn summary() -> Value {
    json!({
        "id": OPTIMISATION, "customer_id": CUSTOMER, "company": "Bakery", "market": market(),
        "contract_name": "Electricity 2028", "delivery_from": "2028-01-01", "delivery_to": "2029-01-01",
        "risk_appetite": "moderate", "customer_access": "active", "fixed_percent": 20,
        "next_advice_on": "2027-03-15", "missed_count": 0, "created_at": CREATED, "updated_at": CREATED
    })
}

fn prices() -> Value {
    json!({
        "fixed_percent": 20, "average_price_per_mwh": "84.25", "target_price_per_mwh": "82.50",
        "forward_price_per_mwh": "81.00", "forward_on": "2026-11-20", "expected_price_per_mwh": "81.65"
    })
}

fn calendar() -> Value {
    let advice = json!({
        "id": ADVICE, "period_from": "2028-01-01", "advised_on": "2027-03-15", "percent": 20, "fixed_percent": 0,
        "forecast_price_per_mwh": "79.80", "state": "advised", "reason": "low_of_part", "version": 1,
        "closed_version": null
    });
    json!({
        "optimisation_id": OPTIMISATION, "version_id": CALENDAR, "version": 2, "latest_version": 2,
        "created_at": CREATED, "reasons": ["fixing_registered"],
        "basis": {"baseline": baseline(), "forecast_id": FORECAST, "published_at": CREATED,
            "earliest_day": "2026-01-06", "short_term_days": 30, "currency": "EUR"},
        "periods": [{"from": "2028-01-01", "to": "2029-01-01", "risk_appetite": "moderate", "percent_to_fix": 80,
            "window_from": "2026-01-06", "window_to": "2027-12-02", "advised_percent": 20, "unplaced_percent": 0,
            "unplaced_reason": null, "advice": [advice], "prices": prices()}],
        "prices": prices()
    })
}

fn entry() -> Value {
    json!({
        "advice_id": ADVICE, "advised_on": "2027-03-15", "percent": 20, "state": "advised",
        "period_from": "2028-01-01", "period_to": "2029-01-01", "optimisation_id": OPTIMISATION,
        "contract_name": "Electricity 2028", "customer_id": CUSTOMER, "company": "Bakery", "market_id": MARKET,
        "market": "Belgian power"
    })
}
