//! A request, once it is off the wire.

use crate::protocol::Parameters;

/// A request as a stand-in sees it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// Which endpoint it is for.
    pub endpoint: Endpoint,
    /// The parameters of its query.
    pub query: Parameters,
    /// The parameters of its form body.
    pub form: Parameters,
    /// Its `Authorization` header.
    pub authorization: Option<String>,
}

/// The endpoints a stand-in has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Endpoint {
    /// The authorization endpoint.
    Authorization,
    /// The token endpoint.
    Token,
    /// Any other path.
    Unknown,
}
