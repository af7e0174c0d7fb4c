//! Sandboxes: real authorization servers, reached as a scenario's `[sandbox]` section says.

mod browsing;
mod centres;
mod discovery;
mod guard;
mod login;
mod registration;

pub use discovery::{Discovered, discover};
pub use registration::Registration;

use crate::{
    behaviour::{Allowance, Lifetime, ThrottlePolicy},
    probe::Body,
    protocol::{RedirectUri, Secret, is_loopback},
    scenario::{self, Quota, QuotaTable, Rate, SandboxClient, SandboxSection, Scenario, Setting},
    target::{Client, CourierSettings, Further, Quotas, Target, TargetError, Tenant},
};
use std::{io, sync::Arc, time::Duration};
use url::Url;

/// A real server.
///
/// ```
/// use oauth_litmus::{Sandbox, Scenario, sandbox::Outside};
/// let scenario = Scenario::parse("mine", r#"
///     [provider]
///     name = "My server"
///     [endpoints]
///     authorization = "/authorize"
///     [sandbox]
///     base = "http://127.0.0.1:9000"
///     [[sandbox.client]]
///     id = { env = "MY_CLIENT" }
///     redirect_uris = ["https://app.example/callback"]
/// "#).unwrap();
/// let outside = Outside { variable: &|_| Some("app".to_owned()), file: &|path| std::fs::read(path) };
/// assert!(Sandbox::new(scenario, &outside).unwrap().is_loopback());
/// ```
#[derive(Clone, Debug)]
pub struct Sandbox {
    scenario: Scenario,
    tenant: Tenant,
    settings: CourierSettings,
    /// Whether its clients have to be registered first.
    registers: bool,
    /// Whether no more than one is.
    one_client: bool,
    /// The initial access token of its registration endpoint (RFC 7591 section 3).
    registration_token: Option<Secret>,
}

/// What a sandbox section may refer to outside its file.
pub struct Outside<'a> {
    /// The value of an environment variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// The content of a file.
    pub file: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
}

/// The most requests off loopback unless the user raises it.
pub const POLITE_LIMIT: usize = 300;

/// Those of the usual clients that are registered off loopback.
const POLITE_CLIENTS: [&str; 4] = ["app", "app-several", "native", "other"];

impl Sandbox {
    /// Reads the sandbox section of a scenario; `outside` is asked for what it refers to.
    ///
    /// # Errors
    /// If there is no such section, a variable is not set, or an address is no URL.
    pub fn new(scenario: Scenario, outside: &Outside<'_>) -> Result<Self, TargetError> {
        let section = scenario.sandbox.clone().ok_or_else(|| {
            input(
                "there is no [sandbox] section, so there is no real server to ask",
                "add one with `base` and `[[sandbox.client]]`, or leave out --live",
            )
        })?;
        guard::all_set(&section, outside.variable)?;
        let value = |setting: &Setting| {
            setting.resolve(outside.variable).map_err(|error| TargetError::Input(error.to_string()))
        };
        let base = web_url("sandbox.base", &value(&section.base)?)?;
        let at = |key: &str, endpoint: &str| {
            let url = base.join(endpoint).map_err(|error| {
                input(
                    &format!("endpoints.{key} `{endpoint}` is no URL: {error}"),
                    "write a path such as \"/authorize\"",
                )
            })?;
            let url = web_url(&format!("endpoints.{key}"), url.as_str())?;
            Ok(if key == "resource" { at_home(&base, url) } else { url })
        };
        let endpoints = &scenario.endpoints;
        let authorization = endpoints.authorization.as_deref().ok_or_else(|| {
            input(
                "endpoints.authorization is missing, so nothing can be asked",
                "add `authorization = \"/...\"` to [endpoints]",
            )
        })?;
        let registers = section.client.is_empty();
        if registers && endpoints.registration.is_none() {
            return Err(input(
                "there is no [[sandbox.client]]",
                "add at least one with `id` and `redirect_uris`, or `registration = \"/...\"` to [endpoints] where clients can register themselves (RFC 7591)",
            ));
        }
        let registration_token =
            section.registration_token.as_ref().map(&value).transpose()?.map(Secret::new);
        let headers = section
            .headers
            .iter()
            .map(|(name, setting)| header(name, &value(setting)?))
            .collect::<Result<Vec<_>, _>>()?;
        let quota = section.quota.clone().or_else(|| kept_to(&scenario.behaviour.throttle));
        let mut tenant = Tenant {
            authorization: at("authorization", authorization)?,
            token: endpoints.token.as_deref().map(|token| at("token", token)).transpose()?,
            further: Further {
                key: scenario.behaviour.accounts.key.clone(),
                elsewhere: centres::elsewhere(&scenario.behaviour.data_centres, &base, endpoints),
                ..Further::resolved(endpoints, at)?
            },
            clients: section
                .client
                .iter()
                .map(|client| enrol(client, &value))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            parameters: parameters(&section),
            clock: None,
            consent: section.consent,
            login: Arc::new(login::login(&section, &base, &value)?),
            driver: None,
            keeper: None,
            hosts: section.hosts.clone().into(),
            quotas: Arc::new(Quotas::of(quota.as_ref())),
            quota,
            token_body: Body::taken_by(&scenario.behaviour.token),
            hidden: headers
                .iter()
                .map(|(name, secret)| (format!("${}", scenario::header_name(name)), secret.clone()))
                .collect(),
            base: base.clone(),
        };
        guard::addresses(&tenant)?;
        tenant.hidden.extend(login::typed_in(&tenant));
        let named = registration_token.clone().map(|token| ("$REGISTRATION_TOKEN".to_owned(), token));
        tenant.hidden.extend(named);
        let settings = CourierSettings {
            tls: [
                Some(&base),
                Some(&tenant.authorization),
                tenant.token.as_ref(),
                tenant.login.start.as_ref(),
            ]
            .into_iter()
            .flatten()
            .chain(tenant.further.known())
            .any(|url| url.scheme() == "https"),
            ca: section.ca.as_deref().map(|path| authority(path, outside)).transpose()?,
            headers: headers.clone(),
            pace: pace(&section, tenant.is_loopback()),
            patience: timeout(&section),
            limit: (!tenant.is_loopback()).then_some(POLITE_LIMIT),
            waits: true,
            recipient: None,
        };
        let mut sandbox =
            Self { scenario, tenant, settings, registers, one_client: false, registration_token };
        sandbox.prepare_browser()?;
        Ok(sandbox)
    }

