//! `redirect/fragment-request`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/fragment-request",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1.2"), Cite(Document::OAuth21, "2.3")],
    demands: "A redirect URI with a fragment is refused, even an empty one.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "frag-added",
            "frag-empty",
            "frag-response-params",
            "frag-bang",
            "frag-directive",
            "frag-before-query",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
refuse = []
match = { fragment = "any" }"#,
    umbrellas: &["redirect/exact-match"],
};
