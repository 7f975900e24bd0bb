"""What was just logged of a practice, and the ratings before and after in its note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gutline.diary.measures import number_text
from gutline.store import queries
from gutline.store.errors import NotThereError
from gutline.web.diaries import open_person
from gutline.web.pages.said import read_said

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gutline.store.records import Record
    from gutline.web.pages.said import Said

_NOTE = re.compile(r"(?P<what>\w+) (?:(?P<before>\d+) before)?(?:, )?(?:(?P<after>\d+) after)?")


@dataclass(frozen=True, slots=True)
class Kept:
    """A practice that was just logged.

    Attributes
    ----------
    id, at : str
        What a form says so that the rating after it joins the same entry.
    minutes : str
    rates : str
        What is rated.
    before, after : int or None
    """

    id: str
    at: str
    minutes: str
    rates: str
    before: int | None
    after: int | None

    @property
    def words(self) -> str:
        """How the rating went, in a sentence; "" without both."""
        if self.before is None or self.after is None:
            return ""
        told = {"what": self.rates, "before": self.before, "after": self.after}
        return _("Your %(what)s: %(before)d before, %(after)d after.") % told


def rating_note(what: str, before: int | None, after: int | None) -> str:
    """Return ratings as the note of an entry: "tension 6 before, 3 after"; "" without any."""
    parts = [f"{before} before"] if before is not None else []
    parts += [f"{after} after"] if after is not None else []
    return f"{what} {', '.join(parts)}" if parts else ""


def ratings_in(note: str) -> tuple[str, int | None, int | None]:
    """Return what a note rates, before and after; as far as it does."""
    found = _NOTE.fullmatch(note.strip())
    if found is None or not (found["before"] or found["after"]):
        return "", None, None
    return found["what"], _number(found["before"]), _number(found["after"])


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def kept_of(request: HttpRequest, name: str) -> Kept | None:
    """Return the entry that the address says was just logged, when it is one of this name."""
    key = request.GET.get("kept", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    try:
        record = queries.entry_record(open_person(request).key, int(key))
    except NotThereError:
        return None
    return _kept(record) if record.entry.name == name and record.deleted_at is None else None


def _kept(record: Record) -> Kept:
    entry = record.entry
    what, before, after = ratings_in(entry.note)
    return Kept(entry.id, entry.at.isoformat(), number_text(entry.value), what, before, after)


def said_of(request: HttpRequest) -> Said | None:
    """Return what the bar at the foot of the page says."""
    return read_said(request, open_person(request).key, ())
