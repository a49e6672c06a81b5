#!/usr/bin/env python3
"""Gives `vawg validate` large files that are not published tables, and checks each answer.

    scripts/hostile_files.py target/release/vawg

Each must be answered with exit status 1 and its own message, within 60 seconds and 1 GiB of
memory. The files (about 3.5 GiB, most of them sparse or packed) are made in a temporary folder.
"""

import os
import sys
import tempfile
import time
import zipfile

SECONDS = 60
BYTES = 1 << 30
HEADER = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,"
    "Offence Subgroup,Offence Code,Number of Offences\n"
)
ROW = "2022/23,1,Kent,Rape of a female aged 16 and over,Sexual offences,Rape offences,19C,12\n"


def line(path):
    with open(path, "wb") as file:
        file.write((HEADER + ROW).encode())
        for _ in range(1024):
            file.write(b"x" * (1 << 20))


def open_quote(path):
    with open(path, "wb") as file:
        file.write((HEADER + '"').encode())
        rows = (ROW * 10_000).encode()
        for _ in range((1 << 30) // len(rows)):
            file.write(rows)


def columns(path):
    with open(path, "w") as file:
        file.write(",".join(f"column {number}" for number in range(1_000_000)) + "\n")


def zeros(path):
    """A gigabyte of nothing."""
    with open(path, "wb") as file:
        file.truncate(1 << 30)


CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def workbook(path, parts):
    """A workbook whose only sheet is written piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELS.format(kind="worksheet", target="worksheets/sheet1.xml"))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for part in parts:
                sheet.write(part)


def bomb(path):
    """Ten gigabytes of cells in a few megabytes."""
    def parts():
        yield SHEET.encode()
        rows = b'<row><c t="inlineStr"><is><t>0000000000000000</t></is></c></row>' * 20_000
        for _ in range(10 * (1 << 30) // len(rows)):
            yield rows
    workbook(path, parts())


def understated_bomb(path):
    """The same in small, with the size in the directory overwritten: it claims to hold 1,000 bytes."""
    def parts():
        yield SHEET.encode()
        rows = b'<row><c t="inlineStr"><is><t>0000000000000000</t></is></c></row>' * 20_000
        for _ in range(3 * (1 << 30) // len(rows)):
            yield rows
    workbook(path, parts())
    with open(path, "r+b") as file:
        data = file.read()
        at = data.rfind(b"PK\x01\x02")
        file.seek(at + 24)
        file.write((1000).to_bytes(4, "little"))


def spread(path):
    """Two cells at the opposite corners of a sheet."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    workbook(path, [(SHEET + cells + "</sheetData></worksheet>").encode()])


def repeated(path):
    """One cell of an ods file that claims to be repeated over the whole sheet."""
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Data"><table:table-row table:number-rows-repeated="{rows}">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{columns}">'
        "<text:p>1</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content.format(rows=1_000_000, columns=90))
        manifest = (
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        archive.writestr("META-INF/manifest.xml", manifest)


FILES = [
    ("line.csv", line, "line 3 goes on for more than"),
    ("quote.csv", open_quote, "line 2 goes on for more than"),
    ("columns.csv", columns, "has 1000000 columns"),
    ("zeros.csv", zeros, "it is neither a workbook nor text"),
    ("bomb.xlsx", bomb, "no published workbook is larger than"),
    ("understated.xlsx", understated_bomb, "no "),
    ("spread.xlsx", spread, "spans 1048576 rows and 16384 columns"),
    ("repeated.ods", repeated, "more than any published workbook"),
]


def run(program, path):
    """Seconds, kilobytes, status and standard error of one run."""
    errors = path + ".err"
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        out = os.open(os.devnull, os.O_WRONLY)
        err = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.execv(program, [program, "validate", path])
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - begun
    with open(errors, encoding="utf-8") as file:
        return seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status), file.read()


def main():
    program = os.path.abspath(sys.argv[1])
    failed = False
    print(f"{'file':18} {'bytes':>12} {'seconds':>8} {'MiB':>6}  answer")
    for name, make, message in FILES:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            make(path)
            size = os.path.getsize(path)
            seconds, kilobytes, status, errors = run(program, path)
        answer = errors.splitlines()[0].replace(path, name) if errors else ""
        good = status == 1 and message in answer and seconds <= SECONDS and kilobytes * 1024 <= BYTES
        failed = failed or not good
        mark = "" if good else "  <-- NOT AS IT SHOULD BE"
        print(f"{name:18} {size:12} {seconds:8.2f} {kilobytes / 1024:6.0f}  {answer}{mark}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
