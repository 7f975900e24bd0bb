"""Fields of a document in which anything may stand where anything else should."""

from __future__ import annotations

import pytest

from gutline.diary.entries import RowError
from gutline.importers.json_fields import items, number, part, parts, text

ODD = [None, True, False, 0, 1.5, "", "x", [], [1], {}, {"a": 1}]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_part_is_an_object_whatever_stands_there(value: object):
    for path in ((), ("a",), ("a", "b")):
        found = part(value, *path)
        assert isinstance(found, dict)
        assert part({"k": value}, "k", *path) == found


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_a_list_is_a_list_whatever_stands_there(value: object):
    assert list(items({"k": value}, "k")) == (value if isinstance(value, list) else [])
    assert list(items(value, "k")) == []
    assert list(parts({"k": [value, {"a": 2}]}, "k"))[-1] == {"a": 2}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("x", "x"), (" x ", "x"), ("", ""), ("  ", ""), (None, ""), (True, ""), ([], ""), ({}, ""),
        (0, "0"), (7, "7"), (-1, "-1"), (1.5, "1.5"), (2.0, "2"), (1e22, "1e+22"),
        (5_734_817_123_456_789_012, "5734817123456789012"),
        (5_734_817_123_456_789_013, "5734817123456789013"), (0.1 + 0.2, "0.3"),
    ],
)  # fmt: skip
def test_a_text_or_number_is_read_as_text_to_its_last_digit(value: object, read: str):
    assert text({"k": value}, "k") == read
    assert text({"k": value, "l": "other"}, "k", "l") == (read or "other")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, 0.0), (0.0, 0.0), ("0", 0.0), (" 7.5 ", 7.5), ("1e3", 1000.0), (-3, -3.0), (None, None),
        ("", None), ("  ", None), (True, None), (False, None), ([], None), ({}, None),
        (float("nan"), None), (float("inf"), None), (2**62, float(2**62)),
    ],
)  # fmt: skip
def test_a_number_is_read_and_zero_is_not_nothing(value: object, read: float | None):
    assert number({"k": value}, "k") == read
    assert number({}, "k") is None


@pytest.mark.parametrize(
    "value", ["many", "NaN", "inf", "-Infinity", "1,5", "1_000", "1e999", "7:30"]
)
def test_a_text_that_is_no_number_is_reported_with_its_key(value: str):
    with pytest.raises(RowError, match="not a number") as refused:
        number({"steps": value}, "steps")
    assert (refused.value.field, refused.value.value) == ("steps", value)


def test_the_first_key_that_holds_something_counts():
    assert number({"a": None, "b": 0, "c": 9}, "a", "b", "c") == 0.0
    assert number({"a": "", "c": "9"}, "a", "b", "c") == 9.0
