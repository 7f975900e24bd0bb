"""What this program wrote into a FHIR bundle itself: entries with their own ids, and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

from gutline.catalog.body_sites import load_body_sites
from gutline.catalog.kinds import load_kinds
from gutline.diary.entries import DiaryError, Entry, RowError, shown
from gutline.diary.zones import zone_named
from gutline.importers.answer_check import answered_day
from gutline.importers.fhir_parts import Resource
from gutline.importers.json_fields import number, part, parts, text
from gutline.importers.source import Answered, Placed, Read

_KIND, _ENTRY, _SOURCE = "urn:gutline:kind", "urn:gutline:entry", "urn:gutline:source"
_IN_ZONE = "http://hl7.org/fhir/StructureDefinition/tz-code"

_QUESTIONNAIRE = "urn:gutline:questionnaire:"
_ANSWERS = ("valueBoolean", "valueInteger", "valueDecimal")

_LONGEST_ZONE = 100


def own_kind_of(resource: Resource) -> str:
    """Return the kind that this program wrote into a resource of its own; else empty."""
    category = resource.get("category")
    categories = category if isinstance(category, list) else [category]
    for one in categories:
        for coding in parts(one, "coding"):
            if text(coding, "system") == _KIND and text(coding, "code") in load_kinds():
                return text(coding, "code")
    return ""


def own_placed(resource: Resource, found: Iterable[Read]) -> Iterator[Read]:
    """Yield what was read of a resource; an entry of this program's own as it was written.

    Parameters
    ----------
    resource : Mapping
        An observation or a medicine.
    found : iterable
        What was read of it as of any other program's.
    """
    own = [text(i, "value") for i in parts(resource, "identifier") if text(i, "system") == _ENTRY]
    for read in found:
        if own and own[0] and isinstance(read, Entry):
            zone = _zone_of(resource)
            at = _on_clock(read.at, zone) if zone and not read.day_only else read.at
            entry = replace(read, at=at, id=own[0], source=_source_of(resource))
            yield Placed(entry, zone, _detail_of(resource, entry.kind), own=True)
        else:
            yield read


def _source_of(resource: Resource) -> str:
    tags = parts(part(resource, "meta"), "tag")
    return next((text(tag, "display") for tag in tags if text(tag, "system") == _SOURCE), "")


def _zone_of(resource: Resource) -> str:
    """Return the zone of the time; empty where none is said, or none that there is."""
    for one in parts(part(resource, "_effectiveDateTime"), "extension"):
        if text(one, "url") == _IN_ZONE:
            zone = text(one, "valueCode")[:_LONGEST_ZONE]
            try:
                zone_named(zone)
            except DiaryError:
                return ""
            return zone
    return ""


def _on_clock(at: datetime, zone: str) -> datetime:
    """Return a time that was written in UTC because FHIR has no seconds in offsets as it was."""
    there = at.astimezone(zone_named(zone))
    offset = there.utcoffset()
    return there if not at.utcoffset() and offset is not None and offset.seconds % 60 else at


def _detail_of(resource: Resource, kind: str) -> dict[str, object]:
    """Return where it was felt, and how long it was stiff."""
    if kind != "symptom":
        return {}
    names = text(part(resource, "bodySite"), "text").split("; ")
    sites = [_sites()[name] for name in names if name in _sites()]
    detail: dict[str, object] = {"sites": sites} if sites else {}
    for one in parts(resource, "component"):
        stiff = number(part(one, "valueQuantity"), "value")
        if text(part(one, "code"), "text") == "stiffness" and stiff is not None:
            detail["stiffness_min"] = stiff
    return detail


@cache
def _sites() -> dict[str, str]:
    return {site.name: ident for ident, site in load_body_sites().items()}


def own_questionnaire_of(resource: Resource) -> str:
    """Return the id of a questionnaire of this program's own; empty for any other resource."""
    asked = text(resource, "questionnaire").partition("|")[0]
    answers = text(resource, "resourceType") == "QuestionnaireResponse"
    return (
        asked.removeprefix(_QUESTIONNAIRE) if answers and asked.startswith(_QUESTIONNAIRE) else ""
    )


def own_answers(resource: Resource) -> Answered:
    """Return a questionnaire of this program's own as it was answered.

    Raises
    ------
    RowError
        When its day or an answer cannot be read.
    """
    answers: dict[str, bool | float] = {}
    for item in parts(resource, "item"):
        ident = text(item, "linkId")
        if not ident or ident in answers:
            raise RowError("linkId", shown(ident), "not one question; export it again")
        answers[ident] = _answer(ident, list(parts(item, "answer")))
    day = answered_day(text(resource, "authored"))
    return Answered(own_questionnaire_of(resource), day, answers)


def _answer(ident: str, given: list[Resource]) -> bool | float:
    """Return the one answer to a question: yes or no, or a number."""
    found = [one[name] for one in given for name in _ANSWERS if name in one]
    if len(given) != 1 or len(found) != 1 or not isinstance(found[0], (bool, int, float)):
        raise RowError("answer", shown(ident), "not one answer of yes, no or a number")
    return found[0]


def scored_from(resource: Resource) -> frozenset[str]:
    """Return references to what an observation was worked out of."""
    return frozenset(text(one, "reference") for one in parts(resource, "derivedFrom")) - {""}
