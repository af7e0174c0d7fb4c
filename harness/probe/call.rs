//! Requests behind the authorization endpoint, which present something that was issued.

use super::{
    change::Change,
    credentials::Credentials,
    forged::Forged,
    located::Located,
    redeem::{CodeRef, Method},
    scope::Scope,
    step::Who,
};
use crate::behaviour::{BodyType, TokenPolicy};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A request to an endpoint that takes codes or tokens.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct Call {
    /// Which endpoint.
    pub to: Service,
    /// How it is known where that is.
    pub located: Located,
    /// Who asks.
    pub who: Who,
    /// What is presented.
    pub presents: Presents,
    /// How it is sent.
    pub method: Method,
    /// How the client shows who it is.
    pub credentials: Credentials,
    /// How a bearer token travels to a resource.
    pub bearer: Bearer,
    /// How the parameters are written into the body.
    pub body: Body,
    /// Which scope it names.
    pub scope: Scope,
    /// Changes of its parameters.
    pub changes: Vec<Change>,
    /// Parameters that travel in the query instead of the body.
    pub in_query: Vec<String>,
    /// Header fields put beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forged: Vec<Forged>,
}

/// An endpoint that takes codes or tokens, or tells about those that do.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// The token endpoint (RFC 6749 section 3.2).
    #[default]
    Token,
    /// Revocation (RFC 7009).
    Revocation,
    /// Introspection (RFC 7662).
    Introspection,
    /// A resource that wants an access token (RFC 6750).
    Resource,
    /// Whichever of introspection, userinfo and resource there is first: is this token alive?
    Liveness,
    /// Server metadata (RFC 8414).
    Metadata,
    /// The registration of clients (RFC 7591).
    Registration,
}

/// What a call presents.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presents {
    /// Nothing of what was issued; the changes say what is asked for.
    #[default]
    Nothing,
    /// A code: to be redeemed at the token endpoint, as if it were a token elsewhere.
    Code(CodeRef),
    /// An access token: at the token endpoint as if it were a refresh token.
    Access(Issued),
    /// A refresh token: to be refreshed at the token endpoint.
    Refresh(Issued),
    /// This text, which was never issued.
    Made(String),
}

/// A token of one of the token answers before.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Issued {
    /// Of which answer that brought a token: the first is 0; the last that brought such a token
    /// if absent, since a refresh need not bring a new refresh token.
    pub nth: Option<usize>,
    /// What was done to it.
    pub altered: Option<Alteration>,
}

/// A change of a code or token that makes it another one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alteration {
    /// One character more.
    Extended,
    /// Its last character is missing.
    Shortened,
    /// One character in its middle is another.
    Changed,
    /// Letters in the other case.
    CaseSwapped,
}

/// How a bearer token travels (RFC 6750 section 2).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// In the `Authorization` header.
    #[default]
    Header,
    /// The same, with the scheme in lower case.
    LowerCaseHeader,
    /// In the query.
    Query,
    /// In a form body.
    Form,
    /// In the header and in a form body.
    HeaderAndForm,
}

/// How parameters are written into a body.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// As a form (RFC 6749 appendix B).
    #[default]
    Form,
    /// As a JSON object.
    Json,
    /// As a form that says it is plain text.
    FormAsText,
}

impl Body {
    /// The one that a token endpoint of this policy reads.
    #[must_use]
    pub fn taken_by(policy: &TokenPolicy) -> Self {
        match policy.bodies.as_deref() {
            None | Some([]) => Self::Form,
            Some(bodies) if bodies.contains(&BodyType::Form) => Self::Form,
            Some(bodies) if bodies.contains(&BodyType::Json) => Self::Json,
            Some(_) => Self::FormAsText,
        }
    }
}

impl Alteration {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Extended, Self::Shortened, Self::Changed, Self::CaseSwapped];

    /// The changed value.
    #[must_use]
    pub fn apply(self, value: &str) -> String {
        let mut chars: Vec<char> = value.chars().collect();
        match self {
            Self::Extended => chars.push('x'),
            Self::Shortened => drop(chars.pop()),
            Self::Changed => {
                let middle = chars.len() / 2;
                if let Some(c) = chars.get_mut(middle) {
                    *c = if *c == 'A' { 'B' } else { 'A' };
                }
            }
            Self::CaseSwapped => {
                for c in &mut chars {
                    *c = if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
                }
            }
        }
        chars.into_iter().collect()
    }

    /// What it is called in a name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Extended => "extended",
            Self::Shortened => "shortened",
            Self::Changed => "changed",
            Self::CaseSwapped => "case-swapped",
        }
    }

    /// What was done, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Extended => "extended by a character",
            Self::Shortened => "cut by a character",
            Self::Changed => "changed in one character",
            Self::CaseSwapped => "in the other letter case",
        }
    }
}

