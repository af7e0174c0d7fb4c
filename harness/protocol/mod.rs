//! The words on the wire: raw text, parameters that keep order and duplicates, secrets that hide.
//!
//! Nothing here judges; it encodes, decodes and keeps what was said byte for byte.

mod encoding;
mod error_code;
mod inert;
mod issuer;
mod parameters;
mod pkce;
mod secret;
mod uri;

pub use encoding::{decode_form, decode_percent, encode};
pub use error_code::ErrorCode;
pub use inert::inert;
pub use issuer::{is_issuer, is_loopback, issuer_of, metadata_places, well_known};
pub use parameters::{Parameter, Parameters};
pub use pkce::Pkce;
pub use secret::Secret;
pub use uri::{Authority, RedirectUri, UriParts};
