//! A redirect URI under mutation: its parts, how it is carried, and what is asked beside it.

use super::{
    ATTACKER, Edit,
    carrier::{Carrier, Place, Wire},
    registration::Registered,
};
use crate::protocol::{Parameters, RedirectUri, UriParts, encode};

/// A redirect part of a flow, edited any number of times.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mutant {
    /// What is registered.
    pub registered: Registered,
    /// The requested value, before it is put on the wire.
    pub uri: UriParts,
    /// Where it stands.
    pub place: Place,
    /// How it stands there.
    pub carrier: Carrier,
    /// Further parameters of the authorization request: set, overwritten, or with no value left
    /// out.
    pub beside: Vec<(&'static str, Option<&'static str>)>,
    /// Whether it is asked again after the registered one.
    pub again: bool,
    /// What the token request says.
    pub at_token: TokenUri,
}

/// What the token request says about the redirect URI.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TokenUri {
    /// What the authorization request said.
    Authorized,
    /// Nothing.
    Omitted,
    /// This.
    Other(String),
}

impl Mutant {
    /// It with these edits, in order; one that changes nothing is passed over.
    #[must_use]
    pub fn with(self, edits: &[Edit]) -> Self {
        edits.iter().fold(self, |mutant, edit| edit.apply(&mutant).unwrap_or(mutant))
    }

    /// The unmutated request for a registered URI.
    #[must_use]
    pub fn original(registered: Registered) -> Self {
        Self {
            uri: registered.uri.parts(),
            registered,
            place: Place::Query,
            carrier: Carrier::Once(Wire::Encoded),
            beside: Vec::new(),
            again: false,
            at_token: TokenUri::Authorized,
        }
    }

    /// The requested value; none where it is omitted.
    #[must_use]
    pub fn requested(&self) -> Option<String> {
        match self.carrier {
            Carrier::Omitted => None,
            Carrier::Once(wire) => Some(wire.meant(self.uri.to_string())),
            _ => Some(self.uri.to_string()),
        }
    }

