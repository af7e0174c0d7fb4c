//! The beginning of a scenario file, as far as a server's metadata tell.

use serde_json::{Map, Value};
use std::fmt::Write as _;
use url::Url;

/// Endpoints by their name in a scenario and in the metadata (RFC 8414 section 2).
const ENDPOINTS: [(&str, &str); 8] = [
    ("authorization", "authorization_endpoint"),
    ("token", "token_endpoint"),
    ("revocation", "revocation_endpoint"),
    ("introspection", "introspection_endpoint"),
    ("userinfo", "userinfo_endpoint"),
    ("registration", "registration_endpoint"),
    ("pushed_authorization", "pushed_authorization_request_endpoint"),
    ("end_session", "end_session_endpoint"),
];

/// A scenario file for the server whose metadata document was at `found_at`: where its endpoints
/// are, and a sandbox section with what has to be filled in. Where `registers`, each run has clients
/// of its own, and none is named.
#[must_use]
pub fn starter(found_at: &Url, document: &Map<String, Value>, registers: bool) -> String {
    let member = |name: &str| document.get(name).and_then(Value::as_str);
    let base = member("authorization_endpoint").and_then(|url| Url::parse(url).ok());
    let base = base.unwrap_or_else(|| found_at.clone()).origin().ascii_serialization();
    let issuer = member("issuer").unwrap_or(found_at.as_str());
    let host = Url::parse(issuer).ok().and_then(|url| url.host_str().map(str::to_owned));
    let mut text = format!(
        "# Begun from the metadata at {found_at}; it says where the server is and claims nothing about it.\n\n\
         [provider]\nname = {}\n\n[endpoints]\n",
        quoted(host.as_deref().unwrap_or(issuer))
    );
    for (name, named) in ENDPOINTS {
        if let Some(endpoint) = member(named).filter(|url| Url::parse(url).is_ok())
            && (name != "registration" || registers)
        {
            let _ = writeln!(text, "{name} = {}", quoted(relative(endpoint, &base)));
        }
    }
    let _ = writeln!(text, "metadata = {}", quoted(relative(found_at.as_str(), &base)));
    let _ = write!(
        text,
        "\n[sandbox]\nbase = {}\nconsent = \"none\"                   # \"automatic\", \"form\" or \"browser\", to come to a code\n",
        quoted(&base)
    );
    if let Some(scope) = scope(document) {
        let _ = writeln!(text, "scope = {}", quoted(scope));
    }
    if registers {
        text.push_str(
            "# No client is named: each run registers its own at the registration endpoint, and deletes them.\n",
        );
    } else {
        text.push_str(&client(document));
    }
    text.push_str(
        "\n# For the whole code flow, set consent above to \"form\" (or \"browser\") and say how a person logs in:\n\
         # [sandbox.login]\n# fields = { username = { env = \"AS_USER\" }, password = { env = \"AS_PASSWORD\" } }   # by the names of the form's fields\n\
         # press = [\"Sign in\", \"Allow\"]                                                       # buttons, by name, value or label\n",
    );
    text
}

/// What a user still has to say, a sentence each.
#[must_use]
pub fn left_to_fill_in(registers: bool) -> Vec<&'static str> {
    let client = "[[sandbox.client]]: set AS_CLIENT_ID, AS_CLIENT_SECRET and AS_REDIRECT_URI to those of a client that the server knows; further clients with other kinds of redirect URI let more be asked";
    let login = "consent and [sandbox.login]: how a person logs in, so that codes can be redeemed; without it only redirect URIs are compared";
    let client = (!registers).then_some(client);
    client.into_iter().chain([login]).collect()
}

/// An endpoint as a scenario names it: its path where it is at the base.
fn relative<'a>(endpoint: &'a str, base: &str) -> &'a str {
    endpoint.strip_prefix(base).filter(|path| path.starts_with('/')).unwrap_or(endpoint)
}

/// A scope that any client may have: `openid` where the server is an `OpenID` provider, else the
/// first it lists.
fn scope(document: &Map<String, Value>) -> Option<&str> {
    let listed = document.get("scopes_supported")?.as_array()?;
    let mut known = listed.iter().filter_map(Value::as_str);
    known.clone().find(|scope| *scope == "openid").or_else(|| known.next())
}

fn client(document: &Map<String, Value>) -> String {
    let lists = |name: &str, value: &str| {
        let listed = document.get(name).and_then(Value::as_array);
        listed.map(|listed| listed.iter().any(|one| one == value))
    };
    let basic = lists("token_endpoint_auth_methods_supported", "client_secret_basic").unwrap_or(true);
    let mut text = "\n[[sandbox.client]]\nid = { env = \"AS_CLIENT_ID\" }\nsecret = { env = \"AS_CLIENT_SECRET\" }       # leave it out for a public client\n\
         redirect_uris = [{ env = \"AS_REDIRECT_URI\" }]\n"
        .to_owned();
    if !basic {
        text.push_str("auth = \"post\"\n");
    }
    let method = |value| lists("code_challenge_methods_supported", value);
    if method("S256") == Some(false) && method("plain") == Some(true) {
        text.push_str("pkce = \"plain\"\n");
    }
    text
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::starter;
    use crate::scenario::Scenario;
    use serde_json::json;
    use url::Url;

    fn begun(document: &serde_json::Value, registers: bool) -> (String, Scenario) {
        let found_at = Url::parse("https://as.example/.well-known/openid-configuration").expect("a URL");
        let text = starter(&found_at, document.as_object().expect("an object"), registers);
        let scenario = Scenario::parse("begun", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        (text, scenario)
    }

    #[test]
    fn what_is_begun_is_a_scenario_whatever_the_document_holds() {
        for document in [
            json!({}),
            json!({"issuer": "x\"\n[provider]", "authorization_endpoint": "https://as.example/a\"b\nc"}),
            json!({"issuer": 1, "scopes_supported": ["\"]\n#", 2], "authorization_endpoint": "https://other.example/a?x=1"}),
        ] {
            begun(&document, false);
            begun(&document, true);
        }
    }

    #[test]
    fn endpoints_at_the_base_are_paths_and_others_are_whole() {
        let (text, scenario) = begun(
            &json!({
                "issuer": "https://as.example",
                "authorization_endpoint": "https://as.example/authorize",
                "token_endpoint": "https://api.example/token",
                "registration_endpoint": "https://as.example/register",
                "scopes_supported": ["email", "openid"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }),
            false,
        );
        assert_eq!(scenario.endpoints.authorization.as_deref(), Some("/authorize"));
        assert_eq!(scenario.endpoints.token.as_deref(), Some("https://api.example/token"));
        assert_eq!(scenario.endpoints.registration, None);
        assert!(text.contains("scope = \"openid\"") && text.contains("auth = \"post\""), "{text}");
    }
}
