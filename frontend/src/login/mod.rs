//! The pages before the login: logging in, asking for a new password, setting one, accepting an invitation.

mod forgot;
mod invitation;
mod log_in;
mod reset;

pub use forgot::ForgotPassword;
pub use invitation::AcceptInvitation;
pub use log_in::LoginPage;
pub use reset::ResetPassword;

use crate::errors::FieldErrors;
use crate::routing::{Route, Router};
use domain::violation::{Code, Violations};

/// Where to go after the login: the page that asked for it, if it is one of ours behind the login.
pub fn next(router: Router) -> String {
    let wanted = router.query_now().get("next").unwrap_or("/").to_owned();
    if is_inside(&wanted) { wanted } else { Route::Dashboard.path() }
}

/// Whether an address is a page of this application behind the login, and not of another site.
fn is_inside(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    ours && !Route::parse(path).is_public()
}

/// Messages for those of these fields that have no value.
fn missing(fields: &[(&str, &str)]) -> Violations {
    let mut violations = Violations::default();
    for (pointer, value) in fields {
        if value.trim().is_empty() {
            violations.add(*pointer, Code::Required);
        }
    }
    violations
}

/// The messages of a new password: what the browser can know of the rules.
fn check_new_password(password: &str, context: &[&str]) -> FieldErrors {
    let mut violations = missing(&[("/password", password)]);
    if violations.is_empty() {
        violations.check("/password", domain::password::check(password, domain::password::MIN_LENGTH, context));
    }
    FieldErrors::of_violations(&violations)
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn only_our_own_pages_behind_the_login_follow_it() {
        for (href, expected) in [
            ("/", true),
            ("/communities/00000000-0000-0000-0000-000000000001/meters?q=54", true),
            ("/nowhere", true),
            ("//elsewhere.example", false),
            ("/\\elsewhere.example", false),
            ("https://elsewhere.example", false),
            ("javascript:alert(1)", false),
            ("/login?next=/", false),
            ("", false),
        ] {
            assert_eq!(is_inside(href), expected, "{href}");
        }
    }
}