impl Issued {
    /// The token of the `nth` answer that brought one; the first is 0.
    #[must_use]
    pub const fn nth(nth: usize) -> Self {
        Self { nth: Some(nth), altered: None }
    }

    /// The token that came last.
    #[must_use]
    pub const fn latest() -> Self {
        Self { nth: None, altered: None }
    }

    /// The same, altered.
    #[must_use]
    pub const fn altered(self, alteration: Alteration) -> Self {
        Self { altered: Some(alteration), ..self }
    }
}

impl Call {
    /// A call to `service` that presents nothing.
    #[must_use]
    pub fn to(service: Service) -> Self {
        Self { to: service, ..Self::default() }
    }

    /// An ordinary refresh with the refresh token that came last.
    #[must_use]
    pub fn refresh() -> Self {
        Self { presents: Presents::Refresh(Issued::latest()), ..Self::default() }
    }

    /// An ordinary refresh with the refresh token of the `nth` answer.
    #[must_use]
    pub fn refresh_nth(nth: usize) -> Self {
        Self { presents: Presents::Refresh(Issued::nth(nth)), ..Self::default() }
    }

    /// The question whether the access token of the `nth` answer is alive.
    #[must_use]
    pub fn is_alive(nth: usize) -> Self {
        Self { to: Service::Liveness, presents: Presents::Access(Issued::nth(nth)), ..Self::default() }
    }

    /// The same, sent to where metadata says the endpoint is.
    #[must_use]
    pub fn advertised(self) -> Self {
        Self { located: Located::Advertised, ..self }
    }

    /// The same, sent to another data centre.
    #[must_use]
    pub fn elsewhere(self) -> Self {
        Self { located: Located::Elsewhere, ..self }
    }

    /// The same, presenting this.
    #[must_use]
    pub fn presenting(self, presents: Presents) -> Self {
        Self { presents, ..self }
    }

    /// The same, by another client.
    #[must_use]
    pub fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// The same, naming that scope.
    #[must_use]
    pub fn naming(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The same, with other credentials.
    #[must_use]
    pub fn with(self, credentials: Credentials) -> Self {
        Self { credentials, ..self }
    }

    /// The same, with one more change of its parameters.
    #[must_use]
    pub fn changed(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "token",
            Self::Revocation => "revocation",
            Self::Introspection => "introspection",
            Self::Resource => "resource",
            Self::Liveness => "introspection, userinfo or resource",
            Self::Metadata => "metadata",
            Self::Registration => "registration",
        })
    }
}

impl fmt::Display for Issued {
    /// Such as ` of the first answer, changed in one character`; nothing for the last as it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(nth) = self.nth {
            write!(f, " of token answer {}", nth + 1)?;
        }
        self.altered.map_or(Ok(()), |altered| write!(f, ", {}", altered.words()))
    }
}

impl fmt::Display for Call {
    /// What is done, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match (&self.presents, self.to) {
            (Presents::Nothing, to) => format!("ask the {to} endpoint"),
            (Presents::Code(code), Service::Token) => code.words().to_owned(),
            (Presents::Refresh(issued), Service::Token) => format!("use the refresh token{issued}"),
            (Presents::Access(issued), Service::Token) => {
                format!("use the access token{issued} as a refresh token")
            }
            (Presents::Made(_), Service::Token) => "use a refresh token that was never issued".to_owned(),
            (presents, to) => {
                let token = match presents {
                    Presents::Code(_) => "the code, as if it were a token,".to_owned(),
                    Presents::Refresh(issued) => format!("the refresh token{issued}"),
                    Presents::Access(issued) => format!("the access token{issued}"),
                    _ => "a token that was never issued".to_owned(),
                };
                match to {
                    Service::Revocation => format!("revoke {token}"),
                    Service::Introspection => format!("introspect {token}"),
                    Service::Liveness => format!("ask whether {token} is alive"),
                    _ => format!("use {token} at the {to} endpoint"),
                }
            }
        };
        let bearer = match self.bearer {
            Bearer::Header => "",
            Bearer::LowerCaseHeader => ", the scheme in lower case",
            Bearer::Query => " in the query",
            Bearer::Form => " in a form",
            Bearer::HeaderAndForm => " in the header and in a form",
        };
        let body = match self.body {
            Body::Form => "",
            Body::Json => ", as JSON",
            Body::FormAsText => ", as plain text",
        };
        let (who, how, credentials) = (self.who.words(), self.method.words(), self.credentials.words());
        let (scope, located) = (self.scope.words(), self.located.words());
        write!(f, "{what}{scope}{located}{bearer}{who}{how}{credentials}{body}")?;
        self.forged.iter().try_for_each(|forged| write!(f, ", {forged}"))?;
        self.changes.iter().try_for_each(|change| write!(f, ", {change}"))?;
        self.in_query.iter().try_for_each(|name| write!(f, ", {name} in the query"))
    }
}
