#!/usr/bin/env python3
"""Measures `vawg ingest` on published files, beside programs that only read them.

    cargo build --release
    scripts/benchmark_ingest.py RELEASES [--program target/release/vawg] [--rows 10000000]

RELEASES is the folder of published files. Each program runs in a process of its own, started
anew for every run; the time is the wall clock from start to end, the memory the most that the
process held. Peers that are not installed are left out (pip install openpyxl pandas duckdb polars).
Writes a Markdown table to standard output.
"""

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WORKBOOK = "ons-appendix-tables/appendixtables_ye-dec-2025.xlsx"
OPEN_DATA = "home-office-open-data/prc-pfa-mar2013-onwards-191023.csv"
KNIFE = "home-office-open-data/knifecrime.ods"

# The peers read and group once; they check nothing and store nothing.
PEERS = [
    ("openpyxl, read", "openpyxl", WORKBOOK, """
import openpyxl
book = openpyxl.load_workbook(PATH, read_only=True, data_only=True)
print(sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None))
"""),
    ("pandas, read and group", "pandas", OPEN_DATA, """
import pandas
print(pandas.read_csv(PATH, encoding="utf-8").groupby(["Financial Year", "Offence Code"])["Number of Offences"].sum().size)
"""),
    ("DuckDB, read and group", "duckdb", OPEN_DATA, """
import duckdb
query = 'select "Financial Year", "Offence Code", sum("Number of Offences") from read_csv(?) group by all'
print(len(duckdb.execute(query, [PATH]).fetchall()))
"""),
    ("Polars for Python, read and group", "polars", OPEN_DATA, """
import polars
frame = polars.scan_csv(PATH, schema_overrides={"Offence Code": polars.String})
print(frame.group_by("Financial Year", "Offence Code").agg(polars.col("Number of Offences").sum()).collect().height)
"""),
]


def run(command, folder, environment=None):
    """Seconds and mebibytes of one run."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.execvpe(command[0], command, environment or os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - begun
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(f"{command} ended with {code}")
    return seconds, usage.ru_maxrss / 1024


def measured(name, command, runs, before=None):
    with tempfile.TemporaryDirectory() as folder:
        seconds, memory = [], []
        for number in range(runs + 1):
            if before:
                before(folder)
            one = run(command, folder)
            if number > 0:  # the first run warms the caches
                seconds.append(one[0])
                memory.append(one[1])
    print(
        f"| {name} | {statistics.median(seconds) * 1000:,.0f} | {min(seconds) * 1000:,.0f} | "
        f"{max(seconds) * 1000:,.0f} | {max(memory):,.0f} |",
        flush=True,
    )


def longer(path, rows, target):
    """The same file with so many rows: each copy has offence codes of its own, so that no key is repeated."""
    with open(path, encoding="utf-8") as file:
        header, *lines = file.readlines()
    written, copy = 0, 0
    with open(target, "w", encoding="utf-8") as out:
        out.write(header)
        while written < rows:
            for line in lines[: rows - written]:
                rest, count = line.rsplit(",", 1)
                out.write(f"{rest}-{copy},{count}" if copy else line)
                written += 1
            copy += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("releases")
    arguments.add_argument("--program", default="target/release/vawg")
    arguments.add_argument("--runs", type=int, default=10)
    arguments.add_argument("--rows", type=int, default=0, help="also a file of so many rows, and one of a tenth")
    given = arguments.parse_args()
    program = os.path.abspath(given.program)
    path = lambda name: os.path.abspath(os.path.join(given.releases, name))

    def fresh(folder):
        shutil.rmtree(os.path.join(folder, "data"), ignore_errors=True)

    ingest = lambda file: [program, "ingest", file, "--data", "data"]
    print("| what | median, ms | least, ms | most, ms | memory, MiB |\n|---|---:|---:|---:|---:|")
    measured("`vawg ingest`, the workbook of December 2025", ingest(path(WORKBOOK)), given.runs, fresh)
    measured("`vawg ingest`, Home Office CSV of 258,905 rows", ingest(path(OPEN_DATA)), given.runs, fresh)
    measured("`vawg ingest`, Home Office ODS (knives)", ingest(path(KNIFE)), given.runs, fresh)
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([program, "ingest", path(OPEN_DATA), "--data", data, "--quiet"], check=True)
        trend = [program, "trend", "--crime", "rape", "--data", data]
        measured("`vawg trend` with those rows stored", trend, given.runs)
        pinned = trend + ["--release", "home-office-open-data-2023-q2"]
        measured("`vawg trend` from those rows", pinned, given.runs)
    for name, module, file, code in PEERS:
        if importlib.util.find_spec(module):
            code = f"PATH = {path(file)!r}\n{code}"
            measured(name, [sys.executable, "-c", code], given.runs)
    for rows in [given.rows // 10, given.rows]:
        if rows > 0:
            with tempfile.TemporaryDirectory() as folder:
                file = os.path.join(folder, "long.csv")
                longer(path(OPEN_DATA), rows, file)
                measured(f"`vawg ingest`, {rows:,} rows of that form", ingest(file), 3, fresh)


if __name__ == "__main__":
    main()
