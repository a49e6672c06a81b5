//! `vawg audit`. What HC 547 states is in its text, paragraph by paragraph; what ought to come out
//! is worked by hand from the cells of the ONS tables named beside it, or counted in Appendix Two.

use std::path::{Path, PathBuf};

use crate::program::{Row, Rows, folder, repository, unwrapped, vawg, vawg_with};

fn audited(arguments: &str) -> Rows {
    Rows::read(&vawg(&format!("audit nao-hc547 --format csv {arguments}")).succeeds())
}

fn row<'a>(rows: &'a Rows, claim: &str, statistic: &str) -> Row<'a> {
    rows.one(&[("series", claim), ("statistic", statistic)])
}

/// The value computed for a claim, and the verdict that its note begins with.
#[track_caller]
fn is(rows: &Rows, claim: &str, value: f64, verdict: &str) {
    let computed = row(rows, claim, "computed");
    let close = (computed.value() - value).abs() < 1e-9 * value.abs().max(1.0);
    assert!(close, "{claim}: {} is not {value}", computed.value());
    let note = computed.get("note");
    let exact = note == verdict || note.starts_with(&format!("{verdict}: "));
    let revised = note.starts_with("differs: revised since");
    assert!(exact, "{claim}: {note}");
    assert_eq!(
        revised,
        verdict == "differs: revised since",
        "{claim}: {note}"
    );
    assert_ne!(computed.get("source_ref"), "", "{claim}");
}

fn also(rows: &Rows, claim: &str, label: &str) -> f64 {
    rows.one(&[("series", claim), ("statistic", "also"), ("note", label)])
        .value()
}

// ONS Appendix tables, year ending June 2025, Table A5a: the ten rows of Figure 1 add up to 33,743
// in 2009-10 (column J) and 122,660 in 2023-24 (column X); December 2025: 122,638.
const FIRST: f64 = 33_743.0;
const LAST: f64 = 122_660.0;
const LAST_IN_DECEMBER: f64 = 122_638.0;

const REVISED: &str = "differs: revised since";
const ROUNDED: &str = "agrees when rounded";

#[test]
fn claims_that_differ_from_the_data_are_found_by_recalculating() {
    let rows = audited("");
    // 1. Paragraph 11 names the Strategy alone: 46 of 52, the Plan 52 of 74, both 98 of 126.
    is(&rows, "commitments-met-strategy", 4600.0 / 52.0, "differs");
    is(&rows, "commitments-met", 9800.0 / 126.0, ROUNDED);
    let plan = also(
        &rows,
        "commitments-met-strategy",
        "per cent of the Domestic Abuse Plan",
    );
    assert!((plan - 5200.0 / 74.0).abs() < 1e-9);
    is(&rows, "commitments-outstanding", 25.0, "agrees");
    // 2. Figure 6 has 16 activities where Appendix Two has 17; the lost label would be 4, not 3.
    is(
        &rows,
        "figure-6-pursuing-perpetrators-activity",
        17.0,
        "differs",
    );
    is(
        &rows,
        "figure-6-pursuing-perpetrators-input",
        3.0,
        "cannot be computed",
    );
    let lost = "inputs by the figure, if it adds up to 126";
    let lost = also(&rows, "figure-6-pursuing-perpetrators-input", lost);
    assert!((lost - 4.0).abs() < 1e-9);
    // 3. Paragraph 7: the first pair runs from the later year to the earlier, the second does not.
    is(&rows, "order-of-years-sexual-assault", 2.0, "agrees");
    is(&rows, "order-of-years-domestic-abuse", 1.0, "differs");
    // 4. and 7. The rise: 264% when rounded, 3.64 times, and 263% on the latest release.
    is(
        &rows,
        "figure-1-rise",
        100.0 * (LAST / FIRST - 1.0),
        ROUNDED,
    );
    is(&rows, "almost-fourfold", LAST / FIRST, "agrees");
    is(
        &rows,
        "figure-1-rise-latest",
        100.0 * (LAST_IN_DECEMBER / FIRST - 1.0),
        REVISED,
    );
    // 5. £149 million twice; 15% is pooled, 26% in the first year: (44.9 − 33.1) / 44.9.
    is(&rows, "same-149-million", 1.0, "agrees");
    is(&rows, "underspend", 2200.0 / 149.0, ROUNDED);
    let first = "per cent in 2021-22 alone (budget £44.9 million, spend £33.1 million)";
    assert!((also(&rows, "underspend", first) - 1180.0 / 44.9).abs() < 1e-9);
    // 6. Paragraph 3.21 says 2017; ONS, note 27 of its Appendix tables, April 2018.
    is(&rows, "two-crime-rule", 2018.0, "differs");
    // 8. 68,831 of the 88,917 lie between 2012-13 and 2018-19 (34,516 and 103,347).
    is(
        &rows,
        "figure-1-recording",
        6_883_100.0 / 88_917.0,
        "cannot be computed",
    );
    // 9. Counts revised since: Table A5a, cells Z104 and Z65; Worksheet_B9, J10 and J11.
    is(&rows, "sexual-offences", 193_684.0, REVISED);
    is(&rows, "stalking-and-harassment", 619_555.0, REVISED);
    is(&rows, "domestic-abuse-flagged", 825_564.0, REVISED);
    // Beyond the nine: three in ten of the 122,000 `reported` (Table A5a, 2015-16).
    is(&rows, "rape-cases-reported", 36_361.0, "differs");
}

