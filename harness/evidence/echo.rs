//! What an answer carries back of a requested redirect URI: which text, and what of the parts
//! that nobody registered.

use super::exits::Exit;
use crate::{mutation::Mutant, protocol::Parameters};
use serde::Serialize;

/// Which text an answer sends the browser to, response parameters left aside.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Echo {
    /// The registered URI, byte for byte.
    Registered,
    /// The requested one, byte for byte.
    Requested,
    /// Neither: a third form, such as one that a parser made of it.
    Other,
}

impl Echo {
    /// Which text `exit` carries.
    #[must_use]
    pub fn of(mutant: &Mutant, exit: &Exit) -> Self {
        let registered = mutant.registered.uri.as_str();
        let requested = mutant.requested().unwrap_or_default();
        let carries = |text: &str| !text.is_empty() && is_carried(text, &exit.target);
        match (carries(registered), carries(&requested)) {
            (_, true) if requested != registered && requested.len() > registered.len() => Self::Requested,
            (true, _) => Self::Registered,
            (false, true) => Self::Requested,
            (false, false) => Self::Other,
        }
    }
}

/// Whether `target` is `text` with nothing but parameters after it.
fn is_carried(text: &str, target: &str) -> bool {
    let bare = text.split('#').next().unwrap_or_default();
    target.strip_prefix(bare).is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '&', '#']))
}

/// The names of the parameters that were requested, are not registered, and are still in the
/// target of `exit`, in its query or its fragment.
#[must_use]
pub fn retained(mutant: &Mutant, exit: &Exit) -> Vec<String> {
    let pairs = |uri: &str| -> Vec<(String, String)> {
        let (before, fragment) = uri.split_once('#').unwrap_or((uri, ""));
        let query = before.split_once('?').map_or("", |(_, query)| query);
        let both = [query, fragment].map(Parameters::parse);
        both.iter().flat_map(Parameters::iter).map(|p| (p.decoded_name(), p.decoded_value())).collect()
    };
    let registered = pairs(mutant.registered.uri.as_str());
    let kept = pairs(&exit.target);
    let mut names: Vec<String> = pairs(&mutant.requested().unwrap_or_default())
        .into_iter()
        .filter(|pair| !registered.contains(pair) && kept.contains(pair))
        .map(|(name, _)| name)
        .collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::{Echo, retained};
    use crate::{
        evidence::{Channel, Exit},
        mutation::{Edit, Mutant, Registered, by_id},
        protocol::{Parameters, RedirectUri},
    };

    fn told(mutation: &str, target: &str) -> (Echo, Vec<String>) {
        let original = Mutant::original(Registered::from(RedirectUri::new("https://app.example/callback")));
        let edit = Edit { mutation: by_id(mutation).expect("a mutation"), form: 0 };
        let mutant = edit.apply(&original).expect("a form");
        let led =
            Exit { target: target.to_owned(), channel: Channel::Query, parameters: Parameters::default() };
        (Echo::of(&mutant, &led), retained(&mutant, &led))
    }

    #[test]
    fn the_text_that_comes_back_is_told_apart() {
        let host = |target| told("host-case", target).0;
        assert_eq!(host("https://APP.EXAMPLE/callback?code=c"), Echo::Requested);
        assert_eq!(host("https://app.example/callback?code=c"), Echo::Registered);
        assert_eq!(host("https://app.example:443/callback?code=c"), Echo::Other);
    }

    #[test]
    fn what_was_added_is_retained_or_not() {
        let query = |target| told("query-added", target);
        assert_eq!(query("https://app.example/callback?x=1&code=c"), (Echo::Requested, vec!["x".to_owned()]));
        assert_eq!(query("https://app.example/callback?code=c"), (Echo::Registered, Vec::new()));
    }
}
