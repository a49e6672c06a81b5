//! `vawg commitments`: what the two plans of government promised, and what became of it.

use anyhow::Result;

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::cli::{CommitmentColumn, CommitmentsArgs};
use crate::facts::{Fact, Statistic};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{Commitment, commitments as built_in};

const RELEASE: &str = "nao-hc547";
const SOURCE: &str = "National Audit Office, Tackling violence against women and girls, HC 547 (2025), \
    Appendix Two; commitments in our words";
const STANDING: &str =
    "Status as the Home Office and the departments responsible reported it in July 2024.";

/// The commitments chosen, listed or counted.
///
/// # Errors
/// A filter on an unknown column or value: usage errors.
pub fn commitments(args: &CommitmentsArgs) -> Result<Answer> {
    let all = built_in()?;
    let filters = filters(&args.filter, &all)?;
    let chosen: Vec<&Commitment> = all.iter().filter(|one| passes(one, &filters)).collect();
    let mut evidence = Evidence::of_no_figures()
        .with_source(format!("{SOURCE}."))
        .with_note(STANDING, true);
    let title = format!(
        "Commitments on violence against women and girls: {} of {}{}",
        chosen.len(),
        all.len(),
        in_words(&args.filter)
    );
    let Some(column) = args.by else {
        let cleaned = chosen.iter().filter(|one| !one.cleaned.is_empty()).count();
        evidence = evidence.with_note(
            format!("Rows that had to be mended to be read: {cleaned}; column `mended` says how."),
            false,
        );
        return Ok(Answer::new(title, vec![listed(&chosen)], evidence));
    };
    if column == CommitmentColumn::Department {
        evidence = evidence.with_note(
            "A commitment of two departments counts once, for the one named first.",
            true,
        );
    }
    let counts = Counts::of(&chosen, column);
    let figures = counts.figures();
    Ok(Answer::new(title, vec![counts.panel()], evidence).with_facts(figures))
}

/// The values of a commitment in a column: two for a commitment of two departments.
fn values(one: &Commitment, column: CommitmentColumn) -> Vec<&str> {
    match column {
        CommitmentColumn::Pillar => vec![&one.pillar],
        CommitmentColumn::Plan => vec![&one.plan],
        CommitmentColumn::Type => vec![&one.kind],
        CommitmentColumn::Department => one.departments.split(';').collect(),
        CommitmentColumn::Status => vec![&one.status],
    }
}

/// The value that a commitment is counted under.
fn counted_under(one: &Commitment, column: CommitmentColumn) -> &str {
    match column {
        CommitmentColumn::Department => &one.lead,
        _ => values(one, column)[0],
    }
}

fn filters<'a>(
    asked: &[String],
    all: &'a [Commitment],
) -> Result<Vec<(CommitmentColumn, &'a str)>> {
    asked.iter().map(|filter| filter_of(filter, all)).collect()
}

fn filter_of<'a>(filter: &str, all: &'a [Commitment]) -> Result<(CommitmentColumn, &'a str)> {
    let (name, value) = filter.split_once('=').ok_or_else(|| {
        Problem::usage(format!("`{filter}` in --filter is not COLUMN=VALUE"))
            .hint("for example --filter status=\"not completed\"")
    })?;
    let column = CommitmentColumn::named(name.trim()).ok_or_else(|| {
        let hint = format!("columns are {}", CommitmentColumn::names().join(", "));
        Problem::usage(format!("unknown column `{name}` in --filter")).hint(hint)
    })?;
    let mut known: Vec<&str> = all.iter().flat_map(|one| values(one, column)).collect();
    known.sort_unstable();
    known.dedup();
    let value = value.trim();
    let found = known.iter().find(|held| held.eq_ignore_ascii_case(value));
    found.map(|held| (column, *held)).ok_or_else(|| {
        let lowered: Vec<String> = known.iter().map(|held| (*held).to_owned()).collect();
        let values = format!("values are {}", known.join("; "));
        let hint = did_you_mean(value, themselves(&lowered), &values);
        Problem::usage(format!("no commitment has the {name} `{value}`"))
            .hint(hint)
            .into()
    })
}

/// Every column filtered by has one of the values asked for.
fn passes(one: &Commitment, filters: &[(CommitmentColumn, &str)]) -> bool {
    filters.iter().all(|(column, _)| {
        filters
            .iter()
            .filter(|(other, _)| other == column)
            .any(|(_, value)| values(one, *column).contains(value))
    })
}

fn in_words(filters: &[String]) -> String {
    let filters: Vec<String> = filters.iter().map(|it| it.replace('=', ": ")).collect();
    if filters.is_empty() {
        String::new()
    } else {
        format!(" ({})", filters.join("; "))
    }
}

