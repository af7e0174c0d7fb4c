//! A request, once it is off the wire.

use crate::{behaviour::BodyType, clock::Moment, protocol::Parameters};

/// A request as a stand-in sees it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// Which endpoint it is for.
    pub endpoint: Endpoint,
    /// The data centre it was sent to; none for the one at home, or where there is but one.
    pub data_centre: Option<String>,
    /// Its path.
    pub path: String,
    /// The parameters of its query.
    pub query: Parameters,
    /// The parameters of its form body.
    pub form: Parameters,
    /// The parameters of a body that is no form, and what it is instead.
    pub other_body: Option<(BodyType, Parameters)>,
    /// Its `Authorization` header.
    pub authorization: Option<String>,
    /// Whether its `Accept` header names JSON (RFC 9110 section 12.5.1).
    pub accepts_json: bool,
    /// Its `Cookie` header.
    pub cookie: Option<String>,
    /// Its `X-Forwarded-Host` header.
    pub forwarded_host: Option<String>,
    /// When it arrived, in real time since the server started; its clock may show another time.
    pub arrived: Moment,
}

/// The endpoints a stand-in has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Endpoint {
    /// The authorization endpoint.
    Authorization,
    /// The token endpoint.
    Token,
    /// Token revocation (RFC 7009).
    Revocation,
    /// Token introspection (RFC 7662).
    Introspection,
    /// A resource that wants an access token, or the userinfo endpoint.
    Resource,
    /// Server metadata (RFC 8414).
    Metadata,
    /// The registration of clients (RFC 7591), and where they are deleted.
    Registration,
    /// Where the login page posts to; only a stand-in that asks a person has it.
    Login,
    /// Where the consent page posts to; only a stand-in that asks a person has it.
    Consent,
    /// Where the clock is read and turned; only a [`Listener`](super::Listener) has it.
    Clock,
    /// Any other path.
    Unknown,
}
