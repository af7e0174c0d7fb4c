//! `pkce/method-case-sensitive`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/method-case-sensitive",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "1.9"),
        Cite(Document::Rfc(7636), "6.2.1"),
        Cite(Document::OAuth21, "1.9"),
    ],
    demands: "The name of a method in another letter case is not that method.",
    about: &["pkce.unchecked"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::method_in_lower_case, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
unchecked = ["method-case"]"#,
    umbrellas: &[],
};
