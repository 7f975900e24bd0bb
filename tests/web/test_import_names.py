"""What names from other apps become: seen, changed, added, forgotten; and used by the next import."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gutline.importers.names import NameRule
from gutline.store.errors import StoreError
from tests.web.conftest import NOW, ZONE

WING = NameRule("symptom", "sore wing", "symptom", "shoulder pain", "gutline_diary")
TEA = NameRule("drink", "Tee", "drink", "tea")
OUT = NameRule("symptom", "poor sleep", "", "", "bearable")
DIARY = """\
time,kind,name,value,unit,id
2026-03-01T21:00,symptom,sore wing,6,nrs,a1
2026-03-01T22:00,symptom,sore beak,6,nrs,a2
"""


def rules_of(person: int) -> tuple[NameRule, ...]:
    from gutline.store.services.imports import name_rules

    return name_rules(person)


def keep(person: int, *rules: NameRule) -> None:
    from gutline.store.services.imports import keep_name_rules

    keep_name_rules(person, rules, NOW)


def mark(rule: NameRule) -> str:
    from gutline.web.pages.import_names import mark_of

    return mark_of(rule)


def form(*said: tuple[NameRule, str, str], **more: str) -> dict[str, str]:
    """What the page sends for these rules."""
    told = {f"what-{mark(rule)}": what for rule, what, _ in said}
    told |= {f"name-{mark(rule)}": name for rule, _, name in said}
    return told | {key.replace("_", "-"): value for key, value in more.items()}


def words(answer: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def test_without_rules_the_page_says_where_they_come_from(client):
    seen = words(client.get("/import/names/"))
    assert "None yet." in seen
    assert "What names from other apps become" in words(client.get("/import/"))


def test_rules_are_shown_newest_first_with_their_kind_and_app(client, person):
    keep(person, WING, TEA, OUT)
    text = client.get("/import/names/").content.decode()
    assert text.index("poor sleep") < text.index("Tee") < text.index("sore wing")
    assert "Symptom, Bearable" in text
    assert 'value="shoulder pain"' in text
    assert "3 names that you gave" in words(client.get("/import/"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], (WING, TEA)),
        ([(WING, "", "shoulder pain"), (TEA, "", "tea")], (WING, TEA)),
        ([(WING, "", "  left   shoulder ")],
         (NameRule("symptom", "sore wing", "symptom", "left shoulder", "gutline_diary"), TEA)),
        ([(WING, "leave", "shoulder pain")],
         (NameRule("symptom", "sore wing", "", "", "gutline_diary"), TEA)),
        ([(WING, "forget", "shoulder pain")], (TEA,)),
        ([(WING, "forget", ""), (TEA, "forget", "")], ()),
        ([(OUT, "forget", "")], (WING, TEA)),
    ],
    ids=["nothing", "as before", "renamed", "left out", "forgotten", "all", "not there"],
)  # fmt: skip
def test_what_the_form_says_is_kept(client, person, said, expected):
    keep(person, WING, TEA)
    answer = client.post("/import/names/", form(*said))
    assert answer.status_code == 302
    assert rules_of(person) == expected
    assert "Kept." in words(client.get(answer["Location"]))


def test_what_was_left_out_can_be_called_something_again(client, person):
    keep(person, OUT)
    client.post("/import/names/", form((OUT, "", "bad night")))
    assert rules_of(person) == (
        NameRule("symptom", "poor sleep", "symptom", "bad night", "bearable"),
    )


def test_a_rule_is_added(client, person):
    client.post(
        "/import/names/", form(new_kind="symptom", new_name=" Sore  beak", new_to="jaw pain")
    )
    assert rules_of(person) == (NameRule("symptom", "Sore beak", "symptom", "jaw pain"),)


def test_a_rule_takes_the_place_of_one_about_the_same_name(client, person):
    keep(person, TEA, WING)
    client.post("/import/names/", form(new_kind="drink", new_name="TEE", new_to="black tea"))
    assert rules_of(person) == (WING, NameRule("drink", "TEE", "drink", "black tea"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"new_name": "x"}, "A new rule needs"), ({"new_to": "x"}, "A new rule needs"),
        ({"new_kind": "mischief", "new_name": "x", "new_to": "y"}, "A new rule needs"),
        ({"new_name": "x", "new_to": "y"}, "A new rule needs"),
        ({"new_kind": "note", "new_name": "x", "new_to": "y"}, "A new rule needs"),
    ],
)  # fmt: skip
def test_half_a_rule_is_refused_and_what_was_typed_is_still_there(client, person, more, said):
    keep(person, WING)
    answer = client.post("/import/names/", form(**more))
    assert answer.status_code == 422
    assert said in words(answer)
    for value in more.values():
        assert f'value="{value}"' in answer.content.decode() or value in {"mischief", "note"}
    assert rules_of(person) == (WING,)


@pytest.mark.parametrize("name", ["", "   "])
def test_a_name_that_becomes_nothing_is_refused(client, person, name):
    keep(person, WING)
    answer = client.post("/import/names/", form((WING, "", name)))
    assert answer.status_code == 422
    assert "Say what “sore wing” becomes" in words(answer)
    assert rules_of(person) == (WING,)


def test_a_name_cannot_run_in_the_page(client, person):
    keep(person, NameRule("symptom", "<script>alert(1)</script>", "symptom", '"><b>'))
    text = client.get("/import/names/").content.decode()
    assert "<script>alert" not in text
    assert '"><b>' not in text


def test_names_that_are_too_long_are_cut_and_kept(client, person):
    client.post("/import/names/", form(new_kind="food", new_name="x" * 900, new_to="y" * 900))
    (rule,) = rules_of(person)
    assert (len(rule.name), len(rule.to_name)) == (500, 500)


def test_rules_beyond_the_most_are_counted_and_stay(client, person, monkeypatch):
    from gutline.web.pages import import_names

    monkeypatch.setattr(import_names, "MOST_SHOWN", 1)
    keep(person, WING, TEA, OUT)
    assert "2 older ones are not shown" in words(client.get("/import/names/"))
    client.post("/import/names/", form((OUT, "forget", "")))
    assert rules_of(person) == (WING, TEA)


def test_somebody_elses_rules_are_not_touched(client, person, other_person):
    keep(other_person, WING)
    assert "sore wing" not in words(client.get("/import/names/"))
    client.post(
        "/import/names/", form((WING, "forget", ""), new_kind="food", new_name="a", new_to="b")
    )
    assert rules_of(other_person) == (WING,)
    assert rules_of(person) == (NameRule("food", "a", "food", "b"),)


def test_the_next_import_uses_what_was_changed(client, person):
    from gutline.importers.source import ImportFile, ImportSettings
    from gutline.store.queries import read_diary
    from gutline.store.services.imports import import_files

    anywhere = NameRule("symptom", "sore wing", "symptom", "shoulder pain")
    keep(person, anywhere)
    client.post(
        "/import/names/",
        form(
            (anywhere, "", "left shoulder"),
            new_kind="symptom",
            new_name="Sore Beak",
            new_to="jaw pain",
        ),
    )
    file = ImportFile("me.csv", data=DIARY.encode())
    import_files(person, [file], ImportSettings(ZONE), NOW)
    assert {one.name for one in read_diary(person).entries} == {"left shoulder", "jaw pain"}


def test_marks_tell_rules_apart():
    rules = [WING, TEA, OUT, NameRule("symptom", "Tee", "drink", "tea"),
             NameRule("drink", "Tee", "drink", "tea", "bearable")]  # fmt: skip
    assert len({mark(rule) for rule in rules}) == len(rules)
    assert mark(TEA) == mark(NameRule("drink", "Tee", "", ""))


def test_a_rule_for_any_kind_that_was_left_out_becomes_a_note():
    from gutline.web.pages.import_names import changed_rules

    rule = NameRule("", "memo", "", "")
    (changed,) = changed_rules([rule], form((rule, "", "remark")))
    assert (changed.to_kind, changed.to_name) == ("note", "remark")
    with pytest.raises(StoreError):
        list(changed_rules([rule], form((rule, "", ""))))
