# Offences per 1,000 population, and index numbers that stop at a break.
vawg trend --crime sexual-offences --source police --rate
vawg trend --crime stalking-and-harassment --source police --index 2023-24 --from 2018-19
