//! Which rows of a frame are wanted: a column that holds a text, all of several conditions, or any.

use anyhow::Result;
use polars::prelude::*;

/// What must hold of a row.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// The column holds exactly this text.
    Is(&'static str, String),
    /// Each of them holds.
    All(Vec<Self>),
    /// One of them holds; never where there are none.
    Any(Vec<Self>),
}

/// True for rows whose column holds exactly this text.
pub(super) fn is(column: &'static str, text: &str) -> Condition {
    Condition::Is(column, text.to_owned())
}

/// True where any of the conditions is; never, where there are none.
pub(super) fn any_of(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    Condition::Any(conditions.into_iter().collect())
}

impl Condition {
    /// True where both are.
    pub(super) fn and(self, other: Self) -> Self {
        match self {
            Self::All(mut conditions) => {
                conditions.push(other);
                Self::All(conditions)
            }
            one => Self::All(vec![one, other]),
        }
    }

    /// The rows of a frame for which it holds, in their order.
    ///
    /// # Errors
    /// A column that the frame does not have.
    pub(super) fn rows_of(&self, frame: &DataFrame) -> Result<DataFrame> {
        let ready = self.ready(frame)?;
        let mask = (0..frame.height()).map(|row| ready.holds(row));
        let mask = BooleanChunked::from_iter_values("wanted".into(), mask);
        // A few thousand rows: starting threads for them takes longer than they do.
        Ok(frame.filter_seq(&mask)?)
    }

    fn ready<'a>(&'a self, frame: &'a DataFrame) -> Result<Ready<'a>> {
        let all = |conditions: &'a [Self]| -> Result<Vec<Ready<'a>>> {
            conditions.iter().map(|one| one.ready(frame)).collect()
        };
        Ok(match self {
            Self::Is(column, text) => Ready::Is(frame.column(column)?.str()?, text),
            Self::All(conditions) => Ready::All(all(conditions)?),
            Self::Any(conditions) => Ready::Any(all(conditions)?),
        })
    }
}

/// A condition with its columns at hand.
enum Ready<'a> {
    Is(&'a StringChunked, &'a str),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Ready<'_> {
    fn holds(&self, row: usize) -> bool {
        match self {
            Self::Is(column, text) => column.get(row) == Some(*text),
            Self::All(conditions) => conditions.iter().all(|one| one.holds(row)),
            Self::Any(conditions) => conditions.iter().any(|one| one.holds(row)),
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::*;

    use super::{any_of, is};

    fn codes(frame: &DataFrame) -> Vec<String> {
        let column = frame.column("code").unwrap().str().unwrap();
        column.iter().map(|text| text.unwrap().to_owned()).collect()
    }

    #[test]
    fn rows_are_chosen_by_the_whole_text_and_keep_their_order() {
        let column = |name: &str, texts: [&str; 4]| Column::new(name.into(), texts);
        let columns = vec![
            column("code", ["21", "21", "19C", "210"]),
            column(
                "label",
                ["of a girl", "of a child", "of a female", "of a girl"],
            ),
        ];
        let frame = DataFrame::new(4, columns).unwrap();
        let girl = is("code", "21").and(is("label", "of a girl"));
        assert_eq!(codes(&girl.rows_of(&frame).unwrap()), ["21"]);
        let either = any_of([is("code", "19C"), girl]);
        assert_eq!(codes(&either.rows_of(&frame).unwrap()), ["21", "19C"]);
        assert!(codes(&any_of([]).rows_of(&frame).unwrap()).is_empty());
        let three = is("label", "of a girl")
            .and(is("code", "21"))
            .and(is("code", "19C"));
        assert!(codes(&three.rows_of(&frame).unwrap()).is_empty());
        assert!(is("colour", "").rows_of(&frame).is_err());
    }
}
