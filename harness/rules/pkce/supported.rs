//! `pkce/supported`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/supported",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "2.1.1"), Cite(Document::OAuth21, "4.1.1")],
    demands: "A code that was asked for with an S256 challenge is redeemed with its verifier.",
    about: &["pkce.s256"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::with_and_without, judge: super::judge::first_works },
    flaw: r#"[pkce]
s256 = "hex""#,
    umbrellas: &[],
};
