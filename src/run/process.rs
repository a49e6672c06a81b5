//! The program as a process: it parses, runs, prints an error once, and ends with an exit status.

use std::io::Write;
use std::process::ExitCode;

use super::{parse, run};
use crate::answer::visible;
use crate::ingest::files::guard;
use crate::output::stderr_width;
use crate::problem::Problem;

/// Does what the command line says. `limit` sets how many bytes the process may have in use; it is
/// called only in the process that reads a foreign workbook for another one.
#[must_use]
pub fn main(limit: impl FnOnce(usize)) -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    if let Some(status) = guard::serve(arguments, limit, std::io::stdout().lock()) {
        return ExitCode::from(status);
    }
    if let Ok(program) = std::env::current_exe() {
        guard::read_workbooks_with(program);
    }
    let matches = parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    match run(&matches) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let problem = error
                .chain()
                .find_map(|cause| cause.downcast_ref::<Problem>());
            let mut stderr = std::io::stderr().lock();
            let message = without_system_numbers(&format!("error: {error:#}"));
            // A message may quote a cell of a file, which must not steer the terminal. Nobody is left
            // to tell when standard error is closed.
            let width = stderr_width();
            let _ = writeln!(stderr, "{}", wrapped(&visible(&message), width));
            for hint in problem.map(Problem::hints).unwrap_or_default() {
                let _ = writeln!(stderr, "{}", wrapped(&format!("hint: {hint}"), width));
            }
            ExitCode::from(problem.map_or(1, Problem::exit_status))
        }
    }
}

/// A message broken between words to fit a terminal; on one line if there is no terminal, so that
/// programs can search it.
fn wrapped(message: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return message.to_owned();
    };
    let options = textwrap::Options::new(width)
        .subsequent_indent("  ")
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    let lines = message.lines().map(|line| textwrap::fill(line, &options));
    lines.collect::<Vec<_>>().join("\n")
}

/// A message without `(os error 13)`, which the system's words before it say better.
fn without_system_numbers(message: &str) -> String {
    let mut parts = message.split(" (os error ");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once(')').map_or(part, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_hint_is_wrapped_in_a_terminal_alone() {
        let hint = "hint: one-release and title-stale are rules";
        assert_eq!(
            wrapped(hint, Some(24)),
            "hint: one-release and\n  title-stale are rules"
        );
        assert_eq!(wrapped(hint, None), hint);
        // Lines of a list stay lines.
        assert_eq!(wrapped("a:\n  b", Some(24)), "a:\n  b");
    }
}
