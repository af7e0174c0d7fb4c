//! `http/no-third-party`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "http/no-third-party",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(9700), "4.2.4")],
    demands: "Pages of the authorization endpoint load nothing of others.",
    about: &["authorization.page_loads"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::pages, judge: super::judge::own_content },
    flaw: r#"[authorization]
page_loads = ["https://pictures.example/logo.png"]"#,
    umbrellas: &[],
};
