#!/usr/bin/env python3
"""Checks what `vawg` hands over with the programs that people open it with.

    python3 -m venv env && env/bin/pip install openpyxl pandas odfpy python-calamine csvw frictionless \
        jsonschema duckdb polars pyarrow gptables
    env/bin/python scripts/check_formats.py target/release/vawg

LibreOffice, R, rsvg-convert, Inkscape, Chromium and pandoc are used where they are installed. Excel, Word
and screen readers are not tried. Exit status 1 if a check fails.
"""

import json
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom
import zipfile

FAILED = []
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


def accessible(name, path):
    """The rows of the accessibility checklist that a program can check."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    props = book.properties
    check(f"{name}: document information", all([props.title, props.subject, props.creator, props.language]))
    check(f"{name}: sheets have unique names", len({s.title.lower() for s in book}) == len(book.sheetnames))
    for sheet in book:
        where = f"{name}, {sheet.title}"
        problems = []
        if sheet.merged_cells.ranges:
            problems.append("merged cells")
        if sheet.freeze_panes or sheet.auto_filter.ref:
            problems.append("filter or freeze panes")
        if any(d.hidden for d in sheet.row_dimensions.values()) or any(
            d.hidden for d in sheet.column_dimensions.values()
        ):
            problems.append("hidden rows or columns")
        if sheet["A1"].style != "Heading 1" or not sheet["A1"].value:
            problems.append(f"A1 is not marked up as heading 1: {sheet['A1'].style}")
        if sheet.oddHeader.center.text or sheet._images:
            problems.append("page header or image")
        tables = list(sheet.tables.values())
        if len(tables) > 1:
            problems.append("several tables")
        for table in tables:
            rows = sheet[table.ref]
            if rows[0][0].column != 1 or rows[-1][0].row != sheet.max_row:
                problems.append("table is not against the left edge, or something is below it")
            if any(cell.value in (None, "") for row in rows for cell in row):
                problems.append("blank cells in the table")
            if table.autoFilter is not None:
                problems.append("filter")
            if sheet.print_title_rows is None:
                problems.append("header row does not repeat")
        if any(cell.fill.fgColor.rgb not in ("00000000", None) for row in sheet for cell in row):
            problems.append("background fill")
        check(f"{where}: checklist", not problems, "; ".join(problems))
    check(f"{name}: opens at A1 of the first sheet", book.active.title == book.sheetnames[0])


def workbooks(vawg, folder):
    import pandas
    import python_calamine

    for name, words in ANSWERS.items():
        made = run(vawg, *words, "-o", folder / f"{name}.xlsx")
        if made.returncode:
            print(f"skip  {name}: {made.stderr.decode().strip()[:90]}")
            continue
        run(vawg, *words, "-o", folder / f"{name}.ods", check=True)
        compare_workbooks(name, folder, folder / f"{name}.xlsx", folder / f"{name}.ods")
        accessible(name, folder / f"{name}.xlsx")
        for ending in ("xlsx", "ods"):
            book = python_calamine.load_workbook(str(folder / f"{name}.{ending}"))
            rows = book.get_sheet_by_name(book.sheet_names[-1]).to_python()
            check(f"{name}.{ending}: calamine reads it", len(rows) > 3)
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
        rows = duckdb.sql(f"select count(*) from read_csv('{path}')").fetchone()[0]
        check(f"{name}.csv: pandas, polars and DuckDB read it", rows > 0, f"{rows} rows")
        answer = json.loads(run(vawg, *words, "--format", "json").stdout)
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(answer))
        check(f"{name}.json: fits the schema", not errors, errors[0].message[:100] if errors else "")
    run(vawg, *ANSWERS["rape"], "-o", folder / "rape.parquet", check=True)
    check("rape.parquet: DuckDB reads it", duckdb.sql(f"select count(*) from '{folder}/rape.parquet'").fetchone()[0] > 0)
    if shutil.which("Rscript"):
        script = (
            f'd <- read.csv("{folder}/rape.csv"); stopifnot(is.numeric(d$value), "2009-10" %in% d$period);'
            f'x <- readxl::read_excel("{folder}/rape.xlsx", sheet = "Table 1", skip = readxl_skip);'
            'stopifnot(is.numeric(x[[2]]), is.character(x[[1]]))'
        )
        import openpyxl

        skip = header_row(openpyxl.load_workbook(folder / "rape.xlsx")["Table 1"]) - 1
        done = run("Rscript", "-e", script.replace("readxl_skip", str(skip)))
        check("R reads CSV and xlsx", done.returncode == 0, done.stderr.decode().strip()[-200:])


def same_bytes(vawg, folder):
    fake = shutil.which("faketime")
    for name, words in list(ANSWERS.items())[:3]:
        for ending in ("txt", "md", "csv", "json", "xlsx", "ods", "parquet"):
            paths = [folder / f"{when}.{ending}" for when in ("today", "later")]
            run(vawg, *words, "-o", paths[0], check=True)
            later = [fake, "+1 day"] if fake else []
            if not fake:
                time.sleep(2.1)  # more than the two seconds that a zip file can tell apart
            run(*later, vawg, *words, "-o", paths[1], check=True)
            check(f"{name}.{ending}: the same bytes a day later" if fake else f"{name}.{ending}: the same bytes twice",
                  paths[0].read_bytes() == paths[1].read_bytes())


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
    accessible("report", report / "tables.xlsx")
    pandoc = shutil.which("pandoc")
    if not pandoc:
        print("skip  pandoc is not installed")
        return
    alone = folder / "alone"
    alone.mkdir()
    (alone / "pandoc").symlink_to(pandoc)
    for ending in ("docx", "html"):
        done = run("pandoc", "report.md", "-s", "-o", folder / f"report.{ending}", cwd=report, env={"PATH": str(alone), "HOME": os.environ.get("HOME", "/")})
        check(f"pandoc makes {ending} without rsvg-convert and without a warning", done.returncode == 0 and not done.stderr.strip(),
              done.stderr.decode().strip()[:200])
    with zipfile.ZipFile(folder / "report.docx") as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    check("the docx has its pictures", pictures and all(name.endswith(".png") for name in pictures), f"{len(pictures)} pictures")


def main():
    vawg = pathlib.Path(sys.argv[1]).resolve()
    keep = len(sys.argv) > 2
    folder = pathlib.Path(sys.argv[2] if keep else tempfile.mkdtemp()).resolve()
    folder.mkdir(exist_ok=True)
    for part in (workbooks, machine, same_bytes, pages, snippets, speed):
        print(f"== {part.__name__}")
        part(vawg, folder)
    if not keep:
        shutil.rmtree(folder)
    print(f"{len(FAILED)} failed" + (": " + "; ".join(FAILED) if FAILED else ""))
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
