//! One enrolment at a target: its endpoints, its clients, its time.

use super::{
    driver::{Driver, Keeper},
    login::Login,
    quota::Quotas,
};
use crate::{
    clock::Clock,
    evidence::{Observation, Redaction},
    mutation::{Kind, Place, Registered},
    probe::Body,
    protocol::{RedirectUri, Secret, encode, is_loopback},
    scenario::{self, ClientAuth, Consent, Endpoints, PkceUse, QuotaTable},
};
use std::sync::Arc;
use url::Url;

/// An enrolment: everything a probe needs to act.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// The base that stands for the target in reports.
    pub base: Url,
    /// The authorization endpoint.
    pub authorization: Url,
    /// The token endpoint; none if the target has none we know.
    pub token: Option<Url>,
    /// Where redirect URIs can be presented beside those two.
    pub further: Further,
    /// Its clients, the one under test first.
    pub clients: Arc<[Client]>,
    /// Parameters added to every authorization request.
    pub parameters: Vec<(String, String)>,
    /// Its clock if it can be wound; real time otherwise.
    pub clock: Option<Clock>,
    /// How it comes to a code.
    pub consent: Consent,
    /// How a person logs in and consents.
    pub login: Arc<Login>,
    /// Drives a browser where a login or a consent needs one.
    pub driver: Option<Arc<dyn Driver>>,
    /// Who keeps a session that a person made.
    pub keeper: Option<Arc<dyn Keeper>>,
    /// Further hosts that belong to the server.
    pub hosts: Arc<[String]>,
    /// How many codes and tokens it gives.
    pub quota: Option<QuotaTable>,
    /// How much of that is used up, by whoever asks there.
    pub quotas: Arc<Quotas>,
    /// How the parameters of a token request are written where a probe does not say.
    pub token_body: Body,
    /// Further secrets, such as session cookies, with the names that stand for them.
    pub hidden: Vec<(String, Secret)>,
}

/// Further endpoints of a target; none where none is known.
#[derive(Clone, Debug, Default)]
pub struct Further {
    /// Dynamic client registration (RFC 7591).
    pub registration: Option<Url>,
    /// Pushed authorization requests (RFC 9126).
    pub pushed_authorization: Option<Url>,
    /// Logout at the request of a client.
    pub end_session: Option<Url>,
    /// Token revocation (RFC 7009).
    pub revocation: Option<Url>,
    /// Token introspection (RFC 7662).
    pub introspection: Option<Url>,
    /// The userinfo endpoint (`OpenID` Connect Core section 5.3).
    pub userinfo: Option<Url>,
    /// Any resource that wants an access token.
    pub resource: Option<Url>,
    /// Server metadata (RFC 8414).
    pub metadata: Option<Url>,
    /// The query parameter in which the resource wants the id of the client.
    pub key: Option<String>,
    /// Another data centre of the same provider.
    pub elsewhere: Option<Elsewhere>,
}

/// Another data centre of a provider, where its clients are known and its tokens are not.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// Its name.
    pub name: String,
    /// Its token endpoint.
    pub token: Url,
    /// Its resource, if one is known.
    pub resource: Option<Url>,
}

impl Further {
    /// All of them that are known, whatever knows where each is: its name in a scenario, and the
    /// endpoint that a scenario states for it, to its URL.
    ///
    /// # Errors
    /// If one of them has no URL.
    pub fn resolved<E>(
        endpoints: &Endpoints,
        at: impl Fn(&'static str, &str) -> Result<Url, E>,
    ) -> Result<Self, E> {
        let find = |key, endpoint: &Option<String>| {
            endpoint.as_deref().map(|endpoint| at(key, endpoint)).transpose()
        };
        Ok(Self {
            registration: find("registration", &endpoints.registration)?,
            pushed_authorization: find("pushed_authorization", &endpoints.pushed_authorization)?,
            end_session: find("end_session", &endpoints.end_session)?,
            revocation: find("revocation", &endpoints.revocation)?,
            introspection: find("introspection", &endpoints.introspection)?,
            userinfo: find("userinfo", &endpoints.userinfo)?,
            resource: find("resource", &endpoints.resource)?,
            metadata: find("metadata", &endpoints.metadata)?,
            key: None,
            elsewhere: None,
        })
    }

    /// Where each of them is, in the words of `told`.
    #[must_use]
    pub fn endpoints(&self, told: impl Fn(&Url) -> String) -> Endpoints {
        let tell = |url: &Option<Url>| url.as_ref().map(&told);
        Endpoints {
            authorization: None,
            token: None,
            registration: tell(&self.registration),
            pushed_authorization: tell(&self.pushed_authorization),
            end_session: tell(&self.end_session),
            revocation: tell(&self.revocation),
            introspection: tell(&self.introspection),
            userinfo: tell(&self.userinfo),
            resource: tell(&self.resource),
            metadata: tell(&self.metadata),
        }
    }

    /// Those that are known.
    pub fn known(&self) -> impl Iterator<Item = &Url> {
        [
            &self.registration,
            &self.pushed_authorization,
            &self.end_session,
            &self.revocation,
            &self.introspection,
            &self.userinfo,
            &self.resource,
            &self.metadata,
        ]
        .into_iter()
        .flatten()
    }
}

/// A client enrolled at a target.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its `client_id`.
    pub id: String,
    /// Its secret; a public client has none.
    pub secret: Option<Secret>,
    /// What is registered for it.
    pub redirect_uris: Vec<RedirectUri>,
    /// How it authenticates.
    pub auth: ClientAuth,
    /// How it uses PKCE.
    pub pkce: PkceUse,
}

