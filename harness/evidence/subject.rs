//! Whom a probe is about, and what an answer says of the redirect URI it asked for.

use super::{
    authorized::{Authorized, Outcome},
    calibration::{Calibration, Reading},
    exchange::{Journey, Received},
    exits::{Exit, exits},
    face::Face,
    landing::Landing,
};
use crate::{
    behaviour::same_but_loopback_port,
    mutation::{Carrier, Mutant, Place},
    protocol::{Parameter, Parameters, RedirectUri, Secret, UriParts},
};
use std::sync::Arc;
use url::Url;

/// Whom and what a probe was about, once it met a target.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The client's id.
    pub client: String,
    /// Whether its id or its secret is written otherwise in a form (RFC 6749 section 2.3.1).
    pub encodes: bool,
    /// The mutated redirect part of the request.
    pub mutant: Mutant,
    /// The authorization endpoint.
    pub server: Url,
    /// Further hosts that belong to the server, for its login perhaps.
    pub hosts: Arc<[String]>,
}

impl Subject {
    /// The same client, about another redirect part.
    pub(crate) fn about(&self, mutant: Mutant) -> Self {
        let Self { client, encodes, server, hosts, .. } = self;
        let (client, server, hosts) = (client.clone(), server.clone(), Arc::clone(hosts));
        Self { client, encodes: *encodes, mutant, server, hosts }
    }

    /// Whether what was requested may be accepted: the registered URI itself, another one of
    /// the same client, a difference in the loopback port only (RFC 8252 section 7.3), one that the
    /// client pushed itself (RFC 9126 section 2.4), or nothing.
    #[must_use]
    pub fn is_legitimate(&self) -> bool {
        let registered = &self.mutant.registered;
        let Some(requested) = self.mutant.requested() else { return !registered.is_nothing() };
        let plain = self.mutant.is_plain();
        let known =
            |uri: &RedirectUri| requested == uri.as_str() || same_but_loopback_port(uri, &requested, true);
        if registered.is_nothing() {
            return false;
        }
        if self.mutant.place == Place::Pushed && matches!(self.mutant.carrier, Carrier::Once(_)) {
            return true;
        }
        requested.is_empty() || plain && (known(&registered.uri) || registered.others.iter().any(known))
    }

    /// Reads what the server did with the redirect URI out of its answer. `expected` are the
    /// response parameters that the control's callback held.
    #[must_use]
    pub fn read(
        &self,
        journey: Journey,
        calibration: Option<&Calibration>,
        expected: &[String],
    ) -> Authorized {
        let (exits, found) = match &journey.last().received {
            Err(fault) => (Vec::new(), Found::unclear(fault.to_string())),
            Ok(received) => {
                let exits = exits(received);
                let page = Url::parse(&journey.last().sent.url).unwrap_or_else(|_| self.server.clone());
                let found = self.find(received, (&exits, &page), calibration, expected);
                let stops_like_bad = |why: &str| calibration.is_some_and(|known| known.stops_like_bad(why));
                let stuck = journey.stuck.as_deref().filter(|why| !stops_like_bad(why));
                (exits, found.unless_stuck(stuck))
            }
        };
        let Found { outcome, because, landing, code } = found;
        Authorized { journey, exits, outcome, because, landing, code }
    }

    /// As [`Subject::read`], of a request with a second, deliberate error: if the server sends this
    /// `error` off itself, it had accepted the redirect URI, and `expected` are the parameters it
    /// comes with.
    #[must_use]
    pub fn read_by_error(
        &self,
        journey: Journey,
        calibration: Option<&Calibration>,
        expected: &[String],
        error: &str,
    ) -> Authorized {
        let read = self.read(journey, calibration, expected);
        let page = Url::parse(&read.answer().sent.url).unwrap_or_else(|_| self.server.clone());
        let sent = |exit: &&Exit| exit.error().as_deref() == Some(error) && self.leaves_server(exit, &page);
        let registered = &self.mutant.registered.uri;
        let landing = read
            .exits
            .iter()
            .find(sent)
            .map(|exit| Landing::observed(registered, &exit.target, &page, expected));
        match landing {
            Some(landing) => {
                Authorized { outcome: Outcome::Accepted, because: None, landing: Some(landing), ..read }
            }
            None => read,
        }
    }

    /// Whether a URL is one of the server's own: its origin, or a host that belongs to it.
    #[must_use]
    pub fn owns(&self, url: &Url) -> bool {
        is_own(&self.server, &self.hosts, url)
    }

