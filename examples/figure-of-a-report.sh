# Reproduce Figure 1 of the National Audit Office's report HC 547 from a pinned release, as data
# with its metadata and as a drawing.
vawg trend --crime nao-figure-1 --from 2009-10 --to 2023-24 \
    --release ons-appendix-ye-jun-2025 --format csv -o figure-1.csv --chart figure-1.svg
grep -q ',2023-24,.*,observed,.*,122660.0,' figure-1.csv
test -s figure-1.csv-metadata.json
