"""Entries added to a CSV diary: what was in the file stays as it is, byte for byte."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gutline.diary import Diary, Entry

_ENDINGS = {".csv", ".tsv"}
_AMOUNT = ("value", "unit")
_ZONE = re.compile(rb'^"?#\s*zone\s*:', re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Target:
    """A diary to be added to.

    Attributes
    ----------
    file : str
    diary : Diary or None
        What it holds; None when it is not there yet.
    names_zone : bool
        Whether the file says in which zone its times are.
    """

    file: str
    diary: Diary | None
    names_zone: bool


def target_at(file: str) -> Target:
    """Return the diary to be added to; refuse a place where none can be.

    Raises
    ------
    RefusalError, DiaryError
        When no CSV diary can be there, or the one that is cannot be read.
    """
    import gutline

    path = Path(file)
    if path.suffix.lower() not in _ENDINGS:
        raise RefusalError(f"{file!r} is no CSV diary; name one that ends in .csv.")
    if path.is_dir():
        raise RefusalError(f"{file!r} is a folder; name the diary in it.")
    if not path.parent.is_dir():
        raise RefusalError(f"There is no folder {str(path.parent)!r}; make it first.")
    if not path.exists():
        return Target(file, None, names_zone=False)
    diary = gutline.read(path)
    return Target(file, diary, names_zone=_ZONE.search(path.read_bytes()[:10_000]) is not None)


def append(file: str, entries: Sequence[Entry], zone: str) -> None:
    """Add entries to a diary, or begin one; a crash leaves the old file or the new one.

    Whoever adds to a diary of the same folder meanwhile waits, so that neither loses anything.

    Parameters
    ----------
    file : str
    entries : sequence of Entry
    zone : str
        That of a diary which is begun.

    Raises
    ------
    RefusalError, DiaryError
        When the file cannot take the entries; it was not changed.
    """
    from gutline.meals.private_files import alone_in

    with alone_in(Path(file).resolve().parent):
        _append(target_at(file), entries, zone)


def _append(target: Target, entries: Sequence[Entry], zone: str) -> None:
    from gutline.diary import Diary
    from gutline.diary.writing import format_csv, write_bytes

    if target.diary is None:
        text = format_csv(Diary.from_entries(entries, zone=zone))
        write_bytes(text.encode("utf-8"), target.file)
        return
    wanted = Diary.from_entries(entries, zone=target.diary.zone).entries
    there = set(target.diary.entries)
    twice = next((entry.name for entry in wanted if entry in there), None)
    if twice or len(wanted) < len(entries):
        name = twice or entries[0].name
        raise RefusalError(
            f"{name!r} is in {target.file!r} at this time already; say another time with --at."
        )
    data = _with_rows(target, wanted)
    _check(data, target, wanted)
    write_bytes(data, target.file)


def _with_rows(target: Target, entries: Sequence[Entry]) -> bytes:
    from gutline.diary.csv_layout import COLUMNS, cells_of
    from gutline.diary.zones import zone_named

    old = Path(target.file).read_bytes()
    header, delimiter = _header(old.decode("utf-8-sig"))
    if not header:
        header, delimiter = COLUMNS, ","
        gap = b"" if not old or old.endswith(b"\n") else b"\n"
        old += gap + ",".join(COLUMNS).encode() + b"\n"
    zone = zone_named(target.diary.zone if target.diary else "UTC")
    end = "\r\n" if b"\r\n" in old else "\n"
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    for entry in entries:
        cells = dict(zip(COLUMNS, cells_of(entry, zone), strict=True))
        lost = next((c for c in _AMOUNT if c not in header and cells[c]), "")
        if lost and _amount(entry) is not None:
            raise RefusalError(
                f"{target.file!r} has no column {lost!r}, so the amount of {entry.name!r} would be "
                "lost; add the column to its header. It was not changed."
            )
        writer.writerow([cells.get(column, "") for column in header])
    gap = b"" if not old or old.endswith((b"\n", b"\r")) else end.encode()
    return old + gap + out.getvalue().encode("utf-8")


def _amount(entry: Entry) -> tuple[float, str] | None:
    """Return how much there was; None for one serving, which goes without saying."""
    if entry.value is None or (entry.value == 1.0 and entry.unit in {"", "serving"}):
        return None
    return entry.value, entry.unit


def _header(text: str) -> tuple[tuple[str, ...], str]:
    """Return the columns of a diary's header and what separates them; none when it has none."""
    from gutline.diary.csv_layout import COLUMNS
    from gutline.diary.csv_reader import DELIMITERS

    for line in text.splitlines()[:1000]:
        start = line.strip(' \t\r,;"')
        if start and not start.casefold().startswith(("#", "sep=")):
            splits = {d: _columns(line, d) for d in DELIMITERS}
            best = max(DELIMITERS, key=lambda d: len(set(splits[d]) & set(COLUMNS)))
            return splits[best], best
    return (), ","


def _columns(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(cell.strip(' \t\r\n"').casefold() for cell in line.split(delimiter))


def _check(data: bytes, target: Target, added: Sequence[Entry]) -> None:
    """Read what would be written; refuse it unless it is all that was there and the new rows."""
    from gutline.diary import read_csv
    from gutline.diary.texts import same_name

    def told(entry: Entry) -> tuple[object, ...]:
        """Return what no diary can do without; a column for notes may be missing."""
        return entry.at, entry.day_only, entry.kind, same_name(entry.name), _amount(entry)

    before = target.diary.entries if target.diary else ()
    after = Counter(map(told, read_csv(io.BytesIO(data)).entries))
    if after != Counter(map(told, (*before, *added))):
        raise RefusalError(
            f"{target.file!r} cannot be added to as it is; gutline check {target.file} says why. "
            "It was not changed."
        )
