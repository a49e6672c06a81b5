#!/usr/bin/env python3
"""Write the survey figures that are built into vawg, as tidy CSV files.

What: reads the data files of the ONS Sustainable Development Goals site (Crime Survey for England and Wales,
CSEW), a list of figures quoted in bulletins, reports and articles, and a list of population estimates. Writes one
file for each table of a release, data/observations/RELEASE/TABLE.csv, each figure with the cell, or the address,
that it came from.

Why: these files have no stable row labels (a blank cell means the total; in older versions several rows share one
key because labels were lost), so which row is which is written down here once, and checked.

How: python3 scripts/survey_observations.py RELEASES_DIR
RELEASES_DIR holds SHA256SUMS, ons-sdg/, quoted/ and ons-population/. The script stops, and writes nothing, when an
input differs from SHA256SUMS, when a row is not found exactly once, or when a figure of the clean extract
quoted/headline_series_from_sdg.csv is not reproduced character for character. Python 3 standard library only.
"""

import sys
from pathlib import Path

from quoted_figures import populations, quotations
from release_files import (AGES, SEXES, Inputs, column_letter, financial_year, observation, stop, survey_status,
                           write)

EXTRACT = "quoted/headline_series_from_sdg.csv"

# Labels as published; a total is a blank cell there, so `... (any)` and `Sexual violence` (the name of the series)
# stand for it, and a label spread over two columns is written as one.
DOMESTIC = "Domestic abuse (any)"
PARTNER = "Partner abuse (any)"
FAMILY = "Family abuse (any)"
SEXUAL = "Sexual violence"
RAPE = "Sexual assault by rape or penetration including attempts"
EXPOSURE = "Indecent exposure or unwanted sexual touching"
STALKING_PARTNER = "Stalking by a partner"
STALKING_EX = "Stalking by a partner/ex-partner"
STALKING_FAMILY = "Stalking by a family member"

# The extract's names for its series, and the labels under which each may stand here.
EXTRACT_LABELS = {
    "domestic abuse (any)": [DOMESTIC],
    "partner abuse (any)": [PARTNER],
    "family abuse (any)": [FAMILY],
    "indecent exposure or unwanted touching": [EXPOSURE],
    "rape or assault by penetration (incl. attempts)": [RAPE],
    "sexual assault (any, incl. attempts)": [SEXUAL],
    "stalking (any)": ["Stalking"],
    "stalking by a family member": [STALKING_FAMILY],
    "stalking by a partner": [STALKING_PARTNER],
}


class SdgFile:
    """One SDG data file: picks rows by what stands in their columns, every other column being blank."""

    FREE = {"#", "Year", "Value", "Observation status", "Units", "Unit multiplier", "Unit measure"}

    def __init__(self, inputs, name, release, table):
        self.rows = inputs.rows(name)
        self.file = name.rsplit("/", 1)[1]
        self.release, self.table = release, table
        header = [column for column in self.rows[0] if column != "#"]
        self.letter = column_letter(header.index("Value"))
        self.observations = []

    def matching(self, columns):
        unknown = set(columns) - set(self.rows[0])
        if unknown:
            stop(f"`{self.file}` has no column {sorted(unknown)}")
        return [row for row in self.rows
                if all((row[column] or "") == columns.get(column, "") for column in row if column not in self.FREE)]

    def take(self, label, sex, age, columns, only=None, leave=(), notes=None):
        """Take one row a year. `only` names the rows to take, `leave` those to pass over, `notes` has notes by row."""
        taken = {}
        for row in self.matching(columns):
            if row["#"] in leave or (only is not None and row["#"] not in only):
                continue
            period = financial_year(row["Year"])
            if period in taken:
                stop(f"`{self.file}`: rows {taken[period]} and {row['#']} are both {label}, {sex} {age}, {period}")
            taken[period] = row["#"]
            self.observations.append(self.observation(row, label, sex, age, period, (notes or {}).get(row["#"], "")))
        lost = (set(notes or {}) | set(only or ())) - set(taken.values())
        if not taken or lost:
            stop(f"`{self.file}`: rows of {label}, {sex} {age} not found {sorted(lost)}")

    def observation(self, row, label, sex, age, period, note):
        observed = row.get("Observation status") or ""
        value, marker = row["Value"].strip(), ""
        if value:
            float(value)
        elif observed == "Missing value; suppressed":
            marker, note = "[c]", observed
        elif observed in ("Missing value", "Missing data"):
            marker, note = "[x]", observed
        else:
            stop(f"`{self.file}` row {row['#']}: no value and no reason ({observed!r})")
        return observation(self.release, self.table, f"{self.file}!{self.letter}{row['#']}", label, sex, age, period,
                           "prevalence", "per cent", value, marker=marker, status=survey_status(period), notes=note)


