//! What of a sandbox section is refused before anything is sent: variables that are not set, and
//! addresses at which secrets would travel in the clear or off this machine unasked.

use super::input;
use crate::{
    protocol::is_loopback,
    scenario::{Consent, SandboxSection, Setting},
    target::{TargetError, Tenant},
};
use std::net::IpAddr;
use url::{Host, Url};

/// The variables that the section names and nobody set, all at once.
///
/// # Errors
/// If there are any.
pub(super) fn all_set(
    section: &SandboxSection,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<(), TargetError> {
    let is_unset = |name: &&String| variable(name).is_none_or(|value| value.is_empty());
    let mut unset: Vec<&str> = Vec::new();
    for name in settings(section).filter_map(named).filter(is_unset) {
        if !unset.contains(&name.as_str()) {
            unset.push(name);
        }
    }
    let exports =
        |unset: &[&str]| unset.iter().map(|name| format!("{name}=...")).collect::<Vec<_>>().join(" ");
    match unset.as_slice() {
        [] => Ok(()),
        [name] => Err(input(
            &format!("the environment variable {name} is not set (or empty, or no UTF-8)"),
            &format!("export {name}=... before the run; the scenario's [sandbox] section names it"),
        )),
        [first @ .., last] => Err(input(
            &format!(
                "the environment variables {} and {last} are not set (or empty, or no UTF-8)",
                first.join(", ")
            ),
            &format!(
                "export {} before the run; the scenario's [sandbox] section names them",
                exports(&unset)
            ),
        )),
    }
}

/// Everything in a section that may name a variable, as far as it is used: what is typed into a
/// login only where somebody logs in.
fn settings(section: &SandboxSection) -> impl Iterator<Item = &Setting> {
    let of_clients = section
        .client
        .iter()
        .flat_map(|client| [&client.id].into_iter().chain(&client.secret).chain(&client.redirect_uris));
    let login = section.login.iter().filter(|_| logs_in(section)).flat_map(|login| login.fields.values());
    [&section.base]
        .into_iter()
        .chain(of_clients)
        .chain(section.headers.values())
        .chain(&section.registration_token)
        .chain(login)
}

/// Whether somebody logs in.
pub(super) const fn logs_in(section: &SandboxSection) -> bool {
    matches!(section.consent, Consent::Form | Consent::Browser)
}

const fn named(setting: &Setting) -> Option<&String> {
    match setting {
        Setting::Env(name) => Some(name),
        Setting::Literal(_) => None,
    }
}

/// Whether requests to this tenant may be sent at all.
///
/// # Errors
/// If an address would take secrets over the wire in the clear, or off the machine that the base names.
pub(super) fn addresses(tenant: &Tenant) -> Result<(), TargetError> {
    let known = [
        ("endpoints.authorization", Some(&tenant.authorization)),
        ("endpoints.token", tenant.token.as_ref()),
        ("sandbox.login.start", tenant.login.start.as_ref()),
    ];
    let known = known.into_iter().filter_map(|(key, url)| Some((key, url?)));
    let known = known.chain(tenant.further.known().map(|url| ("[endpoints]", url)));
    for (key, url) in [("sandbox.base", &tenant.base)].into_iter().chain(known) {
        if url.scheme() == "http" && is_public(url) {
            return Err(input(
                &format!(
                    "{key} `{url}` is http: codes, secrets and the login would go over the net in the clear"
                ),
                &format!("write it with https, as `https{}`", url.as_str().trim_start_matches("http")),
            ));
        }
        if is_loopback(&tenant.base) && !is_loopback(url) {
            return Err(input(
                &format!("sandbox.base is on this machine, and {key} `{url}` is not"),
                "write the endpoint as a path, such as \"/authorize\", or name the real base",
            ));
        }
    }
    Ok(())
}

/// Whether a host is out on the net: not on this machine, in a private network, or under a name
/// that is kept for tests and for networks of one's own (RFC 6761, RFC 6762, RFC 8375).
fn is_public(url: &Url) -> bool {
    const OWN: [&str; 9] =
        ["localhost", "test", "example", "invalid", "local", "internal", "lan", "home", "arpa"];
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let (_, last) = name.rsplit_once('.').unwrap_or((name, "local"));
            !OWN.contains(&last)
        }
        Some(Host::Ipv4(address)) => is_global(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_global(IpAddr::V6(address)),
        None => false,
    }
}

fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            !(address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.is_unspecified())
        }
        IpAddr::V6(address) => {
            !(address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        sandbox::{Outside, Sandbox},
        scenario::Scenario,
    };

    fn refused(base: &str, endpoint: &str, consent: &str, set: &[&str]) -> Option<String> {
        let text = format!(
            "[provider]\nname = \"x\"\n[endpoints]\nauthorization = \"{endpoint}\"\n[sandbox]\nbase = \"{base}\"\n\
             consent = \"{consent}\"\n[[sandbox.client]]\nid = {{ env = \"ID\" }}\nsecret = {{ env = \"SECRET\" }}\n\
             redirect_uris = [\"https://app.example/callback\"]\n[sandbox.login]\nfields = {{ user = {{ env = \"USER_NAME\" }} }}\n"
        );
        let scenario = Scenario::parse("x", &text).expect("a scenario");
        let variable = |name: &str| set.contains(&name).then(|| "value".to_owned());
        let outside = Outside { variable: &variable, file: &|path| std::fs::read(path) };
        Sandbox::new(scenario, &outside).err().map(|error| error.to_string())
    }

    const ALL: [&str; 3] = ["ID", "SECRET", "USER_NAME"];

    #[test]
    fn all_variables_that_are_not_set_are_named_at_once() {
        let why = refused("http://127.0.0.1:9", "/a", "form", &["SECRET"]).expect("an error");
        assert!(why.starts_with("the environment variables ID and USER_NAME are not set"), "{why}");
        assert!(why.contains("export ID=... USER_NAME=... before"), "{why}");
        let why = refused("http://127.0.0.1:9", "/a", "none", &["SECRET"]).expect("an error");
        assert!(why.starts_with("the environment variable ID is not set"), "nobody logs in: {why}");
        assert_eq!(refused("http://127.0.0.1:9", "/a", "none", &ALL), None);
    }

    #[test]
    fn secrets_do_not_travel_in_the_clear() {
        for base in ["http://accounts.zoho.com", "http://8.8.8.8", "http://[2001:4860:4860::8888]"] {
            let why = refused(base, "/a", "none", &ALL).unwrap_or_default();
            assert!(why.contains("in the clear") && why.contains("https://"), "{base}: {why}");
        }
        for base in [
            "http://127.0.0.1:9",
            "http://10.1.2.3",
            "http://keycloak:8080",
            "http://as.test",
            "https://x.org",
        ] {
            assert_eq!(refused(base, "/a", "none", &ALL), None, "{base}");
        }
    }

    #[test]
    fn a_base_on_this_machine_asks_nobody_elsewhere() {
        let why =
            refused("http://127.0.0.1:9", "https://accounts.zoho.com/a", "none", &ALL).unwrap_or_default();
        assert!(why.contains("is on this machine, and endpoints.authorization"), "{why}");
    }
}
