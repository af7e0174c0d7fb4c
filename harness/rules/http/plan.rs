//! Requests whose answers tell browsers something.

use crate::probe::{Authorize, Call, Change, CodeRef, Forged, Presents, Probe, State, Step};

/// An ordinary request, then one that a page of the server's own should refuse.
pub(super) fn pages() -> Vec<Probe> {
    let elsewhere = Step::authorize_with(vec![Change::set("redirect_uri", "https://evil.example/callback")]);
    vec![Probe::of("http/pages", vec![Step::authorize(), elsewhere])]
}

/// A request as a script of another site would send it.
pub(super) fn from_other_origin() -> Vec<Probe> {
    let step = Step::Authorize(Authorize { forged: vec![Forged::Origin], ..Authorize::default() });
    vec![Probe::of("http/from-other-origin", vec![step])]
}

/// The same at the token endpoint, with a code that was never issued.
pub(super) fn token_from_other_origin() -> Vec<Probe> {
    let code = Presents::Code(CodeRef::Made("litmus-never-issued".to_owned()));
    let call = Call { presents: code, forged: vec![Forged::Origin], ..Call::default() };
    vec![Probe::of("http/token-from-other-origin", vec![call.into()])]
}

/// A state with a line break, after which a header field would begin.
pub(super) fn line_break() -> Vec<Probe> {
    let state = State::Value("litmus\r\nset-cookie: litmus-injected=yes".to_owned());
    vec![Probe::of("http/line-break", vec![Step::authorize_state(state)])]
}