    /// With another limit on requests.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.settings.limit = Some(limit);
        self
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.tenant.is_loopback()
    }

    /// Its base URL.
    #[must_use]
    pub fn base(&self) -> &Url {
        &self.tenant.base
    }
}

impl Target for Sandbox {
    fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    fn is_live(&self) -> bool {
        true
    }

    async fn enrol(&self) -> Result<Tenant, TargetError> {
        if self.registers {
            return Err(input(
                "its clients are not registered yet",
                "call `Sandbox::register` and ask the sandbox of what comes back, or name a client as [[sandbox.client]]",
            ));
        }
        Ok(self.tenant.clone())
    }

    fn courier_settings(&self) -> CourierSettings {
        self.settings.clone()
    }
}

fn enrol(
    client: &SandboxClient,
    value: &impl Fn(&Setting) -> Result<String, TargetError>,
) -> Result<Client, TargetError> {
    Ok(Client {
        id: value(&client.id)?,
        secret: client.secret.as_ref().map(value).transpose()?.map(Secret::new),
        redirect_uris: client
            .redirect_uris
            .iter()
            .map(|uri| value(uri).map(RedirectUri::new))
            .collect::<Result<_, _>>()?,
        auth: client.auth,
        pkce: client.pkce,
    })
}

fn parameters(section: &SandboxSection) -> Vec<(String, String)> {
    let scope = section.scope.iter().map(|scope| ("scope".to_owned(), scope.clone()));
    scope.chain(section.parameters.clone()).collect()
}

/// The quotas that keep within a throttle that is stated.
fn kept_to(throttle: &ThrottlePolicy) -> Option<QuotaTable> {
    let quota =
        |allowance: Option<Allowance>| allowance.map(|Allowance { count, span }| Quota { count, span });
    let (codes, tokens) = (quota(throttle.codes), quota(throttle.tokens));
    (codes.is_some() || tokens.is_some()).then_some(QuotaTable { codes, tokens })
}

fn pace(section: &SandboxSection, on_loopback: bool) -> Duration {
    match section.rate {
        Some(Rate::Every(span)) => span,
        Some(Rate::Unlimited) => Duration::ZERO,
        None if on_loopback => Duration::ZERO,
        None => Duration::from_secs(1),
    }
}

/// A header field that can be sent.
fn header(name: &str, value: &str) -> Result<(String, Secret), TargetError> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let fits =
        !name.is_empty() && name.chars().all(token) && value.chars().all(|c| c == '\t' || !c.is_control());
    if fits {
        Ok((name.to_owned(), Secret::new(value)))
    } else {
        Err(input(
            &format!("sandbox.headers `{name}` is no header field"),
            "a name is letters and dashes, a value has no line break",
        ))
    }
}

fn timeout(section: &SandboxSection) -> Duration {
    match section.timeout {
        Some(Lifetime::Ends(span)) => span,
        _ => Duration::from_secs(10),
    }
}

fn web_url(key: &str, text: &str) -> Result<Url, TargetError> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.fragment().is_none() => Ok(url),
        Ok(_) => Err(input(
            &format!("{key} `{text}` is no http or https URL without a fragment"),
            "write it like \"http://127.0.0.1:9101\"",
        )),
        Err(error) => Err(input(
            &format!("{key} `{text}` is no URL: {error}"),
            "write it like \"http://127.0.0.1:9101\"",
        )),
    }
}

/// Where a provider's API is: as stated, but that of a server on this machine, such as a stand-in,
/// is there too, so that its tokens never leave the machine.
fn at_home(base: &Url, endpoint: Url) -> Url {
    if !is_loopback(base) || is_loopback(&endpoint) {
        return endpoint;
    }
    let mut home = base.clone();
    home.set_path(endpoint.path());
    home.set_query(endpoint.query());
    home
}

fn authority(path: &str, outside: &Outside<'_>) -> Result<Vec<u8>, TargetError> {
    (outside.file)(path)
        .map_err(|error| input(&format!("sandbox.ca `{path}` cannot be read: {error}"), "name a PEM file"))
}

fn input(what: &str, mend: &str) -> TargetError {
    TargetError::Input(format!("{what}\n  mend: {mend}"))
}
