"""A journal as a FHIR R4 bundle, for programs of doctors and hospitals.

Entries become Observations, supplements and medicines MedicationStatements, questionnaires
QuestionnaireResponses. LOINC and SNOMED CT codes are added where the catalog has them; the words of
the person are always there. Nothing says who the person is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutline.catalog.body_sites import load_body_sites
from gutline.catalog.codes import SYSTEMS, codes_for
from gutline.catalog.kinds import load_kinds
from gutline.catalog.questionnaires import load_questionnaires
from gutline.diary.entries import KINDS_WITH_NONE, NONE
from gutline.reports.exchange.journal import iso_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gutline.catalog.questionnaires import Item
    from gutline.diary.entries import Entry
    from gutline.reports.exchange.journal import Answered, Journal

Resource = dict[str, Any]

KINDS, ENTRIES, SOURCE = "urn:gutline:kind", "urn:gutline:entry", "urn:gutline:source"
IN_ZONE = "http://hl7.org/fhir/StructureDefinition/tz-code"
"""FHIR's extension of a time by the zone that its offset is of."""
UCUM = "http://unitsofmeasure.org"
UCUM_CODES = {
    "serving": "{serving}", "g": "g", "mg": "mg", "ug": "ug", "iu": "[IU]", "ml": "mL", "l": "L",
    "h": "h", "min": "min", "day": "d", "steps": "{steps}", "km": "km", "nrs": "{score}",
    "bristol": "{score}", "kg": "kg", "lb": "[lb_av]", "ms": "ms", "bpm": "/min", "degc": "Cel",
    "pct": "%",
}  # fmt: skip
"""Our units in UCUM."""
_TAKEN = frozenset({"supplement", "medicine"})
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_CATEGORIES = {
    "weight": ("vital-signs", "Vital Signs"), "movement": ("activity", "Activity"),
    "symptom": ("survey", "Survey"), "mood": ("survey", "Survey"), "stress": ("survey", "Survey"),
}  # fmt: skip


def bundle(journal: Journal) -> Resource:
    """Return a journal as a FHIR R4 bundle of type "collection".

    Parameters
    ----------
    journal : Journal
        What to write.

    Returns
    -------
    dict
        Plain data for `json.dumps`.
    """
    patient = f"urn:uuid:{journal.id_of('person')}"
    resources = [
        (journal.id_of("person"), {"resourceType": "Patient", "id": journal.id_of("person")}),
        *_entries(journal, patient),
        *_answers(journal, patient),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": iso_time(journal.made_at),
        "entry": [{"fullUrl": f"urn:uuid:{key}", "resource": told} for key, told in resources],
    }


def _entries(journal: Journal, patient: str) -> Iterator[tuple[str, Resource]]:
    ids = journal.ids()
    for entry in journal.diary.entries:
        make = _statement if entry.kind in _TAKEN else _observation
        told = make(entry, journal.detail(entry))
        told |= {"id": ids[entry], "subject": {"reference": patient}}
        told |= _effective(entry, journal.zone_of(entry))
        if entry.id:
            told["identifier"] = [{"system": ENTRIES, "value": entry.id}]
        if entry.source:
            told["meta"] = {"tag": [{"system": SOURCE, "display": entry.source}]}
        if entry.note and entry.kind != "note":
            told["note"] = [{"text": entry.note}]
        yield ids[entry], told


def _effective(entry: Entry, zone: str) -> Resource:
    told: Resource = {
        "effectiveDateTime": entry.at.date().isoformat() if entry.day_only else iso_time(entry.at)
    }
    if zone:
        extension = {"url": IN_ZONE, "valueCode": zone}
        told["_effectiveDateTime"] = {"extension": [extension]}
    return told


def _statement(entry: Entry, detail: Mapping[str, object]) -> Resource:
    del detail
    told: Resource = {
        "resourceType": "MedicationStatement",
        "status": "completed",
        "category": _own_category(entry.kind),
        "medicationCodeableConcept": _concept(entry),
    }
    if entry.value is not None:
        told["dosage"] = [{"doseAndRate": [{"doseQuantity": quantity(entry.value, entry.unit)}]}]
    return told


