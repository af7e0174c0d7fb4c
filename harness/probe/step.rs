//! The steps of a probe.

use super::{
    call::{Alteration, Call, Presents},
    decision::Decision,
    forged::Forged,
    register::Register,
    rewording::Rewording,
};
use crate::{
    mutation::{Edit, Place},
    protocol::{Parameters, encode},
};
use serde::{Deserialize, Serialize};
use std::{fmt, time::Duration};

/// One step.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An authorization request.
    Authorize(Authorize),
    /// A token request.
    Redeem(Redeem),
    /// A request that presents what was issued.
    Call(Call),
    /// Several of them at one instant.
    AtOnce(Vec<Call>),
    /// Time passes.
    Pass(Duration),
    /// A client is registered.
    Register(Register),
    /// It is deleted.
    Unregister,
}

/// Which client acts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The client the probe is about.
    #[default]
    Subject,
    /// Another client that has a secret.
    Other,
    /// Another client, one that has no secret.
    Public,
    /// The client that was registered last.
    Registered,
}

impl Who {
    /// Whether it is the client the probe is about.
    #[must_use]
    pub fn is_subject(&self) -> bool {
        *self == Self::Subject
    }
}

/// An authorization request (RFC 6749 section 4.1.1), or where its place says so, another one
/// that presents a redirect URI.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Authorize {
    /// Edits of its redirect URI, applied in order.
    pub edits: Vec<Edit>,
    /// Where its redirect URI stands, unless an edit says otherwise.
    pub place: Place,
    /// What its `state` is.
    pub state: State,
    /// Further changes of its parameters.
    pub changes: Vec<Change>,
    /// Header fields put beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forged: Vec<Forged>,
    /// What a person decides who is asked.
    #[serde(skip_serializing_if = "Decision::is_usual")]
    pub decision: Decision,
    /// Which client asks.
    #[serde(skip_serializing_if = "Who::is_subject")]
    pub who: Who,
}

/// The `state` of an authorization request.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A value of the harness's own.
    #[default]
    Usual,
    /// None is sent.
    Omitted,
    /// This value.
    Value(String),
}

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

/// How a client authenticates in a token request (RFC 6749 section 2.3.1).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// As it is registered to.
    #[default]
    Usual,
    /// With this secret instead of its own.
    Wrong(String),
    /// With its own secret, altered.
    Altered(Alteration),
    /// In the same way, but by an id that nobody has.
    Unknown,
    /// By HTTP Basic, whatever it is registered to.
    InHeader,
    /// By its id and secret in the body, whatever it is registered to.
    InBody,
    /// By both at once.
    Twice,
    /// By its id and secret in the query.
    InQuery,
    /// By its id alone.
    Withheld,
    /// Not at all: neither its id nor its secret is there.
    Anonymous,
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

/// A change of the parameters of a request.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The parameter gets this value.
    Set(String, String),
    /// One more parameter of that name and value.
    Add(String, String),
    /// The parameter once more, with the value it has; nothing where there is none.
    Repeat(String),
    /// The parameter goes by another name.
    Rename(String, String),
    /// The parameter is taken out.
    Drop(String),
    /// The parameter has this word as well, unless it has several or is not there.
    Widen(String, String),
    /// The words of the parameter, such as the scopes of `scope`, are written in another way.
    Reword(String, Rewording),
}

impl Change {
    /// Sets `name` to `value`.
    #[must_use]
    pub fn set(name: &str, value: &str) -> Self {
        Self::Set(name.to_owned(), value.to_owned())
    }

    /// Adds one more `name`.
    #[must_use]
    pub fn add(name: &str, value: &str) -> Self {
        Self::Add(name.to_owned(), value.to_owned())
    }

    /// Gives `name` once more as it is.
    #[must_use]
    pub fn repeat(name: &str) -> Self {
        Self::Repeat(name.to_owned())
    }

    /// Gives `name` the name `other`.
    #[must_use]
    pub fn rename(name: &str, other: &str) -> Self {
        Self::Rename(name.to_owned(), other.to_owned())
    }

    /// Takes out `name`.
    #[must_use]
    pub fn drop(name: &str) -> Self {
        Self::Drop(name.to_owned())
    }

    /// Gives `name` the word `word` as well, unless it has several.
    #[must_use]
    pub fn widen(name: &str, word: &str) -> Self {
        Self::Widen(name.to_owned(), word.to_owned())
    }

