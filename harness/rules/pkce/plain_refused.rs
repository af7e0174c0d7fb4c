//! `pkce/plain-refused`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/plain-refused",
    level: Level::Report,
    cites: &[
        Cite(Document::Rfc(9700), "2.1.1"),
        Cite(Document::OAuth21, "4.1.1"),
        Cite(Document::OAuth21, "7.5.2"),
    ],
    demands: "The method plain, which protects no challenge that is seen, is refused.",
    about: &["pkce.methods", "pkce.advertised"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::plain, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
methods = ["S256", "plain"]
advertised = ["S256", "plain"]"#,
    umbrellas: &[],
};
