#!/usr/bin/env python3
"""Write the GDP deflators that are built into vawg, as tidy CSV files.

    python3 scripts/deflators.py RELEASES_DIR

RELEASES_DIR holds SHA256SUMS and hmt-deflators/. Two vintages are taken, financial years only:
- March 2020, from HM Treasury's workbook: index and growth to 2018-19; for the forecast years 2019-20 to 2024-25 the
  workbook prints growth alone and `-` for the index, so those index rows hold `[x]` and the growth rows `[f]`;
- March 2026, from a series that a third party derived from the Treasury's workbook of that month: index to 2030-31,
  the forecast years marked `[f]`. The workbook itself is not held, so the release is of kind `quoted`.

The script stops, and writes nothing, when a file differs from SHA256SUMS, when a heading is not the one expected, or
when a printed growth rate is not that of the index beside it. Standard library only.
"""

import io
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from release_files import Inputs, financial_year, observation, stop, write

WORKBOOK = "hmt-deflators/GDP_Deflators_Budget_March_2020_update.xlsx"
SERIES = "hmt-deflators/uk_cost_indices.csv"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
GROWTH = "per cent change on previous year"
TARGET = Path(__file__).resolve().parent.parent / "data" / "observations"


def workbook_cells(data):
    """(name of the only sheet, {cell reference: text as stored}) of an xlsx file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        sheets = [sheet.get("name") for sheet in book.iter(MAIN + "sheet")]
        if len(sheets) != 1:
            stop(f"`{WORKBOOK}` holds {len(sheets)} sheets; one was expected")
        strings = ["".join(part.text or "" for part in item.iter(MAIN + "t"))
                   for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).iter(MAIN + "si")]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    cells = {}
    for cell in sheet.iter(MAIN + "c"):
        value = cell.findtext(MAIN + "v")
        if value is not None:
            cells[cell.get("r")] = strings[int(value)] if cell.get("t") == "s" else value
    return sheets[0], cells


def row(release, source_ref, period, statistic, unit, value, marker="", notes=""):
    line = observation(release, "financial-years", source_ref, "GDP deflator", "all", "all", period, statistic, unit, value,
                       marker=marker, status="official", notes=notes)
    line["area"] = "United Kingdom"
    return line


def march_2020(data):
    release = "hmt-deflators-2020-m03"
    sheet, cells = workbook_cells(data)
    headings = [cells.get(cell, "").strip() for cell in ("B7", "C7", "D7")]
    if headings != ["Financial year", "2018-19 = 100", GROWTH]:
        stop(f"`{WORKBOOK}`: row 7 is headed {headings}")
    rows, number = [], 8
    while label := re.fullmatch(r"(\d{4}-\d\d)(?: \((\d)\), \((\d)\))?", cells.get(f"B{number}", "")):
        period, notes = financial_year(label.group(1)), ",".join(filter(None, label.groups()[1:]))
        index, growth = cells[f"C{number}"], cells.get(f"D{number}", "")
        missing = index.strip() == "-"
        rows.append(row(release, f"{sheet}!C{number}", period, "index", "index, 2018-19 = 100",
                        "" if missing else index, "[x]" if missing else "", notes))
        if growth:
            rows.append(row(release, f"{sheet}!D{number}", period, "relative_change", "per cent", growth,
                            "[f]" if missing else "", notes))
        number += 1
    return rows


def march_2026(inputs):
    release, rows = "hmt-deflators-2026-m03", []
    for line in inputs.rows(SERIES):
        forecast = line["is_forecast"] == "true"
        rows.append(row(release, f"uk_cost_indices.csv!C{line['#']}", financial_year(line["fiscal_year"]), "index",
                        "index, 2024-25 = 100", line["gdp_deflator"], "[f]" if forecast else ""))
    return rows


def check_growth(rows):
    """Every printed growth rate that has an index on both sides is theirs."""
    index = {line["period"]: float(line["value"]) for line in rows if line["statistic"] == "index" and line["value"]}
    compared = 0
    for line in rows:
        year = int(line["period"][:4])
        before, now = index.get(financial_year(str(year - 1))), index.get(line["period"])
        if line["statistic"] == "relative_change" and before and now:
            compared += 1
            if abs(100 * (now / before - 1) - float(line["value"])) > 1e-9:
                stop(f"{line['source_ref']}: the growth rate is not that of the index")
    return compared


def chained(rows):
    """Index by year; where only growth is printed it is chained on."""
    index, growth = {}, {}
    for line in rows:
        if line["value"]:
            (index if line["statistic"] == "index" else growth)[line["period"]] = float(line["value"])
    for period in sorted(growth):
        before = index.get(financial_year(str(int(period[:4]) - 1)))
        if period not in index and before:
            index[period] = before * (1 + growth[period] / 100)
    return index


def main():
    if len(sys.argv) != 2:
        stop("usage: scripts/deflators.py RELEASES_DIR")
    inputs = Inputs(sys.argv[1])
    vintages = [march_2020(inputs.bytes(WORKBOOK)), march_2026(inputs)]
    for rows in vintages:
        compared = check_growth(rows)
        release, index = rows[0]["release"], chained(rows)
        for to in ("2022-23", "2024-25"):
            print(f"{release}: 66 of 2016-17 is {66 * index[to] / index['2016-17']:.2f} in {to}")
        print(f"{release}: {len(rows)} rows, {compared} growth rates recomputed")
        write(TARGET, release, rows)


if __name__ == "__main__":
    main()