    /// Writes the words of `name` in another way.
    #[must_use]
    pub fn reword(name: &str, rewording: Rewording) -> Self {
        Self::Reword(name.to_owned(), rewording)
    }

    /// Makes the change.
    pub fn apply(&self, parameters: &mut Parameters) {
        match self {
            Self::Set(name, value) => parameters.set(name, value),
            Self::Add(name, value) => parameters.push_raw(encode(name), encode(value)),
            Self::Repeat(name) => {
                if let Some(value) = parameters.first(name) {
                    parameters.push(name, &value);
                }
            }
            Self::Rename(name, other) => {
                let values = parameters.all(name);
                parameters.remove(name);
                for value in values {
                    parameters.push(other, &value);
                }
            }
            Self::Drop(name) => parameters.remove(name),
            Self::Widen(name, word) => {
                if let Some(value) = parameters.first(name).filter(|value| !value.contains(' ')) {
                    parameters.set(name, &format!("{value} {word}"));
                }
            }
            Self::Reword(name, rewording) => {
                let reworded = rewording.apply(&parameters.first(name).unwrap_or_default());
                parameters.set(name, &reworded);
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(name, value) => write!(f, "{name} is `{value}`"),
            Self::Add(name, value) => write!(f, "{name} is given once more, as `{value}`"),
            Self::Repeat(name) => write!(f, "{name} is given twice"),
            Self::Rename(name, other) => write!(f, "{name} is sent as {other}"),
            Self::Drop(name) => write!(f, "{name} is left out"),
            Self::Widen(name, word) => write!(f, "{name} has at least two words, `{word}` if need be"),
            Self::Reword(name, rewording) => write!(f, "{name} {rewording}"),
        }
    }
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

impl Credentials {
    /// How they differ from the client's usual ones, in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Wrong(secret) if secret.is_empty() => " with an empty secret",
            Self::Wrong(_) => " with a wrong secret",
            Self::Altered(Alteration::Extended) => " with the secret extended by a character",
            Self::Altered(Alteration::Shortened) => " with the secret cut by a character",
            Self::Altered(Alteration::Changed) => " with one character of the secret changed",
            Self::Altered(Alteration::CaseSwapped) => " with the secret in the other letter case",
            Self::Unknown => " as a client that nobody knows",
            Self::InHeader => " with the client's credentials in the header",
            Self::InBody => " with the client's credentials in the body",
            Self::Twice => " with the client's credentials in the header and in the body",
            Self::InQuery => " with the client's credentials in the query",
            Self::Withheld => " without the client's secret",
            Self::Anonymous => " without saying which client asks",
        }
    }
}

impl Who {
    /// Who it is if not the client under test, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Subject => "",
            Self::Other => " as another client",
            Self::Public => " as a client without a secret",
            Self::Registered => " as the client that was registered",
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

impl From<Call> for Step {
    fn from(call: Call) -> Self {
        Self::Call(call)
    }
}

impl Step {
    /// An ordinary authorization request.
    #[must_use]
    pub fn authorize() -> Self {
        Self::Authorize(Authorize::default())
    }

    /// An ordinary request in that place.
    #[must_use]
    pub fn authorize_in(place: Place) -> Self {
        Self::Authorize(Authorize { place, ..Authorize::default() })
    }

    /// An authorization request with these changes.
    #[must_use]
    pub fn authorize_with(changes: Vec<Change>) -> Self {
        Self::Authorize(Authorize { changes, ..Authorize::default() })
    }

    /// An authorization request on which a person decides so.
    #[must_use]
    pub fn authorize_deciding(decision: Decision) -> Self {
        Self::Authorize(Authorize { decision, ..Authorize::default() })
    }

    /// An authorization request with this state.
    #[must_use]
    pub fn authorize_state(state: State) -> Self {
        Self::Authorize(Authorize { state, ..Authorize::default() })
    }

    /// An ordinary redemption of the last code.
    #[must_use]
    pub fn redeem() -> Self {
        Self::Redeem(Redeem::default())
    }

    /// A redemption with these changes.
    #[must_use]
    pub fn redeem_with(changes: Vec<Change>) -> Self {
        Self::Redeem(Redeem { changes, ..Redeem::default() })
    }
}
