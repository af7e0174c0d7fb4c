//! `redirect/control-characters`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/control-characters",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "10.14"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "Control characters, raw or escaped, are refused wherever they stand.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "pct-null-ctrl",
            "ctl-leading-c0",
            "ctl-tab-nl-inside",
            "ctl-trailing-newline",
            "ctl-crlf-inject",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example/callback%00"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
