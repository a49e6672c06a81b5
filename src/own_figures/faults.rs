//! What is wrong with rows, each with its line and column; equal faults are told once.

use std::fmt::Write as _;

/// Different faults that are told.
const MOST: usize = 20;
/// Lines that are named for one fault.
const LINES: usize = 3;

/// What is wrong with the rows of a file.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Vec<Fault>,
}

#[derive(Debug)]
struct Fault {
    lines: Vec<u64>,
    found: usize,
    column: String,
    message: String,
    /// The message without the texts of the file.
    kind: String,
}

impl Faults {
    /// Adds a fault; `column` is empty where it concerns the row.
    pub(super) fn add(&mut self, line: u64, column: &str, message: impl Into<String>) {
        let message = message.into();
        let kind = without_quotations(&message);
        let known = self.all.iter_mut();
        let mut known = known.filter(|fault| fault.column == column && fault.kind == kind);
        if let Some(fault) = known.next() {
            fault.found += 1;
            if fault.lines.len() < LINES && fault.lines.last() != Some(&line) {
                fault.lines.push(line);
            }
            return;
        }
        if self.all.len() <= MOST {
            self.all.push(Fault {
                lines: vec![line],
                found: 1,
                column: column.to_owned(),
                message,
                kind,
            });
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// One line a fault.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.all.iter().take(MOST).map(Fault::line).collect();
        if self.all.len() > MOST {
            lines.push("and others".to_owned());
        }
        lines
    }
}

impl Fault {
    fn line(&self) -> String {
        let mut line = match self.lines.as_slice() {
            [only] if self.found == 1 => format!("line {only}"),
            lines => {
                let named: Vec<String> = lines.iter().map(u64::to_string).collect();
                format!("lines {}", named.join(", "))
            }
        };
        if self.found > self.lines.len() {
            let _ = write!(line, " and {} more", self.found - self.lines.len());
        }
        if !self.column.is_empty() {
            let _ = write!(line, ", column `{}`", self.column);
        }
        format!("{line}: {}", self.message)
    }
}

fn without_quotations(message: &str) -> String {
    message.split('`').step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::Faults;

    #[test]
    fn equal_faults_are_told_once() {
        let mut faults = Faults::default();
        for line in 2..100 {
            faults.add(line, "value", format!("`{line}x` is not a number"));
        }
        faults.add(5, "period", "it is empty");
        assert_eq!(
            faults.lines(),
            [
                "lines 2, 3, 4 and 95 more, column `value`: `2x` is not a number",
                "line 5, column `period`: it is empty",
            ]
        );
    }
}
