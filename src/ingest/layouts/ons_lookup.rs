//! ONS, look-up of local authorities to police force areas: which force each authority lies in. With
//! it, population estimates of local authorities are added up to police forces.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::areas::Areas;
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::table::{At, put_coded};
use crate::ingest::files::book::{Book, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, without_figures};
use crate::model::{Age, Area, Kind, Period, Sex, Status, cell_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, look-up of local authorities to police force areas (csv, xlsx)",
    recognises,
    read,
};

const TABLE: &str = "LAD-PFA";
/// The statistic of a row: the authority is one of the parts of the police force area.
const STATISTIC: &str = "part";

/// Where the columns of a look-up are; their names hold the year: `lad21cd`, `LAD23CD`.
struct Headings<'a> {
    columns: Columns<'a>,
    year: u16,
    authority: usize,
    authority_name: Option<usize>,
    force: usize,
    force_name: usize,
}

fn headings(sheet: &Sheet) -> Option<Headings<'_>> {
    if !sheet.whole {
        return None;
    }
    let columns = Columns::of(sheet, 0);
    let named = |start: &str, end: &str| {
        let names = columns.names().iter().map(|name| name.to_lowercase());
        let mut found = names.enumerate().filter_map(|(column, name)| {
            let digits = name.strip_prefix(start)?.strip_suffix(end)?;
            // Two digits of a year: another number is no heading of such a file.
            let is_year = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_year.then_some((column, digits.parse::<u16>().ok()?))
        });
        found.next()
    };
    let (authority, year) = named("lad", "cd")?;
    let (force, _) = named("pfa", "cd")?;
    let (force_name, _) = named("pfa", "nm")?;
    let authority_name = named("lad", "nm").map(|(column, _)| column);
    Some(Headings {
        year: 2000 + year,
        authority,
        authority_name,
        force,
        force_name,
        columns,
    })
}

fn recognises(book: &Book) -> bool {
    book.sheets.iter().any(|sheet| headings(sheet).is_some())
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let headings = book.sheets.iter().find_map(headings).ok_or_else(|| {
        Problem::data("no sheet has columns such as lad21cd, pfa21cd and pfa21nm")
    })?;
    let period = Period::Calendar {
        year: headings.year,
    };
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-lookup-lad-pfa",
        period,
        &format!(
            "Local authorities and police force areas, {}",
            headings.year
        ),
    );
    intake.address = "https://geoportal.statistics.gov.uk/";
    headings.take(catalogue, &mut intake);
    if intake.figures.is_empty() {
        return without_figures(intake);
    }
    Ok(intake)
}

impl Headings<'_> {
    fn take(&self, catalogue: &Catalogue, intake: &mut Intake) {
        let sheet = self.columns.sheet;
        let areas = Areas::new(catalogue, &sheet.name);
        let mut force_of: BTreeMap<String, String> = BTreeMap::new();
        let mut taken = 0;
        for row in self.columns.rows(&mut intake.findings) {
            let text = |column| self.columns.text(row, column);
            let code = text(self.authority);
            let printed = (text(self.force), text(self.force_name));
            let at = || cell_name(row, self.force);
            let force = areas.read((&printed.0, &printed.1), at, &mut intake.findings);
            if !is_code(&code) {
                let message = format!("`{code}` is not the code of a local authority");
                let cell = cell_name(row, self.authority);
                let finding = Finding::error("area-known", &sheet.name, cell, &code, message);
                intake.findings.push(finding);
                continue;
            }
            if let Some(other) = force_of.insert(code.clone(), force.area.name.clone()) {
                let message = format!(
                    "the authority {code} has a second row: it lies in {other} and in {}",
                    force.area.name
                );
                let cell = cell_name(row, self.authority);
                let finding = Finding::error("duplicate-key", &sheet.name, cell, &code, message);
                intake.findings.push(finding);
                continue;
            }
            let name = self.authority_name.map(text).unwrap_or_default();
            let authority = Area {
                name: if name.is_empty() { code.clone() } else { name },
                code,
            };
            let place = At {
                sheet: &sheet.name,
                row,
                column: self.force,
            };
            let about = (&authority, intake.period);
            let kind = kind(&force.area);
            put_coded(&mut intake.figures, place, &kind, about, (Some(1.0), None));
            taken += 1;
        }
        self.every_force(&force_of, catalogue, intake);
        intake.took(TABLE, &sheet.name, taken, 0, "");
    }

    /// A force without an authority would have no population.
    fn every_force(
        &self,
        force_of: &BTreeMap<String, String>,
        catalogue: &Catalogue,
        intake: &mut Intake,
    ) {
        let held: BTreeSet<&String> = force_of.values().collect();
        let forces = catalogue.forces().map(|force| &force.name);
        let missing: Vec<&str> = forces
            .filter(|force| !held.contains(force))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            let message = format!("no local authority lies in {}", missing.join("; "));
            let sheet = &self.columns.sheet.name;
            let finding = Finding::warning("coverage-complete", sheet, "", "", message);
            intake.findings.push(finding);
        }
    }
}

/// `E09000002`
fn is_code(text: &str) -> bool {
    text.len() == 9
        && text.starts_with(['E', 'W'])
        && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

fn kind(force: &Area) -> Kind {
    Kind {
        table: TABLE.to_owned(),
        code: force.code.clone(),
        label: force.name.clone(),
        group: String::new(),
        breakdown: String::new(),
        sex: Sex::All,
        age: Age::All,
        statistic: STATISTIC.to_owned(),
        unit: "local authorities".to_owned(),
        status: Status::Official,
        notes: String::new(),
    }
}
