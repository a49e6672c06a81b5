//! How the statistics of the program behave when the truth is known: prints Markdown tables for
//! `docs/simulation.md`.
//!
//! `cargo run --release --example simulation -- [PART]...`; without a part all but `speed`. Holds no
//! formula under test.

mod correlated_years;
mod draws;
mod estimates;
mod extra_scatter;
mod few_degrees;
mod joinpoint_criteria;
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

const PARTS: [Part; 9] = [
    ("estimates", estimates::study),
    ("trends", trends::study),
    ("correlated", correlated_years::study),
    ("degrees", few_degrees::study),
    ("joinpoints", joinpoints::study),
    ("criteria", joinpoint_criteria::study),
    ("trajectory", trajectory::study),
    ("scatter", extra_scatter::study),
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
            "simulation: unknown part `{wrong}`; the parts are {}",
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
                let _ = writeln!(std::io::stderr(), "simulation: {name}: {error}");
                return ExitCode::FAILURE;
            }
        };
        if written.is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
