#!/usr/bin/env python3
"""Break published workbooks on purpose and count how often `vawg validate` notices.

What: takes each ONS appendix workbook of a folder, makes one change at a time in a table that is taken (one number
in a table covered by an identity; two columns swapped, with their headings or without; a row deleted; a row there
twice; headings shifted), and runs the program on the broken copy. A change is found when the program says something
that it does not say of the workbook as published.

Why: a check that never fires is worth nothing. The figure stands in docs/published-errors.md.

How: python3 scripts/mutations.py PROGRAM RELEASES_DIR [CHANGES [SEED]]
PROGRAM is the built program; CHANGES is how many to make of each kind in each workbook (50 unless stated). Changes are
made in the XML of the sheet, so that nothing else of the workbook changes. Python 3 standard library only.
"""

import csv
import io
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Tables taken whole, and of the survey's tables the rows that are taken.
TABLES = ["A5a", "A5b", "A7", "B2", "B9a", "B9b", "B10", "E2a", "E2b", "B1a", "B1c", "B1e", "B1g"]
VIOLENCE = {"A1a", "A2a", "A3a", "A4a"}
VIOLENCE_ROWS = ["VIOLENCE", "Violence with injury", "Wounding", "Assault with minor injury", "Violence without injury"]
# Tables in which every number takes part in an identity, but for rows that single out a part of another.
COVERED = ["A5a", "A5b", "A7", "B2", "B9a", "B9b", "B10", "E2a", "E2b", "A1a", "A2a"]
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
PERIOD = re.compile(r"(?:[A-Z][a-z]{2} )?\d{4}")
KINDS = ["number", "swap", "swap figures only", "delete row", "row twice", "shift headings", "one heading"]


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Workbook:
    """The parts of an xlsx file, and its sheets as dictionaries of cells."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        shared = self.parts["xl/sharedStrings.xml"].decode()
        self.strings = ["".join(re.findall(r"<t[^>]*>(.*?)</t>", item, re.S))
                        for item in re.findall(r"<si>(.*?)</si>", shared, re.S)]
        relations = dict(re.findall(r'<Relationship [^>]*?Id="([^"]+)"[^>]*?Target="([^"]+)"',
                                    self.parts["xl/_rels/workbook.xml.rels"].decode()))
        relations |= {one: target for target, one in
                      re.findall(r'<Relationship [^>]*?Target="([^"]+)"[^>]*?Id="([^"]+)"',
                                 self.parts["xl/_rels/workbook.xml.rels"].decode())}
        book = self.parts["xl/workbook.xml"].decode()
        self.sheets = {}
        for name, relation in re.findall(r'<sheet [^>]*?name="([^"]+)"[^>]*?r:id="([^"]+)"', book):
            part = "xl/" + relations[relation].removeprefix("/xl/").removeprefix("xl/")
            text = self.parts[part].decode()
            cells = {}
            for letters, row, attributes, inner in CELL.findall(text):
                if inner:
                    cells[int(row), column_number(letters)] = (attributes, inner)
            self.sheets[name] = (part, cells)

    def text(self, cell):
        """What a cell shows."""
        if cell is None:
            return ""
        attributes, inner = cell
        value = re.search(r"<v>(.*?)</v>", inner, re.S)
        if 't="s"' in attributes and value:
            return self.strings[int(value.group(1))]
        inline = re.findall(r"<t[^>]*>(.*?)</t>", inner, re.S)
        return "".join(inline) if inline else (value.group(1) if value else "")

    def number(self, cell):
        if cell is None or 't="' in cell[0]:
            return None
        value = re.search(r"<v>(.*?)</v>", cell[1])
        return float(value.group(1)) if value else None

    def save(self, path, sheet, cells):
        part = self.sheets[sheet][0]
        rows = {}
        for (row, column), (attributes, inner) in sorted(cells.items()):
            rows.setdefault(row, []).append(f'<c r="{column_letters(column)}{row}"{attributes}>{inner}</c>')
        data = "".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items())
        text = self.parts[part].decode()
        start, end = text.index("<sheetData"), text.index("</sheetData>")
        start = text.index(">", start) + 1
        text = re.sub(r"<(mergeCells|tableParts|hyperlinks|conditionalFormatting|dataValidations)\b.*?</\1>", "",
                      text[:start] + data + text[end:], flags=re.S)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, text.encode() if name == part else content)


class Table:
    """Where a published table stands."""

    def __init__(self, workbook, sheet, name, title_row, first_column, last_column):
        cells = workbook.sheets[sheet][1]
        self.sheet, self.name = sheet, name
        columns = range(first_column, last_column + 1)
        self.heading = next(row for row in range(title_row + 1, title_row + 14)
                            if sum(bool(PERIOD.search(workbook.text(cells.get((row, column))))) for column in columns) > 1)
        headings = {column: workbook.text(cells.get((self.heading, column))) for column in columns}
        self.levels = [column for column, text in headings.items()
                       if PERIOD.search(text) and "change" not in text.lower() and "compared" not in text.lower()]
        self.changes = [column for column, text in headings.items() if "change" in text.lower()]
        self.label = max(column for column, text in headings.items() if text and column < self.levels[0])
        self.first, self.last = first_column, last_column
        self.rows = []
        row = self.heading + 1
        while any(workbook.text(cells.get((row, column))).strip() for column in columns):
            self.rows.append(row)
            row += 1
        if name in VIOLENCE:
            self.rows = [row for row in self.rows
                         if workbook.text(cells.get((row, self.label))).split("[")[0].strip() in VIOLENCE_ROWS]
        # Rows of unweighted bases are not figures; the bases of the tables are compared, but one base is not an identity.
        self.rows = [row for row in self.rows
                     if not workbook.text(cells.get((row, self.label))).startswith("Unweighted")]


def tables(workbook):
    found = {}
    for sheet, (_, cells) in workbook.sheets.items():
        titles = [(place, match.group(1)) for place, cell in sorted(cells.items())
                  if (match := re.match(r"\s*Table ([A-Z]\d+[a-z]?)\s*:", workbook.text(cell)))]
        width = max((column for _, column in cells), default=0)
        for (row, column), name in titles:
            if name in TABLES or name in VIOLENCE:
                beside = [other for (other_row, other), _ in titles if other_row == row and other > column]
                found[name] = Table(workbook, sheet, name, row, column, min(beside, default=width + 1) - 1)
    return found


def with_number(cell, number):
    attributes, inner = cell
    text = repr(number) if number % 1 else str(int(number))
    return attributes, re.sub(r"<f.*?</f>|<f[^>]*/>", "", re.sub(r"<v>.*?</v>", f"<v>{text}</v>", inner), flags=re.S)


def text_cell(cell, text):
    attributes = re.sub(r'\bt="[^"]*"', "", cell[0])
    return attributes + ' t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>'


def broken_number(random, number, whole):
    """A slip of the hand: one off, a digit changed, two digits swapped, ten times as much."""
    for _ in range(20):
        kind = random.choice(["one", "digit", "swap", "ten"])
        if kind == "ten" and number:
            return number * 10
        if kind == "one" and whole:
            return number + random.choice([-1, 1]) if number else 1
        digits = list(repr(abs(number))) if not whole else list(str(int(abs(number))))
        # Beyond the ninth digit a share or a rate is as good as equal.
        places = [place for place, digit in enumerate(digits[:9]) if digit.isdigit()]
        place = random.choice(places)
        if kind == "digit":
            digits[place] = random.choice([digit for digit in "0123456789" if digit != digits[place]])
        elif kind == "swap" and place + 1 < len(digits) and digits[place + 1].isdigit():
            digits[place], digits[place + 1] = digits[place + 1], digits[place]
        changed = float("".join(digits))
        if abs(changed - abs(number)) > 1e-7 * max(abs(number), 1e-3):
            return changed if number >= 0 else -changed
    return number + 1


def mutate(random, workbook, table, kind, flagged):
    """The cells of the sheet after one change, and what was done; nothing where the change changes nothing."""
    cells = dict(workbook.sheets[table.sheet][1])
    if kind == "number":
        places = [(row, column) for row in table.rows for column in table.levels
                  if workbook.number(cells.get((row, column))) is not None
                  and "of which" not in workbook.text(cells.get((row, table.label))).lower()
                  and f"{column_letters(column)}{row}" not in flagged.get(table.sheet, ())]
        if not places:
            return None
        place = random.choice(places)
        number = workbook.number(cells[place])
        changed = broken_number(random, number, number % 1 == 0)
        # An estimate in thousands is rounded: a smaller difference is not a contradiction.
        while table.name == "A1a" and abs(changed - number) < max(3, 0.01 * number):
            changed = broken_number(random, number, True)
        cells[place] = with_number(cells[place], changed)
        return cells, f"{column_letters(place[1])}{place[0]} {number} -> {changed}"
    if kind.startswith("swap"):
        one, other = random.sample(table.levels, 2)
        rows = list(table.rows) + ([table.heading] if kind == "swap" else [])
        same = True
        for row in rows:
            first, second = cells.pop((row, one), None), cells.pop((row, other), None)
            same = same and workbook.text(first) == workbook.text(second)
            if second is not None:
                cells[row, one] = second
            if first is not None:
                cells[row, other] = first
        return None if same else (cells, f"columns {column_letters(one)} and {column_letters(other)}")
    if kind in ("delete row", "row twice"):
        row = random.choice(table.rows)
        step = -1 if kind == "delete row" else 1
        inside = range(table.first, table.last + 1)
        moved = {}
        for (at, column), cell in cells.items():
            if column not in inside or at < row or (at == row and step == 1):
                moved[at, column] = cell
            if column in inside and (at > row or (at == row and step == 1)):
                moved[at + step, column] = cell
        return moved, f"row {row} {workbook.text(cells.get((row, table.label)))!r}"
    headings = {column: workbook.text(cells[table.heading, column]) for column in table.levels}
    if kind == "shift headings":
        way = random.choice(["left", "right", "year"])
        shifted = dict(headings)
        if way == "year":
            shifted = {column: re.sub(r"\d{4}", lambda year: str(int(year.group()) - 1), text)
                       for column, text in headings.items()}
        else:
            for place, column in enumerate(table.levels):
                other = place + (1 if way == "left" else -1)
                shifted[column] = headings[table.levels[max(0, min(other, len(table.levels) - 1))]]
        for column, text in shifted.items():
            cells[table.heading, column] = text_cell(cells[table.heading, column], text)
        return cells, way
    column = random.choice(table.levels)
    other = random.choice([one for one in table.levels if headings[one].split() != headings[column].split()])
    cells[table.heading, column] = text_cell(cells[table.heading, column], headings[other])
    return cells, f"{column_letters(column)} headed as {column_letters(other)}"


def findings(program, path, data):
    run = subprocess.run([program, "validate", path, "--format", "csv", "--data", data],
                         capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{program} failed: {run.stderr}")
    if not run.stdout:
        return {("refused", run.stderr)}, run.stderr
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    return {(row["rule"], row["sheet"], row["cell"], row["value"], row["message"]) for row in rows if row["rule"]}, rows


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, releases = sys.argv[1], Path(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    totals, missed = {}, []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        data = Path(folder, "data")
        data.mkdir()
        for path in sorted(Path(releases, "ons-appendix-tables").glob("*.xlsx")):
            workbook = Workbook(path)
            copy = Path(folder, "as-published.xlsx")
            copy.write_bytes(path.read_bytes())
            before, rows = findings(program, str(copy), str(data))
            flagged = {}
            for row in rows:
                flagged.setdefault(row["sheet"], set()).add(row["cell"])
            places = tables(workbook)
            jobs = []
            for kind in KINDS:
                names = [name for name in places if kind != "number" or name in COVERED]
                for number in range(wanted):
                    # Large tables first, but each table in its turn.
                    name = names[number % len(names)] if number % 2 else chance.choice(["A5a", "A5b", "A7"])
                    done = mutate(chance, workbook, places[name], kind, flagged)
                    if done:
                        jobs.append((kind, name, places[name].sheet, *done))

            def run(job, number):
                kind, name, sheet, cells, what = job
                broken = Path(folder, f"broken-{number}.xlsx")
                workbook.save(broken, sheet, cells)
                after, _ = findings(program, str(broken), str(data))
                broken.unlink()
                return kind, name, what, bool(after - before)

            for kind, name, what, found in pool.map(run, jobs, range(len(jobs))):
                made, seen = totals.get(kind, (0, 0))
                totals[kind] = made + 1, seen + found
                if not found:
                    missed.append(f"{path.name} {name}: {kind}, {what}")
    for kind, (made, seen) in totals.items():
        print(f"{kind:18} {seen:5} of {made:5} found ({100 * seen / made:.1f}%)")
    made, seen = (sum(one[place] for one in totals.values()) for place in (0, 1))
    print(f"{'all':18} {seen:5} of {made:5} found ({100 * seen / made:.1f}%)")
    for text in missed:
        print(f"not found: {text}")
    sys.exit(0 if seen >= 0.99 * made else 1)


if __name__ == "__main__":
    main()
