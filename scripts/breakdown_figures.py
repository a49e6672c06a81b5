#!/usr/bin/env python3
"""Make the built-in survey figures by groups of people again.

    scripts/breakdown_figures.py RELEASES

RELEASES is the folder of published files that scripts/README.md describes. Reads the ONS Sustainable Development Goals
data (`ons-sdg/data`, checked against SHA256SUMS) with `target/debug/vawg ingest` and writes
data/observations/RELEASE/groups.csv: the rows of measures in use that are of a group (age, ethnic group, disability,
income, qualification, country of birth, sexual orientation, gender identity, urban or rural). Regions are areas, and are
left out, as are rows of other offences. A second reading of the CSV by this script counts the same rows.

data/observations/quoted-patchwork-2023/groups.csv has four figures by disability that a response of the government
quotes from ONS; they are taken from data/reports/patchwork/disability.csv.
"""

import csv
import subprocess
import sys
from pathlib import Path

from release_files import HEADER, Inputs, stop

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "ons-sdg-16-1-3": ("indicator_16-1-3.csv", {"Sexual violence", "Physical violence"}),
    "ons-sdg-11-7-2": ("indicator_11-7-2.csv", {"Indecent exposure or unwanted sexual touching"}),
    "ons-sdg-5-2-1": ("indicator_5-2-1.csv", {"Partner abuse (any)"}),
}
BY_GROUP = ("Age Ethnicity|Ethnic group|Disability status|Country of birth|Income|Household income|Highest qualification|"
            "Sexual orientation|Gender identity|Urban or rural|Urban or Rural").replace("Age ", "Age|").split("|")
POOLED = "2018 to 2020"


def ingested(inputs, name):
    inputs.bytes(f"ons-sdg/data/{name}")
    command = [ROOT / "target/debug/vawg", "ingest", inputs.folder / "ons-sdg/data" / name, "-o", "-", "--quiet"]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    return list(csv.DictReader(made.splitlines()))


def expected(inputs, name):
    """Cells of the rows that have a group and neither a region nor a kind of offence, read apart from the program."""
    rows = inputs.rows(f"ons-sdg/data/{name}")
    about = [column for column in ("Violence type", "Type of partner abuse", "Abuse sub-category",
                                   "Relationship to perpetrator", "Region") if column in rows[0]]
    return {row["#"] for row in rows if row["Year"] != POOLED and not any(row[column] for column in about)
            and any(row.get(column) for column in BY_GROUP)}


def write(release, rows):
    target = ROOT / "data" / "observations" / release
    target.mkdir(parents=True, exist_ok=True)
    with open(target / "groups.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "release": release})
    sys.stdout.write(f"{release}: {len(rows)} figures\n")


def quoted():
    rows = []
    with open(ROOT / "data/reports/patchwork/disability.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            age = "" if row["sex"] == "all" else "; age not stated for women, taken as 16 and over"
            rows.append({"table": "quoted", "source_ref": "A Patchwork of Provision: response, Recommendation 19",
                         "label": "Domestic abuse (any)", "breakdown": f"Disability status: {row['item']}",
                         "sex": row["sex"], "age": row["age"], "area": "England and Wales", "period": row["period"],
                         "statistic": "prevalence", "unit": "per cent", "value": row["value"], "status": "not badged",
                         "notes": f"six months of interviews{age}"})
    write("quoted-patchwork-2023", rows)


def main():
    inputs = Inputs(Path(sys.argv[1]))
    for release, (name, labels) in FILES.items():
        headline = ("16-59", "16-74", "16+")
        rows = [row for row in ingested(inputs, name) if row["label"] in labels and row["area"] == "England and Wales"
                and (row["breakdown"] or row["age"] not in headline)]
        cells = {int("".join(filter(str.isdigit, row["source_ref"].rsplit("!", 1)[1]))) for row in rows}
        if cells != expected(inputs, name) or len(cells) != len(rows):
            stop(f"{name}: the program takes other rows by group than a reading of the file: "
                 f"{sorted(cells ^ expected(inputs, name))[:9]}")
        write(release, sorted(rows, key=lambda row: (row["period"], row["breakdown"].split(":")[0], row["sex"])))
    quoted()


if __name__ == "__main__":
    main()
