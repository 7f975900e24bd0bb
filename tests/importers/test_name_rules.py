"""A person's own rules for names, in every order and against every spelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gutline.diary.entries import Entry
from gutline.importers import names
from gutline.importers.errors import ImporterError
from gutline.importers.names import NameRule, NameTable, name_key, package_names, suggestions

ENTRY = Entry(
    datetime(2026, 3, 1, 8, tzinfo=UTC), "symptom", "sore wing", 4.0, "nrs", source="made", id="a"
)


def named(*rules: NameRule, **change: object) -> Entry | None:
    return NameTable(rules).named(replace(ENTRY, **change))


@pytest.mark.parametrize(
    "spelled", ["sore wing", "Sore Wing", " sore  wing ", "sore_wing", "SORE-WING", "ｓore wing"]
)
def test_case_blanks_and_marks_do_not_matter(spelled):
    rule = NameRule("symptom", "Sore wing", "symptom", "shoulder pain")
    found = named(rule, name=spelled)
    assert found is not None
    assert found.name == "shoulder pain"


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        (NameRule("symptom", "sore wing", "symptom", "x", "made"), True),
        (NameRule("", "sore wing", "symptom", "x", "made"), True),
        (NameRule("symptom", "sore wing", "symptom", "x"), True),
        (NameRule("", "sore wing", "symptom", "x"), True),
        (NameRule("symptom", "sore wing", "symptom", "x", "other"), False),
        (NameRule("food", "sore wing", "symptom", "x"), False),
        (NameRule("symptom", "sore wings", "symptom", "x"), False),
    ],
)
def test_a_rule_is_about_its_own_source_kind_and_name(rule, applies):
    found = named(rule)
    assert found is not None
    assert (found.name == "x") is applies


def test_of_rules_about_one_name_the_later_counts():
    first = NameRule("symptom", "sore wing", "symptom", "a")
    found = named(first, replace(first, name="Sore  Wing", to_name="b"))
    assert found is not None
    assert found.name == "b"


@pytest.mark.parametrize(
    ("to_kind", "value", "unit", "note"),
    [
        ("mood", 4.0, "nrs", "mine"), ("stress", 4.0, "nrs", "mine"),
        ("food", None, "", "mine (4 nrs)"), ("note", None, "", "mine (4 nrs)"),
        ("practice", None, "", "mine (4 nrs)"),
    ],
)  # fmt: skip
def test_an_amount_without_a_place_stays_readable(to_kind, value, unit, note):
    found = named(NameRule("symptom", "sore wing", to_kind, "y"), note="mine")
    assert found is not None
    assert (found.kind, found.value, found.unit, found.note) == (to_kind, value, unit, note)
    assert found.id == ENTRY.id


@pytest.mark.parametrize("value", [0.0, 2.5])
def test_zero_is_an_amount_too(value):
    found = named(NameRule("symptom", "sore wing", "note", "y"), value=value)
    assert found is not None
    assert found.note == f"({value:g} nrs)"


def test_a_rule_without_a_kind_leaves_out():
    assert named(NameRule("symptom", "sore wing", "", "")) is None


def test_a_kind_that_there_is_not_is_refused_at_once():
    with pytest.raises(ImporterError, match="there is no such kind"):
        NameTable([NameRule("symptom", "a", "wings", "b")])


@pytest.mark.parametrize(
    ("kind", "name", "known"),
    [
        ("symptom", "Backache", True), ("symptom", "none", True), ("symptom", "sore wing", False),
        ("mood", "mood", True), ("food", "anything at all", True), ("movement", "any walk", True),
        ("practice", "anything", True), ("note", "x", True), ("stress", "Deadline", False),
    ],
)  # fmt: skip
def test_only_names_that_can_be_known_are_asked_about(kind, name, known):
    assert NameTable().knows("made", kind, name) is known


def test_a_name_with_a_rule_is_known():
    table = NameTable([NameRule("symptom", "sore wing", "", "")])
    assert table.knows("made", "symptom", "Sore Wing")


def test_what_was_asked_is_remembered_within_bounds(monkeypatch):
    monkeypatch.setattr(names, "_MOST_REMEMBERED", 5)
    table = NameTable([NameRule("symptom", "n7", "symptom", "seven")])
    found = [table.named(replace(ENTRY, name=f"n{n}")) for n in range(20)]
    assert [one.name for one in found if one] == ["seven" if n == 7 else f"n{n}" for n in range(20)]
    assert len(table._known) <= 6


def test_own_names_are_suggested_before_the_packages_and_once():
    found = suggestions("symptom", "sholder pain", ["shoulder pain", "Shoulder pain"])
    assert found[0].casefold() == "shoulder pain"
    assert len(found) <= names.MOST_SUGGESTED
    assert len({name_key(one) for one in found}) == len(found)


@pytest.mark.parametrize("name", ["", "   ", "qqqqzzzzxxx", "x" * 5000])
def test_for_nonsense_nothing_is_suggested(name):
    assert suggestions("symptom", name) == ()


def test_no_word_of_the_package_stands_for_two_names():
    for kind, words in package_names().items():
        for key, name in words.items():
            assert key == name_key(key), (kind, key)
            assert words[name_key(name)] == name
