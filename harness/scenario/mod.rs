//! Scenario files: TOML about one provider, its behaviour, the claims behind it, and how to
//! reach a real one. Text in, types out; nothing here touches a file.

mod claim;
mod endpoints;
mod error;
mod exceptions;
mod file;
mod flaw;
mod redacted;
mod sandbox;
mod setting;
mod standard;

pub use claim::{Claim, Confidence, Deviation};
pub use endpoints::Endpoints;
pub use error::{ScenarioError, nearest};
pub use exceptions::Exceptions;
pub use flaw::Flaw;
pub use sandbox::{
    By, ClientAuth, Consent, Login, PkceUse, Quota, QuotaTable, Rate, SandboxClient, SandboxSection,
};
pub use setting::{Setting, SettingError};
pub use standard::{Document, Standard};

use crate::behaviour::{self, Behaviour};
use std::{collections::BTreeSet, fmt};

/// Everything one scenario file says.
///
/// ```
/// use oauth_litmus::Scenario;
/// let mine = Scenario::parse("mine", "[provider]\nname = \"Mine\"\n[code]\nlifetime = \"2m\"").unwrap();
/// assert!(mine.stated().contains("code.lifetime"));
/// let error = Scenario::parse("mine", "[provider]\nname = \"Mine\"\n[cod]").unwrap_err();
/// assert!(error.to_string().contains("did you mean `code`?"));
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file's stem, by which it is called on the command line.
    pub stem: String,
    /// The bundled folder it comes from; none for a file of the user's.
    pub folder: Option<&'static str>,
    /// The provider's name.
    pub name: String,
    /// Which of its products, in words.
    pub product: Option<String>,
    /// What else a reader should know.
    pub note: Option<String>,
    /// What it is judged by.
    pub standard: Standard,
    /// Where its endpoints are.
    pub endpoints: Endpoints,
    /// What it does.
    pub behaviour: Behaviour,
    /// What stands behind the behaviour.
    pub claims: Vec<Claim>,
    /// Accepted differences from the standard.
    pub deviations: Vec<Deviation>,
    /// Where its stand-in is known to part from the server it was learned from; none if it was not
    /// learned.
    pub exceptions: Option<Exceptions>,
    /// How to reach a real one.
    pub sandbox: Option<SandboxSection>,
    /// The published flaw that it reproduces.
    pub flaw: Option<Flaw>,
    /// The text it was read from.
    pub source: String,
}

/// The bundled folders that a bare run surveys, in order.
const FOLDERS: [&str; 3] = ["reference", "providers", "servers"];

const BUNDLED: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

impl Scenario {
    /// Parses the text of a scenario file; `stem` is the name it goes by.
    ///
    /// # Errors
    /// With file, line, column and a way to mend it, if the text is no scenario.
    pub fn parse(stem: &str, text: &str) -> Result<Self, ScenarioError> {
        file::parse(stem, stem, text)
    }

    /// As [`Scenario::parse`], for a file at `path`, which errors then name.
    ///
    /// # Errors
    /// As [`Scenario::parse`].
    pub fn parse_file(path: &str, text: &str) -> Result<Self, ScenarioError> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        file::parse(path, name.strip_suffix(".toml").unwrap_or(name), text)
    }

    /// The bundled scenario of that stem.
    ///
    /// # Errors
    /// If there is none of that name; the error suggests the nearest.
    ///
    /// ```
    /// let zoho = oauth_litmus::scenario::Scenario::named("zoho").unwrap();
    /// assert_eq!(zoho.name, "Zoho");
    /// ```
    pub fn named(stem: &str) -> Result<Self, ScenarioError> {
        match BUNDLED.iter().find(|(_, bundled, _)| *bundled == stem) {
            Some((folder, stem, text)) => Self::from_bundle(folder, stem, text),
            None => Err(ScenarioError::no_such_name(stem, BUNDLED.iter().map(|(_, stem, _)| *stem))),
        }
    }

    /// All bundled scenarios that a bare run surveys: references first, then providers, then
    /// measured servers.
    ///
    /// # Errors
    /// If one of them does not parse, which the tests rule out.
    pub fn bundled() -> Result<Vec<Self>, ScenarioError> {
        let in_folder = |wanted| BUNDLED.iter().filter(move |(folder, ..)| *folder == wanted);
        let files = FOLDERS.into_iter().flat_map(in_folder);
        files.map(|(folder, stem, text)| Self::from_bundle(folder, stem, text)).collect()
    }

    /// As [`Scenario::parse`], for a text that was bundled in `folder`.
    ///
    /// # Errors
    /// As [`Scenario::parse`].
    pub fn parse_in(folder: &str, stem: &str, text: &str) -> Result<Self, ScenarioError> {
        let known = FOLDERS.into_iter().find(|known| *known == folder);
        Ok(Self { folder: known, ..file::parse(stem, stem, text)? })
    }

    fn from_bundle(folder: &'static str, stem: &str, text: &str) -> Result<Self, ScenarioError> {
        let scenario = file::parse(&format!("scenarios/{folder}/{stem}.toml"), stem, text)?;
        Ok(Self { folder: Some(folder), ..scenario })
    }

    /// The text it was read from, every secret that is written out in it replaced by the variable
    /// that stands for it.
    #[must_use]
    pub fn without_secrets(&self) -> String {
        redacted::without_secrets(&self.source)
    }

    /// The topics on which it says something.
    #[must_use]
    pub fn stated(&self) -> BTreeSet<&'static str> {
        behaviour::stated(&self.behaviour)
    }

    /// The strongest confidence behind a topic; none where no claim is about it.
    #[must_use]
    pub fn confidence(&self, topic: &str) -> Option<Confidence> {
        let about =
            |claim: &&Claim| claim.instead.is_none() && claim.about.iter().any(|about| covers(about, topic));
        self.claims.iter().filter(about).map(|claim| claim.confidence).max()
    }
}

/// The variable that stands for the secret of the client with that id.
#[must_use]
pub fn secret_name(id: &str) -> String {
    format!("{}_SECRET", variable(id))
}

/// The variable that stands for what is typed into the field of that name.
#[must_use]
pub fn login_name(field: &str) -> String {
    format!("LOGIN_{}", variable(field))
}

/// The variable that stands for the header field of that name.
#[must_use]
pub fn header_name(name: &str) -> String {
    variable(name)
}

/// A text as the name of an environment variable.
fn variable(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

/// Whether a claim about `about` is one about `topic` too: the topic itself, or a table it is in.
fn covers(about: &str, topic: &str) -> bool {
    topic == about || topic.strip_prefix(about).is_some_and(|rest| rest.starts_with('.'))
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stem)
    }
}
