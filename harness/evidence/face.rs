//! The face of an answer: the features by which a refusal can be told from an acceptance.

use super::{exchange::Received, exits::Exit, page::Page};
use crate::protocol::decode_percent;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use url::Url;

/// The features of one answer, each as text, so that any two can be compared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Face {
    values: BTreeMap<Feature, String>,
    /// The words of the page.
    pub(super) words: BTreeSet<String>,
    /// Words of the request: where they stand in the page, that says nothing.
    echoed: BTreeSet<String>,
    /// What keeps the server from answering for itself, if the page shows it.
    pub(super) obstacle: Option<&'static str>,
}

/// A feature of an answer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Feature {
    /// The HTTP status.
    Status,
    /// Where the answer leads: nowhere, a page of the server's own, a callback, elsewhere.
    Leads,
    /// What it says on the way there, by the parameters of that address.
    Says,
    /// The media type.
    MediaType,
    /// The title of the page.
    Title,
    /// The forms of the page.
    Forms,
    /// The words of the page, apart from echoes and anything random.
    Words,
    /// How many bytes the body has.
    Length,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status => "status",
            Self::Leads => "where it leads",
            Self::Says => "what it says on the way there",
            Self::MediaType => "media type",
            Self::Title => "title",
            Self::Forms => "forms",
            Self::Words => "words",
            Self::Length => "length",
        })
    }
}

impl Face {
    /// The face of `received` with its exits, an answer of the server at `server`; `echoes` are texts of the
    /// request that may come back in it.
    #[must_use]
    pub fn of(received: &Received, exits: &[Exit], server: &Url, echoes: &[&str]) -> Self {
        let page = received.page();
        let unescaped = |echo: &str| {
            let decoded = echo.contains('%').then(|| decode_percent(echo.as_bytes()));
            decoded.map(|decoded| words(&String::from_utf8_lossy(&decoded))).unwrap_or_default()
        };
        let from_request = echoes.iter().flat_map(|echo| unescaped(echo).into_iter().chain(words(echo)));
        Self {
            values: BTreeMap::from([
                (Feature::Status, received.status.to_string()),
                (Feature::Leads, leads(exits, server)),
                (Feature::Says, exits.first().map(|exit| says(exit, echoes)).unwrap_or_default()),
                (Feature::MediaType, received.media_type().unwrap_or_default()),
                (Feature::Title, without(page.title.as_deref().unwrap_or_default(), echoes)),
                (Feature::Forms, forms(page)),
                (Feature::Length, received.body.len().to_string()),
            ]),
            words: words(&without(&page.text, echoes)),
            echoed: from_request.collect(),
            obstacle: page.obstacle(),
        }
    }

    /// Whether it looks like another one, whatever the requests were and however long the answers are.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        Self::comparable().all(|feature| self.value(feature) == other.value(feature))
            && self.words == other.words
    }

    /// What can be compared as it is; words are compared one by one, and the length is a last
    /// resort.
    pub(super) fn comparable() -> impl Iterator<Item = Feature> {
        use Feature::{Forms, Leads, MediaType, Says, Status, Title};
        [Status, Leads, Says, MediaType, Title, Forms].into_iter()
    }

    pub(super) fn value(&self, feature: Feature) -> &str {
        self.values.get(&feature).map_or("", String::as_str)
    }

    pub(super) fn leads_nowhere(&self) -> bool {
        self.value(Feature::Leads) == "nowhere"
    }

    /// Whether a word stands in the page, or may have stood there and was taken for an echo.
    pub(super) fn may_have(&self, word: &String) -> bool {
        self.words.contains(word) || self.echoed.contains(word)
    }

    /// Whether a word stands in the page and is no echo.
    pub(super) fn has(&self, word: &String) -> bool {
        self.words.contains(word) && !self.echoed.contains(word)
    }

    /// What it looks like, in a few words.
    pub(super) fn described(&self) -> String {
        let (status, title) = (self.value(Feature::Status), self.value(Feature::Title));
        if !self.leads_nowhere() {
            return format!("{status}, {}", self.value(Feature::Leads));
        }
        let titled = if title.is_empty() { String::new() } else { format!(", the page `{title}`") };
        let with_form = if self.value(Feature::Forms).is_empty() { "" } else { " with a form" };
        format!("{status}{titled}{with_form}")
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

/// The parameters of where an answer leads: each with its value where that is a word of the
/// server's own; and its fragment, if that is one.
fn says(exit: &Exit, echoes: &[&str]) -> String {
    let is_word = |value: &str| {
        let letters = value.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'));
        letters && (1..32).contains(&value.len()) && !echoes.iter().any(|echo| echo.contains(value))
    };
    let said = exit.parameters.iter().map(|parameter| {
        let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
        let is_random = matches!(name.as_str(), "code" | "state" | "access_token" | "id_token");
        if is_word(&value) && !is_random { format!("{name}={value}") } else { name }
    });
    let fragment = exit.target.split_once('#').map(|(_, fragment)| fragment);
    let fragment = fragment.filter(|fragment| is_word(fragment.trim_matches(['/', '!'])));
    said.chain(fragment.map(|fragment| format!("#{fragment}")))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join("&")
}

/// The forms of a page by what is filled in and pressed.
fn forms(page: &Page) -> String {
    let forms = page.forms.iter().map(|form| {
        let names = form.fillable.iter().chain(form.buttons.iter().map(|button| &button.name));
        format!("({})", names.map(|name| steady(name)).collect::<Vec<_>>().join(" "))
    });
    forms.collect::<Vec<_>>().concat()
}

fn without(text: &str, echoes: &[&str]) -> String {
    let echoes = echoes.iter().filter(|echo| (3..=text.len()).contains(&echo.len()));
    echoes.fold(text.to_owned(), |text, echo| text.replace(echo, " "))
}

/// The words of a text without what is random or counted.
fn words(text: &str) -> BTreeSet<String> {
    let tokens = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    let is_word = |token: &&str| {
        token.len() < 64 && (2..16).contains(&token.chars().count()) && !token.chars().any(char::is_numeric)
    };
    tokens.filter(is_word).take(400).map(str::to_lowercase).collect()
}

/// A path segment or a name, or `*` where it looks like an identifier made for this one answer.
fn steady(segment: &str) -> String {
    let random = segment.len() > 15 || segment.chars().filter(char::is_ascii_digit).count() > 2;
    if random { "*".to_owned() } else { segment.to_owned() }
}
