//! How much several codes or tokens of one sort differ, in bits.
//!
//! A few samples prove no randomness. What they show is how much a value could hold if each
//! position that differs were drawn afresh from the whole alphabet; what is not even so enough can
//! be guessed. Positions that never differ hold nothing, and neither do those at the front by
//! which the values are in the order of their issue: a counter or a clock writes them.

use super::shape::{Alphabet, signature};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, ops::Range};

/// How much some values differ.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Spread {
    /// How many different values there are.
    pub values: usize,
    /// How many bits one holds at most, by what differs between them; rounded down.
    pub bits: u32,
    /// The same, with what is at the front and only puts them in order.
    pub differing: u32,
}

impl Spread {
    /// That of these values, in the order of their issue. Of JWTs only the signature counts: the
    /// rest is no secret.
    #[must_use]
    pub fn of(values: &[&str]) -> Self {
        let signatures: Vec<&str> = values.iter().filter_map(|value| signature(value)).collect();
        let signed = signatures.len() == values.len();
        let texts = if signed { signatures.as_slice() } else { values };
        let mut known = BTreeSet::new();
        let rows: Vec<Vec<char>> =
            texts.iter().filter(|text| known.insert(**text)).map(|text| text.chars().collect()).collect();
        let longest = rows.iter().map(Vec::len).max().unwrap_or_default();
        let of = |first| bits(&rows, first..longest);
        Self { values: rows.len(), bits: of(ordered(&rows, longest)), differing: of(0) }
    }
}

/// What is held by the columns that differ of these.
fn bits(rows: &[Vec<char>], columns: Range<usize>) -> u32 {
    let differs = |at: &usize| {
        let column: BTreeSet<Option<&char>> = rows.iter().map(|row| row.get(*at)).collect();
        column.len() > 1
    };
    let differing: Vec<usize> = columns.filter(differs).collect();
    let chars = differing.iter().flat_map(|at| rows.iter().filter_map(|row| row.get(*at).copied()));
    let alphabet = f64::from(Alphabet::of(chars).size());
    let count = u32::try_from(differing.len()).unwrap_or(u32::MAX);
    (1..=MOST).rev().find(|bits| f64::from(*bits) <= f64::from(count) * alphabet.log2()).unwrap_or_default()
}

/// The most bits that are told; nobody asks for more.
const MOST: u32 = 4096;

/// How many characters at the front put the values into the order of their issue: as few as tell
/// all of them apart, or as many as never run back.
fn ordered(rows: &[Vec<char>], longest: usize) -> usize {
    let lead = |row: &Vec<char>, length: usize| row[..length.min(row.len())].to_vec();
    let rises = |length: usize, strictly: bool| {
        rows.windows(2).all(|pair| {
            let (one, next) = (lead(&pair[0], length), lead(&pair[1], length));
            one < next || one == next && !strictly
        })
    };
    let steady = (0..=longest).take_while(|length| rises(*length, false)).last().unwrap_or_default();
    (0..=steady).find(|length| rises(*length, true)).unwrap_or(steady)
}

#[cfg(test)]
mod tests {
    use super::Spread;
    use sha2::{Digest as _, Sha256};
    use std::fmt::Write as _;

    /// Random hex digits, of a seed of their own.
    fn random(seed: usize, length: usize) -> String {
        let mut text = String::new();
        while text.len() < length {
            for byte in Sha256::digest(format!("{seed} {}", text.len())) {
                let _ = write!(text, "{byte:02x}");
            }
        }
        text.truncate(length);
        text
    }

    fn of(value: impl Fn(usize) -> String) -> Spread {
        let values: Vec<String> = (0..5).map(value).collect();
        Spread::of(&values.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// In a thousand draws of five, few are thought to hold less than they do: by a digit or three
    /// that chance put into order or left alike.
    #[test]
    fn what_is_random_holds_what_it_holds() {
        for draw in 0..1000 {
            let spread = of(|nth| random(draw * 5 + nth, 32));
            assert!((116..=128).contains(&spread.bits) && spread.values == 5, "{draw}: {spread:?}");
            assert!(spread.differing >= 124, "{draw}: {spread:?}");
        }
        let whole = (0..1000).filter(|draw| of(|nth| random(draw * 5 + nth, 32)).bits == 128);
        assert!(whole.count() > 950);
    }

    #[test]
    fn counters_and_clocks_hold_next_to_nothing() {
        let salt = random(0, 40);
        assert_eq!(of(|nth| format!("{salt}{:06}", 98 + nth)).bits, 0);
        assert!(of(|nth| format!("{}", 8 + nth)).bits < 8);
        assert_eq!(of(|nth| format!("{:032x}", 0xffff_ffff_fff0_u64 + 7 * nth as u64)).bits, 0);
        let timed = of(|nth| format!("{:012x}{}", 0x0195_7f2b_10c8_u64 + 31 * nth as u64, random(nth, 20)));
        assert!((80..=88).contains(&timed.bits), "{timed:?}");
        let in_groups = of(|nth| format!("1000.{}.{}", random(nth, 32), random(nth + 50, 32)));
        assert!((250..=256).contains(&in_groups.bits), "{in_groups:?}");
    }

    #[test]
    fn equal_values_and_few_are_counted_once() {
        assert_eq!(of(|_| random(1, 32)), Spread { values: 1, ..Spread::default() });
        assert_eq!(Spread::of(&[]), Spread::default());
        assert_eq!(Spread::of(&["", "\u{e9}"]).values, 2);
    }

    /// The claims of a JWT are no secret, so only its signature counts.
    #[test]
    fn of_a_jwt_the_signature_counts() {
        let jwt = |signature: String| format!("eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.{signature}");
        assert_eq!(of(|nth| jwt(format!("{nth}"))).bits, 0);
        assert!(of(|nth| jwt(random(nth, 64))).bits >= 248);
    }
}
