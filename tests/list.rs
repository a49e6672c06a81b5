//! `vawg list`.

use crate::program::{Rows, vawg};

#[test]
fn each_thing_has_the_name_that_other_commands_take_in_its_first_column() {
    for thing in [
        "crimes",
        "not-held",
        "measures",
        "areas",
        "definitions",
        "breaks",
        "releases",
        "rules",
    ] {
        let csv = vawg(&format!("list {thing} --format csv")).succeeds();
        assert!(csv.starts_with("name,"), "{csv}");
        assert!(csv.lines().count() > 5);
    }
}

#[test]
fn every_crime_listed_can_be_shown() {
    let crimes = Rows::read(&vawg("list crimes --format csv").succeeds());
    for crime in crimes.with(&[]) {
        let text = vawg(&format!("trend --full --crime {}", crime.get("name"))).succeeds();
        assert!(text.contains("Sources"), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}

#[test]
fn every_crime_that_the_program_must_know_is_there() {
    let crimes = Rows::read(&vawg("list crimes --format csv").succeeds());
    for name in [
        "rape",
        "rape-of-a-female",
        "sexual-assault",
        "sexual-offences",
        "other-sexual-offences",
        "sexual-assault-of-a-female",
        "stalking",
        "harassment",
        "stalking-and-harassment",
        "controlling-or-coercive-behaviour",
        "malicious-communications",
        "exposure-and-voyeurism",
        "domestic-abuse",
        "rape-and-sexual-assault-of-girls",
        "sexual-activity-involving-a-child",
        "nao-figure-1",
    ] {
        crimes.one(&[("name", name)]);
    }
}

#[test]
fn the_two_crime_rule_does_not_touch_rape() {
    let breaks = Rows::read(&vawg("list breaks --format csv").succeeds());
    let rule = breaks.one(&[("name", "two-crime-rule-2018")]);
    assert!(
        !rule.get("touches").contains("19"),
        "{}",
        rule.get("touches")
    );
    let rape = vawg("trend --crime rape --source police --all-periods --full").succeeds();
    assert!(!rape.contains("more serious crime"), "{rape}");
    let stalking = vawg("trend --crime stalking --source police --all-periods --full").succeeds();
    assert!(
        stalking
            .contains("April 2018: Stalking and harassment recorded beside a more serious crime."),
        "{stalking}"
    );
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in [
        "trend",
        "prevalence",
        "baseline",
        "trajectory",
        "detect",
        "ingest",
        "list",
    ] {
        let help = vawg(&format!("{command} --help")).succeeds();
        assert!(
            help.contains("Example") && help.contains(&format!("vawg {command} ")),
            "{help}"
        );
    }
    assert!(vawg("--help").succeeds().contains("Example"));
}

#[test]
fn every_rule_is_listed_with_what_it_asks() {
    let rows = Rows::read(&vawg("list rules --format csv").succeeds());
    let rule = rows.one(&[("name", "duplicate-key")]);
    assert!(!rule.get("what_it_asks").is_empty());
}

#[test]
fn without_a_word_the_words_are_listed_and_a_measure_is_one_line() {
    let text = vawg("list").succeeds();
    for word in [
        "crimes",
        "not-held",
        "measures",
        "definitions",
        "breaks",
        "releases",
        "rules",
    ] {
        assert!(text.contains(&format!("\n  {word} ")), "{text}");
    }
    let rows = Rows::read(&vawg("list measures --format csv").succeeds())
        .with(&[])
        .len();
    let text = vawg("list measures").succeeds();
    let sources = ["  police-", "  survey-", "  cps-"];
    let lines = text
        .lines()
        .filter(|line| sources.iter().any(|source| line.starts_with(source)));
    assert_eq!(lines.count(), rows);
    assert!(
        text.lines().count() <= rows + 5 && text.lines().all(|line| line.chars().count() <= 80)
    );
}

#[test]
fn a_crime_that_is_not_held_is_answered_with_the_reason() {
    let not_held = Rows::read(&vawg("list not-held --format csv").succeeds());
    for entry in not_held.with(&[]) {
        let name = entry.get("name");
        vawg(&format!("trend --crime {name}")).fails(
            1,
            &format!(
                "error: `{name}` is not held, because {}\nhint: see {}\n",
                entry.get("not_held,_because"),
                entry.get("published_in")
            ),
        );
    }
    for name in [
        "FGM",
        "femicide",
        "spiking",
        "honour_based_abuse",
        "drink-spiking",
    ] {
        vawg(&format!("prevalence --crime {name}"))
            .refuses(1, &format!("error: `{name}` is not held, because "));
    }
}
