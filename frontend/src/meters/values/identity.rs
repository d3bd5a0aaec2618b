//! What identifies a meter, as it is typed.

use super::Reading;
use super::read::{choice, known};
use crate::ui::fields;
use api_types::{Address, Meter, MeterIdentity};
use domain::identifier::{IdScheme, MeteringPointId};
use domain::violation::{Violations, Warning};
use domain::vocabulary::{ReadingFrequency, Region, TariffGroup};

/// Where a request has the values that something besides their own field asks for.
pub mod pointer {
    /// Identifier of the metering point.
    pub const EAN: &str = "/ean";
    /// Number of phases.
    pub const PHASES: &str = "/phases";
    /// Voltage and wiring.
    pub const VOLTAGE_SYSTEM: &str = "/voltage_system";
    /// How often it is read.
    pub const READING_FREQUENCY: &str = "/reading_frequency";
    /// What voltage it is charged at.
    pub const TARIFF_GROUP: &str = "/tariff_group";
}

fields! {
    /// What identifies a meter, as it is typed.
    #[derive(Default)]
    IdentityValues;
    /// What identifies a meter, as signals.
    IdentityFields;
    /// Street.
    street: String,
    /// House number.
    number: String,
    /// Box.
    r#box: String,
    /// Postcode.
    postcode: String,
    /// City.
    city: String,
    /// Country code of an existing address; that of the region while empty.
    country: String,
    /// Identifier of the metering point.
    ean: String,
    /// Serial number of the device.
    meter_number: String,
    /// Number of phases.
    phases: String,
    /// Voltage and wiring.
    voltage_system: String,
    /// How often it is read.
    reading_frequency: String,
    /// What voltage it is charged at.
    tariff_group: String,
}

impl From<&Meter> for IdentityValues {
    fn from(meter: &Meter) -> Self {
        let Address { street, number, r#box, postcode, city, country } = meter.address.clone();
        Self {
            street,
            number,
            r#box: r#box.unwrap_or_default(),
            postcode,
            city,
            country,
            ean: meter.ean.clone(),
            meter_number: meter.meter_number.clone(),
            phases: meter.phases.to_string(),
            voltage_system: meter.voltage_system.map(|system| system.to_string()).unwrap_or_default(),
            reading_frequency: meter.reading_frequency.to_string(),
            tariff_group: meter.tariff_group.to_string(),
        }
    }
}

impl IdentityValues {
    /// Reads everything and checks it by the rules of `domain`.
    pub fn read(&self, region: Region) -> Reading<MeterIdentity> {
        let mut violations = Violations::default();
        let request = self.request(region, &mut violations);
        let rules = request.to_domain(region);
        Reading::checked(request, violations, rules)
    }

    /// What is unusual about the identifier that is typed.
    pub fn warnings(&self, region: Region) -> Vec<Warning> {
        MeteringPointId::parse(IdScheme::of(region), &self.ean).map_or_else(|_| Vec::new(), |(_, warnings)| warnings)
    }

    /// The request, and what cannot be read.
    pub(super) fn request(&self, region: Region, violations: &mut Violations) -> MeterIdentity {
        let phases = choice(violations, pointer::PHASES, &self.phases, 3);
        let voltage_system = match self.voltage_system.as_str() {
            "" => None,
            text => violations.check(pointer::VOLTAGE_SYSTEM, known(text)),
        };
        let frequency =
            choice(violations, pointer::READING_FREQUENCY, &self.reading_frequency, ReadingFrequency::Monthly);
        MeterIdentity {
            ean: self.ean.clone(),
            meter_number: self.meter_number.clone(),
            address: self.address(region),
            phases,
            reading_frequency: frequency,
            tariff_group: choice(violations, pointer::TARIFF_GROUP, &self.tariff_group, TariffGroup::LowVoltage),
            voltage_system,
        }
    }

    /// The identity of this metering point as far as warnings look at it.
    pub(super) fn identity(&self, region: Region, point: MeteringPointId) -> domain::meter::MeterIdentity {
        let MeterIdentity { meter_number, address, phases, reading_frequency, tariff_group, voltage_system, .. } =
            self.request(region, &mut Violations::default());
        let Address { street, number, r#box, postcode, city, country } = address;
        domain::meter::MeterIdentity {
            point,
            meter_number,
            address: domain::meter::Address { street, number, r#box, postcode, city, country },
            phases,
            reading_frequency,
            tariff_group,
            voltage_system,
        }
    }

    fn address(&self, region: Region) -> Address {
        let r#box = self.r#box.trim();
        let country = if self.country.is_empty() { country(region) } else { &self.country };
        Address {
            street: self.street.clone(),
            number: self.number.clone(),
            r#box: (!r#box.is_empty()).then(|| r#box.to_owned()),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            country: country.to_owned(),
        }
    }
}

/// The country of an address in a region.
const fn country(region: Region) -> &'static str {
    match region {
        Region::Wallonia | Region::Brussels | Region::Flanders => "BE",
        Region::Netherlands => "NL",
        Region::Luxembourg => "LU",
        Region::France => "FR",
        Region::Germany => "DE",
        Region::Austria => "AT",
        Region::Italy => "IT",
        Region::Spain => "ES",
    }
}
