//! Scopes: which are granted, and what is told about it.

use serde::{Deserialize, Serialize};

/// What is done with the `scope` of an authorization request (RFC 6749 section 3.3). Which scopes
/// there are is said by [`AuthorizationPolicy::scopes`](super::AuthorizationPolicy::scopes).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScopePolicy {
    /// What becomes of a scope that does not exist; it is refused with `invalid_scope` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<UnknownScope>,
    /// Scopes without which a request is refused with `invalid_scope`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Vec<String>>,
    /// What becomes of a request without scope; it gets none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingScope>,
    /// In which order scopes may be named; in any if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<ScopeOrder>,
    /// What of a scope is not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<ScopeCheck>>,
    /// What is granted instead of what was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<Vec<String>>,
    /// When a token answer tells the scope; always if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<ScopeReported>,
}

/// What becomes of a scope that does not exist.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownScope {
    /// The request is refused.
    Refused,
    /// It is left out of what is granted.
    Dropped,
    /// The same; a request with no other is refused.
    DroppedUnlessAlone,
    /// It is granted.
    Granted,
}

/// What becomes of a request that names no scope.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingScope {
    /// The first scope there is stands in.
    Default,
    /// It is refused with `invalid_scope`.
    InvalidScope,
    /// It is refused with `invalid_request`.
    InvalidRequest,
}

/// In which order scopes may be named.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeOrder {
    /// In any.
    Any,
    /// In that in which they are listed.
    AsListed,
}

/// What of a scope can be left unchecked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeCheck {
    /// Its letter case: one that differs in it alone is taken for the one there is.
    LetterCase,
    /// Its characters (RFC 6749 appendix A.4).
    Syntax,
}

/// When a token answer tells the scope.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeReported {
    /// Whenever there is one.
    Always,
    /// Never.
    Never,
}
