//! `pkce/challenge-not-leaked`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/challenge-not-leaked",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7636), "4.4"), Cite(Document::OAuth21, "4.1.2")],
    demands: "Nobody can read the challenge from the code or from what comes with it.",
    about: &["pkce.challenge_in_code"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::requests::ordinary, judge: super::answers::challenge_kept },
    flaw: r"[pkce]
challenge_in_code = true",
    umbrellas: &[],
};
