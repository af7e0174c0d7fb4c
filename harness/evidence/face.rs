//! The face of an answer: the features by which a refusal can be told from an acceptance.

use super::{exchange::Received, exits::Exit};
use std::collections::BTreeMap;
use url::Url;

/// The features of one answer, each as text, so that any two can be compared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Face(BTreeMap<Feature, String>);

/// A feature of an answer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Feature {
    /// The HTTP status.
    Status,
    /// Where the answer leads: nowhere, a page of the server's own, a callback, elsewhere.
    Leads,
    /// The media type.
    MediaType,
    /// The title of the page.
    Title,
    /// The words of the body, apart from echoes and anything random.
    Words,
}

impl Face {
    /// The face of `received` with its exits, an answer of the server at `server`; `echoes` are texts of the
    /// request that may come back in it.
    #[must_use]
    pub fn of(received: &Received, exits: &[Exit], server: &Url, echoes: &[&str]) -> Self {
        let page = received.page();
        Self(BTreeMap::from([
            (Feature::Status, received.status.to_string()),
            (Feature::Leads, leads(exits, server)),
            (Feature::MediaType, received.media_type().unwrap_or_default()),
            (Feature::Title, page.title.clone().unwrap_or_default()),
            (Feature::Words, words(&page.text, echoes)),
        ]))
    }

    pub(super) fn features(&self) -> impl Iterator<Item = Feature> {
        self.0.keys().copied()
    }

    pub(super) fn agrees(&self, other: &Self, feature: Feature) -> bool {
        self.0.get(&feature) == other.0.get(&feature)
    }

    pub(super) fn leads_nowhere(&self) -> bool {
        self.0.get(&Feature::Leads).is_some_and(|leads| leads == "nowhere")
    }
}

fn leads(exits: &[Exit], server: &Url) -> String {
    let Some(exit) = exits.first() else { return "nowhere".to_owned() };
    if exit.code().is_some() {
        return "callback with a code".to_owned();
    }
    if let Some(error) = exit.error() {
        return format!("error {error}");
    }
    let Ok(url) = server.join(&exit.target) else { return "to no URL".to_owned() };
    let segments: Vec<String> = url.path().split('/').map(steady).collect();
    if url.origin() == server.origin() {
        format!("own page {}", segments.join("/"))
    } else {
        format!("to {}{}", url.origin().ascii_serialization(), segments.join("/"))
    }
}

/// The words of a text without what is echoed, random or counted.
fn words(text: &str, echoes: &[&str]) -> String {
    let mut text = text.to_owned();
    for echo in echoes.iter().filter(|echo| echo.len() > 2) {
        text = text.replace(echo, " ");
    }
    let kept =
        text.split(|c: char| !c.is_alphabetic() && c != '_').filter(|word| (2..16).contains(&word.len()));
    kept.take(200).collect::<Vec<_>>().join(" ")
}

/// A path segment, or `*` where it looks like an identifier made for this one answer.
fn steady(segment: &str) -> String {
    let random = segment.len() > 15 || segment.chars().filter(char::is_ascii_digit).count() > 2;
    if random { "*".to_owned() } else { segment.to_owned() }
}
