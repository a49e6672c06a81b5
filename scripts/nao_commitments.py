#!/usr/bin/env python3
"""Takes the table of commitments out of the text of the NAO report HC 547, Appendix Two.

    python3 scripts/nao_commitments.py REPORT.txt            writes data/reports/nao-hc547/commitments.csv
    python3 scripts/nao_commitments.py REPORT.txt --check    compares instead of writing; exit status 1 if it differs

REPORT.txt is a text copy of the report (tabs between columns). The wording of a commitment is the government's and
is not copied: data/reports/nao-hc547/commitment-wordings.csv holds a short paraphrase of each, by number, and the
script checks that it belongs to its row and that it repeats no long run of the original words. What was cleaned on
a row is stated on the row. Page numbers: the contents list places the appendix on page 48 and the next on page 55,
and the text breaks into seven blocks, so a block is taken as a page.
"""

import csv
import io
import re
import sys
from collections import Counter
from pathlib import Path

REPORT = Path(__file__).resolve().parent.parent / "data" / "reports" / "nao-hc547"
COLUMNS = "number commitment plan pillar lead departments status type page row cleaned".split()
FIRST_PAGE = 48
PILLARS = ("Prevention", "Supporting victims", "Pursuing perpetrators", "Building a stronger system")
PLANS = {"VAWG Strategy": "VAWG Strategy", "Domestic Abuse Plan": "Domestic Abuse Plan"}
STATUSES = {"Completed": "completed", "Not completed": "not completed", "Stopped": "stopped", "Ongoing": "ongoing"}
TYPES = {"Activity": "activity", "Input": "input", "Output": "output", "Outcome": "outcome"}
DEPARTMENTS = {
    "CPS": "Crown Prosecution Service",
    "DBT": "Department for Business and Trade",
    "DCMS": "Department for Culture, Media and Sport",
    "DfE": "Department for Education",
    "DfT": "Department for Transport",
    "DHSC": "Department of Health and Social Care",
    "GEO": "Government Equalities Office",
    "HO": "Home Office",
    "MHCLG": "Ministry of Housing, Communities and Local Government",
    "MoD": "Ministry of Defence",
    "MoJ": "Ministry of Justice",
    "NHSE": "NHS England",
    "ONS": "Office for National Statistics",
}
CYRILLIC = str.maketrans({"\u041d": "H", "\u041e": "O"})
SUPERSCRIPTS = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
LONGEST_RUN = 6


def stop(message):
    sys.exit(f"error: {message}")


def pages(text):
    """The blocks of the appendix that hold the table, each a list of lines."""
    begin = text.rindex("\nAppendix Two\n")
    end = text.index("\nNotes\n", begin)
    blocks = re.split(r"\n\s*\n", text[begin:end])
    return [block.split("\n") for block in blocks if "\t" in block]


def heading(cells):
    """(pillar, plan, what was cleaned) of a heading row, or None."""
    match = re.fullmatch(r"(.+?) ([\u2013-]) (.+)", cells[0])
    if any(cells[1:]) or not match:
        return None
    pillar, dash, plan = match.groups()
    if pillar not in PILLARS or plan not in PLANS:
        stop(f"unknown heading `{cells[0]}`")
    return pillar, PLANS[plan], "heading of the section has a hyphen for the dash" if dash == "-" else ""


def departments(cell):
    """(abbreviations, what was cleaned): the lead first."""
    latin = cell.translate(CYRILLIC)
    cleaned = [] if latin == cell else ["Cyrillic letters in HO replaced"]
    names = []
    for part in latin.split(" and ") if latin in ("HO and MoJ",) else [latin]:
        inside = re.fullmatch(r".+ \((\w+)\)", part)
        names.append(inside.group(1) if inside else part)
    unknown = [name for name in names if name not in DEPARTMENTS]
    if unknown:
        stop(f"unknown department `{unknown[0]}`")
    return names, cleaned


def rows(text):
    """The commitments in the order of the text; `text` is the original wording, used for checks only."""
    found, pillar, plan, dash = [], None, None, ""
    for page, lines in enumerate(pages(text), FIRST_PAGE):
        row = 0
        for line in lines:
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) != 4 or cells[0] == "Commitment":
                continue
            if opened := heading(cells):
                pillar, plan, dash = opened
                continue
            if not cells[0]:
                finish(found[-1], cells)
                continue
            row += 1
            found.append(commitment(cells, pillar, plan, dash, len(found) + 1, page, row))
    return found


