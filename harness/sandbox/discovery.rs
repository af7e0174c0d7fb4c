//! What a server says of itself: its metadata document, found by its issuer identifier.

use crate::{
    evidence::Exchange,
    protocol::{is_loopback, metadata_places},
    target::{Courier, CourierSettings, Outgoing, TargetError},
};
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;

/// The metadata of an authorization server.
#[derive(Clone, Debug)]
pub struct Discovered {
    /// The address that was asked about.
    pub asked: Url,
    /// Where the document was, of those that were looked at the first with an authorization endpoint.
    pub found_at: Url,
    /// Its members (RFC 8414 section 2).
    pub document: Map<String, Value>,
}

/// Fetches the metadata of an issuer: where RFC 8414 section 3.1 has it, and where `OpenID` Connect
/// Discovery section 4.1 has it. The address of a document itself is taken as such. Nothing but
/// these addresses is asked, and no redirect is followed.
///
/// # Errors
/// If the issuer is no http or https URL, the server cannot be reached, or no document is there.
pub async fn discover(issuer: &str) -> Result<Discovered, TargetError> {
    let asked = super::web_url("the issuer", issuer)?;
    let pace = if is_loopback(&asked) { Duration::ZERO } else { Duration::from_secs(1) };
    let settings = CourierSettings { tls: asked.scheme() == "https", pace, ..CourierSettings::default() };
    let courier = Courier::new(settings, 0).map_err(|error| TargetError::Unusable(error.to_string()))?;
    let mut tried = Vec::new();
    for place in metadata_places(&asked) {
        let exchange = courier.send(Outgoing::to(place.clone())).await;
        match document(&exchange) {
            Ok(document) => return Ok(Discovered { asked, found_at: place, document }),
            Err(why) => tried.push(format!("{place}: {why}")),
        }
    }
    Err(TargetError::Unusable(format!(
        "no metadata is to be had\n  {}\n  mend: give the issuer as the server itself writes it (with its path, such as https://host/realms/name), or the address of the document; a server without one is described by hand",
        tried.join("\n  ")
    )))
}

/// # Errors
/// With the reason why an answer is no metadata document.
fn document(exchange: &Exchange) -> Result<Map<String, Value>, String> {
    let received = exchange.received.as_ref().map_err(ToString::to_string)?;
    if let Some(to) = received.header("location") {
        return Err(format!("answered with {}, which leads on to {to}", received.status));
    }
    if received.status != 200 {
        return Err(format!("answered with {}", received.status));
    }
    let members: Map<String, Value> =
        serde_json::from_slice(&received.body).map_err(|_| "it is no JSON object".to_owned())?;
    match members.get("authorization_endpoint").and_then(Value::as_str).map(Url::parse) {
        None => Err("it names no authorization_endpoint".to_owned()),
        Some(Err(_)) => Err("its authorization_endpoint is no URL".to_owned()),
        Some(Ok(_)) => Ok(members),
    }
}
