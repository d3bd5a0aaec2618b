//! Identifiers of metering points, by country.
//!
//! A text is normalised (spaces, dots, dashes and the spreadsheet wrapper `="…"` go), then checked
//! by the rules of its scheme. What a country publishes as a rule is an error; the check digit and
//! the prefix of a GSRN are warnings, because test data and old records break them.
//!
//! Must never know: meters, communities, or which identifiers exist already.

mod normalise;
mod scheme;

use crate::gs1;
use crate::violation::{Code, FieldViolation, Params, Warning, WarningCode};
use crate::vocabulary::{Region, vocabulary};
use normalise::{is_scientific_notation, normalise};

vocabulary! {
    /// What kind of identifier a metering point has.
    IdScheme {
        /// Belgium: GSRN of 18 digits (EAN).
        BeEan = "be_ean",
        /// Netherlands: GSRN of 18 digits (EAN).
        NlEan = "nl_ean",
        /// France: PRM (PDL) of 14 digits.
        FrPrm = "fr_prm",
        /// Spain: CUPS.
        EsCups = "es_cups",
        /// Italy: POD.
        ItPod = "it_pod",
        /// Austria: Zählpunktnummer.
        AtZaehlpunkt = "at_zaehlpunkt",
        /// Germany: MaLo-ID or MeLo-ID.
        DeLocation = "de_location",
        /// Luxembourg: POD.
        LuPod = "lu_pod",
    }
}

/// Where the API carries an identifier.
const POINTER: &str = "/ean";

/// A metering point identifier: its scheme and its normalised value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MeteringPointId {
    scheme: IdScheme,
    value: String,
}

impl IdScheme {
    /// The scheme used in a region.
    #[must_use]
    pub const fn of(region: Region) -> Self {
        match region {
            Region::Wallonia | Region::Brussels | Region::Flanders => Self::BeEan,
            Region::Netherlands => Self::NlEan,
            Region::Luxembourg => Self::LuPod,
            Region::France => Self::FrPrm,
            Region::Germany => Self::DeLocation,
            Region::Austria => Self::AtZaehlpunkt,
            Region::Italy => Self::ItPod,
            Region::Spain => Self::EsCups,
        }
    }

    /// The digits that every GSRN of the country begins with.
    const fn gsrn_prefix(self) -> Option<&'static str> {
        match self {
            Self::BeEan => Some("54"),
            Self::NlEan => Some("87"),
            _ => None,
        }
    }
}

impl MeteringPointId {
    /// Reads an identifier as people write it.
    ///
    /// # Errors
    /// `required` when nothing is left, else `invalid_ean` with the `scheme`, a `reason`
    /// (`scientific_notation`, `characters`, `length`, `all_zeros`, `prefix`, `format`,
    /// `check_digit`) and, where it helps, what was `expected`.
    pub fn parse(scheme: IdScheme, text: &str) -> Result<(Self, Vec<Warning>), FieldViolation> {
        let value = normalise(text);
        if value.is_empty() {
            return Err(Code::Required.into());
        }
        let invalid = |violation: FieldViolation| violation.and("scheme", scheme.as_str());
        if is_scientific_notation(text) {
            return Err(invalid(scheme::invalid("scientific_notation")));
        }
        let id = Self { scheme, value: scheme::check(scheme, value).map_err(invalid)? };
        let warnings = id.warnings();
        Ok((id, warnings))
    }

    /// An identifier that was checked when it was stored.
    #[must_use]
    pub const fn from_stored(scheme: IdScheme, value: String) -> Self {
        Self { scheme, value }
    }

    /// What kind of identifier it is.
    #[must_use]
    pub const fn scheme(&self) -> IdScheme {
        self.scheme
    }

    /// The normalised value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// What is unusual about it: a GSRN's check digit or prefix.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let Some(prefix) = self.scheme.gsrn_prefix() else {
            return Vec::new();
        };
        let mut warnings = Vec::new();
        let mut warn = |code, expected: String| {
            let params = Params::from([("expected", expected.into())]);
            warnings.push(Warning { pointer: POINTER.to_owned(), code, params });
        };
        if !self.value.starts_with(prefix) {
            warn(WarningCode::EanPrefix, prefix.to_owned());
        }
        let data = self.value.get(..scheme::GSRN_LENGTH - 1).unwrap_or_default();
        if let Some(digit) = gs1::check_digit(data).filter(|_| !gs1::is_valid(&self.value)) {
            warn(WarningCode::EanCheckDigit, digit.to_string());
        }
        warnings
    }

    /// The identifier in groups that an eye can follow; without its spaces it is the value.
    #[must_use]
    pub fn display(&self) -> String {
        scheme::display(self.scheme, &self.value)
    }
}

/// Whether what [`search_fragment`] gave is as long as identifiers get, so that it is a whole one or part of none.
#[must_use]
pub fn is_whole(fragment: &str) -> bool {
    fragment.len() >= scheme::GSRN_LENGTH
}

/// What to look for among stored identifiers when somebody searches for `text`: its letters and
/// digits, normalised like an identifier. None when it cannot be part of one.
#[must_use]
pub fn search_fragment(text: &str) -> Option<String> {
    let fragment = normalise(text);
    (!fragment.is_empty() && fragment.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(fragment)
}
