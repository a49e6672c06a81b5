# How many people, with what uncertainty, and was there a change?
vawg prevalence --crime violence
vawg prevalence --crime sexual-assault --sex women --age 16-59 --base 2009-10=11000,2023-24=6000 --compare 2009-10
