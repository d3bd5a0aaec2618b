//! A product of a forecast in the form: its days with three prices each, typed or taken over from a table.

use super::edit::{PointValues, SeriesValues, Values};
use super::rows::{self, Mistake};
use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::ui::{
    Button, Choice, Field, FormState, Icon, IconButton, Notice, NoticeKind, PartDateInput, PartInput, PartSelect,
    TextArea,
};
use chrono::NaiveDate;
use domain::market::{Delivery, DeliveryUnit, Load};
use leptos::prelude::*;

/// A product on the screen.
#[derive(Clone, Copy)]
pub struct Series {
    /// What is typed.
    pub values: RwSignal<Values>,
    /// The form.
    pub form: FormState,
    /// Its place.
    pub at: usize,
    /// The hours that are traded.
    pub loads: StoredValue<Vec<Load>>,
    /// The unit of prices.
    pub unit: StoredValue<String>,
}

impl Series {
    /// Its fields.
    pub fn view(self) -> AnyView {
        let count = Memo::new(move |_| self.values.with(|values| self.series(values).map_or(0, |of| of.points.len())));
        let lines = move || (0..count.get()).map(|number| self.line(number, count.get())).collect_view();
        let add = move |()| self.change(|series| series.points.push(PointValues::default()));
        let only = move || self.values.with(|values| values.series.len() == 1);
        let remove = move |()| {
            self.values.update(|values| {
                values.series.remove(self.at);
            });
        };
        let removal = move || {
            (!only()).then(
                || view! { <Button label=t("markets.publish.remove_product") icon=Icon::Trash on_press=remove /> },
            )
        };
        view! {
            <div class="series">
                {self.product()}
                <div class="points">{lines}</div>
                <div class="series-actions">
                    <Button label=t("markets.publish.add_day") icon=Icon::Plus on_press=add />
                    {removal}
                </div>
                {self.take_over()}
            </div>
        }
        .into_any()
    }

    fn series(self, values: &Values) -> Option<&SeriesValues> {
        values.series.get(self.at)
    }

    fn change(self, change: impl FnOnce(&mut SeriesValues)) {
        self.values.update(|values| {
            if let Some(series) = values.series.get_mut(self.at) {
                change(series);
            }
        });
    }

    fn product(self) -> AnyView {
        let at = self.at;
        let loads = self.loads.with_value(|loads| {
            loads.iter().map(|load| Choice::new(load.as_str(), words::load(*load))).collect::<Vec<_>>()
        });
        let load =
            Signal::derive(move || self.values.with(|v| self.series(v).map(|s| s.load.clone())).unwrap_or_default());
        let delivery = Signal::derive(move || {
            self.values.with(|v| self.series(v).map(|s| s.delivery.clone())).unwrap_or_default()
        });
        let set_load = move |typed: String| self.change(|series| series.load = typed);
        let set_delivery = move |typed: String| self.change(|series| series.delivery = typed);
        let chosen = untrack(|| delivery.get());
        let deliveries = deliveries(format::today(), &chosen);
        let deliveries = deliveries.into_iter().map(|of| Choice::new(of.to_string(), words::delivery(of))).collect();
        view! {
            <div class="form-grid">
                <div class="half">
                    <PartSelect
                        field=Field::of(self.form, format!("/series/{at}/load"), t("markets.field.hours"))
                        value=load
                        choices=loads
                        on_choose=set_load
                    />
                </div>
                <div class="half">
                    <PartSelect
                        field=Field::of(self.form, format!("/series/{at}/delivery"), t("markets.field.delivery"))
                        value=delivery
                        choices=deliveries
                        placeholder=t("common.choose")
                        on_choose=set_delivery
                    />
                </div>
            </div>
        }
        .into_any()
    }

