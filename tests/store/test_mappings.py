"""Mappings of tables of one's own: kept under their names, found again by the columns."""

from __future__ import annotations

import pytest

from gutline.importers.mapping_file import TableMapping, Thing
from gutline.importers.mapping_guess import table_look
from gutline.importers.source import ImportFile
from gutline.store.queries.mappings import fitting_mapping, mappings
from gutline.store.services.mappings import keep_mapping
from gutline.store.services.people import add_person
from tests.store.conftest import NOW


def _mapping(name: str, column: str = "Back", **more: object) -> TableMapping:
    return TableMapping(name, "Date", (Thing("symptom", "pain", column),), **more)  # type: ignore[arg-type]


def _table(text: str, name: str = "log.csv") -> ImportFile:
    return ImportFile(name, data=text.encode())


def test_the_newest_mapping_that_fits_is_found(sqlite_store):
    person = add_person("Europe/Berlin", NOW).key
    for name, column in (("One", "Back"), ("Two", "Knee"), ("Three", "back")):
        keep_mapping(person, _mapping(name, column), NOW)
    assert [one.name for one in mappings(person)] == ["Three", "Two", "One"]
    look = table_look(_table("Date,Back,More\n2026-03-01,3,x\n"))
    assert look is not None
    found = fitting_mapping(person, look)
    assert found is not None
    assert found.name == "Three"


def test_a_mapping_of_another_header_or_person_does_not_fit(sqlite_store):
    person, other = (add_person("Europe/Berlin", NOW).key for _ in range(2))
    keep_mapping(person, _mapping("log", header_row=2), NOW)
    keep_mapping(other, _mapping("log"), NOW)
    look = table_look(_table("Date,Back\n2026-03-01,3\n"))
    assert look is not None
    assert fitting_mapping(person, look) is None


def test_a_mapping_of_the_same_name_takes_the_place_of_the_one_before(sqlite_store):
    person = add_person("Europe/Berlin", NOW).key
    keep_mapping(person, _mapping("My log!"), NOW)
    keep_mapping(person, _mapping("my  LOG", "Knee"), NOW)
    assert [one.things[0].column for one in mappings(person)] == ["Knee"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Date,Back\n2026-03-01,3\n", "log.json"), ("Date\n2026-03-01\n", "log.csv"),
     ("1,2\n3,4\n", "log.csv"), ("", "log.csv"), ("\x89PNG", "log.xlsx")],
)  # fmt: skip
def test_what_is_no_table_looks_like_none(text: str, name: str):
    assert table_look(_table(text, name)) is None
