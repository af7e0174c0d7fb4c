//! How a client shows who it is (RFC 6749 section 2.3.1).

use crate::{
    probe::Credentials,
    protocol::{Parameters, Secret, encode},
    scenario::ClientAuth,
    target::Client,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// An id that no server has given to a client.
const NOBODY: &str = "litmus-nobody";

/// A secret that is nobody's.
const WRONG: &str = "litmus-wrong-secret";

/// Puts what a client shows into a form or a query; or returns the header that holds it.
pub(super) fn show(
    credentials: &Credentials,
    client: &Client,
    form: &mut Parameters,
    query: &mut Parameters,
) -> Option<Secret> {
    match (credentials, &client.secret) {
        (Credentials::Anonymous, _) => None,
        (Credentials::InQuery, Some(secret)) => {
            query.push("client_id", &client.id);
            query.push("client_secret", secret.reveal());
            None
        }
        (Credentials::Withheld, Some(_)) => {
            form.push("client_id", &client.id);
            None
        }
        (Credentials::InHeader, _) => {
            authenticate(&Client { auth: ClientAuth::Basic, ..client.clone() }, None, form)
        }
        (Credentials::InBody, _) => {
            authenticate(&Client { auth: ClientAuth::Post, ..client.clone() }, None, form)
        }
        (Credentials::Wrong(secret), _) => authenticate(client, Some(secret), form),
        (Credentials::Altered(alteration), Some(secret)) => {
            authenticate(client, Some(&alteration.apply(secret.reveal())), form)
        }
        (Credentials::Unknown, Some(_)) => {
            authenticate(&Client { id: NOBODY.to_owned(), ..client.clone() }, Some(WRONG), form)
        }
        (Credentials::Twice, Some(_)) => {
            authenticate(&Client { auth: ClientAuth::Post, ..client.clone() }, None, form);
            authenticate(&Client { auth: ClientAuth::Basic, ..client.clone() }, None, form)
        }
        _ => authenticate(client, None, form),
    }
}

/// Puts a client's credentials, or the secret given `instead`, into the form, or returns the header that holds them
/// (RFC 6749 section 2.3.1).
pub(super) fn authenticate(client: &Client, instead: Option<&str>, form: &mut Parameters) -> Option<Secret> {
    let Some(secret) = &client.secret else {
        form.push("client_id", &client.id);
        return None;
    };
    let secret = instead.unwrap_or(secret.reveal());
    match client.auth {
        ClientAuth::Basic => {
            let credentials = format!("{}:{}", encode(&client.id), encode(secret));
            Some(Secret::new(format!("Basic {}", STANDARD.encode(credentials))))
        }
        ClientAuth::Post => {
            form.push("client_id", &client.id);
            form.push("client_secret", secret);
            None
        }
    }
}