    /// Whether a server that reads the parameter once, as it is due, finds just the requested
    /// value.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let once = matches!(self.carrier, Carrier::Once(_)) && self.place.is_plain();
        let read = || Parameters::parse(&self.parameters().to_string());
        once && self.requested().is_some_and(|requested| {
            let read = read();
            read.iter().count() == 1 && read.first("redirect_uri") == Some(requested)
        })
    }

    /// The `redirect_uri` parameters in its place.
    #[must_use]
    pub fn parameters(&self) -> Parameters {
        let value = self.uri.to_string();
        let mut parameters = Parameters::default();
        if self.place == Place::ConsentForm {
            parameters.push("redirect_uri", self.registered.uri.as_str());
            return parameters;
        }
        match &self.carrier {
            Carrier::Once(wire) => parameters.push_raw("redirect_uri", wire.write(&value)),
            Carrier::Apart(_) => parameters.push("redirect_uri", &value),
            Carrier::Omitted => {}
            Carrier::After(first) => {
                parameters.push("redirect_uri", first);
                parameters.push("redirect_uri", &value);
            }
            Carrier::Ahead(second) => {
                parameters.push("redirect_uri", &value);
                parameters.push("redirect_uri", second);
            }
            Carrier::Named(name) => parameters.push_raw(*name, encode(&value)),
        }
        parameters
    }

    /// The `redirect_uri` in the other place of the request, if there is one.
    #[must_use]
    pub fn apart(&self) -> Parameters {
        let Carrier::Apart(other) = &self.carrier else { return Parameters::default() };
        Parameters::from_iter([("redirect_uri", other.as_str())])
    }

    /// What the token request's `redirect_uri` is, if it has one.
    #[must_use]
    pub fn token_uri(&self) -> Option<String> {
        match &self.at_token {
            TokenUri::Authorized => self.requested(),
            TokenUri::Omitted => None,
            TokenUri::Other(uri) => Some(uri.clone()),
        }
    }

    /// What became of the original, in words; nothing if it is the original.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        if self.registered.is_nothing() && self.carrier == Carrier::Once(Wire::Encoded) {
            return vec![format!("`{}` was asked for, and nothing is registered", self.uri)];
        }
        let before = self.registered.uri.parts();
        let (was, is) =
            (before.authority.clone().unwrap_or_default(), self.uri.authority.clone().unwrap_or_default());
        let taken_apart = before.scheme.is_some() && self.uri.scheme.is_none()
            || before.authority.is_some() != self.uri.authority.is_some();
        let mut words: Vec<String> = if taken_apart { vec![self.whole()] } else { Vec::new() };
        let parts = [
            said("scheme", before.scheme.as_ref(), self.uri.scheme.as_ref()),
            said("userinfo", was.userinfo.as_ref(), is.userinfo.as_ref()),
            said("host", Some(&was.host), Some(&is.host)),
            said("port", was.port.as_ref(), is.port.as_ref()),
            said("path", Some(&before.path), Some(&self.uri.path)),
            said("query", before.query.as_ref(), self.uri.query.as_ref()),
            said("fragment", before.fragment.as_ref(), self.uri.fragment.as_ref()),
        ];
        words.extend(parts.into_iter().flatten().filter(|_| !taken_apart));
        words.extend(self.carrier.words());
        words.extend(self.place.words().map(str::to_owned));
        words.extend(self.beside.iter().map(|(name, value)| match value {
            Some(value) => format!("{name}={value} stands beside it"),
            None => format!("{name} is left out"),
        }));
        words.extend(self.again.then(|| "asked before and after the registered one".to_owned()));
        words.extend(match &self.at_token {
            TokenUri::Authorized => None,
            TokenUri::Omitted => Some("the token request leaves it out".to_owned()),
            TokenUri::Other(uri) => Some(format!("the token request says `{uri}`")),
        });
        words
    }

    /// What became of a text that lost its shape as a URI.
    fn whole(&self) -> String {
        let (before, after) = (self.registered.uri.as_str(), self.uri.to_string());
        match (after.strip_suffix(before), after.strip_prefix(before)) {
            _ if after.is_empty() => "it became empty".to_owned(),
            (Some(lead), _) => format!("`{lead}` was put before it"),
            (None, Some(tail)) => format!("`{tail}` was put after it"),
            (None, None) => format!("it became `{after}`"),
        }
    }

    pub(super) fn text(&self, edit: impl FnOnce(&str) -> String) -> Self {
        self.edited(|mutant| mutant.uri = UriParts::split(&edit(&mutant.uri.to_string())))
    }

    pub(super) fn replaced(&self, text: impl AsRef<str>) -> Self {
        self.text(|_| text.as_ref().to_owned())
    }

    pub(super) fn scheme(&self, scheme: &str) -> Self {
        self.edited(|mutant| mutant.uri.scheme = Some(scheme.to_owned()))
    }

    pub(super) fn userinfo(&self, userinfo: &str) -> Self {
        self.edited(|mutant| {
            if let Some(authority) = &mut mutant.uri.authority {
                authority.userinfo = Some(userinfo.to_owned());
            }
        })
    }

    /// A request for a stranger's URI.
    pub(super) fn stranger(&self) -> Self {
        self.replaced(format!("https://{ATTACKER}/callback"))
    }

    /// Edits the host; a URI without authority has none.
    pub(super) fn host(&self, edit: impl FnOnce(&str) -> String) -> Self {
        self.edited(|mutant| {
            if let Some(authority) = &mut mutant.uri.authority {
                authority.host = edit(&authority.host);
            }
        })
    }

    /// Sets the port; a URI without authority has none.
    pub(super) fn port(&self, port: Option<&str>) -> Self {
        self.edited(|mutant| {
            if let Some(authority) = &mut mutant.uri.authority {
                authority.port = port.map(str::to_owned);
            }
        })
    }

    /// Edits the path; after an authority it stays empty or begins with a slash or what an edit
    /// means to put in its place.
    pub(super) fn path(&self, edit: impl FnOnce(&str) -> String) -> Self {
        self.edited(|mutant| {
            let path = edit(&mutant.uri.path);
            let runs_into_host = mutant.uri.authority.is_some() && mutant.uri.path.is_empty();
            if !runs_into_host || path.starts_with('/') {
                mutant.uri.path = path;
            }
        })
    }

    pub(super) fn query(&self, edit: impl FnOnce(Option<&str>) -> Option<String>) -> Self {
        self.edited(|mutant| mutant.uri.query = edit(mutant.uri.query.as_deref()))
    }

    pub(super) fn query_added(&self, pair: &str) -> Self {
        self.query(|query| Some(query.map_or_else(|| pair.to_owned(), |query| format!("{query}&{pair}"))))
    }

    pub(super) fn fragment(&self, fragment: &str) -> Self {
        self.edited(|mutant| mutant.uri.fragment = Some(fragment.to_owned()))
    }

    pub(super) fn carried(&self, carrier: Carrier) -> Self {
        self.edited(|mutant| mutant.carrier = carrier)
    }

    /// It in another place.
    #[must_use]
    pub fn placed(&self, place: Place) -> Self {
        self.edited(|mutant| mutant.place = place)
    }

    pub(super) fn beside(&self, name: &'static str, value: &'static str) -> Self {
        self.edited(|mutant| mutant.beside.push((name, Some(value))))
    }

    pub(super) fn without(&self, name: &'static str) -> Self {
        self.edited(|mutant| mutant.beside.push((name, None)))
    }

    pub(super) fn again(&self) -> Self {
        self.edited(|mutant| mutant.again = true)
    }

    pub(super) fn redeemed_with(&self, at_token: TokenUri) -> Self {
        self.edited(|mutant| mutant.at_token = at_token)
    }

    pub(super) fn edited(&self, edit: impl FnOnce(&mut Self)) -> Self {
        let mut mutant = self.clone();
        edit(&mut mutant);
        mutant
    }
}

fn said(part: &str, was: Option<&String>, is: Option<&String>) -> Option<String> {
    match (was, is) {
        _ if was == is => None,
        (Some(was), Some(is)) => Some(format!("{part} `{was}` became `{is}`")),
        (None, Some(is)) => Some(format!("{part} `{is}` was added")),
        (Some(was), None) => Some(format!("{part} `{was}` was removed")),
        (None, None) => None,
    }
}

impl From<RedirectUri> for Registered {
    fn from(uri: RedirectUri) -> Self {
        Self { uri, others: Vec::new(), foreign: Vec::new() }
    }
}
