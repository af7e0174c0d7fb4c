//! `redirect/unicode-idna`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/unicode-idna",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "A host that only looks like the registered one, or becomes it by Unicode mapping, is refused.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &["idn-fullwidth", "idn-split-char", "idn-homoglyph", "idn-case-special", "host-zero-width"],
        judge: super::judge::refused,
    },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://\u0430pp.example/callback"] }]"#,
    umbrellas: &["redirect/exact-match"],
};
