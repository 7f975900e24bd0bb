"""Files of red flags, gates and cautions: sound ones are read, others refused with their reason."""

from __future__ import annotations

import dataclasses

import pytest

from gutline.catalog.cautions import load_cautions, read_caution
from gutline.catalog.data_files import DATA, CatalogError
from gutline.catalog.gates import PLAN_FACTS, load_gates, read_gate
from gutline.catalog.red_flags import _may_replace, load_red_flags, read_red_flag
from gutline.catalog.sources import Source, is_settled

FLAG = """
id = "rule"
code = "XX01"
domain = "back"
name = "A sign"
urgency = "soon"
message = "See a doctor."
when = { any = ["fever", "age >= 50"] }
does = ["tell"]
reviewed = 2026-03-01

[fires]
answers = { fever = true }

[silent]
answers = { fever = false }

[[sources]]
title = "A guideline"
seen = "primary"
year = 2020
doi = "10.1/x"
"""
GATE = FLAG.replace('domain = "back"', 'first = "Ask."').replace(
    'urgency = "soon"', 'plans = ["elimination"]'
)
CAUTION = FLAG.replace('domain = "back"', 'substances = ["curcumin"]\nblocks = true').replace(
    '"fever", "age >= 50"', '"uses_curcumin"'
)


def test_a_sound_red_flag_is_read(toml_file):
    flag = read_red_flag(toml_file(FLAG))
    assert (flag.id, flag.code, flag.urgency, flag.does) == ("rule", "XX01", "soon", ("tell",))
    assert flag.sources == (Source("A guideline", "primary", 2020, doi="10.1/x"),)
    assert flag.settled
    assert flag.fires.answers == {"fever": True}


def test_a_sound_gate_and_caution_are_read(toml_file):
    assert read_gate(toml_file(GATE)).plans == ("elimination",)
    caution = read_caution(toml_file(CAUTION + '\n[[spacing]]\nwith = "iron"\nhours = 4\n'))
    assert (caution.blocks, caution.spacing[0].hours) == (True, 4.0)


