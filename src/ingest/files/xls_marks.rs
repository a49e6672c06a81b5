//! Finds in an old Excel file (xls) what it says of its cells beside their values: percentages,
//! hidden rows and columns. The file is a container of streams, one of which is a list of records.

use super::marks::{Area, Marks};
use super::xlsx::NumberFormat;
use foldhash::{HashMap, HashMapExt};

/// The marks of every sheet; none where the file has another form.
pub(crate) fn marks(bytes: &[u8]) -> Vec<Marks> {
    let stream = workbook_stream(bytes).unwrap_or_default();
    let (formats, sheets) = globals(&stream);
    let marks = sheets.into_iter().map(|(name, start)| {
        let mut marks = Marks {
            name,
            ..Marks::default()
        };
        if let Some(records) = stream.get(start..) {
            of_sheet(records, &formats, &mut marks);
        }
        marks
    });
    marks.collect()
}

/// The stream of records, put together from the container's sectors.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let container = Container::open(bytes)?;
    let directory = container.chain(u32_at(bytes, 48)?)?;
    for entry in directory.as_chunks::<128>().0 {
        let length = usize::from(u16_at(entry, 64)?).saturating_sub(2);
        let name: Vec<u16> = entry
            .get(..length)?
            .as_chunks::<2>()
            .0
            .iter()
            .copied()
            .map(u16::from_le_bytes)
            .collect();
        let name = String::from_utf16_lossy(&name);
        let size = u32_at(entry, 120)?;
        // Smaller streams are kept elsewhere; no workbook with a table is so small.
        let in_sectors = size >= u32_at(bytes, 56)?;
        if in_sectors && matches!(name.as_str(), "Workbook" | "Book") {
            let mut stream = container.chain(u32_at(entry, 116)?)?;
            stream.truncate(size as usize);
            return Some(stream);
        }
    }
    None
}

/// A file of sectors, each of which names the next.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
}

/// Sector numbers from here on have meanings of their own.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let mut container = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
        };
        // The first 109 sectors of the table of sectors are listed in the header, others in a chain.
        let mut listed = bytes.get(76..512)?.to_vec();
        let mut more = u32_at(bytes, 68)?;
        let mut left = bytes.len() / container.sector;
        while more < LAST_SECTOR && left > 0 {
            let sector = container.sector_at(more)?;
            let (numbers, following) = sector.split_at(sector.len() - 4);
            listed.extend_from_slice(numbers);
            more = u32_at(following, 0)?;
            left -= 1;
        }
        for number in numbers(&listed).filter(|number| *number < LAST_SECTOR) {
            let sector = container.sector_at(number)?;
            let next: Vec<u32> = numbers(sector).collect();
            container.next.extend(next);
        }
        Some(container)
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..start + self.sector)
    }

    /// The content of a chain of sectors; none where it runs in a circle or out of the file.
    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut number = first;
        while number < LAST_SECTOR {
            content.extend_from_slice(self.sector_at(number)?);
            if content.len() > self.bytes.len() {
                return None;
            }
            number = *self.next.get(number as usize)?;
        }
        Some(content)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .copied()
        .map(u32::from_le_bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Kinds of records.
mod record {
    pub(crate) const BEGIN: u16 = 0x0809;
    pub(crate) const END: u16 = 0x000A;
    pub(crate) const SHEET: u16 = 0x0085;
    pub(crate) const FORMAT: u16 = 0x041E;
    pub(crate) const CELL_FORMAT: u16 = 0x00E0;
    pub(crate) const ROW: u16 = 0x0208;
    pub(crate) const COLUMNS: u16 = 0x007D;
    pub(crate) const NUMBER: u16 = 0x0203;
    pub(crate) const SHORT_NUMBER: u16 = 0x027E;
    pub(crate) const SHORT_NUMBERS: u16 = 0x00BD;
    pub(crate) const FORMULA: u16 = 0x0006;
}

/// Records one after the other, each with its kind.
fn records(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(bytes, 0)?, usize::from(u16_at(bytes, 2)?));
        let data = bytes.get(4..4 + length)?;
        bytes = &bytes[4 + length..];
        Some((kind, data))
    })
}

