//! `redirect/dangerous-scheme`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/dangerous-scheme",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7591), "5"),
        Cite(Document::Rfc(6749), "10.14"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "Schemes that run script or read files are refused, in every case and padding.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "scheme-script",
            "scheme-script-case",
            "scheme-script-ws",
            "scheme-script-host",
            "scheme-markup",
            "scheme-blob-file-ws",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["javascript:alert(1)//"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
