//! The rows of a prevalence table: of whom each is, what it stands under, and its base.

use super::above::Above;
use super::keys::{Keys, People};
use super::people::{age_in, sex_in};
use super::subject::Subject;
use crate::ingest::cells::block::Block;
use crate::ingest::cells::cell::{is_base, label};
use crate::ingest::cells::heading::Heading;
use crate::ingest::cells::people::means_all;
use crate::ingest::cells::table::{fill_bases, read_row};
use crate::ingest::files::book::Cell;
use crate::ingest::intake::Intake;
use crate::ingest::layouts::badge::status;
use crate::model::{Age, Kind, Sex, Status};

/// Standings of figures, in the order of the years that have them.
const STATUSES: [Status; 3] = [Status::Accredited, Status::NotBadged, Status::Official];

/// A table while its rows are read, one after the other.
pub(super) struct Rows<'a> {
    block: &'a Block<'a>,
    /// Its columns of years, apart by the standing of their figures.
    by_status: Vec<(Status, Block<'a>)>,
    subject: Subject,
    people: People,
    /// The columns that say of whom each row is.
    keys: Keys,
    /// The heading above those of the years, where it is not a sex.
    upper: String,
    above: Above,
    /// The label of the row, or of the last that had one.
    label: String,
    /// The first figure of the table, and the first that has no base yet.
    start: usize,
    without_base: usize,
}

impl<'a> Rows<'a> {
    /// The rows of a table whose title, or whose one column, says of whom it is.
    pub(super) fn of(block: &'a Block<'a>, sex: Option<Sex>, start: usize) -> Self {
        let title = block.title.to_lowercase();
        let of_status = |wanted: Status| {
            let columns = block.columns.iter().filter(|(_, heading)| {
                matches!(heading, Heading::Level(period, _) if status(*period) == wanted)
            });
            (wanted, block.with_columns(columns.cloned().collect()))
        };
        Self {
            block,
            by_status: STATUSES.map(of_status).into(),
            subject: Subject::of(&title),
            people: People::of(
                sex.or_else(|| sex_in(&title)).unwrap_or(Sex::All),
                age_in(&title).unwrap_or(Age::AndOver(16)),
            ),
            keys: Keys::of(block),
            upper: if sex.is_none() && !means_all(&block.upper) {
                block.upper.clone()
            } else {
                String::new()
            },
            above: Above::default(),
            label: String::new(),
            start,
            without_base: start,
        }
    }

    /// Takes a row's figures, or what it says of others; whether it held figures.
    pub(super) fn take(&mut self, row: usize, intake: &mut Intake) -> bool {
        let raw = self.block.sheet.text(row, self.block.label_column);
        let label = label(raw);
        if let Err(finding) = self.keys.read(self.block, row, &mut self.people) {
            // Below the table a footnote may reach into these columns.
            if self.block.rows.contains(&row) {
                intake.findings.push(*finding);
            }
            return false;
        }
        if is_base(&label.text) {
            self.bases(row, intake);
            return false;
        }
        if self.has_no_figure(row) {
            // A row of one word, such as `Women`, says whom the rows below are about.
            if let Some(section) = sex_in(&label.text.to_lowercase()) {
                self.people.sex = section;
                self.above = Above::default();
            }
            return false;
        }
        if !label.text.is_empty() {
            self.above.place(raw, &label.text);
            self.label.clone_from(&label.text);
        }
        let kind = self.kind(label.notes);
        for (status, block) in &self.by_status {
            let kind = Kind {
                status: *status,
                ..kind.clone()
            };
            read_row(block, row, &kind, &mut intake.figures, &mut intake.findings);
        }
        true
    }

    /// What the figures of the row are; how they stand depends on their year.
    fn kind(&self, notes: String) -> Kind {
        Kind {
            table: self.block.table.clone(),
            code: String::new(),
            group: self.subject.group(self.above.group()),
            label: self.label.clone(),
            breakdown: self.breakdown(),
            sex: self.people.sex,
            age: self.people.age,
            statistic: self.subject.statistic().to_owned(),
            unit: self.subject.unit().to_owned(),
            status: Status::Official,
            notes,
        }
    }

    fn breakdown(&self) -> String {
        let groups = self.people.breakdown();
        let parts = [self.upper.as_str(), groups.as_str()];
        let named = parts.into_iter().filter(|part| !part.is_empty());
        named.collect::<Vec<_>>().join("; ")
    }

    /// Where each row says of whom it is, the bases of each sex stand below the rows of all.
    fn bases(&mut self, row: usize, intake: &mut Intake) {
        let breakdown = self.breakdown();
        let figures = &mut intake.figures;
        if self.keys.is_empty() {
            fill_bases(self.block, row, figures, self.without_base, |_| true);
        } else {
            let (sex, age) = (self.people.sex, self.people.age);
            fill_bases(self.block, row, figures, self.start, |kind| {
                kind.sex == sex && kind.age == age && kind.breakdown == breakdown
            });
        }
        self.without_base = figures.len();
    }

    fn has_no_figure(&self, row: usize) -> bool {
        let mut columns = self.block.columns.iter();
        columns.all(|(column, heading)| {
            matches!(heading, Heading::Other(_))
                || *self.block.sheet.cell(row, *column) == Cell::Empty
        })
    }

    /// What was left out of the table, and what its figures are not taken for.
    pub(super) fn remark(&self) -> String {
        let other = |(column, heading): &(usize, Heading)| {
            matches!(heading, Heading::Other(_)) && !self.keys.holds(*column)
        };
        let mut remarks = vec![self.subject.remark()];
        if self.block.columns.iter().any(other) {
            remarks.push("without its columns of significance");
        }
        remarks.retain(|remark| !remark.is_empty());
        remarks.join("; ")
    }
}
