//! Of whom a text speaks: women, men or all, and of what age.

use crate::ingest::cells::cell::collapsed;
use crate::model::{Age, Sex};

/// The sex named in a text in small letters.
pub(super) fn sex_in(text: &str) -> Option<Sex> {
    let has = |word: &str| {
        text.split(|character: char| !character.is_alphabetic())
            .any(|one| one == word)
    };
    let women = ["women", "female", "females"].into_iter().any(has);
    let men = ["men", "male", "males"].into_iter().any(has);
    match (women, men) {
        (true, false) => Some(Sex::Women),
        (false, true) => Some(Sex::Men),
        (true, true) => Some(Sex::All),
        (false, false) => ["all", "adults", "people", "persons"]
            .into_iter()
            .any(has)
            .then_some(Sex::All),
    }
}

/// `aged 16 to 59`, `aged 16 and over`, `aged 16 years and over`, in small letters.
pub(super) fn age_in(title: &str) -> Option<Age> {
    let (_, rest) = title.split_once("aged ")?;
    let text = collapsed(&rest.replace("years ", ""));
    let words: Vec<&str> = text.split(' ').collect();
    let number = |word: &str| {
        word.trim_matches(|one: char| !one.is_ascii_digit())
            .parse::<u8>()
            .ok()
    };
    match words.as_slice() {
        [from, "to", to, ..] => Some(Age::Between(number(from)?, number(to)?)),
        [from, "and", over, ..] if over.starts_with("over") => number(from).map(Age::AndOver),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Age, Sex, age_in, sex_in};

    #[test]
    fn ages_and_sexes_are_found_in_titles() {
        for (title, age) in [
            (
                "among adults aged 16 to 59, by type",
                Some(Age::Between(16, 59)),
            ),
            (
                "adults aged 16 years and over, by type",
                Some(Age::AndOver(16)),
            ),
            ("adults aged 16 and over", Some(Age::AndOver(16))),
            ("adults aged between", None),
            ("adults", None),
        ] {
            assert_eq!(age_in(title), age, "{title}");
        }
        assert_eq!(sex_in("women"), Some(Sex::Women));
        assert_eq!(sex_in("men and women aged"), Some(Sex::All));
        assert_eq!(sex_in("by type of abuse"), None);
    }
}
