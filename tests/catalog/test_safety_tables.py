"""Facts, takings, questionnaires, patterns, numbers, pages and signs: sound, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.emergency_numbers import (
    ELSEWHERE,
    load_emergency_numbers,
    numbers_for,
    read_emergency_numbers,
)
from gutline.catalog.facts import load_facts, read_facts
from gutline.catalog.gut_signs import read_gut_sign
from gutline.catalog.interview import read_page
from gutline.catalog.note_patterns import (
    load_note_patterns,
    read_denials,
    read_note_pattern,
)
from gutline.catalog.questionnaires import load_questionnaires, read_questionnaire
from gutline.catalog.takings import (
    load_medicine_classes,
    load_substances,
    read_medicine_class,
    read_substance,
)

QUESTIONNAIRE = """
id = "x"
name = "X"
about = "About."
recall = "today"
method = "sum"
lowest = 0
highest = 4
high_means = "more"
every_days = 7
wording = "own"
rights = "Our own."
loinc = ""
loinc_state = "none"
reviewed = 2026-03-01

[[items]]
id = "a"
text = "A?"
lowest = 0
highest = 4

[[bands]]
low = 0
high = 2
id = "low"
words = "Low."

[[bands]]
low = 3
high = 4
id = "high"
words = "High."

[[sources]]
title = "t"
seen = "none"
"""
PATTERN = """
id = "x"
name = "fever"
fact = "fever"
window = 4
not_words = []
not_phrases = []

[[ways]]
language = "en"
groups = [["fever"]]
"""
PAGE = 'id = "x"\norder = 1\nquestion = "Q?"\nfacts = ["fever"]\nwhen = "back_pain"\n'
SIGN = """
id = "x"
name = "N"
order = 1
card = "M01"
figure = "same_day"
left = ["a"]
right = ["b"]
if_seen = "A."
if_not = "B."
how_to_know = "C."
"""
SUBSTANCE = """
id = "x"
name = "X"
words = ["x"]
actives = []
tags = []
unit = "mg"
weighed = "substance"
"""
READERS = {
    "questionnaire": (read_questionnaire, QUESTIONNAIRE),
    "pattern": (read_note_pattern, PATTERN),
    "page": (read_page, PAGE),
    "sign": (read_gut_sign, SIGN),
    "substance": (read_substance, SUBSTANCE),
    "class": (read_medicine_class, 'id = "x"\nname = "X"\nwords = ["x"]\n'),
    "facts": (read_facts, '[a_fact]\nask = "a"\n'),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "x.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("kind", READERS)
def test_a_sound_file_is_read(kind, tmp_path):
    read, text = READERS[kind]
    assert read(written(tmp_path, text))


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        ("questionnaire", 'method = "sum"', 'method = "product"', "method must be"),
        ("questionnaire", 'wording = "own"', 'wording = "copied"', "wording must be"),
        ("questionnaire", 'loinc = ""', 'loinc = "1-8"', "loinc must be given unless"),
        ("questionnaire", 'loinc_state = "none"', 'loinc_state = "guess"', "loinc_state must be"),
        ("questionnaire", "highest = 4\nhigh_means", "highest = 5\nhigh_means", "must be 0 and 4"),
        ("questionnaire", "low = 3", "low = 2", "rise and not overlap"),
        ("questionnaire", 'words = "Low."', "", "each band needs"),
        ("questionnaire", 'text = "A?"', "", "needs an id and a text"),
        ("questionnaire", 'text = "A?"', 'text = "A?"\ncolour = 1', "'colour' is not known"),
        ("questionnaire", "lowest = 0\nhighest = 4\n\n[[bands", "lowest = 4\nhighest = 4\n\n[[bands", "less than"),
        ("questionnaire", 'id = "x"', 'id = "y"', "must be the same"),
        ("questionnaire", 'rights = "Our own."', "", "'rights' is missing"),
        ("questionnaire", "reviewed = 2026-03-01", "reviewed = 1", "reviewed must be a day"),
        ("questionnaire", "every_days = 7", "every_days = 7\nx = 1", "'x' is not known"),
        ("pattern", 'fact = "fever"', 'fact = "age"', "fact of yes or no"),
        ("pattern", 'groups = [["fever"]]', 'groups = [["Fever"]]', "lower case"),
        ("pattern", 'groups = [["fever"]]', "groups = []", "lower case"),
        ("pattern", 'language = "en"', 'language = "xx"', "language must be"),
        ("pattern", 'language = "en"', "", "language and groups"),
        ("pattern", "window = 4", "window = 0", "window must be"),
        ("pattern", 'id = "x"', 'id = "y"', "must be the same"),
        ("page", '["fever"]', '["bmi"]', "no fact that can be asked"),
        ("page", '["fever"]', "[]", "list of ids"),
        ("page", '"back_pain"', '"bakc"', "there is no fact"),
        ("page", '"back_pain"', '"back pain"', "is no condition"),
        ("page", "order = 1", 'order = "1"', "whole number"),
        ("page", 'question = "Q?"', "", "'question' is missing"),
        ("sign", 'figure = "same_day"', 'figure = "guess"', "figure must be"),
        ("sign", 'right = ["b"]', "right = []", "only then"),
        ("sign", 'figure = "same_day"', 'figure = ""', "a figure, a condition, or both"),
        ("sign", "order = 1", "order = 1.5", "whole number"),
        ("sign", 'if_not = "B."', 'if_not = ""', "if_not must be"),
        ("sign", "order = 1", 'order = 1\nwhen = "nope"', "there is no fact"),
        ("substance", 'unit = "mg"', 'unit = "stone"', "unit must be"),
        ("substance", 'weighed = "substance"', 'weighed = "box"', "weighed must be"),
        ("substance", 'words = ["x"]', "words = []", "must not be empty"),
        ("class", 'id = "x"', 'id = "y"', "must be the same"),
        ("facts", 'ask = "a"', 'ask = ""', "ask must be"),
        ("facts", 'ask = "a"', 'ask = "a"\nkind = "maybe"', "kind must be"),
        ("facts", 'ask = "a"', 'ask = "a"\nkind = "number"', "lowest and highest"),
        ("facts", 'ask = "a"', 'ask = "a"\nkind = "number"\nlowest = 3\nhighest = 3', "less than"),
        ("facts", 'ask = "a"', 'ask = "a"\nkind = "choice"', "choices must be given"),
        ("facts", 'ask = "a"', 'ask = "a"\nx = 1', "'x' is not known"),
        ("facts", "[a_fact]", "[A-fact]", "small letters"),
        ("facts", '[a_fact]\nask = "a"', "a_fact = 3", "make it a table"),
    ],
)  # fmt: skip
def test_an_unsound_file_is_refused_with_its_reason(kind, old, new, words, tmp_path):
    read, text = READERS[kind]
    assert old in text
    with pytest.raises(CatalogError, match=words):
        read(written(tmp_path, text.replace(old, new, 1)))


GOOD_NUMBERS = """
[GB]
name = "United Kingdom"
emergency = "999"
advice = ""
crisis_name = ""
crisis = ""
checked = "memory"

