//! `token/access-entropy-160`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule, entropy},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "token/access-entropy-160",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "10.10")],
    demands: "Access tokens are guessed with a probability of at most 2^-160: by what differs between several, one can hold 160 bits.",
    about: &["access_token.entropy"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: entropy::grants, judge: entropy::access_160 },
    flaw: r"[access_token]
entropy = 132",
    umbrellas: &[],
};
