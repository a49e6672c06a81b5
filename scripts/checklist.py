"""The rows of the checklist for accessible spreadsheets that a program can check, in xlsx and ods files.

The numbers are those of docs/workbooks.md. Used by check_formats.py.
"""

import re
import zipfile

import openpyxl
from lxml import etree

# Signs that screen readers pass over or read wrongly; superscript digits and footnote signs among them.
SYMBOLS = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209f\u2020\u2021\u2190-\u21ff\u2200-\u22ff\u2500-\u27bf*^~]")
NOTE = re.compile(r"\[note \d+\]")
OFFICE = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
}


def of_xlsx(path):
    """What is wrong: (number of the row, what and where)."""
    found = []
    book = openpyxl.load_workbook(path)

    def wrong(row, ok, what):
        if not ok:
            found.append((row, what))

    names = [sheet.title for sheet in book]
    tables = [table for sheet in book for table in sheet.tables.values()]
    wrong(2, len({table.displayName.lower() for table in tables}) == len(tables), "two tables have one name")
    wrong(27, len({name.lower() for name in names}) == len(names), "two sheets have one name")
    wrong(14, "Notes" in names and book["Notes"].tables, "no table of notes on the sheet Notes")
    wrong(35, all([book.properties.title, book.properties.subject, book.properties.creator,
                   book.properties.language]), "document information")
    wrong(36, book.active.title == names[0] and all(
        view.selection[0].activeCell in (None, "A1") for view in book[names[0]].views.sheetView), "not at A1")
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
        wrong(26, not any("vba" in part.lower() for part in parts), "macros")
        wrong(25, not any("media/" in part or "drawing" in part for part in parts), "images")
    for sheet in book:
        one_sheet(sheet, wrong)
    return found


def one_sheet(sheet, wrong):
    where = sheet.title
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")]
    tables = list(sheet.tables.values())
    wrong(28, filled, f"{where} is blank")
    wrong(3, not sheet.merged_cells.ranges, f"{where}: merged cells")
    wrong(7, not sheet.freeze_panes and not sheet.auto_filter.ref and all(t.autoFilter is None for t in tables),
          f"{where}: filter or frozen panes")
    hidden = [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
    wrong(9, sheet.sheet_state == "visible" and not any(one.hidden for one in hidden), f"{where}: hidden")
    wrong(18, sheet["A1"].value and sheet["A1"].style == "Heading 1", f"{where}: A1 is not a heading")
    pages = [sheet.oddHeader, sheet.oddFooter, sheet.evenHeader, sheet.evenFooter]
    wrong(20, not any(part.text for page in pages for part in (page.left, page.center, page.right)),
          f"{where}: header or footer")
    wrong(22, not any(cell.fill.fill_type for cell in filled), f"{where}: fill")
    colours = {str(cell.font.color.rgb) for cell in filled
               if cell.font.color and cell.font.color.type == "rgb" and not cell.hyperlink}
    wrong(23, colours <= {"FF000000"}, f"{where}: coloured text {colours}")
    wrong(17, all(cell.font.name == "Arial" and cell.font.sz >= 12 for cell in filled if not cell.hyperlink)
          and not any(cell.font.i or cell.font.u for cell in filled if not cell.hyperlink), f"{where}: letters")
    wrong(11, not any(SYMBOLS.search(str(cell.value)) or cell.font.vertAlign for cell in filled),
          f"{where}: symbols in {[c.value for c in filled if SYMBOLS.search(str(c.value))][:2]}")
    links = [cell for cell in filled if cell.hyperlink]
    wrong(16, all(cell.value and not str(cell.value).startswith("http") for cell in links), f"{where}: bare links")
    wrong(32, len(tables) <= 1, f"{where}: several tables")
    for table in tables:
        one_table(sheet, table, wrong)
    if not tables:
        wrong(29, all(cell.column == 1 for cell in filled), f"{where}: sentences outside column A")
        wrong(6, all(cell.alignment.wrap_text for cell in filled), f"{where}: sentences do not wrap")
        wrong(10, (sheet.column_dimensions["A"].width or 0) >= 40, f"{where}: narrow column")


def one_table(sheet, table, wrong):
    where, rows = sheet.title, sheet[table.ref]
    top = rows[0][0].row
    above = [cell for row in sheet.iter_rows(max_row=top - 1) for cell in row if cell.value is not None]
    wrong(29, len(above) == top - 1 and all(cell.column == 1 for cell in above), f"{where}: gaps above the table")
    wrong(30, rows[0][0].column == 1, f"{where}: the table is not at the left edge")
    wrong(31, rows[-1][0].row == sheet.max_row, f"{where}: something is below the table")
    wrong(1, table.headerRowCount != 0 and len(rows) > 1, f"{where}: the table is not marked up")
    headers = [str(cell.value) for cell in rows[0]]
    wrong(5, all(headers) and len(set(headers)) == len(headers) and sheet.print_title_rows == f"${top}:${top}",
          f"{where}: header row {headers}")
    wrong(8, not any(cell.value in (None, "") for row in rows for cell in row), f"{where}: blank cells")
    wrong(4, all(any(cell.value not in (None, "") for cell in row) for row in rows), f"{where}: blank row")
    wide = [cell for row in rows for cell in row if isinstance(cell.value, str)
            and len(cell.value) > 1.3 * (sheet.column_dimensions[cell.column_letter].width or 8)]
    wrong(6, all(cell.alignment.wrap_text for cell in wide), f"{where}: does not wrap {[c.value for c in wide][:2]}")
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in rows[0]]
    wrong(10, all(6 <= width <= 100 for width in widths), f"{where}: widths {widths}")
    last = rows[0][-1].value == "notes"
    marked = [cell for row in rows[1:] for cell in (row[:-1] if last or where == "Notes" else row)
              if where != "Notes" and isinstance(cell.value, str) and NOTE.search(cell.value)]
    wrong(13, not marked, f"{where}: marks of notes in cells {[c.value for c in marked][:2]}")