def indicator_16_1_3(inputs):
    file = SdgFile(inputs, "ons-sdg/data/indicator_16-1-3.csv", "ons-sdg-16-1-3", "16-1-3")
    pooled = {row["#"] for row in file.rows if row["Year"] == "2018 to 2020"}
    for age in ("16 to 59", "16 to 74", "16 and over"):
        for published_sex, sex in SEXES.items():
            for published, label in (("", SEXUAL), (RAPE, RAPE), (EXPOSURE, EXPOSURE)):
                file.take(label, sex, AGES[age], {"Series": f"(c) Sexual violence - {age}", "Sex": published_sex,
                                                  "Violence type": published}, leave=pooled)
    for published_sex, sex in SEXES.items():
        file.take("Physical violence", sex, "16+", {"Series": "(a) Physical violence - 16 and over",
                                                    "Sex": published_sex}, leave=pooled)
    return file


def indicator_11_7_2(inputs):
    """The file names no offence; its totals equal those of exposure or touching in 16.1.3, which is checked."""
    file = SdgFile(inputs, "ons-sdg/data/indicator_11-7-2.csv", "ons-sdg-11-7-2", "11-7-2")
    for age in ("16 to 59", "16 to 74", "16 and over"):
        for published_sex, sex in SEXES.items():
            file.take(EXPOSURE, sex, AGES[age], {"Series": f"Percentage of adults aged {age} (%)",
                                                 "Sex": published_sex})
    return file


def indicator_5_2_1(inputs):
    file = SdgFile(inputs, "ons-sdg/data/indicator_5-2-1.csv", "ons-sdg-5-2-1", "5-2-1")
    for age in ("16 to 59", "16 to 74", "16 and over"):
        for published, label in (("", PARTNER), (STALKING_EX, STALKING_EX)):
            file.take(label, "women", AGES[age], {"Series": f"Women aged {age}", "Type of partner abuse": published})
    return file


def indicator_5_2_2(inputs):
    """The file prints no sex; indicator 5.2.2 counts women and girls, and its figures are those of women in 2019."""
    file = SdgFile(inputs, "ons-sdg/data/indicator_5-2-2.csv", "ons-sdg-5-2-2", "5-2-2")
    for age in ("16 to 59", "16 and over"):
        file.take(STALKING_FAMILY, "women", AGES[age], {"Type of non-partner abuse": "Stalking", "Age": age,
                                                        "Relationship to perpetrator": "Family member"})
    return file


