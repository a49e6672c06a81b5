"""The figures known only from quotations, and the population estimates, as rows of the tidy files.

Used by survey_observations.py; run that. A quotation says who printed it; nothing here is checked against the
publisher's own tables.
"""

from release_files import AGES, column_letter, financial_year, observation, stop, survey_status

QUOTES = "quoted/headline_quotes.csv"
COMBINED = "quoted/combined_measure.csv"
POPULATION = "quoted/population_england_wales.csv"
PERSONS_2024 = "ons-population/mye24tablesew.csv"
POPULATION_2020 = "ons-population/ukpopestimatesmid2020on2021geography.xls"

DOMESTIC = "Domestic abuse (any)"
DOMESTIC_NEW = "Domestic abuse (any), new questions"

ONS = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/"
NEW_QUESTIONS = ONS + "articles/redevelopmentofdomesticabusestatistics/latest"
ONS_EMAIL_2023 = "https://content.govdelivery.com/accounts/UKONS/bulletins/37c97cc"
DOMESTIC_OLD_2024 = "domestic abuse (any) OLD questions"
DOMESTIC_NEW_QUOTED = "domestic abuse (any) NEW questions"
SEXUAL_QUOTED = "sexual assault (any, incl. attempts)"
UNION_QUOTED = "domestic abuse, sexual assault or stalking (combined)"
QUOTED_LABELS = {
    "domestic abuse (any)": DOMESTIC,
    DOMESTIC_OLD_2024: DOMESTIC,
    DOMESTIC_NEW_QUOTED: DOMESTIC_NEW,
    SEXUAL_QUOTED: "Sexual assault (any, including attempts)",
    "stalking (any)": "Stalking (any)",
    "harassment (any)": "Harassment (any)",
    UNION_QUOTED: "Domestic abuse, sexual assault or stalking (combined)",
}