[elsewhere]
name = "elsewhere"
emergency = "112"
advice = ""
crisis_name = ""
crisis = ""
checked = "source"
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[GB]", "[gb]", "two capital letters"),
        ("[elsewhere]", "[FR]", "'elsewhere' is needed"),
        ('emergency = "999"', 'emergency = ""', "must not be empty"),
        ('emergency = "999"', "emergency = 999", "must be a text"),
        ('emergency = "999"', "", "must be a table of"),
        ('checked = "memory"', 'checked = "yes"', "source, 112 or memory"),
        ('checked = "memory"', 'checked = "112"', "emergency must name 112"),
    ],
)
def test_unsound_numbers_are_refused(old, new, words, tmp_path):
    with pytest.raises(CatalogError, match=words):
        read_emergency_numbers(written(tmp_path, GOOD_NUMBERS.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("country", "emergency"),
    [("GB", "999 or 112"), ("gb", "999 or 112"), (" us ", "911"), ("AU", "000"), ("DE", "112")],
)
def test_whom_to_call_by_country(country, emergency):
    assert numbers_for(country).emergency == emergency


@pytest.mark.parametrize("country", ["", None, "XX", "elsewhere?"])
def test_a_country_not_listed_gets_what_works_in_most_places(country):
    assert numbers_for(country).country == ELSEWHERE
    assert "112" in numbers_for(country).emergency


@pytest.mark.parametrize(
    ("country", "sure"), [("GB", "999 or 112"), ("FR", "112"), ("JP", ""), ("US", "911")]
)
def test_only_what_was_compared_with_a_text_is_shown_as_settled(country, sure):
    assert numbers_for(country).sure == sure


def test_no_country_is_without_an_emergency_number():
    assert all(one.emergency for one in load_emergency_numbers().values())
    assert len(load_emergency_numbers()) > 40


def test_denials_are_whole_in_every_language(tmp_path):
    with pytest.raises(CatalogError, match="'alone' is missing"):
        read_denials(
            written(tmp_path, "[en]\n" + "".join(
                f'{name} = ["x"]\n'
                for name in ("before", "after", "not_denials", "turns", "lists", "others")
            ))
        )  # fmt: skip
    with pytest.raises(CatalogError, match="make it a table"):
        read_denials(written(tmp_path, "en = 3\n"))


def test_medicines_and_supplements_are_facts_too():
    facts = load_facts()
    assert all(one.fact in facts for one in load_medicine_classes().values())
    assert all(one.fact in facts for one in load_substances().values())
    assert facts["dose_magnesium_mg"].unit == "mg"
    assert "dose_probiotic_" not in facts


def test_every_pattern_makes_a_fact_known_that_is_there():
    assert {pattern.fact for pattern in load_note_patterns().values()} <= set(load_facts())


def test_questions_in_original_words_say_why_they_may_be_used():
    original = {q.id for q in load_questionnaires().values() if q.wording == "original"}
    assert original == {"peg", "phq2", "roland_morris"}
    assert all(load_questionnaires()[ident].rights for ident in original)


def test_a_fact_in_two_files_is_refused(tmp_path, monkeypatch):
    from gutline.catalog import facts

    folder = tmp_path / "facts"
    folder.mkdir()
    for stem in "ab":
        (folder / f"{stem}.toml").write_text('[same]\nask = "a"\n', "utf-8")
    monkeypatch.setattr(facts, "DATA", tmp_path)
    with pytest.raises(CatalogError, match=r"in a.toml too"):
        facts.load_facts.__wrapped__()


def test_the_folders_of_the_catalog_hold_nothing_else():
    for name in (
        "facts",
        "substances",
        "medicine_classes",
        "note_patterns",
        "gut_signs",
        "interview",
    ):
        assert all(path.suffix == ".toml" for path in (DATA / name).iterdir())
