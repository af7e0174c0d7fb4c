//! `redirect/pct-equivalence`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/pct-equivalence",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "An escape in place of an unreserved character is refused, although the URIs are equivalent.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["pct-unreserved", "query-encoded-equiv", "host-percent", "frag-encoded"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
normalise = ["decode-unreserved"]"#,
    umbrellas: &["redirect/exact-match"],
};
