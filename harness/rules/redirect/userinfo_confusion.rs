//! `redirect/userinfo-confusion`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/userinfo-confusion",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "A userinfo before the host is refused, whichever host a lenient reader would take it for.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "ui-added",
            "ui-host-as-user",
            "ui-host-port-as-user",
            "ui-path-encoded-user",
            "ui-double-at",
            "ui-backslash-at",
            "ui-backslash-at-rev",
            "ui-hash-at",
            "ui-qmark-at",
            "ui-semicolon-at",
            "ui-amp-at",
            "ui-space-at",
            "ui-bracket-at",
            "ui-crlf-at",
            "lb-userinfo",
            "lb-port-userinfo",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { userinfo = "any" }]"#,
    umbrellas: &["redirect/exact-match"],
};
