#!/usr/bin/env python3
"""Writes the licence texts of every crate that the program is built from.

    python3 scripts/third_party_licences.py > THIRD-PARTY-LICENCES.txt

Texts that many crates share are written once. Exit status 1 if a crate states no licence.
"""

import collections
import json
import pathlib
import subprocess
import sys

NAMES = ("license", "licence", "copying", "notice", "unlicense")


def main():
    metadata = json.loads(
        subprocess.run(
            ["cargo", "metadata", "--format-version", "1", "--locked"], capture_output=True, check=True
        ).stdout
    )
    used = subprocess.run(
        ["cargo", "tree", "--edges", "no-dev,no-build", "--prefix", "none", "--format", "{p}", "--locked"],
        capture_output=True, check=True, text=True,
    ).stdout
    wanted = {tuple(line.split()[:2]) for line in used.splitlines() if line.strip()}
    texts = collections.defaultdict(list)
    unstated = []
    print("Crates that vawg is built from, with the licence that each states:\n")
    for package in sorted(metadata["packages"], key=lambda one: (one["name"], one["version"])):
        if (package["name"], "v" + package["version"]) not in wanted or package["name"] == "vawg":
            continue
        label = f"{package['name']} {package['version']}"
        print(f"  {label}: {package['license'] or 'see its licence file'}")
        folder = pathlib.Path(package["manifest_path"]).parent
        files = [one for one in sorted(folder.iterdir()) if one.is_file() and one.name.lower().startswith(NAMES)]
        if not files and not package["license"]:
            unstated.append(label)
        for file in files:
            texts[file.read_text(encoding="utf-8", errors="replace").strip()].append(label)
    for text, labels in sorted(texts.items(), key=lambda item: item[1]):
        print("\n" + "=" * 79 + "\n" + ", ".join(sorted(set(labels))) + "\n" + "-" * 79 + "\n" + text)
    for label in unstated:
        print(f"no licence: {label}", file=sys.stderr)
    return 1 if unstated else 0


if __name__ == "__main__":
    sys.exit(main())
