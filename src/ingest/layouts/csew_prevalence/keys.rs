//! The columns of a table that say of whom each row is: sex, age, and any other group.

use super::people::age_in;
use crate::ingest::cells::block::Block;
use crate::ingest::cells::cell::label;
use crate::ingest::cells::heading::Heading;
use crate::ingest::cells::people::{SEX_WORDS, means_all, sex_named};
use crate::ingest::finding::Finding;
use crate::model::{Age, Sex, cell_name};

/// What a key column says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Sex,
    Age,
    Group,
}

/// Of whom a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct People {
    pub(super) sex: Sex,
    pub(super) age: Age,
    /// One for each column of other groups; empty where it means all.
    groups: Vec<String>,
}

impl People {
    /// The people of a table whose rows say no more.
    pub(super) const fn of(sex: Sex, age: Age) -> Self {
        Self {
            sex,
            age,
            groups: Vec::new(),
        }
    }

    /// The groups together; empty for all people.
    pub(super) fn breakdown(&self) -> String {
        let named = self.groups.iter().filter(|group| !group.is_empty());
        named.map(String::as_str).collect::<Vec<_>>().join("; ")
    }
}

/// The key columns of a table, from left to right.
pub(super) struct Keys {
    columns: Vec<(usize, Role, String)>,
}

impl Keys {
    /// Columns between the labels and the first figures that hold words.
    pub(super) fn of(block: &Block<'_>) -> Self {
        let mut columns = Vec::new();
        for (column, heading) in &block.columns {
            let Heading::Other(text) = heading else {
                break;
            };
            let name = label(text).text;
            let words = |row: usize| !block.sheet.text(row, *column).is_empty();
            if name.is_empty() || !block.rows.clone().any(words) {
                continue;
            }
            let role = match name.to_lowercase().as_str() {
                "sex" | "gender" | "sex of victim" => Role::Sex,
                "age" | "age group" => Role::Age,
                _ => Role::Group,
            };
            columns.push((*column, role, name));
        }
        Self { columns }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Whether a column is one of them.
    pub(super) fn holds(&self, column: usize) -> bool {
        self.columns.iter().any(|(one, ..)| *one == column)
    }

    /// Reads of whom a row is; a blank cell is as the one above it, as where cells are merged.
    ///
    /// # Errors
    /// The finding about a cell that is not understood.
    pub(super) fn read(
        &self,
        block: &Block<'_>,
        row: usize,
        people: &mut People,
    ) -> Result<(), Box<Finding>> {
        let groups = self
            .columns
            .iter()
            .filter(|(_, role, _)| *role == Role::Group);
        people.groups.resize(groups.count(), String::new());
        let mut place = 0;
        for (column, role, name) in &self.columns {
            let text = label(block.sheet.text(row, *column)).text;
            let fault = |rule, message: String| {
                let sheet = block.sheet.name.as_str();
                let cell = cell_name(row, *column);
                Box::new(Finding::error(rule, sheet, cell, text.as_str(), message))
            };
            match role {
                Role::Group => {
                    if means_all(&text) && !text.is_empty() {
                        people.groups[place].clear();
                    } else if !text.is_empty() {
                        people.groups[place] = format!("{name}: {text}");
                    }
                    place += 1;
                }
                _ if text.is_empty() => {}
                Role::Sex => {
                    people.sex = sex_named(&text).ok_or_else(|| {
                        let message = format!("the sex `{text}` is none of {SEX_WORDS}");
                        fault("sex-known", message)
                    })?;
                }
                Role::Age => {
                    let age = age_in(&format!(
                        "aged {}",
                        text.to_lowercase().replace('-', " to ")
                    ));
                    people.age = age.ok_or_else(|| {
                        let message = format!("`{text}` is not an age group such as 16 to 59");
                        fault("age-known", message)
                    })?;
                }
            }
        }
        Ok(())
    }
}
