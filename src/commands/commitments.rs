//! `vawg commitments`: what government committed to do, and its status, as a report lists it.

use anyhow::Result;

use crate::answer::{Answer, Evidence};
use crate::cli::{CommitmentColumn, CommitmentsArgs};
use crate::facts::evaluate::counts::{CrossCount, distinct};
use crate::facts::halving::commitments::{Commitments, Condition};
use crate::problem::{Problem, did_you_mean, themselves};
use crate::reports::{Record, ReportFiles};
use crate::views::halving::commitments as views;

/// The commitments chosen, listed or counted.
///
/// # Errors
/// An unknown report, and a filter on an unknown column or value: usage errors. A report without
/// commitments.
pub fn commitments(args: &CommitmentsArgs) -> Result<Answer> {
    let files = ReportFiles::open(&args.report)?;
    let commitments = Commitments::open(&files, &views::columns())?;
    let conditions = conditions(&args.filter, &commitments)?;
    let chosen = commitments.chosen(&conditions);
    let title = format!(
        "Commitments on violence against women and girls: {} of {}{}",
        chosen.len(),
        commitments.list.all().count(),
        in_words(&args.filter)
    );
    if let Some(column) = args.by {
        return Ok(counted(&commitments, &chosen, column, title));
    }
    let corrected = |row: &&Record<'_>| row.get("cleaned").is_some_and(|it| !it.is_empty());
    let corrected = chosen.iter().filter(corrected).count();
    let evidence = evidence(&commitments).with_note(
        format!("Rows corrected when read: {corrected}; the column `mended` says how."),
        false,
    );
    Ok(Answer::new(title, vec![views::listed(&chosen)], evidence))
}

/// The commitments counted by a column and by status.
fn counted(
    commitments: &Commitments,
    chosen: &[Record<'_>],
    column: CommitmentColumn,
    title: String,
) -> Answer {
    let columns = (column.counted_by(), CommitmentColumn::Status.counted_by());
    let counted = CrossCount::new(chosen.iter().copied(), columns);
    // Statuses are not columns where they are the rows.
    let statuses = match column {
        CommitmentColumn::Status => &[],
        _ => counted.parts.as_slice(),
    };
    let facts = commitments.facts(&counted, statuses);
    let panel = views::counted(&column.name(), &counted.groups, statuses, &facts);
    let mut evidence = evidence(commitments);
    if column == CommitmentColumn::Department {
        evidence = evidence.with_note(
            "A commitment of two departments counts once, for the department named first.",
            true,
        );
    }
    let mut answer = Answer::new(title, vec![panel], evidence);
    answer.facts = facts;
    answer
}

fn evidence(commitments: &Commitments) -> Evidence {
    let about = &commitments.about;
    let place = match about.commitments_place.as_str() {
        "" => String::new(),
        place => format!(", {place}"),
    };
    let source = format!("{}{place}; commitments in our words.", about.citation());
    let evidence = Evidence::of_no_figures().with_source(source);
    match about.commitments_note.as_str() {
        "" => evidence,
        note => evidence.with_note(note, true),
    }
}

fn conditions(filters: &[String], commitments: &Commitments) -> Result<Vec<Condition>> {
    let of_filter = |filter: &String| condition(filter, commitments);
    filters.iter().map(of_filter).collect()
}

fn condition(filter: &str, commitments: &Commitments) -> Result<Condition> {
    let (name, value) = filter.split_once('=').ok_or_else(|| {
        Problem::usage(format!("--filter expects COLUMN=VALUE, not `{filter}`"))
            .hint("for example --filter status=\"not completed\"")
    })?;
    let (name, value) = (name.trim(), value.trim());
    let column = CommitmentColumn::named(name).ok_or_else(|| {
        let hint = format!("columns are {}", CommitmentColumn::names().join(", "));
        Problem::usage(format!("unknown column `{name}` in --filter")).hint(hint)
    })?;
    let column = column.chosen_by();
    let known = distinct(&commitments.list, column);
    let found = known.iter().find(|held| held.eq_ignore_ascii_case(value));
    let found = found.ok_or_else(|| {
        let names: Vec<String> = known.iter().map(|held| (*held).to_owned()).collect();
        let values = format!("values are {}", names.join("; "));
        let hint = did_you_mean(value, themselves(&names), &values);
        Problem::usage(format!("no commitment has the {name} `{value}`")).hint(hint)
    })?;
    Ok(Condition {
        column,
        text: (*found).to_owned(),
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
