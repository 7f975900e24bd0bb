"""A plan in words for pages and the terminal: cues, amounts, days, reasons."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gutline.catalog.practice_names import SESSION, logged_as
from gutline.catalog.practices import load_practices
from gutline.diary.measures import number_text
from gutline.diary.texts import same_name
from gutline.routine.cues import DEFAULT_AT
from gutline.routine.items import EVERY_DAY, WHAT, Item

WEEKDAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"),
    gettext_lazy("Fri"), gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
EVENT_WORDS = {
    "waking": gettext_lazy("waking"),
    "lunch": gettext_lazy("lunch"),
    "last_meal": gettext_lazy("the last meal"),
}
WHAT_WORDS = dict(
    zip(
        WHAT,
        (
            gettext_lazy("a practice"), gettext_lazy("an exercise session"), gettext_lazy("a food"),
            gettext_lazy("a drink"), gettext_lazy("a supplement"), gettext_lazy("a walk"),
            gettext_lazy("a wind-down"), gettext_lazy("a break for posture"),
            gettext_lazy("a regular meal"),
        ),
        strict=True,
    )
)  # fmt: skip
STATE_WORDS = {
    "done": gettext_lazy("done"),
    "partly": gettext_lazy("a little done"),
    "skipped": gettext_lazy("skipped"),
    "unknown": "",
}
REASON_WORDS = {
    "forgot": gettext_lazy("Forgot"),
    "no time": gettext_lazy("No time"),
    "not at hand": gettext_lazy("Not at hand"),
    "felt worse": gettext_lazy("Felt worse"),
    "did not want to": gettext_lazy("Did not want to"),
    "other": gettext_lazy("Another reason"),
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as a page shows it.

    Attributes
    ----------
    id, name, amount, cue, days, smallest, why : str
    card : str
        The evidence card its reason rests on; empty for none.
    guide : str
        The address of what leads through it; empty for none.
    """

    id: str
    name: str
    amount: str
    cue: str
    days: str
    smallest: str
    why: str
    card: str
    guide: str


def item_line(item: Item) -> ItemLine:
    """Return an item as a page shows it."""
    return ItemLine(
        item.id, item.name, amount_words(item), cue_words(item), days_words(item),
        item.smallest, item.why.words, item.why.ref if item.why.kind == "evidence" else "",
        _guide(item),
    )  # fmt: skip


def _guide(item: Item) -> str:
    ref = item.ref or _practice_named(item)
    if ref not in {"", SESSION} and logged_as(ref) is not None:
        return reverse("practice", args=[ref])
    return reverse("session") if SESSION in {item.what, item.ref} else ""


def _practice_named(item: Item) -> str:
    """Return the guided practice an item is called after; empty for none."""
    if item.kind != "practice":
        return ""
    wanted = same_name(item.name)
    return next((p.id for p in load_practices().values() if same_name(p.name) == wanted), "")


def amount_words(item: Item) -> str:
    """Return how much: "10 min"; empty where that is not said, and for one serving."""
    if item.amount is None or (item.amount == 1 and item.unit in {"", "serving"}):
        return ""
    return f"{number_text(item.amount)} {item.unit}".strip()


def cue_words(item: Item) -> str:
    """Return when: "15 min after lunch", "21:00 to 22:30"."""
    cue = item.cue
    if cue.event:
        event = str(EVENT_WORDS[cue.event])
        if not cue.minutes_after:
            return _("after %(event)s") % {"event": event}
        said = {"minutes": cue.minutes_after, "event": event}
        return _("%(minutes)d min after %(event)s") % said
    at = cue.at or DEFAULT_AT["lunch"]
    if item.what == "meal":
        said = {"at": f"{at:%H:%M}", "minutes": item.tolerance_min}
        return _("%(at)s, give or take %(minutes)d min") % said
    if cue.until is None:
        return _("from %(at)s") % {"at": f"{at:%H:%M}"}
    return _("%(at)s to %(until)s") % {"at": f"{at:%H:%M}", "until": f"{cue.until:%H:%M}"}


def days_words(item: Item) -> str:
    """Return the days of the week; empty for every day."""
    if item.weekdays == EVERY_DAY:
        return ""
    if item.weekdays == frozenset(range(5)):
        return _("on weekdays")
    return ", ".join(str(WEEKDAYS[day]) for day in sorted(item.weekdays))
