//! What people and spreadsheets put around an identifier, and taking it off.

use crate::text::is_invisible;

/// The identifier alone: no white space of any width, dots, dashes, nor the spreadsheet wrapper
/// `="…"`; letters in upper case, digits in ASCII.
pub(super) fn normalise(text: &str) -> String {
    let separated: String = text.chars().filter(|c| !is_separator(*c)).filter_map(plain).collect();
    unwrap_spreadsheet(&separated).to_owned()
}

/// True for a number that a spreadsheet has shortened, such as `5.41449E+17`: its digits are lost.
pub(super) fn is_scientific_notation(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).filter_map(plain).collect();
    let Some((mantissa, exponent)) = unwrap_spreadsheet(&compact).split_once('E') else {
        return false;
    };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits.len() <= 3
        && [whole, fraction, digits].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '·' | '-' | '‐'..='―' | '−')
}

/// The character in ASCII upper case, full-width digits as digits; nothing for what is invisible.
fn plain(c: char) -> Option<char> {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ if is_invisible(c) => None,
        _ => Some(c.to_ascii_uppercase()),
    }
}

/// Takes off `="…"`, quotes of any kind, and the apostrophe that marks a cell as text.
fn unwrap_spreadsheet(text: &str) -> &str {
    text.trim_start_matches('=').trim_matches(['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '='])
}
