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

#[test]
fn the_pictures_of_the_report_are_those_that_it_draws() {
    let folder = crate::program::folder();
    let only = ["report", "nao-hc547", "--only", "1-breaks,6", "--out"];
    run(program().args(only).arg(folder.path())).succeeds();
    for (shown, drawn) in [
        ("docs/nao-breaks.png", "figure-1-breaks.png"),
        ("docs/nao-figure-6.png", "figure-6.png"),
    ] {
        let shown_bytes = std::fs::read(repository().join(shown)).unwrap();
        let drawn_bytes = std::fs::read(folder.path().join(drawn)).unwrap();
        assert!(
            shown_bytes == drawn_bytes,
            "{shown}: copy {drawn} of `vawg report nao-hc547` there"
        );
    }
}
