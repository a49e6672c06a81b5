//! A workbook as bytes, on its way from the process that reads it to the one that asked for it.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Read, Write};

use super::book::{Cell, FileKind, Sheet};
use super::hidden::{Hidden, HiddenWithin};
use super::workbook::Workbook;
use crate::problem::Problem;

/// A sheet is being read: its name follows.
const BEGUN: u8 = b'B';
/// The workbook follows.
const WHOLE: u8 = b'W';
/// What is wrong follows.
const WRONG: u8 = b'E';

const KINDS: [FileKind; 4] = [FileKind::Csv, FileKind::Xlsx, FileKind::Xls, FileKind::Ods];

const EMPTY: u8 = 0;
const NUMBER: u8 = 1;
const TEXT: u8 = 2;
/// As many empty cells as the number that follows says.
const EMPTY_RUN: u8 = 3;

/// Longest text that is sent: longer ones are in no cell.
const LONGEST: usize = 256 << 20;

/// Says that a sheet is being read, so that it can be named if reading fails.
pub(crate) fn begun(out: &mut impl Write, sheet: &str) -> io::Result<()> {
    out.write_all(&[BEGUN])?;
    text(out, sheet)?;
    out.flush()
}

/// Sends a workbook, or what keeps it from being read.
pub(crate) fn send(out: &mut impl Write, read: Result<Workbook, Problem>) -> io::Result<()> {
    match read {
        Ok(workbook) => {
            out.write_all(&[WHOLE])?;
            let kind = KINDS.iter().position(|kind| *kind == workbook.kind);
            number(out, kind.unwrap_or_default())?;
            hidden(out, &workbook.hidden)?;
            number(out, workbook.sheets.len())?;
            for one in &workbook.sheets {
                sheet(out, one)?;
            }
        }
        Err(problem) => {
            out.write_all(&[WRONG])?;
            text(out, &problem.to_string())?;
            number(out, problem.hints().len())?;
            for hint in problem.hints() {
                text(out, hint)?;
            }
        }
    }
    out.flush()
}

fn number(out: &mut impl Write, number: usize) -> io::Result<()> {
    out.write_all(&(number as u32).to_le_bytes())
}

fn text(out: &mut impl Write, text: &str) -> io::Result<()> {
    number(out, text.len())?;
    out.write_all(text.as_bytes())
}

fn hidden(out: &mut impl Write, hidden: &Hidden) -> io::Result<()> {
    number(out, hidden.sheets.len())?;
    for sheet in &hidden.sheets {
        text(out, sheet)?;
    }
    number(out, hidden.within.len())?;
    for within in &hidden.within {
        text(out, &within.sheet)?;
        for places in [&within.rows, &within.columns] {
            number(out, places.len())?;
            for place in places {
                number(out, *place)?;
            }
        }
    }
    Ok(())
}

fn sheet(out: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    text(out, &sheet.name)?;
    number(out, sheet.rows.len())?;
    for row in &sheet.rows {
        number(out, row.len())?;
        let mut cells = row.as_slice();
        while let Some((first, rest)) = cells.split_first() {
            cells = rest;
            match first {
                Cell::Empty => {
                    let run = rest.iter().take_while(|cell| **cell == Cell::Empty).count();
                    if run == 0 {
                        out.write_all(&[EMPTY])?;
                    } else {
                        out.write_all(&[EMPTY_RUN])?;
                        number(out, run + 1)?;
                        cells = &rest[run..];
                    }
                }
                Cell::Number(value) => {
                    out.write_all(&[NUMBER])?;
                    out.write_all(&value.to_le_bytes())?;
                }
                Cell::Text(value) => {
                    out.write_all(&[TEXT])?;
                    text(out, value)?;
                }
            }
        }
    }
    Ok(())
}

/// Receives what was sent; each sheet that is begun is told.
pub(crate) fn receive(
    from: &mut impl Read,
    mut begun: impl FnMut(String),
) -> io::Result<Result<Workbook, Problem>> {
    let mut from = From(from);
    loop {
        match from.byte()? {
            BEGUN => begun(from.text()?),
            WHOLE => return Ok(Ok(from.workbook()?)),
            WRONG => {
                let mut problem = Problem::data(from.text()?);
                for _ in 0..from.number()? {
                    problem = problem.hint(from.text()?);
                }
                return Ok(Err(problem));
            }
            _ => return Err(ErrorKind::InvalidData.into()),
        }
    }
}