def of_ods(path):
    """The same for an ods file, as far as it is another file: what its parts say."""
    found = []

    def wrong(row, ok, what):
        if not ok:
            found.append((row, what))

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content, meta, styles = (etree.fromstring(parts[name]) for name in ("content.xml", "meta.xml", "styles.xml"))
    find = lambda node, what: node.xpath(what, namespaces=OFFICE)  # noqa: E731
    sheets = find(content, "//table:table")
    names = [sheet.get(f"{{{OFFICE['table']}}}name") for sheet in sheets]
    ranges = find(content, "//table:database-range")
    with_table = [sheet for sheet in sheets if find(sheet, "table:table-header-rows")]
    wrong(1, len(ranges) == len(with_table), "a table is not marked up")
    wrong(2, len(set(find(content, "//table:database-range/@table:name"))) == len(ranges), "names of tables")
    wrong(3, not find(content, "//@table:number-columns-spanned | //@table:number-rows-spanned"), "merged cells")
    wrong(5, all(len(find(sheet, "table:table-header-rows/table:table-row")) == 1 for sheet in with_table), "headers")
    wrong(7, not find(content, "//table:filter | //@table:display-filter-buttons[.='true']"), "filter")
    wrong(9, not find(content, "//@table:visibility | //@table:display"), "hidden rows or columns")
    wrong(8, not find(content, "//table:table-cell[not(@office:value-type)]"), "blank cells")
    wrong(14, "Notes" in names, "no sheet of notes")
    first = [find(sheet, "(.//table:table-cell)[1]/@table:style-name") for sheet in sheets]
    wrong(18, all(style == ["Heading_20_1"] for style in first), f"A1 is not a heading: {first}")
    wrong(20, not find(styles, "//style:header | //style:footer"), "header or footer")
    wrong(22, not find(content, "//@fo:background-color") and not find(styles, "//@fo:background-color"), "fill")
    wrong(23, not find(content, "//@fo:color") and not find(styles, "//@fo:color"), "coloured text")
    wrong(25, not find(content, "//draw:*"), "images")
    wrong(26, not any(name.startswith(("Basic", "Scripts")) for name in parts), "macros")
    wrong(27, len({name.lower() for name in names}) == len(names), "two sheets have one name")
    wrong(10, all(find(sheet, "table:table-column/@table:style-name") for sheet in sheets), "no widths")
    info = ("dc:title", "dc:subject", "dc:creator", "dc:language")
    wrong(35, all(find(meta, f"//{name}/text()") for name in info), "document information")
    return found
