//! The layout of a scenario file, and the step from text to [`Scenario`].

use super::{
    Scenario,
    claim::{Claim, Confidence, Deviation},
    endpoints::Endpoints,
    error::{ScenarioError, nearest, position},
    exceptions::Exceptions,
    flaw::Flaw,
    sandbox::SandboxSection,
    standard::Standard,
};
use crate::{
    behaviour::{
        AccessTokenPolicy, Accounts, AuthenticationPolicy, AuthorizationPolicy, Behaviour, ClientPolicy,
        CodePolicy, DataCentres, IntrospectionPolicy, MetadataPolicy, PkcePolicy, RedirectUriPolicy,
        RefreshPolicy, RegistrationPolicy, ResourcePolicy, RevocationPolicy, ScopePolicy, StatePolicy,
        TOPICS, ThrottlePolicy, TokenPolicy,
    },
    mutation::{self, Severity},
};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Provider,
    #[serde(default)]
    endpoints: Endpoints,
    #[serde(default)]
    authorization: AuthorizationPolicy,
    #[serde(default)]
    redirect_uri: RedirectUriPolicy,
    #[serde(default)]
    scope: ScopePolicy,
    #[serde(default)]
    state: StatePolicy,
    #[serde(default)]
    code: CodePolicy,
    #[serde(default)]
    pkce: PkcePolicy,
    #[serde(default)]
    token: TokenPolicy,
    #[serde(default)]
    authentication: AuthenticationPolicy,
    #[serde(default)]
    access_token: AccessTokenPolicy,
    #[serde(default)]
    refresh_token: RefreshPolicy,
    #[serde(default)]
    revocation: RevocationPolicy,
    #[serde(default)]
    introspection: IntrospectionPolicy,
    #[serde(default)]
    resource: ResourcePolicy,
    #[serde(default)]
    metadata: MetadataPolicy,
    #[serde(default)]
    registration: RegistrationPolicy,
    #[serde(default)]
    client: ClientPolicy,
    #[serde(default)]
    data_centres: DataCentres,
    #[serde(default)]
    accounts: Accounts,
    #[serde(default)]
    throttle: ThrottlePolicy,
    #[serde(default)]
    claim: Vec<ClaimTable>,
    #[serde(default)]
    deviation: Vec<DeviationTable>,
    exceptions: Option<Exceptions>,
    sandbox: Option<SandboxSection>,
    flaw: Option<Flaw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    name: String,
    product: Option<String>,
    note: Option<String>,
    #[serde(default)]
    standard: Standard,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimTable {
    about: Vec<Spanned<String>>,
    confidence: Confidence,
    source: String,
    says: String,
    instead: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviationTable {
    rule: Spanned<String>,
    because: String,
    severity: Option<Severity>,
    #[serde(default)]
    mutations: Vec<Spanned<String>>,
}

/// What a claim can be about beside the topics of the behaviour.
const OTHER_SUBJECTS: [&str; 3] = ["endpoints", "sandbox", "note"];

pub(super) fn parse(path: &str, stem: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let file: File = toml::from_str(text).map_err(|error| ScenarioError::from_toml(path, text, &error))?;
    let context = Context { path, text };
    Ok(Scenario {
        stem: stem.to_owned(),
        folder: None,
        name: file.provider.name,
        product: file.provider.product,
        note: file.provider.note,
        standard: file.provider.standard,
        endpoints: file.endpoints,
        behaviour: Behaviour {
            authorization: file.authorization,
            redirect_uri: file.redirect_uri,
            scope: file.scope,
            state: file.state,
            code: file.code,
            pkce: file.pkce,
            token: file.token,
            authentication: file.authentication,
            access_token: file.access_token,
            refresh_token: file.refresh_token,
            revocation: file.revocation,
            introspection: file.introspection,
            resource: file.resource,
            metadata: file.metadata,
            registration: file.registration,
            client: file.client,
            data_centres: file.data_centres,
            accounts: file.accounts,
            throttle: file.throttle,
        },
        claims: file.claim.into_iter().map(|claim| context.claim(claim)).collect::<Result<_, _>>()?,
        deviations: file
            .deviation
            .into_iter()
            .map(|table| context.deviation(table))
            .collect::<Result<_, _>>()?,
        exceptions: file.exceptions,
        sandbox: file.sandbox,
        flaw: file.flaw,
        source: text.to_owned(),
    })
}

struct Context<'a> {
    path: &'a str,
    text: &'a str,
}

impl Context<'_> {
    fn claim(&self, table: ClaimTable) -> Result<Claim, ScenarioError> {
        let subjects = || TOPICS.iter().map(|topic| topic.path).chain(OTHER_SUBJECTS);
        for about in &table.about {
            let known = subjects().any(|subject| super::covers(about.get_ref(), subject));
            if !known {
                return Err(self.unknown(about, "topic", subjects()));
            }
        }
        Ok(Claim {
            about: table.about.into_iter().map(Spanned::into_inner).collect(),
            confidence: table.confidence,
            source: table.source,
            says: table.says,
            instead: table.instead,
        })
    }

    fn deviation(&self, table: DeviationTable) -> Result<Deviation, ScenarioError> {
        for mutation in &table.mutations {
            if mutation::by_id(mutation.get_ref()).is_none() {
                return Err(self.unknown(
                    mutation,
                    "mutation",
                    mutation::catalogue().map(|mutation| mutation.id),
                ));
            }
        }
        Ok(Deviation {
            at: position(self.text, table.rule.span().start),
            rule: table.rule.into_inner(),
            because: table.because,
            severity: table.severity,
            mutations: table.mutations.into_iter().map(Spanned::into_inner).collect(),
        })
    }

    fn unknown<'a>(
        &self,
        name: &Spanned<String>,
        kind: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> ScenarioError {
        ScenarioError {
            file: self.path.to_owned(),
            at: Some(position(self.text, name.span().start)),
            what: format!("there is no {kind} `{}`", name.get_ref()),
            mend: nearest(name.get_ref(), known).map(|near| format!("did you mean `{near}`?")),
        }
    }
}
