"""Plain data: kept as any database can keep it, or refused in a sentence."""

from __future__ import annotations

import json

import pytest

from gutline.store.errors import SettingError, StoreError
from gutline.store.plain_data import json_text, refuse_other_fields


@pytest.mark.parametrize("value", [None, 0, "é", [1, {"a": "b"}], {"deep": [[[]]]}])
def test_what_is_plain_comes_back_as_it_was(value):
    assert json.loads(json_text(value, "this wish", 100)) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({1, 2}, "cannot be kept"),
        (float("nan"), "cannot be kept"),
        ("\ud800", "cannot be kept"),
        ({"a": "b\x00"}, "control character"),
        ("x" * 99, "keep it under 100 bytes"),
        ("é" * 50, "keep it under 100 bytes"),
    ],
)
def test_what_a_database_cannot_keep_is_refused(value, words):
    with pytest.raises(StoreError, match=rf"this wish .*{words}"):
        json_text(value, "this wish", 100)


def test_what_is_nested_without_end_is_refused_as_the_caller_says():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(SettingError, match="the theme cannot be kept"):
        json_text(endless, "the theme", 100, SettingError)


@pytest.mark.parametrize(
    ("body", "words"),
    [({"a": 1}, "rule: the field 'b' is missing"), ({"a": 1, "b": 2, "c": 3}, "'c' is not known")],
)
def test_a_document_has_the_fields_of_its_kind_and_no_others(body, words):
    with pytest.raises(StoreError, match=words):
        refuse_other_fields("rule", body, ("a", "b"))
    refuse_other_fields("rule", {"a": 1, "b": None}, ("a", "b"))
