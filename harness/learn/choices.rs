//! What each choice that a guess can make says of the rows of a pool, computed once and grown with them.

use super::pool::{Mask, bit, join, set};
use crate::{
    behaviour::{
        Branch, Components, Gate, LoopbackPort, Match, Normalisation, Parser, Part, RedirectUriPolicy,
        Requested, Split, Whole,
    },
    protocol::RedirectUri,
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A question with one of the URIs registered for its client.
pub(super) struct Row {
    pub(super) question: usize,
    pub(super) registered: RedirectUri,
    pub(super) requested: String,
}

/// What is known of the rows so far; everything grows with them.
#[derive(Default)]
pub(super) struct Choices {
    readings: FxHashMap<Reading, usize>,
    /// Registered and requested as they are compared, by reading.
    texts: Vec<(Reading, Vec<Option<Texts>>)>,
    splits: FxHashMap<(usize, Parser), Vec<Option<Split>>>,
    masks: FxHashMap<Choice, Grown>,
}

/// Registered and requested of a row; none where no rewrite of the reading concerns them.
type Texts = (String, String);

/// How often a value is decoded, and how it is then rewritten.
#[derive(Clone, Eq, Hash, PartialEq)]
struct Reading(u8, Vec<Normalisation>);

/// One choice that a guess makes, in a reading.
#[derive(Clone, Eq, Hash, PartialEq)]
pub(super) enum Choice {
    Whole(usize, Whole),
    Literal(usize, Vec<String>),
    Part(usize, Part, Components),
    Gate(usize, Gate),
    Loopback(usize, LoopbackPort),
}

/// A mask of the first rows.
#[derive(Default)]
struct Grown {
    mask: Mask,
    rows: usize,
}

/// The most texts that are remembered at a time, over all readings.
const MOST_TEXTS: usize = 4_000_000;

impl Choices {
    pub(super) fn forget_if_beyond(&mut self, rows: usize) {
        if self.texts.len() * rows > MOST_TEXTS {
            *self = Self::default();
        }
    }

    pub(super) fn reading(&mut self, decodes: u8, normalise: &[Normalisation]) -> usize {
        let reading = Reading(decodes, normalise.to_vec());
        if let Some(known) = self.readings.get(&reading) {
            return *known;
        }
        self.texts.push((reading.clone(), Vec::new()));
        self.readings.insert(reading, self.texts.len() - 1);
        self.texts.len() - 1
    }

    /// What a branch says of the rows; `bare` is the reading without rewrites.
    pub(super) fn branch(&mut self, rows: &[Row], (reading, bare): (usize, usize), branch: &Branch) -> Mask {
        let (mut mask, refuse) = match branch {
            Branch::Whole(Whole::Anything) => (vec![u64::MAX; rows.len().div_ceil(64)], &[][..]),
            Branch::Whole(whole) => (self.choice(rows, &Choice::Whole(reading, *whole)).to_vec(), &[][..]),
            Branch::Guarded(guarded) => {
                (self.choice(rows, &Choice::Whole(reading, guarded.whole)).to_vec(), &guarded.refuse[..])
            }
            Branch::Literal(values) => {
                let mut mask = self.choice(rows, &Choice::Literal(reading, values.clone())).to_vec();
                let always = self.choice(rows, &Choice::Literal(bare, values.clone()));
                join(&mut mask, always, |all, one| all | one);
                (mask, &[][..])
            }
            Branch::Parts(parts) => {
                let mut mask = vec![u64::MAX; rows.len().div_ceil(64)];
                for part in Part::ALL {
                    let by_part = self.choice(rows, &Choice::Part(reading, part, parts.only(part)));
                    join(&mut mask, by_part, |all, one| all & one);
                }
                (mask, &parts.refuse[..])
            }
        };
        for gate in refuse {
            join(&mut mask, self.choice(rows, &Choice::Gate(reading, *gate)), |all, one| all & !one);
        }
        mask
    }

    /// What one choice says of the rows; computed for those that came since it was last asked.
    pub(super) fn choice(&mut self, rows: &[Row], choice: &Choice) -> &[u64] {
        if !self.masks.contains_key(choice) {
            self.masks.insert(choice.clone(), Grown::default());
        }
        let known = self.masks[choice].rows;
        if known < rows.len() {
            let reading = choice.reading();
            let bare = self.reading(self.texts[reading].0.0, &[]);
            let unchanged = (reading != bare).then(|| self.choice(rows, &choice.in_reading(bare)).to_vec());
            let holds = self.holds(rows, choice, known);
            if let Some(grown) = self.masks.get_mut(choice) {
                grown.rows = rows.len();
                grown.mask.resize(rows.len().div_ceil(64), 0);
                for (at, holds) in (known..).zip(holds) {
                    if holds.unwrap_or_else(|| unchanged.as_ref().is_some_and(|mask| bit(mask, at))) {
                        set(&mut grown.mask, at);
                    }
                }
            }
        }
        &self.masks[choice].mask
    }

    /// What a choice says of the rows from one on; nothing of those that its reading leaves as
    /// they are.
    fn holds(&mut self, rows: &[Row], choice: &Choice, from: usize) -> Vec<Option<bool>> {
        if let Choice::Part(reading, part, only) = choice {
            self.split(rows, *reading, only.parser);
            let texts = self.texts[*reading].1[from..].iter();
            let splits = texts.zip(&self.splits[&(*reading, only.parser)][from..]);
            let admits = |split: &Split| only.admits_part(*part, split);
            return splits
                .map(|(texts, split)| texts.as_ref().map(|_| split.as_ref().is_some_and(admits)))
                .collect();
        }
        self.write(rows, choice.reading());
        let texts = self.texts[choice.reading()].1[from..].iter();
        let alone = |port: LoopbackPort| RedirectUriPolicy {
            compare: Some(Match(Vec::new())),
            loopback_port: Some(port),
            ..RedirectUriPolicy::default()
        };
        let holds: Box<dyn Fn(&Texts) -> bool> = match choice {
            Choice::Whole(_, whole) => {
                let branch = Branch::Whole(*whole);
                Box::new(move |(registered, requested)| branch.admits(registered, requested))
            }
            Choice::Literal(_, values) => Box::new(|(_, requested)| values.contains(requested)),
            Choice::Gate(_, gate) => Box::new(|(_, requested)| gate.refuses(requested)),
            Choice::Loopback(_, port) => {
                let policy = alone(*port);
                Box::new(move |(registered, requested)| {
                    policy.admits(&[RedirectUri::new(registered)], requested).is_some()
                })
            }
            Choice::Part(..) => Box::new(|_| false),
        };
        texts.map(|texts| texts.as_ref().map(&holds)).collect()
    }

    /// Writes registered and requested of each row as a reading has them; a value that decodes to
    /// nothing is compared as nothing.
    fn write(&mut self, rows: &[Row], reading: usize) {
        let (Reading(decodes, normalise), texts) = &mut self.texts[reading];
        let policy = RedirectUriPolicy {
            decodes: Some(*decodes),
            normalise: Some(normalise.clone()),
            ..RedirectUriPolicy::default()
        };
        let rewritten = rows[texts.len()..].iter().map(|row| {
            let requested = match policy.intake(std::slice::from_ref(&row.requested), &[]) {
                Requested::One(requested) => requested,
                Requested::Missing | Requested::Several => String::new(),
            };
            match (policy.rewrite(row.registered.as_str()), policy.rewrite(&requested)) {
                (Cow::Borrowed(_), Cow::Borrowed(_)) if !normalise.is_empty() => None,
                (registered, requested) => Some((registered.into_owned(), requested.into_owned())),
            }
        });
        texts.extend(rewritten);
    }

    /// Splits the texts of a reading by a parser.
    fn split(&mut self, rows: &[Row], reading: usize, parser: Parser) {
        self.write(rows, reading);
        let texts = &self.texts[reading].1;
        let splits = self.splits.entry((reading, parser)).or_default();
        let further = texts[splits.len()..].iter().map(|texts| {
            let (registered, requested) = texts.as_ref()?;
            Split::by(parser, registered, requested)
        });
        splits.extend(further);
    }
}

impl Choice {
    fn reading(&self) -> usize {
        let (Self::Whole(reading, _)
        | Self::Literal(reading, _)
        | Self::Part(reading, ..)
        | Self::Gate(reading, _)
        | Self::Loopback(reading, _)) = self;
        *reading
    }

    fn in_reading(&self, other: usize) -> Self {
        let mut choice = self.clone();
        let (Self::Whole(reading, _)
        | Self::Literal(reading, _)
        | Self::Part(reading, ..)
        | Self::Gate(reading, _)
        | Self::Loopback(reading, _)) = &mut choice;
        *reading = other;
        choice
    }
}
