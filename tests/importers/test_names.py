"""Names of other apps become names here; a person's own rules come first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gutline.catalog import load_kinds
from gutline.diary.entries import Entry
from gutline.importers.errors import ImporterError
from gutline.importers.names import (
    NameRule,
    NameTable,
    name_key,
    package_names,
    read_names,
    suggestions,
)

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def entry(kind: str, name: str, value: float | None = None, unit: str = "") -> Entry:
    return Entry(AT, kind, name, value, unit, source="daylio", id="daylio:1")


def test_the_table_of_the_package_is_sound():
    assert set(package_names()) <= set(load_kinds())
    for kind, names in package_names().items():
        for key, name in names.items():
            assert key == name_key(key)
            assert names[name_key(name)] == name, f"{kind} {name}"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("BLÄHUNGEN", "bloating"), ("acid  reflux", "heartburn"), ("diarrhea", "diarrhoea"),
        ("dolor de cabeza", "headache"), ("low_back-pain", "lower back pain"),
        ("maux de tête", "headache"), ("bloating", "bloating"),
    ],
)  # fmt: skip
def test_spellings_in_several_languages_become_one_name(typed: str, name: str):
    named = NameTable().named(entry("symptom", typed, 3, "nrs"))
    assert named == entry("symptom", name, 3, "nrs")


def test_a_nap_is_known_and_is_no_night():
    table = NameTable()
    assert table.knows("apple_health", "sleep", "nap")
    assert package_names()["sleep"][name_key("Nickerchen")] == "nap"


def test_a_name_that_is_not_known_stays_as_it_is():
    wobbly = entry("symptom", "wobbly knees", 3, "nrs")
    assert NameTable().named(wobbly) is wobbly


def test_foods_are_left_to_the_meals_room():
    soup = entry("food", "gas")
    assert NameTable().named(soup) is soup


def test_an_own_rule_comes_before_the_package():
    table = NameTable([NameRule("symptom", "Bloated", "symptom", "belly like a drum")])
    assert table.named(entry("symptom", "bloated", 2, "nrs")).name == "belly like a drum"


def test_the_most_special_rule_counts():
    table = NameTable(
        [
            NameRule("", "x", "symptom", "any"),
            NameRule("symptom", "x", "symptom", "of the kind"),
            NameRule("symptom", "x", "symptom", "of the source", source="daylio"),
            NameRule("symptom", "x", "symptom", "of another", source="nomie"),
        ]
    )
    assert table.named(entry("symptom", "x", 1, "nrs")).name == "of the source"
    assert table.named(entry("stress", "x", 1, "nrs")).name == "any"


def test_a_rule_may_leave_entries_out():
    table = NameTable([NameRule("symptom", "test", "", "")])
    assert table.named(entry("symptom", "Test", 1, "nrs")) is None
    assert table.knows("daylio", "symptom", "test")


def test_another_kind_keeps_the_amount_where_it_can():
    table = NameTable(
        [
            NameRule("symptom", "stressed", "stress", "stress"),
            NameRule("symptom", "run", "movement", "running"),
        ]
    )
    assert table.named(entry("symptom", "stressed", 6, "nrs")) == entry(
        "stress", "stress", 6, "nrs"
    )
    ran = table.named(entry("symptom", "run", 6, "nrs"))
    assert (ran.value, ran.unit, ran.note) == (None, "", "(6 nrs)")


def test_a_rule_to_no_kind_is_refused():
    with pytest.raises(ImporterError, match="cannot become a 'mystery'"):
        NameTable([NameRule("", "x", "mystery", "y")])


def test_known_names_are_known():
    table = NameTable()
    assert table.knows("daylio", "symptom", "Bloated")
    assert table.knows("daylio", "symptom", "none")
    assert table.knows("daylio", "food", "anything")
    assert table.knows("daylio", "movement", "bouldering")
    assert table.knows("daylio", "sleep", "sleep")
    assert not table.knows("daylio", "symptom", "wobbly knees")


def test_suggestions_are_the_likest_names():
    assert suggestions("symptom", "bloted")[0] == "bloating"
    assert suggestions("symptom", "Back pain (lower)")[0] in {"back pain", "lower back pain"}
    assert suggestions("symptom", "qqqqq") == ()
    assert suggestions("symptom", "drum bely", own=["drum belly"])[0] == "drum belly"
    assert len(suggestions("symptom", "pain")) <= 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[symptom."a"]\nwords = ["x"]\n[symptom."b"]\nwords = ["X"]', "stands for two names"),
        ('[mystery."a"]\nwords = []', "no kind 'mystery'"),
        ('[symptom."a"]\nwords = []\nmore = 1', "must have `words`"),
        ("[symptom", "cannot be read as TOML"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, reason: str):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImporterError, match=reason):
        read_names(path)
