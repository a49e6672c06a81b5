//! Names that tell the files of one release apart, made of what the files hold.

use crate::ingest::cells::cell::label;

/// Longest name of a part.
const LONGEST: usize = 60;

/// A text as a name: small letters and digits, other characters as single hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in text
        .to_lowercase()
        .split(|one: char| !one.is_ascii_alphanumeric())
    {
        let separator = usize::from(!slug.is_empty());
        if word.is_empty() {
            continue;
        }
        if slug.len() + separator + word.len() > LONGEST {
            break;
        }
        if separator == 1 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// The part of a workbook by the title of its cover, without the year; `tables-1-3` where the first
/// sheet is a table.
pub(super) fn of_workbook<'a>(title: &str, tables: impl Iterator<Item = &'a str>) -> String {
    let title = label(title).text.to_lowercase();
    let (subject, _) = title.split_once("year ending").unwrap_or((&title, ""));
    let subject = slug(subject);
    if !subject.is_empty() && !title.starts_with("table ") {
        return subject;
    }
    let mut names: Vec<&str> = tables.collect();
    names.dedup();
    slug(&format!("tables {}", names.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::{of_workbook, slug};

    #[test]
    fn a_part_is_named_by_its_subject() {
        let cover = "Domestic abuse prevalence and victim characteristics, year ending March 2022";
        let tables = || ["1", "3", "3"].into_iter();
        assert_eq!(
            of_workbook(cover, tables()),
            "domestic-abuse-prevalence-and-victim-characteristics"
        );
        assert_eq!(of_workbook("Table 1: Prevalence", tables()), "tables-1-3");
        assert_eq!(of_workbook("", tables()), "tables-1-3");
        assert_eq!(
            slug("Prevalence rate, Person: a_p"),
            "prevalence-rate-person-a-p"
        );
        assert!(slug(&"word ".repeat(40)).len() <= 60);
    }
}
