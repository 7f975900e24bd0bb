"""Tables of people's own, and the reader of tables with the mapping that a table suggests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from gutline.importers.mapping_file import TableMapping, Thing, mapping_of
from gutline.importers.mapping_guess import guess_mapping, look_at
from gutline.importers.source import Head, ImporterError, ImportFile, ImportSettings, Read
from gutline.importers.sources import spreadsheet

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/'
    f'workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/><Override PartName="/{SHEET}"'
    f' ContentType="{OFFICE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="Log" sheetId="1"'
    ' r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship'
    f' Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
"""What stands around the sheet of a workbook."""
TABLES = (
    ("wide.csv", (b"Date,Time,Back pain (0-5),Food eaten,Weight [kg],Notes\n"
     b'2026-03-01,08:15,3,"rye bread, butter",70.5,slept badly\n2026-03-02,6:00 pm,0,none,,\n')),
    ("komma.csv", ('Datum;Uhrzeit;Blähungen;Essen\n01.03.2026;08:15;3,5;"Brot; Käse"\n'
     "13.03.2026;;2,0;Reis\n;;1;\n").encode()),
    ("long.tsv", (b"When\tKind\tName\tAmount\tUnit\tNote\n2026-03-01T08:00+01:00\tfood\trice\t80"
     b"\tg\t\n03/14/2026\tsymptom\tback pain\t4\t\tbad\n2026-03-03\tcoffee\t\tyes\t\t\n")),
    ("sheet1.xml", f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Date'
     '</t></is></c><c r="B1" t="inlineStr"><is><t>Bloating</t></is></c></row><row r="2"><c r="A2">'
     '<v>46082</v></c><c r="B2"><v>4</v></c></row><row r="3"><c r="A3" t="str"><v>2026-03-02</v>'
     '</c><c r="B3"><f>1+1</f><v>2</v></c></row><row r="4"><c r="A4" t="d"><v>2026-03-03T08:00:00'
     '</v></c><c r="B4" t="b"><v>1</v></c></row></sheetData></worksheet>'.encode()),
)  # fmt: skip
"""Tables of people's own; a sheet is put into a workbook after it was damaged."""


class GuessedTable:
    """The reader of tables, with the mapping that each table itself suggests."""

    ID, NAME, EXPERIMENTAL = spreadsheet.ID, spreadsheet.NAME, spreadsheet.EXPERIMENTAL

    def score(self, head: Head) -> float:
        """Return 0, as the source without a mapping does."""
        return spreadsheet.score(head)

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        """Yield what the table says, as a person would have it read who changes nothing.

        Raises
        ------
        ImporterError
            When it is no table.
        """
        table = workbook_of(file) if file.name.endswith(".xml") else file
        yield from spreadsheet.reader(self._mapping(table)).read(table, settings)

    def _mapping(self, table: ImportFile) -> TableMapping:
        look = look_at(table)
        try:
            return mapping_of(guess_mapping(look, "guessed").body())
        except ImporterError:
            # Without a day that it can tell, a person would choose columns at will.
            first, last = look.columns[0].name[:200], look.columns[-1].name[:200]
            every = (Thing("note", column=last), Thing("food", name_column=last, split=","))
            return TableMapping("any", first, (*every, Thing("symptom", "any", last)))


def workbook_of(file: ImportFile) -> ImportFile:
    """Return a sheet's XML as a workbook with that sheet in it."""
    target = io.BytesIO()
    with file.open() as stream, zipfile.ZipFile(target, "w") as book:
        for name, text in BOOK.items():
            book.writestr(name, text)
        book.writestr(SHEET, stream.read())
    return ImportFile("book.xlsx", data=target.getvalue())
