//! Names of releases: what `--release` takes, and what their files are called.

/// The longest name of a release.
const LONGEST: usize = 100;

/// Whether a text can name a release: small letters, digits and single signs between them, so that
/// it is also the name of a file and leads to no other folder.
#[must_use]
pub fn is_release_name(text: &str) -> bool {
    let known = |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || b"-_.".contains(&one);
    let at_an_end = |one: Option<u8>| one.is_some_and(|one| one.is_ascii_alphanumeric());
    text.len() <= LONGEST
        && text.bytes().all(known)
        && at_an_end(text.bytes().next())
        && at_an_end(text.bytes().last())
        && !text.contains("..")
}

#[cfg(test)]
mod tests {
    use super::is_release_name;

    #[test]
    fn a_name_leads_nowhere_else() {
        for name in ["mine", "ons-appendix-ye-dec-2025", "q1_2024.v2"] {
            assert!(is_release_name(name), "{name}");
        }
        for name in [
            "", "..", "../x", "a/b", "a\\b", ".hidden", "a..b", "A", "a b", "a\n", "é",
        ] {
            assert!(!is_release_name(name), "{name:?}");
        }
        assert!(!is_release_name(&"a".repeat(101)));
    }
}
