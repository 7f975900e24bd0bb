"""Feed importers with damaged files: `python scripts/fuzz_importers.py [SOURCE...] [--runs N]`.

Half of the inputs are drawn by hypothesis from rules that know what such files are made of, half by
atheris (libFuzzer), which steers by the branches that were reached; where atheris is missing, all
are drawn by hypothesis. Whatever comes, a source may yield entries, problems and what is left out,
or refuse the file with an `ImporterError`. Anything else, an answer after ten seconds and more than
512 MB of memory are faults; the input is then written beside the working folder and the exit code
is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gutline.diary.entries import Entry
from gutline.importers.finding import load_sources, source_named
from gutline.importers.mapping_file import TableMapping, Thing, mapping_of
from gutline.importers.mapping_guess import guess_mapping, look_at
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    Read,
    Source,
    head_of,
)
from gutline.importers.sources import spreadsheet

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "importers"
BESIDE = {"expected.json", "inert.txt"}
SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 7, 1))
LONGEST_S = 10.0
MOST_BYTES = 512 << 20
TOKENS = (
    b'"', b"'", b"\n", b"\r", b",", b";", b"\t", b"|", b"\x00", b"{", b"}", b"[", b"]", b":",
    b"null", b"NaN", b"1e999", b"-1", b"0", b"9" * 400, b"24:00", b"12:75 PM", b"2026-02-30",
    b"99999-01-01", b"31/02/2026", b"1.234,5", b"=1+1", b"&x;", b"<!ENTITY a 'b'>", b"</", b"/>",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xed\xa0\x80", b"PK\x03\x04", b"SQLite format 3\x00",
    "\u202e".encode(), "\ufeff".encode(), b"none", b"None", b"\x1b[31m", b"(" * 50, b"[" * 200,
)  # fmt: skip


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


class FoundError(Exception):
    """A source did what none may do."""


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


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz the sources that were asked for; return the process's exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sources", nargs="*", help="ids of sources; by default all")
    options.add_argument("--runs", type=int, default=100_000, help="inputs for each source")
    options.add_argument("--atheris", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args(argv)
    if asked.atheris:
        _with_atheris(asked.sources[0], asked.runs)
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES * 4, MOST_BYTES * 4))
    failed = [ident for ident in asked.sources or load_sources() if not _holds(ident, asked.runs)]
    print(f"faults in {', '.join(failed)}" if failed else "no faults")
    return int(bool(failed))


def _holds(ident: str, runs: int) -> bool:
    start = time.monotonic()
    guided = importlib.util.find_spec("atheris") is not None
    drawn = runs // 2 if guided else runs
    try:
        _with_hypothesis(ident, drawn)
        if guided:
            _in_process_of_its_own(ident, runs - drawn)
    except FoundError as error:
        print(f"{ident}: {error}")
        return False
    print(f"{ident}: {runs:,} inputs in {time.monotonic() - start:.0f} s", flush=True)
    return True


def _with_hypothesis(ident: str, runs: int) -> None:
    """Draw damaged fixtures; one example of hypothesis stands for many quick ones."""
    each = 50
    seeds = _seeds(ident)

    @settings(
        max_examples=max(runs // each, 1), deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(st.integers(0, 2**63), st.lists(st.sampled_from(TOKENS) | st.binary(max_size=9)))
    def damaged(seed: int, own: list[bytes]) -> None:
        rng = random.Random(seed)  # noqa: S311 - to damage files
        for _ in range(each):
            name, data = rng.choice(seeds)
            try_one(ident, name, damaged_bytes(data, rng, (*TOKENS, *own)))

    damaged()


def damaged_bytes(data: bytes, rng: random.Random, tokens: Sequence[bytes]) -> bytes:
    """Return a file with a few pieces cut, doubled, moved or replaced."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(changed))
        end = min(len(changed), start + rng.choice((0, 1, 3, 10, 60)))
        how = rng.randrange(5)
        if how == 0:
            del changed[start:end]
        elif how == 1:
            changed[start:end] = rng.choice(tokens)
        elif how == 2:
            changed[start:start] = changed[start:end] * rng.randint(1, 3)
        elif how == 3 and start < len(changed):
            changed[start] ^= 1 << rng.randrange(8)
        elif how == 4 and rng.random() < 0.1:
            del changed[start:]
    return bytes(changed)


def _in_process_of_its_own(ident: str, runs: int) -> None:
    """Run atheris, which never returns, in a process of its own."""
    command = [sys.executable, __file__, ident, "--atheris", "--runs", str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FoundError(f"atheris ended with {done.returncode}:\n{done.stderr[-3000:]}")


def _with_atheris(ident: str, runs: int) -> None:
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=["gutline.importers"]):
        load_sources.cache_clear()
        source_named(ident)
    seeds = _seeds(ident)

    def one_input(data: bytes) -> None:
        # The first byte says which fixture's name and beginning the rest takes the place of.
        name, whole = seeds[data[0] % len(seeds)] if data else seeds[0]
        at = int.from_bytes(data[1:3], "little") % (len(whole) + 1)
        try_one(ident, name, whole[:at] + data[3:] + whole[at + len(data) :])

    limits = [f"-runs={runs}", f"-timeout={LONGEST_S:.0f}", f"-rss_limit_mb={MOST_BYTES >> 20}"]
    atheris.Setup([sys.argv[0], *limits, "-max_len=400", "-verbosity=0"], one_input)
    atheris.Fuzz()


def _source(ident: str) -> Source:
    return GuessedTable() if ident == spreadsheet.ID else source_named(ident)


def _seeds(ident: str) -> list[tuple[str, bytes]]:
    if ident == spreadsheet.ID:
        return list(TABLES)
    paths = sorted(path for path in (GOLDEN / ident).glob("*") if path.name not in BESIDE)
    return [(path.name, path.read_bytes()) for path in paths] or [("nothing.csv", b"a,b\n1,2\n")]


def try_one(ident: str, name: str, data: bytes) -> None:
    """Read one input as a source's own.

    Raises
    ------
    FoundError
        When the source fails, takes too long, or yields what is none of its answers.
    """
    source = _source(ident)
    start = time.monotonic()
    try:
        file = ImportFile(name, data=data)
        score = source.score(head_of(file))
        read = [*source.read(file, SETTINGS)] if 0 <= score <= 1 else [score]
        odd = [one for one in read if not isinstance(one, (Entry, Placed, Problem, LeftOut))]
    except ImporterError:
        odd = []
    except Exception as error:
        _write(ident, data, error)
        raise FoundError(f"{type(error).__name__}: {error}") from error
    if odd:
        _write(ident, data, TypeError())
        raise FoundError(f"yields {odd[0]!r}")
    if time.monotonic() - start > LONGEST_S:
        _write(ident, data, TimeoutError())
        raise FoundError(f"took {time.monotonic() - start:.0f} s")


def _write(ident: str, data: bytes, error: Exception) -> None:
    path = Path(f"fuzz-{ident}-{type(error).__name__}.bin")
    with contextlib.suppress(OSError):
        path.write_bytes(data)
        print(f"{ident}: the input is in {path}")


if __name__ == "__main__":
    sys.exit(main())
