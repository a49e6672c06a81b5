# A bulletin of one's own from its description: drawn, then checked as a scheduled job would.
# EXAMPLES is the folder of this file.
vawg report "$EXAMPLES/bulletin/report.toml" --out bulletin
test -s bulletin/figure-1.png
test -s bulletin/figure-2.svg
grep -q 'police-rape,rape,police,.*2024-25,.*,observed,.*71581' bulletin/figure-1.csv
vawg report "$EXAMPLES/bulletin/report.toml" --out bulletin --check
