//! Token requests for a code.

use super::{
    call::{Alteration, Call, Presents},
    change::Change,
    credentials::Credentials,
    step::Who,
};
use serde::{Deserialize, Serialize};

/// A token request for a code (RFC 6749 section 4.1.3).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Redeem {
    /// Who redeems.
    pub who: Who,
    /// Which code.
    pub code: CodeRef,
    /// How it is sent.
    pub method: Method,
    /// How the client shows who it is.
    pub credentials: Credentials,
    /// Changes of its parameters.
    pub changes: Vec<Change>,
    /// Parameters that travel in the query instead of the form.
    pub in_query: Vec<String>,
}

/// Which code is redeemed.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeRef {
    /// The one issued last.
    #[default]
    Latest,
    /// This text, which was never issued.
    Made(String),
    /// None is sent.
    Omitted,
    /// The one issued so many codes after the first.
    Nth(usize),
    /// The one issued last, altered.
    Altered(Alteration),
}

/// The HTTP method of a token request.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// POST with a form, as RFC 6749 section 3.2 wants.
    #[default]
    Post,
    /// GET with the parameters in the query.
    Get,
}

impl Method {
    /// How it differs from an ordinary token request, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Post => "",
            Self::Get => " by GET",
        }
    }
}

impl CodeRef {
    /// What is redeemed, in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Latest => "redeem the code",
            Self::Made(_) => "redeem a code that was never issued",
            Self::Omitted => "ask for a token without a code",
            Self::Nth(0) => "redeem the first code",
            Self::Nth(1) => "redeem the second code",
            Self::Nth(_) => "redeem a code from before",
            Self::Altered(_) => "redeem the code, altered",
        }
    }
}

impl From<&Redeem> for Call {
    fn from(redeem: &Redeem) -> Self {
        Self {
            who: redeem.who,
            presents: Presents::Code(redeem.code.clone()),
            method: redeem.method,
            credentials: redeem.credentials.clone(),
            changes: redeem.changes.clone(),
            in_query: redeem.in_query.clone(),
            ..Self::default()
        }
    }
}
