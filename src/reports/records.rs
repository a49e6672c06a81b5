//! The rows of a CSV as texts, with the lines they begin on.

/// A CSV with a header row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// Names of the columns.
    pub headers: Vec<String>,
    /// Line in the file, and one text a column.
    rows: Vec<(u64, Vec<String>)>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    headers: &'a [String],
    texts: &'a [String],
    /// The line on which it begins, from 1.
    pub line: u64,
}

impl Records {
    /// The rows of a text.
    ///
    /// # Errors
    /// Every damaged row, with its line.
    pub fn of(text: &str) -> Result<Self, Vec<String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let owned = |record: &csv::StringRecord| -> Vec<String> {
            record.iter().map(|text| text.trim().to_owned()).collect()
        };
        let headers = reader.headers().map(owned);
        let headers = headers.map_err(|error| vec![error.to_string()])?;
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    rows.push((line, owned(&record)));
                }
                Err(error) => problems.push(error.to_string()),
            }
        }
        if problems.is_empty() {
            Ok(Self { headers, rows })
        } else {
            Err(problems)
        }
    }

    /// The rows in their order.
    pub fn all(&self) -> impl Iterator<Item = Record<'_>> {
        self.rows.iter().map(|(line, texts)| Record {
            headers: &self.headers,
            texts,
            line: *line,
        })
    }
}

impl<'a> Record<'a> {
    /// The text in a column; `None` where there is no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&'a str> {
        let at = self.headers.iter().position(|header| header == column)?;
        self.texts.get(at).map(String::as_str)
    }

    /// Name and text of each column.
    pub fn columns(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let texts = self.texts.iter().map(String::as_str);
        self.headers.iter().map(String::as_str).zip(texts)
    }
}
