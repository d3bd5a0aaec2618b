//! The part of an address after `?`: what a list shows, kept in the address so that a link says it all.

/// Names and values of a query, in order, without duplicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a=1&b=x%20y`, with or without the leading `?`.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for pair in text.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            query.set(&decode(name), Some(&decode(value)));
        }
        query
    }

    /// The value of a name; an empty value counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The value of a name as any type that reads from text; a value that does not read counts as absent.
    pub fn read<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// Sets, or with `None` or an empty text removes, a name.
    pub fn set(&mut self, name: &str, value: Option<&str>) {
        self.0.retain(|(n, _)| n != name);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The same query with one name changed.
    #[must_use]
    pub fn with(mut self, name: &str, value: Option<&str>) -> Self {
        self.set(name, value);
        self
    }

    /// `?a=1&b=x%20y`, or an empty text.
    pub fn to_suffix(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(&encode(name));
            text.push('=');
            text.push_str(&encode(value));
        }
        text
    }
}

/// Percent-encodes everything but letters, digits and `-._~`, which stay readable.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// Undoes [`encode`] and reads `+` as a space; what is no valid escape stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex(*high) << 4 | hex(*low));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_a_round_trip() {
        for value in ["5414", "Rue d'Été & co", "100 %", "a+b=c?", "=\"541\"", "中"] {
            let query = Query::default().with("q", Some(value)).with("sort", Some("-created_at"));
            assert_eq!(Query::parse(&query.to_suffix()), query, "{value}");
        }
    }

    #[test]
    fn reads_what_others_write() {
        let query = Query::parse("?q=rue+haute&empty=&bad=%zz&flag");
        assert_eq!(query.get("q"), Some("rue haute"));
        assert_eq!(query.get("empty"), None);
        assert_eq!(query.get("bad"), Some("%zz"));
        assert_eq!(query.get("flag"), None);
        assert_eq!(Query::default().to_suffix(), "");
    }

    #[test]
    fn a_name_has_one_value() {
        let query = Query::parse("page=1&page=2");
        assert_eq!(query.to_suffix(), "?page=2");
        assert_eq!(query.read::<u8>("page"), Some(2));
        assert_eq!(query.with("page", None), Query::default());
    }
}
