//! `pkce/exact-compare`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/exact-compare",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7636), "4.6"), Cite(Document::OAuth21, "4.1.3")],
    demands: "A verifier has to fit exactly: white space and letter case count.",
    about: &["pkce.unchecked", "code.pkce"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::nearly_equal, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["verifier-whitespace"]"#,
    umbrellas: &[],
};
