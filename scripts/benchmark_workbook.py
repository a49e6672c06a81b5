#!/usr/bin/env python3
"""How long a workbook takes, beside gptables for Python writing the same table, in one run.

    cargo build --release
    pip install gptables openpyxl pandas
    python3 scripts/benchmark_workbook.py [RUNS]

What: a whole process from start to end, each command in turn, over and over: wall clock and processor time, in
milliseconds. The peer reads the table of our workbook from a CSV and writes it with one sheet, and with no cover,
contents, notes or findings, which ours has. The last line is gptables' writing alone, without starting Python
and loading pandas: what is left of it when one process writes many workbooks.
"""

import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/vawg"
ANSWER = ["trend", "--crime", "rape", "--source", "police"]
PEER = """
import gptables, pandas, time
table = pandas.read_csv("table.csv", dtype=str)
start = time.perf_counter()
sheet = gptables.GPTable(table=table, table_name="Table_1", title="Rape", subtitles=[], scope="England and Wales",
                         source="ONS", index_columns={1: 0})
gptables.write_workbook("peer.xlsx", {"Table 1": sheet}, contentsheet_label=None)
print(1000 * (time.perf_counter() - start))
"""


def table(book: Path, to: Path) -> int:
    """The table of the workbook as CSV; returns its rows."""
    rows = [[cell for cell in row] for row in openpyxl.load_workbook(book)["Table 1"].iter_rows(values_only=True)]
    first = next(index for index, row in enumerate(rows) if sum(cell is not None for cell in row) > 1)
    with open(to, "w", newline="") as file:
        csv.writer(file).writerows(rows[first:])
    return len(rows) - first - 1


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (used.ru_utime + used.ru_stime)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    commands = {
        "`vawg trend`, xlsx": [str(PROGRAM), *ANSWER, "-o", "ours.xlsx"],
        "`vawg trend`, ods": [str(PROGRAM), *ANSWER, "-o", "ours.ods"],
        "gptables, the table alone": [sys.executable, "-c", PEER],
    }
    walls: dict[str, list[float]] = {name: [] for name in commands}
    busy: dict[str, list[float]] = {name: [] for name in commands}
    inside: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(commands["`vawg trend`, xlsx"], cwd=folder, check=True)
        rows = table(Path(folder) / "ours.xlsx", Path(folder) / "table.csv")
        for run in range(runs + 1):
            for name, command in commands.items():
                start, before = time.perf_counter(), processor()
                done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
                if run == 0:  # the first run warms the files
                    continue
                walls[name].append(1000 * (time.perf_counter() - start))
                busy[name].append(processor() - before)
                if name.startswith("gptables"):
                    inside.append(float(done.stdout.split()[-1]))
    peer = statistics.median(walls["gptables, the table alone"])
    print(f"One table of {rows} rows.\n")
    print("| command | median, ms | least | most | processor, ms | of the peer |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, times in walls.items():
        median = statistics.median(times)
        print(f"| {name} | {median:.0f} | {min(times):.0f} | {max(times):.0f} | {statistics.median(busy[name]):.0f} "
              f"| {median / peer:.3f} |")
    median = statistics.median(inside)
    print(f"| of that, writing | {median:.0f} | {min(inside):.0f} | {max(inside):.0f} |  | {median / peer:.3f} |")


if __name__ == "__main__":
    main()