# One entry a quotation taken: release, measure, age, year ending March, sexes, what to take (p prevalence,
# v victims), address where the list has none of its own or another is nearer to the publisher, note.
# Left out: figures as first published on bases since adjusted (YE March 2013), and figures that the files above
# hold in full.
QUOTATIONS = [
    ("quoted-nao-hc547", "domestic abuse (any)", "16 to 59", "2010", "women", "p", "https://www.nao.org.uk",
     "HC 547, paragraph 1.8; paragraph 7 of the summary prints the same"),
    ("quoted-nao-hc547", "domestic abuse (any)", "16 to 59", "2024", "women", "p", "https://www.nao.org.uk",
     "HC 547, paragraph 1.8; paragraph 7 of the summary prints the same; old questions"),
    ("quoted-nao-hc547", SEXUAL_QUOTED, "16 to 59", "2010", "women", "p", "https://www.nao.org.uk",
     "HC 547, paragraph 1.8; paragraph 7 of the summary prints the same"),
    ("quoted-nao-hc547", SEXUAL_QUOTED, "16 to 59", "2024", "women", "p", "https://www.nao.org.uk",
     "HC 547, paragraph 1.8; paragraph 7 of the summary prints the same"),
    ("quoted-esrc-sdai", "domestic abuse (any)", "16 to 59", "2018", "women men", "p", None,
     "age band not stated in the quotation; 16 to 59 is that of the headline of the year"),
    ("quoted-ons-bulletins", "domestic abuse (any)", "16 to 74", "2019", "women men", "pv", None, ""),
    ("quoted-ons-bulletins", "domestic abuse (any)", "16 to 74", "2020", "women men all", "pv", None, ""),
    ("quoted-ons-bulletins", SEXUAL_QUOTED, "16 to 74", "2020", "women men", "v", None, ""),
    ("quoted-ons-bulletins", "domestic abuse (any)", "16 and over", "2022", "women men all", "pv", None,
     "six months of interviews"),
    ("quoted-ons-bulletins", SEXUAL_QUOTED, "16 and over", "2022", "all", "v", None, "six months of interviews"),
    ("quoted-family-law-cafe-2023", "domestic abuse (any)", "16 and over", "2023", "women men all", "p",
     "https://familylawcafe.co.uk/2023/12/10/1-in-5-adults-experience-domestic-abuse-in-their-lifetime/",
     "eight months of interviews"),
    ("quoted-ons-bulletins", "domestic abuse (any)", "16 and over", "2023", "women men all", "v", ONS_EMAIL_2023,
     "eight months of interviews"),
    ("quoted-ons-bulletins", "stalking (any)", "16 and over", "2023", "men", "p", None, "eight months of interviews"),
    ("quoted-ons-bulletins", SEXUAL_QUOTED, "16 and over", "2023", "men", "p", None, "eight months of interviews"),
    ("quoted-ons-bulletins", DOMESTIC_OLD_2024, "16 and over", "2024", "women men all", "v", None,
     "old questions, half the sample"),
    ("quoted-ons-bulletins", DOMESTIC_NEW_QUOTED, "16 and over", "2024", "women men all", "pv", NEW_QUESTIONS,
     "half the sample"),
    ("quoted-ons-bulletins", DOMESTIC_NEW_QUOTED, "16 and over", "2025", "all", "pv", None, "half the sample"),
    ("quoted-domestic-abuse-commissioner", DOMESTIC_NEW_QUOTED, "16 and over", "2025", "women men", "v", None,
     "half the sample"),
    ("quoted-ons-bulletins", SEXUAL_QUOTED, "16 to 59", "2024", "all", "p", None, ""),
    ("quoted-ons-bulletins", SEXUAL_QUOTED, "16 to 59", "2025", "all", "p", None, ""),
    ("quoted-ons-bulletins", SEXUAL_QUOTED, "16 and over", "2025", "women men all", "pv", None, "half the sample"),
    ("quoted-dailynewsen", "stalking (any)", "16 and over", "2023", "all", "p", None, "eight months of interviews"),
    ("quoted-dailynewsen", "stalking (any)", "16 to 59", "2024", "all", "p", None, ""),
    ("quoted-cardiff-news-online", "stalking (any)", "16 and over", "2024", "women men all", "pv", None, ""),
    ("quoted-bbc-copy-2025", "stalking (any)", "16 and over", "2025", "all", "pv", None, ""),
    ("quoted-bbc-copy-2025", "harassment (any)", "16 and over", "2025", "all", "pv", None, ""),
    ("quoted-pa-2025", UNION_QUOTED, "16 and over", "2024", "women men all", "pv", None,
     "ONS: not to be tested against the other year"),
    ("quoted-pa-2025", UNION_QUOTED, "16 and over", "2025", "women men all", "pv", None,
     "ONS: not to be tested against the other year"),
]

# Printed by the National Audit Office and not in the lists: (label, sex, age, period, value, note).
NAO_VICTIMS = [
    (DOMESTIC, "women", "16-59", "2023-24", "1200000", "HC 547, Figure 2, printed as `over 1.2 million`"),
    (DOMESTIC, "men", "16-59", "2023-24", "550000", "HC 547, Figure 2, printed as `over 550,000`"),
    (DOMESTIC, "all", "16+", "ye-jun-2024", "2200000", "HC 547, paragraph 1.7 and Figure 4, printed as `around 2.2 "
                                                       "million`; men and boys included"),
]


def victims(text):
    """`1.4 million`, `700,000`, `nearly 2.0 million` as people, and what a plain number does not say."""
    words = text.split()
    number = words[-2] if words[-1] == "million" else words[-1]
    people = round(float(number) * 1_000_000) if words[-1] == "million" else int(number.replace(",", ""))
    return str(people), f"printed as `{text}`"


def address_of(rows, row):
    """The address of a quotation; `same ...` in the list means that of the row above."""
    source = row["source"]
    at = rows.index(row)
    while source.startswith("same"):
        at -= 1
        source = rows[at]["source"]
    start = source.index("http")
    return source[start:].split(" ")[0].rstrip(";")