def indicator_5_2_2_of_2019(inputs):
    """The one file with any domestic abuse, YE March 2005 to 2017, for women, men and all."""
    file = SdgFile(inputs, "ons-sdg/history/indicator_5-2-2_2019-02-07_0988adfdf5.csv", "ons-sdg-5-2-2-2019-02",
                   "5-2-2")
    perpetrator, category = "Abuse perpetrator", "Abuse category"
    # YE March 2015 appears twice for each sex; the rows left are those of the long table, the rows taken head the
    # breakdowns of that year.
    twice = "row {} of the same file prints {} for the same year"
    file.take(DOMESTIC, "all", "16-59", {})
    file.take(DOMESTIC, "men", "16-59", {"Sex": "Male"}, leave={3716},
              notes={14: twice.format(3716, "3.955280297560547")})
    file.take(DOMESTIC, "women", "16-59", {"Sex": "Female"}, leave={3737},
              notes={1543: twice.format(3737, "8.165390279802123")})
    # YE March 2017: the row after the partner total is labelled Partner too.
    mislabelled = ("row is labelled Partner; taken as family: the version of 19 April 2018 prints the same figure, "
                   "to 9 decimals, as Family")
    for published_sex, sex, family_2017 in (("", "all", None), ("Male", "men", 3836), ("Female", "women", 3854)):
        file.take(PARTNER, sex, "16-59", {"Sex": published_sex, perpetrator: "Partner"}, leave={family_2017})
        file.take(FAMILY, sex, "16-59", {"Sex": published_sex, perpetrator: "Family member"})
        if family_2017:
            file.take(FAMILY, sex, "16-59", {"Sex": published_sex, perpetrator: "Partner"}, only={family_2017},
                      notes={family_2017: mislabelled})
        file.take(STALKING_PARTNER, sex, "16-59",
                  {"Sex": published_sex, perpetrator: "Partner", category: "Stalking"})
        file.take(STALKING_FAMILY, sex, "16-59",
                  {"Sex": published_sex, perpetrator: "Family member", category: "Stalking"})
    file.take(FAMILY, "men", "16-59", {"Sex": "Male", perpetrator: "Family"}, only={3112},
              notes={3112: "labelled Family; Family member in later years"})
    taken_as_any = ("row names no perpetrator; taken as any stalking: the row of women of the same table is {} the "
                    "any stalking of indicator 5.2.1 in its version of 20 February 2018")
    file.take("Stalking (any)", "men", "16-59", {"Sex": "Male", category: "Stalking"}, only={386, 855},
              notes={386: taken_as_any.format("within 0.01 of"), 855: taken_as_any.format("equal to")})
    return file


def indicator_5_2_1_of_2018(inputs):
    file = SdgFile(inputs, "ons-sdg/history/indicator_5-2-1_2018-02-20_6084803ccf.csv", "ons-sdg-5-2-1-2018-02",
                   "5-2-1")
    for label in ("Stalking", STALKING_PARTNER, STALKING_FAMILY):
        file.take(label, "women", "16-59", {"Abuse category": "Sexual assault (including attempts)",
                                            "Type of abuse": label})
    return file


def indicator_5_2_1_of_2021(inputs):
    """Its totals for ages 16 to 74 are not partner abuse, as the file's place says, but any domestic abuse."""
    file = SdgFile(inputs, "ons-sdg/history/indicator_5-2-1_2021-07-01_e5d96e65c7.csv", "ons-sdg-5-2-1-2021-07",
                   "5-2-1")
    why = ("row stands under partner abuse; taken as any domestic abuse: ONS prints {} per cent for women aged 16 to "
           "74, and later versions print {} for partner abuse")
    less = ("row stands under partner abuse; taken as any domestic abuse, as the two rows after it: later versions "
            "print 5.50 for partner abuse")
    file.take(DOMESTIC, "women", "16-74", {"Series": "Percentage of adults aged 16 to 74 (%)"},
              notes={184: less, 185: why.format("7.5", "5.62"), 186: why.format("7.3", "5.60")})
    return file


def check_judgements(inputs):
    """The reasons given in the notes of the rows whose labels are lost, recomputed from the files."""
    def value(name, number):
        return next(float(row["Value"]) for row in inputs.rows(f"ons-sdg/history/{name}.csv") if row["#"] == number)

    april_2018, february_2019 = "indicator_5-2-2_2018-04-19_f87243e3d7", "indicator_5-2-2_2019-02-07_0988adfdf5"
    february_2018 = "indicator_5-2-1_2018-02-20_6084803ccf"
    pairs = [
        ("family abuse of men, 2016-17", value(april_2018, 3842), value(february_2019, 3836), 5.1e-10),
        ("family abuse of women, 2016-17", value(april_2018, 3863), value(february_2019, 3854), 5.1e-10),
        ("any stalking of women, 2014-15", value(february_2018, 514), value(february_2019, 1927), 0.01),
        ("any stalking of women, 2015-16", value(february_2018, 1135), value(february_2019, 2415), 5.1e-10),
    ]
    for name, one, other, tolerance in pairs:
        if abs(one - other) > tolerance:
            stop(f"{name}: the note gives a reason that does not hold ({one} and {other})")


