//! The first line of a journal: what was asked of whom.

use super::{PLACE, PLACE_HERE, SCHEMA};
use crate::{
    budget::{Budget, Tier},
    clock::Clock,
    probe::Body,
    protocol::{RedirectUri, Secret},
    scenario::{ClientAuth, Consent, Endpoints, PkceUse, Scenario, ScenarioError, Standard},
    target::{Client, Elsewhere, Further, Target, TargetError, Tenant},
};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use url::Url;

/// What a journal says of itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Header {
    /// The version of the layout.
    pub journal: u32,
    /// The target: the stem of its scenario.
    pub target: String,
    /// The bundled folder of the scenario; none for a file of the user's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Whether a real server was asked.
    pub live: bool,
    /// What it was judged by, which need not be what its scenario names.
    pub standard: Standard,
    /// What the run was allowed.
    pub means: Means,
    /// The target's endpoints, their host replaced.
    authorization: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Its further endpoints, likewise.
    further: Endpoints,
    /// The parameter by which a client names itself beside a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Another data centre of the provider: its name, its token endpoint and perhaps its resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    elsewhere: Option<(String, String, Option<String>)>,
    /// Whether forms are filled on the way to a code.
    forms: bool,
    clients: Vec<KnownClient>,
    parameters: Vec<(String, String)>,
    /// Whether its clock can be turned.
    clock: bool,
    /// The text of the scenario, literal secrets replaced.
    scenario: String,
}

/// What a run was allowed, as far as its answers depend on it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Means {
    /// As [`Budget::cases`].
    pub cases: usize,
    /// As [`Budget::seed`].
    pub seed: u64,
    /// As [`Budget::requests`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<usize>,
    /// As [`Budget::tier`].
    pub tier: Tier,
    /// As [`Budget::patience`], in milliseconds.
    pub patience: u64,
    /// As [`Budget::only`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
struct KnownClient {
    id: String,
    /// The name that stands for its secret; none for a public client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    redirect_uris: Vec<RedirectUri>,
    auth: ClientAuth,
    pkce: PkceUse,
}

impl Header {
    /// The header of a run.
    ///
    /// # Errors
    /// If the target cannot be enrolled at.
    pub async fn of<T: Target>(target: &T, budget: &Budget) -> Result<Self, TargetError> {
        let scenario = target.scenario();
        let tenant = target.enrol().await?;
        let in_place = |url: &Url| {
            let mut url = url.clone();
            let own = tenant.base.path().trim_end_matches('/');
            // Of a well-known path, that of the issuer is the end (RFC 8414 section 3.1).
            let path = url.path().strip_prefix(own).or_else(|| url.path().strip_suffix(own));
            let path = path.map(str::to_owned);
            let _ = url.set_host(Some(if tenant.is_loopback() { PLACE_HERE } else { PLACE }));
            let _ = url.set_port(None);
            if let Some(path) = path {
                url.set_path(&path);
            }
            String::from(url)
        };
        Ok(Self {
            journal: SCHEMA,
            target: scenario.stem.clone(),
            folder: scenario.folder.map(str::to_owned),
            live: target.is_live(),
            standard: scenario.standard,
            means: Means::of(budget, target.courier_settings().limit),
            authorization: in_place(&tenant.authorization),
            token: tenant.token.as_ref().map(in_place),
            further: tenant.further.endpoints(in_place),
            key: tenant.further.key.clone(),
            elsewhere: tenant.further.elsewhere.as_ref().map(|there| {
                (there.name.clone(), in_place(&there.token), there.resource.as_ref().map(in_place))
            }),
            forms: tenant.fills(),
            clients: tenant.clients.iter().map(KnownClient::of).collect(),
            parameters: tenant.parameters.clone(),
            clock: tenant.clock.is_some(),
            scenario: scenario.without_secrets(),
        })
    }

    /// The line, without its line break.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The scenario whose text it holds.
    ///
    /// # Errors
    /// If that is no scenario to this version.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        let scenario = match self.folder.as_deref() {
            Some(folder) => Scenario::parse_in(folder, &self.target, &self.scenario),
            None => Scenario::parse(&self.target, &self.scenario),
        };
        Ok(Scenario { standard: self.standard, ..scenario? })
    }

    /// The enrolment it tells of; secrets are their names.
    ///
    /// # Errors
    /// If an endpoint in it is no URL.
    pub(super) fn tenant(&self) -> Result<Tenant, url::ParseError> {
        let authorization = Url::parse(&self.authorization)?;
        let mut base = authorization.clone();
        base.set_path("/");
        base.set_query(None);
        let url = |endpoint: &Option<String>| endpoint.as_deref().map(Url::parse).transpose();
        let elsewhere = match &self.elsewhere {
            Some((name, token, resource)) => {
                Some(Elsewhere { name: name.clone(), token: Url::parse(token)?, resource: url(resource)? })
            }
            None => None,
        };
        let further = Further::resolved(&self.further, |_, endpoint| Url::parse(endpoint))?;
        Ok(Tenant {
            authorization,
            token: url(&self.token)?,
            further: Further { key: self.key.clone(), elsewhere, ..further },
            clients: self.clients.iter().map(KnownClient::client).collect(),
            parameters: self.parameters.clone(),
            clock: self.clock.then(Clock::default),
            consent: if self.forms { Consent::Form } else { Consent::None },
            login: Arc::default(),
            driver: None,
            keeper: None,
            hosts: Arc::from([]),
            quota: None,
            quotas: Arc::default(),
            token_body: Body::default(),
            hidden: Vec::new(),
            base,
        })
    }

    /// What makes a run another one than this; nothing if it can go on with its journal.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> Option<&'static str> {
        let said = [
            (self.target != other.target, "the target"),
            (self.live != other.live, "whether the real server is asked"),
            (self.scenario != other.scenario, "the scenario file"),
            (self.standard != other.standard, "the standard"),
            (self.means != other.means, "what the run may ask and spend"),
            (self != other, "the clients or endpoints"),
        ];
        said.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what)
    }
}

impl Means {
    /// The budget of the run.
    #[must_use]
    pub fn budget(&self) -> Budget {
        Budget {
            cases: self.cases,
            seed: self.seed,
            requests: self.requests,
            tier: self.tier,
            patience: Duration::from_millis(self.patience),
            only: self.only.clone(),
            ..Budget::default()
        }
    }

    fn of(budget: &Budget, limit: Option<usize>) -> Self {
        Self {
            cases: budget.cases,
            seed: budget.seed,
            requests: budget.requests.or(limit),
            tier: budget.tier,
            patience: u64::try_from(budget.patience.as_millis()).unwrap_or(u64::MAX),
            only: budget.only.clone(),
        }
    }
}

impl KnownClient {
    fn of(client: &Client) -> Self {
        Self {
            id: client.id.clone(),
            secret: client.secret.as_ref().map(|_| client.secret_name()),
            redirect_uris: client.redirect_uris.clone(),
            auth: client.auth,
            pkce: client.pkce,
        }
    }

    fn client(&self) -> Client {
        Client {
            id: self.id.clone(),
            secret: self.secret.clone().map(Secret::new),
            redirect_uris: self.redirect_uris.clone(),
            auth: self.auth,
            pkce: self.pkce,
        }
    }
}
