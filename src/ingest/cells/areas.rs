//! Areas as files print them: a code, a name with notes, and what the name leaves out. The code
//! decides, and a name that belongs to another area is an error that names both.

use super::cell::{glued_notes, label};
use crate::catalogue::{self, AreaKind, Catalogue};
use crate::ingest::finding::Finding;
use crate::model::Area;

/// Rule: the code and the name of an area belong together.
pub(crate) const AGREES: &str = "area-agrees";

/// Beginnings of the codes whose areas are all in the catalogue.
const KNOWN_CODES: [&str; 6] = ["E12", "E23", "W15", "E92", "W92", "K04"];

/// An area as one row of a sheet prints it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PublishedArea {
    /// Its name in the catalogue's spelling, and its code. A total that leaves out a police force
    /// has a name that says so, and no code.
    pub(crate) area: Area,
    /// Its kind, where the catalogue has it and nothing is left out.
    pub(crate) kind: Option<AreaKind>,
    /// Notes that its name refers to.
    pub(crate) notes: String,
}

/// Reads the areas of one sheet.
pub(crate) struct Areas<'a> {
    catalogue: &'a Catalogue,
    sheet: &'a str,
    /// Police forces that the totals of the whole sheet leave out.
    left_out: Vec<&'a catalogue::Area>,
}

impl<'a> Areas<'a> {
    /// Reads areas of a sheet whose totals leave nothing out.
    pub(crate) fn new(catalogue: &'a Catalogue, sheet: &'a str) -> Self {
        Self {
            catalogue,
            sheet,
            left_out: Vec::new(),
        }
    }

    /// Takes from a title or a line above the table which police forces the totals leave out.
    pub(crate) fn left_out_by(mut self, line: &str) -> Self {
        if let Some((_, bracket)) = split_exclusion(line) {
            self.left_out.extend(forces_in(bracket, self.catalogue));
        }
        self
    }

    /// The area with this code and name; `cell` is the cell of the code or, without one, the name.
    pub(crate) fn read(
        &self,
        (code, printed): (&str, &str),
        cell: impl FnOnce() -> String,
        findings: &mut Vec<Finding>,
    ) -> PublishedArea {
        let (code, note_of_code) = split_code(code.trim());
        let split = label(printed);
        let (text, glued) = glued_notes(&split.text);
        let mut notes = vec![split.notes.as_str(), glued.as_str(), note_of_code];
        notes.retain(|notes| !notes.is_empty());
        let (name, bracket) = split_exclusion(&text).unwrap_or((text.as_str(), ""));
        let name = glued_notes(name).0;
        let known = self.known(code, &name, cell, findings);
        let mut left_out = forces_in(bracket, self.catalogue);
        left_out.extend(&self.left_out);
        let area = match known {
            Some(area) => {
                return self.whole_or_part((area, code), bracket, &left_out, notes.join(","));
            }
            None => Area {
                name,
                code: code.to_owned(),
            },
        };
        PublishedArea {
            area,
            kind: None,
            notes: notes.join(","),
        }
    }

