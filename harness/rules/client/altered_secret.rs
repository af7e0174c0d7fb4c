//! `client/altered-secret`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/altered-secret",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.2.1"),
        Cite(Document::Rfc(6749), "5.2"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "3.2.2"),
    ],
    demands: "A secret is compared whole: cut, extended, or in another letter case it is refused.",
    about: &["authentication.unchecked", "token.checks_secret"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::altered_secrets, judge: super::judge::altered_refused },
    flaw: r#"[authentication]
unchecked = ["secret-case"]"#,
    umbrellas: &[],
};
