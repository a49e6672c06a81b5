//! The pages of `docs/` show what the commands on them print.

use crate::program::{program, repository, run};

/// Each command of a page with the output shown below it.
fn shown(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in page.split("```sh\n").skip(1) {
        let Some((command, rest)) = part.split_once("\n```\n\n```text\n") else {
            continue;
        };
        let output = rest.split("\n```").next().unwrap_or_default();
        found.push((command.to_owned(), output.to_owned()));
    }
    found
}

#[test]
fn every_output_on_a_page_is_what_its_command_prints() {
    let mut compared = 0;
    for entry in std::fs::read_dir(repository().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let page = std::fs::read_to_string(&path).unwrap();
        for (command, output) in shown(&page) {
            let arguments = command
                .strip_prefix("vawg ")
                .expect("a command of the program");
            let printed = run(program().args(arguments.split(' '))).succeeds();
            assert!(
                printed.contains(&output),
                "{}: {command}\n{printed}",
                path.display()
            );
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared}");
}
