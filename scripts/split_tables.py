#!/usr/bin/env python3
"""Write a tidy CSV from standard input into data/observations, as RELEASE/TABLE.csv.

    vawg ingest FILE -o - | python3 scripts/split_tables.py

Figures that a check withholds are left out: the program would not serve them. Whole numbers lose their `.0`, which
only programs that guess types from the first rows need. Standard library only.
"""

import csv
import sys
from pathlib import Path

from release_files import HEADER, stop, write

NUMBERS = ("value", "standard_error", "lower", "upper", "base")


def main():
    reader = csv.DictReader(sys.stdin)
    if reader.fieldnames != HEADER:
        stop(f"the columns are {reader.fieldnames}, not {HEADER}")
    rows = [row for row in reader if not row["withheld"]]
    for row in rows:
        row.update({name: row[name].removesuffix(".0") for name in NUMBERS})
    for release in sorted({row["release"] for row in rows}):
        of_release = [row for row in rows if row["release"] == release]
        write(Path(__file__).resolve().parent.parent / "data" / "observations", release, of_release)
        sys.stdout.write(f"{release}: {len(of_release)} rows\n")


if __name__ == "__main__":
    main()
