//! What a stand-in remembers between requests.

use super::{account::Account, register::Joined, routes, throttle::Throttle, tokens::Tokens, visits::Visits};
use crate::{
    behaviour::{Behaviour, CodeCompare, CodePolicy, CodeValues, RegistrationGap},
    clock::Moment,
    protocol::{RedirectUri, Secret},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;
use sha2::{Digest as _, Sha256};
use std::{collections::BTreeMap, slice, sync::Arc};

/// A client as a stand-in knows it.
#[derive(Clone, Debug)]
pub struct RegisteredClient {
    /// Its `client_id`.
    pub id: String,
    /// Its secret; a public client has none.
    pub secret: Option<Secret>,
    /// What is registered for it.
    pub redirect_uris: Vec<RedirectUri>,
}

/// The state of one tenant of a stand-in.
#[derive(Clone, Debug)]
pub struct ServerState {
    /// The URL of the server, for its own redirects.
    pub base: String,
    /// The provider's name, for its pages.
    pub provider: String,
    pub(super) visits: Visits,
    /// Whether a request whose `prompt` says so is put to the one user there is.
    pub(super) asks: bool,
    clients: Arc<[RegisteredClient]>,
    /// The first redirect URI used by clients that have none registered.
    first_used: BTreeMap<String, RedirectUri>,
    /// Clients that were registered by request.
    pub(super) joined: Vec<Joined>,
    codes: BTreeMap<String, Grant>,
    pub(super) tokens: Tokens,
    pub(super) throttle: Throttle,
    /// Its endpoints by their names in metadata, each with its path.
    pub(super) paths: Vec<(String, String)>,
    salt: String,
    issued: usize,
    /// When its clock began, in seconds since 1970, for whoever reads times off its tokens.
    pub(super) epoch: u64,
}

/// What stands behind a code.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) client: String,
    /// Who allowed it.
    pub(super) account: Account,
    /// The redirect URI of the authorization request, as it was requested; none if omitted.
    pub(super) redirect_uri: Option<String>,
    pub(super) issued: Moment,
    pub(super) uses: u32,
    pub(super) first_used: Option<Moment>,
    /// When the request that used it first arrived, in real time.
    pub(super) first_arrived: Option<Moment>,
    pub(super) burnt: bool,
    /// How many attempts came without the right verifier.
    pub(super) wrong_verifiers: u32,
    pub(super) challenge: Option<Challenge>,
    pub(super) scope: Option<String>,
    /// Whether a refresh token was asked for.
    pub(super) offline: bool,
    /// The family of the tokens it brought.
    pub(super) family: Option<usize>,
}

/// A PKCE challenge (RFC 7636 section 4.3).
#[derive(Clone, Debug)]
pub(super) enum Challenge {
    S256(String),
    Plain(String),
}

impl ServerState {
    /// A server at `base` with these clients and nothing issued; `salt` makes its codes and
    /// tokens its own.
    #[must_use]
    pub fn new(
        base: impl Into<String>,
        clients: impl Into<Arc<[RegisteredClient]>>,
        salt: impl Into<String>,
    ) -> Self {
        Self {
            base: base.into(),
            provider: "OAuth 2.0".to_owned(),
            visits: Visits::default(),
            asks: false,
            clients: clients.into(),
            first_used: BTreeMap::new(),
            joined: Vec::new(),
            codes: BTreeMap::new(),
            tokens: Tokens::default(),
            throttle: Throttle::default(),
            paths: Vec::new(),
            salt: salt.into(),
            issued: 0,
            epoch: 0,
        }
    }

    /// The same server, with pages in this provider's name.
    #[must_use]
    pub fn of_provider(self, name: impl Into<String>) -> Self {
        Self { provider: name.into(), ..self }
    }

    /// The same server, which asks its one user where the `prompt` of a request says so.
    #[must_use]
    pub(super) fn asking(self) -> Self {
        Self { asks: true, ..self }
    }

    /// The same server, with these endpoints in its metadata.
    #[must_use]
    pub(super) fn with_paths(self, paths: Vec<(String, String)>) -> Self {
        Self { paths, ..self }
    }

    /// The same server; its clock began so many seconds after 1970.
    #[must_use]
    pub(super) fn since(self, epoch: u64) -> Self {
        Self { epoch, ..self }
    }