    /// Whether an exit of the answer to `page` leads off the server, nowhere a browser can go,
    /// or to the redirect URI, wherever that is.
    #[must_use]
    pub fn leaves_server(&self, exit: &Exit, page: &Url) -> bool {
        let requested = self.mutant.requested().filter(|requested| !requested.is_empty());
        let is_redirect_uri = |uri: &str| leads_to(&exit.target, uri, page);
        let is_requested = |requested: String| {
            // What is no URL by itself leads back to the server, as a browser reads it.
            exit.target.starts_with(&requested)
                || Url::parse(&requested).is_ok() && is_redirect_uri(&requested)
        };
        page.join(&exit.target).map_or(true, |url| !self.owns(&url))
            || !self.mutant.registered.is_nothing() && is_redirect_uri(self.mutant.registered.uri.as_str())
            || requested.is_some_and(is_requested)
    }

    fn find(
        &self,
        received: &Received,
        (exits, page): (&[Exit], &Url),
        calibration: Option<&Calibration>,
        expected: &[String],
    ) -> Found {
        if matches!(received.status, 408 | 425 | 429) {
            return Found::unclear(format!("the server put us off with {}", received.status));
        }
        if let Some((code, landing)) = self.brought_code((exits, page), expected) {
            return Found { landing: Some(landing), code: Some(code), ..Found::bare(Outcome::Accepted) };
        }
        match self.led_away((exits, page), expected) {
            Some((outcome, because, landing)) => {
                Found { because, landing: Some(landing), ..Found::bare(outcome) }
            }
            None => self.read_face(received, exits, calibration),
        }
    }

    /// The code that an exit off the server carries, and where that lands; a code that stood in
    /// the request is not one.
    fn brought_code(&self, (exits, page): (&[Exit], &Url), expected: &[String]) -> Option<(Secret, Landing)> {
        let asked = UriParts::split(&self.mutant.requested().unwrap_or_default());
        let forged = [asked.query, asked.fragment]
            .map(|part| Parameters::parse(&part.unwrap_or_default()).all("code"));
        let mut away = exits.iter().filter(|exit| self.leaves_server(exit, page));
        away.find_map(|exit| {
            let codes = exit.parameters.all("code");
            let code = codes
                .into_iter()
                .find(|code| !code.is_empty() && !forged.iter().flatten().any(|made| made == code))?;
            let landing = Landing::observed(&self.mutant.registered.uri, &exit.target, page, expected);
            Some((Secret::new(code), landing))
        })
    }

    /// What an answer says by sending the browser off the server without a code: to the URI
    /// that was asked for, it redirects; with an error to the registered one, it refused.
    /// Anywhere else, a login perhaps, it says nothing by that.
    fn led_away(
        &self,
        (exits, page): (&[Exit], &Url),
        expected: &[String],
    ) -> Option<(Outcome, Option<String>, Landing)> {
        let registered = &self.mutant.registered.uri;
        let exit = exits.iter().find(|exit| self.leaves_server(exit, page))?;
        let because = exit.error().map(|error| format!("error {error} in the redirect"));
        let requested = self.mutant.requested().unwrap_or_default();
        let is_registered =
            !self.mutant.registered.is_nothing() && leads_to(&exit.target, registered.as_str(), page);
        if is_registered && !self.keeps_extras(exit) {
            let landing =
                Landing { severity: None, ..Landing::observed(registered, &exit.target, page, expected) };
            return exit.error().map(|_| (Outcome::Refused, because, landing));
        }
        if leads_to(&exit.target, &requested, page) {
            let mut errors: Vec<String> = exit.parameters.iter().map(Parameter::decoded_name).collect();
            let asked: Vec<String> = query_of(&requested).iter().map(Parameter::decoded_name).collect();
            errors.retain(|name| !asked.contains(name));
            let landing = Landing::observed(registered, &exit.target, page, &errors);
            return Some((Outcome::Redirected, because, landing));
        }
        None
    }

    /// Whether a parameter that was asked for and not registered is still in the exit.
    fn keeps_extras(&self, exit: &Exit) -> bool {
        let pairs = |uri: &str| -> Vec<(String, String)> {
            query_of(uri).iter().map(|p| (p.decoded_name(), p.decoded_value())).collect()
        };
        let (registered, kept) = (pairs(self.mutant.registered.uri.as_str()), pairs(&exit.target));
        let requested = pairs(&self.mutant.requested().unwrap_or_default());
        requested.iter().any(|pair| !registered.contains(pair) && kept.contains(pair))
    }

