//! The parts of an xlsx file: which sheets there are, in which part each is, and what is hidden.

use std::io::{Cursor, Read};

use foldhash::{HashMap, HashMapExt};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Bytes that one part may have when unpacked.
const LARGEST_PART: u64 = 512 << 20;

/// A sheet in the order of the workbook.
pub(crate) struct SheetEntry {
    pub(crate) name: String,
    /// The part with its cells; none for a sheet of charts.
    pub(super) part: Option<String>,
    pub(super) visible: bool,
}

/// An open xlsx file.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The workbook's folder: `xl/`.
    folder: String,
    sheets: Vec<SheetEntry>,
    strings: Option<String>,
    styles: Option<String>,
}

/// What the workbook's list of parts says of one.
struct Relation {
    kind: String,
    part: String,
}

impl<'a> Parts<'a> {
    /// Opens the file and reads its list of sheets.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        let mut parts = Self {
            archive,
            folder: "xl/".to_owned(),
            sheets: Vec::new(),
            strings: None,
            styles: None,
        };
        let workbook = parts.workbook_part()?;
        let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        parts.folder = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let relations = parts.relations(&format!("{}_rels/{name}.rels", parts.folder))?;
        let of_kind = |kind: &str| {
            let mut all = relations.values();
            all.find(|one| one.kind == kind).map(|one| one.part.clone())
        };
        parts.strings = of_kind("sharedStrings");
        parts.styles = of_kind("styles");
        let xml = parts
            .text(&workbook)?
            .ok_or_else(|| format!("part `{workbook}` is missing"))?;
        parts.sheets = sheet_entries(&xml, &relations)?;
        Ok(parts)
    }

    /// The sheets in their order, which are handed over once.
    pub(super) fn sheets(&mut self) -> Vec<SheetEntry> {
        std::mem::take(&mut self.sheets)
    }

    /// The texts that cells refer to by number.
    pub(super) fn shared_strings(&mut self) -> Result<Option<String>, String> {
        let named = format!("{}sharedStrings.xml", self.folder);
        self.text(&self.strings.clone().unwrap_or(named))
    }

    /// The number formats of cells.
    pub(super) fn styles(&mut self) -> Result<Option<String>, String> {
        let named = format!("{}styles.xml", self.folder);
        self.text(&self.styles.clone().unwrap_or(named))
    }

    /// The text of a part, whatever the case of its name; none where the file lacks it.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        let index = self.archive.index_for_name(name).or_else(|| {
            (0..self.archive.len()).find(|index| {
                let other = self.archive.name_for_index(*index);
                other.is_some_and(|other| other.is_ok_and(|other| same_part(&other, name)))
            })
        });
        let Some(index) = index else {
            return Ok(None);
        };
        let unreadable = |error: &dyn std::fmt::Display| format!("part `{name}`: {error}");
        let part = self
            .archive
            .by_index(index)
            .map_err(|error| unreadable(&error))?;
        let mut bytes = Vec::with_capacity(usize::try_from(part.size().min(1 << 26)).unwrap_or(0));
        part.take(LARGEST_PART)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&error))?;
        let mut text = String::from_utf8(bytes).map_err(|_| unreadable(&"it is not UTF-8"))?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Ok(Some(text))
    }

    fn workbook_part(&mut self) -> Result<String, String> {
        let relations = self.relations("_rels/.rels")?;
        let mut all = relations.into_values();
        let found = all.find(|one| one.kind == "officeDocument");
        Ok(found.map_or_else(|| "xl/workbook.xml".to_owned(), |one| one.part))
    }

    /// Parts by their number in a list, each with its kind.
    fn relations(&mut self, list: &str) -> Result<HashMap<String, Relation>, String> {
        let mut relations = HashMap::new();
        let Some(xml) = self.text(list)? else {
            return Ok(relations);
        };
        // `xl/_rels/workbook.xml.rels` names parts as seen from `xl/`.
        let folder = list.split_once("_rels/").map_or("", |(folder, _)| folder);
        each_start(&xml, |element| {
            if element.local_name().as_ref() == "Relationship" {
                let kind = attribute(element, "Type");
                let relation = Relation {
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    part: resolved(folder, &attribute(element, "Target")),
                };
                relations.insert(attribute(element, "Id"), relation);
            }
            Ok(())
        })?;
        Ok(relations)
    }
}

/// Whether two names are of the same part: some programs write `\\` for `/`, or other letters.
fn same_part(one: &str, other: &str) -> bool {
    let one = one.trim_start_matches('/').replace('\\', "/");
    one.eq_ignore_ascii_case(other)
}

/// A part's full name, from a folder and a path that may begin at the root.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let full = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut names: Vec<&str> = Vec::new();
    for name in full.split('/') {
        match name {
            "." | "" => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

fn sheet_entries(
    xml: &str,
    relations: &HashMap<String, Relation>,
) -> Result<Vec<SheetEntry>, String> {
    let mut entries = Vec::new();
    each_start(xml, |element| {
        if element.local_name().as_ref() == "sheet" {
            let name = attribute(element, "name");
            let relation = relations
                .get(&attribute(element, "id"))
                .ok_or_else(|| format!("sheet `{name}` has no part"))?;
            entries.push(SheetEntry {
                part: (relation.kind == "worksheet").then(|| relation.part.clone()),
                visible: !attribute(element, "state")
                    .to_lowercase()
                    .contains("hidden"),
                name,
            });
        }
        Ok(())
    })?;
    Ok(entries)
}

/// A reader of XML that treats `<a/>` as `<a></a>`.
pub(super) fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    reader
}

/// Calls a function with every start of an element.
pub(super) fn each_start(
    xml: &str,
    mut take: impl FnMut(&BytesStart<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let mut reader = reader(xml);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => take(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute, whatever its prefix; empty where there is none.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> String {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name);
    found.map_or_else(String::new, |attribute| {
        quick_xml::escape::unescape(&attribute.value).map_or_else(
            |_| attribute.value.to_string(),
            std::borrow::Cow::into_owned,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn names_of_parts_may_be_relative_or_absolute() {
        for (target, part) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../custom/a.xml", "custom/a.xml"),
            ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ] {
            assert_eq!(resolved("xl/", target), part);
        }
    }
}