SDG = [indicator_16_1_3, indicator_11_7_2, indicator_5_2_1, indicator_5_2_2, indicator_5_2_2_of_2019,
       indicator_5_2_1_of_2018, indicator_5_2_1_of_2021]

SAME_FIGURES = [  # two releases that print the same series: every figure that both hold must agree
    ((EXPOSURE, "ons-sdg-16-1-3"), (EXPOSURE, "ons-sdg-11-7-2")),
    ((PARTNER, "ons-sdg-5-2-1"), (PARTNER, "ons-sdg-5-2-2-2019-02")),
    ((STALKING_EX, "ons-sdg-5-2-1"), (STALKING_PARTNER, "ons-sdg-5-2-2-2019-02")),
    ((STALKING_FAMILY, "ons-sdg-5-2-2"), (STALKING_FAMILY, "ons-sdg-5-2-2-2019-02")),
    ((STALKING_FAMILY, "ons-sdg-5-2-1-2018-02"), (STALKING_FAMILY, "ons-sdg-5-2-2-2019-02")),
    ((STALKING_PARTNER, "ons-sdg-5-2-1-2018-02"), (STALKING_PARTNER, "ons-sdg-5-2-2-2019-02")),
]


def check_against_extract(inputs, observations):
    """Every figure of the clean extract is here, to the last digit, and every missing one as a marker."""
    held = {}
    for row in observations:
        key = row["label"], row["sex"], row["age"], row["period"]
        held.setdefault(key, set()).add(row["value"])
    count = 0
    for row in inputs.rows(EXTRACT):
        period = financial_year(str(int(row["year_ending_march"]) - 1))
        keys = [(label, row["sex"], AGES[row["age"]], period) for label in EXTRACT_LABELS[row["measure"]]]
        if not any(row["percent"] in held.get(key, ()) for key in keys):
            stop(f"the clean extract has {row['percent']!r} for {keys[0]}; the files give {held.get(keys[0])}")
        count += 1
    return count


def check_agreement(observations):
    """Where two files print one series, they agree to the 9 decimals that the shorter of them prints."""
    index = {}
    for row in observations:
        index[row["label"], row["release"], row["sex"], row["age"], row["period"]] = row["value"]
    count = 0
    for (label, release), (other_label, other_release) in SAME_FIGURES:
        for key, value in index.items():
            other = index.get((other_label, other_release, *key[2:]))
            if key[:2] == (label, release) and value and other:
                if abs(float(value) - float(other)) > 5.1e-10:
                    stop(f"{key}: {value} here and {other} in `{other_release}`")
                count += 1
    return count


def order(row):
    return [row[column] for column in ("table", "label", "group", "sex", "age", "statistic", "period")]


def check_keys(observations):
    seen = set()
    for row in observations:
        key = tuple(row[column] for column in ("release", "table", "label", "group", "sex", "age", "period",
                                               "statistic"))
        if key in seen:
            stop(f"two rows have the key {key}")
        seen.add(key)
        if bool(row["value"]) == bool(row["marker"]):
            stop(f"{key}: either a value or a marker is expected")


def main(arguments):
    if len(arguments) != 2 or arguments[1] in ("-h", "--help"):
        stop("usage: python3 scripts/survey_observations.py RELEASES_DIR")
    inputs = Inputs(arguments[1])
    published = [row for read in SDG for row in read(inputs).observations]
    check_judgements(inputs)
    extract, agreeing = check_against_extract(inputs, published), check_agreement(published)
    observations = published + quotations(inputs) + populations(inputs)
    check_keys(observations)
    folder = Path(__file__).resolve().parent.parent / "data" / "observations"
    for release in sorted({row["release"] for row in observations}):
        rows = sorted((row for row in observations if row["release"] == release), key=order)
        write(folder, release, rows)
        sys.stdout.write(f"{release}: {len(rows)} rows\n")
    sys.stdout.write(f"{extract} figures of the clean extract reproduced; {agreeing} figures printed twice agree\n")


if __name__ == "__main__":
    main(sys.argv)