struct From<'a, R>(&'a mut R);

impl<R: Read> From<'_, R> {
    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.0.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    fn number(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    fn text(&mut self) -> io::Result<String> {
        let length = self.number()?;
        if length > LONGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
    }

    fn workbook(&mut self) -> io::Result<Workbook> {
        let kind = KINDS.get(self.number()?).copied().unwrap_or_default();
        let hidden = self.hidden()?;
        let mut sheets = Vec::new();
        for _ in 0..self.number()? {
            sheets.push(self.sheet()?);
        }
        Ok(Workbook {
            kind,
            sheets,
            hidden,
        })
    }

    fn hidden(&mut self) -> io::Result<Hidden> {
        let mut hidden = Hidden::default();
        for _ in 0..self.number()? {
            hidden.sheets.push(self.text()?);
        }
        for _ in 0..self.number()? {
            let sheet = self.text()?;
            let rows = self.places()?;
            let columns = self.places()?;
            hidden.within.push(HiddenWithin {
                sheet,
                rows,
                columns,
            });
        }
        Ok(hidden)
    }

    fn places(&mut self) -> io::Result<BTreeSet<usize>> {
        (0..self.number()?).map(|_| self.number()).collect()
    }

    fn sheet(&mut self) -> io::Result<Sheet> {
        let name = self.text()?;
        let mut rows = Vec::new();
        for _ in 0..self.number()? {
            let width = self.number()?;
            let mut row = Vec::with_capacity(width.min(1 << 14));
            while row.len() < width {
                match self.byte()? {
                    EMPTY => row.push(Cell::Empty),
                    EMPTY_RUN => {
                        let run = self.number()?.min(width - row.len());
                        row.resize(row.len() + run, Cell::Empty);
                    }
                    NUMBER => {
                        let mut bytes = [0; 8];
                        self.0.read_exact(&mut bytes)?;
                        row.push(Cell::Number(f64::from_le_bytes(bytes)));
                    }
                    TEXT => row.push(Cell::Text(self.text()?)),
                    _ => return Err(ErrorKind::InvalidData.into()),
                }
            }
            rows.push(row);
        }
        Ok(Sheet {
            name,
            rows,
            whole: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, FileKind, Hidden, HiddenWithin, Problem, Sheet, Workbook};
    use super::{begun, receive, send};

    fn workbook() -> Workbook {
        let row = |cells: &[Cell]| cells.to_vec();
        let rows = vec![
            row(&[Cell::Empty, Cell::Number(-0.0), Cell::Text("é \n".into())]),
            row(&[]),
            row(&[Cell::Number(f64::NAN), Cell::Empty, Cell::Empty]),
        ];
        Workbook {
            kind: FileKind::Ods,
            sheets: vec![Sheet {
                name: " P1 ".to_owned(),
                rows,
                whole: true,
            }],
            hidden: Hidden {
                sheets: vec!["draft".to_owned()],
                within: vec![HiddenWithin {
                    sheet: " P1 ".to_owned(),
                    rows: [1, 5].into(),
                    columns: [2].into(),
                }],
            },
        }
    }

    #[test]
    fn what_arrives_is_what_was_sent() {
        let mut bytes = Vec::new();
        begun(&mut bytes, "P1").unwrap();
        send(&mut bytes, Ok(workbook())).unwrap();
        let mut names = Vec::new();
        let arrived = receive(&mut bytes.as_slice(), |name| names.push(name));
        assert_eq!(
            format!("{:?}", arrived.unwrap().unwrap()),
            format!("{:?}", workbook())
        );
        assert_eq!(names, ["P1"]);
        let problem = Problem::data("wrong").hint("one").hint("two");
        let mut bytes = Vec::new();
        send(&mut bytes, Err(problem.clone())).unwrap();
        let arrived = receive(&mut bytes.as_slice(), |_| {}).unwrap();
        assert_eq!(arrived.unwrap_err(), problem);
    }

    #[test]
    fn a_message_that_ends_early_is_an_error() {
        let mut bytes = Vec::new();
        send(&mut bytes, Ok(workbook())).unwrap();
        for length in 0..bytes.len() {
            assert!(receive(&mut &bytes[..length], |_| {}).is_err(), "{length}");
        }
    }
}
