# What is to be halved, where does it stand, and could anyone tell?
vawg baseline --all
vawg trajectory --chart halving.png
test -s halving.png
vawg trajectory --observed 2025-26=10.1 --across-breaks --format csv -o trajectory.csv
grep -q ',progress_ratio,' trajectory.csv
