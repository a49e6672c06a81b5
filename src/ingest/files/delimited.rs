//! A CSV, record by record, however long it is: UTF-8 is checked, and no record may be so long
//! that it can be no published row.

use std::cell::Cell as Counter;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Result;
use csv::{ReaderBuilder, StringRecord};

use super::book::{Cell, Sheet};
use super::source::Source;
use super::text_form::Separator;
use crate::problem::Problem;

/// Bytes that one record may have.
const LONGEST_RECORD: u64 = 16 << 20;
/// Columns that a spreadsheet can have.
const MOST_COLUMNS: usize = 16_384;
/// Files up to this size are held as cells.
const HELD_WHOLE: u64 = 4 << 20;
/// Bytes by which the separator is told.
const TOLD_BY: u64 = 1 << 16;
/// Records of a longer file that are held, for its layout to be recognised.
const HEAD: u32 = 64;

/// The records of a CSV, read from its file each time.
#[derive(Debug)]
pub struct Delimited {
    source: Arc<Source>,
    start: u64,
    length: u64,
    ends_with_newline: bool,
    columns: Vec<String>,
    separator: u8,
    /// Rows before the first record: one where a line names the separator.
    rows_before: u32,
}

impl Delimited {
    /// The text in a file, with the separator between its columns; a byte order mark and a line that
    /// names the separator are passed over.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn new(source: Arc<Source>) -> Result<(Self, Separator)> {
        let mut file = source.open()?;
        let length = file.seek(SeekFrom::End(0))?;
        let mut last = [0];
        if length > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let mut mark = [0; 3];
        file.rewind()?;
        let read = file.read(&mut mark)?;
        let mark = if mark[..read] == *b"\xEF\xBB\xBF" {
            3
        } else {
            0
        };
        let head = source.head(TOLD_BY)?;
        let separator = Separator::of(head.get(mark..).unwrap_or_default());
        let delimited = Self {
            source,
            start: (mark + separator.line) as u64,
            length,
            ends_with_newline: last == *b"\n",
            columns: Vec::new(),
            separator: separator.byte,
            rows_before: u32::from(separator.line > 0),
        };
        Ok((delimited, separator))
    }

    /// The cells of the first record.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Every record with its row as a spreadsheet counts it, but from 0; the first record is one of them.
    ///
    /// # Errors
    /// Bytes that are not UTF-8 and records too long, with their line; whatever the caller returns.
    pub fn each(&self, mut take: impl FnMut(u32, &StringRecord) -> Result<()>) -> Result<()> {
        self.until(|row, record| take(row, record).map(|()| true))
    }

    fn until(&self, mut take: impl FnMut(u32, &StringRecord) -> Result<bool>) -> Result<()> {
        let mut file = self.source.open()?;
        file.seek(SeekFrom::Start(self.start))?;
        let since = Rc::new(Counter::new(0));
        let guard = Guard {
            inner: file,
            since: Rc::clone(&since),
        };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .buffer_capacity(1 << 18)
            .from_reader(guard);
        let mut record = StringRecord::new();
        let mut rows = RowCount::default();
        loop {
            since.set(0);
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return Err(self.explain(error, line)),
            }
            let at_end = reader.position().byte() + self.start >= self.length;
            let row = rows.next(&reader, &record, at_end && !self.ends_with_newline);
            let row = row.saturating_add(self.rows_before);
            if record.len() > MOST_COLUMNS {
                return Err(too_many_columns(row, record.len()).into());
            }
            if !take(row, &record)? {
                return Ok(());
            }
        }
    }

    fn explain(&self, error: csv::Error, line: u64) -> anyhow::Error {
        match error.kind() {
            csv::ErrorKind::Utf8 { pos, err } => {
                let line = pos.as_ref().map_or(line, csv::Position::line);
                self.not_utf8(line, pos.as_ref().map_or(0, csv::Position::byte), err)
            }
            csv::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::FileTooLarge => {
                Problem::data(format!(
                    "line {line} goes on for more than {} MiB",
                    LONGEST_RECORD >> 20
                ))
                .hint("no published table has such a row: is a quotation mark left open there, or is it no CSV?")
                .into()
            }
            _ => anyhow::Error::new(error),
        }
    }

    /// The first byte that is not UTF-8, where it stands and what it would be in Windows-1252.
    fn not_utf8(&self, line: u64, from: u64, error: &csv::Utf8Error) -> anyhow::Error {
        let found = self.first_bad_byte(from).ok().flatten();
        let field = error.field() + 1;
        let Some((byte, lines_on, after)) = found else {
            return Problem::data(format!("line {line}, field {field} is not UTF-8")).into();
        };
        let line = line + lines_on;
        let after = if after.is_empty() {
            String::new()
        } else {
            format!(" after `{after}`")
        };
        let in_windows = windows_1252(byte).map_or_else(String::new, |letter| {
            format!(", which is `{letter}` in Windows-1252")
        });
        Problem::data(format!(
            "line {line}, field {field}: the byte 0x{byte:02X}{after} is not UTF-8{in_windows}"
        ))
        .hint("save the file as `CSV UTF-8`, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.csv")
        .into()
    }

    fn first_bad_byte(&self, from: u64) -> Result<Option<(u8, u64, String)>> {
        let mut file = self.source.open()?;
        file.seek(SeekFrom::Start(self.start + from))?;
        let mut bytes = Vec::new();
        file.take(LONGEST_RECORD + (1 << 16))
            .read_to_end(&mut bytes)?;
        let Err(error) = std::str::from_utf8(&bytes) else {
            return Ok(None);
        };
        let (good, rest) = bytes.split_at(error.valid_up_to());
        let good = String::from_utf8_lossy(good);
        let lines_on = good.trim_start_matches(['\r', '\n']).matches('\n').count() as u64;
        let line = good.rsplit(['\n', ',', '"']).next().unwrap_or_default();
        let skip = line.chars().count().saturating_sub(20);
        let after: String = line.chars().skip(skip).collect();
        Ok(rest.first().map(|byte| (*byte, lines_on, after)))
    }

    /// The file as a sheet: all of it, or its first records where it is long.
    ///
    /// # Errors
    /// As [`Delimited::each`].
    pub(crate) fn sheet(&mut self, name: &str) -> Result<Sheet> {
        let whole = self.length <= HELD_WHOLE;
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut columns = None;
        self.until(|row, record| {
            rows.resize_with(row as usize, Vec::new);
            rows.push(record.iter().map(Cell::from_text).collect());
            if columns.is_none() {
                columns = Some(record.iter().map(str::to_owned).collect());
            }
            Ok(whole || row < HEAD)
        })?;
        self.columns = columns.unwrap_or_default();
        Ok(Sheet {
            name: name.to_owned(),
            rows,
            whole,
        })
    }
}

