#!/usr/bin/env python3
"""Checks that a day's difference of the clock changes no byte of what the program writes.

    scripts/check_same_bytes.py target/release/vawg

Every form of output, a report and the website are written twice: once with a clock of one day and once with that
of the next, in another folder. `faketime` (Debian: faketime) changes the clock. Exit status 1 if a byte differs.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

DAYS = ("2026-11-29 10:00:00", "2026-11-30 17:31:07")
LONG_AFTER = "2096-01-01 00:00:00"
ENDINGS = ("txt", "md", "csv", "json", "xlsx", "ods", "parquet", "html")
ANSWERS = {
    "summary": ["summary"],
    "trend": ["trend", "--crime", "rape"],
    "areas": ["areas", "--crime", "sexual-offences"],
    "prevalence": ["prevalence", "--crime", "vawg-combined", "--base", "12000"],
    "baseline": ["baseline", "--all"],
    "trajectory": ["trajectory"],
    "revisions": ["revisions", "ons-appendix-ye-jun-2025", "ons-appendix-ye-dec-2025"],
    "audit": ["audit", "nao-hc547"],
    "list": ["list", "crimes"],
    "releases": ["list", "releases"],
}
CHARTS = {
    **{name: ANSWERS[name] for name in ("trend", "areas", "prevalence", "trajectory")},
    "multiples": [*ANSWERS["areas"], "--chart-form", "multiples"],
    "forces": [*ANSWERS["areas"], "--chart-form", "list"],
    "revisions": [*ANSWERS["revisions"], "--crime", "rape"],
}


def run(vawg, day, words):
    return subprocess.run(["faketime", "-f", day, vawg, *map(str, words)], capture_output=True, text=True)


def write_all(vawg, day, folder):
    """Writes everything; returns what was refused."""
    folder.mkdir()
    refused = set()
    # A list of names has no facts, and so no Parquet.
    wanted = [(f"{name}.{ending}", [*words, "-o"]) for name, words in ANSWERS.items() for ending in ENDINGS
              if ending != "parquet" or words[0] != "list"]
    wanted += [(f"{name}-{size}.{ending}", [*words, "--size", size, "--chart"])
               for name, words in CHARTS.items() for size in ("web", "a4", "slide") for ending in ("svg", "png")]
    wanted += [("report", ["report", "nao-hc547", "--out"]), ("site", ["site", "--out"])]
    for name, words in wanted:
        done = run(vawg, day, [*words, folder / name])
        if done.returncode and not (folder / name).exists():
            refused.add(name)
            print(f"not written: {name}: {done.stderr.strip()[:100]}")
    return refused


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main():
    vawg = pathlib.Path(sys.argv[1]).resolve()
    if not shutil.which("faketime"):
        print("faketime is not installed: nothing was checked")
        return 1
    # The clock does reach the program: it tells old releases from new ones.
    status = [run(vawg, f"@{day}", ["list", "releases", "--older-than", "30y"]).returncode for day in (DAYS[0], LONG_AFTER)]
    if status != [0, 1]:
        print(f"the changed clock does not reach the program: {status}")
        return 1
    with tempfile.TemporaryDirectory() as place:
        folders = [pathlib.Path(place) / name for name in ("one", "another-place")]
        refused = [write_all(vawg, f"@{day}", folder) for day, folder in zip(DAYS, folders)]
        one, other = map(contents, folders)
    differing = sorted(str(name) for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    for name in differing:
        print(f"differs: {name}")
    kinds = {}
    for name in one:
        kinds[name.suffix] = kinds.get(name.suffix, 0) + 1
    print(f"{len(one)} files ({', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}), "
          f"{len(differing)} differ")
    return 1 if differing or refused[0] or refused[1] else 0


if __name__ == "__main__":
    sys.exit(main())
