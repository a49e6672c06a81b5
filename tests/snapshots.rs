//! The full text of every command's output, of every help page and of the errors for typical
//! mistakes, compared with the files in `tests/snapshots`. `UPDATE_SNAPSHOTS=1 cargo test snapshots`
//! writes the files again, so that wording can be reviewed in one diff.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::program::{Run, folder, program, repository, run};

/// Command lines in groups; each group is one file. A word in quotes may have spaces.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "help",
        &[
            "--help",
            "-h",
            "trend --help",
            "prevalence --help",
            "baseline --help",
            "trajectory --help",
            "detect --help",
            "report --help",
            "site --help",
            "audit --help",
            "commitments --help",
            "uplift --help",
            "ingest --help",
            "validate --help",
            "revisions --help",
            "list --help",
        ],
    ),
    (
        "trend",
        &[
            "trend --crime rape",
            "trend --crime rape --full",
            "trend --crime rape --quiet",
            "trend --crime stalking",
            "trend --crime domestic-abuse",
            "trend --crime sexual-offences --source police --rate",
            "trend --crime rape-of-a-female --source police --rate",
            "trend --crime sexual-offences --area 'Kent,West Mercia,West Yorkshire' --rate",
            "trend --crime rape --sex women --area Kent",
            "areas --crime sexual-offences",
            "areas --crime rape --sex women --kind region --full",
            "trend --crime sexual-offences --area Kint",
            "trend --crime cyberflashing --area Kent",
            "trend --crime rape --source police --index 2019-20",
            "trend --crime rape --source police --step breaks --full",
            "trend --crime rape --source police --model joinpoint --full",
            "trend --crime rape --source police --model joinpoint --select wbic --across-breaks --full",
            "trend --crime rape --source police --sensitivity",
            "trend --crime sexual-offences --source police --sensitivity --full",
            "trend --crime cyberflashing --full",
            "trend --input own.csv",
            "trend --input own.csv --full",
            "trend --crime rape --source police --format markdown",
        ],
    ),
    (
        "prevalence",
        &[
            "prevalence --crime domestic-abuse",
            "prevalence --crime domestic-abuse --full",
            "prevalence --crime stalking",
            "prevalence --crime violence --full",
            "prevalence --crime vawg-combined --base 12000 --full",
        ],
    ),
    (
        "halving",
        &[
            "baseline",
            "baseline --full",
            "baseline --all",
            "baseline --all --full",
            "trajectory",
            "trajectory --full",
            "trajectory --definition police-women-and-girls",
            "trajectory --observed 2025-26=10.1 --across-breaks",
            "trajectory --observed 2025-26=10.1 --across-breaks --full",
            "detect --prevalence 11.3 --base 12000",
            "detect --prevalence 11.3 --base 12000 --full",
            "detect --prevalence 11.3 --years 5",
        ],
    ),
    (
        "reports",
        &[
            "audit nao-hc547",
            "audit nao-hc547 --full",
            "audit nao-hc547 --only figure-1-rise --full",
            "report nao-hc547 --out report --only 1",
            "report nao-hc547 --out report --only 1 --check",
            "commitments --by pillar",
            "commitments --filter status=stopped",
            "commitments --filter status=stopped --full",
            "uplift 66bn --from 2016-17 --to 2024-25",
            "uplift 66bn --from 2016-17 --to 2024-25 --full",
        ],
    ),
    (
        "files",
        &[
            "ingest good.csv --data stored",
            "ingest good.csv --data stored",
            "ingest good.csv --data stored --full",
            "ingest bad.csv --data stored",
            "ingest good.csv bad.csv --dry-run",
            "validate good.csv",
            "validate bad.csv",
            "validate bad.csv --full",
            "validate bad.csv --format csv",
            "ingest empty.csv",
            "ingest text.txt",
            "revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025",
            "revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025 --full",
            "revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025 --crime rape",
        ],
    ),
    (
        "list",
        &[
            "list",
            "list crimes",
            "list crimes --full",
            "list not-held",
            "list not-held --full",
            "list measures",
            "list definitions",
            "list definitions --full",
            "list breaks",
            "list releases",
            "list releases --full",
            "list rules",
        ],
    ),
    (
        "errors",
        &[
            "",
            "trends",
            "trend",
            "trend rape",
            "trend --crime raep",
            "trend --crime xyzzy",
            "trend --crime femicide",
            "trend --crime fgm",
            "trend --crime 'forced marriage'",
            "trend --crime spiking",
            "trend --crime 'honour-based abuse'",
            "trend --crime rape --crime stalking",
            "trend --crime rape --colour x",
            "trend --crime rape --sex wommen",
            "trend --crime rape --age 16-95x",
            "trend --crime malicious-communications --sex men",
            "trend --crime rape --from 2023-25",
            "trend --crime rape --from 2024",
            "trend --crime rape --to 2024-01",
            "trend --crime rape --from 2020-21 --to 2010-11",
            "trend --crime rape --from 2024-m01",
            "trend --crime stalking --source police --to 1990-91",
            "trend --crime rape --release ons-appendix-ye-sep-2025",
            "trend --crime rape --data no/such/folder",
            "trend --crime rape --select x",
            "trend --crime rape --step 2030-31",
            "trend --crime rape --average x",
            "trend --crime rape --confidence 95",
            "trend --crime rape --source police --base 100",
            "trend --crime rape --source survey --rate",
            "trend --crime rape --chart rape.pdf",
            "trend --crime rape -o rape.xlsx",
            "trend --crime rape -o rape.csv --format json",
            "trend --crime rape -o no/such/folder/rape.txt",
            "trend --input missing.csv",
            "trend --input twice.csv",
            "trend --input wrong.csv",
            "prevalence --crime rape --source police",
            "prevalence --crime malicious-communications",
            "prevalence --crime domestic-abuse --compare 1900-01",
            "baseline women",
            "baseline --definition women",
            "baseline --definition xyzzy",
            "trajectory --observed 10.1",
            "trajectory --reduction 50",
            "trajectory --input own.csv",
            "detect",
            "detect --prevalence 11.3%",
            "detect --prevalence 0 --base 100",
            "report nao",
            "report nao-hc547 --out report --only 99",
            "audit nao",
            "audit nao-hc547 --only x",
            "commitments --filter x",
            "commitments --filter colour=red",
            "uplift abc --from 2016-17 --to 2024-25",
            "uplift 66bn --from 1900-01 --to 2024-25",
            "uplift 66bn",
            "ingest",
            "ingest missing.xlsx",
            "ingest good.csv -o figures.xlsx",
            "ingest good.csv --accept x",
            "revisions",
            "revisions ons-appendix-ye-jun-2025 x",
            "revisions ons-appendix-ye-jun-2025 ons-appendix-ye-jun-2025",
            "revisions ons-appendix-ye-jun-2025 ons-sdg-5-2-1",
            "revisions ons-appendix-ye-jun-2025 ons-appendix-ye-dec-2025 --chart x.svg",
            "list measure",
            "list crimes -o crimes.parquet",
        ],
    ),
];

