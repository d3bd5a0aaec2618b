//! How a copy of a key is called.

use super::NAME_MAX;

/// The name of a copy: `Summer (2)` of `Summer`, `Summer (3)` of `Summer (2)`, the first that is not taken.
#[must_use]
pub fn copy_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let (stem, mut number) = numbered(name).unwrap_or((name, 1));
    loop {
        number = number.saturating_add(1);
        let suffix = format!(" ({number})");
        let room = NAME_MAX - suffix.chars().count();
        let stem: String = stem.chars().take(room).collect();
        let candidate = format!("{}{suffix}", stem.trim_end());
        if number == u32::MAX || !taken(&candidate) {
            return candidate;
        }
    }
}

/// The parts of a name that ends in a number in parentheses.
fn numbered(name: &str) -> Option<(&str, u32)> {
    let (stem, number) = name.strip_suffix(')')?.rsplit_once(" (")?;
    let plain = !stem.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if plain { Some((stem, number.parse().ok()?)) } else { None }
}
