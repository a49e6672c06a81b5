"""The release files, read only when they are what SHA256SUMS says, and the columns of the tidy files.

Used by survey_observations.py; run that.
"""

import csv
import hashlib
import io
import sys
from pathlib import Path

HEADER = ("release table source_ref code label group breakdown sex age area area_code period statistic unit value "
          "marker standard_error lower upper base status notes withheld").split()
AREA = "England and Wales"
SEXES = {"": "all", "Female": "women", "Male": "men"}
AGES = {"16 to 59": "16-59", "16 to 74": "16-74", "16 and over": "16+", "all ages": "all"}


def stop(message):
    sys.exit(f"error: {message}")


class Inputs:
    """The release files, each read only after its SHA-256 has been compared with SHA256SUMS."""

    def __init__(self, folder):
        self.folder = Path(folder)
        sums = self.folder / "SHA256SUMS"
        if not sums.is_file():
            stop(f"`{sums}` is not there; give the folder that holds the releases")
        lines = (line.split(maxsplit=1) for line in sums.read_text("utf-8").splitlines() if line.strip())
        self.sums = {name.strip().lstrip("*").removeprefix("./"): digest for digest, name in lines}

    def rows(self, name):
        """Rows of a CSV file as dictionaries, with the spreadsheet row number under `#`."""
        data = self.bytes(name)
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        return [{**row, "#": number} for number, row in enumerate(reader, 2)]

    def bytes(self, name):
        data = (self.folder / name).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sums.get(name):
            stop(f"`{name}` is not the file that SHA256SUMS describes")
        return data


def column_letter(index):
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def financial_year(start):
    """`2004`, `2004/05` and `2004 to 2005` all begin in April 2004: 2004-05."""
    year = int(start[:4])
    return f"{year}-{(year + 1) % 100:02d}"


def survey_status(period):
    """YE March 2022 and 2023 were not badged; a year without a survey has no badge; later badges are not known."""
    if period in ("2020-21", "2021-22", "2022-23"):
        return "not badged"
    return "accredited" if period < "2021" else "official"


def observation(release, table, source_ref, label, sex, age, period, statistic, unit, value, **more):
    row = dict.fromkeys(HEADER, "")
    row.update(release=release, table=table, source_ref=source_ref, label=label, sex=sex, age=age, area=AREA,
               period=period, statistic=statistic, unit=unit, value=value, **more)
    return row


def write(folder, release, rows):
    """Writes the rows of a release, each table as FOLDER/RELEASE/TABLE.csv; files of other tables there go."""
    target = Path(folder) / release
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.csv"):
        old.unlink()
    for table in sorted({row["table"] for row in rows}):
        with open(target / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADER, lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if row["table"] == table)
