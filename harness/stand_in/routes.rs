//! Which path leads to which endpoint, and what of an HTTP request a stand-in looks at.

use super::request::{Endpoint, Request};
use crate::{
    behaviour::{BodyType, DataCentres},
    clock::Moment,
    protocol::Parameters,
    scenario::Endpoints,
};
use serde_json::Value;
use url::Url;

/// Where the login page posts to.
pub(super) const LOGIN: &str = "/_litmus/login";
/// Where the consent page posts to.
pub(super) const CONSENT: &str = "/_litmus/consent";
/// Where the other data centres are, each below its name.
pub(super) const DATA_CENTRE: &str = "/dc/";
/// Where the clock is read and turned.
pub(super) const CLOCK: &str = "/_litmus/clock";

/// The paths of one stand-in.
#[derive(Debug)]
pub(super) struct Routes {
    authorization: String,
    token: String,
    /// Those that a scenario names beside them.
    further: Vec<(Endpoint, &'static str, String)>,
    /// The data centres beside the one at home, which is at the root.
    data_centres: Vec<String>,
}

/// An HTTP request, whoever parsed it.
#[derive(Clone, Copy)]
pub(super) struct Incoming<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    /// The value of a header field, by its name in lower case.
    pub(super) header: &'a dyn Fn(&str) -> Option<String>,
    pub(super) body: &'a [u8],
    pub(super) arrived: Moment,
}

impl Routes {
    pub(super) fn of(endpoints: &Endpoints, data_centres: &DataCentres) -> Self {
        let named = [
            (Endpoint::Revocation, "revocation_endpoint", &endpoints.revocation),
            (Endpoint::Introspection, "introspection_endpoint", &endpoints.introspection),
            (Endpoint::Resource, "userinfo_endpoint", &endpoints.userinfo),
            (Endpoint::Resource, "", &endpoints.resource),
            (Endpoint::Metadata, "", &endpoints.metadata),
            (Endpoint::Registration, "registration_endpoint", &endpoints.registration),
        ];
        let further = named
            .into_iter()
            .filter_map(|(endpoint, name, path)| path.as_deref().map(|path| (endpoint, name, path_of(path))));
        Self {
            authorization: path_of(endpoints.authorization()),
            token: path_of(endpoints.token()),
            further: further.collect(),
            data_centres: data_centres.others().map(str::to_owned).collect(),
        }
    }

    /// The endpoints that metadata names, each with its path.
    pub(super) fn in_metadata(&self) -> Vec<(String, String)> {
        let own = [("authorization_endpoint", &self.authorization), ("token_endpoint", &self.token)];
        let further = self.further.iter().map(|(_, name, path)| (*name, path));
        let all = own.into_iter().chain(further).filter(|(name, _)| !name.is_empty());
        all.map(|(name, path)| (name.to_owned(), path.clone())).collect()
    }

    /// The path at which an endpoint is served.
    pub(super) fn served(endpoint: &str) -> String {
        path_of(endpoint)
    }

    pub(super) fn authorization(&self) -> &str {
        &self.authorization
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The request as a stand-in sees it.
    pub(super) fn request(&self, incoming: &Incoming<'_>) -> Request {
        let (data_centre, path) = self.placed(incoming.path);
        let media_type = (incoming.header)("content-type").unwrap_or_default();
        let text = String::from_utf8_lossy(incoming.body);
        let (mut form, mut other_body) = (Parameters::default(), None);
        if media_type.starts_with("application/x-www-form-urlencoded") {
            form = Parameters::parse(&text);
        } else if media_type.starts_with("application/json") {
            let lists = self.endpoint(path) == Endpoint::Registration;
            other_body = Some((BodyType::Json, members(&text, lists)));
        } else if media_type.starts_with("text/plain") {
            other_body = Some((BodyType::FormAsText, Parameters::parse(&text)));
        }
        Request {
            method: incoming.method.to_owned(),
            endpoint: self.endpoint(path),
            path: path.to_owned(),
            data_centre: data_centre.map(str::to_owned),
            query: Parameters::parse(incoming.query.unwrap_or_default()),
            form,
            other_body,
            authorization: (incoming.header)("authorization"),
            accepts_json: (incoming.header)("accept")
                .is_some_and(|accept| accept.to_ascii_lowercase().contains("json")),
            cookie: (incoming.header)("cookie"),
            forwarded_host: (incoming.header)("x-forwarded-host"),
            arrived: incoming.arrived,
        }
    }

    /// The data centre that a path leads to, and the path there.
    fn placed<'p>(&self, path: &'p str) -> (Option<&str>, &'p str) {
        let found = path.strip_prefix(DATA_CENTRE).and_then(|rest| {
            let (name, _) = rest.split_once('/')?;
            let known = self.data_centres.iter().find(|known| *known == name)?;
            Some((Some(known.as_str()), &rest[name.len()..]))
        });
        found.unwrap_or((None, path))
    }

    fn endpoint(&self, path: &str) -> Endpoint {
        match path {
            _ if path == self.authorization => Endpoint::Authorization,
            _ if path == self.token => Endpoint::Token,
            LOGIN => Endpoint::Login,
            CONSENT => Endpoint::Consent,
            CLOCK => Endpoint::Clock,
            _ => {
                let further = self.further.iter().find(|(_, _, known)| known == path);
                further.map_or(Endpoint::Unknown, |(endpoint, _, _)| *endpoint)
            }
        }
    }
}

/// The members of a JSON object that are strings, as parameters; where `lists` says so, those that
/// are lists of strings too, each string by itself, and an empty list as one empty string.
fn members(text: &str, lists: bool) -> Parameters {
    let members: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let mut parameters = Parameters::default();
    for (name, value) in &members {
        match value {
            Value::String(text) => parameters.push(name, text),
            Value::Array(values) if lists && values.is_empty() => parameters.push(name, ""),
            Value::Array(values) if lists => {
                values.iter().filter_map(Value::as_str).for_each(|text| parameters.push(name, text));
            }
            _ => {}
        }
    }
    parameters
}

/// The path at which a stand-in serves an endpoint: no scheme, host or query.
fn path_of(endpoint: &str) -> String {
    let path = match Url::parse(endpoint) {
        Ok(url) => url.path().to_owned(),
        Err(_) => endpoint.split(['?', '#']).next().unwrap_or_default().to_owned(),
    };
    if path.is_empty() || path.starts_with('/') { path } else { format!("/{path}") }
}