WRONG = [
    ('id = "rule"', 'id = "other"', "must be the same"),
    ('code = "XX01"', "", "'code' is missing"),
    ('code = "XX01"', 'code = " "', "code must be a text"),
    ('name = "A sign"', "name = 3", "name must be a text"),
    ("reviewed = 2026-03-01", "", "'reviewed' is missing"),
    ("reviewed = 2026-03-01", 'reviewed = "soon"', "reviewed must be a day"),
    ('does = ["tell"]', 'does = ["dance"]', "does must be a list"),
    ('does = ["tell"]', 'does = "tell"', "does must be a list"),
    ('does = ["tell"]', 'does = ["tell"]\ncolour = "red"', "'colour' is not known"),
    ('["fever", "age >= 50"]', '["fevr"]', "there is no fact 'fevr'"),
    ('["fever", "age >= 50"]', '["age"]', "cannot be asked like this"),
    ('["fever", "age >= 50"]', '["fever > 3"]', "cannot be asked like this"),
    ('["fever", "age >= 50"]', '["sex = tall"]', "one of female, male, other"),
    ('["fever", "age >= 50"]', '["age = old"]', "is a number"),
    ('["fever", "age >= 50"]', "[]", "something in it"),
    ('seen = "primary"', 'seen = "maybe"', "seen must be one of"),
    ('title = "A guideline"', "", "title must be a text"),
    ("year = 2020", "year = 20", "year must be a whole number"),
    ('doi = "10.1/x"', "", "needs a url, a doi or an id"),
    ('doi = "10.1/x"', 'doi = "10.1/x"\npage = 3', "'page' is not known"),
    ("[fires]\nanswers = { fever = true }", "", "'fires' is missing"),
    ("answers = { fever = true }", "answer = { fever = true }", "fires must be a table"),
    ("answers = { fever = true }", "answers = 3", "answers must be a table"),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_an_unsound_rule_is_refused_with_its_reason(toml_file, old, new, words):
    assert old in FLAG
    with pytest.raises(CatalogError, match=words) as caught:
        read_red_flag(toml_file(FLAG.replace(old, new)))
    assert "rule.toml" in str(caught.value)


def test_a_red_flag_without_a_source_is_refused(toml_file):
    with pytest.raises(CatalogError, match="'sources' is missing"):
        read_red_flag(toml_file(FLAG.split("[[sources]]", maxsplit=1)[0]))
    with pytest.raises(CatalogError, match="at least one table"):
        read_red_flag(
            toml_file(
                FLAG.split("[[sources]]", maxsplit=1)[0].replace(
                    "reviewed", "sources = []\nreviewed"
                )
            )
        )


def test_a_red_flag_that_asks_for_a_no_is_refused(toml_file):
    with pytest.raises(CatalogError, match="asks that something is not so"):
        read_red_flag(toml_file(FLAG.replace('["fever", "age >= 50"]', '[{ not = "fever" }]')))


@pytest.mark.parametrize("urgency", ["now", "Soon", ""])
def test_an_urgency_that_is_not_known_is_refused(toml_file, urgency):
    with pytest.raises(CatalogError, match="urgency must be"):
        read_red_flag(toml_file(FLAG.replace('urgency = "soon"', f'urgency = "{urgency}"')))


def test_a_file_that_is_no_toml_is_refused(toml_file):
    with pytest.raises(CatalogError, match="cannot be read as TOML"):
        read_red_flag(toml_file("id = "))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('plans = ["elimination"]', 'plans = ["fasting"]', "plans must be"),
        ('plans = ["elimination"]', "plans = []", "plans must be"),
        ('first = "Ask."', "", "'first' is missing"),
    ],
)
def test_an_unsound_gate_is_refused(toml_file, old, new, words):
    with pytest.raises(CatalogError, match=words):
        read_gate(toml_file(GATE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["curcumin"]', '["gold"]', "substances must be"),
        ("blocks = true", 'blocks = "yes"', "blocks must be"),
        ('"uses_curcumin"', '"fever"', "must name one of uses_curcumin"),
        ('"uses_curcumin"', '"uses_curcumin", { not = "fever" }', "is not so"),
        (
            "[fires]",
            "spacing = [{ with = 'gold', hours = 3 }]\n[fires]",
            "must be a medicine class",
        ),
        ("[fires]", "spacing = [{ with = 'iron' }]\n[fires]", "tables of with and hours"),
    ],
)
def test_an_unsound_caution_is_refused(toml_file, old, new, words):
    with pytest.raises(CatalogError, match=words):
        read_caution(toml_file(CAUTION.replace(old, new)))


def test_a_red_flag_replaces_only_milder_ones_with_no_better_source():
    strict, mild = (
        dataclasses.replace(flag, id=name)
        for flag, name in zip(list(load_red_flags().values())[:2], "ab", strict=True)
    )
    strict = dataclasses.replace(strict, urgency="urgent")
    mild = dataclasses.replace(mild, urgency="soon")
    unsettled = dataclasses.replace(strict, sources=(Source("talk", "none"),))
    assert _may_replace(strict, mild)
    assert not _may_replace(mild, strict)
    assert not _may_replace(unsettled, mild)
    assert not _may_replace(strict, strict)


def test_all_files_load_and_ids_are_their_stems():
    for folder, rules in (
        ("red_flags", load_red_flags()), ("gates", load_gates()), ("cautions", load_cautions()),
    ):  # fmt: skip
        assert set(rules) == {path.stem for path in (DATA / folder).glob("*.toml")}
        assert len(rules) >= 15


def test_every_kind_of_plan_has_a_gate_or_is_any():
    guarded = {plan for gate in load_gates().values() for plan in gate.plans}
    assert set(PLAN_FACTS) - guarded == {"any"}


def test_sources_are_settled_when_one_was_read():
    read, told = Source("a", "primary", doi="10.1/x"), Source("b", "secondary")
    assert is_settled([told, read])
    assert not is_settled([told])
    assert read.address == "https://doi.org/10.1/x"
    assert Source("c", "primary", url="https://c.example").address == "https://c.example"
