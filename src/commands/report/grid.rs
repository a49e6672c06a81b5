//! Stated values in rows, and beside one another in each row: as a table, as bars, and in words.

use anyhow::Result;

use super::stated;
use crate::answer::{Arrangement, Bar, BarRow, Bars, Cell, Column, NumberFormat, Table, TableRow};
use crate::problem::Problem;
use crate::reports::{Form, StatedValue};

/// Values in rows, and beside one another in each row.
pub(super) struct Grid<'a> {
    pub(super) rows: Vec<String>,
    /// Names of what stands side by side; one without a name where nothing does.
    pub(super) parts: Vec<String>,
    /// One for each row and part; none where the report has no such value.
    pub(super) cells: Vec<Vec<Option<&'a StatedValue>>>,
    row_column: String,
    part_column: Option<String>,
}

impl<'a> Grid<'a> {
    /// # Errors
    /// A column that the file does not have; two values for one place; a place without any.
    pub(super) fn of(values: &[&'a StatedValue], rows: &str, parts: Option<&str>) -> Result<Self> {
        let text = |value: &'a StatedValue, column: &str| -> Result<&'a str> {
            value.column(column).ok_or_else(|| {
                Problem::data(format!("the stated values have no column `{column}`")).into()
            })
        };
        let mut grid = Self {
            rows: Vec::new(),
            parts: Vec::new(),
            cells: Vec::new(),
            row_column: rows.to_owned(),
            part_column: parts.map(str::to_owned),
        };
        for value in values {
            let row = place(&mut grid.rows, text(value, rows)?);
            let part = parts.map_or(Ok(""), |column| text(value, column))?;
            let part = place(&mut grid.parts, part);
            if grid.cells.len() <= row {
                grid.cells.push(Vec::new());
            }
            let cells = &mut grid.cells[row];
            cells.resize(cells.len().max(part + 1), None);
            if let Some(other) = cells[part].replace(value) {
                return Err(Problem::data(format!(
                    "`{}` and `{}` stand in one place",
                    other.id, value.id
                ))
                .hint("name the column that tells them apart: `rows`, or `series`")
                .into());
            }
        }
        for cells in &mut grid.cells {
            cells.resize(grid.parts.len(), None);
        }
        grid.refuse_gaps()?;
        Ok(grid)
    }

    /// What is missing has a marker that says so: a place without one is refused.
    pub(super) fn refuse_gaps(&self) -> Result<()> {
        for (row, cells) in self.rows.iter().zip(&self.cells) {
            if let Some(gap) = cells.iter().position(Option::is_none) {
                return Err(stated::nothing_for(row, &self.parts[gap]));
            }
        }
        Ok(())
    }

    pub(super) fn unit(&self) -> String {
        let mut values = self.cells.iter().flatten().flatten();
        values
            .next()
            .map_or_else(String::new, |value| value.unit.clone())
    }

    pub(super) fn table(&self, format: NumberFormat) -> Table {
        let mut columns = vec![Column::left(self.row_column.as_str())];
        match &self.part_column {
            Some(_) => columns.extend(self.parts.iter().map(Column::right)),
            None => columns.push(Column::right(self.unit())),
        }
        columns.push(Column::wide("stated in"));
        let rows = self.rows.iter().zip(&self.cells).map(|(row, cells)| {
            let mut written = vec![Cell::text(row)];
            written.extend(
                cells
                    .iter()
                    .map(|it| it.map_or(Cell::Empty, |value| stated::cell(value, format))),
            );
            let mut places: Vec<&str> = Vec::new();
            for value in cells.iter().flatten() {
                if !places.contains(&value.paragraph.as_str()) {
                    places.push(&value.paragraph);
                }
            }
            written.push(Cell::text(places.join("; ")));
            TableRow {
                cells: written,
                remark: reasons(cells, &self.parts),
                ..TableRow::default()
            }
        });
        Table {
            columns,
            rows: rows.collect(),
            earlier_rows: 0,
        }
    }

    pub(super) fn bars(
        &self,
        format: NumberFormat,
        highlight: Option<&str>,
        form: Option<Form>,
    ) -> Bars {
        let row = |(label, cells): (&String, &Vec<Option<&StatedValue>>)| BarRow {
            label: label.clone(),
            bars: cells
                .iter()
                .map(|cell| Bar {
                    value: cell.and_then(|value| value.value),
                    interval: None,
                    label: cell.map_or_else(String::new, |it| stated::written(it, format)),
                })
                .collect(),
            is_highlighted: cells
                .iter()
                .flatten()
                .any(|it| Some(it.id.as_str()) == highlight),
            total: String::new(),
        };
        Bars {
            rows: self.rows.iter().zip(&self.cells).map(row).collect(),
            parts: self.parts.clone(),
            arrangement: if form == Some(Form::Stacked) {
                Arrangement::Stacked
            } else {
                Arrangement::Beside
            },
            value_axis: stated::axis_of(format),
            axis_title: match self.unit().as_str() {
                "per cent" => String::new(),
                unit => unit.to_owned(),
            },
        }
    }

    /// What a reader who cannot see the bars needs.
    pub(super) fn in_words(&self, format: NumberFormat) -> String {
        let each = self.rows.iter().zip(&self.cells).map(|(row, cells)| {
            let bars = self.parts.iter().zip(cells);
            let bars = bars.filter_map(|(part, value)| {
                let written = stated::written((*value)?, format);
                Some(if part.is_empty() {
                    written
                } else {
                    format!("{part} {written}")
                })
            });
            format!("{row}: {}", bars.collect::<Vec<_>>().join(", "))
        });
        let each: Vec<String> = each.collect();
        format!("Bar chart, {}. {}.", self.unit(), each.join("; "))
    }
}

/// The place of a name in a list, to which it is added where it is new.
fn place(names: &mut Vec<String>, name: &str) -> usize {
    names
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        })
}

/// Why values are missing, each reason once and with whose it is where not all of a row are.
fn reasons(cells: &[Option<&StatedValue>], parts: &[String]) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (value, part) in cells.iter().zip(parts) {
        let Some(value) = value.filter(|it| it.marker().is_some() && !it.note.is_empty()) else {
            continue;
        };
        match reasons.iter_mut().find(|(known, _)| *known == value.note) {
            Some((_, whose)) => whose.push(part),
            None => reasons.push((&value.note, vec![part])),
        }
    }
    let said = reasons.iter().map(|(reason, whose)| {
        if whose.len() == parts.len() {
            (*reason).to_owned()
        } else {
            format!("{}: {reason}", whose.join(", "))
        }
    });
    said.collect::<Vec<_>>().join("; ")
}
