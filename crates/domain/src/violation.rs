//! What is wrong with an input, and where.
//!
//! A violation has a stable code, never a sentence: the API adds English text, the browser
//! its own language.

use crate::quantity::Decimal;
use std::collections::BTreeMap;
use std::fmt;

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every code, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

codes! {
    /// Codes of broken rules on fields; stable names of the API.
    Code {
        /// The field has no value.
        Required = "required",
        /// The value is of another JSON type.
        WrongType = "wrong_type",
        /// The object has a field the contract does not name.
        UnknownField = "unknown_field",
        /// The value is none of the allowed ones.
        UnknownValue = "unknown_value",
        /// The text has more characters than `max`.
        TooLong = "too_long",
        /// The text has fewer characters than `min`.
        TooShort = "too_short",
        /// The list has more entries than `max`.
        TooMany = "too_many",
        /// The number lies outside `min` and `max`; with the `reason` `date` it is a date.
        OutOfRange = "out_of_range",
        /// The number has more decimals than `max`.
        TooManyDecimals = "too_many_decimals",
        /// The field has a value that another field rules out.
        NotAllowed = "not_allowed",
        /// The text does not have the shape asked for (e-mail, phone, uuid, …).
        InvalidFormat = "invalid_format",
        /// Not a metering point identifier of the community's country.
        InvalidEan = "invalid_ean",
        /// Another meter of the community has this identifier.
        EanTaken = "ean_taken",
        /// Not a calendar date the program accepts.
        InvalidDate = "invalid_date",
        /// Another period of the meter begins on this day.
        PeriodExists = "period_exists",
        /// Not an e-mail address.
        InvalidEmail = "invalid_email",
        /// Not a telephone number.
        InvalidPhone = "invalid_phone",
        /// Not an international bank account number.
        InvalidIban = "invalid_iban",
        /// Not an enterprise or VAT number.
        InvalidEnterpriseNumber = "invalid_enterprise_number",
        /// The member does not exist in this community.
        UnknownMember = "unknown_member",
        /// An inactive member owns no meter that still runs.
        MemberInactive = "member_inactive",
        /// The community does not exist in this organisation.
        UnknownCommunity = "unknown_community",
        /// The meter does not exist in this community.
        UnknownMeter = "unknown_meter",
        /// The key, or the version of a key, does not exist in this community.
        UnknownKey = "unknown_key",
        /// The DSO is not in the reference table.
        UnknownDso = "unknown_dso",
        /// A production chain needs an injection status.
        InjectionStatusRequired = "injection_status_required",
        /// Without a production chain there is no injection status.
        InjectionStatusNotAllowed = "injection_status_not_allowed",
        /// Without a production chain the generating capacity is 0.
        CapacityNotAllowed = "capacity_not_allowed",
        /// The voltage system does not fit the number of phases.
        VoltageSystemMismatch = "voltage_system_mismatch",
        /// The community type does not exist in this region.
        TypeNotInRegion = "type_not_in_region",
        /// The password is shorter than `min` characters.
        PasswordTooShort = "password_too_short",
        /// The password is among the guessable ones.
        PasswordTooCommon = "password_too_common",
        /// The role needs a community or a member, or must not have one.
        RoleScopeMismatch = "role_scope_mismatch",
        /// The grantor may not give this role.
        RoleNotGrantable = "role_not_grantable",
        /// The member still holds meters.
        MemberHoldsMeters = "member_holds_meters",
        /// The percentages total `total_percent`; `missing_percent` is missing to 100, or `excess_percent` too much.
        SharesNot100 = "shares_not_100",
        /// Another consumer of the key has this name or meter.
        DuplicateConsumer = "duplicate_consumer",
        /// The key has no consumer, or no iteration.
        EmptyKey = "empty_key",
        /// The key has no consumer of this `name`.
        UnknownConsumer = "unknown_consumer",
        /// The consumer `name` stands in no rank.
        ConsumerWithoutRank = "consumer_without_rank",
        /// The consumer has no series of readings.
        SeriesMissing = "series_missing",
        /// The series has `length` readings where `expected` are.
        SeriesLength = "series_length",
        /// A reading is missing; `count` are in this series.
        MissingReading = "missing_reading",
        /// A reading is below 0.
        NegativeReading = "negative_reading",
        /// The file has nothing in it.
        EmptyFile = "empty_file",
        /// The file is neither CSV nor XLSX.
        NotATable = "not_a_table",
        /// The table has a header and no row below it.
        NoRows = "no_rows",
        /// The table has `count` columns where `max` are allowed; `row` is the first such row.
        TooManyColumns = "too_many_columns",
        /// The table has more than `max` rows.
        TooManyRows = "too_many_rows",
        /// The file unpacks to more than `max_mb` megabytes.
        UnpacksTooLarge = "unpacks_too_large",
        /// The table has no column `column`, without which no row can be told.
        MissingColumn = "missing_column",
        /// Two columns of the table are `column`.
        DuplicateColumn = "duplicate_column",
        /// The row has more cells than the header has columns.
        RowTooLong = "row_too_long",
        /// The row `row` of the file is about the same thing.
        DuplicateRow = "duplicate_row",
        /// A spreadsheet has shortened the number; its digits are lost.
        ScientificNotation = "scientific_notation",
        /// The text fits `count` members of the community.
        AmbiguousMember = "ambiguous_member",
        /// It never changes once it is set.
        Immutable = "immutable",
        /// Without access to the application nobody edits for the customer.
        EditorNotAllowed = "editor_not_allowed",
        /// Without access to the application there are no services.
        ServicesNotAllowed = "services_not_allowed",
        /// The market is not in the catalogue.
        UnknownMarket = "unknown_market",
        /// Another service of the account is on this market.
        DuplicateMarket = "duplicate_market",
        /// The client's forecast is shared in addition to one of the application or the manager.
        ClientForecastNeedsBase = "client_forecast_needs_base",
        /// The organisation has published no forecast of this market.
        ManagerForecastUnavailable = "manager_forecast_unavailable",
        /// There are `used` optimisations already, which is more.
        BelowUsed = "below_used",
        /// Nobody of this id looks after accounts of the organisation.
        UnknownKam = "unknown_kam",
        /// Another series of the forecast is of this product.
        DuplicateProduct = "duplicate_product",
        /// The day is not after the one before it.
        NotAscending = "not_ascending",
        /// A scenario lies on the wrong side of the one beside it.
        ScenariosCross = "scenarios_cross",
        /// Another entry of the list is the same.
        DuplicateValue = "duplicate_value",
        /// The list has `length` entries where `expected` are.
        WrongLength = "wrong_length",
        /// A delivery begins and ends on the first day of a month.
        NotFirstOfMonth = "not_first_of_month",
        /// No consumption period of the optimisation begins on this day.
        UnknownPeriod = "unknown_period",
        /// The contract lets one fix `min` percent at once, not less.
        BelowMinimumFixing = "below_minimum_fixing",
        /// More than 100 % of the period would be fixed; `left_percent` is left.
        FixedOver100 = "fixed_over_100",
        /// The period has no such advice that is open.
        UnknownAdvice = "unknown_advice",
        /// This forecast is not shared with the customer.
        ForecastNotShared = "forecast_not_shared",
    }
}

