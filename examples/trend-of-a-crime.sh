# How have recorded rape and the survey's measure developed? A table, and a chart for a report.
vawg trend --crime rape
vawg trend --crime rape --chart rape.png -o rape.txt
test -s rape.png
