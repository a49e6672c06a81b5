//! A figure of stated values: bars, stages, or a table; and the ratio of two of them.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::stated;
use crate::answer::{
    Arrangement, Bar, BarRow, Bars, Cell, Chart, Column, Figure, NumberFormat, Panel, Stage,
    Stages, Table, TableRow,
};
use crate::problem::Problem;
use crate::reports::{FigureSpec, Form, Query, Sort, StatedValue, StatedValues};

/// # Errors
/// Unknown values, files and columns; nothing to show.
pub(super) fn drawn(context: &Context<'_>, figure: &FigureSpec) -> Result<Drawn> {
    let Query::Values {
        file,
        series,
        rows,
        highlight,
        ratio,
        ..
    } = &figure.query
    else {
        return Err(Problem::data("no query of values").into());
    };
    let other = file
        .as_deref()
        .map(|file| StatedValues::read(context.files, [file]))
        .transpose()?;
    let values = chosen(other.as_ref().unwrap_or(context.values), &figure.query)?;
    let figures: Vec<Figure> = values
        .iter()
        .map(|it| stated::figure(context, it))
        .collect();
    if figure.form == Some(Form::Funnel) {
        return Ok(Drawn::of_statements(stages(&values), figures));
    }
    of_one_unit(&values)?;
    let format = stated::format_of(values.iter().copied());
    let grid = Grid::of(
        &values,
        rows.as_deref().unwrap_or("item"),
        series.as_deref(),
    )?;
    let mut panel = Panel {
        table: grid.table(format),
        chart: Some(Chart::Bars(grid.bars(
            format,
            highlight.as_deref(),
            figure.form,
        ))),
        alternative_text: grid.in_words(format),
        ..Panel::default()
    };
    let mut drawn = Drawn::of_statements(Panel::default(), figures);
    if *ratio {
        let ratios = super::ratio::ratios(&grid)?;
        drawn
            .figures
            .extend(ratios.iter().map(|it| it.figure(context)));
        panel
            .remarks
            .extend(ratios.iter().map(super::ratio::Ratio::in_words));
    }
    drawn.panels = vec![panel];
    Ok(drawn)
}

/// The values asked for, in their order.
fn chosen<'a>(values: &'a StatedValues, query: &Query) -> Result<Vec<&'a StatedValue>> {
    let Query::Values {
        figure, ids, sort, ..
    } = query
    else {
        return Ok(Vec::new());
    };
    let mut chosen = ids
        .iter()
        .map(|id| values.value(id))
        .collect::<Result<Vec<_>>>()?;
    if let Some(figure) = figure {
        let of_figure = |value: &&StatedValue| value.figure == *figure && value.unit != "event";
        chosen.extend(values.all().iter().filter(of_figure));
    }
    if chosen.is_empty() {
        return Err(Problem::data("the query chooses no value")
            .hint("give `figure`, the number in the column of that name, or `ids`")
            .into());
    }
    match sort {
        None => {}
        // What has no value stands last.
        Some(Sort::Descending) => chosen.sort_by(|a, b| {
            let of = |it: &StatedValue| it.value.unwrap_or(f64::NEG_INFINITY);
            of(b).total_cmp(&of(a))
        }),
        Some(Sort::Ascending) => chosen.sort_by(|a, b| {
            let of = |it: &StatedValue| it.value.unwrap_or(f64::INFINITY);
            of(a).total_cmp(&of(b))
        }),
    }
    Ok(chosen)
}

/// Refuses values that no common scale and no common heading fit.
fn of_one_unit(values: &[&StatedValue]) -> Result<()> {
    let first = values.first().map_or("", |value| &value.unit);
    let Some(other) = values.iter().find(|value| value.unit != first) else {
        return Ok(());
    };
    Err(Problem::data(format!(
        "the values are in different units: `{first}`, and `{}` is in `{}`",
        other.id, other.unit
    ))
    .hint("a figure has one unit; the form `funnel` takes several")
    .into())
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
    fn of(values: &[&'a StatedValue], rows: &str, parts: Option<&str>) -> Result<Self> {
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
    fn refuse_gaps(&self) -> Result<()> {
        for (row, cells) in self.rows.iter().zip(&self.cells) {
            if let Some(gap) = cells.iter().position(Option::is_none) {
                return Err(stated::nothing_for(row, &self.parts[gap]));
            }
        }
        Ok(())
    }

    fn unit(&self) -> String {
        let mut values = self.cells.iter().flatten().flatten();
        values
            .next()
            .map_or_else(String::new, |value| value.unit.clone())
    }

    fn table(&self, format: NumberFormat) -> Table {
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

    fn bars(&self, format: NumberFormat, highlight: Option<&str>, form: Option<Form>) -> Bars {
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
    fn in_words(&self, format: NumberFormat) -> String {
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

/// Values as stages that follow on one another.
fn stages(values: &[&StatedValue]) -> Panel {
    let count = |value: &StatedValue| stated::with_unit(value, stated::format_of([value]));
    let stage = |value: &&StatedValue| Stage {
        label: value.item.clone(),
        count: count(value),
        source: value.group.clone(),
        is_known: value.value.is_some(),
    };
    let row = |value: &&StatedValue| TableRow {
        cells: vec![
            Cell::text(&value.item),
            Cell::text(&value.group),
            stated::cell(value, stated::format_of([*value])),
            Cell::text(&value.unit),
            Cell::text(&value.paragraph),
        ],
        remark: value
            .marker()
            .map_or_else(String::new, |_| value.note.clone()),
        ..TableRow::default()
    };
    let said = values
        .iter()
        .map(|value| format!("{}: {} ({})", value.item, count(value), value.group));
    let said: Vec<String> = said.collect();
    Panel {
        table: Table {
            columns: vec![
                Column::left("stage"),
                Column::left("source"),
                Column::right("number"),
                Column::left("what is counted"),
                Column::wide("stated in"),
            ],
            rows: values.iter().map(row).collect(),
            earlier_rows: 0,
        },
        chart: Some(Chart::Stages(Stages {
            stages: values.iter().map(stage).collect(),
        })),
        alternative_text: format!("Stages, not to scale. {}.", said.join("; ")),
        ..Panel::default()
    }
}
