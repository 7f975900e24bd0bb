"""The language of conditions: what can be written, and what is refused with its reason."""

from __future__ import annotations

import pytest

from gutline.catalog.conditions import (
    AtLeast,
    ConditionError,
    Holds,
    Not,
    denies,
    facts_of,
    read_condition,
)


@pytest.mark.parametrize(
    ("raw", "condition"),
    [
        ("fever", Holds("fever")),
        (" fever ", Holds("fever")),
        ("age >= 50", Holds("age", ">=", 50.0)),
        ("age>=50", Holds("age", ">=", 50.0)),
        ("bmi < 18.5", Holds("bmi", "<", 18.5)),
        ("sex = female", Holds("sex", "=", "female")),
        ({"not": "a"}, Not(Holds("a"))),
        ({"all": ["a", "b"]}, AtLeast(2, (Holds("a"), Holds("b")))),
        ({"any": ["a", "b"]}, AtLeast(1, (Holds("a"), Holds("b")))),
        ({"at_least": 2, "of": ["a", "b", "c"]}, AtLeast(2, (Holds("a"), Holds("b"), Holds("c")))),
    ],
)
def test_a_condition_is_read(raw, condition):
    assert read_condition(raw) == condition


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "is no condition"),
        ("Fever", "is no condition"),
        ("age => 50", "is no condition"),
        ("age > old", "which is no number"),
        (5, "write a text or a table"),
        ([], "write a text or a table"),
        ({}, "an empty table"),
        ({"all": []}, "something in it"),
        ({"any": "a"}, "something in it"),
        ({"all": ["a"], "any": ["b"]}, "all, any is no condition"),
        ({"some": ["a"]}, "some is no condition"),
        ({"at_least": 3, "of": ["a", "b"]}, "from 1 to 2"),
        ({"at_least": 0, "of": ["a"]}, "from 1 to 1"),
        ({"at_least": True, "of": ["a"]}, "from 1 to 1"),
        ({"at_least": 1}, "at_least is no condition"),
        ({"all": ["a", {"any": [7]}]}, "7 is no condition"),
    ],
)
def test_what_is_no_condition_is_refused(raw, words):
    with pytest.raises(ConditionError, match=words):
        read_condition(raw)


def test_facts_are_named_once_in_order():
    condition = read_condition({"all": ["b", {"any": ["a", "b"]}, {"not": "c > 1"}]})
    assert facts_of(condition) == ("b", "a", "c")


@pytest.mark.parametrize(
    ("raw", "does"),
    [
        ("a", False),
        ({"all": ["a", {"any": ["b"]}]}, False),
        ({"all": ["a", {"any": [{"not": "b"}]}]}, True),
    ],
)
def test_a_denial_is_seen_however_deep(raw, does):
    assert denies(read_condition(raw)) is does
