//! `pkce/advertised`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/advertised",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "2.1.1"), Cite(Document::OAuth21, "7.10")],
    demands: "The metadata names the challenge methods of the server.",
    about: &["pkce.advertised", "metadata.status"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::metadata, judge: super::judge::names_methods },
    flaw: r"[pkce]
advertised = []",
    umbrellas: &[],
};
