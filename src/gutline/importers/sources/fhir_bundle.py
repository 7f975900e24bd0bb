"""FHIR R4: observations, medicines, own questionnaires and (R5) meals, from a bundle or alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gutline.diary.zones import Moment
from gutline.importers.entry_making import EntryMaker, Said, reported
from gutline.importers.fhir_own import (
    own_answers,
    own_kind_of,
    own_placed,
    own_questionnaire_of,
    scored_from,
)
from gutline.importers.fhir_parts import Resource, codes_of, concept_text, quantity_in, when_of
from gutline.importers.json_fields import number, part, parts, text
from gutline.importers.json_stream import json_items, read_json
from gutline.importers.kind_guess import guess_kind, guess_taken
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Problem, Read

ID = "fhir_bundle"
NAME = "FHIR R4"
EXPERIMENTAL = False

_RESOURCE = re.compile(r'"resourceType"\s*:\s*"(\w+)"')
_READ = frozenset(
    {
        "Bundle",
        "Observation",
        "MedicationStatement",
        "MedicationAdministration",
        "NutritionIntake",
        "QuestionnaireResponse",
    }
)
_REFERENCES = ("urn:uuid:", "QuestionnaireResponse/")
_MOST_ANSWERS = 100_000
_SEVERITIES = {
    "255604002": 2.5, "6736007": 5.0, "24484000": 7.5, "mild": 2.5, "moderate": 5.0, "severe": 7.5,
    "260413007": 0.0, "none": 0.0, "absent": 0.0, "2667000": 0.0,
}  # fmt: skip
_WRONG = frozenset(
    {"entered-in-error", "cancelled", "not-done", "not-taken", "intended", "preparation"}
)


def score(head: Head) -> float:
    """Return how sure it is that the file is FHIR in JSON."""
    start = head.text[:65_536]
    if not start.lstrip().startswith("{"):
        return 0.0
    found = _RESOURCE.search(start)
    if found is None:
        return 0.0
    return 0.95 if found[1] in _READ else 0.6


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield symptoms, weights, sleep, steps, medicines, foods and own questionnaires.

    Raises
    ------
    ImporterError
        When it is not JSON.
    """
    maker = EntryMaker(ID, settings)
    answers: set[str] = set()
    for count, resource in enumerate(_resources(file), 1):
        if own_questionnaire_of(resource) and len(answers) < _MOST_ANSWERS:
            answers |= {f"{before}{text(resource, 'id')}" for before in _REFERENCES}
        if scored_from(resource) & answers:
            yield LeftOut("scores of questionnaires, which are worked out of their answers")
        else:
            yield from reported(count, _resource(count, resource, maker))


def _resources(file: ImportFile) -> Iterator[Resource]:
    found = _RESOURCE.search(Head(file.name, file.head()).text)
    with file.open() as stream:
        if found is not None and found[1] == "Bundle":
            for entry in json_items(stream, file.name, "entry"):
                yield part(entry, "resource")
            return
    with file.open() as stream:
        document = read_json(stream, file.name)
        if text(part(document), "resourceType") == "Bundle":
            yield from (part(entry, "resource") for entry in parts(document, "entry"))
        else:
            yield part(document)


def _resource(count: int, resource: Resource, maker: EntryMaker) -> Iterator[Read]:
    kind = text(resource, "resourceType")
    if text(resource, "status") in _WRONG:
        yield LeftOut("records that were made in error or not done")
    elif kind == "Observation":
        yield from _observation(count, resource, maker)
    elif kind in {"MedicationStatement", "MedicationAdministration"}:
        yield from _medicine(count, resource, maker)
    elif kind == "NutritionIntake":
        yield from _eaten(count, resource, maker)
    elif kind == "QuestionnaireResponse":
        yield from _questionnaire(resource)
    else:
        name = kind if kind.isalpha() and len(kind) < 40 else "unknown"
        yield LeftOut(f"{name} resources")


def _questionnaire(resource: Resource) -> Iterator[Read]:
    if own_questionnaire_of(resource):
        yield own_answers(resource)
    else:
        yield LeftOut("questionnaires of other programs")


def _note(resource: Resource) -> str:
    return "; ".join(filter(None, (text(note, "text") for note in parts(resource, "note"))))


def _observation(count: int, resource: Resource, maker: EntryMaker) -> Iterator[Read]:
    own_kind, name = own_kind_of(resource), concept_text(part(resource, "code"))
    said = _of_own(resource, own_kind, name, maker) if own_kind else None
    if said is None:
        said = _of_codes(resource, name, maker)
    if said is None:
        yield LeftOut("observations that a diary has no place for")
        return
    yield from own_placed(resource, maker.made(count, said))


