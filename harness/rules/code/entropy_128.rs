//! `code/entropy-128`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule, entropy},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/entropy-128",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "10.10")],
    demands: "Codes are guessed with a probability of at most 2^-128: by what differs between several, one can hold 128 bits.",
    about: &["code.entropy"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: entropy::grants, judge: entropy::codes_128 },
    flaw: r"[code]
entropy = 96",
    umbrellas: &["code/entropy-160"],
};