/// The number formats of cells, and the sheets with where their records begin.
fn globals(stream: &[u8]) -> (Vec<NumberFormat>, Vec<(String, usize)>) {
    let mut own: HashMap<u16, NumberFormat> = HashMap::new();
    let mut formats = Vec::new();
    let mut sheets = Vec::new();
    for (kind, data) in records(stream) {
        match kind {
            record::FORMAT => {
                if let (Some(id), Some(code)) = (u16_at(data, 0), text(data, 4, u16_at(data, 2))) {
                    own.insert(id, NumberFormat::of_code(&code));
                }
            }
            record::CELL_FORMAT => {
                let id = u16_at(data, 2).unwrap_or(0);
                let format = own.get(&id).copied();
                formats.push(format.unwrap_or_else(|| NumberFormat::built_in(u32::from(id))));
            }
            record::SHEET => {
                let length = data.get(6).map(|length| u16::from(*length));
                if let (Some(start), Some(name)) = (u32_at(data, 0), text(data, 7, length)) {
                    sheets.push((name.replace('\0', ""), start as usize));
                }
            }
            record::END => break,
            _ => {}
        }
    }
    (formats, sheets)
}

/// A text whose flag says whether its characters have one byte or two.
fn text(data: &[u8], flag: usize, length: Option<u16>) -> Option<String> {
    let length = usize::from(length?);
    let bytes = data.get(flag + 1..)?;
    if data.get(flag)? & 1 == 0 {
        let bytes = bytes.get(..length)?;
        return Some(bytes.iter().copied().map(char::from).collect());
    }
    let pairs = bytes.get(..2 * length)?.as_chunks::<2>().0.iter();
    let units: Vec<u16> = pairs.copied().map(u16::from_le_bytes).collect();
    Some(String::from_utf16_lossy(&units))
}

fn of_sheet(stream: &[u8], formats: &[NumberFormat], marks: &mut Marks) {
    // A chart within a sheet has records of its own.
    let mut depth = 0_usize;
    for (kind, data) in records(stream) {
        match kind {
            record::BEGIN => depth += 1,
            record::END if depth <= 1 => break,
            record::END => depth -= 1,
            _ if depth > 1 => {}
            _ => {
                mark(kind, data, formats, marks);
            }
        }
    }
}

fn mark(kind: u16, data: &[u8], formats: &[NumberFormat], marks: &mut Marks) -> Option<()> {
    let at = |place| u16_at(data, place).map(usize::from);
    let is_percentage = |format: usize| formats.get(format) == Some(&NumberFormat::Percentage);
    match kind {
        record::ROW if u16_at(data, 12)? & 0x20 != 0 => {
            marks.hidden_rows.push(at(0)?..at(0)? + 1);
        }
        record::COLUMNS if u16_at(data, 8)? & 1 != 0 => {
            marks.hidden_columns.push(at(0)?..at(2)? + 1);
        }
        record::NUMBER | record::SHORT_NUMBER | record::FORMULA if is_percentage(at(4)?) => {
            marks.percentages.push(cell(at(0)?, at(2)?));
        }
        record::SHORT_NUMBERS => {
            let (row, first) = (at(0)?, at(2)?);
            // Each has a format and a number; the last column ends the record.
            let formats = (4..data.len().saturating_sub(2)).step_by(6);
            for (column, place) in (first..).zip(formats) {
                if is_percentage(at(place)?) {
                    marks.percentages.push(cell(row, column));
                }
            }
        }
        _ => {}
    }
    Some(())
}

