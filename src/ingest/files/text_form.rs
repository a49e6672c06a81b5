//! A text file as UTF-8, and what stands between its columns: programs save tables in several forms.

use std::io::{Read, Write};
use std::sync::Arc;

use anyhow::Result;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use tempfile::NamedTempFile;

use super::source::Source;

/// Bytes that are read at once.
const PIECE: usize = 1 << 18;
/// Records by which the separator is told.
const TELLING: usize = 200;

/// The file in UTF-8, and what is to be said of it.
///
/// # Errors
/// A file that cannot be read or copied.
pub(crate) fn in_utf8(source: &Arc<Source>, head: &[u8]) -> Result<(Arc<Source>, Option<String>)> {
    let encoding = match utf_16(head) {
        Some(encoding) => encoding,
        None if is_windows_1252(source)? => WINDOWS_1252,
        // Lines of programs of the 1990s: nothing is to be said of them.
        None if head.contains(&b'\r') && !head.contains(&b'\n') => {
            return Ok((Arc::new(with_usual_lines(source)?), None));
        }
        None => return Ok((Arc::clone(source), None)),
    };
    let name = match encoding.name() {
        "windows-1252" => "Windows-1252",
        name => name,
    };
    let note = format!("it is written in {name}, and was read as that");
    Ok((Arc::new(decoded(source, encoding)?), Some(note)))
}

/// Which of two bytes comes first, told by the mark at the beginning or by the zeros of Latin letters.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        let bytes = head.iter().skip(odd).step_by(2).take(64);
        bytes.filter(|byte| **byte == 0).count()
    };
    if head.starts_with(b"\xFF\xFE") || (zeros(1) > 16 && zeros(0) == 0) {
        return Some(UTF_16LE);
    }
    let higher = head.starts_with(b"\xFE\xFF") || (zeros(0) > 16 && zeros(1) == 0);
    higher.then_some(UTF_16BE)
}

/// Whether the bytes that are not UTF-8 are letters of Windows-1252. A file that has letters of UTF-8
/// too is damaged, or two files put together.
fn is_windows_1252(source: &Source) -> Result<bool> {
    let file = source.open()?;
    let mut bytes = Vec::with_capacity(PIECE + 4);
    let mut is_other = false;
    loop {
        let read = (&file).take(PIECE as u64).read_to_end(&mut bytes)?;
        let at_end = read == 0;
        let mut rest = bytes.as_slice();
        // A byte order mark is not a letter.
        rest = rest.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(rest);
        loop {
            let (good, error) = match std::str::from_utf8(rest) {
                Ok(good) => (good.len(), None),
                Err(error) => (error.valid_up_to(), Some(error)),
            };
            if !rest[..good].is_ascii() {
                return Ok(false);
            }
            rest = &rest[good..];
            match error {
                None => break,
                Some(error) if error.error_len().is_none() && !at_end => break,
                Some(_) => {
                    let undefined = [0x81, 0x8D, 0x8F, 0x90, 0x9D];
                    if undefined.contains(&rest[0]) {
                        return Ok(false);
                    }
                    is_other = true;
                    rest = &rest[1..];
                }
            }
        }
        if at_end {
            return Ok(is_other);
        }
        bytes = rest.to_vec();
    }
}

fn decoded(source: &Source, encoding: &'static Encoding) -> Result<Source> {
    let mut from = source.open()?;
    let mut file = NamedTempFile::new()?;
    let mut decoder = encoding.new_decoder();
    let mut bytes = vec![0; PIECE];
    let mut text = String::with_capacity(PIECE);
    loop {
        let read = from.read(&mut bytes)?;
        decode(
            &mut decoder,
            &bytes[..read],
            read == 0,
            &mut text,
            &mut file,
        )?;
        if read == 0 {
            return Ok(Source::spooled(file, source.name()));
        }
    }
}

