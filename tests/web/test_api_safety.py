"""Safety over the API: the advice that holds, answers, and whether a plan may start."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gutline.catalog.facts import load_facts
from gutline.catalog.red_flags import load_red_flags
from tests.web.conftest import NOW

WHOLE = {
    **{f.id: False for f in load_facts().values() if f.kind == "yes_no" and not f.computed},
    "age": 40, "sex": "female", "height_cm": 170, "weight_kg": 65, "coeliac_test_done": True,
    "supplements_started_this_week": 0,
}  # fmt: skip
WHOLE.pop("food_harmed_before")
DAIRY = {"kind": "elimination", "names": ["dairy"], "days": 28, "start": "2026-03-12"}


@pytest.fixture
def ask(stranger, person):
    """Ask the API with a token that may do what is said."""
    from gutline.store.services.tokens import make_token

    secrets: dict[object, str] = {}

    def call(method, path, body=None, *, scopes=("log", "change", "read"), owner=person):
        if (owner, scopes) not in secrets:
            name = f"phone {len(secrets)}"
            secrets[owner, scopes] = make_token(owner, name, list(scopes), NOW)[0]
        return stranger.generic(
            method, f"/api{path}", "" if body is None else json.dumps(body), "application/json",
            headers={"Authorization": f"Bearer {secrets[owner, scopes]}"},
        )  # fmt: skip

    return call


def test_before_anything_is_said_there_is_no_advice_and_the_check_begins(ask):
    told = ask("GET", "/advice").json()
    assert told["advice"] == []
    assert not told["stops_everything"]
    assert "chest_pain" in told["questions"]
    assert "no medical device" in told["note"]


@pytest.mark.parametrize(
    "flag", [f.id for f in load_red_flags().values() if f.fires.answers and not f.fires.diary]
)
def test_answers_are_kept_and_told_with_what_they_ask_for(ask, flag):
    rule = load_red_flags()[flag]
    facts = load_facts()
    answers = {n: v for n, v in rule.fires.answers.items() if not facts[n].computed}
    if answers != rule.fires.answers or "food_harmed_before" in answers:
        assert ask("POST", "/advice", {"answers": dict(rule.fires.answers)}).status_code == 422
        return
    told = ask("POST", "/advice", {"answers": answers}).json()
    assert flag in {one["rule"] for one in told["advice"]}
    assert ask("GET", "/advice").json() == told


def test_an_emergency_comes_first_with_whom_to_call_in_the_country(ask, person):
    from gutline.store.services.people import choose

    choose(person, "country", "DE", NOW)
    told = ask("POST", "/advice", {"answers": {"vomiting_blood": True, "gout": True}}).json()
    assert told["stops_everything"]
    assert told["advice"][0]["urgency"] == "emergency"
    assert (told["country"], told["emergency_number"]) == ("DE", "112")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"answers": {"feber": True}}, "did you mean 'fever'"),
        ({"answers": {"fever": "yes"}}, "true or false"),
        ({"answers": {"age": 400}}, "from 1 to 120"),
        ({"answers": {"age": True}}, "a number"),
        ({"answers": {"sex": "x"}}, "female or male or other"),
        ({"answers": {"bmi": 20}}, "worked out"),
        ({"answers": {"food_harmed_before": True}}, "asked with each plan"),
        ({"answers": {"fever": None}}, "answers.fever"),
        ({"answers": [1]}, "table"),
        ({}, "missing"),
        ({"answers": {}, "colour": 1}, "no such field"),
    ],
)
def test_answers_that_cannot_be_are_refused_and_not_kept(ask, body, word):
    answer = ask("POST", "/advice", body)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert ask("GET", "/advice").json()["advice"] == []


def test_a_plan_waits_for_answers_and_may_start_with_them(ask):
    first = ask("POST", "/may-start", DAIRY).json()
    assert not first["allowed"]
    assert {"height_cm", "weight_kg", "scoff_sick"} & set(first["questions"])
    assert ask("POST", "/advice", {"answers": WHOLE}).status_code == 200
    then = ask("POST", "/may-start", DAIRY).json()
    assert (then["allowed"], then["reasons"], then["questions"]) == (True, [], [])
    assert then["put_back"] == "2026-04-09"


@pytest.mark.parametrize(
    ("plan", "more", "gate"),
    [
        (DAIRY, {"pregnant": True}, "pregnant_or_breastfeeding"),
        (DAIRY, {"age": 16}, "under_18"),
        ({**DAIRY, "names": ["gluten"]}, {"coeliac_test_done": False}, "coeliac_test_first"),
        ({"kind": "challenge", "names": ["milk"], "harmed_before": True}, {}, "known_harm"),
        (
            {"kind": "challenge", "names": ["beer"], "harmed_before": False},
            {"gout": True},
            "gout_and_alcohol",
        ),
        (
            {"kind": "supplement", "names": ["magnesium"], "dose": 200, "dose_unit": "mg"},
            {"kidney_disease": True},
            "magnesium_kidneys",
        ),
        ({"kind": "meal_timing"}, {"takes_insulin_or_sulfonylurea": True}, "insulin_and_meals"),
    ],
)
def test_a_closed_gate_is_told_with_its_reason_and_what_to_do_first(ask, plan, more, gate):
    assert ask("POST", "/advice", {"answers": WHOLE}).status_code == 200
    ask("POST", "/advice", {"answers": more})
    told = ask("POST", "/may-start", plan).json()
    assert not told["allowed"]
    assert told["what_first"]
    assert all(reason["message"] for reason in told["reasons"])
    assert gate in {reason["rule"] for reason in told["reasons"]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "fast"}, "kind"),
        ({"kind": "elimination"}, "names"),
        ({"kind": "elimination", "names": [" "]}, "names"),
        ({"kind": "elimination", "names": ["x"] * 21}, "names"),
        ({**DAIRY, "days": 0}, "days"),
        ({**DAIRY, "start": "soon"}, "start"),
        ({**DAIRY, "dose": -1}, "dose"),
        ({**DAIRY, "harmed_before": "no"}, "harmed_before"),
        ({"names": ["dairy"]}, "kind"),
        ({**DAIRY, "force": True}, "force"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(ask, body, field):
    answer = ask("POST", "/may-start", body)
    assert answer.status_code == 422
    assert [error["field"].split(".")[0] for error in answer.json()["errors"]] == [field]


def test_what_the_diary_says_counts(ask, person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    ask("POST", "/advice", {"answers": WHOLE})
    assert ask("POST", "/may-start", DAIRY).json()["allowed"]
    log_entry(person, Draft("note", "", NOW, note="vomited blood this morning"), NOW)
    told = ask("POST", "/may-start", DAIRY).json()
    assert not told["allowed"]
    assert "vomited blood" in json.dumps(told["reasons"])


@pytest.mark.parametrize(
    ("scopes", "method", "path", "body", "status"),
    [
        (("read",), "GET", "/advice", None, 200),
        (("log",), "GET", "/advice", None, 403),
        (("change",), "GET", "/advice", None, 403),
        (("read",), "POST", "/advice", {"answers": {"fever": True}}, 403),
        (("log",), "POST", "/advice", {"answers": {"fever": True}}, 403),
        (("change",), "POST", "/advice", {"answers": {"fever": True}}, 200),
        (("read",), "POST", "/may-start", DAIRY, 200),
        (("log",), "POST", "/may-start", DAIRY, 403),
    ],
)
def test_a_token_does_only_what_it_may(ask, scopes, method, path, body, status):
    assert ask(method, path, body, scopes=scopes).status_code == status


def test_nobody_reads_or_answers_for_somebody_else(ask, other_person):
    ask("POST", "/advice", {"answers": {"vomiting_blood": True}})
    assert ask("GET", "/advice", owner=other_person).json()["advice"] == []
    ask("POST", "/advice", {"answers": {"vomiting_blood": False}}, owner=other_person)
    assert ask("GET", "/advice").json()["stops_everything"]


def test_asking_keeps_nothing(ask, person):
    from gutline.store import queries

    before = queries.person(person).revision
    ask("POST", "/may-start", DAIRY)
    ask("GET", "/advice")
    assert queries.person(person).revision == before


def test_the_process_that_answers_does_no_arithmetic():
    code = (
        "import sys, pathlib, tempfile; from gutline.web.settings import configure;"
        "configure(pathlib.Path(tempfile.mkdtemp()) / 'home', zone='Europe/Berlin');"
        "import gutline.web.api.safety; print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