def quotations(inputs):
    lists = {QUOTES: inputs.rows(QUOTES), COMBINED: inputs.rows(COMBINED)}
    observations = []
    for release, measure, age, year, sexes, take, address, note in QUOTATIONS:
        rows = lists[COMBINED if measure == UNION_QUOTED else QUOTES]
        for sex in sexes.split():
            found = [row for row in rows if (row["measure"], row["age"], row["year_ending_march"], row["sex"])
                     == (measure, age, year, sex)]
            if not found or (len(found) > 1 and measure != UNION_QUOTED):
                stop(f"quotation of {measure}, {sex} {age}, {year}: {len(found)} rows in the list")
            observations += quoted_rows(release, found, rows, take, address, note, QUOTED_LABELS[measure], sex)
    for label, sex, age, period, value, note in NAO_VICTIMS:
        observations.append(observation("quoted-nao-hc547", "quoted", "https://www.nao.org.uk", label, sex, age, period,
                                        "victims", "people", value, status="official", notes=note))
    return observations


def quoted_rows(release, found, rows, take, address, note, label, sex):
    row = found[0]
    period = financial_year(str(int(row["year_ending_march"]) - 1))
    union = row["measure"] == UNION_QUOTED
    common = release, "quoted", address or address_of(rows, row), label, sex, AGES[row["age"]], period
    status = "in development" if union else survey_status(period)
    taken = []
    if "p" in take and row["percent"]:
        taken.append(observation(*common, "prevalence", "per cent", row["percent"], status=status, notes=note))
    if "v" in take and row["victims_as_quoted"]:
        people, printed = victims(row["victims_as_quoted"])
        others = [f"copies of a BBC report print {other['victims_as_quoted']}" for other in found[1:]
                  if other["victims_as_quoted"] != row["victims_as_quoted"]]
        taken.append(observation(*common, "victims", "people", people, status=status,
                                 notes="; ".join(filter(None, [printed, *others, note]))))
    return taken


def populations(inputs):
    """Mid-year estimates: sums of single years of age, and the published totals of all ages since 2001."""
    inputs.bytes(POPULATION_2020)
    last = {"16-59": "BL", "16-74": "CA", "16+": "CQ"}
    sheets = {"all": "MYE2 - Persons", "men": "MYE2 - Males", "women": "MYE2 - Females"}
    observations = []
    for row in inputs.rows(POPULATION):
        year, sex, age = row["mid_year"], row["sex"], AGES[row["age"]]
        note = f"mid-year {year}"
        if age == "all":
            release, table = "ons-population-2001-to-2020", "MYE4"
            reference = f"MYE4!{column_letter(3 + 2020 - int(year))}11"
        else:
            release, table, note = f"ons-population-mid-{year}", "MYE2", note + ", sum of single years of age"
            reference = {"2020": f"{sheets[sex]}!U11:{last[age]}11",
                         "2024": f"{PERSONS_2024.rsplit('/', 1)[1]}!U2:{last[age]}2",
                         "2018": f"{sheets[sex]}, K04000001"}[year]
        if year == "2018" and age != "all":
            note += "; the workbook is not held, the sums are as listed"
        if year == "2020" and age != "all":
            note += "; before the rebasing on Census 2021"
        observations.append(observation(release, table, reference, "Population", sex, age, year, "population",
                                        "people", row["population"], status="official", notes=note))
    check_persons_2024(inputs, observations)
    return observations


def check_persons_2024(inputs, observations):
    persons = next(row for row in inputs.rows(PERSONS_2024) if row["Code"] == "K04000001")
    if persons["#"] != 2:
        stop(f"`{PERSONS_2024}`: England and Wales is not on row 2")
    for age, first_left_out in (("16-59", 60), ("16-74", 75), ("16+", 90)):
        total = sum(int(persons[str(year)]) for year in range(16, first_left_out))
        total += int(persons["90+"]) if age == "16+" else 0
        held = [row["value"] for row in observations
                if row["release"] == "ons-population-mid-2024" and row["age"] == age]
        if held != [str(total)]:
            stop(f"`{PERSONS_2024}`: people aged {age} are {total}, the list has {held}")
