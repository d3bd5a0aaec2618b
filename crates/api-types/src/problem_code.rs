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
    /// The login exists already.
    EmailTaken = "email_taken", 409, "The login exists already";
    /// The organisation has this user already, or has invited them.
    UserExists = "user_exists", 409, "The organisation has this user already";
    /// The invitation was accepted already.
    AlreadyAccepted = "already_accepted", 409, "The invitation was accepted already";
    /// The organisation would be left without an active manager.
    LastManager = "last_manager", 409, "An organisation needs a manager";
    /// The community still has members or meters.
    CommunityNotEmpty = "community_not_empty", 409, "The community still has members or meters";
    /// The member still holds meters.
    MemberHoldsMeters = "member_holds_meters", 409, "The member still holds meters";
    /// A meter with more than one configuration is not deleted.
    MeterHasHistory = "meter_has_history", 409, "The meter has a history";
    /// Something still refers to it.
    InUse = "in_use", 409, "Something still refers to it";
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
