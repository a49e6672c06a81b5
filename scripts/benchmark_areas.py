#!/usr/bin/env python3
"""How long a comparison of police forces takes, beside pandas doing the same grouping, in one run.

What: offences by force and financial year, added up over codes and quarters; rates over women and girls;
changes on the year before. From the built-in figures, and from the Home Office's whole file as it was
taken in (pandas reads its CSV). pandas tests nothing, makes no interval and no funnel, and writes no notes
and no sources. Wall time and processor time of whole processes, each command in turn. How:

    cargo build --release
    pip install pandas
    python3 scripts/benchmark_areas.py RELEASES [RUNS]

RELEASES is the folder of published files that scripts/README.md describes.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("VAWG", ROOT / "target/release/vawg"))
HOME_OFFICE = "home-office-open-data/prc-pfa-mar2013-onwards-191023.csv"
OBSERVATIONS = ROOT / "data/observations"

AFTER = """
people = pandas.concat(pandas.read_csv(f"{observations}/ons-population-force-mid-{year}/MYE2-force.csv")
                       for year in (2021, 2022))
people = people[(people.sex == "women") & (people.period == 2022)].set_index("area").value
table = counts.unstack()
table["rate"] = 1000 * table[now] / people
table["change"] = 100 * (table[now] / table[before] - 1)
print(table[[now, "rate", "change"]].to_string())
"""
BUILT_IN = """
import sys
import pandas
observations = sys.argv[1]
now, before = "2022-23", "2021-22"
rows = pandas.read_csv(f"{observations}/home-office-open-data-2023-q2/pfa-rape.csv", dtype={"code": str})
rows = rows[rows.code.isin(["19C", "19D", "19E", "19J"])]
counts = rows.groupby(["area", "period"]).value.sum()
""" + AFTER
WHOLE = """
import sys
import pandas
observations, file = sys.argv[1:3]
now, before = "2022/23", "2021/22"
rows = pandas.read_csv(file, dtype=str)
rows = rows[rows["Offence Code"].isin(["19C", "19D", "19E", "19J"])]
number = rows["Number of Offences"].astype(float)
counts = number.groupby([rows["Force Name"], rows["Financial Year"]]).sum()
""" + AFTER


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (used.ru_utime + used.ru_stime)


def main():
    releases = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    whole = releases / HOME_OFFICE
    asked = [str(PROGRAM), "areas", "--crime", "rape", "--sex", "women", "--period", "2022-23"]
    with tempfile.TemporaryDirectory() as folder:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([str(PROGRAM), "ingest", str(whole), "--data", folder], check=True, **quiet)
        pairs = {
            "built-in figures": (asked, [sys.executable, "-c", BUILT_IN, str(OBSERVATIONS)]),
            "the whole file, taken in": (
                [*asked, "--data", folder],
                [sys.executable, "-c", WHOLE, str(OBSERVATIONS), str(whole)],
            ),
        }
        taken = {(what, who): [] for what in pairs for who in ("vawg areas", "pandas")}
        for run in range(runs + 1):
            for what, commands in pairs.items():
                for who, command in zip(("vawg areas", "pandas"), commands, strict=True):
                    start, used = time.perf_counter(), processor()
                    subprocess.run(command, check=True, **quiet)
                    if run > 0:  # the first run warms the files
                        wall = 1000 * (time.perf_counter() - start)
                        taken[what, who].append((wall, processor() - used))
    sys.stdout.write("| figures | command | median, ms | least | most | processor, ms | of the peer |\n")
    sys.stdout.write("|---|---|---:|---:|---:|---:|---:|\n")
    for (what, who), times in taken.items():
        walls = [wall for wall, _ in times]
        middle = statistics.median(walls)
        peer = statistics.median(wall for wall, _ in taken[what, "pandas"])
        used = statistics.median(used for _, used in times)
        sys.stdout.write(f"| {what} | {who} | {middle:,.0f} | {min(walls):,.0f} | {max(walls):,.0f} | {used:,.0f} "
                         f"| {middle / peer:.3f} |\n")


if __name__ == "__main__":
    main()
