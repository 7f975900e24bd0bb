"""What the form of a plan says: a thing, an outcome, and what is wanted otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from gutline.catalog import load_kinds
from gutline.store.errors import EntryRefusedError
from gutline.web.pages.form_fields import read_number
from gutline.web.pages.moments import read_day

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = (
    ("food", _("a food")), ("drink", _("a drink")), ("supplement", _("a supplement")),
    ("practice", _("an exercise or practice")), ("movement", _("movement")),
    ("sleep", _("sleep")), ("sitting", _("sitting")), ("meal", _("when I eat")),
)  # fmt: skip
WAYS = (
    ("suspect", _("I suspect it makes things worse")),
    ("helper", _("It is new and may help")),
    ("left_out", _("I leave it out and want to bring it back")),
)
_LEVELS = {"tag": "food", "nutrient": "food", "ingredient": "food"}
_WHOLE = ("pairs", "period_days", "washout_days", "run_in_days")
_LONGEST = 200
FIELDS = (
    "exposure", "outcome", "kind", "way", "start", "difference", "harmed", "blinded", "higher",
    *_WHOLE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form as it was filled; every field as text.

    Attributes
    ----------
    said : Mapping of str to str
    """

    said: Mapping[str, str]

    @classmethod
    def of(cls, form: Mapping[str, str], today: date) -> PlanForm:
        """Return the form of an address or a page, with what is usual where nothing is said."""
        said = {name: str(form.get(name, "")).strip()[:_LONGEST] for name in FIELDS}
        said["kind"] = _LEVELS.get(said["kind"], said["kind"])
        if said["kind"] not in load_kinds() and said["kind"] != "meal":
            said["kind"] = ""
        if form.get("helper") in {"1", "true", "yes"}:
            said["way"] = "helper"
        said["way"] = said["way"] or "suspect"
        said["start"] = said["start"] or (today + timedelta(days=1)).isoformat()
        return cls(said)

    @property
    def filled(self) -> bool:
        """Whether there is enough to make a plan of."""
        return bool(self.said["exposure"] and self.said["outcome"])

    @property
    def query(self) -> str:
        """The form as the query of an address."""
        return urlencode({name: value for name, value in self.said.items() if value})

    @property
    def harmed(self) -> bool | None:
        """Whether the thing once made the person seriously ill; None where they did not say."""
        return {"yes": True, "no": False}.get(self.said["harmed"])

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What was said but for the difference, for a form that asks for it."""
        return [(name, said) for name, said in self.said.items() if said and name != "difference"]

    def request(self) -> dict[str, Any]:
        """Return the form as the worker takes it.

        Raises
        ------
        EntryRefusedError
            When a field is no number, or the start no date.
        """
        said = self.said
        settings: dict[str, object] = {name: _whole(name, said[name]) for name in _WHOLE}
        settings["smallest_difference"] = read_number("difference", said["difference"])
        settings["higher_is_better"] = {"1": True, "0": False}.get(said["higher"])
        settings["blinded"] = True if said["blinded"] == "1" else None
        return {
            "exposure": said["exposure"], "outcome": said["outcome"], "kind": said["kind"],
            "design": "", "helper": said["way"] == "helper", "left_out": said["way"] == "left_out",
            "start": read_day(said["start"]).isoformat(), "settings": settings,
            "harmed_before": self.harmed,
        }  # fmt: skip


def _whole(field: str, text: str) -> int | None:
    number = read_number(field, text)
    if number is None:
        return None
    if number != int(number):
        raise EntryRefusedError(field, text, "is no whole number; write it as 6")
    return int(number)
