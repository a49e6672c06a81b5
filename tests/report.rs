//! `vawg report`: what it writes, what its check finds, what it refuses. Counts of Figure 1 are sums
//! of the rows of Table A5a of each release, added up apart from the program; shares of the rise are
//! 68,831 of 88,917 and the like, by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::program::{Rows, built_in, folder, program, run, unwrapped, vawg, vawg_with};

fn written(arguments: &[&str], out: &Path) -> String {
    let out = out.to_str().unwrap();
    let mut all = vec!["report"];
    all.extend(arguments);
    all.extend(["--out", out]);
    vawg_with(&all).succeeds()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap();
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    };
    entries.map(|entry| file(entry.unwrap())).collect()
}

/// A whole report, written once for all tests that read it, and what the program said.
pub(crate) struct Whole {
    folder: tempfile::TempDir,
    said: String,
}

impl Whole {
    fn of(report: &str) -> Self {
        let folder = folder();
        let said = written(&[report], &folder.path().join("report"));
        Self { folder, said }
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("report")
    }

    /// The same files in another place, to be changed there.
    fn copied_to(&self, out: &Path) {
        fs::create_dir(out).unwrap();
        for (name, bytes) in files(&self.out()) {
            fs::write(out.join(name), bytes).unwrap();
        }
    }
}

pub(crate) static NAO: LazyLock<Whole> = LazyLock::new(|| Whole::of("nao-hc547"));
static PATCHWORK: LazyLock<Whole> = LazyLock::new(|| Whole::of("patchwork"));

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

fn value(rows: &Rows, wanted: &[(&str, &str)]) -> f64 {
    rows.one(wanted).value()
}

#[test]
fn figure_1_is_that_of_the_release_it_is_pinned_to_and_of_the_latest_where_asked() {
    let folder = folder();
    for (release, first, last, title) in [
        (None, 33_743.0, 122_660.0, "rose 264%, across two breaks"),
        (
            Some("latest"),
            33_743.0,
            122_638.0,
            "rose 263%, across two breaks",
        ),
        (
            Some("ons-appendix-ye-dec-2025"),
            33_743.0,
            122_638.0,
            "rose 263%, across two breaks",
        ),
    ] {
        let out = folder.path().join(release.unwrap_or("pinned"));
        let mut asked = vec!["nao-hc547", "--only", "1"];
        asked.extend(release.iter().flat_map(|it| ["--release", it]));
        written(&asked, &out);
        let rows = Rows::read(&text(&out, "figure-1.csv"));
        let observed = |period| value(&rows, &[("statistic", "observed"), ("period", period)]);
        assert_eq!(
            observed("2009-10").total_cmp(&first),
            std::cmp::Ordering::Equal
        );
        assert_eq!(
            observed("2023-24").total_cmp(&last),
            std::cmp::Ordering::Equal
        );
        let page = text(&out, "report.md");
        assert!(page.contains(title), "{page}");
        assert!(text(&out, "report.md").contains("VAWG Strategy published"));
    }
}

#[test]
fn the_whole_report_is_there_with_drawings_numbers_words_and_a_manifest() {
    let (out, said) = (NAO.out(), &NAO.said);
    assert!(
        said.contains("98 of 126 commitments were met by July 2024"),
        "{said}"
    );
    let files = files(&out);
    let figures = [
        "1",
        "2",
        "3",
        "4",
        "6",
        "7",
        "8",
        "11",
        "12",
        "appendix-2",
        "1-breaks",
        "halving",
        "definitions",
    ];
    for id in figures {
        for ending in ["svg", "png", "csv", "csv-metadata.json", "txt"] {
            assert!(
                files.contains_key(&format!("figure-{id}.{ending}")),
                "{id} {ending}"
            );
        }
        let words = text(&out, &format!("figure-{id}.txt"));
        assert!(words.len() > 60, "{id}: {words}");
    }
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = manifest["files"].as_object().unwrap();
    assert_eq!(listed.len(), files.len() - 1);
    assert_eq!(manifest["figures"].as_array().unwrap().len(), figures.len());
    assert_eq!(manifest["releases"][0]["id"], "ons-appendix-ye-jun-2025");
    let page = text(&out, "report.md");
    assert!(
        page.starts_with(
            "---\ntitle: \"Tackling violence against women and girls\"\nlang: en-GB\n"
        )
    );
    assert!(page.contains("Description of the chart: Line chart, offences."));
    assert!(page.contains("(figure-halving.png)"));
    assert!(page.contains("(figure-halving.svg)"));
}

