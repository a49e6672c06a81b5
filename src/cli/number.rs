//! Numbers on the command line, as people write them: `12,000`, `11.3%`.

/// Larger numbers are nothing that is counted here.
const LARGEST: f64 = 1e12;

/// A number that is above 0.
///
/// # Errors
/// A text that is not a number, or one that is out of bounds.
pub(super) fn positive(text: &str) -> Result<f64, String> {
    number(text).and_then(|number| {
        if number > 0.0 {
            Ok(number)
        } else {
            Err("it must be more than 0".to_owned())
        }
    })
}

/// A per cent: `11.3` or `11.3%`.
///
/// # Errors
/// As [`positive`].
pub(super) fn per_cent(text: &str) -> Result<f64, String> {
    number(text.trim().strip_suffix('%').unwrap_or(text))
}

/// A share: `0.5` or `50%`.
///
/// # Errors
/// As [`positive`].
pub(super) fn share(text: &str) -> Result<f64, String> {
    match text.trim().strip_suffix('%') {
        Some(per_cent) => number(per_cent).map(|number| number / 100.0),
        None => number(text),
    }
}

fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let text = without_thousands(text).unwrap_or_else(|| text.to_owned());
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.abs() <= LARGEST => Ok(number),
        Ok(_) => Err("it is out of bounds".to_owned()),
        Err(_) => Err("it is not a number".to_owned()),
    }
}

/// `12000` for `12,000`: each comma is followed by three digits.
pub(super) fn without_thousands(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|one| one.is_ascii_digit());
    let first = groups
        .next()
        .filter(|first| first.len() <= 3 && digits(first))?;
    let mut plain = first.to_owned();
    let mut has_groups = false;
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        plain.push_str(group);
        has_groups = true;
    }
    has_groups.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::{per_cent, positive, share, without_thousands};

    #[test]
    fn numbers_are_read_as_people_write_them_and_bounded() {
        assert_eq!(positive("12,000"), Ok(12_000.0));
        assert_eq!(per_cent("11.3%"), Ok(11.3));
        assert_eq!(share("50%"), Ok(0.5));
        assert_eq!(share("0.5"), Ok(0.5));
        for text in ["nan", "inf", "1e400", "1e13", "x", "", "1,2"] {
            assert!(positive(text).is_err(), "{text}");
        }
        assert!(positive("0").is_err() && positive("-1").is_err());
        assert_eq!(without_thousands("5000,6000"), None);
        assert_eq!(without_thousands("12"), None);
        assert_eq!(without_thousands("1,200,000").as_deref(), Some("1200000"));
    }
}
