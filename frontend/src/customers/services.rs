//! The services of an account in its form: which markets, and for each from when until when, with whose forecasts and
//! for how many optimisations. The hints are those a key account manager needs to choose well.

use super::markets::{self, Offered};
use super::values::ServiceValues;
use super::words;
use crate::format::today;
use crate::i18n::{t, tr};
use crate::ui::{
    Checkbox, CheckboxGroup, Choice, Field, FormState, Icon, IconButton, Notice, PartDateInput, PartInput, Toasts,
};
use chrono::{Datelike, Days, NaiveDate};
use domain::customer::ForecastOrigin;
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// Days of the trial that is offered, the first and the last included.
const TRIAL_DAYS: u64 = 30;

/// The services at work.
#[derive(Clone)]
struct Editor {
    form: FormState,
    services: RwSignal<Vec<ServiceValues>>,
    markets: Arc<[Offered]>,
    toasts: Toasts,
}

/// The markets to choose, and a card for each that was chosen.
pub fn fields(form: FormState, services: RwSignal<Vec<ServiceValues>>, markets: Vec<Offered>) -> AnyView {
    let editor = Editor { form, services, markets: markets.into(), toasts: Toasts::get() };
    let cards = editor.clone();
    // A card is made anew when another market takes its place: its labels name the market.
    let places = Memo::new(move |_| {
        services.with(|services| services.iter().map(|service| service.market).enumerate().collect::<Vec<_>>())
    });
    view! {
        {editor.choice()}
        <div class="services">
            <For each=move || places.get() key=|place| *place children=move |(k, market)| cards.card(k, market) />
        </div>
        {move || advice(&services.read()).map(|advice| view! { <Notice><p>{advice}</p></Notice> })}
    }
    .into_any()
}

/// What is worth knowing of the services as a whole: that nothing would be seen today.
fn advice(services: &[ServiceValues]) -> Option<String> {
    let begins = |service: &ServiceValues| service.start_day().is_none_or(|start| start <= today());
    match services {
        [] => Some(t("customers.services.none")),
        services if services.iter().any(begins) => None,
        _ => Some(t("customers.services.none_today")),
    }
}

impl Editor {
    fn choice(&self) -> AnyView {
        let field = Field::of(self.form, "/services", t("customers.services.choose"))
            .hint(t("customers.services.choose_hint"))
            .optional();
        let boxes = self.markets.iter().map(|offered| {
            let (editor, market) = (self.clone(), &offered.market);
            let id = market.id;
            let services = self.services;
            let chosen = Signal::derive(move || services.with(|all| all.iter().any(|service| service.market == id)));
            let switch = move |on: bool| if on { editor.add(id) } else { editor.remove(id) };
            view! {
                <Checkbox
                    id=format!("market-{}", market.code)
                    label=markets::name(market)
                    checked=chosen
                    on_change=switch
                />
            }
        });
        let boxes = boxes.collect_view();
        view! { <CheckboxGroup field=field>{boxes}</CheckboxGroup> }.into_any()
    }

    fn add(&self, market: Uuid) {
        self.form.forgive("/services");
        self.services.update(|services| services.push(ServiceValues::recommended(market, today())));
    }

    /// Takes a market out, with the way to have back what was typed.
    fn remove(&self, market: Uuid) {
        let services = self.services;
        let Some(at) = services.with_untracked(|all| all.iter().position(|service| service.market == market)) else {
            return;
        };
        let Some(gone) = services.try_update(|services| services.remove(at)) else { return };
        let put_back = move || {
            services.try_update(|services| {
                if services.iter().all(|service| service.market != gone.market) {
                    services.insert(at.min(services.len()), gone.clone());
                }
            });
        };
        let text = tr("customers.services.removed", &[("market", &self.name(market))]);
        self.toasts.success(text).about(market).undo(t("customers.undo"), put_back).show();
    }

    fn offered(&self, id: Uuid) -> Option<&Offered> {
        self.markets.iter().find(|offered| offered.market.id == id)
    }

    fn name(&self, id: Uuid) -> String {
        self.offered(id).map(|offered| markets::name(&offered.market)).unwrap_or_default()
    }

