//! What the token endpoint makes of a request: its grants, its body, its parameters.

use serde::{Deserialize, Serialize};

/// A grant (RFC 6749 section 1.3), by its `grant_type`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// A code (RFC 6749 section 4.1).
    AuthorizationCode,
    /// A refresh token (RFC 6749 section 6).
    RefreshToken,
    /// The client's own credentials (RFC 6749 section 4.4).
    ClientCredentials,
    /// A user's name and password (RFC 6749 section 4.3); a stand-in takes any that are not empty.
    Password,
}

impl GrantType {
    /// Its `grant_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::Password => "password",
        }
    }
}

/// The client credentials grant (RFC 6749 section 4.4).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientCredentials {
    /// Whether a client without credentials may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_clients: Option<bool>,
    /// Whether a refresh token comes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<bool>,
}

/// A kind of body whose parameters are read.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyType {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`, an object of strings.
    Json,
    /// A form that says it is `text/plain`.
    FormAsText,
}

/// What becomes of a request with a parameter that the server does not know.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownParameters {
    /// Nothing: it is not looked at.
    Ignored,
    /// It is refused with `invalid_request`.
    Refused,
}

/// What a parameter without a value counts as.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmptyParameters {
    /// One that is not there.
    Omitted,
    /// A value like any other.
    Given,
}

/// What may be written in any letter case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterCase {
    /// The names of parameters.
    ParameterNames,
    /// The value of `grant_type`.
    GrantType,
}

/// What is judged first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JudgedFirst {
    /// The client's credentials.
    Client,
    /// Whether there is a grant type, and one that is known.
    GrantType,
    /// The same, and whether the code was ever issued.
    Grant,
}

/// How an access token is written into a token answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccessTokenMember {
    /// As a JSON string.
    String,
    /// As an empty JSON string.
    Empty,
    /// Not at all.
    Absent,
}

/// What counts of a parameter that is there more than once.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// Its first value.
    First,
    /// Its last value.
    Last,
    /// All of them, with commas between.
    Joined,
    /// None: as if it were not there.
    None,
}

impl Taken {
    /// What counts of these values, in their order.
    #[must_use]
    pub fn of(self, values: &[String]) -> Option<String> {
        match self {
            Self::First => values.first().cloned(),
            Self::Last => values.last().cloned(),
            Self::None if values.len() > 1 => None,
            Self::Joined | Self::None => Some(values.join(",")),
        }
    }
}
