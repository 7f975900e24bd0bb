"""How files of the catalog are read and refused: the first thing that is wrong, and where."""

from __future__ import annotations

import pytest

from gutline.catalog.data_files import (
    CatalogError,
    field_problems,
    name_problems,
    read_checked,
    read_tables,
    refuse,
    text_problems,
)


def test_the_first_problem_is_told_and_the_next_is_never_looked_for():
    def problems():
        yield "first"
        raise AssertionError

    with pytest.raises(CatalogError, match=r"^here: first$"):
        refuse("here", problems())
    refuse("here", ())


def test_a_file_is_checked_against_its_own_name(toml_file):
    def problems(stem, fields):
        if fields["id"] != stem:
            yield "another name"

    assert read_checked(toml_file('id = "rule"'), problems) == {"id": "rule"}
    with pytest.raises(CatalogError, match=r"tea\.toml: another name"):
        read_checked(toml_file('id = "rule"', "tea.toml"), problems)
    with pytest.raises(CatalogError, match="cannot be read as TOML"):
        read_checked(toml_file("id ="), problems)


def test_every_table_of_a_file_is_checked_and_named(toml_file):
    def problems(fields):
        if not isinstance(fields, dict):
            yield "make it a table"

    assert read_tables(toml_file("[a]\nx = 1\n[b]\n"), problems) == {"a": {"x": 1}, "b": {}}
    with pytest.raises(CatalogError, match=r"rule\.toml: b: make it a table"):
        read_tables(toml_file("b = 2\n[a]\n"), problems)


def test_what_is_missing_is_told_before_what_is_not_known():
    told = list(name_problems({"b": 1, "odd": 2, "may": 3}, ("a", "b"), ("may",)))
    assert told == ["the field 'a' is missing", "the field 'odd' is not known"]


def test_a_text_may_be_empty_only_where_it_is_said_so():
    fields = {"a": " ", "b": "", "c": 3}
    assert list(text_problems(fields, ("a", "b"), ("b",))) == ["a must be a text that is not empty"]
    assert list(text_problems(fields, ("c",))) == ["c must be a text that is not empty"]


def test_types_are_checked_for_fields_that_are_known():
    types = {"id": str, "grams": float}
    assert list(field_problems({"id": "x"}, types, ("grams",))) == []
    assert list(field_problems({"id": "x", "grams": 0}, types)) == [
        "grams must be a number above 0"
    ]
    assert (
        next(iter(field_problems({"id": "x", "odd": 1}, types))) == "the field 'grams' is missing"
    )