/// A copy with other ends of lines, so that blank lines are counted too.
fn with_usual_lines(source: &Source) -> Result<Source> {
    let mut from = source.open()?;
    let mut file = NamedTempFile::new()?;
    let mut bytes = vec![0; PIECE];
    loop {
        let read = from.read(&mut bytes)?;
        if read == 0 {
            return Ok(Source::spooled(file, source.name()));
        }
        for byte in bytes[..read].iter_mut().filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
        file.write_all(&bytes[..read])?;
    }
}

fn decode(
    decoder: &mut Decoder,
    mut bytes: &[u8],
    last: bool,
    text: &mut String,
    out: &mut impl Write,
) -> Result<()> {
    loop {
        text.clear();
        let (result, read, _) = decoder.decode_to_string(bytes, text, last);
        out.write_all(text.as_bytes())?;
        bytes = &bytes[read..];
        if result == CoderResult::InputEmpty {
            return Ok(());
        }
    }
}

/// What stands between the columns of a text, and how many bytes at its beginning say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Separator {
    pub(crate) byte: u8,
    /// Bytes of a first line `sep=;`, which belongs to no table.
    pub(crate) line: usize,
}

impl Separator {
    /// The separator that the beginning of a text names, or that makes most columns of it.
    pub(crate) fn of(head: &[u8]) -> Self {
        if let Some(named) = named(head) {
            return named;
        }
        let comma = (columns(head, b','), b',');
        let mut best = comma;
        for byte in [b';', b'\t'] {
            let found = columns(head, byte);
            if found > best.0 {
                best = (found, byte);
            }
        }
        Self {
            byte: best.1,
            line: 0,
        }
    }

    /// What is to be said of one that is not a comma.
    pub(crate) fn note(self) -> Option<String> {
        let name = match self.byte {
            b',' => return None,
            b';' => "semicolons",
            b'\t' => "tabs",
            _ => "other characters than commas",
        };
        Some(format!("its columns are separated by {name}"))
    }
}

/// The separator that spreadsheet programs name in a first line `sep=;`.
fn named(head: &[u8]) -> Option<Separator> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let text = line.strip_suffix(b"\r").unwrap_or(line);
    let text = text
        .strip_prefix(b"\"")
        .and_then(|text| text.strip_suffix(b"\""))
        .unwrap_or(text);
    let [
        b's' | b'S',
        b'e' | b'E',
        b'p' | b'P',
        b'=',
        byte @ (b',' | b';' | b'\t'),
    ] = text
    else {
        return None;
    };
    Some(Separator {
        byte: *byte,
        line: (line.len() + 1).min(head.len()),
    })
}

/// The columns of the middle record where this byte separates them, and those of the first.
fn columns(head: &[u8], separator: u8) -> (usize, usize) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(head);
    let mut record = csv::ByteRecord::new();
    let mut widths = Vec::new();
    while widths.len() < TELLING && reader.read_byte_record(&mut record).unwrap_or(false) {
        widths.push(record.len());
    }
    let first = widths.first().copied().unwrap_or(1);
    widths.sort_unstable();
    (widths.get(widths.len() / 2).copied().unwrap_or(1), first)
}

#[cfg(test)]
mod tests {
    use super::Separator;

    fn separator(text: &str) -> (char, usize) {
        let found = Separator::of(text.as_bytes());
        (char::from(found.byte), found.line)
    }

    #[test]
    fn the_separator_is_the_one_that_makes_columns() {
        for (text, byte, line) in [
            ("a,b\n1,2\n", ',', 0),
            ("a;b\n1;2\n", ';', 0),
            ("a\tb\n\"x, y\"\t2\n", '\t', 0),
            ("Title, of a table, England;;\na;b;c\n1;2;3\n", ';', 0),
            ("label,value\n\"a;b;c\",1\n", ',', 0),
            ("sep=;\r\na;b\r\n", ';', 7),
            ("\"sep=\t\"\na\tb\n", '\t', 8),
            ("a;b\n1;2,5\n2;3,5\n", ';', 0),
            ("sep=|\na|b\n", ',', 0),
            ("", ',', 0),
        ] {
            assert_eq!(separator(text), (byte, line), "{text}");
        }
    }
}