#[test]
fn other_claims_are_computed_as_the_report_says_them() {
    let rows = audited("");
    is(&rows, "commitments", 126.0, "agrees");
    is(
        &rows,
        "commitments-outstanding-home-office",
        1900.0 / 25.0,
        "agrees",
    );
    is(&rows, "departments", 13.0, "agrees");
    is(&rows, "commitments-activity", 9000.0 / 126.0, "agrees");
    is(&rows, "commitments-outcome", 0.0, "agrees");
    is(&rows, "prevention-education", 600.0 / 23.0, ROUNDED);
    is(&rows, "conviction-share-lowest", 77.3, "agrees");
    is(&rows, "helplines", 3.2 / 1.7, "agrees");
    is(&rows, "by-and-for", 2.8 / 1.5, "agrees");
    is(&rows, "ring-fenced", 65.0, "agrees");
    is(&rows, "ministerial-meetings", 4.0, "agrees");
    // March 2026: 76.0754 and 100 (uk_cost_indices.csv, rows 18 and 26).
    is(
        &rows,
        "cost-of-domestic-abuse",
        66.0 * 100.0 / 76.0754,
        REVISED,
    );
    let march_2020 = rows.one(&[
        ("series", "cost-of-domestic-abuse"),
        ("statistic", "also"),
        ("marker", "[f]"),
    ]);
    assert_eq!(
        march_2020.get("release"),
        "nao-hc547; hmt-deflators-2020-m03"
    );
    let difference = row(&rows, "sexual-offences", "difference");
    assert!((difference.value() + 316.0).abs() < 1e-9);
}

#[test]
fn the_reports_own_figures_never_test_it() {
    let rows = audited("");
    for claim in ["sexual-assault-2023-24", "domestic-abuse-2023-24"] {
        let computed = row(&rows, claim, "computed");
        assert_eq!(computed.get("value"), "");
        assert_eq!(computed.get("marker"), "[x]");
        let expected = "cannot be computed: Only the report's own figure is held for that year.";
        assert_eq!(computed.get("note"), expected);
    }
    let earlier = row(&rows, "domestic-abuse-2009-10", "computed");
    assert!(earlier.get("release").starts_with("ons-sdg-"));
}

#[test]
fn the_summary_counts_what_the_rows_say() {
    let rows = audited("");
    let count = |beginning: &str| {
        let computed = rows.with(&[("statistic", "computed")]);
        let of_verdict = computed.iter().filter(|row| {
            let note = row.get("note");
            note == beginning || note.starts_with(&format!("{beginning}: "))
        });
        of_verdict.count()
    };
    let revised = count(REVISED);
    let expected = format!(
        "{} claims: {} agree, {} agree when rounded, {revised} differ as their figures were \
         revised since, {} differ, {} cannot be computed.",
        rows.with(&[("statistic", "stated")]).len(),
        count("agrees"),
        count(ROUNDED),
        count("differs") - revised,
        count("cannot be computed"),
    );
    let text = vawg("audit nao-hc547").succeeds();
    assert!(unwrapped(&text).contains(&expected), "{expected}\n{text}");
}

