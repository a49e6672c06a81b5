#!/bin/sh
# Fetches a published file, takes it in, says what is wrong with it and what changed, and makes a report again.
# For a scheduled job: see docs/schedule.md. The program itself opens no connection.
#
#   scripts/refresh.sh ADDRESS REPORT FOLDER
#
# Exit status: 0 all well, 1 something to look at, 2 wrong use; else that of curl: 22 the address has no such file (yet).
set -eu
[ $# -eq 3 ] || { echo "usage: refresh.sh ADDRESS REPORT FOLDER" >&2; exit 2; }
address=$1 report=$2 folder=$3
vawg=${VAWG:-vawg}
fetched=$(mktemp -d)
trap 'rm -rf "$fetched"' EXIT
# The name of the file says its month in some releases: keep it. ONS gives it after `uri=`.
file=$fetched/$(basename "${address%%\?*}")
case $address in *uri=*) file=$fetched/$(basename "$address") ;; esac

curl --fail --silent --show-error --location --retry 3 --output "$file" "$address"
status=0
# A file that cannot be trusted is refused, and the report stays as it is.
"$vawg" ingest "$file" || exit 1
# The first run has no report to compare with.
if [ -d "$folder" ]; then
    "$vawg" report "$report" --out "$folder" --check || status=1
fi
"$vawg" report "$report" --out "$folder"
exit $status