#[test]
fn what_is_said_of_a_report_fits_a_screen_and_in_full_names_its_releases() {
    let short = &NAO.said;
    assert!(short.lines().count() <= 20, "{short}");
    assert!(!short.contains("ons-appendix-ye-jun-2025"), "{short}");
    let folder = folder();
    let out = folder.path().join("report");
    let full = written(&["nao-hc547", "--only", "1,2", "--full"], &out);
    assert!(full.contains("ons-appendix-ye-jun-2025"), "{full}");
    let same = written(&["nao-hc547", "--check"], &NAO.out());
    assert!(same.lines().count() <= 3, "{same}");
}

#[test]
fn no_picture_of_a_report_names_an_option_of_the_command_line() {
    for report in [&NAO, &PATCHWORK] {
        for (name, bytes) in files(&report.out()) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!name.contains(".svg") || !text.contains(" --"), "{name}");
        }
    }
}

#[test]
fn the_shares_of_the_rise_add_up_and_name_the_years_of_recording() {
    let folder = folder();
    written(&["nao-hc547", "--only", "1-breaks"], folder.path());
    let rows = Rows::read(&text(folder.path(), "figure-1-breaks.csv"));
    let share = |from, to| {
        value(
            &rows,
            &[("statistic", "share_of_change"), ("from", from), ("to", to)],
        )
    };
    let of_recording = share("2012-13", "2018-19");
    assert!(
        (of_recording - 100.0 * 68_831.0 / 88_917.0).abs() < 1e-9,
        "{of_recording}"
    );
    let all = share("2009-10", "2012-13")
        + of_recording
        + share("2018-19", "2021-22")
        + share("2021-22", "2023-24");
    assert!((all - 100.0).abs() < 1e-9, "{all}");
    let page = text(folder.path(), "report.md");
    assert!(page.contains("77% of the recorded rise came between 2012-13 and 2018-19"));
    assert!(page.contains("across two breaks"), "{page}");
}

#[test]
fn what_the_report_states_is_shown_as_stated_and_what_is_lost_has_its_marker() {
    let folder = folder();
    written(&["nao-hc547", "--only", "2,4,6,7,11"], folder.path());
    let stages = Rows::read(&text(folder.path(), "figure-4.csv"));
    let lost = stages.one(&[("series", "Suspects charged, Crown Prosecution Service")]);
    assert_eq!((lost.get("value"), lost.get("marker")), ("", "[x]"));
    assert!(lost.get("note").contains("lost in the text copy"));
    let pillars = Rows::read(&text(folder.path(), "figure-6.csv"));
    let count = |series| value(&pillars, &[("series", series)]);
    for (series, expected) in [
        ("Pursuing perpetrators, activity", 17.0),
        ("all, activity", 90.0),
        ("all, input", 21.0),
        ("all, output", 15.0),
    ] {
        assert!((count(series) - expected).abs() < 1e-9, "{series}");
    }
    // 7.4% of 16,850,083 women; 2020-21 was not asked.
    let victims = Rows::read(&text(folder.path(), "figure-2.csv"));
    let women = [("sex", "women"), ("period", "2023-24")];
    assert!((value(&victims, &women) - 0.074 * 16_850_083.0).abs() < 1e-6);
    let gap = victims.one(&[("sex", "women"), ("period", "2020-21")]);
    assert_eq!((gap.get("value"), gap.get("marker")), ("", "[x]"));
    let men = victims.one(&[("sex", "men"), ("period", "2023-24")]);
    assert!(
        men.get("note")
            .starts_with("as quoted by National Audit Office")
    );
    let page = unwrapped(&text(folder.path(), "report.md"));
    assert!(page.contains("The data held cover four of the six intended outcomes"));
    assert!(page.contains("£1.7 million in 2020-21, £3.2 million in 2023-24"));
}

#[test]
fn the_same_report_is_the_same_bytes_anywhere() {
    let folder = folder();
    let (here, there) = (PATCHWORK.out(), folder.path().join("b"));
    run(program()
        .args(["report", "patchwork", "--out"])
        .arg(&there)
        .env("TZ", "Pacific/Auckland")
        .env("LANG", "de_DE.UTF-8"))
    .succeeds();
    assert_eq!(files(&here), files(&there));
    // Written over what is there.
    written(&["patchwork"], &there);
    assert_eq!(files(&here), files(&there));
}

