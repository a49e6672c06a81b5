# A force or a charity tracks its own target, here 30% less in six years.
cat > own.csv <<'CSV'
period,value,unit
2022-23,400,offences
2023-24,420,offences
2024-25,390,offences
2025-26,300,offences
2026-27,290,offences
CSV
vawg trajectory --input own.csv --baseline 2023-24 --target 2029-30 --reduction 0.3
vawg trend --input own.csv
