//! How the authorization endpoint takes requests and writes its answers, apart from redirect URIs.

use crate::protocol::ErrorCode;
use serde::{Deserialize, Serialize};

use super::answer::AnswerKind;
use std::collections::BTreeMap;

/// Something wrong with an authorization request that is not looked at.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unchecked {
    /// No `response_type`: it is taken for `code` (RFC 6749 section 3.1.1 wants an error).
    MissingResponseType,
    /// A `response_type` nobody knows: it is taken for `code` (RFC 6749 section 3.1.1 wants an
    /// error).
    UnknownResponseType,
    /// A parameter that comes twice: its first value counts (RFC 6749 section 3.1 forbids it).
    RepeatedParameters,
    /// The letter case of names and of `response_type` (RFC 6749 section 1.9 wants it kept).
    LetterCase,
    /// A `response_mode` nobody knows: the usual one is taken.
    ResponseMode,
    /// What `response_mode` says, be it known or not: the usual one is taken.
    ResponseModes,
    /// What `prompt` says: nobody is asked anew (`OpenID` Connect Core section 3.1.2.1 wants it).
    Prompt,
    /// A `response_mode` that puts a token into a query (OAuth 2.0 Multiple Response Type
    /// Encoding Practices section 5 forbids it).
    TokenInQuery,
    /// Line breaks in `state`: what follows one begins a header field (RFC 6749 section 10.14
    /// forbids it).
    LineBreaks,
    /// What a person decides: a code comes though they said no.
    Denial,
    /// What only the page that asks a person can know: a form without it counts for the request
    /// that waits (RFC 6749 section 10.12 forbids it).
    ForgedConsent,
    /// Which of several requests a form of consent answers: it counts for the latest.
    MixedConsents,
    /// A redirect URI in a form of consent: the browser is sent there (RFC 6749 section 3.1.2.3
    /// wants it compared).
    ConsentRedirectUri,
}

/// Something right with an authorization request for which it is refused all the same.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// A parameter nobody knows (RFC 6749 section 3.1 wants it ignored).
    UnknownParameters,
    /// A parameter without a value (RFC 6749 section 3.1 wants it taken as left out).
    EmptyParameters,
    /// A `scope` without a value, though one that is left out is taken.
    EmptyScope,
    /// A `client_id` that comes twice, though other parameters may.
    RepeatedClientId,
    /// A `state` with characters that RFC 6749 appendix A.5 does not have.
    MalformedState,
}

/// Something odd about an authorization response.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// The code is there twice (RFC 6749 section 3.1 forbids it).
    RepeatedCode,
    /// An `error` is there beside the code (RFC 6749 section 4.1.2 has either).
    ErrorBesideCode,
    /// A code comes in the fragment (RFC 6749 section 4.1.2 has the query).
    CodeInFragment,
    /// The `error_description` is written as it is (RFC 6749 appendix B wants it encoded).
    BareDescription,
    /// Values are put into the page of a form as they are (OAuth 2.0 Form Post Response Mode
    /// section 2 wants them as HTML).
    BareForm,
    /// The scheme of the redirect URI is written in upper case.
    UpperCaseScheme,
    /// The server takes the host that `X-Forwarded-Host` names for its own, whoever sent it.
    ForwardedHost,
    /// The query of the redirect URI gives way to the response (RFC 6749 section 3.1.2 wants it
    /// kept).
    ReplacedQuery,
    /// Pages of errors repeat values of the request as they are (RFC 6749 section 10.14 forbids
    /// it).
    BarePage,
    /// A denial is told on a page of the server's own (RFC 6749 section 4.1.2.1 wants the client
    /// told).
    DenialOnPage,
    /// A state that waited for a person comes back encoded once more.
    WaitedState,
    /// Login forms are sent by GET, so that what is typed stands in an address.
    FormsByGet,
    /// Errors come in the fragment where the response type is `token`, known or not (RFC 6749
    /// section 4.2.2.1).
    TokenErrorsInFragment,
    /// Errors come in the fragment where the response type is any but `code`.
    ErrorsInFragment,
    /// Pages of errors say nothing (RFC 6749 section 3.1.2.4 wants the user told).
    EmptyPage,
}