    /// The catalogue's area. Says where code and name disagree, or are not known.
    fn known(
        &self,
        code: &str,
        name: &str,
        cell: impl FnOnce() -> String,
        findings: &mut Vec<Finding>,
    ) -> Option<&'a catalogue::Area> {
        if code.is_empty() {
            return self.catalogue.area(name);
        }
        let Some(area) = self.catalogue.area_with_code(code) else {
            if KNOWN_CODES.iter().any(|start| code.starts_with(start)) {
                let message = format!("`{code}` (`{name}`) is not the code of a known area");
                let finding = Finding::error("area-known", self.sheet, cell(), code, message);
                findings.push(finding);
            }
            return None;
        };
        if area.is_called(name) {
            return Some(area);
        }
        let finding = if let Some(other) = self.catalogue.area(name) {
            let code_of_other = if other.code.is_empty() {
                "not known"
            } else {
                &other.code
            };
            let message = format!(
                "the code {code} is {}, but the name beside it is `{name}`, whose code is {code_of_other}",
                area.name
            );
            Finding::error(AGREES, self.sheet, cell(), code, message)
        } else {
            let message = format!(
                "the code {code} is {}, but the name beside it is `{name}`, which is not known: the figures are taken as those of {}",
                area.name, area.name
            );
            Finding::warning("area-known", self.sheet, cell(), name, message)
        };
        findings.push(finding);
        Some(area)
    }

    /// An area of the catalogue, or the total that it is without the police forces left out of it.
    fn whole_or_part(
        &self,
        (area, code): (&catalogue::Area, &str),
        bracket: &str,
        left_out: &[&catalogue::Area],
        notes: String,
    ) -> PublishedArea {
        let is_total = matches!(area.kind, AreaKind::Country | AreaKind::Region);
        let mut without: Vec<&str> = left_out
            .iter()
            .filter(|force| is_total && self.catalogue.is_within(force, area))
            .map(|force| force.name.as_str())
            .collect();
        without.sort_unstable();
        without.dedup();
        let whole = Area {
            name: area.name.clone(),
            code: if code.is_empty() {
                String::new()
            } else {
                area.code.clone()
            },
        };
        if without.is_empty() && bracket.is_empty() {
            return PublishedArea {
                area: whole,
                kind: Some(area.kind),
                notes,
            };
        }
        let what = if without.is_empty() {
            bracket.to_owned()
        } else {
            format!("excluding {}", without.join(" and "))
        };
        PublishedArea {
            area: Area::named(&format!("{} ({what})", area.name)),
            kind: None,
            notes,
        }
    }
}

/// The total and the police forces left out of it, where a name written by [`Areas::read`] says
/// that any are.
pub(crate) fn without_forces<'a>(
    name: &str,
    catalogue: &'a Catalogue,
) -> Option<(&'a catalogue::Area, Vec<&'a catalogue::Area>)> {
    let (whole, bracket) = split_exclusion(name)?;
    Some((catalogue.area(whole)?, forces_in(bracket, catalogue)))
}

/// A code and the digits of a note that are glued to it: `E230000118` is E23000011 with note 8.
fn split_code(text: &str) -> (&str, &str) {
    const LENGTH: usize = 9;
    let is_longer = (LENGTH + 1..=LENGTH + 2).contains(&text.len());
    let digits = text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    let starts_with_letter = text.starts_with(|first: char| first.is_ascii_uppercase());
    if is_longer && digits && starts_with_letter {
        text.split_at(LENGTH)
    } else {
        (text, "")
    }
}

/// The text before a bracket that says what is left out or added (`(exc. Devon and Cornwall)`,
/// `(inc. BTP)`), and what is inside that bracket.
fn split_exclusion(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    let open = ["(exc", "(inc. ", "(including "]
        .iter()
        .filter_map(|start| lower.find(start))
        .min()?;
    let inside = &text[open + 1..];
    let inside = inside.split_once(')').map_or(inside, |(inside, _)| inside);
    Some((text[..open].trim_end(), inside.trim()))
}

/// The police forces that a text names.
fn forces_in<'a>(text: &str, catalogue: &'a Catalogue) -> Vec<&'a catalogue::Area> {
    if !text.to_ascii_lowercase().starts_with("exc") {
        return Vec::new();
    }
    let plain = |text: &str| {
        let text = text.to_lowercase().replace('&', "and");
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" "))
    };
    let text = plain(text);
    let named = |area: &&catalogue::Area| {
        let names = std::iter::once(&area.name).chain(&area.also);
        names.into_iter().any(|name| text.contains(&plain(name)))
    };
    catalogue.forces().filter(named).collect()
}

#[cfg(test)]
mod tests {
    use super::{AGREES, Areas};
    use crate::catalogue::{AreaKind, Catalogue};

    /// The name, code, kind and notes that are read, and the rules that are broken.
    fn read(line: &str, code: &str, printed: &str) -> (String, String, bool, String, Vec<String>) {
        let catalogue = Catalogue::built_in().unwrap();
        let areas = Areas::new(&catalogue, "P1").left_out_by(line);
        let mut findings = Vec::new();
        let read = areas.read((code, printed), || "A9".to_owned(), &mut findings);
        let rules = findings.iter().map(|one| one.rule.to_owned()).collect();
        let (area, is_whole) = (read.area, read.kind.is_some());
        (area.name, area.code, is_whole, read.notes, rules)
    }

