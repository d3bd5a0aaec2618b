//! The words of imports: states, columns, values.

use crate::audit;
use crate::i18n::t;
use crate::routing::Route;
use crate::ui::Tone;
use api_types::{FieldError, ImportColumn};
use domain::vocabulary::{ImportKind, ImportRowState, ImportState};
use serde_json::Value;
use uuid::Uuid;

/// What a row comes to, and how that looks.
pub fn row_state(state: ImportRowState) -> (String, Tone) {
    let tone = match state {
        ImportRowState::Create => Tone::Good,
        ImportRowState::Change => Tone::Ahead,
        ImportRowState::Unchanged => Tone::Neutral,
        ImportRowState::Error => Tone::Bad,
    };
    (t(&format!("exchange.row.{state}")), tone)
}

/// Where an import stands, and how that looks.
pub fn state(state: ImportState) -> (String, Tone) {
    let tone = match state {
        ImportState::Checked => Tone::Waiting,
        ImportState::Applying => Tone::Ahead,
        ImportState::Applied => Tone::Good,
        ImportState::Failed => Tone::Bad,
    };
    (t(&format!("exchange.state.{state}")), tone)
}

/// The list that an import brings into.
pub const fn list(kind: ImportKind, community: Uuid) -> Route {
    match kind {
        ImportKind::Meters => Route::Meters(community),
        ImportKind::Members => Route::Members(community),
    }
}

/// What a row is about, once it is stored.
pub const fn target(kind: ImportKind, community: Uuid, id: Uuid) -> Route {
    match kind {
        ImportKind::Meters => Route::Meter { community, meter: id },
        ImportKind::Members => Route::Member { community, member: id },
    }
}

/// A field's value before or after.
pub fn value(kind: ImportKind, field: &str, value: &Value) -> String {
    let entity = match kind {
        ImportKind::Meters => "meter",
        ImportKind::Members => "member",
    };
    // An owner comes by name already.
    match value.as_str().filter(|_| field.ends_with("_id")) {
        Some(name) => name.to_owned(),
        None => audit::plain_value(entity, field, value),
    }
}

/// Where in a row a mistake is: the heading of its column, and what stands there.
pub fn place<'a>(columns: &'a [ImportColumn], cells: &'a [String], error: &FieldError) -> Option<(&'a str, &'a str)> {
    let field = error.pointer.trim_start_matches('/').replace('/', ".");
    let at = columns.iter().position(|column| column.field.as_deref() == Some(&field))?;
    let heading = columns.get(at).map(|column| column.heading.as_str())?;
    Some((heading, cells.get(at).map_or("", String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Code;
    use domain::violation::Params;

    #[test]
    fn a_mistake_is_found_in_its_cell() {
        let column = |heading: &str, field: Option<&str>| ImportColumn {
            heading: heading.to_owned(),
            field: field.map(str::to_owned),
        };
        let columns = [column("Couleur", None), column("Ville", Some("address.city"))];
        let cells = ["rouge".to_owned(), "Liège".to_owned()];
        let error = |pointer: &str| FieldError::new(pointer, Code::Required, Params::new());
        assert_eq!(place(&columns, &cells, &error("/address/city")), Some(("Ville", "Liège")));
        assert_eq!(place(&columns, &cells[..1], &error("/address/city")), Some(("Ville", "")));
        assert_eq!(place(&columns, &cells, &error("/ean")), None);
        assert_eq!(place(&columns, &cells, &error("")), None);
    }
}
