#!/usr/bin/env python3
"""How long the program takes for its main job, beside pandas with matplotlib, in one run.

What: runs each command in turn, over and over, and prints the median and the range of its wall
time in milliseconds, and the ratio to the peer's. Why in turn: a machine's speed drifts, a ratio
taken in one run does not. How:

    cargo build --release
    pip install pandas matplotlib
    python3 scripts/benchmark.py [RUNS]

The peer reads the same figures from the same tidy CSV and draws a bare line chart as PNG.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/vawg"
FIGURES = ROOT / "data/observations/ons-appendix-ye-dec-2025/A5a.csv"

PEER = f"""
import pandas
frame = pandas.read_csv({str(FIGURES)!r}, dtype={{"code": str}})
rows = frame[(frame.table == "A5a") & (frame.label == "Rape") & (frame.statistic == "count")]
print(rows[["period", "value"]].tail(7).to_string())
import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
pyplot.plot(rows.period, rows.value)
pyplot.savefig("peer.png")
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    commands = {
        "vawg trend --crime rape": [str(PROGRAM), "trend", "--crime", "rape"],
        "the same with a chart as PNG": [str(PROGRAM), "trend", "--crime", "rape", "--chart", "rape.png"],
        "vawg trajectory": [str(PROGRAM), "trajectory"],
        "vawg trajectory with a chart as PNG": [str(PROGRAM), "trajectory", "--chart", "halving.png"],
        "pandas and matplotlib, bare line chart": [sys.executable, "-c", PEER],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
                if run > 0:  # the first run warms the files
                    taken[name].append(1000 * (time.perf_counter() - start))
    peer = statistics.median(taken["pandas and matplotlib, bare line chart"])
    print("| command | median ms | least | most | of the peer |")
    print("|---|---:|---:|---:|---:|")
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"| {name} | {median:.0f} | {min(times):.0f} | {max(times):.0f} | {median / peer:.3f} |")


if __name__ == "__main__":
    main()
