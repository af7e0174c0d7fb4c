//! The clients that the harness enrols where it can choose: one for each kind of registered URI.

use crate::mutation::Kind;

/// A client before it is enrolled anywhere.
#[derive(Clone, Copy, Debug)]
pub struct UsualClient {
    /// What it is called.
    pub name: &'static str,
    /// Whether it has a secret.
    pub confidential: bool,
    /// What is registered for it.
    pub redirect_uris: &'static [&'static str],
}

const fn confidential(name: &'static str, redirect_uris: &'static [&'static str]) -> UsualClient {
    UsualClient { name, confidential: true, redirect_uris }
}

const fn public(name: &'static str, redirect_uris: &'static [&'static str]) -> UsualClient {
    UsualClient { name, confidential: false, redirect_uris }
}

/// One client for each kind of registered URI, the one under test first.
pub const USUAL_CLIENTS: [UsualClient; 17] = [
    confidential("app", &[Kind::Any.example()]),
    confidential("app-query", &[Kind::Query.example()]),
    confidential("app-port", &[Kind::Port.example()]),
    confidential("app-several", &[Kind::Several.example(), "https://app.example/second"]),
    confidential("app-slash", &[Kind::Slash.example()]),
    public("native", &[Kind::Loopback.example()]),
    confidential("other", &["https://another.example/callback"]),
    public("native-six", &[Kind::LoopbackSix.example()]),
    public("native-port", &[Kind::LoopbackPort.example()]),
    public("native-localhost", &[Kind::Localhost.example()]),
    public("native-custom", &[Kind::CustomScheme.example()]),
    confidential("app-root", &[Kind::Root.example()]),
    confidential("app-escaped", &[Kind::Escaped.example()]),
    confidential("app-international", &[Kind::International.example()]),
    confidential("app-wild", &[Kind::WildPath.example()]),
    confidential("app-wild-host", &[Kind::WildHost.example()]),
    public("app-none", &[]),
];
