//! The check digit that GS1 puts at the end of a GSRN (18 digits) and a GLN (13 digits).

/// The check digit that belongs behind `data`: weights 3, 1, 3, 1 … from the right, up to the next ten.
///
/// `None` when `data` is empty or holds anything but ASCII digits.
#[must_use]
pub fn check_digit(data: &str) -> Option<u8> {
    if data.is_empty() || !data.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sum = data.bytes().rev().enumerate().fold(0_u8, |sum, (place, b)| {
        let weight = if place % 2 == 0 { 3 } else { 1 };
        (sum + (b - b'0') * weight) % 10
    });
    Some((10 - sum) % 10)
}

/// True when the last digit of `code` is the check digit of the others.
#[must_use]
pub fn is_valid(code: &str) -> bool {
    let Some((data, last)) = code.len().checked_sub(1).and_then(|end| code.split_at_checked(end)) else {
        return false;
    };
    check_digit(data).is_some_and(|digit| last.as_bytes() == [b'0' + digit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_published_and_synthetic_codes() {
        for (data, digit) in [
            ("54144912345678901", 5),
            ("12345678901234567", 5),
            ("54144011000000000", 8),
            ("73500538500000001", 1),
            ("87168700000000000", 9),
            ("00000000000000000", 0),
        ] {
            assert_eq!(check_digit(data), Some(digit), "{data}");
        }
    }

    #[test]
    fn validity_looks_at_the_last_digit() {
        assert!(is_valid("541448820000000008"));
        assert!(!is_valid("541449123456789012"));
        for text in ["", "5", "54a", "5414488200000000é", "é"] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
