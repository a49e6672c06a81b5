//! The README's commands work as they stand there.

use crate::program::{folder, program, repository, run};

fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside && (line.contains(" -- trend ") || line.starts_with("vawg ")) => {
                let line = line.split(" #").next().unwrap_or(line);
                let arguments = line
                    .split_once("-- ")
                    .map_or_else(|| line.trim_start_matches("vawg "), |(_, rest)| rest);
                commands.push(arguments.trim().to_owned());
            }
            _ => {}
        }
    }
    commands
}

#[test]
fn every_command_of_the_readme_works() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let commands = commands(&readme);
    assert!(commands.len() >= 5, "{commands:?}");
    let folder = folder();
    for arguments in commands {
        if arguments.contains("appendixtables.xlsx") {
            continue; // the published workbook is not in the repository; `published` tests it
        }
        // What takes long is tested as a whole in `website` and `report`.
        let part = match arguments.split(' ').next() {
            Some("site") => ["--only", "rape"].as_slice(),
            Some("report") => &["--only", "1"],
            _ => &[],
        };
        run(program()
            .current_dir(folder.path())
            .args(arguments.split(' ').filter(|word| !word.is_empty()))
            .args(part))
        .succeeds();
    }
}

#[test]
fn the_output_shown_in_the_readme_is_what_the_program_prints() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("a text block");
    let printed = run(program().args(["trend", "--crime", "rape"])).succeeds();
    assert_eq!(shown, printed);
}

#[test]
fn the_test_command_of_the_readme_is_the_one_of_the_checks() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let checks = std::fs::read_to_string(repository().join(".ci/run")).unwrap();
    assert!(readme.contains("\ncargo test\n") && checks.contains("\ncargo test\n"));
}
