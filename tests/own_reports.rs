//! Reports of a user's own, sound and damaged: what is written, and how each problem is told.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::program::{Run, folder, vawg_with};

const COLUMNS: &str = "id,figure,item,group,period,value,unit,marker,paragraph,note\n";

/// A description of one figure and its values in a folder of their own.
struct Own(TempDir);

impl Own {
    fn new(figure: &str, values: &str) -> Self {
        let own = Self(folder());
        own.describe(figure);
        own.file("values.csv", &format!("{COLUMNS}{values}"));
        own
    }

    fn describe(&self, figure: &str) {
        self.describe_untitled(&format!("title = \"Title\"\n{figure}"));
    }

    fn describe_untitled(&self, figure: &str) {
        let about = "[report]\nid = \"own\"\ntitle = \"Own\"\nvalues = \"values.csv\"\n";
        let figure = format!("[[figure]]\nid = \"1\"\n{figure}\n");
        self.file("report.toml", &format!("{about}{figure}"));
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn asked(&self, more: &[&str]) -> Run {
        let (description, out) = (self.0.path().join("report.toml"), self.out());
        let mut all = vec!["report", described(&description), "--out", described(&out)];
        all.extend(more);
        vawg_with(&all)
    }

    fn page(&self) -> String {
        self.asked(&[]).succeeds();
        fs::read_to_string(self.out().join("report.md")).unwrap()
    }

    /// It cannot be made, this is said, and nothing is left.
    #[track_caller]
    fn refused(&self, problem: &str) {
        let found = self.asked(&[]);
        assert_eq!(
            (found.status, found.stdout.as_str()),
            (1, ""),
            "{}",
            found.stderr
        );
        assert!(
            found.stderr.contains(problem),
            "{problem}\n{}",
            found.stderr
        );
        assert!(!self.out().exists());
    }
}

fn described(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn values_that_no_one_scale_fits_and_places_without_a_value_are_refused() {
    let bars = "query = { kind = \"values\", figure = \"1\" }";
    let two_units = "a,1,A,,2023-24,5,calls,,p,\nb,1,B,,2023-24,5,per cent,,p,\n";
    Own::new(bars, two_units)
        .refused("the values are in different units: `calls`, and `b` is in `per cent`");
    Own::new(bars, "a,1,A,,soon,5,calls,,p,\n")
        .refused("line 2, `a`: `soon` is not a period; a period is one of");
    let of_years =
        "query = { kind = \"values\", figure = \"1\", rows = \"period\", series = \"item\" }";
    let gap = "a,1,A,,2022-23,5,calls,,p,\nb,1,B,,2023-24,5,calls,,p,\n";
    Own::new(of_years, gap)
        .refused("no value is stated for `2022-23`, `B` (state the value, or a marker");
    let grid =
        "query = { kind = \"matrix\", figure = \"1\", rows = \"item\", columns = \"group\" }";
    let gap = "a,1,A,g,,yes,mark,,p,\nb,1,A,h,,yes,mark,,p,\nc,1,B,g,,,mark,[x],p,\n";
    Own::new(grid, gap).refused("no value is stated for `B`, `h`");
    let twice = "a,1,A,g,,yes,mark,,p,\nb,1,A,g,,no,mark,,p,\n";
    Own::new(grid, twice).refused("`a` and `b` are for the same place");
}

#[test]
fn a_value_that_is_missing_has_its_reason_beside_it_and_its_marker_explained() {
    let bars =
        "query = { kind = \"values\", figure = \"1\", rows = \"period\", series = \"item\" }";
    let values = "a,1,Calls,,2022-23,5,people,,p,\nb,1,Visits,,2022-23,,people,[x],p,nobody counted\n\
        c,1,Calls,,2023-24,,people,[c],p,too few\nd,1,Visits,,2023-24,,people,[c],p,too few\n";
    let own = Own::new(bars, values);
    let page = own.page();
    for said in [
        "| 2022-23 | 5 | \\[x\\] | p | Visits: nobody counted |\n",
        "| 2023-24 | \\[c\\] | \\[c\\] | p | too few |\n",
        "\n\\[x\\] not available.\n\n\\[c\\] confidential.\n",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // Where the description explains a marker, it has the word.
    own.describe(&format!("{bars}\nnotes = [\"[x] and [c]: see above\"]"));
    assert!(!own.page().contains("not available"));
}

#[test]
fn a_grid_says_what_is_held_only_where_it_is_asked() {
    let grid =
        "query = { kind = \"matrix\", figure = \"1\", rows = \"item\", columns = \"group\" }";
    let own = Own::new(grid, "a,1,A,g,,yes,mark,,p,\n");
    let page = own.page();
    assert!(
        page.contains("Grid of 1 row and 1 column. A (g yes).\n")
            && !page.contains("measure is held"),
        "{page}"
    );
}

#[test]
fn a_query_that_shows_nothing_or_claims_too_much_is_refused() {
    let measures = |rest: &str| format!("query = {{ kind = \"measures\", {rest} }}");
    let rape = |rest: &str| measures(&format!("measures = [\"police-rape\"], {rest}"));
    let spans = |rest: &str| {
        rape(&format!(
            "from = \"2009-10\", to = \"2023-24\", spans = [{rest}]"
        ))
    };
    for (figure, problem) in [
        (
            measures("measures = []"),
            "the query does not name a measure",
        ),
        (
            rape("from = \"1950-51\", to = \"1960-61\""),
            "`police-rape` has no figures in these years (its figures are for 2002-03 to 2024-25)",
        ),
        (rape("from = \"soon\""), "`soon` in `from` is not a period"),
        (
            rape("from = \"2020-21\", to = \"2010-11\""),
            "`from` 2020-21 comes after `to` 2010-11",
        ),
        (
            spans(
                "{ from = \"2012-13\", to = \"2009-10\" }, { from = \"2009-10\", to = \"2023-24\" }",
            ),
            "the span from 2012-13 to 2009-10 runs backwards",
        ),
        (
            spans(
                "{ from = \"2009-10\", to = \"2012-13\", named = true }, \
                 { from = \"2012-13\", to = \"2023-24\", named = true }",
            ),
            "more than one span is `named`",
        ),
        (
            measures(
                "measures = [\"survey-rape-women-16-59\"], spans = [{ from = \"2009-10\", to = \"2015-16\" }]",
            ),
            "spans need counts: a change of prevalence needs a test",
        ),
        (
            measures(
                "measures = [\"police-rape\", \"police-rape-male\"], \
                 spans = [{ from = \"2009-10\", to = \"2015-16\" }]",
            ),
            "spans need one measure, not 2",
        ),
    ] {
        Own::new(&figure, "").refused(problem);
    }
}

#[test]
fn a_figure_asks_a_command_with_typed_keys_and_its_file_is_beside_the_description() {
    for (query, problem) in [
        ("kind = \"trend\"", "the query needs `crime` or `input`"),
        (
            "kind = \"trend\", crime = \"rape\", input = \"a.csv\"",
            "give `crime` or `input`, not both",
        ),
        (
            "kind = \"trend\", crime = \"rape\", rate = true, index = \"2014-15\"",
            "give `rate` or `index`, not both",
        ),
        (
            "kind = \"trend\", crime = \"rape\", chart = \"x.png\"",
            "unknown field `chart`",
        ),
        (
            "kind = \"uplift\", amount = \"66bn\"",
            "missing field `from`",
        ),
        (
            "kind = \"trend\", input = \"-\"",
            "standard input cannot be read again",
        ),
        (
            "kind = \"trajectory\", target = \"halve-headlin\"",
            "unknown target `halve-headlin` (did you mean `halve-headline`",
        ),
        (
            "kind = \"command\", arguments = [\"trend\", \"--crime\", \"rape\"]",
            "the kind `command` is not read any more",
        ),
    ] {
        Own::new(&format!("query = {{ {query} }}"), "").refused(problem);
    }
    let own = Own::new("query = { kind = \"trend\", input = \"calls.csv\" }", "");
    own.file("calls.csv", "period,value\n2022-23,5\n2023-24,7\n");
    assert!(own.page().contains("| 2023-24 | 7 |"));
    let rape = "kind = \"trend\", crime = \"rape\", source = \"police\"";
    let own = Own::new(
        &format!("release = \"ons-appendix-ye-jun-2025\"\nquery = {{ {rape} }}"),
        "",
    );
    own.page();
    let numbers = fs::read_to_string(own.out().join("figure-1.csv")).unwrap();
    assert!(numbers.contains("ons-appendix-ye-jun-2025"));
    assert!(!numbers.contains("ons-appendix-ye-dec-2025"));
}

#[test]
fn a_title_names_the_breaks_between_its_years_and_does_not_compare_part_of_a_year() {
    let titled = |title: &str, measure: &str| {
        let own = Own::new("", "");
        own.describe_untitled(&format!(
            "title = \"{title}\"\nquery = {{ kind = \"measures\", measures = [\"{measure}\"] }}"
        ));
        own
    };
    // 67.9 times as many as in 2014-15, under other rules: breaks are named.
    let page = titled("Stalking {changed}", "police-stalking").page();
    assert!(
        page.contains("## Figure 1: Stalking rose 4,601%, across three breaks"),
        "{page}"
    );
    let page = titled("Stalking {change}", "police-stalking").page();
    assert!(
        page.contains("## Figure 1: Stalking +4,601%, across three breaks"),
        "{page}"
    );
    // 2023-24 has two months of cyberflashing.
    let own = titled("Cyberflashing {changed}", "police-cyberflashing");
    own.refused(
        "{changed} in the title would mislead: 2023-24 is not like other years (two months, from 31 January)",
    );
    let page = titled("Cyberflashing: {last}", "police-cyberflashing").page();
    assert!(page.contains("## Figure 1: Cyberflashing: 2,992"), "{page}");
}

#[test]
fn a_check_of_files_with_other_columns_compares_the_numbers_of_both() {
    let own = Own::new(
        "query = { kind = \"values\", figure = \"1\" }",
        "a,1,A,,2023-24,5,calls,,p,\n",
    );
    own.page();
    let earlier = "series,period,statistic,value,unit,marker,release,source_ref,note\n\
        A,2023-24,stated,5,calls,,own,p,\n";
    own.file("out/figure-1.csv", earlier);
    fs::remove_file(own.out().join("manifest.json")).unwrap();
    let said = own.asked(&["--check", "--full"]).stdout;
    assert!(!said.contains("stated"), "{said}");
    own.file("out/figure-1.csv", &earlier.replace(",5,", ",6,"));
    let said = own.asked(&["--check"]).stdout;
    assert!(said.contains("A, 2023-24, stated"), "{said}");
}

#[test]
fn a_check_is_not_content_with_a_manifest_that_cannot_be_read_or_lacks_a_file() {
    let bars = "query = { kind = \"values\", figure = \"1\" }";
    let own = Own::new(bars, "a,1,A,,2023-24,5,calls,,p,\n");
    own.page();
    let check = || own.asked(&["--check"]);
    check().succeeds();
    let manifest = fs::read_to_string(own.out().join("manifest.json")).unwrap();
    let listed = |line: &&str| !line.contains("figure-1.txt");
    let without: Vec<&str> = manifest.lines().filter(listed).collect();
    let without = without.join("\n").replace("\",\n  }\n}", "\"\n  }\n}");
    for (text, said) in [("{", "damaged"), (without.as_str(), "not listed")] {
        own.file("out/manifest.json", text);
        let found = check();
        assert_eq!(found.status, 1, "{}", found.stdout);
        assert!(found.stdout.contains(said), "{said}\n{}", found.stdout);
    }
    own.page();
    check().succeeds();
}

#[test]
fn six_bars_of_a_row_are_drawn_apart_and_seven_are_a_table() {
    let bars =
        "query = { kind = \"values\", figure = \"1\", rows = \"period\", series = \"item\" }";
    let parts = |count: usize| -> String {
        let row = |part| format!("v{part},1,Part {part},,2023-24,{},calls,,p,\n", part + 1);
        (0..count).map(row).collect()
    };
    let six = Own::new(bars, &parts(6));
    six.page();
    let drawing = fs::read_to_string(six.out().join("figure-1.svg"))
        .unwrap()
        .to_uppercase();
    for colour in [
        "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1",
    ] {
        assert!(drawing.contains(colour), "{colour}");
    }
    let seven = Own::new(bars, &parts(7));
    seven.refused("a row of 7 bars: a chart shows 6 at most");
    seven.describe(&format!("form = \"table\"\n{bars}"));
    assert!(
        seven
            .page()
            .contains("| 2023-24 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | p |")
    );
}

#[test]
fn a_number_of_a_note_below_a_chart_is_no_day_of_the_month() {
    let rape = "query = { kind = \"measures\", measures = [\"police-rape\"], breaks = true }";
    let own = Own::new(rape, "");
    own.page();
    let drawing = crate::program::drawing("trend --crime rape --source police");
    assert!(drawing.contains("(1)\u{a0}May 2004"), "{drawing}");
    // The pandemic is marked in the table alone.
    assert!(!drawing.contains("(5)\u{a0}March 2020"));
    let words = fs::read_to_string(own.out().join("figure-1.txt")).unwrap();
    assert!(
        words.contains("Breaks are marked at May 2004, November 2014, April 2019."),
        "{words}"
    );
}

#[test]
fn a_figure_has_a_title_and_a_source_and_its_ratio_names_what_it_divides() {
    let query = "query = { kind = \"values\", figure = \"1\", rows = \"item\", series = \"group\", ratio = true }";
    let values = "a,1,Women,disabled,,13.1,per cent,,p,\nb,1,Women,others,,5.6,per cent,,p,\n\
        c,1,Men,disabled,,,per cent,[c],p,too few\nd,1,Men,others,,3.0,per cent,,p,\n";
    let own = Own::new(query, values);
    let page = own.page();
    assert!(
        page.contains("Ratio, Women: 2.34 (disabled over others); "),
        "{page}"
    );
    assert!(!page.contains("Ratio, Men"), "{page}");
    assert!(page.contains("\nSource: Own.\n"), "{page}");
    own.describe_untitled(query);
    fs::remove_dir_all(own.out()).unwrap();
    own.refused("figure `1`: the figure has no title");
    // A command says what it answers.
    own.describe_untitled("query = { kind = \"baseline\", definition = \"headline\" }");
    let page = own.page();
    assert!(
        page.contains(
            "## Figure 1: 11.3% of people aged 16 and over in 2023-24, to be 5.65% in 2033-34"
        ),
        "{page}"
    );
}

#[test]
fn a_release_that_supplies_nothing_of_a_report_is_no_release_of_it() {
    let rape = "query = { kind = \"measures\", measures = [\"police-rape\"] }";
    let own = Own::new(
        &format!("release = \"ons-population-mid-2020\"\n{rape}"),
        "",
    );
    own.refused("figure `1`: release `ons-population-mid-2020` has no figures of `police-rape`");
    let survey = "query = { kind = \"measures\", measures = [\"survey-rape-women-16-59\"] }";
    let own = Own::new(survey, "");
    own.asked(&["--release", "ons-appendix-ye-dec-2025"]).fails(
        1,
        "error: release `ons-appendix-ye-dec-2025` supplies none of these figures\n\
         hint: leave --release out: each figure is pinned to its own\n",
    );
}

#[test]
fn a_direction_is_from_an_earlier_figure_to_a_later_of_the_same_unit() {
    let card = |compared: &str| {
        format!(
            "query = {{ kind = \"criteria\" }}\n[[figure.criterion]]\noutcome = \"o\"\ncriterion = \"c\"\n\
             wanted = \"up\"\n{compared}"
        )
    };
    let values =
        "a,,A,,2022-23,5,calls,,p,\nb,,B,,2023-24,6,calls,,p,\nc,,C,,2023-24,6,per cent,,p,\n";
    let own = |compared: &str| Own::new(&card(compared), values);
    own("values = [\"a\", \"c\"]")
        .refused("`a` is in `calls` and `c` in `per cent`: they cannot be compared");
    own("values = [\"b\", \"a\"]").refused("2023-24 is not before 2022-23");
    let rape = "measure = \"police-rape\"\nfrom = \"2023-24\"\nto = \"2023-24\"";
    own(rape).refused("2023-24 is not before 2023-24");
    let page = own("values = [\"a\", \"b\"]").page();
    assert!(
        page.contains("as wanted (5 calls in 2022-23, 6 calls in 2023-24).\n"),
        "{page}"
    );
}

#[test]
fn a_list_of_rows_keeps_wide_columns_from_its_picture_and_sets_names_apart() {
    let query = |wide: &str| {
        format!(
            "query = {{ kind = \"rows\", file = \"rows.csv\", columns = [\"who\", \"where\"], wide = [{wide}] }}"
        )
    };
    let own = Own::new(&query("\"where\""), "");
    own.file("rows.csv", "who,where,more\nOne;Two,page 3,x\n");
    let page = own.page();
    assert!(page.contains("| One; Two | page 3 |"), "{page}");
    let own = Own::new(&query("\"more\""), "");
    own.file("rows.csv", "who,where,more\nOne;Two,page 3,x\n");
    own.refused("figure `1`: `wide` names `more`, which is not shown (`columns` are who, where)");
}

/// The files that a report names are in its folder: others would be published with it.
#[test]
fn a_report_reads_nothing_outside_its_folder() {
    let folder = crate::program::folder();
    let own = folder.path().join("report");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(folder.path().join("secret.csv"), "user,secret\nme,xyzzy\n").unwrap();
    let mut files = vec!["../secret.csv".to_owned()];
    files.push(folder.path().join("secret.csv").display().to_string());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.csv", own.join("link.csv")).unwrap();
        files.push("link.csv".to_owned());
    }
    for file in files {
        let description = format!(
            "[report]\nid = \"b\"\ntitle = \"T\"\npublisher = \"P\"\n[[figure]]\nid = \"1\"\ntitle = \"A title\"\n\
             subtitle = \"s\"\nsource = \"src\"\nform = \"table\"\n\
             query = {{ kind = \"rows\", file = \"{file}\", columns = [\"user\", \"secret\"] }}\n"
        );
        std::fs::write(own.join("report.toml"), description).unwrap();
        let out = folder.path().join("out");
        let path = own.join("report.toml");
        let run = crate::program::vawg_with(&[
            "report",
            path.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!(run.status, 1, "{file}: {}", run.stdout);
        assert!(
            run.stderr.contains("outside the folder of the report"),
            "{file}: {}",
            run.stderr
        );
        assert!(!out.exists());
    }
}
