//! Verifiers, and challenges made from them in odd ways.

use crate::protocol::Pkce;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt::Write as _;

/// The verifier of RFC 7636 appendix B.
pub(super) const APPENDIX_B: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Long enough for a verifier, with characters that none may have (RFC 7636 section 4.1).
pub(super) const ODD: &str = "litmus verifier with/odd+characters=in:it, 0123456789";

/// A verifier of that many characters.
pub(super) fn verifier(length: usize) -> String {
    let mut text = String::new();
    for part in 0.. {
        if text.len() >= length {
            break;
        }
        text.push_str(Pkce::from_seed(&format!("a verifier, part {part}")).verifier.reveal());
    }
    text.truncate(length);
    text
}

/// Another verifier, as of another transaction.
pub(super) fn other() -> String {
    Pkce::from_seed("another transaction").verifier.reveal().to_owned()
}

/// A verifier whose challenge has only letters and digits.
pub(super) fn without_symbols() -> String {
    let pairs = (0..1000).map(|number| Pkce::from_seed(&format!("without symbols {number}")));
    let mut plain = pairs.filter(|pair| pair.challenge.chars().all(|c| c.is_ascii_alphanumeric()));
    plain.next().map_or_else(other, |pair| pair.verifier.reveal().to_owned())
}

/// Letters in the other case.
pub(super) fn swapped(text: &str) -> String {
    crate::probe::Alteration::CaseSwapped.apply(text)
}

/// The bytes of a challenge in hexadecimal digits.
pub(super) fn hex(challenge: &str) -> String {
    let mut digits = String::new();
    for byte in URL_SAFE_NO_PAD.decode(challenge).unwrap_or_default() {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{ODD, hex, verifier, without_symbols};
    use crate::protocol::Pkce;

    #[test]
    fn texts_are_as_long_as_they_have_to_be() {
        assert_eq!([42, 43, 128, 129].map(|length| verifier(length).len()), [42, 43, 128, 129]);
        assert!((43..=128).contains(&ODD.len()));
        assert_eq!(hex(&Pkce::challenge_of("x")).len(), 64);
        let challenge = Pkce::challenge_of(&without_symbols());
        assert!(challenge.chars().all(|c| c.is_ascii_alphanumeric()), "{challenge}");
    }
}
