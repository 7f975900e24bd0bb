"""Fields of JSON that nobody checked: the type that is wanted, or nothing."""

from __future__ import annotations

import pytest

from gutline.diary.entries import RowError
from gutline.importers.json_fields import items, number, part, parts, text


def test_a_path_leads_to_an_object_or_to_an_empty_one():
    document = {"a": {"b": {"c": 1}}, "list": [1]}
    assert part(document, "a", "b") == {"c": 1}
    assert part(document, "a", "x", "b") == {}
    assert part(document, "list") == {}
    assert part(None) == {}
    assert part("text", "a") == {}


def test_a_list_is_one_only_where_a_list_stands():
    assert items({"a": [1, 2]}, "a") == [1, 2]
    assert items({"a": "12"}, "a") == ()
    assert items(None, "a") == ()
    assert list(parts({"a": [1, {"b": 2}, None]}, "a")) == [{"b": 2}]


def test_the_first_key_that_holds_a_text_counts():
    record = {"a": "  ", "b": None, "c": " yes ", "d": 7, "e": True}
    assert text(record, "a", "b", "c") == "yes"
    assert text(record, "d") == "7"
    assert text(record, "e") == ""
    assert text(record, "none") == ""


def test_a_number_may_be_written_as_text_and_zero_is_one():
    assert number({"a": 0}, "a") == 0.0
    assert number({"a": "7.5"}, "a") == 7.5
    assert number({"a": None, "b": 3}, "a", "b") == 3.0
    assert number({"a": ""}, "a") is None
    assert number({"a": True}, "a") is None
    assert number({"a": float("inf")}, "a") is None


def test_a_text_that_is_no_number_is_refused_with_its_key():
    with pytest.raises(RowError) as caught:
        number({"amount": "many"}, "amount")
    assert (caught.value.field, caught.value.value) == ("amount", "many")