def _of_own(resource: Resource, kind: str, name: str, maker: EntryMaker) -> Said | None:
    """Return what this program wrote itself, in its own kind, name and unit."""
    amount, value = part(resource, "valueQuantity"), text(resource, "valueString")
    moment, own, note = when_of(resource, maker), text(resource, "id"), _note(resource)
    if kind == "note":
        return Said(moment, kind, name, note=value, own=own)
    if kind == "complete":
        return Said(moment, kind, value, note=note, own=own)
    if value == "none":
        return Said(moment, kind, "none", note=note, own=own)
    return Said(moment, kind, name, number(amount, "value"), text(amount, "unit"), note, own)


def _of_codes(resource: Resource, name: str, maker: EntryMaker) -> Said | None:
    code = next(codes_of(part(resource, "code")), None)
    kind = code.kind if code else guess_kind(name, "").kind
    if kind not in {
        "symptom",
        "weight",
        "sleep",
        "movement",
        "stool",
        "mood",
        "stress",
        "measurement",
    }:
        return None
    label = code.names[0] if code and code.names else name
    value, unit = _value(resource, kind, code.unit if code else "")
    if value is None and (kind != "movement" or "dataAbsentReason" in resource):
        return None
    moment: Moment = when_of(resource, maker, kind)
    if kind in {"weight", "sleep", "stool"}:
        label = kind
    return Said(moment, kind, label, value, unit, _note(resource), own=text(resource, "id"))


def _value(resource: Resource, kind: str, unit: str) -> tuple[float | None, str]:
    amount = part(resource, "valueQuantity")
    if amount:
        return quantity_in(amount, kind, unit)
    whole = number(resource, "valueInteger")
    if whole is not None:
        return whole, ""
    concept = part(resource, "valueCodeableConcept")
    codings = [text(coding, "code") for coding in parts(concept, "coding")]
    words = (*codings, concept_text(concept).casefold())
    return next((_SEVERITIES[word] for word in words if word in _SEVERITIES), None), ""


def _medicine(count: int, resource: Resource, maker: EntryMaker) -> Iterator[Read]:
    name = _medicine_name(resource)
    if not name:
        yield Problem(count, "medication", "", "a medicine without a name; it cannot be kept")
        return
    kind = own_kind_of(resource) or guess_taken(name)
    dose = next(parts(resource, "dosage"), part(resource, "dosage"))
    rate = part(next(parts(dose, "doseAndRate"), {}), "doseQuantity") or part(dose, "dose")
    value, unit = quantity_in(rate, kind, "")
    note = _note(resource)
    if value is None and text(dose, "text"):
        note = "; ".join(filter(None, (text(dose, "text"), note)))
    said = Said(when_of(resource, maker), kind, name, value, unit, note, own=_own_id(resource))
    yield from own_placed(resource, maker.made(count, said))


def _own_id(resource: Resource) -> str:
    """Return an id of what is no observation: servers number each type from 1."""
    number_of = text(resource, "id")
    return f"{text(resource, 'resourceType')}/{number_of}" if number_of else ""


def _medicine_name(resource: Resource) -> str:
    """Return the name of a medicine: given here, or in a contained resource that is referred to."""
    name = concept_text(part(resource, "medicationCodeableConcept"))
    reference = part(resource, "medicationReference")
    if name or not reference:
        return name
    wanted = text(reference, "reference").removeprefix("#")
    inside: Mapping[str, Resource] = {text(one, "id"): one for one in parts(resource, "contained")}
    return concept_text(part(inside.get(wanted, {}), "code")) or text(reference, "display")


def _eaten(count: int, resource: Resource, maker: EntryMaker) -> Iterator[Read]:
    moment, note = when_of(resource, maker), _note(resource)
    own = _own_id(resource)
    if not any(parts(resource, "consumedItem")):
        yield LeftOut("meals with nothing in them")
    for place, item in enumerate(parts(resource, "consumedItem")):
        product = part(item, "nutritionProduct")
        name = concept_text(part(product, "concept")) or concept_text(product)
        sort = concept_text(part(item, "type")).casefold()
        kind = "drink" if "drink" in sort or "fluid" in sort else "food"
        value, unit = quantity_in(part(item, "amount"), kind, "")
        of_item = own and f"{own}/{place}"
        yield from maker.made(count, Said(moment, kind, name, value, unit, note, own=of_item))
