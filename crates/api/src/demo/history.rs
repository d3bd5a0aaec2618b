//! What some demo meters were before and will be later, so that a timeline has something to show.

use super::inconsistent;
use chrono::{Months, NaiveDate};
use domain::meter::ConfigurationPatch;
use domain::quantity::Decimal;
use domain::vocabulary::Rate;
use store::CommunityWriter;
use uuid::Uuid;

/// Something of the demo by its label.
pub(super) type Labelled<'a> = (&'a str, Uuid);

/// A household moved into its house after another one; the town hall's connection was reinforced and will be
/// read by two registers.
pub(super) async fn fill_walloon(
    writer: CommunityWriter<'_>,
    meters: &[Labelled<'_>],
    owners: &[Labelled<'_>],
    today: NaiveDate,
) -> Result<(), store::Error> {
    let former =
        ConfigurationPatch { member: Some(Some(named(owners, "Household C")?)), ..ConfigurationPatch::default() };
    let reinforced = ConfigurationPatch {
        sampling_power_kva: Some(Decimal::new(436, 1)),
        amperage_a: Some(Decimal::new(63, 0)),
        ..ConfigurationPatch::default()
    };
    let registers = ConfigurationPatch { rate: Some(Rate::BiHourly), ..ConfigurationPatch::default() };
    let soon = today.checked_add_months(Months::new(2)).ok_or_else(|| inconsistent("the end of time"))?;
    for (meter, from, patch) in [
        ("Household G", NaiveDate::from_ymd_opt(2011, 9, 1), former),
        ("Town hall", NaiveDate::from_ymd_opt(2021, 7, 1), reinforced),
        ("Town hall", Some(soon), registers),
    ] {
        let (meter, from) = (named(meters, meter)?, from.unwrap_or(today));
        writer.add_configuration(meter, None, from, &patch, today).await?;
    }
    Ok(())
}

fn named(all: &[Labelled<'_>], label: &str) -> Result<Uuid, store::Error> {
    let found = all.iter().find(|(known, _)| *known == label).map(|(_, id)| *id);
    found.ok_or_else(|| inconsistent("a demo label that nothing has"))
}
