//! `redirect/loopback-alt-forms`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/loopback-alt-forms",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(8252), "7.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "Other spellings of a loopback address, and other loopback addresses, are refused.",
    about: &["redirect_uri.match", "redirect_uri.loopback_port"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "lb-127-8",
            "lb-regex-dot",
            "lb-ip-decimal",
            "lb-ip-hex",
            "lb-ip-octal",
            "lb-ip-short",
            "lb-ip-overflow",
            "lb-ip-leading-zero",
            "lb-ip-unicode-digits",
            "lb-v6-forms",
            "lb-v6-trailing",
            "lb-zero-any",
            "lb-localhost-variants",
        ],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { parser = "whatwg", loopback_only = true, port = "any" }]"#,
    umbrellas: &["redirect/exact-match"],
};
