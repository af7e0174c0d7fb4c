//! `pkce/appendix-b-vector`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/appendix-b-vector",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7636), "4.6"),
        Cite(Document::Rfc(7636), "B"),
        Cite(Document::OAuth21, "4.1.3"),
    ],
    demands: "The published pair of verifier and challenge fits.",
    about: &["pkce.s256"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::appendix_b, judge: super::judge::second_works },
    flaw: r#"[pkce]
s256 = "base64""#,
    umbrellas: &[],
};