/// What is out of order in a request whose client and redirect URI are in order.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// The `client_id` comes twice.
    RepeatedClientId,
    /// Another parameter comes twice.
    RepeatedParameter,
    /// A parameter that is unknown, or has no value, where that is refused.
    Parameter,
    /// There is no `response_type`.
    MissingResponseType,
    /// Nobody knows the `response_type`.
    ResponseType,
    /// Nobody knows the `response_mode`, or it may not carry what is asked for.
    ResponseMode,
    /// There is no `scope`.
    MissingScope,
    /// The `scope` is not to be had.
    Scope,
    /// The `state` is missing, or not to be had.
    State,
    /// The PKCE challenge or its method is not understood.
    Challenge,
    /// There is no PKCE challenge.
    MissingChallenge,
}

/// When a stand-in that asks nobody shows a login page.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Login {
    /// Never: whoever comes counts as logged in.
    Assumed,
    /// Once a request is in order; errors go to the client before (RFC 6749 section 4.1.2.1).
    AfterChecks,
}

/// The errors of requests whose client and redirect URI are in order (RFC 6749 section 4.1.2.1).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorizationErrors {
    /// Where they are told; on the redirect URI if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerKind>,
    /// What is told on a page of the server's own, though other errors are told to the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_page: Option<Vec<Mistake>>,
    /// What is told to the client, though other errors are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_client: Option<Vec<Mistake>>,
    /// What is told to the client without the `state` (RFC 6749 section 4.1.2.1 wants it there).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_state: Option<Vec<Mistake>>,
    /// The `error` of each; what the standard says of one that is absent.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<Mistake, ErrorCode>,
    /// The `error` of a request with a repeated parameter; `invalid_request` if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_parameter: Option<ErrorCode>,
    /// By their codes, an `error_description` of errors, one of several that the server has;
    /// `description` where a code is absent.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub descriptions: BTreeMap<String, String>,
    /// The `error_description` of all others; none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The `error_uri` of all of them; none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
}

impl AuthorizationErrors {
    /// The `error` of a mistake, of which the standard says `usual`.
    #[must_use]
    pub fn code<'a>(&'a self, of: Mistake, usual: &'a str) -> &'a str {
        let repeated = self.repeated_parameter.as_ref();
        let repeated =
            repeated.filter(|_| matches!(of, Mistake::RepeatedParameter | Mistake::RepeatedClientId));
        self.codes.get(&of).or(repeated).map_or(usual, |code| code.as_str())
    }

    /// Where it is told.
    #[must_use]
    pub fn told(&self, mistake: Mistake) -> AnswerKind {
        let lists = |list: &Option<Vec<Mistake>>| list.iter().flatten().any(|listed| *listed == mistake);
        match self.answer.unwrap_or(AnswerKind::Redirect) {
            AnswerKind::Page | AnswerKind::OwnRedirect if lists(&self.to_client) => AnswerKind::Redirect,
            AnswerKind::Redirect | AnswerKind::RegisteredRedirect if lists(&self.on_page) => AnswerKind::Page,
            answer => answer,
        }
    }

    /// Whether it is told without the state.
    #[must_use]
    pub fn loses_state(&self, mistake: Mistake) -> bool {
        self.without_state.iter().flatten().any(|listed| *listed == mistake)
    }
}

/// Header fields of all answers of the authorization endpoint; one that is empty is left out.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorizationHeaders {
    /// `Content-Security-Policy`; it forbids frames if absent (RFC 9700 section 4.16).
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub content_security_policy: Option<String>,
    /// `X-Frame-Options`; `DENY` if absent (RFC 9700 section 4.16).
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub x_frame_options: Option<String>,
    /// `Referrer-Policy`; `no-referrer` if absent (RFC 9700 section 4.2.4).
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub referrer_policy: Option<String>,
    /// `Cache-Control`; `no-store` if absent.
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// `Access-Control-Allow-Origin`; left out if absent (RFC 9700 section 2.6).
    #[serde(deserialize_with = "super::wire_value::header", skip_serializing_if = "Option::is_none")]
    pub access_control_allow_origin: Option<String>,
}

impl AuthorizationHeaders {
    /// Each field by its name, with what is stated and what is usual.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&str>, &'static str); 5] {
        [
            ("content-security-policy", self.content_security_policy.as_deref(), "frame-ancestors 'none'"),
            ("x-frame-options", self.x_frame_options.as_deref(), "DENY"),
            ("referrer-policy", self.referrer_policy.as_deref(), "no-referrer"),
            ("cache-control", self.cache_control.as_deref(), "no-store"),
            ("access-control-allow-origin", self.access_control_allow_origin.as_deref(), ""),
        ]
    }
}
