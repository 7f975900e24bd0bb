"""The private file in which a background run leaves one person's findings.

Four lines of JSON, so that who wants little reads little: what it is of; what the page shows; the
findings as other programs read them; and what other pages need that takes arithmetic. Everything in
it can be worked out again from the diary.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gutline.store.records import PersonRecord

FOLDER = "findings"
FORMAT_VERSION = 2
"""Grows with every change of what is written, so that older files are worked out anew."""
_HEAD, _VIEW, _DOCUMENT, _BESIDE, _LINES = range(5)


def findings_path(home: Path, person: int) -> Path:
    """Return where a person's findings are kept."""
    return home / FOLDER / f"{person}.jsonl"


def written(
    head: Mapping[str, Any],
    view: Mapping[str, Any],
    document: Mapping[str, Any],
    beside: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the contents of the file."""
    lines = ({"format": FORMAT_VERSION, **head}, view, document, beside or {})
    return "".join(f"{json.dumps(line, allow_nan=False)}\n" for line in lines).encode("ascii")


@dataclass(frozen=True, slots=True)
class LatestFindings:
    """The findings of the last run that ended well.

    Attributes
    ----------
    revision : int
        How often the diary had been changed; the findings are behind when it is more by now.
    finished_at : datetime
        When they were worked out, UTC.
    took_s : float
        How long that took, in seconds.
    soon : str
        What can be tested next, such as "ice cream testable in about 9 days"; may be empty.
    lines : tuple of bytes
        The file.
    """

    revision: int
    finished_at: datetime
    took_s: float
    soon: str
    lines: tuple[bytes, ...] = field(repr=False)

    @property
    def view(self) -> Mapping[str, Any]:
        """What the page shows: the fields of `FindingsView`, as plain data."""
        return _read(self.lines[_VIEW])

    @property
    def document(self) -> Mapping[str, Any]:
        """The findings as JSON for other programs, schema 1."""
        return _read(self.lines[_DOCUMENT])

    @property
    def beside(self) -> Mapping[str, Any]:
        """What other pages show, by page: "gut" for the checklist on the gut."""
        return _read(self.lines[_BESIDE])


def read_findings(home: Path, owner: PersonRecord) -> LatestFindings | None:
    """Return a person's latest findings; None where there are none that can be used.

    A file of an older Gutline, of somebody who had this number before, or a damaged one is none.
    """
    path = findings_path(home, owner.key)
    try:
        finished_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        lines = tuple(path.read_bytes().splitlines())
        head = _read(lines[_HEAD])
        if len(lines) != _LINES or not _is_of(head, owner):
            return None
        return LatestFindings(
            int(head["revision"]), finished_at, float(head["took_s"]), str(head["soon"]), lines
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def read_soon(home: Path, owner: PersonRecord) -> str:
    """Return what can be tested next, in half a sentence; "" where that is not known.

    Reads no more than the first line, since Today asks for it each time.
    """
    try:
        with findings_path(home, owner.key).open("rb") as lines:
            head = _read(lines.readline())
        return str(head["soon"]) if _is_of(head, owner) else ""
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def read_out(home: Path, owner: PersonRecord) -> tuple[Mapping[str, Any], ...]:
    """Return what is left out by trials that run, and whether the diet is still enough.

    Of the first line too, since Today and the pages of trials ask for it each time.
    """
    try:
        with findings_path(home, owner.key).open("rb") as lines:
            head = _read(lines.readline())
        return tuple(head.get("out", ())) if _is_of(head, owner) else ()
    except (OSError, ValueError, LookupError, TypeError):
        return ()


def _is_of(head: Mapping[str, Any], owner: PersonRecord) -> bool:
    return bool(head["format"] == FORMAT_VERSION and head["since"] == owner.created_at.isoformat())


def _read(line: bytes) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(line)
    return read
