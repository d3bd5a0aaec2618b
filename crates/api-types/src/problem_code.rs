//! The kinds of problems: for each a stable code, its HTTP status and its title.

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal, $title:literal;)+) => {
        /// The kind of an error answer. Its code never changes; clients decide by it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $variant),+ }

        impl ProblemCode {
            /// Every code, in the order of their statuses.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The HTTP status it is answered with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// What kind of problem it is, in a few English words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

problems! {
    /// The body is not JSON.
    MalformedJson = "malformed_json", 400, "The body is not JSON";
    /// A header, the query or the request line cannot be read.
    MalformedRequest = "malformed_request", 400, "The request cannot be read";
    /// There is no valid access token, or no valid session.
    Unauthenticated = "unauthenticated", 401, "Log in first";
    /// E-mail or password are wrong.
    InvalidCredentials = "invalid_credentials", 401, "E-mail or password is wrong";
    /// The caller is known here and may not do this.
    Forbidden = "forbidden", 403, "Not allowed";
    /// A cookie came from another site.
    ForeignOrigin = "foreign_origin", 403, "The request comes from another site";
    /// No such thing, or it is another tenant's.
    NotFound = "not_found", 404, "Not found";
    /// The path has no such method.
    MethodNotAllowed = "method_not_allowed", 405, "The path has no such method";
    /// Another meter of the community has this identifier.
    EanTaken = "ean_taken", 409, "Another meter of the community has this EAN";
    /// Another period of the meter begins on this day.
    PeriodExists = "period_exists", 409, "A period begins on this day already";
    /// A meter always has at least one period.
    OnlyPeriod = "only_period", 409, "The meter has no other period";
    /// An inactive member would own a meter that still runs.
    MemberInactive = "member_inactive", 409, "The owner is inactive";
    /// The login exists already.
    EmailTaken = "email_taken", 409, "The login exists already";
    /// The organisation has this user already, or has invited them.
    UserExists = "user_exists", 409, "The organisation has this user already";
    /// The invitation was accepted already.
    AlreadyAccepted = "already_accepted", 409, "The invitation was accepted already";
    /// They are the customer of an account, and invited from there.
    InvitedWithAccount = "invited_with_account", 409, "The customer account invites this person";
    /// The organisation would be left without an active manager.
    LastManager = "last_manager", 409, "An organisation needs a manager";
    /// The community still has members, meters or keys.
    CommunityNotEmpty = "community_not_empty", 409, "The community is not empty";
    /// The member still holds meters.
    MemberHoldsMeters = "member_holds_meters", 409, "The member still holds meters";
    /// A meter with more than one configuration is not deleted.
    MeterHasHistory = "meter_has_history", 409, "The meter has a history";
    /// A meter with readings is not deleted.
    MeterHasReadings = "meter_has_readings", 409, "The meter has readings";
    /// Something still refers to it.
    InUse = "in_use", 409, "Something still refers to it";
    /// The import was applied, or has failed.
    ImportClosed = "import_closed", 409, "The import is closed";
    /// The import is being applied.
    ImportRunning = "import_running", 409, "The import is being applied";
    /// Others of the organisation have to end first.
    TooManyCalculations = "too_many_calculations", 409, "Too many calculations are under way";
    /// The file asks something that was not answered.
    QuestionsOpen = "questions_open", 409, "The file asks something";
    /// Later imports changed readings of the one to be undone.
    ReadingsOvertaken = "readings_overtaken", 409, "Later imports changed the same readings";
    /// No row of the import does anything.
    NothingToImport = "nothing_to_import", 409, "There is nothing to import";
    /// Another customer account of the organisation has this e-mail.
    CustomerExists = "customer_exists", 409, "There is an account with this e-mail";
    /// Another customer account of the organisation has this reference.
    ReferenceTaken = "reference_taken", 409, "Another account has this reference";
    /// The customer account is deleted, and only restored.
    CustomerDeleted = "customer_deleted", 409, "The account is deleted";
    /// The customer may not log in, so there is nothing to invite them to.
    CustomerWithoutAccess = "customer_without_access", 409, "The customer has no access";
    /// Somebody still looks after customer accounts.
    LooksAfterCustomers = "looks_after_customers", 409, "They look after customer accounts";
    /// The account has no service on this market.
    MarketNotActivated = "market_not_activated", 409, "The market is not activated";
    /// The service on this market has not begun.
    ServiceNotStarted = "service_not_started", 409, "The service has not begun";
    /// The service on this market is over.
    ServiceExpired = "service_expired", 409, "The service is over";
    /// The service on this market does not share the client's own forecast.
    ClientForecastNotShared = "client_forecast_not_shared", 409, "Own forecasts are not shared";
    /// The account has a service on this market already.
    ServiceExists = "service_exists", 409, "The market is activated already";
    /// The service on this market allows no more optimisations.
    OptimisationQuotaReached = "optimisation_quota_reached", 409, "The number of optimisations is reached";
    /// The optimisation has fixings.
    OptimisationFixed = "optimisation_fixed", 409, "The optimisation has fixings";
    /// The fixing was cancelled already.
    FixingCancelled = "fixing_cancelled", 409, "The fixing was cancelled already";
    /// It was changed since the version in `If-Match`.
    Stale = "stale", 412, "It was changed in the meantime";
    /// The body is larger than allowed.
    TooLarge = "too_large", 413, "The body is too large";
    /// The body is of another media type.
    UnsupportedMediaType = "unsupported_media_type", 415, "The body must be application/json";
    /// Fields break rules; `errors` has each of them.
    InvalidInput = "invalid_input", 422, "Some fields are wrong";
    /// A link of a mail is unknown, used, replaced or expired.
    LinkUnusable = "link_unusable", 422, "The link cannot be used";
    /// The idempotency key was used for another request.
    IdempotencyMismatch = "idempotency_mismatch", 422, "The key was used for another request";
    /// `If-Match` is missing.
    PreconditionRequired = "precondition_required", 428, "If-Match is missing";
    /// Too many attempts; `Retry-After` says when to come back.
    RateLimited = "rate_limited", 429, "Too many attempts";
    /// A mistake in the program; the log has the details under the request id.
    Internal = "internal", 500, "Something went wrong";
    /// The program is overloaded or its database is away.
    Unavailable = "unavailable", 503, "Not available just now";
}
