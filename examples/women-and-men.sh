# Whom is a figure about? The same question for women and for men, from the survey alone.
vawg trend --crime sexual-assault --source survey --sex women --age 16-59
vawg trend --crime sexual-assault --source survey --sex men --age 16-59