    /// A part of the service at a place.
    fn part<T: Clone + PartialEq + Default + Send + Sync + 'static>(
        &self,
        k: usize,
        read: impl Fn(&ServiceValues) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        let services = self.services;
        Signal::derive(move || services.with(|services| services.get(k).map(&read).unwrap_or_default()))
    }

    /// Changes a part of the service at a place.
    fn set(&self, k: usize, write: impl Fn(&mut ServiceValues, String) + Send + Sync + 'static) -> Callback<String> {
        let services = self.services;
        Callback::new(move |typed| {
            services.update(|services| {
                if let Some(service) = services.get_mut(k) {
                    write(service, typed);
                }
            });
        })
    }

    /// A field of the service at a place; the summary of mistakes names its market too.
    fn field(&self, k: usize, market: Uuid, name: &str, label: &str) -> Field {
        let (pointer, label) = (format!("/services/{k}/{name}"), t(label));
        let field = Field::of(self.form, pointer.clone(), label.clone());
        self.form.register(&pointer, &format!("{} · {label}", self.name(market)));
        field
    }

    fn card(&self, k: usize, market: Uuid) -> AnyView {
        let (editor, name) = (self.clone(), self.name(market));
        let heading = format!("services-{k}-title");
        let named_by = heading.clone();
        view! {
            <section class="card service-card" aria-labelledby=named_by>
                <header class="service-head">
                    <h3 id=heading>{name.clone()}</h3>
                    <IconButton
                        icon=Icon::Trash
                        label=tr("customers.services.remove", &[("market", &name)])
                        on_press=move |()| editor.remove(market)
                    />
                </header>
                <div class="form-grid">
                    {self.days(k, market)}
                    {self.forecasts(k, market)}
                    {self.number(k, market)}
                </div>
            </section>
        }
        .into_any()
    }

    fn days(&self, k: usize, market: Uuid) -> AnyView {
        let (start, end) = (self.part(k, ServiceValues::start_day), self.part(k, ServiceValues::end_day));
        let ahead =
            Signal::derive(move || start.get().filter(|day| *day > today()).map(|_| t("customers.services.ahead")));
        let over = Signal::derive(move || end.get().filter(|day| *day < today()).map(|_| t("customers.services.over")));
        let begin = self
            .field(k, market, "start_date", "customers.field.start")
            .hint(t("customers.services.hint_start"))
            .note(ahead);
        let finish =
            self.field(k, market, "end_date", "customers.field.end").hint(t("customers.services.hint_end")).note(over);
        let covered = self.offered(market).is_none_or(|offered| offered.market.covers_short_term);
        view! {
            <div class="half">
                <PartDateInput
                    field=begin
                    value=self.part(k, |service| service.start.clone())
                    on_input=self.set(k, |service, day| service.start = day)
                    shortcuts=vec![Choice::new(today().to_string(), t("customers.services.today"))]
                />
            </div>
            <div class="half">
                <PartDateInput
                    field=finish
                    value=self.part(k, |service| service.end.clone())
                    on_input=self.set(k, |service, day| service.end = day)
                    shortcuts=ends(today())
                />
            </div>
            {which_end(covered)}
        }
        .into_any()
    }

    fn forecasts(&self, k: usize, market: Uuid) -> AnyView {
        let published = self.offered(market).is_some_and(|offered| offered.manager_forecast);
        let pointer = format!("/services/{k}/forecasts");
        let boxes = ForecastOrigin::ALL.iter().map(|&origin| {
            let (form, services, pointer) = (self.form, self.services, pointer.clone());
            let shared = self.part(k, move |service| service.forecasts.contains(&origin));
            // One that was shared while there was one can still be taken off.
            let missing = origin == ForecastOrigin::Manager && !published;
            let hint = match missing {
                true => t("customers.forecast.manager.none"),
                false => t(&format!("customers.forecast.{origin}.text")),
            };
            let switch = move |on: bool| {
                form.forgive(&pointer);
                services.update(|services| {
                    if let Some(service) = services.get_mut(k) {
                        service.share(origin, on);
                    }
                });
            };
            view! {
                <Checkbox
                    id=format!("services-{k}-forecasts-{origin}")
                    label=words::forecast(origin)
                    hint=hint
                    checked=shared
                    disabled=Signal::derive(move || missing && !shared.get())
                    on_change=switch
                />
            }
        });
        let boxes = boxes.collect_view();
        let field = self.field(k, market, "forecasts", "customers.field.forecasts");
        view! { <CheckboxGroup field=field>{boxes}</CheckboxGroup> }.into_any()
    }

    fn number(&self, k: usize, market: Uuid) -> AnyView {
        let mut hint = t("customers.services.hint_max");
        let used = self.part(k, |service| service.used).get_untracked();
        if used > 0 {
            hint = format!("{hint} {}", tr("customers.services.used", &[("used", &used.to_string())]));
        }
        let field = self.field(k, market, "max_optimisations", "customers.field.max").hint(hint);
        view! {
            <div class="half">
                <PartInput
                    field=field
                    value=self.part(k, |service| service.max.clone())
                    on_input=self.set(k, |service, typed| service.max = typed)
                    number=true
                />
            </div>
            <details class="guidance">
                <summary>{t("customers.services.how_many")}</summary>
                <ul>
                    <li>{t("customers.services.one_for_all")}</li>
                    <li>{t("customers.services.one_each")}</li>
                </ul>
            </details>
        }
        .into_any()
    }
}

/// What speaks for one end or another.
fn which_end(covers_short_term: bool) -> AnyView {
    let only = if covers_short_term { "customers.services.end_only" } else { "customers.services.end_only_early" };
    view! {
        <details class="guidance">
            <summary>{t("customers.services.which_end")}</summary>
            <ul>
                <li>{t("customers.services.end_delivery")}</li>
                <li>{t("customers.services.end_trial")}</li>
                <li>{t(only)}</li>
            </ul>
        </details>
    }
    .into_any()
}

/// Last days that are chosen often: of the deliveries of the next years, and of a trial.
fn ends(today: NaiveDate) -> Vec<Choice> {
    let year = |years: i32| {
        let year = today.year() + years;
        let label = tr("customers.services.end_of", &[("year", &year.to_string())]);
        Choice::new(format!("{year}-12-31"), label)
    };
    let trial = today.checked_add_days(Days::new(TRIAL_DAYS - 1)).unwrap_or(today);
    vec![year(1), year(2), Choice::new(trial.to_string(), t("customers.services.trial"))]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn frequent_ends_are_those_of_deliveries_and_of_a_trial() {
        let days: Vec<String> = ends("2026-11-28".parse().unwrap()).into_iter().map(|choice| choice.value).collect();
        assert_eq!(days, ["2027-12-31", "2028-12-31", "2026-12-27"]);
    }
}
