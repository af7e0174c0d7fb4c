//! Where another data centre of a real provider is.

use crate::{behaviour::DataCentres, scenario::Endpoints, target::Elsewhere};
use url::Url;

/// The first data centre that is not at `base`. There is none where `base` itself is no data centre
/// of the provider, such as a stand-in of it: what is sent there goes nowhere else.
pub(super) fn elsewhere(centres: &DataCentres, base: &Url, endpoints: &Endpoints) -> Option<Elsewhere> {
    let bases = || centres.hosts.iter().filter_map(|(name, host)| Some((name, base_of(host, base)?)));
    let is_here = |known: &Url| known.as_str().trim_end_matches('/') == base.as_str().trim_end_matches('/');
    let at = |there: &Url, endpoint: Option<&String>| {
        let endpoint = endpoint?;
        let relative = Url::parse(endpoint).is_err();
        relative
            .then(|| Url::parse(&format!("{}{endpoint}", there.as_str().trim_end_matches('/'))).ok())
            .flatten()
    };
    bases().find(|(_, known)| is_here(known))?;
    let (name, there) = bases().find(|(_, known)| !is_here(known))?;
    let token = at(&there, endpoints.token.as_ref())?;
    Some(Elsewhere { name: name.clone(), token, resource: at(&there, endpoints.resource.as_ref()) })
}

/// The base URL of a data centre that is given as such, or as a host.
fn base_of(host: &str, base: &Url) -> Option<Url> {
    Url::parse(host)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .or_else(|| Url::parse(&format!("{}://{host}/", base.scheme())).ok())
}

#[cfg(test)]
mod tests {
    use super::elsewhere;
    use crate::{behaviour::DataCentres, scenario::Endpoints};
    use url::Url;

    fn token_elsewhere(hosts: &[(&str, &str)], base: &str) -> Option<String> {
        let hosts = hosts.iter().map(|(name, host)| ((*name).to_owned(), (*host).to_owned())).collect();
        let centres = DataCentres { hosts, ..DataCentres::default() };
        let endpoints = Endpoints { token: Some("/token".to_owned()), ..Endpoints::default() };
        let base = Url::parse(base).expect("a URL");
        elsewhere(&centres, &base, &endpoints).map(|elsewhere| elsewhere.token.to_string())
    }

    #[test]
    fn it_is_asked_only_beside_one_of_its_own() {
        let hosts = [("eu", "accounts.as.example"), ("us", "accounts.as.test")];
        let there = token_elsewhere(&hosts, "https://accounts.as.test");
        assert_eq!(there.as_deref(), Some("https://accounts.as.example/token"));
        assert_eq!(token_elsewhere(&hosts, "http://127.0.0.1:9000"), None);
        let urls = [("eu", "http://127.0.0.1:9000/dc/eu"), ("us", "http://127.0.0.1:9000")];
        let there = token_elsewhere(&urls, "http://127.0.0.1:9000/");
        assert_eq!(there.as_deref(), Some("http://127.0.0.1:9000/dc/eu/token"));
    }
}
