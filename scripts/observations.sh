#!/usr/bin/env bash
# Makes the figures built into the program again from the published files.
#
#   scripts/observations.sh RELEASES
#
# RELEASES is a folder that holds the files as published, in the sub-folders that
# scripts/README.md names, with their SHA256SUMS. Writes data/observations/RELEASE/TABLE.csv, one
# tidy CSV a table; nothing changes when the files are the same.
set -euo pipefail
cd "$(dirname "$0")/.."
releases=${1:?usage: scripts/observations.sh RELEASES}

cargo build --quiet
for period in jun-2025 dec-2025; do
    file="$releases/ons-appendix-tables/appendixtables_ye-$period.xlsx"
    target/debug/vawg ingest "$file" -o - --quiet | python3 scripts/split_tables.py
done
python3 scripts/survey_observations.py "$releases"
python3 scripts/deflators.py "$releases"
