//! Clients and redirect URIs as they are given on the command line.

use crate::exit::Failure;
use oauth_litmus::{
    protocol::{RedirectUri, Secret, inert},
    stand_in::{RegisteredClient, usual_clients},
};
use std::collections::BTreeSet;

/// What `--client` says.
#[derive(Clone, Debug)]
pub(crate) struct GivenClient {
    id: String,
    secret: Option<Secret>,
}

/// The clients that a stand-in shall know.
pub(crate) fn clients(
    given: &[GivenClient],
    redirects: &[RedirectUri],
) -> Result<Vec<RegisteredClient>, Failure> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = given.iter().find(|client| !seen.insert(&client.id)) {
        return Err(Failure::asked(
            format!("two clients are called `{}`", inert(&twice.id)),
            "give every --client an id of its own",
        ));
    }
    let mut usual = usual_clients();
    if given.is_empty() && redirects.is_empty() {
        return Ok(usual);
    }
    usual.truncate(1);
    let redirect_uris = match redirects {
        [] => usual.iter().flat_map(|client| client.redirect_uris.clone()).collect(),
        redirects => redirects.to_vec(),
    };
    let known = if given.is_empty() {
        usual
    } else {
        let client = |client: &GivenClient| RegisteredClient {
            id: client.id.clone(),
            secret: client.secret.clone(),
            redirect_uris: Vec::new(),
        };
        given.iter().map(client).collect()
    };
    Ok(known
        .into_iter()
        .map(|client| RegisteredClient { redirect_uris: redirect_uris.clone(), ..client })
        .collect())
}

/// Parses `ID` or `ID:SECRET` (RFC 6749 appendices A.1 and A.2: printable ASCII).
pub(crate) fn given(text: &str) -> Result<GivenClient, String> {
    let (id, secret) = match text.split_once(':') {
        Some((id, secret)) => (id, Some(secret)),
        None => (text, None),
    };
    if id.is_empty() {
        return Err("the id is empty; write ID:SECRET, or ID for a public client".to_owned());
    }
    if secret == Some("") {
        return Err("the secret is empty; leave the colon out for a public client".to_owned());
    }
    if !text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        return Err("an id and a secret consist of printable ASCII".to_owned());
    }
    Ok(GivenClient { id: id.to_owned(), secret: secret.map(Secret::new) })
}

/// Parses an absolute URI without a fragment (RFC 6749 section 3.1.2).
pub(crate) fn redirect_uri(text: &str) -> Result<RedirectUri, String> {
    let uri = RedirectUri::new(text);
    let parts = uri.parts();
    let is_web = matches!(parts.scheme.as_deref(), Some("http" | "https"));
    let goes_on = is_web && !parts.host().is_empty()
        || !is_web && (parts.authority.is_some() || !parts.path.is_empty());
    let is_host_and_port = parts.authority.is_none() && parts.path.starts_with(|c: char| c.is_ascii_digit());
    if parts.scheme.is_none() || !goes_on || is_host_and_port {
        return Err(
            "it is no absolute URI; write it in full, such as https://app.example/callback".to_owned()
        );
    }
    if parts.fragment.is_some() {
        return Err("a redirect URI has no fragment; leave out # and what follows".to_owned());
    }
    if !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err("a URI has no spaces and nothing but ASCII; percent-encode the rest".to_owned());
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::{clients, given, redirect_uri};
    use oauth_litmus::protocol::Secret;

    #[test]
    fn a_redirect_uri_is_absolute_and_without_a_fragment() {
        for good in ["https://app.example/cb?a=b", "http://127.0.0.1:8080", "com.example.app:/cb", "app://cb"]
        {
            assert!(redirect_uri(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "app.example/cb",
            "localhost:8080/cb",
            "https:///cb",
            "https:cb",
            "app:",
            "/cb",
            "https://a/#",
            "https://a/ b",
        ] {
            assert!(redirect_uri(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn redirect_uris_belong_to_every_client() {
        let uri = [redirect_uri("http://127.0.0.1/cb").expect("a URI")];
        let two = [given("web:a:b").expect("a client"), given("native").expect("a client")];
        let known = clients(&two, &uri).expect("clients");
        assert_eq!(known[0].secret.as_ref().map(Secret::reveal), Some("a:b"));
        assert!(known[1].secret.is_none() && known.iter().all(|client| client.redirect_uris == uri));
        let app = clients(&[], &uri).expect("clients");
        assert_eq!((app.len(), app[0].id.as_str(), &app[0].redirect_uris[..]), (1, "app", &uri[..]));
        assert_eq!(
            clients(&two, &[]).expect("clients")[0].redirect_uris[0].as_str(),
            "https://app.example/callback"
        );
        assert!(clients(&[two[0].clone(), two[0].clone()], &uri).is_err());
    }
}
