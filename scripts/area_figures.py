#!/usr/bin/env python3
"""Make the built-in figures by police force again: counts, and the populations of rates.

    scripts/area_figures.py RELEASES

RELEASES is the folder of published files that scripts/README.md describes. Reads them with `target/debug/vawg ingest`
and writes tidy CSVs below data/observations:

- the ONS force workbooks: counts of the headline groups (Tables P1 and P4), their rates and the population (P3);
- ONS Table C2 of June 2025: the rows of police forces;
- the Home Office's open data: offences of the catalogue by force and financial year, four quarters added up. A year
  without all four quarters is left out;
- women, men and all people by police force: mid-year estimates of local authorities through ONS's look-up;
- women, men and all people of England and Wales by age, 2001 to 2023, from Table 9 of the population file.

Every row has the cells that it was made from. Needs openpyxl.
"""

import csv
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import openpyxl
from release_files import Inputs, column_letter, stop

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("release table source_ref code label sex age area area_code period statistic unit value marker status "
           "notes").split()
WORKBOOKS = """pfatablescorrectionmar21 pfafinalmar22 pfajun22 policeforceareatablesyesep22 policeforceareatablesyedec22
pfatableyemar231 pfatablessep23final pfatablesyemar24final policeforceareatablesfinal""".split()
TOTAL = "Total recorded crime (excluding fraud)"
GROUPS = (TOTAL, "Violence against the person", "Stalking and harassment", "Sexual offences")
C2 = "ons-csp-tables/policeforceareatablesyejune25final.csv"
HOME_OFFICE = "home-office-open-data/prc-pfa-mar2013-onwards-191023.csv"
TABLES = {
    "rape": "19C 19D 19E 19F 19G 19H 19J 19K".split(),
    "other": "17A 17B 20A 20B 21 22A 22B 23 70 71 73 88A 88C 88D 88E".split(),
    "stalking": "8L 8M 8Q 8R 8U".split(),
}
LOOKUP = "lookups/lad_pfa_lookup.csv"
# Authorities formed in April 2023 that the look-up of 2021 does not have, and the force that each lies in.
FORMED_2023 = {"E06000063": "Cumbria", "E06000064": "Cumbria", "E06000065": "North Yorkshire",
               "E06000066": "Avon and Somerset"}
AUTHORITIES = {2021: "ons-population/ukpopestimatesmid2021on2021geographyfinal.xls", 2022: "ons-population/mye22final.xlsx"}
POPULATION = "ons-population/ukpopulationestimates18382023.xlsx"
SPANS = {"all": (0, 200), "0-12": (0, 12), "0-15": (0, 15), "13+": (13, 200), "16+": (16, 200), "16-59": (16, 59),
         "16-74": (16, 74)}


def ingested(inputs, name):
    """The figures of a published file as the program reads them."""
    inputs.bytes(name)
    command = [ROOT / "target/debug/vawg", "ingest", inputs.folder / name, "-o", "-", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as made:
        yield from csv.DictReader(made.stdout)


def write(release, table, rows):
    target = ROOT / "data" / "observations" / release
    target.mkdir(parents=True, exist_ok=True)
    with open(target / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "release": release, "table": table, "value": row["value"].removesuffix(".0")})
    sys.stdout.write(f"{release}/{table}: {len(rows)} rows\n")


def force_workbooks(inputs):
    for workbook in WORKBOOKS:
        tables = defaultdict(list)
        for row in ingested(inputs, f"ons-pfa-tables/{workbook}.xlsx"):
            if row["withheld"] or row["table"] not in ("P1", "P3", "P4"):
                continue
            # YE June 2022 prints the first words of this heading twice.
            row["label"] = row["label"].replace("Total recorded crime Total", "Total")
            wanted = row["label"] in GROUPS if row["table"] != "P3" else row["label"] in (*GROUPS[2:], "Population")
            if wanted and row["statistic"] in ("count", "rate", "population"):
                tables[row["table"]].append({**row, "notes": ""})
        release = row["release"]
        for table, rows in tables.items():
            write(release, table, rows)


def community_safety(inputs):
    rows = [row for row in ingested(inputs, C2) if row["label"] in GROUPS and row["area_code"][:3] in ("E23", "W15")]
    for row in rows:
        row["source_ref"] = "csv!" + row["source_ref"].rsplit("!", 1)[1]
    if len(rows) != 42 * len(GROUPS):
        stop(f"Table C2 has {len(rows)} figures of police forces, not {42 * len(GROUPS)}")
    write("ons-community-safety-ye-jun-2025", "C2", [{**row, "notes": ""} for row in rows])


def financial(quarter):
    year, number = int(quarter[:4]), int(quarter[-1])
    start = year - 1 if number == 1 else year
    return f"{start}-{(start + 1) % 100:02d}"


