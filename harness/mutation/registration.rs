//! What is registered for a client, and the kind of registered URI a mutation needs.

use crate::protocol::RedirectUri;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One registered redirect URI in its surroundings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Registered {
    /// The URI that is mutated; empty where none is registered.
    pub uri: RedirectUri,
    /// The others registered for the same client.
    pub others: Vec<RedirectUri>,
    /// Those registered only for other clients.
    pub foreign: Vec<RedirectUri>,
}

impl Registered {
    /// Whether the client has no registered URI at all.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.uri.as_str().is_empty()
    }
}

/// A kind of registered URI.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any.
    Any,
    /// One with a query.
    Query,
    /// One with a port, not on loopback.
    Port,
    /// `http` on a loopback IP literal.
    Loopback,
    /// One whose path ends in a slash.
    Slash,
    /// One of several of the same client.
    Several,
    /// `http` on `[::1]`.
    LoopbackSix,
    /// `http` on a loopback IP literal, with a port.
    LoopbackPort,
    /// `http` on the name `localhost`.
    Localhost,
    /// One with a scheme of an app's own.
    CustomScheme,
    /// One with no path but the root.
    Root,
    /// One with an escape in its path.
    Escaped,
    /// One with a host of more than ASCII.
    International,
    /// One with an asterisk in its path.
    WildPath,
    /// One with an asterisk in its host.
    WildHost,
    /// None at all.
    Nothing,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Any,
        Self::Query,
        Self::Port,
        Self::Loopback,
        Self::Slash,
        Self::Several,
        Self::LoopbackSix,
        Self::LoopbackPort,
        Self::Localhost,
        Self::CustomScheme,
        Self::Root,
        Self::Escaped,
        Self::International,
        Self::WildPath,
        Self::WildHost,
        Self::Nothing,
    ];

    /// A URI of this kind, as stand-ins have it registered.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Any | Self::Several => "https://app.example/callback",
            Self::Query => "https://app.example/callback?a=b&c=d",
            Self::Port => "https://app.example:8443/callback",
            Self::Loopback => "http://127.0.0.1/callback",
            Self::Slash => "https://app.example/callback/",
            Self::LoopbackSix => "http://[::1]/callback",
            Self::LoopbackPort => "http://127.0.0.1:8080/callback",
            Self::Localhost => "http://localhost/callback",
            Self::CustomScheme => "com.example.app:/callback",
            Self::Root => "https://app.example/",
            Self::Escaped => "https://app.example/a%2fb%20c/callback",
            Self::International => "https://xn--fuball-cta.example/callback",
            Self::WildPath => "https://app.example/wild/*",
            Self::WildHost => "https://*.wild.example/callback",
            Self::Nothing => "",
        }
    }

    /// Whether `uri`, one of `all` of a client, is of this kind.
    #[must_use]
    pub fn suits(self, uri: &RedirectUri, all: &[RedirectUri]) -> bool {
        let parts = uri.parts();
        let on_literal = uri.is_loopback() && parts.host() != "localhost";
        let has_port = parts.authority.as_ref().is_some_and(|authority| authority.port.is_some());
        let is_web = matches!(parts.scheme.as_deref(), Some("http" | "https"));
        match self {
            Self::Any => true,
            Self::Query => parts.query.is_some_and(|query| !query.is_empty()),
            Self::Port => !uri.is_loopback() && has_port,
            Self::Loopback => on_literal,
            Self::Slash => parts.path.len() > 1 && parts.path.ends_with('/'),
            Self::Several => all.len() > 1,
            Self::LoopbackSix => on_literal && parts.host() == "[::1]",
            Self::LoopbackPort => on_literal && has_port,
            Self::Localhost => uri.is_loopback() && !on_literal,
            Self::CustomScheme => parts.scheme.is_some() && !is_web,
            Self::Root => is_web && matches!(parts.path.as_str(), "" | "/") && parts.query.is_none(),
            Self::Escaped => parts.path.contains('%'),
            Self::International => parts.host().contains("xn--") || !parts.host().is_ascii(),
            Self::WildPath => parts.path.contains('*'),
            Self::WildHost => parts.host().contains('*'),
            Self::Nothing => false,
        }
    }

    /// The kind that serves where no client has one of this kind.
    #[must_use]
    pub const fn or_else(self) -> Option<Self> {
        match self {
            Self::LoopbackSix => Some(Self::Loopback),
            Self::Escaped | Self::International => Some(Self::Any),
            _ => None,
        }
    }

    /// Whether edits may be composed for it: what a pattern admits is no violation, and where
    /// nothing is registered there is nothing to edit.
    #[must_use]
    pub const fn composes(self) -> bool {
        !matches!(self, Self::WildPath | Self::WildHost | Self::Nothing)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any redirect URI",
            Self::Query => "a redirect URI with a query",
            Self::Port => "a redirect URI with a port",
            Self::Loopback => "an http redirect URI on 127.0.0.1 or [::1]",
            Self::Slash => "a redirect URI whose path ends in a slash",
            Self::Several => "two redirect URIs for one client",
            Self::LoopbackSix => "an http redirect URI on [::1]",
            Self::LoopbackPort => "an http redirect URI on 127.0.0.1 or [::1] with a port",
            Self::Localhost => "an http redirect URI on localhost",
            Self::CustomScheme => "a redirect URI with a scheme of its own",
            Self::Root => "a redirect URI without a path",
            Self::Escaped => "a redirect URI with an escape in its path",
            Self::International => "a redirect URI with an internationalised host",
            Self::WildPath => "a redirect URI with an asterisk in its path",
            Self::WildHost => "a redirect URI with an asterisk in its host",
            Self::Nothing => "an empty list of redirect URIs",
        })
    }
}
