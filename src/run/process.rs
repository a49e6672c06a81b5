//! The program as a process: it parses, runs, prints an error once, and ends with an exit status.

use std::io::Write;
use std::process::ExitCode;

use super::{parse, run};
use crate::answer::visible;
use crate::ingest::files::guard;
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
            let _ = writeln!(stderr, "{}", visible(&message));
            for hint in problem.map(Problem::hints).unwrap_or_default() {
                let _ = writeln!(stderr, "hint: {hint}");
            }
            ExitCode::from(problem.map_or(1, Problem::exit_status))
        }
    }
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