/// Counts rows as a spreadsheet shows them: a blank line is a row, a line break in quotes is none.
#[derive(Default)]
struct RowCount {
    line_breaks_within: u64,
    line: u64,
    row: u32,
    begun: bool,
    crlf: bool,
}

impl RowCount {
    fn next<R: Read>(
        &mut self,
        reader: &csv::Reader<R>,
        record: &StringRecord,
        ended_by_the_file: bool,
    ) -> u32 {
        let line = reader.position().line();
        let usual = u64::from(self.crlf || !ended_by_the_file);
        if self.begun && line <= self.line + usual {
            self.row += 1;
        } else {
            let within = record
                .as_slice()
                .bytes()
                .filter(|byte| *byte == b'\n')
                .count() as u64;
            if !self.begun {
                // After a first line that ends in CR LF, the LF is still to be read.
                self.crlf = line == within + 1 && !ended_by_the_file;
            }
            let finished = u64::from(!self.crlf && !ended_by_the_file);
            let start = line.saturating_sub(within + finished + self.line_breaks_within);
            self.row = u32::try_from(start.saturating_sub(1)).unwrap_or(u32::MAX);
            self.line_breaks_within += within;
        }
        self.begun = true;
        self.line = line;
        self.row
    }
}

/// Refuses to hand on more bytes than a record may have.
struct Guard {
    inner: File,
    since: Rc<Counter<u64>>,
}

