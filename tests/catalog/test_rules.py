"""What red flags, gates and cautions share: one record, one reader, one list of what is wrong."""

from __future__ import annotations

import tomllib

import pytest

from gutline.catalog.cautions import load_cautions
from gutline.catalog.data_files import DATA, CatalogError, id_problems, read_folder
from gutline.catalog.facts import read_facts, when_problems
from gutline.catalog.gates import load_gates
from gutline.catalog.red_flags import load_red_flags
from gutline.catalog.rules import ACTIONS, RULE_TEXTS, Rule, rule_problems, shared_fields

LOADERS = {"red_flags": load_red_flags, "gates": load_gates, "cautions": load_cautions}


@pytest.mark.parametrize("folder", LOADERS)
def test_every_rule_is_one_and_is_called_as_its_file(folder):
    rules = LOADERS[folder]()
    assert rules
    assert all(issubclass(type(rule), Rule) for rule in rules.values())
    assert [rule.id for rule in rules.values()] == list(rules)
    assert {rule.id for rule in rules.values()} == {p.stem for p in (DATA / folder).glob("*.toml")}


@pytest.mark.parametrize("folder", LOADERS)
def test_shared_fields_are_those_of_the_file(folder):
    path = min((DATA / folder).glob("*.toml"))
    fields = tomllib.loads(path.read_text("utf-8"))
    shared = shared_fields(fields)
    rule = LOADERS[folder]()[path.stem]
    assert all(getattr(rule, name) == value for name, value in shared.items())
    assert all(shared[name] == fields[name] for name in RULE_TEXTS)
    assert shared["clinician"] == fields.get("clinician", "")


def test_what_is_wrong_is_told_the_most_basic_first():
    fields = tomllib.loads((DATA / "gates" / "under_18.toml").read_text("utf-8"))
    assert (
        next(
            rule_problems("under_18", {**fields, "plans": []}, ("first",), frozenset({"plans"})),
            None,
        )
        is None
    )
    assert "missing" in next(rule_problems("under_18", {"id": "under_18"}))
    assert "is called 'other'" in next(
        rule_problems("other", fields, ("first",), frozenset({"plans"}))
    )
    odd = {**fields, "does": ["dance"]}
    assert "does must be" in next(rule_problems("under_18", odd, ("first",), frozenset({"plans"})))


def test_a_folder_is_read_in_the_order_of_its_files():
    assert list(read_folder("gates", lambda path: path.stem)) == sorted(load_gates())
    assert read_folder("no_such_folder", lambda path: path) == {}
    assert list(id_problems("a", {"id": "a"})) == []


def test_a_condition_of_a_file_is_checked_as_a_whole():
    assert list(when_problems("fever")) == []
    assert "is no condition" in next(when_problems({"some": []}))
    assert "there is no fact" in next(when_problems("fevre"))


@pytest.mark.parametrize("days", ["0", "-1", "1.5", '"two"'])
def test_how_long_an_answer_holds_must_be_days(days, tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(f'[a_fact]\nask = "a"\nholds_days = {days}\n', "utf-8")
    with pytest.raises(CatalogError, match="holds_days must be"):
        read_facts(path)


def test_what_the_program_does_is_said_without_a_promise_it_does_not_keep():
    assert all(words.endswith(".") for words in ACTIONS.values())
    assert "reminders" not in " ".join(ACTIONS.values())