    fn area(code: &str, printed: &str) -> (String, String) {
        let (name, code, _, _, rules) = read("", code, printed);
        assert!(rules.is_empty(), "{rules:?}");
        (name, code)
    }

    #[test]
    fn notes_are_split_off_the_name_and_the_code_decides() {
        for (code, printed, name) in [
            (
                "K04000001",
                "ENGLAND AND WALES [note 3]",
                "England and Wales",
            ),
            ("W15000004", "Dyfed-Powys4", "Dyfed-Powys"),
            ("E12000005", "West Midlands", "West Midlands Region"),
            ("E23000014", "West Midlands", "West Midlands"),
            ("E23000034", "City of London", "London, City of"),
            (
                "E22000001",
                "Bath and North East Somerset",
                "Bath and North East Somerset",
            ),
            // A county that has the name of a police force keeps its own code.
            ("E10000016", "Kent", "Kent"),
        ] {
            assert_eq!(area(code, printed), (name.to_owned(), code.to_owned()));
        }
        assert_eq!(area("", "Kent"), ("Kent".to_owned(), String::new()));
        assert_eq!(read("", "K04000001", "ENGLAND AND WALES7,8").3, "7,8");
        // A note may be glued to the code as well.
        let glued = read("", "E230000118", "South Yorkshire");
        assert_eq!((glued.1.as_str(), glued.3.as_str()), ("E23000011", "8"));
    }

    #[test]
    fn a_name_of_another_area_is_an_error_that_names_both() {
        let catalogue = Catalogue::built_in().unwrap();
        let mut findings = Vec::new();
        let areas = Areas::new(&catalogue, "P5");
        let read = areas.read(
            ("E12000006", "East Midlands"),
            || "A33".to_owned(),
            &mut findings,
        );
        assert_eq!(
            (read.area.name.as_str(), read.kind),
            ("East", Some(AreaKind::Region))
        );
        let [finding] = findings.as_slice() else {
            unreachable!("{findings:?}");
        };
        assert_eq!((finding.rule, finding.cell.as_str()), (AGREES, "A33"));
        for part in ["E12000006", "East", "East Midlands", "E12000004"] {
            assert!(finding.message.contains(part), "{}", finding.message);
        }
    }

    #[test]
    fn an_unknown_name_beside_a_known_code_is_a_warning_and_an_unknown_code_an_error() {
        let (name, .., rules) = read("", "E23000032", "Kentt");
        assert_eq!(
            (name.as_str(), rules.as_slice()),
            ("Kent", &["area-known".to_owned()][..])
        );
        assert_eq!(read("", "E23000099", "Kent").4, ["area-known"]);
    }

    #[test]
    fn a_total_without_a_force_is_not_the_total() {
        let sheet = "England and Wales (excluding Greater Manchester Police)";
        for (line, code, printed, name) in [
            (
                sheet,
                "K04000001",
                "ENGLAND AND WALES7,8",
                "England and Wales (excluding Greater Manchester)",
            ),
            (
                sheet,
                "E12000002",
                "North West",
                "North West (excluding Greater Manchester)",
            ),
            (
                "",
                "",
                "England and Wales (exc. Greater Manchester Police) [note 9]",
                "England and Wales (excluding Greater Manchester)",
            ),
            (
                "",
                "E92000001",
                "ENGLAND (exc. Devon & Cornwall police and Greater Manchester police)",
                "England (excluding Devon and Cornwall and Greater Manchester)",
            ),
            (
                "",
                "K04000001",
                "ENGLAND AND WALES (inc. BTP)[note 6]",
                "England and Wales (inc. BTP)",
            ),
        ] {
            let (found, found_code, is_whole, _, rules) = read(line, code, printed);
            assert_eq!((found.as_str(), found_code.as_str()), (name, ""));
            assert!(!is_whole && rules.is_empty(), "{rules:?}");
        }
        // Wales has nothing left out of it, and a title may leave out offences.
        for line in [sheet, "Total recorded crime (excluding fraud3)"] {
            assert_eq!(read(line, "W92000004", "WALES").1, "W92000004");
        }
    }
}
