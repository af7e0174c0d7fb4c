//! `authz/host-header-independent`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/host-header-independent",
    level: Level::Should,
    cites: &[Cite(Document::Rfc(6749), "10.14"), Cite(Document::Rfc(9700), "4.11")],
    demands: "A forged X-Forwarded-Host changes neither where the browser goes nor who the server says it is.",
    about: &["authorization.oddities"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::by_way_of_another_host, judge: super::reach::host_ignored },
    flaw: r#"[authorization]
oddities = ["forwarded-host"]"#,
    umbrellas: &[],
};
