//! How the statistics of the program behave when the truth is known: Markdown tables for
//! `docs/simulation.md`. Run by `scripts/simulate.sh`; it must not hold a formula under test.

mod draws;
mod estimates;
mod joinpoints;
mod speed;
mod survey;
mod table;
mod trajectory;
mod trends;

use std::io::Write as _;
use std::process::ExitCode;

use vawg::stats::error::StatsError;

type Part = (&'static str, fn() -> Result<String, StatsError>);

const PARTS: [Part; 5] = [
    ("estimates", estimates::study),
    ("trends", trends::study),
    ("joinpoints", joinpoints::study),
    ("trajectory", trajectory::study),
    ("speed", speed::study),
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let known = |name: &String| PARTS.iter().any(|(part, _)| part == name);
    let mut out = std::io::stdout().lock();
    if let Some(wrong) = asked.iter().find(|name| !known(name)) {
        let names: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        let _ = writeln!(
            std::io::stderr(),
            "simulate: no part `{wrong}`; the parts are {}",
            names.join(", ")
        );
        return ExitCode::from(2);
    }
    for (name, study) in PARTS {
        let wanted = asked.iter().any(|part| part == name) || asked.is_empty() && name != "speed";
        if !wanted {
            continue;
        }
        let written = match study() {
            Ok(text) => out.write_all(text.as_bytes()).and_then(|()| out.flush()),
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "simulate: {name}: {error}");
                return ExitCode::FAILURE;
            }
        };
        if written.is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
