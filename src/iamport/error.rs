//! Why i'mport gave no usable answer.

/// `Refused` and `NotFound` are answers; everything else means that we do not know.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("could not set up the HTTP client")]
    Setup(#[source] reqwest::Error),
    #[error("could not reach i'mport to {what}")]
    Unreachable {
        what: &'static str,
        #[source]
        source: reqwest::Error,
    },
    /// A gateway's HTML page, an empty body, JSON of another shape.
    #[error("i'mport's answer to {what} cannot be read (HTTP {http}: {why})")]
    Unreadable {
        what: &'static str,
        http: u16,
        why: String,
    },
    #[error("i'mport is in trouble and could not {what} (HTTP {http})")]
    Trouble { what: &'static str, http: u16 },
    #[error("i'mport does not answer")]
    Silent,
    #[error("i'mport asks for fewer calls, at {what}")]
    TooMany { what: &'static str },
    #[error("i'mport does not accept IMP_REST_KEY and IMP_REST_SECRET: {message}")]
    Credentials { message: String },
    #[error("i'mport does not know it: {message}")]
    NotFound { message: String },
    /// No answer to a question: what it is about is not known to be one way or the other.
    #[error("i'mport would not {what} (code {code}): {message}")]
    Unanswered {
        what: &'static str,
        code: i64,
        message: String,
    },
    #[error("i'mport refused to {what} (code {code}): {message}")]
    Refused {
        what: &'static str,
        code: i64,
        message: String,
    },
}

impl Error {
    /// Of a call that only asks: a refusal says nothing about what was asked.
    pub(super) fn of_question(self) -> Self {
        match self {
            Self::Refused {
                what,
                code,
                message,
            } => Self::Unanswered {
                what,
                code,
                message,
            },
            other => other,
        }
    }

    /// Of the call that comes before every other.
    pub(super) fn of_token(self) -> Self {
        match self {
            Self::NotFound { message } => Self::Unanswered {
                what: "get an access token",
                code: -1,
                message,
            },
            other => other.of_question(),
        }
    }

    /// Asking again later may bring another answer.
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. }
            | Self::Unreadable { .. }
            | Self::Trouble { .. }
            | Self::TooMany { .. }
            | Self::Silent
            | Self::Unanswered { .. }
            | Self::Credentials { .. } => true,
            Self::Setup(_) | Self::NotFound { .. } | Self::Refused { .. } => false,
        }
    }
}