const fn cell(row: usize, column: usize) -> Area {
    Area {
        rows: row..row + 1,
        columns: column..column + 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{marks, record};
    use crate::ingest::files::book::Cell;
    use crate::ingest::files::workbook;

    fn record(kind: u16, data: &[&[u8]]) -> Vec<u8> {
        let data = data.concat();
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), &data].concat()
    }

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// A workbook of two sheets, the second hidden: B1 is 0.0725 as 0.0%, C1:D1 are 0.5 and 1 as
    /// 0.0% and as a number; row 2 and column F are hidden.
    fn stream() -> Vec<u8> {
        let begin = record(record::BEGIN, &[&words(&[0x0600, 5, 0, 0, 0, 0, 0, 0])]);
        let end = record(record::END, &[]);
        let number = |row, column, format, value: f64| {
            let place = words(&[row, column, format]);
            record(record::NUMBER, &[&place, &value.to_le_bytes()])
        };
        let format = record(record::FORMAT, &[&words(&[164, 4]), &[0], b"0.0%"]);
        let cell_format = |id| record(record::CELL_FORMAT, &[&words(&[0, id]), &[0; 16]]);
        let short = |value: f64| [value.to_bits().to_le_bytes()[4..].to_vec()].concat();
        let shorts = record(
            record::SHORT_NUMBERS,
            &[
                &words(&[0, 2, 1]),
                &short(0.5),
                &words(&[0]),
                &short(1.0),
                &words(&[3]),
            ],
        );
        let sheet = [
            begin.clone(),
            record(record::COLUMNS, &[&words(&[5, 5, 0, 0, 1, 0])]),
            record(record::ROW, &[&words(&[1, 0, 9, 0, 0, 0, 0x20, 0])]),
            number(0, 1, 1, 0.0725),
            shorts,
            number(1, 1, 0, 7.0),
            number(2, 5, 0, 8.0),
            end.clone(),
        ]
        .concat();
        let bound = |start: usize, state: u8| {
            let start = u32::try_from(start).unwrap().to_le_bytes();
            record(
                record::SHEET,
                &[
                    &start,
                    &[state, 0, 1, 0],
                    if state == 0 { b"A" } else { b"B" },
                ],
            )
        };
        let globals = |start| {
            let parts = [
                begin.clone(),
                format.clone(),
                cell_format(0),
                cell_format(164),
                bound(start, 0),
                bound(start, 1),
                end.clone(),
            ];
            parts.concat()
        };
        let start = globals(0).len();
        let mut stream = [globals(start), sheet].concat();
        stream.resize(8 * 512, 0);
        stream
    }

    /// The stream in a container: the table of sectors, the directory, then the stream.
    fn file() -> Vec<u8> {
        let stream = stream();
        let mut header = vec![0; 512];
        header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
        put(24, &words(&[0x3E, 3, 0xFFFE, 9, 6]));
        put(44, &1_u32.to_le_bytes());
        put(48, &1_u32.to_le_bytes());
        put(56, &4096_u32.to_le_bytes());
        put(60, &0xFFFF_FFFE_u32.to_le_bytes());
        put(68, &0xFFFF_FFFE_u32.to_le_bytes());
        put(76, &[0xFF; 436]);
        put(76, &0_u32.to_le_bytes());
        let mut next: Vec<u32> = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
        next.extend((3..10).chain([0xFFFF_FFFE]));
        next.resize(128, 0xFFFF_FFFF);
        let table: Vec<u8> = next.iter().flat_map(|next| next.to_le_bytes()).collect();
        let entry = |name: &str, kind: u8, first: u32, size: usize| {
            let mut entry = vec![0; 128];
            let name: Vec<u16> = name.encode_utf16().chain([0]).collect();
            let name = words(&name);
            entry[..name.len()].copy_from_slice(&name);
            entry[64] = u8::try_from(name.len()).unwrap();
            entry[66] = kind;
            entry[68..80].copy_from_slice(&[0xFF; 12]);
            entry[116..120].copy_from_slice(&first.to_le_bytes());
            entry[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
            entry
        };
        let mut directory = [
            entry("Root Entry", 5, 0xFFFF_FFFE, 0),
            entry("Workbook", 2, 2, stream.len()),
        ]
        .concat();
        directory.resize(512, 0);
        [header, table, directory, stream].concat()
    }

    #[test]
    fn percentages_and_hidden_parts_of_an_old_workbook_are_found() {
        let read = workbook::read(file(), &mut |_| {}).unwrap();
        assert_eq!(read.hidden.sheets, ["B"]);
        let [sheet] = read.sheets.as_slice() else {
            panic!("{:?}", read.sheets);
        };
        let number = |row, column| match sheet.cell(row, column) {
            Cell::Number(number) => Some(*number),
            _ => None,
        };
        assert_eq!(number(0, 1), Some(7.25));
        assert_eq!((number(0, 2), number(0, 3)), (Some(50.0), Some(1.0)));
        assert_eq!((number(1, 1), number(2, 5)), (Some(7.0), None));
        let within = &read.hidden.within[0];
        assert_eq!(within.rows, [1].into());
        assert_eq!(within.columns, [5].into());
    }

    proptest! {
        #[test]
        fn no_damage_makes_the_reader_panic(at in 0_usize..5000, byte: u8, length in 0_usize..6000) {
            let mut bytes = file();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(length);
            let _ = marks(&bytes);
        }
    }
}
