//! The catalogue of mutations: typed edits of a redirect URI, or of the parameters that carry it.
//!
//! A [`Mutation`] is a class with an id; its [forms](Mutation::forms) are the single edits of
//! that class for one registered URI. An [`Edit`] names one form, applies itself to a
//! [`Mutant`], and a mutant says in words what became of it. Every single edit is enumerated by
//! [`single_edits`]; [`composed`] is the proptest strategy that joins two or three.

mod carrier;
mod controls;
mod dots;
mod flow;
mod fragment;
mod host;
mod idn;
mod length;
mod loopback;
mod mutant;
mod parameter;
mod path;
mod percent;
mod port;
mod query;
mod registration;
mod scheme;
mod separators;
mod severity;
mod slash;
mod strategy;
mod userinfo;
mod whitespace;

pub use carrier::{Carrier, Place, Wire};
pub use mutant::{Mutant, TokenUri};
pub use registration::{Kind, Registered};
pub use severity::Severity;
pub use strategy::{composed, edits_of, single_edits};

use crate::budget::Tier;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct as _};
use std::fmt;

/// The host that no registered URI uses; reserved by RFC 2606.
pub const ATTACKER: &str = "evil.example";

/// A class of mutations.
#[derive(Debug)]
pub struct Mutation {
    /// Its stable id.
    pub id: &'static str,
    /// The group it belongs to.
    pub group: Group,
    /// The kind of registered URI it needs.
    pub needs: Kind,
    /// How much it may disturb a server.
    pub tier: Tier,
    /// How bad its acceptance is where no landing tells: at the token endpoint.
    pub at_token: Option<Severity>,
    /// What a server that accepts it is likely to do.
    pub reveals: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// All its forms, applied to a mutant, the simplest first.
    pub forms: fn(&Mutant) -> Vec<Mutant>,
}

impl Mutation {
    const fn of(
        group: Group,
        id: &'static str,
        reveals: &'static str,
        source: &'static str,
        forms: fn(&Mutant) -> Vec<Mutant>,
    ) -> Self {
        Self { id, group, needs: Kind::Any, tier: Tier::Gentle, at_token: None, reveals, source, forms }
    }

    const fn needing(mut self, needs: Kind) -> Self {
        self.needs = needs;
        self
    }

    const fn at_token(mut self, severity: Severity) -> Self {
        self.at_token = Some(severity);
        self
    }

    const fn noisy(mut self) -> Self {
        self.tier = Tier::Noisy;
        self
    }

    const fn disruptive(mut self) -> Self {
        self.tier = Tier::Disruptive;
        self
    }
}

/// The groups of mutations, by what they edit.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Group {
    /// The oracle's own calibration.
    Controls,
    /// The slash at the end of the path.
    TrailingSlash,
    /// Longer, shorter and other paths.
    Path,
    /// `.` and `..` segments.
    DotSegments,
    /// Slashes, backslashes and path parameters.
    Separators,
    /// The scheme.
    Scheme,
    /// The userinfo and `@`.
    Userinfo,
    /// The host's text.
    Host,
    /// Characters beyond ASCII in the host.
    Idn,
    /// Loopback names and IP literals.
    Loopback,
    /// The port.
    Port,
    /// The query.
    Query,
    /// The fragment.
    Fragment,
    /// Percent-encoding.
    PercentEncoding,
    /// White space and control characters.
    Whitespace,
    /// Length.
    Length,
    /// The parameter that carries the URI.
    Parameter,
    /// Later steps of the flow.
    Flow,
}

impl Group {
    /// What a reader calls it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Controls => "controls",
            Self::TrailingSlash => "trailing slash",
            Self::Path => "path",
            Self::DotSegments => "dot segments",
            Self::Separators => "separators and path parameters",
            Self::Scheme => "scheme",
            Self::Userinfo => "userinfo",
            Self::Host => "host",
            Self::Idn => "internationalised host",
            Self::Loopback => "loopback",
            Self::Port => "port",
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::PercentEncoding => "percent-encoding",
            Self::Whitespace => "white space and controls",
            Self::Length => "length",
            Self::Parameter => "parameter",
            Self::Flow => "flow",
        }
    }
}

const GROUPS: [&[Mutation]; 18] = [
    controls::ALL,
    slash::ALL,
    path::ALL,
    dots::ALL,
    separators::ALL,
    scheme::ALL,
    userinfo::ALL,
    host::ALL,
    idn::ALL,
    loopback::ALL,
    port::ALL,
    query::ALL,
    fragment::ALL,
    percent::ALL,
    whitespace::ALL,
    length::ALL,
    parameter::ALL,
    flow::ALL,
];

/// Every byte of a text as an escape.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |escaped, byte| escaped + format!("%{byte:02x}").as_str())
}

/// A text cut after its first character.
fn after_first(text: &str) -> (&str, &str) {
    text.split_at(text.chars().next().map_or(0, char::len_utf8))
}

/// Every mutation, in catalogue order.
pub fn catalogue() -> impl Iterator<Item = &'static Mutation> {
    static CATALOGUE: [&[Mutation]; 18] = GROUPS;
    CATALOGUE.iter().copied().flatten()
}

/// The mutation of that id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Mutation> {
    catalogue().find(|mutation| mutation.id == id)
}

/// One single edit: a form of a mutation.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    /// The class.
    pub mutation: &'static Mutation,
    /// Which of its forms.
    pub form: usize,
}

impl Edit {
    /// The mutant with this edit; none where the form does not exist for it or changes nothing.
    #[must_use]
    pub fn apply(&self, to: &Mutant) -> Option<Mutant> {
        let mutant = (self.mutation.forms)(to).into_iter().nth(self.form)?;
        (mutant != *to).then_some(mutant)
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mutation.id)
    }
}

impl PartialEq for Edit {
    fn eq(&self, other: &Self) -> bool {
        self.mutation.id == other.mutation.id && self.form == other.form
    }
}

impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut named = serializer.serialize_struct("Edit", 2)?;
        named.serialize_field("mutation", self.mutation.id)?;
        named.serialize_field("form", &self.form)?;
        named.end()
    }
}

impl<'de> Deserialize<'de> for Edit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named {
            mutation: String,
            form: usize,
        }
        let Named { mutation: id, form } = Named::deserialize(deserializer)?;
        let mutation =
            by_id(&id).ok_or_else(|| de::Error::custom(format_args!("there is no mutation `{id}`")))?;
        Ok(Self { mutation, form })
    }
}
