//! Words for the people that figures describe, and words for "all of them", as publishers print them.

use super::cell::{collapsed, label};
use crate::model::Sex;

/// The sex that a whole cell names; `None` for any other text, also an empty one.
pub(crate) fn sex_named(text: &str) -> Option<Sex> {
    let text = label(text).text.to_lowercase();
    let text = text.strip_prefix("all ").unwrap_or(&text);
    match text {
        "women" | "woman" | "female" | "females" | "f" | "women and girls" | "girls and women" => {
            Some(Sex::Women)
        }
        "men" | "man" | "male" | "males" | "m" | "men and boys" | "boys and men" => Some(Sex::Men),
        "all" | "both" | "both sexes" | "sexes" | "persons" | "people" | "adults" | "total"
        | "everyone" | "everybody" | "_t" | "men and women" | "women and men"
        | "males and females" | "females and males" | "male and female" | "female and male" => {
            Some(Sex::All)
        }
        _ => None,
    }
}

/// The words that [`sex_named`] knows, for messages.
pub(crate) const SEX_WORDS: &str = "Women, Female, Men, Male, All, Persons, Adults or Both";

/// Whether a cell of a breakdown means all people: it is blank, or says so.
pub(crate) fn means_all(text: &str) -> bool {
    let text = collapsed(text).to_lowercase();
    matches!(
        text.as_str(),
        "" | "na"
            | "n/a"
            | "<na>"
            | "nan"
            | "null"
            | "total"
            | "all"
            | "any"
            | "everyone"
            | "all people"
            | "all persons"
            | "all adults"
            | "all women"
            | "all men"
            | "all ages"
            | "all groups"
            | "all categories"
            | "all ethnicities"
            | "all ethnic groups"
            | "all regions"
            | "england and wales"
            | "overall"
            | "both"
            | "both sexes"
            | "not applicable"
            | "-"
            | "t"
            | "_t"
            | "_z"
    )
}

#[cfg(test)]
mod tests {
    use super::{Sex, means_all, sex_named};

    #[test]
    fn each_wording_of_a_sex_is_known_and_other_words_are_not() {
        for (text, sex) in [
            ("Women", Some(Sex::Women)),
            ("Female [note 3]", Some(Sex::Women)),
            ("All women", Some(Sex::Women)),
            ("Male", Some(Sex::Men)),
            ("F", Some(Sex::Women)),
            ("Boys and men", Some(Sex::Men)),
            ("Persons", Some(Sex::All)),
            ("All adults", Some(Sex::All)),
            ("All", Some(Sex::All)),
            ("men and women", Some(Sex::All)),
            ("", None),
            ("Mle", None),
            ("Transgender", None),
        ] {
            assert_eq!(sex_named(text), sex, "{text}");
        }
    }

    #[test]
    fn a_breakdown_may_spell_all_in_many_ways() {
        for text in [
            "",
            " ",
            "NA",
            "Total",
            "All",
            "all adults",
            "N/A",
            "_T",
            "-",
        ] {
            assert!(means_all(text), "{text}");
        }
        for text in ["White", "Other", "All other", "Not disabled", "None"] {
            assert!(!means_all(text), "{text}");
        }
    }
}
