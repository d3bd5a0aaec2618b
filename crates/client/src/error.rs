//! Why an operation gave no result.

use crate::transport::Response;
use api_types::Problem;

/// The result of an operation.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an operation gave no result.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The server refused, and says why.
    #[error("{}: {}", .0.code, .0.detail)]
    Problem(Box<Problem>),
    /// The server refused because of too many requests.
    #[error("too many requests, again in {retry_after} s")]
    RateLimited {
        /// What the server says.
        problem: Box<Problem>,
        /// Seconds to wait.
        retry_after: u32,
    },
    /// No answer came in time.
    #[error("no answer in time")]
    Timeout,
    /// The request could not be sent, or the connection broke.
    #[error("no connection: {0}")]
    Transport(String),
    /// An answer came that this client does not understand: another program, or another version.
    #[error("answer {status} not understood: {reason}")]
    Decode {
        /// The HTTP status.
        status: u16,
        /// What was expected.
        reason: String,
    },
}

impl Error {
    /// What the server says, where it refused.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) | Self::RateLimited { problem, .. } => Some(problem),
            Self::Timeout | Self::Transport(_) | Self::Decode { .. } => None,
        }
    }

    /// The stable code of the server's problem document.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.problem().map(|problem| problem.code.as_str())
    }

    /// The HTTP status, where an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Decode { status, .. } => Some(*status),
            _ => self.problem().map(|problem| problem.status),
        }
    }

    /// The error that an answer other than 2xx stands for.
    pub(crate) fn from_response(response: &Response) -> Self {
        match serde_json::from_slice::<Problem>(&response.body) {
            Ok(problem) if response.status == 429 => {
                let retry_after = response.header("retry-after").and_then(|text| text.parse().ok()).unwrap_or(1);
                Self::RateLimited { problem: Box::new(problem), retry_after }
            }
            Ok(problem) => Self::Problem(Box::new(problem)),
            Err(_) => Self::Decode { status: response.status, reason: "no problem document".to_owned() },
        }
    }
}