fn listed(chosen: &[&Commitment]) -> Panel {
    let row = |one: &&Commitment| TableRow {
        cells: vec![
            Cell::Number(f64::from(one.number), NumberFormat::Whole),
            Cell::text(&one.commitment),
            Cell::text(&one.plan),
            Cell::text(&one.pillar),
            Cell::text(one.departments.replace(';', "; ")),
            Cell::text(&one.status),
            Cell::text(&one.kind),
            Cell::Number(f64::from(one.page), NumberFormat::Whole),
            Cell::Number(f64::from(one.row), NumberFormat::Whole),
            Cell::text(&one.cleaned),
        ],
        ..TableRow::default()
    };
    let wide_number = |header: &str| Column {
        in_terminal: false,
        ..Column::right(header)
    };
    Panel {
        table: Table {
            columns: vec![
                Column::right("item"),
                Column::left("commitment"),
                Column::wide("plan"),
                Column::wide("pillar"),
                Column::left("department"),
                Column::left("status"),
                Column::wide("type"),
                wide_number("page"),
                wide_number("row"),
                Column::wide("mended"),
            ],
            rows: chosen.iter().map(row).collect(),
            earlier_rows: 0,
        },
        remarks: vec![
            "Also in --format csv, json and markdown: plan, pillar, type, page, row, mended."
                .to_owned()
                .into(),
        ],
        ..Panel::default()
    }
}

/// Commitments counted by one column and by status.
struct Counts<'a> {
    column: CommitmentColumn,
    chosen: &'a [&'a Commitment],
    /// The most frequent first.
    groups: Vec<&'a str>,
    statuses: Vec<&'a str>,
}

impl<'a> Counts<'a> {
    fn of(chosen: &'a [&'a Commitment], column: CommitmentColumn) -> Self {
        let of_group = |one: &&'a Commitment| counted_under(one, column);
        let of_status = |one: &&'a Commitment| one.status.as_str();
        Self {
            column,
            chosen,
            groups: by_frequency(&chosen.iter().map(of_group).collect::<Vec<_>>()),
            statuses: by_frequency(&chosen.iter().map(of_status).collect::<Vec<_>>()),
        }
    }

    /// How many of a group (or of all) have a status (or any).
    fn count(&self, group: Option<&str>, status: Option<&str>) -> f64 {
        let of_group =
            |one: &&&Commitment| group.is_none_or(|group| counted_under(one, self.column) == group);
        let of_status = |one: &&&Commitment| status.is_none_or(|status| one.status == status);
        self.chosen
            .iter()
            .filter(of_group)
            .filter(of_status)
            .count() as f64
    }

    /// Statuses make no columns where they already make the rows.
    fn columns(&self) -> &[&'a str] {
        if self.column == CommitmentColumn::Status {
            &[]
        } else {
            &self.statuses
        }
    }

    fn panel(&self) -> Panel {
        let mut columns = vec![Column::left(self.column.name())];
        columns.extend(self.columns().iter().map(|status| Column::right(*status)));
        columns.push(Column::right("commitments"));
        columns.push(Column::right("share of all"));
        let mut rows: Vec<TableRow> = self.groups.iter().map(|it| self.row(Some(it))).collect();
        if self.groups.len() > 1 {
            rows.push(self.row(None));
        }
        Panel {
            table: Table {
                columns,
                rows,
                earlier_rows: 0,
            },
            ..Panel::default()
        }
    }

    fn row(&self, group: Option<&str>) -> TableRow {
        let of_group = self.count(group, None);
        let counts = self
            .columns()
            .iter()
            .map(|status| Cell::Number(self.count(group, Some(status)), NumberFormat::Whole));
        let mut cells = vec![Cell::text(group.unwrap_or("all"))];
        cells.extend(counts);
        cells.push(Cell::Number(of_group, NumberFormat::Whole));
        cells.push(Cell::Number(
            100.0 * of_group / self.count(None, None),
            NumberFormat::PerCent(1),
        ));
        TableRow {
            cells,
            ..TableRow::default()
        }
    }

    fn figures(&self) -> Vec<Fact> {
        let mut figures = Vec::new();
        for group in self.groups.iter().map(|it| Some(*it)).chain([None]) {
            let mut put = |status: &str, value: f64| {
                figures.push(Fact {
                    series: group.unwrap_or("all").to_owned(),
                    breakdown: status.to_owned(),
                    statistic: Statistic::Count,
                    value: Some(value),
                    n: Some(self.count(group, None)),
                    unit: "commitments".to_owned(),
                    release: RELEASE.to_owned(),
                    source_ref: "HC 547, Appendix Two".to_owned(),
                    note: STANDING.to_owned(),
                    ..Fact::default()
                });
            };
            for status in self.columns() {
                put(status, self.count(group, Some(status)));
            }
            put("", self.count(group, None));
        }
        figures
    }
}

/// Each text once, the most frequent first, then by the alphabet.
fn by_frequency<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let mut each = texts.to_vec();
    each.sort_unstable();
    each.dedup();
    each.sort_by_key(|text| std::cmp::Reverse(texts.iter().filter(|it| *it == text).count()));
    each
}
