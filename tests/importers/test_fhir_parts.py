"""Pieces of FHIR resources: times, words, codes and amounts."""

from __future__ import annotations

import pytest

from gutline.catalog.codes import SYSTEMS, load_codes
from gutline.diary.entries import RowError
from gutline.importers.entry_making import EntryMaker
from gutline.importers.fhir_parts import codes_of, concept_text, quantity_in, when_of
from gutline.importers.source import ImportSettings


def _maker() -> EntryMaker:
    return EntryMaker("fhir_bundle", ImportSettings("Europe/Berlin"))


@pytest.mark.parametrize(
    ("resource", "at", "day_only"),
    [
        ({"effectiveDateTime": "2026-06-10"}, "2026-06-10T12:00:00+02:00", True),
        ({"effectiveDateTime": "2026-06-10T21:00:00Z"}, "2026-06-10T23:00:00+02:00", False),
        ({"effectiveInstant": "2026-06-10T21:00:00+09:00"}, "2026-06-10T21:00:00+09:00", False),
        (
            {"effectivePeriod": {"start": "2026-06-10T20:00:00Z", "end": "2026-06-11"}},
            "2026-06-10T22:00:00+02:00",
            False,
        ),
        ({"effectivePeriod": {"end": "2026-06-11"}}, "2026-06-11T12:00:00+02:00", True),
        ({"dateAsserted": "2026-06-10"}, "2026-06-10T12:00:00+02:00", True),
    ],
)
def test_a_time_is_found_wherever_it_stands(resource: dict, at: str, day_only: bool):
    moment = when_of(resource, _maker())
    assert (moment.at.isoformat(), moment.day_only) == (at, day_only)


@pytest.mark.parametrize(
    "resource", [{}, {"effectiveDateTime": "2026-06"}, {"effectiveDateTime": "2026"},
                 {"effectiveDateTime": "soon"}, {"effectiveDateTime": 7.5}],
)  # fmt: skip
def test_a_time_that_is_none_or_too_rough_is_refused(resource: dict):
    with pytest.raises(RowError):
        when_of(resource, _maker())


def test_words_are_the_text_else_what_a_code_displays():
    assert concept_text({"text": "sore", "coding": [{"display": "Pain"}]}) == "sore"
    assert concept_text({"coding": [{"code": "1"}, {"display": "Pain"}]}) == "Pain"
    assert concept_text({"coding": "Pain"}) == ""


@pytest.mark.parametrize("code", load_codes(), ids=lambda code: f"{code.system} {code.code}")
def test_every_code_of_the_catalog_is_known_again(code):
    concept = {"coding": [{"system": SYSTEMS[code.system], "code": code.code}]}
    assert list(codes_of(concept)) == [code]


def test_a_code_of_another_system_is_not():
    code = load_codes()[0]
    assert not list(codes_of({"coding": [{"system": "http://example.org", "code": code.code}]}))


@pytest.mark.parametrize(
    ("quantity", "kind", "value"),
    [
        ({"value": 157, "unit": "lbs", "code": "[lb_av]"}, "weight", (157.0, "lb")),
        ({"value": 71, "code": "kg"}, "weight", (71.0, "kg")),
        ({"value": 1000, "code": "[IU]"}, "supplement", (1000.0, "iu")),
        ({"value": 0.2, "code": "L"}, "drink", (0.2, "l")),
        ({"value": 4, "unit": "/10"}, "symptom", (4.0, "nrs")),
        ({"value": 4}, "symptom", (4.0, "nrs")),
        ({"value": 7.5, "code": "h"}, "sleep", (7.5, "h")),
        ({"value": 120, "code": "mm[Hg]", "unit": "mmHg"}, "weight", (None, "")),
        ({"unit": "kg"}, "weight", (None, "kg")),
        ({"value": 3, "code": "g"}, "weight", (None, "")),
    ],
)
def test_an_amount_is_in_a_unit_that_the_kind_has(quantity: dict, kind: str, value: tuple):
    assert quantity_in(quantity, kind, "") == value
