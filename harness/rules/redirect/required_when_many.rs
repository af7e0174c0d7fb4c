//! `redirect/required-when-many`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/required-when-many",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::OAuth21, "2.3.2"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "Without redirect_uri the request is refused where several are registered.",
    about: &["redirect_uri.missing"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["param-omitted-multi"], judge: super::judge::refused_whole },
    flaw: r#"[redirect_uri]
missing = "first-registered""#,
    umbrellas: &[],
};
