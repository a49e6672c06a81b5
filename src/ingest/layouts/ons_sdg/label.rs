//! What a row of an indicator is about, and of whom.

use crate::model::Age;

/// What a row is about. A total is a blank cell: it takes the name of its series.
pub(super) fn label(indicator: &str, series: &str, about: &[String]) -> String {
    match (indicator, about) {
        ("16-1-3", []) => series_name(series).0,
        ("11-7-2", []) => "Indecent exposure or unwanted sexual touching".to_owned(),
        ("11-7-2", about) => {
            format!(
                "Indecent exposure or unwanted sexual touching by a {}",
                about[0].to_lowercase()
            )
        }
        ("5-2-1", []) => "Partner abuse (any)".to_owned(),
        ("5-2-2", []) => "Domestic abuse (any)".to_owned(),
        ("5-2-2", [only]) if only == "Partner" => "Partner abuse (any)".to_owned(),
        ("5-2-2", [only]) if only.starts_with("Family") => "Family abuse (any)".to_owned(),
        ("5-2-2", [stalking, by]) if stalking == "Stalking" && by.starts_with("Family") => {
            "Stalking by a family member".to_owned()
        }
        ("5-2-2", [stalking, by]) if stalking == "Stalking" && by == "Partner" => {
            "Stalking by a partner".to_owned()
        }
        ("5-2-2", [only]) if only == "Stalking" => "Stalking (any)".to_owned(),
        // Older versions of 5.2.1 name the kind a second time, in full.
        ("5-2-1", [category, name]) if category.starts_with("Sexual assault (") => name.clone(),
        _ => about.join(": "),
    }
}

/// `(c) Sexual violence - 16 to 59` is sexual violence, of people aged 16 to 59.
pub(super) fn series_name(series: &str) -> (String, String) {
    let rest = series.split_once(") ").map_or(series, |(_, rest)| rest);
    let (name, of) = rest.split_once(" - ").unwrap_or((rest, rest));
    (name.trim_end_matches(" (%)").to_owned(), of.to_owned())
}

/// The last age group named in a text: `16 to 59`, `16-19`, `75 and over`.
pub(super) fn age_in(text: &str) -> Option<Age> {
    let words: Vec<&str> = text
        .split(|character: char| character == '-' || character.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let old = |word: &str| word.parse::<u8>().ok();
    for (place, word) in words.iter().enumerate() {
        if let Some(from) = word.strip_suffix('+').and_then(old) {
            return Some(Age::AndOver(from));
        }
        let Some(from) = old(word) else { continue };
        match &words[place + 1..] {
            ["and" | "or", "over" | "above", ..] => {
                return Some(Age::AndOver(from));
            }
            ["to", to, ..] | [to, ..] if old(to).is_some() => {
                return old(to).map(|to| Age::Between(from, to));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Age, age_in, label};

    #[test]
    fn an_age_group_is_found_wherever_it_is_named() {
        assert_eq!(age_in("Women aged 16 to 74"), Some(Age::Between(16, 74)));
        assert_eq!(age_in("16-19"), Some(Age::Between(16, 19)));
        assert_eq!(
            age_in("(c) Sexual violence - 16 and over"),
            Some(Age::AndOver(16))
        );
        assert_eq!(age_in("All"), None);
    }

    #[test]
    fn a_total_takes_the_name_of_its_series() {
        assert_eq!(
            label("16-1-3", "(c) Sexual violence - 16 to 59", &[]),
            "Sexual violence"
        );
        assert_eq!(label("5-2-2", "", &[]), "Domestic abuse (any)");
        let stalking = ["Stalking".to_owned(), "Family member".to_owned()];
        assert_eq!(label("5-2-2", "", &stalking), "Stalking by a family member");
    }
}
