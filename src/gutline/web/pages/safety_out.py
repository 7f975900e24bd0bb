"""What is left out by trials that run: the day it comes back, and whether the diet is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from gutline.store.settings import current_home
from gutline.web.findings_file import read_out

if TYPE_CHECKING:
    from gutline.store.records import PersonRecord


@dataclass(frozen=True, slots=True)
class OutView:
    """One thing that is left out.

    Attributes
    ----------
    trial, trial_url : str
        Key and address of the trial.
    name : str
    put_back : date or None
        The last day on which it comes back.
    over : bool
        Whether that day has passed.
    sentences : tuple of str
        What the diet lacks without it, as far as the diary tells.
    """

    trial: str
    trial_url: str
    name: str
    put_back: date | None
    over: bool
    sentences: tuple[str, ...]


def out_views(person: PersonRecord, today: date, trial: str = "") -> tuple[OutView, ...]:
    """Return what is left out, as the last background run worked it out.

    Parameters
    ----------
    person : PersonRecord
    today : date
    trial : str
        Only of this trial; of all when empty.
    """
    found = []
    for one in read_out(current_home(), person):
        if trial in {"", one["trial"]}:
            back = date.fromisoformat(one["put_back"]) if one["put_back"] else None
            over = back is not None and back < today
            url, sentences = _trial_url(one["trial"]), tuple(one["sentences"])
            found.append(OutView(one["trial"], url, one["name"], back, over, sentences))
    return tuple(found)


def _trial_url(key: str) -> str:
    try:
        return reverse("trial", args=[key])
    except NoReverseMatch:
        return ""
