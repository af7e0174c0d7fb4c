//! Percent-encoding in both directions, on bytes, without judgement.

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Encodes `text` for a query or form value: every byte but the unreserved ones of
/// RFC 3986 section 2.3 becomes `%XX`, so no URL library on the way changes it.
///
/// ```
/// assert_eq!(oauth_litmus::protocol::encode("https://a/ b"), "https%3A%2F%2Fa%2F%20b");
/// ```
#[must_use]
pub fn encode(text: &str) -> String {
    let mut wire = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            wire.push(char::from(byte));
        } else {
            wire.push('%');
            wire.extend([byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
        }
    }
    wire
}

/// Decodes `%XX` once; a stray `%` stays as it is (RFC 3986 section 2.1 leaves it undefined).
#[must_use]
pub fn decode_percent(wire: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(wire.len());
    let mut rest = wire;
    while let [first, tail @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, tail)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push(high * 16 + low);
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    bytes
}

/// Decodes an `application/x-www-form-urlencoded` name or value (RFC 6749 appendix B):
/// `+` is a space, then `%XX`.
#[must_use]
pub fn decode_form(wire: &str) -> Vec<u8> {
    let spaced: Vec<u8> = wire.bytes().map(|byte| if byte == b'+' { b' ' } else { byte }).collect();
    decode_percent(&spaced)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::{decode_form, decode_percent, encode};
    use proptest::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(text in ".*") {
            prop_assert_eq!(decode_form(&encode(&text)), text.as_bytes());
            prop_assert_eq!(decode_percent(encode(&text).as_bytes()), text.as_bytes());
        }
    }

    #[test]
    fn a_stray_percent_stays() {
        assert_eq!(decode_percent(b"%zz%4%41%"), b"%zz%4A%");
    }
}
