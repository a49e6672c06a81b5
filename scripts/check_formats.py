#!/usr/bin/env python3
"""Checks what `vawg` hands over with the programs that people open it with.

    python3 -m venv env && env/bin/pip install openpyxl pandas odfpy python-calamine csvw frictionless \
        jsonschema duckdb polars pyarrow gptables
    env/bin/python scripts/check_formats.py target/release/vawg

LibreOffice, R, rsvg-convert, Inkscape, Chromium and pandoc are used where they are installed. Excel, Word
and screen readers are not tried. Two runs a day apart are compared by check_same_bytes.py, drawings in several
viewers by check_drawings.py. Exit status 1 if a check fails.
"""

import json
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom
import zipfile

import checklist

FAILED = []
# The shorthand of the guidance, which takes the place of a number that is missing or out of place.
MARKERS = ["[b]", "[c]", "[e]", "[f]", "[k]", "[low]", "[ns]", "[p]", "[r]", "[s]", "[u]", "[x]", "[z]"]
ANSWERS = {
    "rape": ["trend", "--crime", "rape"],
    "cyberflashing": ["trend", "--crime", "cyberflashing"],
    "prevalence": ["prevalence", "--crime", "vawg-combined", "--base", "12000"],
    "trajectory": ["trajectory"],
    "baseline": ["baseline", "--all"],
    "revisions": ["revisions", "ons-appendix-ye-jun-2025", "ons-appendix-ye-dec-2025"],
    "areas": ["areas", "--crime", "sexual-offences"],
    "crimes": ["list", "crimes"],
}


def check(name, ok, detail=""):
    print(("ok    " if ok else "FAIL  ") + name + (f": {detail}" if detail else ""))
    if not ok:
        FAILED.append(name)


def run(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, **options)


