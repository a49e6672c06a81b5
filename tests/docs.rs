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

/// The numbers of a text, without signs: `12,000`, `6.2`.
fn numbers(text: &str) -> Vec<String> {
    let of_number = |character: char| character.is_ascii_digit() || ",.".contains(character);
    text.split(|character| !of_number(character))
        .map(|word| word.trim_matches([',', '.']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A page without its blocks of code and the targets of its links.
fn prose(page: &str) -> String {
    let outside = page.split("```").step_by(2);
    let mut text = String::new();
    for (index, part) in outside.collect::<String>().split("](").enumerate() {
        let rest = if index == 0 {
            part
        } else {
            part.split_once(')').map_or("", |(_, rest)| rest)
        };
        text += rest;
    }
    text
}

#[test]
fn every_number_in_the_text_on_halving_is_in_an_output_on_the_page() {
    let page = std::fs::read_to_string(repository().join("docs/halving.md")).unwrap();
    let mut printed = Vec::new();
    for (command, _) in shown(&page) {
        let arguments = command.trim_start_matches("vawg ").split(' ');
        printed.extend(numbers(&run(program().args(arguments)).succeeds()));
    }
    let said = numbers(&prose(&page));
    // The verdict's rule speaks of an interval that holds 0: this 0 is not a figure.
    let unknown: Vec<&String> = said
        .iter()
        .filter(|number| *number != "0" && !printed.contains(number))
        .collect();
    assert!(said.len() > 40, "{said:?}");
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Writes the files that a page shows: ```` ```csv NAME ````.
fn write_files(page: &str, folder: &std::path::Path) {
    for block in page.split("```csv ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let content = rest.split("```").next().unwrap_or_default();
        std::fs::write(folder.join(name), content).unwrap();
    }
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
        let folder = crate::program::folder();
        write_files(&page, folder.path());
        for (command, output) in shown(&page) {
            let arguments = command
                .strip_prefix("vawg ")
                .expect("a command of the program");
            let mut program = program();
            program.args(arguments.split(' '));
            let done = run(program.current_dir(folder.path()));
            let printed = format!("{}{}", done.stdout, done.stderr);
            assert!(
                printed.contains(output.trim_end()),
                "{}: {command}\n{printed}",
                path.display()
            );
            compared += 1;
        }
    }
    assert!(compared >= 13, "{compared}");
}

/// Both files hold the same bytes.
#[track_caller]
fn same(shown: &str, drawn: &std::path::Path, command: &str) {
    let shown_bytes = std::fs::read(repository().join(shown)).unwrap();
    let same = shown_bytes == std::fs::read(drawn).unwrap();
    assert!(same, "{shown} is not what `{command}` draws: draw it again");
}

#[test]
fn the_pictures_are_those_that_the_commands_draw() {
    let folder = crate::program::folder();
    let drawn = folder.path().join("drawn.png");
    for (shown, command) in [
        ("docs/rape.png", "trend --crime rape"),
        ("docs/halving.png", "trajectory"),
        (
            "docs/halving-history.png",
            "trajectory --definition domestic-abuse-women-16-59 --baseline 2004-05 --target 2014-15 --base 10000",
        ),
    ] {
        let arguments = command.split(' ').map(std::ffi::OsStr::new);
        let with_chart = [std::ffi::OsStr::new("--chart"), drawn.as_os_str()];
        run(program().args(arguments.chain(with_chart))).succeeds();
        same(shown, &drawn, command);
    }
    let command = "report nao-hc547 --only 1-breaks,6 --out";
    run(program().args(command.split(' ')).arg(folder.path())).succeeds();
    same(
        "docs/nao-breaks.png",
        &folder.path().join("figure-1-breaks.png"),
        command,
    );
    same(
        "docs/nao-figure-6.png",
        &folder.path().join("figure-6.png"),
        command,
    );
}