#[test]
fn what_differs_comes_first_and_every_line_fits() {
    let text = vawg("audit nao-hc547 --full").succeeds();
    let headings = [
        "\nDIFFERS\n",
        "\nREVISED SINCE\n",
        "\nCANNOT BE COMPUTED\n",
        "\nAGREES WHEN ROUNDED\n",
        "\nAGREES\n",
    ];
    let places: Vec<Option<usize>> = headings.iter().map(|it| text.find(it)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    assert!(
        unwrapped(&text).contains("not an error of the report"),
        "{text}"
    );
    let wide = text.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
    // No name of a release and no period is broken at a hyphen.
    assert!(!text.lines().any(|line| line.ends_with('-')), "{text}");
}

#[test]
fn the_short_answer_has_the_claims_that_do_not_agree_and_the_totals() {
    let text = vawg("audit nao-hc547").succeeds();
    assert!(text.lines().count() <= 45, "{text}");
    for part in [
        "69 claims: 31 agree, ",
        "\nDIFFERS: recalculation gives a different value\n",
        "\nREVISED SINCE: ",
        "122,000 rape cases",
        "36,361",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("AGREES"), "{text}");
    // Claims that the user has chosen are explained.
    let chosen = vawg("audit nao-hc547 --only commitments,rape-cases-reported").succeeds();
    assert!(chosen.contains("\nAGREES: the same value\n"), "{chosen}");
    assert!(chosen.contains("No release held settles"), "{chosen}");
    assert!(chosen.lines().count() <= 45, "{chosen}");
}

#[test]
fn every_figure_of_the_explanations_is_a_row() {
    let rows = audited("--release latest --only figure-1-rise");
    let observed = rows.with(&[("series", "figure-1-rise"), ("statistic", "observed")]);
    let values: Vec<f64> = observed.iter().map(|row| row.value()).collect();
    assert_eq!(values, [LAST, LAST_IN_DECEMBER]);
    let moved = row(&rows, "figure-1-rise", "relative_difference");
    let computed = 100.0 * (LAST_IN_DECEMBER / FIRST - 1.0);
    assert!((moved.value() - 100.0 * (computed / 264.0 - 1.0)).abs() < 1e-9);
    let all = rows.one(&[
        ("series", "claims"),
        ("statistic", "count"),
        ("breakdown", ""),
    ]);
    assert!((all.value() - 1.0).abs() < 1e-9);
}

#[test]
fn the_pinned_release_is_named_where_another_gives_other_figures() {
    let text = vawg("audit nao-hc547 --release latest --only figure-1-rise --full").succeeds();
    let text = unwrapped(&text);
    assert!(text.contains("264% 263.45%"), "{text}");
    assert!(
        text.contains(
            "ons-appendix-ye-jun-2025 gives 263.51%: 2023-24 is 122,660 there and 122,638 in \
             ons-appendix-ye-dec-2025."
        ),
        "{text}"
    );
    // The command shows the same figures.
    assert!(
        text.contains(
            "Shown by: vawg trend --crime nao-figure-1 --from 2009-10 --to 2023-24 Notes"
        )
    );
    let rows = audited("--release ons-appendix-ye-dec-2025 --only figure-1-last,rape");
    is(&rows, "figure-1-last", LAST_IN_DECEMBER, ROUNDED);
    let pinned = row(&rows, "figure-1-last", "pinned");
    assert!((pinned.value() - LAST).abs() < 1e-9);
    // A table of December 2025 has no year ending June 2024.
    let expected = "cannot be computed: Release ons-appendix-ye-dec-2025 has no figure of \
        police-rape for ye-jun-2024.";
    assert_eq!(row(&rows, "rape", "computed").get("note"), expected);
}

#[test]
fn strict_fails_on_what_differs_and_not_on_what_was_revised() {
    let run = vawg("audit nao-hc547 --strict --full");
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.contains("two-crime-rule"));
    vawg("audit nao-hc547 --strict --only sexual-offences,commitments,lifetime").succeeds();
    vawg("audit patchwork --strict").succeeds();
    vawg("audit nao-hc547").succeeds();
}

#[test]
fn the_second_report_is_audited_too() {
    let rows = Rows::read(&vawg("audit patchwork --format csv").succeeds());
    is(&rows, "recommendations", 26.0, "agrees");
    is(
        &rows,
        "disabled-women-more-than-twice",
        13.1 / 5.6,
        "agrees",
    );
    is(&rows, "victims-services", 3.0 * 154.0, ROUNDED);
    // March 2026: 76.0754 in 2016-17 (uk_cost_indices.csv, row 18), 91.2996 in 2022-23 (row 24).
    is(
        &rows,
        "cost-of-domestic-abuse",
        66.0 * 91.2996 / 76.0754,
        REVISED,
    );
}