codes! {
    /// Codes of warnings: shown beside the field, never a refusal.
    WarningCode {
        /// The GS1 check digit does not fit; `expected` is the right one.
        EanCheckDigit = "ean_check_digit",
        /// The identifier does not start with the country's prefix.
        EanPrefix = "ean_prefix",
        /// A declared power is more than 2 % over what the connection carries.
        PowerOverConnection = "power_over_connection",
        /// The identifier's prefix is usually another DSO's.
        DsoHint = "dso_hint",
        /// More iterations than the region's model of a key knows: `count`, where `max` are usual.
        IterationsOverRegionalLimit = "iterations_over_regional_limit",
    }
}

/// A named value of a message, for example the limit that was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number that may have decimals.
    Decimal(Decimal),
}

impl From<&str> for Param {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Param {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<i64> for Param {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}
impl From<Decimal> for Param {
    fn from(value: Decimal) -> Self {
        Self::Decimal(value)
    }
}
impl From<usize> for Param {
    /// Counts beyond `i64` do not occur in memory.
    fn from(value: usize) -> Self {
        Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

/// The named values of a message.
pub type Params = BTreeMap<&'static str, Param>;

/// One broken rule at one place of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the input (RFC 6901), such as `/address/street`.
    pub pointer: String,
    /// What is wrong.
    pub code: Code,
    /// Values for the message.
    pub params: Params,
}

/// Something worth a look at one place of the input, which does not stop it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// JSON pointer into the input (RFC 6901).
    pub pointer: String,
    /// What is unusual.
    pub code: WarningCode,
    /// Values for the message.
    pub params: Params,
}

/// Collects every violation of an input, so that all are reported at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Records a violation without values.
    pub fn add(&mut self, pointer: impl Into<String>, code: Code) {
        self.add_with(pointer, code, Params::new());
    }

    /// Records a violation with the values of its message.
    pub fn add_with(&mut self, pointer: impl Into<String>, code: Code, params: Params) {
        self.0.push(Violation { pointer: pointer.into(), code, params });
    }

    /// Keeps the value, or records the violation of a field parser at `pointer`.
    pub fn check<T>(&mut self, pointer: &str, result: Result<T, FieldViolation>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(FieldViolation { code, params }) => {
                self.add_with(pointer, code, params);
                None
            }
        }
    }

    /// The same violations of an input that is itself a part of a larger one, at `parent` in it.
    #[must_use]
    pub fn under(self, parent: &str) -> Self {
        let moved = |violation: Violation| Violation { pointer: format!("{parent}{}", violation.pointer), ..violation };
        Self(self.0.into_iter().map(moved).collect())
    }

    /// True while nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The violations, in the order they were found.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }

    /// `Ok(value)` when nothing was found, else all violations.
    ///
    /// # Errors
    /// `self`, unless it is empty.
    pub fn into_result<T>(self, value: impl FnOnce() -> Option<T>) -> Result<T, Self> {
        if !self.0.is_empty() {
            return Err(self);
        }
        value().ok_or(self)
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A broken rule before its place is known: what a field's parser returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldViolation {
    /// What is wrong.
    pub code: Code,
    /// Values for the message.
    pub params: Params,
}

impl From<Code> for FieldViolation {
    fn from(code: Code) -> Self {
        Self { code, params: Params::new() }
    }
}

impl FieldViolation {
    /// A violation with one named value.
    pub fn with(code: Code, name: &'static str, value: impl Into<Param>) -> Self {
        Self { code, params: Params::from([(name, value.into())]) }
    }

    /// The same violation with one more named value.
    #[must_use]
    pub fn and(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name, value.into());
        self
    }
}
