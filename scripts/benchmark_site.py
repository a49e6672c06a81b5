#!/usr/bin/env python3
"""How long the website takes, beside the same charts drawn bare by matplotlib, in one run.

What: `vawg site` into a new folder, and a peer that reads the CSV files of the site, draws as many
charts from them as PNG and SVG, and writes each table as CSV and JSON again; in turn, over and
over. The peer writes no page, no notes and no sources, and marks no breaks. How:

    cargo build --release
    pip install pandas matplotlib
    python3 scripts/benchmark_site.py [RUNS]
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("VAWG", ROOT / "target/release/vawg"))

PEER = """
import sys
from pathlib import Path
import pandas
import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
source, out = Path(sys.argv[1]), Path(sys.argv[2])
for table in sorted(source.glob("*.csv")):
    frame = pandas.read_csv(table)
    frame.to_csv(out / table.name, index=False)
    frame.to_json(out / f"{table.stem}.json", orient="records")
    if not (source / f"{table.stem}.png").exists():
        continue
    figure, axes = pyplot.subplots(figsize=(13, 7))
    timed = frame[frame.period.notna() & frame.value.notna() & (frame.statistic != "change")]
    for name, rows in timed.groupby("series"):
        axes.plot(rows.period.astype(str), rows.value, label=name)
    axes.legend()
    axes.set_title(table.stem)
    figure.savefig(out / f"{table.stem}.png", dpi=100)
    figure.savefig(out / f"{table.stem}.svg")
    pyplot.close(figure)
"""


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (used.ru_utime + used.ru_stime)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        source, ours, theirs = (Path(folder) / name for name in ("source", "ours", "theirs"))
        site = [str(PROGRAM), "site", "--quiet", "--out"]
        subprocess.run([*site, str(source)], check=True)
        files = list(source.iterdir())
        size = sum(path.stat().st_size for path in files) / 1e6
        pages, charts = (len(list(source.glob(f"*.{end}"))) for end in ("html", "png"))
        print(f"{pages} pages, {charts} charts, {len(files)} files, {size:.1f} MB\n")
        peer = f"pandas and matplotlib, {charts} bare charts"
        commands = {
            "vawg site": [*site, str(ours)],
            "the same, --check": [*site, str(source), "--check"],
            "one answer as a page": [str(PROGRAM), "trend", "--crime", "rape", "--format", "html"],
            peer: [sys.executable, "-c", PEER, str(source), str(theirs)],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                shutil.rmtree(ours, ignore_errors=True)
                shutil.rmtree(theirs, ignore_errors=True)
                theirs.mkdir()
                start, used = time.perf_counter(), processor()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                if run > 0:  # the first run warms the files
                    taken[name].append(1000 * (time.perf_counter() - start))
                    spent[name].append(processor() - used)
    middle = statistics.median(taken[peer])
    print("| command | median ms | least | most | processor ms | of the peer |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, times in taken.items():
        median = statistics.median(times)
        used = statistics.median(spent[name])
        print(f"| {name} | {median:.0f} | {min(times):.0f} | {max(times):.0f} | {used:.0f} | {median / middle:.3f} |")


if __name__ == "__main__":
    main()
