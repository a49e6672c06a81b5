//! Texts of cells: in runs, with entities, and with Excel's own `_x000D_` for what XML cannot hold.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::parts::{attribute, reader};
use crate::ingest::files::book::Cell;

/// The texts that cells refer to by number, as cells.
pub(super) fn shared_strings(xml: &str) -> Result<Vec<Cell>, String> {
    let mut strings = Vec::new();
    let mut reader = reader(xml);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) if element.local_name().as_ref() == "sst" => {
                let declared = attribute(&element, "uniqueCount").parse::<u64>();
                if declared.is_ok_and(|declared| declared > xml.len() as u64) {
                    return Err("it names more texts than it has room for".to_owned());
                }
            }
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                strings.push(Cell::from_text(&runs(&mut reader, "si")?));
            }
            Event::End(element) if element.local_name().as_ref() == "sst" => return Ok(strings),
            Event::Eof => return Err("the shared strings are cut short".to_owned()),
            _ => {}
        }
    }
}

/// The text of an element up to its end, all runs together, without phonetic hints.
pub(super) fn runs(reader: &mut Reader<&[u8]>, end: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut phonetic = false;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => phonetic = true,
                "t" => {
                    let preserved = attribute(&element, "space") == "preserve";
                    let found = content(reader, "t")?;
                    if phonetic {
                        continue;
                    }
                    let found = if preserved {
                        &*found
                    } else {
                        found.trim_matches([' ', '\t', '\r', '\n'])
                    };
                    text.push_str(&unescaped(found));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => phonetic = false,
                name if name == end => return Ok(text),
                _ => {}
            },
            Event::Eof => return Err(format!("element `{end}` has no end")),
            _ => {}
        }
    }
}

/// The text directly inside an element, up to its end.
pub(super) fn content<'a>(
    reader: &mut Reader<&'a [u8]>,
    end: &str,
) -> Result<Cow<'a, str>, String> {
    let mut text = Cow::Borrowed("");
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Text(part) => push(&mut text, part.into_inner()),
            Event::CData(part) => push(&mut text, part.into_inner()),
            Event::GeneralRef(entity) => push_entity(&entity, text.to_mut()),
            Event::End(element) if element.local_name().as_ref() == end => return Ok(text),
            Event::Eof => return Err(format!("element `{end}` has no end")),
            _ => {}
        }
    }
}

/// Adds a piece of text, whose line breaks XML reads as `\n`.
fn push<'a>(text: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    let piece = if piece.contains('\r') {
        Cow::Owned(piece.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        piece
    };
    if text.is_empty() {
        *text = piece;
    } else {
        text.to_mut().push_str(&piece);
    }
}

fn push_entity(entity: &BytesRef<'_>, text: &mut String) {
    let character = match entity.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => entity.resolve_char_ref().ok().flatten(),
    };
    text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
}

/// A text in which `_x000D_` is the character that it names.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(unit) = escape_at_start(rest) {
            units.push(unit);
            rest = &rest[ESCAPE_LENGTH..];
        } else {
            units.extend_from_slice(first.encode_utf16(&mut [0; 2]));
            rest = &rest[first.len_utf8()..];
        }
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

/// Bytes of `_x000D_`.
const ESCAPE_LENGTH: usize = 7;

fn escape_at_start(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let closed = text.as_bytes().get(ESCAPE_LENGTH - 1) == Some(&b'_');
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (closed && all_digits).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cell, shared_strings, unescaped};

    #[test]
    fn texts_keep_runs_and_entities_and_lose_phonetic_hints() {
        let xml = "<sst><si><t>A &amp; B&#x21;</t></si><si><r><t xml:space=\"preserve\">Women </t></r>\
            <r><t>16_x000D_</t></r><rPh><t>x</t></rPh></si><si><t/></si><si><t xml:space=\"preserve\"> </t></si></sst>";
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            shared_strings(xml).unwrap(),
            [text("A & B!"), text("Women 16\r"), Cell::Empty, Cell::Empty]
        );
        assert!(shared_strings("<sst><si><t>A").is_err());
    }

    #[test]
    fn an_escaped_underscore_is_not_unescaped_twice() {
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_x00_"), "_x00_");
        assert_eq!(unescaped("_xD83D__xDE00_"), "\u{1F600}");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(raw in "\\PC{0,24}") {
            let _ = unescaped(&raw);
            let _ = shared_strings(&raw);
        }
    }
}