#[test]
fn every_form_holds_the_same_and_is_the_same_twice() {
    for form in ["text", "markdown", "csv", "json"] {
        let arguments = format!("audit nao-hc547 --format {form}");
        let first = vawg(&arguments).succeeds();
        assert_eq!(first, vawg(&arguments).succeeds(), "{form}");
        assert!(
            first.contains("193684") || first.contains("193,684"),
            "{form}"
        );
    }
    let json: serde_json::Value =
        serde_json::from_str(&vawg("audit nao-hc547 --format json").succeeds()).unwrap();
    assert!(
        json["verdicts"][0]
            .as_str()
            .unwrap()
            .starts_with("69 claims: ")
    );
    let panels = json["panels"].as_array().unwrap();
    let all = panels
        .iter()
        .find(|it| it["title"] == "Every claim and its verdict");
    let table = &all.unwrap()["table"];
    assert_eq!(table["rows"].as_array().unwrap().len(), 69);
    let columns: Vec<&str> = table["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    let cell = |column: &str| columns.iter().position(|it| *it == column).unwrap();
    let first = &table["rows"][0]["cells"];
    assert_eq!(first[cell("claim")], "sexual-offences");
    assert_eq!(first[cell("verdict")], REVISED);
    assert_eq!(first[cell("source_ref")], "Table_A5a!Z104");
    let markdown = vawg("audit nao-hc547 --format markdown").succeeds();
    assert!(markdown.contains("\n## Revised since\n"));
    assert!(!markdown.contains("Every claim and its verdict"));
}

#[test]
fn an_unknown_name_is_a_usage_error_with_the_nearest_names() {
    for (arguments, status, message) in [
        (
            "nao-hc574",
            2,
            "error: unknown report `nao-hc574`\nhint: did you mean `nao-hc547`?",
        ),
        (
            "nao-hc547 --only two-crime-rul",
            2,
            "error: unknown claim `two-crime-rul`\nhint: did you mean `two-crime-rule`?",
        ),
        (
            "nao-hc547 --release ons-appendix-ye-jun-2026",
            2,
            "error: unknown release `ons-appendix-ye-jun-2026`\nhint: did you mean `ons-appendix-ye-jun-2025`",
        ),
        (
            "nao-hc547 --release ons-population-mid-2018",
            2,
            "error: no claim here is computed from release `ons-population-mid-2018`\nhint: --release takes",
        ),
        (
            "/no/such/report.toml",
            1,
            "error: cannot read `/no/such/report.toml`",
        ),
    ] {
        vawg(&format!("audit {arguments}")).refuses(status, message);
    }
}

/// A report of the user's own in a folder: its description and its claims.
fn own_report(folder: &Path, claims: &str) -> PathBuf {
    let description = "[report]\nid = 'mine'\ntitle = 'A bulletin'\nreference = 'No 1'\n\
        values = 'values.csv'\nclaims = 'claims.toml'\n";
    std::fs::write(folder.join("report.toml"), description).unwrap();
    let values = "id,figure,item,group,period,value,unit,marker,paragraph,note\n\
        beds,1,Beds,all,2023-24,40,beds,,2,\nbeds-before,1,Beds,all,2022-23,,beds,[x],2,not stated\n";
    std::fs::write(folder.join("values.csv"), values).unwrap();
    std::fs::write(folder.join("list.csv"), "who,what\nA;B,x\nB,y\n").unwrap();
    std::fs::write(folder.join("claims.toml"), claims).unwrap();
    folder.join("report.toml")
}

fn claim(id: &str, more: &str) -> String {
    format!(
        "[[claim]]\nid = '{id}'\nparagraph = '3'\nsentence = 'So it is.'\nunit = 'offences'\nplaces = 0\n{more}\n"
    )
}

#[test]
fn a_report_of_the_users_own_is_audited() {
    let folder = folder();
    let claims = [
        // ONS Table A5a, December 2025: 71,581 rapes in 2024-25.
        claim(
            "rape",
            "stated = 71581\ncomputation = { kind = 'measure_value', measure = 'police-rape', period = '2024-25' }",
        ),
        claim(
            "rows",
            "stated = 3\ncomputation = { kind = 'count_of_rows', file = 'list.csv', filter = { who = 'B' } }",
        ),
        claim(
            "lost",
            "stated = 3\ncomputation = { kind = 'value', id = 'beds-before' }",
        ),
        claim(
            "zero",
            "stated = 3\ncomputation = { kind = 'ratio', of = { kind = 'value', id = 'beds' }, to = { kind = 'number', value = 0 } }",
        ),
    ];
    let path = own_report(folder.path(), &claims.concat());
    let path = path.to_str().unwrap();
    let run = vawg_with(&["audit", path, "--strict", "--format", "csv"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    let rows = Rows::read(&run.stdout);
    is(&rows, "rape", 71_581.0, "agrees");
    is(&rows, "rows", 2.0, "differs");
    assert_eq!(
        row(&rows, "rape", "stated").get("source_ref"),
        "No 1, paragraph 3"
    );
    for (claim, why) in [
        (
            "lost",
            "cannot be computed: `beds-before` has no value: not stated.",
        ),
        ("zero", "cannot be computed: Division by zero."),
    ] {
        assert_eq!(row(&rows, claim, "computed").get("note"), why);
    }
}

#[test]
fn everything_wrong_with_a_claims_file_is_said_in_one_run() {
    let folder = folder();
    let number = "computation = { kind = 'number', value = 1 }";
    let run = |claims: &str| {
        let path = own_report(folder.path(), claims);
        vawg_with(&["audit", path.to_str().unwrap()])
    };
    let unreadable = [
        claim("a", &format!("{number}\ncolour = 'red'")),
        claim("b", "computation = { kind = 'guess' }"),
    ];
    let found = run(&unreadable.concat());
    assert_eq!((found.status, found.stdout.as_str()), (1, ""));
    for part in [
        "claims.toml` is damaged:\n  claim `a`: ",
        "unknown field `colour`",
        "\n  claim `b`: ",
        "unknown variant `guess`",
        "\nhint: docs/audit.md says what a claims file holds\n",
    ] {
        assert!(found.stderr.contains(part), "{part}\n{}", found.stderr);
    }
    let nowhere = [
        "[defaults]\nrelease = 'ons-appendix-ye-jun-2052'\n".to_owned(),
        claim(
            "a",
            "computation = { kind = 'measure_value', measure = 'police-raep', period = '2023' }",
        ),
        claim("b", &format!("{number}\nstated = 1.5")),
        claim(
            "c",
            "computation = { kind = 'count_of_commitments', filter = {} }",
        ),
        claim("d", "computation = { kind = 'value', id = 'bed' }"),
    ];
    let found = run(&nowhere.concat());
    assert_eq!((found.status, found.stdout.as_str()), (1, ""));
    for part in [
        "\n  [defaults]: release `ons-appendix-ye-jun-2052` is not held: did you mean",
        "\n  claim `a`: unknown measure `police-raep`: did you mean `police-rape`",
        "\n  claim `b`: `stated` has more digits than `places` says\n",
        "\n  claim `c`: the report names no file of `commitments`\n",
        "\n  claim `d`: no stated value is called `bed`: did you mean `beds`",
    ] {
        assert!(found.stderr.contains(part), "{part}\n{}", found.stderr);
    }
    let broken = run("[[claim]\n");
    broken.refuses(
        1,
        &format!(
            "error: `{}` is damaged:",
            folder.path().join("claims.toml").display()
        ),
    );
    std::fs::write(folder.path().join("report.toml"), "[report]\nid = 'mine'\n").unwrap();
    let path = folder.path().join("report.toml");
    vawg_with(&["audit", path.to_str().unwrap()]).refuses(
        1,
        &format!(
            "error: `{}` names no claims\nhint: name them",
            path.display()
        ),
    );
}

#[test]
fn every_command_that_a_claim_names_is_one_of_the_program() {
    let mut names = std::collections::BTreeSet::new();
    for report in ["nao-hc547", "patchwork"] {
        let path = repository()
            .join("data/reports")
            .join(report)
            .join("claims.toml");
        let text = std::fs::read_to_string(path).unwrap();
        let commands = text
            .lines()
            .filter_map(|line| line.strip_prefix("command = \"vawg "));
        names.extend(commands.filter_map(|it| Some(it.split(' ').next()?.to_owned())));
    }
    let help = vawg("--help").succeeds();
    for name in names {
        assert!(help.contains(&format!("\n  {name} ")), "{name}");
    }
}
