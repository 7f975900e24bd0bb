"""Cautions and signs, said at the moment something is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.conftest import NOW
from tests.web.shown_findings import write_run

TODAY = NOW.date()


def logged(client, **fields):
    client.post("/log/", {"nonce": "n", **fields})
    return " ".join(client.get("/").content.decode().split())


def test_a_dose_above_the_limit_is_said_when_it_is_logged(client):
    text = logged(client, kind="supplement", name="magnesium", value="500", unit="mg")
    assert "Kept: magnesium" in text
    assert "above the upper limit of 250 mg" in text or "above the upper limit of 350 mg" in text


def test_doses_of_a_day_add_up(client):
    first = logged(client, kind="supplement", name="magnesium", value="200", unit="mg")
    assert "upper limit" not in first
    again = logged(client, kind="supplement", name="magnesium", value="200", unit="mg", nonce="m")
    assert "400 mg of magnesium a day is above" in again


def test_a_supplement_that_does_not_go_with_a_medicine_is_said(client, person):
    from gutline.store.services.safety import keep_takings

    keep_takings(person, ["warfarin"], [], TODAY, NOW)
    text = logged(client, kind="supplement", name="curcumin", value="500", unit="mg")
    assert "bleeding" in text


def test_things_that_belong_apart_are_said(client):
    logged(client, kind="medicine", name="levothyroxine", value="", unit="")
    text = logged(client, kind="supplement", name="magnesium", value="100", unit="mg", nonce="b")
    assert "hours apart" in text


@pytest.mark.parametrize("kind", ["food", "symptom"])
def test_other_entries_say_nothing_and_ask_nothing(client, person, kind, django_queries):
    from gutline.web.pages.safety_words import safety_said

    assert safety_said(None, [], NOW) == ()


@pytest.fixture
def django_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        yield seen
    assert len(seen) == 0


def test_a_note_that_cannot_wait_is_answered_at_once_and_stands_on_today(client, person):
    text = logged(client, kind="note", note="vomited blood this morning")
    assert "advice emergency" in text
    assert "Call 112 or 911" in text


def test_a_denial_is_no_sign(client):
    text = logged(client, kind="note", note="no blood in the stool, no chest pain")
    assert "advice" not in text


def test_it_is_said_on_the_page_of_an_entry_too(client):
    form = {
        "kind": "supplement",
        "name": "magnesium",
        "value": "600",
        "unit": "mg",
        "day": "2026-03-10",
        "time": "08:00",
    }
    answer = client.post("/new/?kind=supplement", form)
    assert "above the upper limit" in client.get(answer["Location"]).content.decode()


def test_how_supplements_are_typed_on_a_line():
    from gutline.safety.takings import Taken
    from gutline.store.errors import StoreError
    from gutline.web.pages.safety_words import read_taken

    assert read_taken("vitamin b12") == Taken("vitamin b12")
    assert read_taken("magnesium 300 mg") == Taken("magnesium", 300.0, "mg")
    assert read_taken("fish oil 1,5 g ") == Taken("fish oil", 1.5, "g")
    assert read_taken("probiotic 2") == Taken("probiotic", 2.0, "")
    with pytest.raises(StoreError, match="no unit"):
        read_taken("iron 3 stone")


def test_what_is_out_is_told_with_the_day_it_comes_back(client, person, home):
    out = {"trial": "t1", "name": "dairy", "since": "2026-03-01", "can_tell": True,
           "put_back": TODAY.isoformat(), "sentences": ["At least 40% of your calcium came from it before."]}  # fmt: skip
    write_run(home, person, {"out": [out]})
    text = " ".join(client.get("/").content.decode().split())
    assert "dairy comes back on 10 March at the latest." in text
    assert "At least 40% of your calcium" in text
    out["put_back"] = (TODAY - timedelta(days=1)).isoformat()
    write_run(home, person, {"out": [out]})
    assert "Put it back, whatever the test says." in client.get("/").content.decode()


def test_a_damaged_file_of_findings_says_nothing(client, person, home):
    from gutline.web.findings_file import findings_path

    path = findings_path(home, person)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"{not json")
    assert client.get("/").status_code == 200
    assert "comes back on" not in client.get("/").content.decode()


def test_a_supplement_that_is_planned_brings_its_cautions(person):
    from gutline.safety.takings import Taken
    from gutline.store import queries
    from gutline.store.services.safety import keep_takings
    from gutline.web.pages.safety_words import planned_words

    owner = queries.person(person)
    assert planned_words(owner, "ginger", TODAY) == ()
    keep_takings(person, ["warfarin", "levothyroxine"], [Taken("iron")], TODAY, NOW)
    assert "bleeding" in " ".join(planned_words(owner, "curcumin", TODAY))
    assert "hours apart" in " ".join(planned_words(owner, "magnesium", TODAY))


def test_a_logged_thing_leads_to_what_is_known_of_it(client, person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    key = log_entry(person, Draft("supplement", "curcumin", NOW, 1.0), NOW).record.key
    note = log_entry(person, Draft("note", "", NOW, note="slept badly"), NOW).record.key
    assert "/learn/about/?name=curcumin" in client.get(f"/entry/{key}/").content.decode()
    assert "/learn/about/" not in client.get(f"/entry/{note}/").content.decode()
