//! Errors in words a user can act on, each with its exit status.

use std::fmt;

/// A failure that the user can act on: what is wrong and where, then what to do, as hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    kind: ProblemKind,
    message: String,
    hints: Vec<String>,
}

/// Where the fault is, which decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The data, a file or the environment: exit status 1.
    Data,
    /// The command line: exit status 2.
    Usage,
}

impl Problem {
    /// Something in the data, a file or the environment.
    #[must_use]
    pub fn data(message: impl Into<String>) -> Self {
        Self {
            kind: ProblemKind::Data,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// Something in the command line.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            kind: ProblemKind::Usage,
            ..Self::data(message)
        }
    }

    /// The same problem with a remedy added.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The error in one line: the message, and its remedies in brackets.
    #[must_use]
    pub fn in_one_line(error: &anyhow::Error) -> String {
        match error.downcast_ref::<Self>() {
            Some(problem) if !problem.hints.is_empty() => {
                format!("{error:#} ({})", problem.hints.join("; "))
            }
            _ => format!("{error:#}"),
        }
    }

    /// Remedies, in the order they were given.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The exit status: 1 for data, 2 for the command line.
    #[must_use]
    pub const fn exit_status(&self) -> u8 {
        match self.kind {
            ProblemKind::Data => 1,
            ProblemKind::Usage => 2,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// The system's words without its number and without the name of a file beside its place.
#[must_use]
pub fn in_plain_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at path ").next().unwrap_or(&text);
    text.split(" (os error")
        .next()
        .unwrap_or(text)
        .to_lowercase()
}

/// Closest known names, best match first; none if nothing is near. Each known name is given as it
/// may be written, with the name that it leads to.
#[must_use]
pub fn nearest<'a>(
    name: &str,
    known: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    const MOST: usize = 3;
    let name = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|(written, leads_to)| (likeness(&name, &written.to_lowercase()), leads_to))
        .filter(|(score, _)| *score >= LIKE_ENOUGH)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in scored {
        if names.len() < MOST && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// How like two names are, from 0 to 1: a name that begins with the word asked for comes before one
/// that has the word elsewhere, and that before one of similar letters.
fn likeness(name: &str, known: &str) -> f64 {
    const LONG: usize = 4;
    let letters =
        strsim::jaro_winkler(name, known).max(strsim::normalized_damerau_levenshtein(name, known));
    let words = |text: &str| -> Vec<String> {
        let words = text.split([' ', '-', '_']).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (asked, held) = (words(name), words(known));
    let shared = asked.iter().filter(|word| held.contains(word)).count();
    let by_words = if held.starts_with(&asked) && !asked.is_empty() {
        0.99
    } else if shared > 0 && shared == asked.len() {
        0.97
    } else if name.len() >= LONG && known.contains(name) {
        0.95
    } else {
        // One long word of several that is mistyped.
        let longer = held
            .iter()
            .filter(|word| word.len() > LONG && held.len() > 1);
        let best = longer.map(|word| strsim::jaro_winkler(name, word));
        0.9 * best.fold(0.0, f64::max)
    };
    letters.max(by_words)
}

/// `hint:` text for a mistyped name: the nearest names, or where to see them all.
#[must_use]
pub fn did_you_mean<'a>(
    name: &str,
    known: impl IntoIterator<Item = (&'a str, &'a str)>,
    otherwise: &str,
) -> String {
    match nearest(name, known).as_slice() {
        [] => otherwise.to_owned(),
        [only] => format!("did you mean `{only}`?"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("did you mean {} or `{last}`?", first.join(", "))
        }
    }
}

/// Names that lead to themselves.
pub fn themselves<'a>(
    names: impl IntoIterator<Item = &'a String>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    names.into_iter().map(|name| (name.as_str(), name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, nearest};

    #[test]
    fn the_nearest_name_comes_first_and_strangers_do_not_come() {
        let names = ["rape", "stalking", "harassment", "stalking-and-harassment"];
        let known = || {
            names
                .into_iter()
                .map(|name| (name, name))
                .chain([("rapes", "rape")])
        };
        assert_eq!(
            nearest("stalkin", known()),
            ["stalking", "stalking-and-harassment"]
        );
        assert_eq!(nearest("raep", known()), ["rape"]);
        assert!(nearest("xyzzy", known()).is_empty());
        let definitions = [
            "domestic-abuse-women-16-59",
            "police-women-and-girls",
            "women-16-plus",
        ];
        let definitions = definitions.map(|name| (name, name));
        assert_eq!(nearest("women", definitions)[0], "women-16-plus");
        assert_eq!(did_you_mean("raep", known(), ""), "did you mean `rape`?");
        assert_eq!(
            did_you_mean("xyzzy", known(), "see the list"),
            "see the list"
        );
    }
}