impl Client {
    /// Whether its id or its secret is written otherwise in a form (RFC 6749 section 2.3.1).
    #[must_use]
    pub fn encodes(&self) -> bool {
        let changes = |text: &str| encode(text) != text;
        changes(&self.id) || self.secret.as_ref().is_some_and(|secret| changes(secret.reveal()))
    }

    /// The name of the variable that stands for its secret in a report.
    #[must_use]
    pub fn secret_name(&self) -> String {
        format!("${}", scenario::secret_name(&self.id))
    }
}

impl Tenant {
    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// Whether a person can be taken to be there who is asked: one whom the user speaks for, or the
    /// one of a stand-in.
    #[must_use]
    pub fn asks_people(&self) -> bool {
        self.fills() || self.clock.is_some()
    }

    /// Whether forms are filled on the way to a code.
    #[must_use]
    pub fn fills(&self) -> bool {
        matches!(self.consent, Consent::Form | Consent::Browser)
    }

    /// Why no redirect URI can be put into a place here, if none can.
    #[must_use]
    pub fn lacks(&self, place: Place) -> Option<String> {
        let (known, endpoint) = match place {
            Place::Pushed => (self.further.pushed_authorization.is_some(), "pushed_authorization"),
            Place::Registration => (self.further.registration.is_some(), "registration"),
            Place::Logout => (self.further.end_session.is_some(), "end_session"),
            Place::ConsentForm if !self.fills() => {
                return Some("no forms are filled on the way to a code".to_owned());
            }
            _ => return None,
        };
        (!known).then(|| format!("no {endpoint} endpoint is known"))
    }

    /// The first client with a registered URI of that kind, or of one that can stand in for it,
    /// and that URI in its surroundings.
    #[must_use]
    pub fn subject(&self, kind: Kind) -> Option<(&Client, Registered)> {
        self.own_subject(kind).or_else(|| self.own_subject(kind.or_else()?))
    }

    /// The first client with a registered URI of just that kind, and that URI in its surroundings.
    #[must_use]
    pub fn own_subject(&self, kind: Kind) -> Option<(&Client, Registered)> {
        if kind == Kind::Nothing {
            return self.unregistered();
        }
        self.clients.iter().find_map(|client| {
            let uris = &client.redirect_uris;
            let uri = uris.iter().find(|uri| kind.suits(uri, uris))?;
            let others = uris.iter().filter(|other| *other != uri).cloned().collect();
            Some((client, Registered { uri: uri.clone(), others, foreign: self.foreign(client) }))
        })
    }

    /// The first client with nothing registered.
    fn unregistered(&self) -> Option<(&Client, Registered)> {
        let client = self.clients.iter().find(|client| client.redirect_uris.is_empty())?;
        let nothing = RedirectUri::new("");
        Some((client, Registered { uri: nothing, others: Vec::new(), foreign: self.foreign(client) }))
    }

    /// The next client after `client` that has a secret.
    #[must_use]
    pub fn other_than(&self, client: &Client) -> Option<&Client> {
        self.clients.iter().find(|other| other.id != client.id && other.secret.is_some())
    }

    /// The first client but `client` that has no secret.
    #[must_use]
    pub fn public_but(&self, client: &Client) -> Option<&Client> {
        self.clients.iter().find(|other| other.id != client.id && other.secret.is_none())
    }

    /// One URI that is registered for another client only, on another host if there is one.
    fn foreign(&self, client: &Client) -> Vec<RedirectUri> {
        let home = client.redirect_uris.first().map(RedirectUri::parts).unwrap_or_default();
        let others = self.clients.iter().filter(|other| other.id != client.id);
        let foreign: Vec<&RedirectUri> = others
            .flat_map(|other| &other.redirect_uris)
            .filter(|uri| !uri.is_loopback() && !client.redirect_uris.contains(uri))
            .collect();
        let elsewhere = foreign.iter().find(|uri| uri.parts().host() != home.host());
        elsewhere.or(foreign.first()).map(|uri| (*uri).clone()).into_iter().collect()
    }

    /// What to hide of an observation made here: every secret, its codes and tokens, and the
    /// addresses of the target.
    #[must_use]
    pub fn redaction_for(&self, observation: &Observation) -> Redaction {
        let path = self.authorization.as_str().strip_prefix(self.base.as_str().trim_end_matches('/'));
        let server = observation.subject.server.as_str();
        let base = path.and_then(|path| server.strip_suffix(path)).unwrap_or(self.base.as_str());
        self.redaction().at(base).knowing(observation)
    }

    /// What to hide in general.
    #[must_use]
    pub fn redaction(&self) -> Redaction {
        let mut redaction = Redaction::new(self.base.as_str(), &self.secrets());
        for url in [Some(&self.base), Some(&self.authorization), self.token.as_ref()].into_iter().flatten() {
            redaction = redaction.at(&url.origin().ascii_serialization());
        }
        redaction
    }

    /// Every secret of its clients and its session, with the name that stands for it.
    fn secrets(&self) -> Vec<(String, Secret)> {
        let of_clients =
            self.clients.iter().filter_map(|client| Some((client.secret_name(), client.secret.clone()?)));
        of_clients.chain(self.hidden.clone()).collect()
    }
}