const HEADINGS: &str = "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences\n";

/// Files that the commands above read.
fn files() -> Vec<(&'static str, String)> {
    let row = |quarter: u8, value: &str| {
        format!(
            "2022/23,{quarter},Kent,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,{value}\n"
        )
    };
    vec![
        ("good.csv", format!("{HEADINGS}{}{}", row(1, "12"), row(2, "-3"))),
        ("bad.csv", format!("{HEADINGS}{}{}", row(1, "a dozen"), row(1, "4"))),
        ("empty.csv", String::new()),
        ("text.txt", "Some words.\n".to_owned()),
        (
            "own.csv",
            "period,value\n2019-20,100\n2020-21,110\n2021-22,118\n2022-23,131\n2023-24,139\n2024-25,152\n"
                .to_owned(),
        ),
        ("twice.csv", "period,value,value\n2019-20,1,2\n".to_owned()),
        ("wrong.csv", "period,value\n2019-20,n/a\n2020-01,3\n".to_owned()),
    ]
}

/// The words of a command line; single quotes keep words together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(index, part)| match index % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// What the command lines of a group print, one after the other.
fn printed(lines: &[&str]) -> String {
    let folder = folder();
    for (name, content) in files() {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let mut text = String::new();
    for line in lines {
        let Run {
            stdout,
            stderr,
            status,
        } = run(program().current_dir(folder.path()).args(words(line)));
        let _ = write!(text, "$ vawg {line}\n{stdout}");
        for line in stderr.lines() {
            let _ = writeln!(text, "! {line}");
        }
        if status != 0 {
            let _ = writeln!(text, "exit status {status}");
        }
        text.push('\n');
    }
    // Trailing spaces on clap's blank lines would be noise in a diff.
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// The first lines that differ, with their command.
fn first_difference(name: &str, held: &str, found: &str) -> Option<String> {
    const SHOWN: usize = 8;
    if held == found {
        return None;
    }
    let (held, found): (Vec<&str>, Vec<&str>) = (held.lines().collect(), found.lines().collect());
    let same = held
        .iter()
        .zip(&found)
        .take_while(|(held, found)| held == found);
    let at = same.count();
    let mut before = found[..at.min(found.len())].iter().rev();
    let command = before.find(|line| line.starts_with("$ ")).unwrap_or(&"");
    let excerpt = |lines: &[&str], sign: &str| {
        let lines = lines.iter().skip(at).take(SHOWN);
        lines
            .map(|line| format!("{sign} {line}\n"))
            .collect::<String>()
    };
    Some(format!(
        "tests/snapshots/{name}.txt, line {}, after `{command}`:\n{}{}",
        at + 1,
        excerpt(&held, "-"),
        excerpt(&found, "+")
    ))
}

#[test]
fn snapshots_of_all_texts_are_up_to_date() {
    let place =
        |name: &str| -> PathBuf { repository().join(format!("tests/snapshots/{name}.txt")) };
    let found = std::thread::scope(|scope| {
        let threads = GROUPS
            .iter()
            .map(|(name, lines)| (*name, scope.spawn(|| printed(lines))));
        let threads: Vec<_> = threads.collect();
        let texts = threads
            .into_iter()
            .map(|(name, thread)| (name, thread.join().unwrap()));
        texts.collect::<Vec<_>>()
    });
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(repository().join("tests/snapshots")).unwrap();
        for (name, text) in found {
            std::fs::write(place(name), text).unwrap();
        }
        return;
    }
    let differences: Vec<String> = found
        .iter()
        .filter_map(|(name, text)| {
            let held = std::fs::read_to_string(place(name)).unwrap_or_default();
            first_difference(name, &held, text)
        })
        .collect();
    assert!(
        differences.is_empty(),
        "texts changed; if they are meant to, run `UPDATE_SNAPSHOTS=1 cargo test snapshots` and \
         review the diff\n\n{}",
        differences.join("\n")
    );
}

#[test]
fn a_difference_is_shown_with_its_command() {
    let held = "$ vawg a\none\n\n$ vawg b\ntwo\n";
    assert_eq!(first_difference("x", held, held), None);
    let found = held.replace("two", "three");
    assert_eq!(
        first_difference("x", held, &found).unwrap(),
        "tests/snapshots/x.txt, line 5, after `$ vawg b`:\n- two\n+ three\n"
    );
    assert_eq!(
        words("trend --crime 'forced marriage' -h"),
        ["trend", "--crime", "forced marriage", "-h"]
    );
}
