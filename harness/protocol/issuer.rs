//! Issuer identifiers and where their metadata is (RFC 8414 sections 2 and 3.1).

use url::{Host, Url};

/// The first part of every well-known path (RFC 8615 section 3).
const WELL_KNOWN: &str = "/.well-known/";

/// Whether an issuer identifier of the server at `server` has the right form: an https URL without
/// query and fragment (RFC 8414 section 2). Where the server itself speaks http, as it may on the
/// machine itself, its issuer may too.
#[must_use]
pub fn is_issuer(issuer: &str, server: &Url) -> bool {
    let Ok(url) = Url::parse(issuer) else { return false };
    let own = server.scheme() == "http" && url.host() == server.host();
    let scheme = url.scheme() == "https" || url.scheme() == "http" && (own || is_loopback(&url));
    scheme && url.query().is_none() && url.fragment().is_none()
}

/// Whether a URL is on the machine itself.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Where the metadata of an issuer is: its path comes after the well-known one, without a slash
/// at its end (RFC 8414 section 3.1).
#[must_use]
pub fn well_known(issuer: &str) -> Option<Url> {
    let mut url = Url::parse(issuer).ok().filter(|url| !url.cannot_be_a_base())?;
    let path = format!("{WELL_KNOWN}oauth-authorization-server{}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// Where the metadata of an issuer may be, the likeliest first: as RFC 8414 section 3.1 has it, as
/// `OpenID` Connect Discovery section 4.1 has it, and as RFC 8414 section 5 would have that. An
/// address with a well-known part is that of the document itself.
#[must_use]
pub fn metadata_places(issuer: &Url) -> Vec<Url> {
    if issuer.path().contains(WELL_KNOWN) {
        return vec![issuer.clone()];
    }
    let path = issuer.path().trim_end_matches('/');
    let openid = "openid-configuration";
    let mut places = Vec::new();
    let paths = [
        format!("{WELL_KNOWN}oauth-authorization-server{path}"),
        format!("{path}{WELL_KNOWN}{openid}"),
        format!("{WELL_KNOWN}{openid}{path}"),
    ];
    for path in paths {
        let mut place = issuer.clone();
        place.set_path(&path);
        place.set_query(None);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// The issuer whose metadata is at this address, without a slash at its end: what is left without
/// the well-known part, which stands ahead of the path of the issuer, or after it (RFC 8414
/// sections 3.1 and 5). Nothing if there is no such part.
#[must_use]
pub fn issuer_of(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (before, after) = address.split_once(WELL_KNOWN)?;
    let path = after.find('/').map_or("", |at| &after[at..]);
    Some(format!("{before}{path}").trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_issuer, issuer_of, metadata_places, well_known};
    use url::Url;

    #[test]
    fn the_path_of_an_issuer_comes_after_the_well_known_one() {
        let at = |issuer| well_known(issuer).map(String::from);
        let root = "https://as.example/.well-known/oauth-authorization-server";
        assert_eq!(at("https://as.example").as_deref(), Some(root));
        assert_eq!(at("https://as.example/").as_deref(), Some(root));
        assert_eq!(at("https://as.example/a/b/"), Some(format!("{root}/a/b")));
        assert_eq!(at("mailto:a@b"), None);
    }

    #[test]
    fn a_document_is_looked_for_where_either_specification_has_it() {
        let places = |issuer: &str| {
            let places = metadata_places(&Url::parse(issuer).expect("a URL"));
            places.into_iter().map(String::from).collect::<Vec<_>>()
        };
        let at = |path: &str| format!("https://as.example{path}");
        let (oauth, openid) =
            ("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration");
        assert_eq!(places("https://as.example/"), [at(oauth), at(openid)]);
        let in_realm = [
            at(&format!("{oauth}/realms/a")),
            at(&format!("/realms/a{openid}")),
            at(&format!("{openid}/realms/a")),
        ];
        assert_eq!(places("https://as.example/realms/a/"), in_realm);
        assert_eq!(places(&at(&format!("/realms/a{openid}"))), [at(&format!("/realms/a{openid}"))]);
    }

    #[test]
    fn an_address_tells_the_issuer() {
        let of = |address| issuer_of(address);
        let issuer = Some("https://as.example/a".to_owned());
        assert_eq!(of("https://as.example/.well-known/oauth-authorization-server/a"), issuer);
        assert_eq!(of("https://as.example/a/.well-known/openid-configuration"), issuer);
        assert_eq!(of("https://as.example/metadata"), None);
    }

    #[test]
    fn an_issuer_is_an_https_url_with_no_query_and_no_fragment() {
        let server = Url::parse("http://target.invalid/authorize").expect("a URL");
        for sound in
            ["https://as.example/a", "http://127.0.0.1:8080", "http://localhost", "http://target.invalid"]
        {
            assert!(is_issuer(sound, &server), "{sound}");
        }
        for bad in ["http://as.example", "https://as.example/?a", "https://as.example#", "as.example", ""] {
            assert!(!is_issuer(bad, &server), "{bad}");
        }
    }
}