    fn read_face(&self, received: &Received, exits: &[Exit], calibration: Option<&Calibration>) -> Found {
        let requested = self.mutant.requested().unwrap_or_default();
        let echoes = [requested.as_str(), self.mutant.registered.uri.as_str()];
        let face = Face::of(received, exits, &self.server, &echoes);
        match calibration.map(|calibration| calibration.read(&face, received.status)) {
            Some(Reading::LikeBad) => Found::bare(Outcome::Refused),
            _ if received.status >= 500 => {
                Found::unclear(format!("the server failed with {}", received.status))
            }
            None => Found::unclear(super::Untellable.to_string()),
            Some(Reading::Unlike) => Found::unclear(
                received
                    .page()
                    .obstacle()
                    .unwrap_or(
                        "the answer is like neither that to a registered URI nor that to an unrelated one",
                    )
                    .to_owned(),
            ),
            Some(Reading::LikeGood) => {
                let (landing, because) = self.assumed_landing();
                Found { because, landing, ..Found::bare(Outcome::Accepted) }
            }
        }
    }

    /// Where a code would go, once a request for what was requested is granted.
    #[must_use]
    pub fn assumed(&self) -> Option<Landing> {
        let requested = self.mutant.requested()?;
        Some(Landing::assumed(&self.mutant.registered.uri, &requested, &self.server))
    }

    /// Before login, where the code would go is assumed; and where the parameter may have been
    /// ignored or two values compete, not even that.
    fn assumed_landing(&self) -> (Option<Landing>, Option<String>) {
        let registered = &self.mutant.registered.uri;
        match (&self.mutant.carrier, self.mutant.requested()) {
            _ if !self.mutant.place.is_plain() => {
                (None, Some("where the code would go is not visible before login".to_owned()))
            }
            (Carrier::Once(_), Some(requested)) if !requested.is_empty() => {
                (Some(Landing::assumed(registered, &requested, &self.server)), None)
            }
            (Carrier::After(_) | Carrier::Ahead(_) | Carrier::Apart(_), _) => {
                (None, Some("which of the two values counts is not visible before login".to_owned()))
            }
            (Carrier::Named(_), _) => (
                None,
                Some(
                    "the server may have ignored the parameter; before login that is not visible".to_owned(),
                ),
            ),
            _ => (None, Some("the server chose a redirect URI by itself".to_owned())),
        }
    }
}

/// Whether `url` belongs to the server at `server`: its origin, or one of its further `hosts`, with
/// a port or without.
#[must_use]
pub fn is_own(server: &Url, hosts: &[String], url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let with_port = url.port().map(|port| format!("{host}:{port}"));
    let listed = hosts.iter().any(|known| known == host || with_port.as_ref() == Some(known));
    url.origin() == server.origin() || listed
}

/// Whether a browser at `server` would take both texts to the same origin and path.
fn leads_to(target: &str, uri: &str, server: &Url) -> bool {
    let place = |text: &str| {
        let url = server.join(text).ok()?;
        Some((
            url.scheme().to_owned(),
            url.host_str().map(str::to_owned),
            url.port_or_known_default(),
            url.path().to_owned(),
        ))
    };
    place(target).is_some_and(|target| place(uri).is_some_and(|uri| target == uri))
}

fn query_of(uri: &str) -> Parameters {
    let before = uri.split('#').next().unwrap_or_default();
    Parameters::parse(before.split_once('?').map_or("", |(_, query)| query))
}

/// What an answer says, before it is put together with the exchange.
struct Found {
    outcome: Outcome,
    because: Option<String>,
    landing: Option<Landing>,
    code: Option<Secret>,
}

impl Found {
    const fn bare(outcome: Outcome) -> Self {
        Self { outcome, because: None, landing: None, code: None }
    }

    /// A walk that stopped before its end says nothing, unless it was led away before.
    fn unless_stuck(self, stuck: Option<&str>) -> Self {
        match stuck {
            Some(stuck)
                if self.landing.is_none() || self.outcome == Outcome::Accepted && self.code.is_none() =>
            {
                Self::unclear(stuck.to_owned())
            }
            _ => self,
        }
    }

    fn unclear(because: String) -> Self {
        Self { because: Some(because), ..Self::bare(Outcome::Unclear) }
    }
}
