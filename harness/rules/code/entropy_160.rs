//! `code/entropy-160`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule, entropy},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/entropy-160",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "10.10")],
    demands: "Codes are guessed with a probability of at most 2^-160: by what differs between several, one can hold 160 bits.",
    about: &["code.entropy"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: entropy::grants, judge: entropy::codes_160 },
    flaw: r"[code]
entropy = 132",
    umbrellas: &[],
};
