//! What two providers do differently, for a terminal.

use super::terminal::STYLE;
use crate::{
    profile::{Difference, Taken},
    protocol::inert,
};
use comfy_table::{ContentArrangement, Table};
use std::fmt::Write as _;

/// The behaviours that differ side by side, in `width` columns, then the smallest request that
/// breaks and the smallest that is newly taken.
#[must_use]
pub fn difference_terminal(difference: &Difference, width: u16) -> String {
    if difference.is_none() {
        return format!(
            "{} and {} do nothing differently.\n",
            inert(&difference.old),
            inert(&difference.new)
        );
    }
    let mut text = String::new();
    if !difference.behaviours.is_empty() {
        let mut table = Table::new();
        table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        table.set_header(["behaviour", &inert(&difference.old), &inert(&difference.new)]);
        for differing in &difference.behaviours {
            table.add_row([differing.title.to_owned(), inert(&differing.old), inert(&differing.new)]);
        }
        let _ = writeln!(text, "{table}\n");
    }
    taken(&mut text, (&difference.old, &difference.new), &difference.breaks);
    taken(&mut text, (&difference.new, &difference.old), &difference.opens);
    text
}

fn taken(text: &mut String, (taker, refuser): (&str, &str), requests: &Taken) {
    let (taker, refuser) = (inert(taker), inert(refuser));
    let Some(smallest) = &requests.smallest else {
        let _ = writeln!(text, "{refuser} takes every redirect URI that was tried and {taker} takes.");
        return;
    };
    let words = if smallest.words.is_empty() { "as it is".to_owned() } else { smallest.words.join(", ") };
    let query = if smallest.query.is_empty() { "(no redirect_uri)" } else { &smallest.query };
    let _ = writeln!(text, "{taker} takes and {refuser} refuses, the smallest of all:");
    let _ = writeln!(text, "  registered  {}", inert(&smallest.registered));
    let _ = writeln!(text, "  sent        {}", inert(query));
    let _ = writeln!(text, "  that is     {}", inert(&words));
    if !requests.mutations.is_empty() {
        let ids: Vec<&str> = requests.mutations.iter().copied().collect();
        let _ = writeln!(text, "  by itself   {}", ids.join(" "));
    }
}