impl Read for Guard {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since.get() > LONGEST_RECORD {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(buffer)?;
        self.since.set(self.since.get() + read as u64);
        Ok(read)
    }
}

fn too_many_columns(row: u32, columns: usize) -> Problem {
    Problem::data(format!(
        "row {} has {columns} columns; a spreadsheet has {MOST_COLUMNS} at most",
        row + 1
    ))
    .hint("no published table is so wide: is a line break missing?")
}

/// The letter of a byte in Windows-1252, for bytes above 0x7F.
fn windows_1252(byte: u8) -> Option<char> {
    const UPPER: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => Some(UPPER[usize::from(byte - 0x80)]).filter(|letter| *letter != '\0'),
        0xA1.. => Some(char::from(byte)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;

    use super::Delimited;
    use crate::ingest::files::source::Source;

    fn delimited(text: &[u8]) -> Delimited {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        let source = Arc::new(Source::spooled(file, "t.csv"));
        Delimited::new(source).unwrap().0
    }

    fn rows(text: &str) -> Vec<(u32, String)> {
        let mut found = Vec::new();
        delimited(text.as_bytes())
            .each(|row, record| {
                found.push((row + 1, record.get(0).unwrap_or_default().to_owned()));
                Ok(())
            })
            .unwrap();
        found
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let lines = "a,b\n1,2\n\n\n3,4\n\"x\ny\",5\n6,7\n\n8,9";
        let expected = [
            (1, "a"),
            (2, "1"),
            (5, "3"),
            (6, "x\ny"),
            (7, "6"),
            (9, "8"),
        ];
        let expected: Vec<(u32, String)> = expected
            .iter()
            .map(|(row, text)| (*row, (*text).to_owned()))
            .collect();
        assert_eq!(rows(lines), expected);
        assert_eq!(rows(&format!("{lines}\n")), expected);
        let windows = rows(&lines.replace('\n', "\r\n"));
        let numbers: Vec<u32> = windows.iter().map(|(row, _)| *row).collect();
        assert_eq!(numbers, [1, 2, 5, 6, 7, 9]);
        let old: Vec<u32> = rows("a,b\r1,2\r3,4").iter().map(|(row, _)| *row).collect();
        assert_eq!(old, [1, 2, 3]);
        assert_eq!(rows("\u{feff}a,b\n1,2\n")[0].1, "a");
        let expected = [(2, "a".to_owned()), (3, "1".to_owned())];
        assert_eq!(rows("\u{feff}sep=;\r\na;b\r\n1;2\r\n"), expected);
    }

    #[test]
    fn a_byte_of_another_encoding_is_named_with_its_place() {
        let file = delimited(b"Force,Count\nDyfed,1\nCoventry\x92s,2\n");
        let error = file.each(|_, _| Ok(())).unwrap_err().to_string();
        assert_eq!(
            error,
            "line 3, field 1: the byte 0x92 after `Coventry` is not UTF-8, which is `\u{2019}` in Windows-1252"
        );
    }

    #[test]
    fn a_record_without_end_is_refused() {
        let file = delimited(format!("a,b\n1,\"{}", "x".repeat(20 << 20)).as_bytes());
        let error = file.each(|_, _| Ok(())).unwrap_err().to_string();
        assert_eq!(error, "line 2 goes on for more than 16 MiB");
        let file = delimited(format!("a{}\n", ",".repeat(20_000)).as_bytes());
        let error = file.each(|_, _| Ok(())).unwrap_err().to_string();
        assert_eq!(
            error,
            "row 1 has 20001 columns; a spreadsheet has 16384 at most"
        );
    }
}