#[test]
fn the_ratio_by_disability_has_the_range_that_rounding_leaves_and_no_interval() {
    let folder = folder();
    written(&["patchwork", "--only", "disability"], folder.path());
    let rows = Rows::read(&text(folder.path(), "figure-disability.csv"));
    let women = rows.one(&[("statistic", "ratio"), ("series", "women")]);
    assert!((women.value() - 13.1 / 5.6).abs() < 1e-12);
    assert_eq!((women.get("lower"), women.get("upper")), ("", ""));
    assert_eq!(women.get("note"), "rounding leaves 2.3097 to 2.3694");
    let page = unwrapped(&text(folder.path(), "report.md"));
    assert!(page.contains("no confidence interval: no sample size or standard error is stated"));
}

#[test]
fn a_check_finds_one_unit_in_one_figure_of_one_release_and_names_it() {
    let folder = folder();
    let out = folder.path().join("report");
    written(&["nao-hc547", "--only", "1,3"], &out);
    let check = |data: Option<&Path>| {
        let mut command = program();
        command
            .args(["report", "nao-hc547", "--only", "1,3", "--check", "--out"])
            .arg(&out);
        command.args(data.iter().flat_map(|data| [Path::new("--data"), data]));
        run(&mut command)
    };
    let before = files(&out);
    let same = check(None).succeeds();
    assert!(same.contains("None of "), "{same}");
    assert_eq!(files(&out), before);

    // One more offence under 20A in 2023-24, in the release that the figures are pinned to.
    let release = "ons-appendix-ye-jun-2025";
    let (figures, _) = built_in(release);
    let row = figures
        .lines()
        .find(|line| {
            line.contains(",A5a,") && line.contains(",20A,") && line.contains(",2023-24,count,")
        })
        .expect("the count of 20A in 2023-24");
    let count = row
        .split(",offences,")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    let more: u64 = count.parse::<u64>().unwrap() + 1;
    let changed = row.replace(
        &format!(",offences,{count},"),
        &format!(",offences,{more},"),
    );
    assert_ne!(row, changed);
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(
        data.join(format!("{release}.csv")),
        figures.replace(row, &changed),
    )
    .unwrap();
    let found = check(Some(&data));
    assert_eq!((found.status, found.stderr.as_str()), (1, ""));
    let said = unwrapped(&found.stdout);
    assert!(
        said.contains("police-nao-figure-1, 2023-24, observed 122,660 122,661"),
        "{said}"
    );
    assert!(
        said.contains("from release ons-appendix-ye-jun-2025"),
        "{said}"
    );
    assert_eq!(files(&out), before);
}

#[test]
fn a_check_names_what_was_changed_by_hand_and_what_is_missing() {
    let folder = folder();
    let out = &folder.path().join("report");
    PATCHWORK.copied_to(out);
    let check = || {
        vawg(&format!(
            "report patchwork --check --format csv --out {}",
            out.display()
        ))
    };
    // Six recommendations are accepted.
    let numbers = text(out, "figure-responses.csv");
    let row = numbers.lines().find(|line| line.starts_with("accepted,"));
    let row = row.expect("the count of those accepted");
    let by_hand = row.replace(",6.0,", ",7.0,");
    assert_ne!(row, by_hand);
    fs::write(
        out.join("figure-responses.csv"),
        numbers.replace(row, &by_hand),
    )
    .unwrap();
    let drawing = text(out, "figure-disability.svg");
    fs::write(
        out.join("figure-disability.svg"),
        drawing.replace("13.1%", "1.31%"),
    )
    .unwrap();
    fs::remove_file(out.join("figure-pledges.csv")).unwrap();
    let found = check();
    assert_eq!(found.status, 1);
    let said: Vec<&str> = found.stdout.lines().collect();
    assert_eq!(
        said,
        [
            "figure,series,period,statistic,column,old,new,release",
            "responses,accepted,,count,value,7.0,6.0,patchwork",
            "figure-pledges.csv,missing,,,file,there,not there,",
            "figure-disability.svg,changed since it was written,,,file,as the manifest says,other,",
        ]
    );
}

