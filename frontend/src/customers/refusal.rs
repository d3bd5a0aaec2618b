//! Refusals that are about one field although the problem does not name it: what is taken already.

use crate::ui::FormState;
use client::Error;

/// The field whose value another account has.
pub fn field(error: &Error) -> Option<&'static str> {
    match error.code()? {
        "customer_exists" => Some("/contact/email"),
        "reference_taken" => Some("/reference"),
        _ => None,
    }
}

/// Shows what was refused, at its field where it is about one.
pub fn show(form: FormState, error: &Error) {
    match field(error) {
        Some(pointer) => form.refuse_at(pointer, error),
        None => form.refuse(error),
    }
}
