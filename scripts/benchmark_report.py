#!/usr/bin/env python3
"""How long a whole report takes, beside the same charts drawn bare by matplotlib, in one run.

What: `vawg report nao-hc547` into a new folder, and a peer that reads the numbers it wrote, draws
as many charts from them, each as PNG and SVG, and lists every number again; in turn, over and over.
The peer's charts have no notes, no sources, no breaks and no words placed clear of each other, and
its
tables are not made. How:

    cargo build --release
    pip install pandas matplotlib
    python3 scripts/benchmark_report.py [RUNS]
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/vawg"

PEER = """
import sys
from pathlib import Path
import pandas
import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
source, out = Path(sys.argv[1]), Path(sys.argv[2])
for drawing in sorted(source.glob("*.svg")):
    frame = pandas.read_csv(source / f"{drawing.stem}.csv")
    if "period" not in frame:
        continue  # a table
    figure, axes = pyplot.subplots(figsize=(13, 7))
    timed = frame[frame.period.notna() & frame.value.notna()]
    lines = timed.groupby("series")
    if len(timed) and max(len(rows) for _, rows in lines) > 2:
        for name, rows in lines:
            axes.plot(rows.period.astype(str), rows.value, label=name)
        axes.legend()
    else:
        rows = frame[frame.value.notna()]
        axes.barh(rows.series.astype(str), rows.value)
    axes.set_title(drawing.stem)
    figure.savefig(out / f"{drawing.stem}.png", dpi=100)
    figure.savefig(out / f"{drawing.stem}.svg")
    pyplot.close(figure)
    frame.to_csv(out / f"{drawing.stem}.csv", index=False)
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        source, ours, theirs = (Path(folder) / name for name in ("source", "ours", "theirs"))
        report = [str(PROGRAM), "report", "nao-hc547", "--quiet", "--out"]
        subprocess.run([*report, str(source)], check=True)
        charts = sum("period" in path.read_text().split("\n", 1)[0] for path in source.glob("*.csv"))
        peer = f"pandas and matplotlib, {charts} bare charts"
        commands = {
            "vawg report nao-hc547": [*report, str(ours)],
            "the same, --check": [*report, str(source), "--check"],
            peer: [sys.executable, "-c", PEER, str(source), str(theirs)],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                shutil.rmtree(ours, ignore_errors=True)
                shutil.rmtree(theirs, ignore_errors=True)
                theirs.mkdir()
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                if run > 0:  # the first run warms the files
                    taken[name].append(1000 * (time.perf_counter() - start))
    middle = statistics.median(taken[peer])
    print("| command | median ms | least | most | of the peer |")
    print("|---|---:|---:|---:|---:|")
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"| {name} | {median:.0f} | {min(times):.0f} | {max(times):.0f} | {median / middle:.3f} |")


if __name__ == "__main__":
    main()
