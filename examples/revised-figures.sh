# What did the same year look like in an earlier release?
vawg trend --crime rape --source police --from 2022-23 \
    --release ons-appendix-ye-jun-2025,ons-appendix-ye-dec-2025
