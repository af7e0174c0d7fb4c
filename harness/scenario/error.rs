//! What is wrong with a scenario file, where, and how to mend it.

use std::fmt;

/// A scenario that cannot be used.
#[derive(Debug)]
pub struct ScenarioError {
    /// The file, or the name that was asked for.
    pub file: String,
    /// Line and column, from 1.
    pub at: Option<(usize, usize)>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: Option<String>,
}

impl ScenarioError {
    /// There is no bundled scenario of that name.
    pub fn no_such_name<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.collect();
        let mend = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? A file is named with a / or the ending .toml"),
            None => format!("bundled are {}; a file is named with a / or the ending .toml", known.join(", ")),
        };
        Self {
            file: name.to_owned(),
            at: None,
            what: "there is no bundled scenario of this name".to_owned(),
            mend: Some(mend),
        }
    }

    pub(super) fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let message = error.message().trim().replace('\n', "; ");
        let mend = message
            .strip_prefix("unknown field `")
            .or_else(|| message.strip_prefix("unknown variant `"))
            .and_then(|rest| {
                let (unknown, rest) = rest.split_once('`')?;
                let known = rest.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
                let near = nearest(unknown, known.iter().map(String::as_str))?;
                Some(format!("did you mean `{near}`?"))
            });
        Self {
            file: file.to_owned(),
            at: error.span().map(|span| position(text, span.start)),
            what: message,
            mend,
        }
    }
}

/// The name nearest to `name`, if one is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}

/// Line and column of a byte offset, both from 1.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.what)?;
        self.mend.iter().try_for_each(|mend| write!(f, "\n  mend: {mend}"))
    }
}

impl std::error::Error for ScenarioError {}
