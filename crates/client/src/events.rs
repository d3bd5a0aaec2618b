//! Events as the server tells them, one after the other, for as long as somebody listens.

use crate::query::with_query;
use crate::{Client, Error, Request, Response, Result, Stream};
use api_types::{Event, EventQuery};
use std::time::Duration;

fn event(name: &str, data: &str) -> Option<Event> {
    match name {
        "import" => serde_json::from_str(data).map(Event::Import).ok(),
        "reading_import" => serde_json::from_str(data).map(Event::ReadingImport).ok(),
        _ => None,
    }
}

/// A stream of events. Whoever drops it hangs up.
#[derive(Debug)]
pub struct Events {
    stream: Stream,
    text: Text,
}

impl Events {
    /// The next event; none once the stream has ended.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn next(&mut self) -> Result<Option<Event>> {
        loop {
            // Names and data that this client does not know are for newer ones.
            while let Some((name, data)) = self.text.take() {
                if let Some(event) = event(&name, &data) {
                    return Ok(Some(event));
                }
            }
            match self.stream.next().await? {
                Some(bytes) => self.text.0.extend(bytes),
                None => return Ok(None),
            }
        }
    }
}

impl Client {
    /// Listens from now on.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn stream_events(&self, query: &EventQuery) -> Result<Events> {
        let seconds = Duration::from_secs(u64::from(query.seconds.unwrap_or(300)) + 30);
        let request = Request::get(with_query("/api/v1/events", query));
        let (head, mut stream) = self.with_timeout(seconds).open(request).await?;
        if (200..300).contains(&head.status) {
            return Ok(Events { stream, text: Text::default() });
        }
        let mut body = Vec::new();
        while let Some(bytes) = stream.next().await? {
            body.extend(bytes);
        }
        Err(Error::from_response(&Response { body, ..head }))
    }
}

/// What has come of the stream and was not read yet.
#[derive(Debug, Default)]
struct Text(Vec<u8>);

impl Text {
    /// The next event that is there as a whole: its name and its data.
    fn take(&mut self) -> Option<(String, String)> {
        loop {
            let end = self.0.windows(2).position(|pair| pair == b"\n\n")?;
            let block: Vec<u8> = self.0.drain(..end + 2).collect();
            let block = String::from_utf8_lossy(&block).into_owned();
            let field = |name: &str| {
                let lines = block.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                lines.map(|value| value.strip_prefix(' ').unwrap_or(value)).collect::<Vec<_>>().join("\n")
            };
            let (name, data) = (field("event"), field("data"));
            // Signs of life, and the time to wait before coming back, are no events.
            if !data.is_empty() {
                return Some((name, data));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn events_are_read_however_they_are_cut() {
        let sent =
            "retry: 3000\n\nevent: import\ndata: {\"a\":\ndata: 1}\n\n: still here\n\nevent: other\ndata:é\n\nevent";
        let expected = [("import", "{\"a\":\n1}"), ("other", "é")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        for size in [1, 3, 7, 1000] {
            let (mut text, mut found) = (Text::default(), Vec::new());
            for piece in sent.as_bytes().chunks(size) {
                text.0.extend(piece);
                found.extend(std::iter::from_fn(|| text.take()));
            }
            assert_eq!(found, expected, "{size}");
        }
    }
}