    fn line(self, number: usize, count: usize) -> AnyView {
        let place = (number + 1).to_string();
        let label = |name: &str| {
            let name = t(&format!("markets.table.{name}"));
            tr("markets.publish.of_day", &[("name", &name), ("number", &place)])
        };
        let field = |name: &str, what: &str| {
            Field::of(self.form, format!("/series/{}/points/{number}/{name}", self.at), label(what))
        };
        let price = |name: &'static str, read: fn(&PointValues) -> &String, write: fn(&mut PointValues, String)| {
            let unit = self.unit.get_value();
            view! {
                <PartInput
                    field=field(name, name).unit(unit)
                    value=self.value(number, read)
                    on_input=self.set(number, write)
                    number=true
                />
            }
        };
        let remove = move |()| {
            self.change(|series| {
                series.points.remove(number);
            });
        };
        let removal = tr("markets.publish.remove_day", &[("number", &place)]);
        view! {
            <div class="point-line">
                <PartDateInput
                    field=field("date", "day")
                    value=self.value(number, |point| &point.date)
                    on_input=self.set(number, |point, typed| point.date = typed)
                />
                {price("low", |point| &point.low, |point, typed| point.low = typed)}
                {price("mid", |point| &point.mid, |point, typed| point.mid = typed)}
                {price("high", |point| &point.high, |point, typed| point.high = typed)}
                {(count > 1).then(|| view! { <IconButton icon=Icon::Trash label=removal on_press=remove /> })}
            </div>
        }
        .into_any()
    }

    fn value(self, number: usize, read: fn(&PointValues) -> &String) -> Signal<String> {
        Signal::derive(move || {
            let value =
                |values: &Values| self.series(values).and_then(|series| series.points.get(number).map(read).cloned());
            self.values.with(value).unwrap_or_default()
        })
    }

    fn set(self, number: usize, write: fn(&mut PointValues, String)) -> Callback<String> {
        Callback::new(move |typed: String| {
            self.change(|series| {
                if let Some(point) = series.points.get_mut(number) {
                    write(point, typed);
                }
            });
        })
    }

    /// Rows from a spreadsheet.
    fn take_over(self) -> AnyView {
        let (text, mistakes) = (RwSignal::new(String::new()), RwSignal::new(Vec::<Mistake>::new()));
        let take = move |()| {
            let found = rows::read::<3>(&text.get_untracked());
            if found.mistakes.is_empty() && !found.rows.is_empty() {
                self.change(|series| series.put(&found.rows, |price| format::typed(*price)));
                text.set(String::new());
            }
            mistakes.set(found.mistakes);
        };
        let empty = Signal::derive(move || text.with(|text| text.trim().is_empty()));
        let told = move || {
            let mistakes = mistakes.get();
            (!mistakes.is_empty()).then(|| {
                let lines = mistakes.into_iter().map(|mistake| view! { <li>{sentence(&mistake)}</li> }).collect_view();
                view! {
                    <Notice kind=NoticeKind::Error announce=true title=t("markets.publish.rows_refused")>
                        <ul>{lines}</ul>
                    </Notice>
                }
            })
        };
        let field = Field::new(format!("rows-{}", self.at), t("markets.publish.rows"));
        view! {
            <details class="explain">
                <summary>{t("markets.publish.from_table")}</summary>
                <div class="stack">
                    <TextArea field=field.hint(t("markets.publish.rows_hint")) value=text rows=6 />
                    {told}
                    <div><Button label=t("markets.publish.take_over") disabled=empty on_press=take /></div>
                </div>
            </details>
        }
        .into_any()
    }
}

fn sentence(mistake: &Mistake) -> String {
    let line = mistake.line.to_string();
    tr(&format!("markets.row.{}", mistake.reason), &[("line", &line), ("text", &mistake.text)])
}

/// The deliveries that are traded: the next years, quarters and months, and the one that is chosen already.
fn deliveries(today: NaiveDate, chosen: &str) -> Vec<Delivery> {
    let next = |unit, count: usize| {
        std::iter::successors(Some(Delivery::containing(today, unit).next()), |delivery| Some(delivery.next()))
            .take(count)
    };
    let mut found: Vec<Delivery> = next(DeliveryUnit::Year, 5)
        .chain(next(DeliveryUnit::Quarter, 8))
        .chain(next(DeliveryUnit::Month, 12))
        .collect();
    let chosen = chosen.parse().ok().filter(|chosen| !found.contains(chosen));
    found.extend(chosen);
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::deliveries;

    #[test]
    fn what_is_traded_can_be_chosen() {
        let today = "2026-11-28".parse().unwrap();
        let texts = |chosen: &str| deliveries(today, chosen).iter().map(ToString::to_string).collect::<Vec<_>>();
        let found = texts("");
        assert_eq!(found.len(), 25);
        assert_eq!(
            (&found[0], &found[5], &found[13]),
            (&"2027".to_owned(), &"2027-Q1".to_owned(), &"2026-12".to_owned())
        );
        assert_eq!(texts("2026").len(), 26, "a running one that was published before");
        assert_eq!(texts("2027").len(), 25);
    }
}
