#!/usr/bin/env python3
"""Put impossible values into files, take rows out and cut them at a line's end: what do the checks find?

What: takes each CSV and xlsx file of a folder in, so that the cells of its figures are known; puts -5, 10^15, 10^23
and, for counts, a half into figures drawn at random, one at a time; takes out one row with figures, or cuts the file
(CSV) after such a row. A spoilt value counts as found where `vawg validate` gives a finding of that cell; a missing
row or a cut, where it gives any finding that the whole file does not have.

How: python3 scripts/spoil_values.py PROGRAM FOLDER [TRIES] [SEED]
FOLDER has a file for each layout. Python 3.9 or later, openpyxl for xlsx files.
"""

import collections
import csv
import io
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SPOILT = {"-5": -5, "10^15": 10**15, "10^23": 10**23, "half": 0.5}


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)


def findings(program, file):
    out = run(program, "validate", file, "--format", "csv").stdout
    rows = csv.DictReader(io.StringIO(out))
    return collections.Counter((row["severity"], row["rule"], row["sheet"], row["cell"], row["message"]) for row in rows)


def figures(program, file):
    """Sheet, row and column (from 1) and unit of each figure with a value."""
    if file.suffix == ".csv" and file.read_text(encoding="utf-8-sig").startswith("release,table,"):
        # Its figures name the cells that they were read from: their own places are its rows.
        rows = list(csv.DictReader(file.open(newline="")))
        column = list(rows[0]).index("value") + 1
        return [("", number, column, row["statistic"]) for number, row in enumerate(rows, 2) if row["value"]]
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out.csv"
        done = run(program, "ingest", file, "--quiet", "--data", Path(place) / "data", "-o", out)
        if not out.exists():
            print(f"{file.name}: not taken in: {done.stderr.strip()[:200]}")
            return []
        found = []
        for row in csv.DictReader(out.open(newline="")):
            match = re.fullmatch(r"(.*)!([A-Z]+)(\d+)", row["source_ref"])
            if row["value"] and match:
                column = 0
                for letter in match[2]:
                    column = column * 26 + ord(letter) - 64
                found.append((match[1], int(match[3]), column, row["statistic"]))
        return found


class Csv:
    """A CSV whose cells can be exchanged; rows are counted as a spreadsheet counts them."""

    def __init__(self, path):
        self.rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))

    def write(self, rows, path):
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)

    def spoilt(self, place, value, path):
        rows = [list(row) for row in self.rows]
        rows[place[1] - 1][place[2] - 1] = str(value)
        self.write(rows, path)

    def without_row(self, place, path):
        self.write(self.rows[:place[1] - 1] + self.rows[place[1]:], path)

    def cut(self, place, path):
        self.write(self.rows[:place[1]], path)


class Workbook:
    """The same for an xlsx file, which cannot be cut."""

    cut = None

    def __init__(self, path):
        self.path = path

    def opened(self):
        import openpyxl
        return openpyxl.load_workbook(self.path)

    def spoilt(self, place, value, path):
        book = self.opened()
        book[place[0]].cell(place[1], place[2]).value = value
        book.save(path)

    def without_row(self, place, path):
        book = self.opened()
        book[place[0]].delete_rows(place[1])
        book.save(path)


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    tries = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    chance = random.Random(sys.argv[4] if len(sys.argv) > 4 else "1")
    for file in sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".xlsx"}):
        places = figures(program, file)
        if not places:
            continue
        whole = (Csv if file.suffix == ".csv" else Workbook)(file)
        found = collections.Counter()
        tried = collections.Counter()
        with tempfile.TemporaryDirectory() as place:
            # The name tells some layouts which publication it is.
            spoilt = Path(place) / file.name
            if file.suffix == ".csv":
                whole.write(whole.rows, spoilt)
            else:
                whole.opened().save(spoilt)
            before = findings(program, spoilt)
            for name, value in SPOILT.items():
                fitting = [one for one in places if name != "half" or one[3] in {"count", "base", "population"}]
                for one in chance.sample(fitting, min(tries, len(fitting))):
                    whole.spoilt(one, value, spoilt)
                    new = findings(program, spoilt) - before
                    tried[name] += 1
                    letters, number = "", one[2]
                    while number:
                        number, rest = divmod(number - 1, 26)
                        letters = chr(65 + rest) + letters
                    found[name] += any(not one[0] or key[3] == f"{letters}{one[1]}" for key in new)
            for name, action in (("row gone", whole.without_row), ("cut", whole.cut)):
                for one in chance.sample(places, min(tries, len(places))) if action else []:
                    action(one, spoilt)
                    tried[name] += 1
                    found[name] += bool(findings(program, spoilt) - before)
        print(file.name + ": " + ", ".join(f"{name} {found[name]} of {tried[name]}" for name in tried), flush=True)


if __name__ == "__main__":
    main()
