//! What rows are about, numbered: checks and comparisons look things up by these numbers.

use super::Handles;
use crate::model::{Age, Area, Kind, Sex, Status};
use foldhash::{HashMap, HashMapExt};

/// Kinds of rows and areas, each once, and which of them each row has.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pub(super) kinds: Vec<Kind>,
    pub(super) kind_of: Vec<u32>,
    pub(super) areas: Vec<Area>,
    pub(super) area_of: Vec<u16>,
}

impl Index {
    /// Numbers the kinds and areas of every row.
    pub(super) fn of(handles: &Handles) -> Self {
        let rows = handles.cell.len();
        let mut index = Self {
            kind_of: Vec::with_capacity(rows),
            area_of: Vec::with_capacity(rows),
            ..Self::default()
        };
        let columns = [
            &handles.table,
            &handles.code,
            &handles.label,
            &handles.group,
            &handles.breakdown,
            &handles.sex,
            &handles.age,
            &handles.statistic,
            &handles.unit,
            &handles.status,
            &handles.notes,
        ];
        let mut kinds: HashMap<[u32; 11], u32> = HashMap::new();
        let mut areas: HashMap<[u32; 2], u16> = HashMap::new();
        let mut last = None;
        for row in 0..rows {
            let key = columns.map(|names| names.code(row).unwrap_or(u32::MAX));
            let number = match last {
                Some((same, number)) if same == key => number,
                _ => *kinds.entry(key).or_insert_with(|| {
                    index.kinds.push(kind(handles, row));
                    (index.kinds.len() - 1) as u32
                }),
            };
            last = Some((key, number));
            index.kind_of.push(number);
            let key = [&handles.area, &handles.area_code]
                .map(|names| names.code(row).unwrap_or(u32::MAX));
            let number = *areas.entry(key).or_insert_with(|| {
                index.areas.push(Area {
                    name: handles.area.text(row).to_owned(),
                    code: handles.area_code.text(row).to_owned(),
                });
                u16::try_from(index.areas.len() - 1).unwrap_or(u16::MAX)
            });
            index.area_of.push(number);
        }
        index
    }
}

fn kind(handles: &Handles, row: usize) -> Kind {
    let text = |names: &super::Names| names.text(row).to_owned();
    Kind {
        table: text(&handles.table),
        code: text(&handles.code),
        label: text(&handles.label),
        group: text(&handles.group),
        breakdown: text(&handles.breakdown),
        sex: handles.sex.text(row).parse().unwrap_or(Sex::All),
        age: handles.age.text(row).parse().unwrap_or(Age::All),
        statistic: text(&handles.statistic),
        unit: text(&handles.unit),
        status: handles.status.text(row).parse().unwrap_or(Status::Official),
        notes: text(&handles.notes),
    }
}