def _observation(entry: Entry, detail: Mapping[str, object]) -> Resource:
    told: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "category": [*_categories(entry.kind), _own_category(entry.kind)],
        "code": _concept(entry),
    }
    _add_value(told, entry)
    sites = [load_body_sites()[s].name for s in _site_ids(detail) if s in load_body_sites()]
    if sites:
        told["bodySite"] = {"text": "; ".join(sites)}
    stiff = detail.get("stiffness_min")
    if isinstance(stiff, (int, float)):
        told.setdefault("component", []).append(
            {"code": {"text": "stiffness"}, "valueQuantity": quantity(float(stiff), "min")}
        )
    return told


def _add_value(told: Resource, entry: Entry) -> None:
    if entry.name == NONE and entry.kind in KINDS_WITH_NONE:
        # Said to be none is neither a zero nor a missing value.
        told["code"], told["valueString"] = {"text": load_kinds()[entry.kind].name}, NONE
    elif entry.kind == "note":
        told |= {"valueString": entry.note} if entry.note else {}
    elif entry.kind == "complete":
        told["valueString"] = entry.name
    elif entry.value is not None:
        told["valueQuantity"] = quantity(entry.value, entry.unit)


def _site_ids(detail: Mapping[str, object]) -> list[str]:
    sites = detail.get("sites")
    return [str(site) for site in sites] if isinstance(sites, (list, tuple)) else []


def _categories(kind: str) -> list[Resource]:
    if kind not in _CATEGORIES:
        return []
    code, display = _CATEGORIES[kind]
    return [{"coding": [{"system": _CATEGORY, "code": code, "display": display}]}]


def _own_category(kind: str) -> Resource:
    name = load_kinds()[kind].name
    return {"coding": [{"system": KINDS, "code": kind, "display": name}], "text": name}


def _concept(entry: Entry) -> Resource:
    coding = [
        {"system": SYSTEMS[code.system], "code": code.code, "display": code.display}
        for code in codes_for(entry.kind, entry.name, entry.unit)
    ]
    return {"coding": coding, "text": entry.name} if coding else {"text": entry.name}


def quantity(value: float, unit: str) -> Resource:
    """Return a value as a FHIR Quantity; a unit UCUM has no word for is an annotation."""
    return {"value": value, "unit": unit, "system": UCUM, "code": UCUM_CODES[unit]}


def _answers(journal: Journal, patient: str) -> Iterator[tuple[str, Resource]]:
    for number, answered in enumerate(journal.answered):
        day = answered.day.isoformat()
        parts = (answered.questionnaire, day, str(number))
        key = journal.id_of("answers", *parts)
        if answered.answers:
            yield (
                key,
                {
                    "resourceType": "QuestionnaireResponse",
                    "id": key,
                    "status": "completed",
                    "questionnaire": f"urn:gutline:questionnaire:{answered.questionnaire}",
                    "subject": {"reference": patient},
                    "authored": day,
                    "item": list(_items(answered)),
                },
            )
        if answered.answers and answered.score is not None:
            told = _score(answered, answered.score)
            about = {"reference": f"urn:uuid:{key}"}
            score_key = journal.id_of("score", *parts)
            told |= {"id": score_key, "subject": {"reference": patient}, "derivedFrom": [about]}
            yield score_key, told


def _score(answered: Answered, score: float) -> Resource:
    known = load_questionnaires().get(answered.questionnaire)
    code: Resource = {"text": known.name if known else answered.questionnaire}
    if known is not None and known.loinc_state == "verified":
        code["coding"] = [{"system": SYSTEMS["loinc"], "code": known.loinc}]
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": _categories("symptom"),
        "code": code,
        "effectiveDateTime": answered.day.isoformat(),
        "valueQuantity": quantity(score, "nrs") | {"unit": "score"},
    }


def _items(answered: Answered) -> Iterator[Resource]:
    known = load_questionnaires().get(answered.questionnaire)
    items = {item.id: item for item in known.items} if known else {}
    for key, value in answered.answers.items():
        told: Resource = {"linkId": key, "answer": [_answer(items.get(key), value)]}
        if key in items:
            told["text"] = items[key].text
        yield told


def _answer(item: Item | None, value: object) -> Resource:
    if isinstance(value, bool) or (item is not None and item.is_yes_no):
        return {"valueBoolean": bool(value)}
    if isinstance(value, int):
        return {"valueInteger": value}
    if isinstance(value, float):
        return {"valueInteger": int(value)} if value.is_integer() else {"valueDecimal": value}
    return {"valueString": str(value) or "-"}
