//! `pkce/wrong-verifier-no-oracle`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/wrong-verifier-no-oracle",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(9700), "4.5.3.1")],
    demands: "After some wrong verifiers a code is no good any more.",
    about: &["pkce.tries", "code.pkce"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::tries, judge: super::judge::ends_after_tries },
    flaw: r"[pkce]
tries = 100",
    umbrellas: &[],
};
