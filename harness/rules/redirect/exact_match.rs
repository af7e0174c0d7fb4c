//! `redirect/exact-match`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/exact-match",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(9700), "2.1"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::OAuth21, "2.3.1"),
    ],
    demands: "Only a redirect URI that is byte for byte one of those registered for the client is used; on loopback the port alone may differ. No code and no error goes anywhere else.",
    about: &["redirect_uri.match"],
    tier: Tier::Gentle,
    ask: Ask::Everything { judge: super::judge::exact },
    flaw: r#"[redirect_uri]
match = ["exact", { literal = ["https://app.example./callback"] }]"#,
    umbrellas: &[],
};