def home_office(inputs):
    parts = defaultdict(dict)
    for row in ingested(inputs, HOME_OFFICE):
        table = next((table for table, codes in TABLES.items() if row["code"] in codes), None)
        if table is None or row["area"] in ("Action Fraud", "CIFAS", "UK Finance"):
            continue
        key = (table, row["code"], row["label"], row["area"], row["area_code"], financial(row["period"]))
        if row["period"] in parts[key]:
            stop(f"{key} has two figures for {row['period']}")
        parts[key][row["period"]] = row
    tables = defaultdict(list)
    for (table, code, label, area, area_code, year), quarters in parts.items():
        if len(quarters) != 4:
            continue
        rows = [quarters[quarter] for quarter in sorted(quarters)]
        cells = "+".join(row["source_ref"].rsplit("!", 1)[1] for row in rows)
        tables[table].append({**rows[0], "source_ref": f"csv!{cells}", "code": code, "label": label, "area": area,
                              "area_code": "", "period": year, "value": str(sum(int(float(row["value"])) for row in rows)),
                              "notes": ""})
    for table, rows in tables.items():
        write("home-office-open-data-2023-q2", f"pfa-{table}", rows)


def force_populations(inputs):
    inputs.bytes(LOOKUP)
    lookup = {row["lad21cd"]: row["pfa21nm"] for row in inputs.rows(LOOKUP)} | FORMED_2023
    for year, name in AUTHORITIES.items():
        people, cells = defaultdict(int), defaultdict(list)
        seen = set()
        for row in ingested(inputs, name):
            if row["age"] != "all" or row["area_code"] not in lookup:
                continue
            key = (lookup[row["area_code"]], row["sex"])
            people[key] += int(float(row["value"]))
            cells[key].append(row["source_ref"])
            seen.add(row["area_code"])
        # An authority without a place in the look-up would be missing from its force.
        missing = [code for code in lookup if code not in seen and code not in FORMED_2023]
        if year == 2021 and missing:
            stop(f"the file of {year} has no figure for {missing}")
        rows = []
        for (force, sex), value in sorted(people.items()):
            sheet = cells[force, sex][0].rsplit("!", 1)[0]
            joined = "+".join(cell.rsplit("!", 1)[1] for cell in cells[force, sex])
            rows.append({"source_ref": f"{sheet}!{joined}", "code": "", "label": "Population", "sex": sex, "age": "all",
                         "area": force.replace(" & ", " and "), "area_code": "", "period": str(year),
                         "statistic": "population", "unit": "people", "value": str(value), "status": "official",
                         "notes": ""})
        write(f"ons-population-force-mid-{year}", "MYE2-force", rows)


def national_populations(inputs):
    inputs.bytes(POPULATION)
    book = openpyxl.load_workbook(inputs.folder / POPULATION, read_only=True)
    sheet = next(book[name] for name in book.sheetnames if name.strip() == "Table 9")
    table = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(table) if row[0] == "Age" or row[0] == "Sex")
    headings = [str(text).strip() if text is not None else "" for text in table[head]]
    age_at, sex_at = headings.index("Age"), headings.index("Sex")
    rows = []
    for column, heading in enumerate(headings):
        year = heading.removeprefix("Mid-").strip()
        if not (year[:4].isdigit() and 2001 <= int(year[:4]) <= 2023):
            continue
        for printed, sex in (("Females", "women"), ("Males", "men"), ("Persons", "all")):
            single = {}
            for number, row in enumerate(table[head + 1:], head + 2):
                text = str(row[age_at]).strip()
                age = text.split()[0].rstrip("+") if text else ""
                if str(row[sex_at]).strip() == printed and age.isdigit():
                    single[int(age)] = (row[column], number)
            for span, (first, last) in SPANS.items():
                inside = [single[age] for age in sorted(single) if first <= age <= last]
                letter = column_letter(column)
                rows.append({"source_ref": f"{sheet.title}!{letter}{inside[0][1]}:{letter}{inside[-1][1]}", "code": "",
                             "label": "Population", "sex": sex, "age": span, "area": "England and Wales",
                             "area_code": "K04000001", "period": year[:4], "statistic": "population", "unit": "people",
                             "value": str(sum(value for value, _ in inside)), "status": "official", "notes": ""})
    write("ons-population-1838-to-2023", "9", rows)


def main():
    inputs = Inputs(sys.argv[1] if len(sys.argv) == 2 else stop("usage: area_figures.py RELEASES"))
    force_workbooks(inputs)
    community_safety(inputs)
    home_office(inputs)
    force_populations(inputs)
    national_populations(inputs)


if __name__ == "__main__":
    main()
