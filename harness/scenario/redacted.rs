//! A scenario's text without the secrets that are written out in it.

use serde::Deserialize;
use std::{collections::BTreeMap, ops::Range};
use toml::{Spanned, Value};

#[derive(Deserialize)]
struct File {
    sandbox: Option<Sandbox>,
}

#[derive(Deserialize)]
struct Sandbox {
    #[serde(default)]
    headers: BTreeMap<String, Spanned<Value>>,
    registration_token: Option<Spanned<Value>>,
    #[serde(default)]
    client: Vec<Client>,
    login: Option<Login>,
}

#[derive(Deserialize)]
struct Client {
    id: Value,
    secret: Option<Spanned<Value>>,
}

#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    fields: BTreeMap<String, Spanned<Value>>,
}

/// The text with every literal secret of clients, logins and header fields replaced by a
/// variable; its name is the one that stands for the secret in reports, without the `$`.
pub(super) fn without_secrets(source: &str) -> String {
    let Ok(File { sandbox: Some(sandbox) }) = toml::from_str(source) else { return source.to_owned() };
    let of_clients = sandbox.client.into_iter().filter_map(|client| {
        let id = client.id.get("env").unwrap_or(&client.id).as_str().unwrap_or_default().to_owned();
        Some((super::secret_name(&id), client.secret?))
    });
    let of_headers = sandbox.headers.into_iter().map(|(name, value)| (super::header_name(&name), value));
    let fields = sandbox.login.map(|login| login.fields).unwrap_or_default();
    let of_login = fields.into_iter().map(|(name, value)| (super::login_name(&name), value));
    let of_registration = sandbox.registration_token.map(|value| ("REGISTRATION_TOKEN".to_owned(), value));
    let all = of_clients.chain(of_headers).chain(of_login).chain(of_registration);
    let literal = all.filter(|(_, value)| value.get_ref().is_str());
    let mut found: Vec<(Range<usize>, String)> =
        literal.map(|(name, value)| (value.span(), format!("{{ env = \"{name}\" }}"))).collect();
    found.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    found.into_iter().fold(source.to_owned(), |mut text, (span, variable)| {
        if text.get(span.clone()).is_some() {
            text.replace_range(span, &variable);
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn only_secrets_are_replaced_however_they_are_written() {
        let source = "[provider]\nname = \"hydra\"\n[sandbox]\nbase = \"http://127.0.0.1:1\"\n\
             headers = { Cookie = \"s=1\" }\n[[sandbox.client]]\nid = \"hydra\"\nsecret = \"tr\\u0069cky\\\"x\"\n\
             redirect_uris = []\n[sandbox.login]\nfields = { user = \"hydra\", password = { env = \"PW\" } }\n";
        let text = without_secrets(source);
        assert!(text.contains("name = \"hydra\"") && text.contains("id = \"hydra\""), "{text}");
        assert!(text.contains("secret = { env = \"HYDRA_SECRET\" }"), "{text}");
        assert!(
            text.contains("fields = { user = { env = \"LOGIN_USER\" }, password = { env = \"PW\" } }"),
            "{text}"
        );
        assert!(text.contains("Cookie = { env = \"COOKIE\" }"), "{text}");
    }
}
