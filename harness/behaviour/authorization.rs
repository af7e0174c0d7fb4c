//! What the authorization endpoint sends back, apart from the redirect URI itself.

use super::response::{AuthorizationErrors, AuthorizationHeaders, Login, Oddity, Refused, Unchecked};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The authorization endpoint in general.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorizationPolicy {
    /// Parameters added to every successful callback, beside `code` and `state`; `{client_id}` and
    /// `{scope}` in a text are the client's and what is granted, `{random}` is made up for the user
    /// and the client, as a `session_state`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub callback: BTreeMap<String, String>,
    /// The scopes that exist; with them, a request for another is refused with `invalid_scope`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// Whether an unknown client's request is answered by a redirect to the URI it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_client_redirects: Option<bool>,
    /// The `iss` of its responses (RFC 9207 section 2); none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<IssuerSent>,
    /// The `iss` of its error responses; as `issuer` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_in_errors: Option<IssuerSent>,
    /// The HTTP methods it answers; GET and POST if absent (RFC 6749 section 3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<String>>,
    /// The response types it knows: `code`, and `token` for the implicit grant; `code` alone if
    /// absent (RFC 6749 section 3.1.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_types: Option<Vec<String>>,
    /// What is wrong with a request and not looked at; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchecked: Option<Vec<Unchecked>>,
    /// What is right with a request and refused; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuses: Option<Vec<Refused>>,
    /// What is odd about its responses; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oddities: Option<Vec<Oddity>>,
    /// When a stand-in that asks nobody shows a login page; never if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<Login>,
    /// The HTTP status of a redirect that follows a POST; 303 if absent (RFC 9700 section 4.12).
    #[serde(deserialize_with = "super::wire_value::status", skip_serializing_if = "Option::is_none")]
    pub redirect_status: Option<u16>,
    /// What its pages load from elsewhere; nothing if absent (RFC 9700 section 4.2.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_loads: Option<Vec<String>>,
    /// How requests are refused whose client and redirect URI are in order.
    #[serde(skip_serializing_if = "super::is_default")]
    pub errors: AuthorizationErrors,
    /// What its answers tell browsers.
    #[serde(skip_serializing_if = "super::is_default")]
    pub headers: AuthorizationHeaders,
}

impl AuthorizationPolicy {
    /// Whether `method` is answered.
    #[must_use]
    pub fn answers(&self, method: &str) -> bool {
        let known = |methods: &Vec<String>| methods.iter().any(|known| known == method);
        matches!(method, "GET" | "POST") && self.methods.as_ref().is_none_or(known)
    }

    /// Whether a response type is known; `code` alone is where nothing is stated.
    #[must_use]
    pub fn knows(&self, response_type: &str) -> bool {
        match &self.response_types {
            Some(known) => known.iter().any(|known| known == response_type),
            None => response_type == "code",
        }
    }

    /// Whether that is not looked at.
    #[must_use]
    pub fn ignores(&self, what: Unchecked) -> bool {
        self.unchecked.as_ref().is_some_and(|unchecked| unchecked.contains(&what))
    }

    /// Whether that is refused.
    #[must_use]
    pub fn refuses(&self, what: Refused) -> bool {
        self.refuses.as_ref().is_some_and(|refuses| refuses.contains(&what))
    }

    /// Whether its responses are odd in that way.
    #[must_use]
    pub fn is_odd(&self, how: Oddity) -> bool {
        self.oddities.as_ref().is_some_and(|oddities| oddities.contains(&how))
    }
}

/// What a response says in `iss` (RFC 9207 section 2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerSent {
    /// The server's issuer identifier.
    Exact,
    /// Nothing: there is no `iss`.
    Absent,
    /// The issuer identifier, with a slash at its end.
    WithSlash,
    /// The issuer identifier, with a query.
    WithQuery,
    /// The issuer identifier, two times.
    Twice,
    /// What the request said in a parameter of that name; the issuer identifier if it had none.
    Requested,
}

/// What happens to `state` (RFC 6749 sections 4.1.1 and 4.1.2).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatePolicy {
    /// What comes back on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo: Option<StateEcho>,
    /// What comes back with an error (RFC 6749 section 4.1.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_error: Option<StateEcho>,
    /// Whether an empty one comes back as if it were a value (RFC 6749 section 3.1 takes it for
    /// none).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echoes_empty: Option<bool>,
    /// Whether a repeated one is taken (RFC 6749 section 3.1 forbids it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepts_duplicates: Option<bool>,
    /// Which comes back of several that are taken; the first if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_several: Option<OfSeveral>,
    /// Whether a request without `state` is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What comes back when none was sent, if anything does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_absent: Option<String>,
}

/// Which of several states comes back.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfSeveral {
    /// The first.
    First,
    /// The last.
    Last,
    /// Every one, each as a parameter of its own.
    Every,
    /// All, with commas between them.
    Joined,
    /// None.
    None,
}

/// How faithful the returned `state` is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateEcho {
    /// The exact value.
    Exact,
    /// No `state` at all.
    Absent,
    /// The value, percent-decoded once more.
    DecodedAgain,
    /// The value put into the callback without encoding it.
    Unencoded,
    /// The value encoded, except for what separates parameters.
    DelimitersUnencoded,
    /// Only its first 128 bytes.
    Truncated,
    /// Only its printable ASCII characters.
    Printable,
}
