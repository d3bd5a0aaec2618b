//! Query strings of lists.

use serde::Serialize;
use serde_json::Value;
use std::fmt::Write;

/// `path`, which may have parameters, with those of `query` that are set.
pub(crate) fn with_query(path: &str, query: &impl Serialize) -> String {
    append(path, serde_json::to_value(query).unwrap_or_default())
}

fn append(path: &str, query: Value) -> String {
    let mut url = path.to_owned();
    let Value::Object(parameters) = query else {
        return url;
    };
    let mut separator = if path.contains('?') { '&' } else { '?' };
    for (name, value) in parameters {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            other => other.to_string(),
        };
        url.push(separator);
        url.push_str(&name);
        url.push('=');
        encode(&text, &mut url);
        separator = '&';
    }
    url
}

/// Percent-encodes everything that has a meaning in a URL.
fn encode(text: &str, url: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            url.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
}
