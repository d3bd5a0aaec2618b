//! Texts that people type: cleaning, folding for search, e-mail addresses, telephone numbers.
//!
//! Must never know: which field a text belongs to, or the language it is written in.

use crate::violation::{Code, FieldViolation};
use std::fmt;

/// Longest e-mail address that mail servers carry.
pub const EMAIL_MAX: usize = 254;
/// Longest telephone number kept.
pub const PHONE_MAX: usize = 40;

/// Trims, turns every run of white space into one space, and takes off what nobody can see:
/// control characters, zero-width spaces, marks of writing direction.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = !out.is_empty();
        } else if !is_invisible(c) {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.push(c);
        }
    }
    out
}

/// Like [`clean`], but keeps line breaks; white space at the end of each line and around the whole goes.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = unified
        .split('\n')
        .map(|line| line.chars().filter(|&c| !is_invisible(c)).collect::<String>().trim_end().to_owned())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// Characters that change nothing a person sees. The joiners U+200C and U+200D stay: some scripts need them.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The form in which texts are searched and sorted: clean, lower-case, without accents.
///
/// Folds Latin-1 and Latin Extended-A, Romanian comma letters, combining marks and typographic
/// quotes and dashes. Other scripts are lower-cased only.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars().flat_map(char::to_lowercase) {
        fold_char(c, &mut out);
    }
    // A lone combining mark between two spaces leaves both behind.
    clean(&out)
}

fn fold_char(c: char, out: &mut String) {
    let base = match c {
        '\u{300}'..='\u{36f}' => return,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' | 'ĸ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' | 'ŋ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        '‘' | '’' | '‛' | 'ʼ' | '´' | '`' => '\'',
        '‐'..='―' | '−' => '-',
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        'ĳ' => return out.push_str("ij"),
        'þ' => return out.push_str("th"),
        other => other,
    };
    out.push(base);
}

/// A text that must be there: cleaned, `min` to `max` characters.
///
/// # Errors
/// `required` when nothing is left, `too_short` or `too_long` with the limit and the length.
pub fn required_text(value: &str, min: usize, max: usize) -> Result<String, FieldViolation> {
    let text = clean(value);
    match text.chars().count() {
        0 => Err(Code::Required.into()),
        length if length < min => Err(limit(Code::TooShort, "min", min, length)),
        length if length > max => Err(limit(Code::TooLong, "max", max, length)),
        _ => Ok(text),
    }
}

/// A text that may be absent: cleaned, at most `max` characters; an empty one is absent.
///
/// # Errors
/// `too_long` with the limit and the length.
pub fn optional_text(value: Option<&str>, max: usize) -> Result<Option<String>, FieldViolation> {
    match value.map(clean) {
        Some(text) if !text.is_empty() => at_most(text, max).map(Some),
        _ => Ok(None),
    }
}

/// A text of several lines that may be empty, at most `max` characters.
///
/// # Errors
/// `too_long` with the limit and the length.
pub fn lines_text(value: &str, max: usize) -> Result<String, FieldViolation> {
    at_most(clean_lines(value), max)
}

fn at_most(text: String, max: usize) -> Result<String, FieldViolation> {
    match text.chars().count() {
        length if length > max => Err(limit(Code::TooLong, "max", max, length)),
        _ => Ok(text),
    }
}

fn limit(code: Code, name: &'static str, limit: usize, length: usize) -> FieldViolation {
    FieldViolation::with(code, name, limit).and("length", length)
}

/// An e-mail address, kept as typed and compared without case.
#[derive(Debug, Clone)]
pub struct Email(String);

impl Email {
    /// Reads an address: one `@`, a local part of RFC 5322 atoms, a domain of at least two labels.
    ///
    /// Quoted local parts, address literals and addresses beyond ASCII are refused: mail to them does
    /// not arrive reliably.
    ///
    /// # Errors
    /// `required` when empty, `too_long` above 254 characters, else `invalid_email`.
    pub fn parse(text: &str) -> Result<Self, FieldViolation> {
        let text = required_text(text, 1, EMAIL_MAX)?;
        let (local, domain) = text.rsplit_once('@').ok_or(Code::InvalidEmail)?;
        if is_local_part(local) && is_domain(domain) { Ok(Self(text)) } else { Err(Code::InvalidEmail.into()) }
    }

    /// The address of a field that may be absent or empty.
    ///
    /// # Errors
    /// As [`Email::parse`].
    pub fn parse_optional(text: Option<&str>) -> Result<Option<Self>, FieldViolation> {
        match text.map(clean) {
            Some(text) if !text.is_empty() => Self::parse(&text).map(Some),
            _ => Ok(None),
        }
    }

    /// The address as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is compared: two addresses with the same key are one login.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Email {}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_local_part(local: &str) -> bool {
    local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte))
}

const fn is_atom_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || matches!(
            b,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

fn is_domain(domain: &str) -> bool {
    let mut labels = domain.rsplit('.');
    let top_is_name = labels.next().is_some_and(|top| is_label(top) && !top.bytes().all(|b| b.is_ascii_digit()));
    let mut below = 0;
    top_is_name
        && labels.all(|label| {
            below += 1;
            is_label(label)
        })
        && below > 0
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// A telephone number, kept as typed: 6 to 15 digits, a plus only in front, and the usual separators.
///
/// # Errors
/// `required` when empty, `too_long` above 40 characters, else `invalid_phone`.
pub fn phone(text: &str) -> Result<String, FieldViolation> {
    let text = required_text(text, 1, PHONE_MAX)?;
    let rest = text.strip_prefix('+').unwrap_or(&text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let plain = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '/' | '(' | ')'));
    if plain && (6..=15).contains(&digits) { Ok(text) } else { Err(Code::InvalidPhone.into()) }
}

/// The telephone number of a field that may be absent or empty.
///
/// # Errors
/// As [`phone`].
pub fn optional_phone(text: Option<&str>) -> Result<Option<String>, FieldViolation> {
    match text.map(clean) {
        Some(text) if !text.is_empty() => phone(&text).map(Some),
        _ => Ok(None),
    }
}
