//! Just enough HTTP to ask a program of ours on this machine whether it is ready.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

/// An answer, as text.
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// `GET path`, patient for a few seconds.
pub fn get(address: SocketAddr, path: &str) -> Result<Answer> {
    send(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

/// `GET path` of somebody who is logged in.
pub fn get_with_token(address: SocketAddr, path: &str, token: &str) -> Result<Answer> {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close");
    send(address, &format!("{head}\r\nAuthorization: Bearer {token}\r\n\r\n"))
}

/// `POST path` with a JSON body.
pub fn post(address: SocketAddr, path: &str, body: &serde_json::Value) -> Result<Answer> {
    let body = body.to_string();
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json");
    send(address, &format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

fn send(address: SocketAddr, request: &str) -> Result<Answer> {
    let patience = Duration::from_secs(10);
    let mut stream = TcpStream::connect_timeout(&address, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&String::from_utf8_lossy(&answer))
}

fn parse(answer: &str) -> Result<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n").context("no HTTP answer")?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no HTTP status")?;
    Ok(Answer { status, body: body.to_owned() })
}

/// A port of the loopback interface that nobody listens on at this moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn an_answer_has_a_status_and_a_body() {
        let answer = parse("HTTP/1.1 503 Service Unavailable\r\nA: b\r\n\r\nnot yet").unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (503, "not yet"));
        assert!(parse("").is_err());
    }
}
