#!/usr/bin/env python3
"""Make the built-in totals of outcomes by police force and year again.

    scripts/outcome_figures.py RELEASES

RELEASES is the folder of published files that scripts/README.md describes. Reads the Home Office's crime outcomes open
data of 2017/18 and 2018/19 (`home-office-outcomes/*.csv.gz`, checked against SHA256SUMS) by itself, without the
program, and writes data/observations/RELEASE/yearly-outcomes.csv: for each police force

- offences charged or summonsed in the year (column `force_outcomes_recorded_in_quarter`, outcome type 1);
- offences of the year charged or summonsed (`offences` in the file of 2017/18,
  `force_outcomes_for_offences_recorded_in_quarter` in that of 2018/19, outcome type 1);
- offences recorded in the year (the same column, all outcomes and none yet).

Rows are chosen by offence code, added up over codes and the four quarters. A force without all four quarters is an
error. `source_ref` names the first cell of the sum and how many more there are. Standard library alone.
"""

import csv
import gzip
import io
import sys
from collections import defaultdict
from pathlib import Path

from release_files import Inputs, column_letter, stop

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("release table source_ref code label group breakdown sex age area area_code period statistic unit value "
           "marker status notes").split()
FILES = {
    "home-office-outcomes-2018-q1": ("detection-rates-data.csv.gz", "2017/18", "2017-18", "offences"),
    "home-office-outcomes-2019-q1": ("violence-prosecutions-data.csv.gz", "2018/19", "2018-19",
                                     "force_outcomes_for_offences_recorded_in_quarter"),
}
IN_YEAR = "force_outcomes_recorded_in_quarter"
RAPE_OF_FEMALES = set("19C 19D 19E".split())
RAPE = RAPE_OF_FEMALES | set("19F 19G 19H".split())
# 20 and 72 are no longer recorded; what was recorded earlier can still be charged.
OTHER = set("17A 17B 20 20A 20B 21 22A 22B 23 70 71 72 73 88A 88C 88D 88E".split())
ROWS = {"Rape": RAPE, "Rape of women and girls": RAPE_OF_FEMALES, "Sexual offences": RAPE | OTHER, "Stalking": {"8Q"}}
FORCES = 44


def totals(rows, year, of_offences):
    """Value and cells of each row, force and count."""
    headings = list(rows[0])
    letters = {name: column_letter(headings.index(name)) for name in (IN_YEAR, of_offences)}
    sums, cells = defaultdict(int), defaultdict(list)
    quarters = defaultdict(set)
    for line, row in enumerate(rows, start=2):
        if row["force_name"] == "NA":
            continue
        if row["financial_year"] != year:
            stop(f"line {line} is of {row['financial_year']}, not {year}")
        quarters[row["force_name"]].add(row["financial_quarter"])
        charged = row["outcome_type"] == "1"
        counts = [("outcomes-of-offences", "Outcome: any or none yet", of_offences)]
        if charged:
            counts += [("outcomes-in-period", "Outcome: Charged/Summonsed", IN_YEAR),
                       ("outcomes-of-offences", "Outcome: Charged/Summonsed", of_offences)]
        for label, codes in ROWS.items():
            if row["offence_code"] not in codes:
                continue
            for group, breakdown, column in counts:
                if row[column] == "NA":
                    stop(f"line {line} has no value in {column}")
                key = (label, group, breakdown, row["force_name"])
                sums[key] += int(row[column])
                cells[key].append(f"{letters[column]}{line}")
    missing = sorted(force for force, held in quarters.items() if held != set("1234"))
    if missing or len(quarters) != FORCES:
        stop(f"{len(quarters)} forces; without four quarters: {missing}")
    for key in [(row, group, breakdown, force) for row in ROWS for group, breakdown in
                {(key[1], key[2]) for key in list(sums)} for force in quarters]:
        sums.setdefault(key, 0)
    return sums, cells


def main():
    inputs = Inputs(Path(sys.argv[1]))
    for release, (name, year, period, of_offences) in FILES.items():
        text = gzip.decompress(inputs.bytes(f"home-office-outcomes/{name}")).decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text)))
        sums, cells = totals(rows, year, of_offences)
        target = ROOT / "data" / "observations" / release
        target.mkdir(parents=True, exist_ok=True)
        with open(target / "yearly-outcomes.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
            writer.writeheader()
            for (label, group, breakdown, force), value in sorted(sums.items()):
                held = cells[label, group, breakdown, force]
                more = f" and {len(held) - 1} more rows" if len(held) > 1 else ""
                writer.writerow({
                    "release": release, "table": "yearly-outcomes",
                    "source_ref": f"csv!{held[0]}{more}" if held else "csv!no row",
                    "label": label, "group": group, "breakdown": breakdown, "sex": "all", "age": "all", "area": force,
                    "period": period, "statistic": "count", "unit": "outcomes", "value": value, "status": "official"})
        whole = {key[:3]: 0 for key in sums}
        for key, value in sums.items():
            whole[key[:3]] += value
        for key, value in sorted(whole.items()):
            sys.stdout.write(f"{period} {' / '.join(key)}: {value}\n")


if __name__ == "__main__":
    main()
