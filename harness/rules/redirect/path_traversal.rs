//! `redirect/path-traversal`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/path-traversal",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "Dot segments are refused, however they are written.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "dot-single",
            "dot-double-neutral",
            "dot-double-escape",
            "dot-double-end",
            "dot-encoded-escape",
            "dot-mixed-encoded",
            "dot-double-encoded",
            "dot-encoded-slash",
            "dot-semicolon",
            "dot-control-terminated",
            "dot-over-root",
            "dot-triple",
            "path-empty-segment",
            "path-matrix-mid",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { path = "dot-segments" }]"#,
    umbrellas: &["redirect/exact-match"],
};
