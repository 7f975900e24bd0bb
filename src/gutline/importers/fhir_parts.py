"""Pieces of FHIR resources: when something was, what a code means, how much of what."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gutline.catalog.codes import SYSTEMS, Code, load_codes
from gutline.catalog.kinds import load_kinds, load_units
from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.entry_making import EntryMaker
from gutline.importers.json_fields import number, part, parts, text

Resource = Mapping[str, object]

_UCUM = {
    "[lb_av]": "lb", "mL": "ml", "L": "l", "[IU]": "iu", "{score}": "", "{steps}": "steps",
    "d": "day", "lbs": "lb", "{serving}": "serving", "/10": "", "1": "", "%": "pct", "Cel": "degc",
    "/min": "bpm",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"\d{4}(-\d\d)?")
_TIMES = ("effectiveDateTime", "effectiveInstant", "occurrenceDateTime", "dateAsserted", "issued")
_PERIODS = ("effectivePeriod", "occurrencePeriod")


def when_of(resource: Resource, maker: EntryMaker, kind: str = "") -> Moment:
    """Return when something was: its time, or the end of a night's and the start of another period.

    Parameters
    ----------
    resource : Mapping
        An observation, a medicine or a meal.
    maker : EntryMaker
        Of the source.
    kind : str
        Id of the entry kind, as far as it is known.

    Raises
    ------
    RowError
        When it has no time, or only a month or year.
    """
    for key in _PERIODS:
        period = part(resource, key)
        for end in ("end", "start") if kind == "sleep" else ("start", "end"):
            if text(period, end):
                return _moment(text(period, end), maker)
    written = text(resource, *_TIMES)
    if not written:
        raise RowError("effective", "", "no time; a diary cannot place it")
    return _moment(written, maker)


def _moment(written: str, maker: EntryMaker) -> Moment:
    if _MONTH.fullmatch(written):
        raise RowError("effective", written, "only a month or a year; a diary needs the day")
    return maker.moment(written)


def concept_text(concept: Resource) -> str:
    """Return the words of a CodeableConcept; empty when it has none."""
    if text(concept, "text"):
        return text(concept, "text")
    return next(filter(None, (text(coding, "display") for coding in parts(concept, "coding"))), "")


def codes_of(concept: Resource) -> Iterator[Code]:
    """Yield the codes of a CodeableConcept that the catalog knows."""
    for coding in parts(concept, "coding"):
        code = _known().get((text(coding, "system"), text(coding, "code")))
        if code is not None:
            yield code


@functools.cache
def _known() -> Mapping[tuple[str, str], Code]:
    return MappingProxyType({(SYSTEMS[code.system], code.code): code for code in load_codes()})


def quantity_in(quantity: Resource, kind: str, usual: str) -> tuple[float | None, str]:
    """Return a FHIR quantity as a value and a unit that the kind has; None where it has none.

    Parameters
    ----------
    quantity : Mapping
        With value, unit and code.
    kind : str
        Id of the entry kind.
    usual : str
        The unit when none is given.
    """
    value = number(quantity, "value")
    given = [word for word in (text(quantity, "code"), text(quantity, "unit")) if word]
    known = [unit for word in given if (unit := _unit_named(word)) is not None]
    if given and not known:
        return None, ""
    unit = next(filter(None, known), "") or usual or load_kinds()[kind].unit
    return (value, unit) if unit in load_kinds()[kind].units else (None, "")


def _unit_named(word: str) -> str | None:
    """Return the id of a unit, empty for one that only counts, None for one that is not ours."""
    return _UCUM.get(word, load_units().get(word.casefold()))
