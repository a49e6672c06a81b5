#!/usr/bin/env python3
"""Break files at random and count how `vawg` answers: nothing may crash, hang, take too much memory or be stored.

What: makes broken copies of each file of a folder (bytes changed, cut, doubled, taken out, put in, numbers and sizes
exchanged; the parts of xlsx and ods files are broken unpacked, and packed again), and gives them to `vawg validate`
in groups. A group that ends in another way than status 0 or 1, or after more than ten seconds for a file, is run
again file by file. Every fourth group is also given to `vawg ingest`: what was refused must not be stored.

How: python3 scripts/break_files.py PROGRAM FOLDER RUNS [SEED]
FOLDER has a file a layout and form: appendix.xlsx, population.xls. RUNS is the number of broken copies of each file.
Counts are kept in FOLDER/counts.json: a later run with another SEED adds to them. Files that failed are kept in
FOLDER/failed. Python 3 standard library only; Linux (it measures memory with wait4).
"""

import collections
import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

GROUP = 100
SECONDS = 10
BYTES = 1 << 30


def broken(data, chance):
    """One to four changes of some bytes."""
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4])):
        if not data:
            break
        at = chance.randrange(len(data))
        length = min(chance.choice([1, 2, 4, 16, 128, 1024]), len(data) - at)
        piece = bytes(data[at:at + length])
        kind = chance.randrange(8)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, 0x2C, 0x22, 0x3C])
        elif kind == 2:
            del data[at:]
        elif kind == 3:
            data[at:at] = piece
        elif kind == 4:
            del data[at:at + length]
        elif kind == 5:
            number = chance.choice([b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f", b"99999999", b"-1"])
            data[at:at + len(number)] = number
        elif kind == 6:
            other = chance.randrange(len(data))
            data[at:at + length] = data[other:other + length]
        else:
            data[at:at] = bytes(chance.randrange(256) for _ in range(min(length, 16)))
    return bytes(data)


def broken_archive(data, chance):
    """The same in one part of a zip archive, or in the archive itself."""
    if chance.random() < 0.3:
        return broken(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        names = archive.namelist()
        telling = [name for name in names if name.endswith((".xml", ".rels"))]
        chosen = chance.choice([name for name in telling if "sheet" in name or "content" in name] or telling)
        if chance.random() < 0.3:
            chosen = chance.choice(telling)
        for name in names:
            content = archive.read(name)
            packed.writestr(name, broken(content, chance) if name == chosen else content)
    return out.getvalue()


def run(program, arguments):
    """Status (negative for a signal, None for too long), kilobytes and output of a run."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([program, *arguments], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        limit = begun + SECONDS * max(1, sum(not one.startswith("-") for one in arguments) - 2)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > limit:
                child.send_signal(signal.SIGKILL)
                os.wait4(child.pid, 0)
                child.returncode = -9
                return None, 0, b""
            time.sleep(0.005)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return child.returncode, usage.ru_maxrss, out.read()


def statuses(output):
    """The result of each file, from the report for programs."""
    rows = csv.DictReader(io.StringIO(output.decode(errors="replace")))
    return {row["file"]: True for row in rows if row.get("severity") == "error"}


def count(program, files, counts, failed, with_store):
    names = [str(file) for file in files]
    status, kilobytes, output = run(program, ["validate", "--format", "csv", *names])
    if status not in (0, 1) or kilobytes * 1024 > BYTES:
        for name in names:
            status, kilobytes, output = run(program, ["validate", name])
            bad = {None: "hang", 101: "panic"}.get(status, "signal" if status not in (0, 1) else None)
            if bad is None and kilobytes * 1024 > BYTES:
                bad = "memory"
            counts[bad or ("refused" if status else "read")] += 1
            counts["peak"] = max(counts["peak"], kilobytes)
            if bad:
                failed.mkdir(exist_ok=True)
                os.replace(name, failed / f"{bad}-{Path(name).name}")
        return
    refused = statuses(output)
    counts["refused"] += len(refused)
    counts["read"] += len(names) - len(refused)
    counts["peak"] = max(counts["peak"], kilobytes)
    if with_store and refused:
        with tempfile.TemporaryDirectory() as data:
            run(program, ["ingest", "--quiet", "--data", data, *refused])
            counts["refused, given to ingest"] += len(refused)
            counts["stored though refused"] += len([name for name in os.listdir(data) if not name.startswith(".")])


def main():
    program, folder, runs = os.path.abspath(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    seed = sys.argv[4] if len(sys.argv) > 4 else "1"
    kept = folder / "counts.json"
    totals = json.loads(kept.read_text()) if kept.exists() else {}
    seeds = sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".xls", ".xlsx", ".ods"})
    for path in seeds:
        data = path.read_bytes()
        chance = random.Random(f"{seed} {path.name}")
        counts = collections.Counter(totals.get(path.name, {}))
        for begin in range(0, runs, GROUP):
            with tempfile.TemporaryDirectory() as place:
                files = []
                for index in range(begin, min(begin + GROUP, runs)):
                    break_it = broken_archive if path.suffix in {".xlsx", ".ods"} else broken
                    file = Path(place) / f"{path.stem}-{seed}-{index}{path.suffix}"
                    file.write_bytes(break_it(data, chance))
                    files.append(file)
                count(program, files, counts, folder / "failed", begin // GROUP % 4 == 0)
        totals[path.name] = counts
        kept.write_text(json.dumps(totals, indent=1))
        print(path.name, dict(counts), flush=True)
    bad = sum(counts.get(kind, 0) for counts in totals.values() for kind in ("panic", "signal", "hang", "memory", "stored though refused"))
    runs = sum(counts["read"] + counts["refused"] for counts in totals.values())
    print(f"{runs} broken files, {bad} failures")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
