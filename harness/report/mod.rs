//! Reports: pure functions from data to text. What was fuzzed is inert in every one of them.

mod aimed;
mod catalogue;
mod cell;
mod difference;
mod inert;
mod json;
mod markdown;
mod scenario;
mod starter;
mod terminal;
mod told;

pub use aimed::{Aim, aimed, left_to_aim};
pub use catalogue::{left_out_page, mutation_page, mutation_table, rule_page, rule_table};
pub use difference::difference_terminal;
pub use json::{difference_json, matrix_json, profiles_json};
pub use markdown::{markdown, matrix_markdown};
pub use scenario::learned_scenario;
pub use starter::{left_to_fill_in, starter};
pub use terminal::{matrix_terminal, profile_terminal};
