//! Where an endpoint is, as a metadata document has it (RFC 8414 section 2).

use super::conduct::Flow;
use crate::{probe::Service, protocol::well_known};
use url::Url;

/// Where the metadata document that was fetched last has a service.
///
/// # Errors
/// With the reason, if it names no such place, or one that is not the server's own.
pub(super) fn advertised(service: Service, flow: &Flow<'_>) -> Result<Url, String> {
    let document = flow.document.as_ref().ok_or("no metadata document came")?;
    let member = match service {
        Service::Token => "token_endpoint",
        Service::Revocation => "revocation_endpoint",
        Service::Introspection | Service::Liveness => "introspection_endpoint",
        Service::Resource => "userinfo_endpoint",
        Service::Metadata => "issuer",
        Service::Registration => "registration_endpoint",
    };
    let named = document.get(member).and_then(|value| value.as_str());
    let named = named.ok_or_else(|| format!("the metadata document names no {member}"))?;
    let url = if service == Service::Metadata { well_known(named) } else { Url::parse(named).ok() };
    let url = url.ok_or_else(|| format!("the {member} of the metadata document is no URL"))?;
    let is_web = matches!(url.scheme(), "http" | "https");
    if is_web && flow.subject.owns(&url) {
        return Ok(url);
    }
    Err(format!("the {member} of the metadata document is not the server's own, and is not asked"))
}