def cells(path):
    """Every filled cell: (sheet, row, column) -> value."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def same(one, other):
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-14)
    return one == other and type(one) is type(other)


def header_row(sheet):
    """The row of headers: the first with more than one cell."""
    for row in sheet.iter_rows():
        if sum(cell.value is not None for cell in row) > 1:
            return row[0].row
    return None


def accessible(name, folder):
    """The rows of the accessibility checklist that a program can check."""
    for ending, problems in (("xlsx", checklist.of_xlsx), ("ods", checklist.of_ods)):
        found = problems(folder / f"{name}.{ending}")
        check(f"{name}.{ending}: checklist", not found, "; ".join(f"row {row}: {what}" for row, what in found[:4]))


def typed(name, folder):
    """openpyxl, pandas and calamine read the same numbers and texts, column by column."""
    import openpyxl
    import pandas
    import python_calamine

    book = openpyxl.load_workbook(folder / f"{name}.xlsx")
    problems, columns, numbers = [], 0, 0
    others = {ending: python_calamine.load_workbook(str(folder / f"{name}.{ending}")) for ending in ("xlsx", "ods")}
    for sheet in (sheet for sheet in book if sheet.title.startswith("Table ")):
        top = header_row(sheet)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
        frames = {
            ending: pandas.read_excel(folder / f"{name}.{ending}", sheet_name=sheet.title, skiprows=top - 1,
                                      na_values=MARKERS, keep_default_na=False, engine=engine)
            for ending, engine in (("xlsx", "openpyxl"), ("ods", "odf"))
        }
        for ending, other in others.items():
            theirs = other.get_sheet_by_name(sheet.title).to_python()[-len(rows):]
            wrong = [(ours, their) for row, line in zip(rows, theirs) for ours, their in zip(row, line)
                     if not same(float(ours) if isinstance(ours, int) else ours, float(their) if isinstance(their, int) else their)]
            problems += [f"calamine, {ending}, {sheet.title}: {pair}" for pair in wrong[:2]]
        for index, values in enumerate(zip(*rows)):
            columns += 1
            of_numbers = [value for value in values if isinstance(value, (int, float))]
            texts = {value for value in values if isinstance(value, str)}
            if of_numbers and not texts <= set(MARKERS):
                problems.append(f"{sheet.title}, column {index + 1} mixes numbers and {sorted(texts - set(MARKERS))[:2]}")
            numbers += len(of_numbers)
            for ending, frame in frames.items():
                kind = pandas.api.types.is_numeric_dtype(frame.iloc[:, index])
                if bool(of_numbers) and (not kind or not numpy_same(frame.iloc[:, index], values)):
                    problems.append(f"pandas, {ending}, {sheet.title}, column {index + 1}: {frame.dtypes.iloc[index]}")
                if texts - set(MARKERS) and kind:
                    problems.append(f"pandas, {ending}, {sheet.title}, column {index + 1}: text became numbers")
    check(f"{name}: openpyxl, pandas and calamine read the same types and values", not problems,
          "; ".join(problems[:4]) or f"{columns} columns, {numbers} numbers")


def numpy_same(column, values):
    """Whether a column has the same numbers, and nothing where a marker is."""
    return all(
        math.isnan(one) if isinstance(value, str) else math.isclose(one, value, rel_tol=1e-14)
        for one, value in zip(column, values)
    )


def workbooks(vawg, folder):
    import pandas

    for name, words in ANSWERS.items():
        made = run(vawg, *words, "-o", folder / f"{name}.xlsx")
        if made.returncode:
            print(f"skip  {name}: {made.stderr.decode().strip()[:90]}")
            continue
        run(vawg, *words, "-o", folder / f"{name}.ods", check=True)
        compare_workbooks(name, folder, folder / f"{name}.xlsx", folder / f"{name}.ods")
        accessible(name, folder)
        typed(name, folder)
    for ending, engine in (("xlsx", "openpyxl"), ("ods", "odf")):
        path = folder / f"rape.{ending}"
        raw = pandas.read_excel(path, sheet_name="Table 1", header=None, engine=engine)
        skip = next(index for index, row in raw.iterrows() if row.notna().sum() > 1)
        frame = pandas.read_excel(
            path, sheet_name="Table 1", skiprows=skip, engine=engine, na_values=["[x]", "[z]", "[c]", "[u]"]
        )
        check(f"rape.{ending}: pandas has `2009-10` as text", "2009-10" in list(frame.iloc[:, 0]))
        check(
            f"rape.{ending}: pandas has numbers",
            all(pandas.api.types.is_numeric_dtype(frame.iloc[:, column]) for column in range(1, 5)),
            str(dict(frame.dtypes.astype(str))),
        )


def compare_workbooks(name, folder, xlsx, ods):
    for path in (xlsx, ods):
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    xml.dom.minidom.parseString(archive.read(part))
        check(f"{path.name}: parts are XML", True)
    ours = cells(xlsx)
    if not shutil.which("soffice"):
        print("skip  LibreOffice is not installed")
        return
    converted = folder / "converted"
    for path in (xlsx, ods):
        out = converted / path.suffix[1:]
        run("soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "xlsx",
            "--outdir", out, path)
        theirs = cells(out / f"{path.stem}.xlsx") if (out / f"{path.stem}.xlsx").exists() else {}
        wrong = [key for key in ours if not same(ours[key], theirs.get(key))]
        wrong += [key for key in theirs if key not in ours]
        detail = f"{len(ours)} cells" + (f", differs at {wrong[:3]}: {[(ours.get(k), theirs.get(k)) for k in wrong[:3]]}" if wrong else "")
        check(f"{path.name}: LibreOffice keeps every value", not wrong, detail)


def machine(vawg, folder):
    import duckdb
    import frictionless
    import jsonschema
    import pandas
    import polars

    schema = json.loads(run(vawg, "schema", check=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, words in ANSWERS.items():
        path = folder / f"{name}.csv"
        if run(vawg, *words, "-o", path).returncode:
            continue
        found = frictionless.Resource(path=path.name, basepath=str(folder)).validate()
        check(f"{name}.csv: frictionless", found.valid)
        checked = run(pathlib.Path(sys.executable).with_name("csvwvalidate"), f"{path}-metadata.json")
        check(f"{name}.csv: csvwvalidate", checked.returncode == 0, checked.stdout.decode()[-120:].strip())
        pandas.read_csv(path)
        polars.read_csv(path)
        rows = duckdb.sql(f"select count(*) from read_csv('{path}')").fetchall()[0][0]
        check(f"{name}.csv: pandas, polars and DuckDB read it", rows > 0, f"{rows} rows")
        answer = json.loads(run(vawg, *words, "--format", "json").stdout)
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(answer))
        check(f"{name}.json: fits the schema", not errors, errors[0].message[:100] if errors else "")
        if run(vawg, *words, "-o", path.with_suffix(".parquet")).returncode == 0:
            parquet(name, path)
    in_r([name for name in ANSWERS if (folder / f"{name}.csv").exists()], folder)


def parquet(name, path):
    """Parquet has the values of the CSV, in three programs."""
    import duckdb
    import pandas
    import polars

    expected = [value for value in pandas.read_csv(path)["value"]]
    file = str(path.with_suffix(".parquet"))
    read = {
        "DuckDB": [row[0] for row in duckdb.sql(f"select value from '{file}'").fetchall()],
        "polars": polars.read_parquet(file)["value"].to_list(),
        "pandas": list(pandas.read_parquet(file)["value"]),
    }
    number = lambda value: math.nan if value is None else value  # noqa: E731
    for program, values in read.items():
        equal = len(values) == len(expected) and all(
            one == other or (math.isnan(number(one)) and math.isnan(other)) for one, other in zip(values, expected))
        check(f"{name}.parquet: {program} reads the values of the CSV", equal, f"{len(values)} rows")


def in_r(names, folder):
    """R reads each CSV, and each table of each workbook, with numbers as numbers."""
    import openpyxl

    if not shutil.which("Rscript"):
        print("skip  R is not installed")
        return
    for name in [*names, "report"]:
        lines = []
        if name != "report" and name != "crimes":
            lines.append(f'd <- read.csv("{folder}/{name}.csv"); stopifnot(is.numeric(d$value), is.character(d$period))')
        book = folder / f"{name}.xlsx"
        tables = [sheet for sheet in openpyxl.load_workbook(book) if sheet.title.startswith("Table ")] if book.exists() else []
        for sheet in tables:
            top = header_row(sheet)
            of_numbers = [index + 1 for index, column in enumerate(sheet.iter_cols(min_row=top + 1, values_only=True))
                          if any(isinstance(value, (int, float)) for value in column)]
            wanted = ", ".join(map(str, of_numbers))
            markers = ", ".join(f'"{marker}"' for marker in MARKERS)
            lines.append(f'x <- readxl::read_excel("{book}", sheet = "{sheet.title}", skip = {top - 1}, na = c({markers}), '
                         f'guess_max = 100000); stopifnot(identical(as.integer(which(sapply(x, is.numeric))), '
                         f'as.integer(c({wanted}))))')
        done = run("Rscript", "-e", "\n".join(lines))
        check(f"{name}: R reads CSV and {len(tables)} tables", done.returncode == 0, done.stderr.decode().strip()[-200:])


def snippets(vawg, folder):
    """Runs the snippets of docs/r-and-python.md."""
    page = (pathlib.Path(__file__).parent.parent / "docs" / "r-and-python.md").read_text()
    # As in the page: `vawg` on the path, and the workbook in the folder.
    (folder / "vawg").unlink(missing_ok=True)
    (folder / "vawg").symlink_to(vawg)
    path = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    for language, program, option in (("python", sys.executable, "-c"), ("r", shutil.which("Rscript"), "-e")):
        for number, block in enumerate(page.split(f"\n```{language}\n")[1:], 1):
            if not program:
                print(f"skip  {language} is not installed")
                continue
            done = run(program, option, block.split("\n```")[0], cwd=folder, env=path)
            check(f"docs/r-and-python.md: {language} snippet {number}", done.returncode == 0, done.stderr.decode().strip()[-200:])


def timed(action, runs=9):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def speed(vawg, folder):
    words = [vawg, "trend", "--crime", "rape", "--source", "police", "-o", folder / "speed.xlsx"]
    ours = timed(lambda: run(*words, check=True))
    program = folder / "with_gptables.py"
    program.write_text(
        "import gptables as gpt, pandas as pd\n"
        f"table = pd.read_csv('{folder}/table.csv', dtype=str)\n"
        "sheet = gpt.GPTable(table=table, table_name='t', title='Rape', subtitles=[], scope='England and Wales',\n"
        "    source='ONS', index_columns={1: 0})\n"
        f"gpt.write_workbook('{folder}/gptables.xlsx', {{'Table 1': sheet}}, contentsheet_label=None)\n"
    )
    import openpyxl

    sheet = openpyxl.load_workbook(folder / "rape.xlsx")["Table 1"]
    lines = [[str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=header_row(sheet))]
    (folder / "table.csv").write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines))
    done = run(sys.executable, program)
    if done.returncode:
        print("skip  gptables:", done.stderr.decode().strip()[-150:])
        check("a workbook takes 100 ms or less", ours <= 100, f"{ours:.0f} ms")
        return
    theirs = timed(lambda: run(sys.executable, program, check=True), 5)
    inside = (
        "import time\n" + program.read_text().split("gpt.write_workbook")[0] + "start = time.perf_counter()\n"
        + "gpt.write_workbook" + program.read_text().split("gpt.write_workbook")[1] + "print(1000 * (time.perf_counter() - start))\n"
    )
    writing = statistics.median(float(run(sys.executable, "-c", inside).stdout.split()[-1]) for _ in range(5))
    check("a workbook takes 100 ms or less", ours <= 100, f"{ours:.0f} ms")
    check("and 0.4 or less of gptables", ours <= 0.4 * theirs,
          f"{ours:.0f} ms against {theirs:.0f} ms (whole process; writing alone {writing:.0f} ms)")


def pages(vawg, folder):
    report = folder / "report"
    run(vawg, "report", "nao-hc547", "--out", report, check=True)
    compare_workbooks("report", folder, report / "tables.xlsx", report / "tables.ods")
    for ending in ("xlsx", "ods"):
        shutil.copy(report / f"tables.{ending}", folder / f"report.{ending}")
    accessible("report", folder)
    typed("report", folder)
    pandoc = shutil.which("pandoc")
    if not pandoc:
        print("skip  pandoc is not installed")
        return
    alone = folder / "alone"
    alone.mkdir(exist_ok=True)
    if not (alone / "pandoc").exists():
        (alone / "pandoc").symlink_to(pandoc)
    for ending in ("docx", "html"):
        done = run("pandoc", "report.md", "-s", "-o", folder / f"report.{ending}", cwd=report, env={"PATH": str(alone), "HOME": os.environ.get("HOME", "/")})
        check(f"pandoc makes {ending} without rsvg-convert and without a warning", done.returncode == 0 and not done.stderr.strip(),
              done.stderr.decode().strip()[:200])
    with zipfile.ZipFile(folder / "report.docx") as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    page = (folder / "report.html").read_text()
    shown = re.findall(r'<img\s+[^>]*src="([^"]+)"[^>]*?alt="([^"]+)"', page) or re.findall(r'<img\s+[^>]*src="([^"]+)"', page)
    check("the HTML shows the pictures, each with its alternative text", len(shown) == len(pictures)
          and all(isinstance(one, tuple) and (report / one[0]).exists() and one[1] for one in shown), f"{len(shown)} pictures")
    check("the HTML names its language and title", 'lang="en-GB"' in page and "<title>Tackling violence" in page)
    report_files(report)
    check("the docx has its pictures", pictures and all(name.endswith(".png") for name in pictures), f"{len(pictures)} pictures")


def report_files(report):
    """Every CSV of a report fits its own description."""
    import frictionless

    wrong, files = [], sorted(report.glob("*.csv"))
    for path in files:
        described = run(pathlib.Path(sys.executable).with_name("csvwvalidate"), f"{path}-metadata.json")
        if described.returncode or not frictionless.Resource(path=path.name, basepath=str(report)).validate().valid:
            wrong.append(path.name)
    check("the CSV files of the report: csvwvalidate and frictionless", files and not wrong, f"{len(files)} files {wrong[:3]}")


def main():
    vawg = pathlib.Path(sys.argv[1]).resolve()
    keep = len(sys.argv) > 2
    folder = pathlib.Path(sys.argv[2] if keep else tempfile.mkdtemp()).resolve()
    folder.mkdir(exist_ok=True)
    for part in (workbooks, pages, machine, snippets, speed):
        print(f"== {part.__name__}")
        part(vawg, folder)
    if not keep:
        shutil.rmtree(folder)
    print(f"{len(FAILED)} failed" + (": " + "; ".join(FAILED) if FAILED else ""))
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
