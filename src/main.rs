//! Parses, runs, prints an error once, and sets the exit status.

use std::alloc::System;
use std::io::Write;
use std::process::ExitCode;

use cap::Cap;
use vawg::ingest::guard;
use vawg::problem::Problem;

/// Has no limit but in the process that reads a workbook.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    let limit = |most| {
        // It fails only where more is in use already.
        let _ = ALLOCATOR.set_limit(most);
    };
    if let Some(status) = guard::serve(std::env::args_os().skip(1), limit, std::io::stdout().lock())
    {
        return ExitCode::from(status);
    }
    if let Ok(program) = std::env::current_exe() {
        guard::read_workbooks_with(program);
    }
    let matches = vawg::parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    match vawg::run(&matches) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let problem = error
                .chain()
                .find_map(|cause| cause.downcast_ref::<Problem>());
            let mut stderr = std::io::stderr().lock();
            let message = without_system_numbers(&format!("error: {error:#}"));
            // A message may quote a cell of a file, which must not steer the terminal.
            let message = vawg::answer::visible(&message);
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(stderr, "{message}");
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