    /// The base URL of one of its data centres, by the path that leads there.
    pub(super) fn base_at(&self, data_centre: Option<&str>) -> String {
        data_centre.map_or_else(
            || self.base.clone(),
            |centre| format!("{}{}{centre}", self.base.trim_end_matches('/'), routes::DATA_CENTRE),
        )
    }

    pub(super) fn client(&self, id: &str) -> Option<&RegisteredClient> {
        let joined = self.joined.iter().filter(|joined| !joined.deleted).map(|joined| &joined.client);
        self.clients.iter().chain(joined).find(|client| client.id == id)
    }

    /// The client as an endpoint knows it that forgets none where it has this gap.
    pub(super) fn client_despite(
        &self,
        id: &str,
        behaviour: &Behaviour,
        gap: RegistrationGap,
    ) -> Option<&RegisteredClient> {
        let gone = || self.joined(id).map(|joined| &joined.client);
        let forgotten = behaviour.registration.skips(gap);
        self.client(id).or_else(|| if forgotten { gone() } else { None })
    }

    /// What was registered for a client by request, if it was.
    pub(super) fn joined(&self, id: &str) -> Option<&Joined> {
        self.joined.iter().find(|joined| joined.client.id == id)
    }

    /// What is registered for a client, or was first used by one that has nothing registered.
    pub(super) fn redirect_uris(&self, client: &str) -> &[RedirectUri] {
        let known = self.client(client).or_else(|| Some(&self.joined(client)?.client));
        let registered = known.map_or(&[][..], |client| &client.redirect_uris);
        match self.first_used.get(client) {
            Some(used) if registered.is_empty() => slice::from_ref(used),
            _ => registered,
        }
    }

    pub(super) fn remember_redirect_uri(&mut self, client: &str, used: RedirectUri) {
        self.first_used.insert(client.to_owned(), used);
    }

    /// A new code for `grant`, with `tail` at its end.
    pub(super) fn issue(&mut self, grant: Grant, policy: &CodePolicy, tail: &str) -> String {
        let random = self.random("code", policy.entropy);
        let code = match policy.values.unwrap_or_default() {
            CodeValues::Random => random,
            CodeValues::Counter => format!("{}{:06}", digest(&format!("codes {}", self.salt)), self.issued),
            CodeValues::NonAscii => format!("{random}\u{e9}"),
        } + tail;
        self.codes.insert(code.clone(), grant);
        code
    }

    /// The code that was issued, if what is presented counts as one.
    pub(super) fn issued_code(&self, presented: &str, compare: CodeCompare) -> Option<String> {
        let is_it = |code: &&String| match compare {
            CodeCompare::Exact => *code == presented,
            CodeCompare::IgnoringCase => code.eq_ignore_ascii_case(presented),
        };
        self.codes.keys().find(is_it).cloned()
    }

    pub(super) fn grant(&self, code: &str) -> Option<&Grant> {
        self.codes.get(code)
    }

    /// The challenges of all codes of a client.
    pub(super) fn challenges(&self, client: &str) -> Vec<Challenge> {
        let own = self.codes.values().filter(|grant| grant.client == client);
        own.filter_map(|grant| grant.challenge.clone()).collect()
    }

    pub(super) fn grant_mut(&mut self, code: &str) -> Option<&mut Grant> {
        self.codes.get_mut(code)
    }

    /// A value never given before: unguessable to no one who knows the salt, which is fine for a
    /// stand-in.
    pub(super) fn fresh(&mut self, kind: &str) -> String {
        self.issued += 1;
        digest(&format!("{kind} {} {}", self.salt, self.issued))
    }

    /// The same, with so many bits that vary, in characters of six bits each; 256 if absent.
    pub(super) fn random(&mut self, kind: &str, bits: Option<u16>) -> String {
        let length = bits.map_or(RANDOM, |bits| usize::from(bits).div_ceil(6));
        let mut value = self.fresh(kind);
        while value.len() < length {
            let further = digest(&value);
            value.push_str(&further);
        }
        value.truncate(length);
        value
    }

    /// The server's signature of a text: HMAC with SHA-256 under its own key (RFC 7518 section
    /// 3.2), as base64url.
    pub(super) fn signature(&self, text: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, digest(&format!("key {}", self.salt)).as_bytes());
        URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()))
    }
}

/// The characters that 256 bits take.
const RANDOM: usize = 43;

fn digest(of: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(of))
}