#[test]
fn names_that_are_not_there_are_answered_with_the_nearest() {
    vawg("report nao-hc574 --out x").fails(
        2,
        "error: unknown report `nao-hc574`\nhint: did you mean `nao-hc547`?\n",
    );
    vawg("report nao-hc547 --out x --only 5").fails(
        2,
        "error: `nao-hc547` has no figure `5`\nhint: its figures are 1, 2, 3, 4, 6, 7, 8, 11, 12, \
         appendix-2, 1-breaks, halving, definitions\n",
    );
    vawg("report nao-hc547 --out x --release ons-appendix-ye-jun-2024").refuses(
        2,
        "error: unknown release `ons-appendix-ye-jun-2024`\nhint: did you mean ",
    );
    let folder = folder();
    let missing = folder.path().join("none");
    vawg(&format!("report nao-hc547 --check --out {}", missing.display())).fails(
        1,
        &format!(
            "error: there is no folder `{}`\nhint: write the report first: the same command without --check\n",
            missing.display()
        ),
    );
}

#[test]
fn every_problem_of_a_description_is_told_and_the_old_output_stays() {
    let folder = folder();
    let (description, out) = (folder.path().join("report.toml"), folder.path().join("out"));
    let ask = || {
        let (description, out) = (description.display(), out.display());
        vawg(&format!("report {description} --out {out}"))
    };
    let good = "[report]\nid = \"own\"\ntitle = \"Own\"\n[[figure]]\nid = \"1\"\n\
        query = { kind = \"measures\", measures = [\"police-rape\"] }\n";
    fs::write(&description, good).unwrap();
    ask().succeeds();
    let before = files(&out);
    assert!(before.contains_key("figure-1.svg"));

    let bad = "[report]\nid = \"own\"\ntitle = \"Own\"\n\
        [[figure]]\nid = \"1\"\nquery = { kind = \"measures\", measures = [\"police-raep\"] }\n\
        [[figure]]\nid = \"2\"\nrelease = \"ons-appendix-ye-jun-2019\"\n\
        query = { kind = \"measures\", measures = [\"police-rape\"] }\n\
        [[figure]]\nid = \"3\"\ntitle = \"{colour}\"\nquery = { kind = \"measures\", measures = [\"police-rape\"] }\n\
        [[figure]]\nid = \"4\"\nform = \"matrix\"\nquery = { kind = \"trend\", crime = \"rape\" }\n\
        [[figure]]\nid = \"5\"\nquery = { kind = \"command\", arguments = [\"trend\", \"--crime\", \"rape\"] }\n";
    fs::write(&description, bad).unwrap();
    let refused = ask();
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""));
    for expected in [
        "figure `1`: unknown measure `police-raep` (did you mean `police-rape`",
        "figure `2`: unknown release `ons-appendix-ye-jun-2019` (did you mean",
        "figure `3`: nothing fills in {colour} in the title",
        "figure `4`: the query cannot be drawn as `matrix`",
        "figure `5`: the kind `command` is not read any more (name the command as the kind",
    ] {
        assert!(
            refused.stderr.contains(expected),
            "{expected}: {}",
            refused.stderr
        );
    }
    fs::write(&description, "[report]\nid = \"own\"\nfigures = 3\n").unwrap();
    let refused = ask();
    assert_eq!(refused.status, 1);
    assert!(
        refused.stderr.contains("line 3, column 1"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("unknown field `figures`"),
        "{}",
        refused.stderr
    );
    assert_eq!(files(&out), before);
}

#[test]
fn a_folder_that_cannot_be_written_to_or_is_anothers_is_refused() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    vawg(&format!("report patchwork --out {}/below", file.display())).refuses(
        1,
        &format!(
            "error: cannot write the report to `{}/below`",
            file.display()
        ),
    );
    vawg(&format!("report patchwork --out {}", file.display())).refuses(
        1,
        &format!("error: cannot write the report to `{}`", file.display()),
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    let out = folder.path().join("out");
    PATCHWORK.copied_to(&out);
    let before = files(&out);
    let shown = out.display();
    vawg(&format!("report nao-hc547 --out {shown}")).fails(
        1,
        &format!(
            "error: `{shown}` has another report, `patchwork`\nhint: give each report a folder of its own\n"
        ),
    );
    vawg(&format!("report patchwork --only pledges --out {shown}")).refuses(
        1,
        &format!("error: `{shown}` has the whole report: --only would replace a part of it\n"),
    );
    fs::write(out.join("notes.txt"), "mine").unwrap();
    written(&["patchwork"], &out);
    assert_eq!(text(&out, "notes.txt"), "mine");
    fs::remove_file(out.join("notes.txt")).unwrap();
    assert_eq!(files(&out), before);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2);
}
