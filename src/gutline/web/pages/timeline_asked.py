"""What the timeline was asked for: read from the address, with a sentence for what is no use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gutline.diary.texts import same_name
from gutline.web.pages.timeline_span import EARLIEST, LATEST, Stretch, Zoom, stretch_around

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT = 200
GROUPS = ("ate", "felt", "did", "noted")
"""What an entry is, seen from the person: as in `gutline.web.pages.timeline_words.group_of`."""
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What to show.

    Attributes
    ----------
    stretch : Stretch
        The days.
    at : date
        The day around which they lie; another zoom keeps it in sight.
    show : str
        One of `GROUPS`, or "" for everything.
    text : str
        What names and notes must hold; "" for anything.
    one, two : str
        The series that are plotted: kind and name joined by a colon; "" for none.
    problems : tuple of str
        What could not be understood, and what is shown instead.
    """

    stretch: Stretch
    at: date
    show: str = ""
    text: str = ""
    one: str = ""
    two: str = ""
    problems: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        """Whether some entries are left out."""
        return bool(self.show or self.text)

    def address(self, **changes: str) -> str:
        """Return the query of the address that asks for this, with some parts changed."""
        parts = {
            "zoom": str(self.stretch.zoom),
            "at": self.at.isoformat(),
            "show": self.show,
            "text": self.text,
            "one": self.one,
            "two": self.two,
        }
        return "?" + urlencode({key: value for key, value in (parts | changes).items() if value})

    def unfiltered(self) -> Asked:
        """Return the same, with nothing left out."""
        return replace(self, show="", text="")


def read_asked(query: Mapping[str, str], today: date) -> Asked:
    """Return what an address asks for.

    Parameters
    ----------
    query : mapping
        The query of the address.
    today : date
        The person's local date, shown when no other is asked for.
    """
    problems: list[str] = []
    zoom = _zoom(query.get("zoom", ""), problems)
    at = _day(query.get("at", ""), today, problems)
    show = query.get("show", "")
    if show and show not in GROUPS:
        problems.append(_("There is no such filter; everything is shown."))
        show = ""
    text = " ".join(query.get("text", "").split())
    if len(text) > LONGEST_TEXT:
        problems.append(_("The text to look for is too long; only its beginning is used."))
        text = text[:LONGEST_TEXT]
    one, two = (_series(query.get(name, "")) for name in ("one", "two"))
    return Asked(stretch_around(zoom, at), at, show, text, one, two, tuple(problems))


def _zoom(text: str, problems: list[str]) -> Zoom:
    if text and text not in set(Zoom):
        problems.append(_("There is no such zoom; a month is shown."))
    return Zoom(text) if text in set(Zoom) else Zoom.MONTH


def _day(text: str, today: date, problems: list[str]) -> date:
    if not text:
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is not None and EARLIEST <= day <= LATEST:
        return day
    shown = text[:_LONGEST_SHOWN]
    problems.append(
        _("“%(text)s” is no date that can be shown; write it as 2026-03-10.") % {"text": shown}
    )
    return today


def _series(text: str) -> str:
    """Return the series' kind and name in the form in which names are compared."""
    kind, _colon, name = text[: LONGEST_TEXT * 3].partition(":")
    return series_key(kind, name) if name else ""


def series_key(kind: str, name: str) -> str:
    """Return how a series is called in addresses."""
    return f"{kind}:{same_name(name)}"
