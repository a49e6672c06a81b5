# What can be asked for, and which breaks lie in the figures?
vawg list crimes
vawg list breaks --format csv -o breaks.csv
vawg list releases --format markdown -o releases.md
