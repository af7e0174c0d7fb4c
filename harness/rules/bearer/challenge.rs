//! `bearer/challenge`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "bearer/challenge",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6750), "3"), Cite(Document::OAuth21, "5.3.1")],
    demands: "A refusal for want of a good token comes with a challenge for a Bearer token.",
    about: &["resource.challenge"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::refused, judge: super::judge::challenge },
    flaw: r#"[resource]
challenge = """#,
    umbrellas: &[],
};