def commitment(cells, pillar, plan, dash, number, page, row):
    names, cleaned = departments(cells[1])
    status = cells[2].rstrip(SUPERSCRIPTS + " ")
    if status != cells[2]:
        cleaned.append("footnote mark taken off the status")
    if dash:
        cleaned.append(dash)
    return {
        "number": number, "text": cells[0], "plan": plan, "pillar": pillar, "lead": DEPARTMENTS[names[0]],
        "departments": ";".join(DEPARTMENTS[name] for name in names), "status": STATUSES[status],
        "type": TYPES[cells[3]] if cells[3] else "", "page": page, "row": row, "cleaned": cleaned,
    }


def finish(row, cells):
    """A row that the text splits over two lines: the second line repeats the status and brings the type."""
    if row["type"] or STATUSES[cells[2]] != row["status"]:
        stop(f"row {row['number']} is followed by a line that is not a continuation")
    row["type"] = TYPES[cells[3]]
    row["cleaned"].append("row split over two lines joined")


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def paraphrase(row, wordings):
    """The paraphrase of a row; stops if it is long, is not about the row, or repeats too much of it."""
    wording = wordings.get(row["number"]) or stop(f"no wording for commitment {row['number']}")
    ours, theirs = words(wording), words(row["text"])
    if len(wording.split()) > 15:
        stop(f"the wording of commitment {row['number']} has more than 15 words")
    if not {word[:5] for word in ours if len(word) > 3} & {word[:5] for word in theirs if len(word) > 3}:
        if not set(ours) & set(theirs) - {"of", "the", "and", "to", "in", "on", "a", "for", "with"}:
            stop(f"the wording of commitment {row['number']} shares no word with its row")
    runs = {tuple(theirs[at:at + LONGEST_RUN]) for at in range(len(theirs) - LONGEST_RUN + 1)}
    if runs & {tuple(ours[at:at + LONGEST_RUN]) for at in range(len(ours) - LONGEST_RUN + 1)}:
        stop(f"the wording of commitment {row['number']} repeats {LONGEST_RUN} words of the original in a row")
    return wording


def as_csv(found, wordings):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in found:
        writer.writerow({**row, "commitment": paraphrase(row, wordings), "cleaned": "; ".join(row["cleaned"])})
    return out.getvalue()


def expect(name, counted, expected):
    print(f"{name}: {counted}")
    if counted != expected:
        stop(f"{name}: expected {expected}")


def count(found):
    """Prints the counts and stops where one is not what was counted by hand in the report."""
    by = lambda *columns: dict(Counter(tuple(row[column] for column in columns) for row in found))
    expect("rows", len(found), 126)
    expect("by status", by("status"),
           {("completed",): 98, ("stopped",): 2, ("not completed",): 25, ("ongoing",): 1})
    outstanding = Counter(row["lead"] for row in found if row["status"] == "not completed")
    print("outstanding by lead:", dict(outstanding.most_common()))
    expect("outstanding, Home Office", outstanding["Home Office"], 19)
    for plan, met, all_of_it in (("VAWG Strategy", 46, 52), ("Domestic Abuse Plan", 52, 74)):
        of_plan = [row["status"] for row in found if row["plan"] == plan]
        expect(f"{plan}, met and all", (of_plan.count("completed"), len(of_plan)), (met, all_of_it))
    expect("by type", by("type"), {("activity",): 90, ("input",): 21, ("output",): 15})
    expect("departments", len({name for row in found for name in row["departments"].split(";")}), 13)
    for pillar in PILLARS:
        of_pillar = Counter(row["type"] for row in found if row["pillar"] == pillar)
        print(f"{pillar}:", sum(of_pillar.values()), dict(of_pillar))
    marks = Counter(mark for row in found for mark in row["cleaned"])
    for mark, rows_cleaned in marks.items():
        print(f"cleaned, {mark}: {rows_cleaned}")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--check"]
    if len(arguments) != 1:
        stop("usage: scripts/nao_commitments.py REPORT.txt [--check]")
    found = rows(Path(arguments[0]).read_text("utf-8"))
    count(found)
    with open(REPORT / "commitment-wordings.csv", encoding="utf-8", newline="") as file:
        wordings = {int(row["number"]): row["commitment"] for row in csv.DictReader(file)}
    text, target = as_csv(found, wordings), REPORT / "commitments.csv"
    if "--check" in sys.argv:
        if not target.is_file() or target.read_text("utf-8") != text:
            stop(f"`{target.name}` is not what the report gives")
        print(f"`{target.name}` is what the report gives")
    else:
        target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
