//! Ruby's `URI`, as `URI#==` sees it: strict, then normalised.

use super::{grammar, number};
use crate::protocol::UriParts;

/// `URI.parse(text).normalize`: scheme and host in lower case, the default port dropped, an empty
/// path become `/`.
pub(super) fn uri(text: &str) -> Option<UriParts> {
    if !grammar::is_absolute_uri(text) {
        return None;
    }
    let mut parts = UriParts::split(text);
    let scheme = parts.scheme.as_mut()?;
    scheme.make_ascii_lowercase();
    let default = match scheme.as_str() {
        "http" => "80",
        "https" => "443",
        _ => "",
    };
    if let Some(authority) = &mut parts.authority {
        authority.host.make_ascii_lowercase();
        authority.port = number(authority.port.as_deref()).ok()?.filter(|port| port != default);
        if parts.path.is_empty() {
            "/".clone_into(&mut parts.path);
        }
    }
    Some(parts)
}
