"""The JSON API: one thing, many things, the days, changes; every error says where and what to do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.web.conftest import NOW

BREAD = {"kind": "food", "name": "rye bread", "value": 2, "unit": "serving"}
PAIN = {"kind": "symptom", "name": "back pain", "value": 6}


@pytest.fixture
def send(client):
    """Sends JSON; a body that is text is sent as it is."""

    def call(method, path, said=None, key="k1", **headers):
        body = said if isinstance(said, (str, bytes)) else json.dumps(said)
        if key is not None:
            headers.setdefault("Idempotency-Key", key)
        return client.generic(method, f"/api/{path}", body, "application/json", headers=headers)

    return call


def live(person):
    from gutline.store import queries

    return queries.read_diary(person).entries


def told(answer):
    return json.loads(answer.content)


def wrong(answer):
    return {error["field"]: error["message"] for error in told(answer)["errors"]}


def test_one_thing_is_logged(send, person):
    answer = send("POST", "entries", {**BREAD, "at": "2026-03-10T08:00:00+01:00"})
    assert answer.status_code == 201
    (entry,) = told(answer)["entries"]
    assert (entry["name"], entry["value"], entry["unit"]) == ("rye bread", 2, "serving")
    assert (entry["at"], entry["day"]) == ("2026-03-10T08:00:00+01:00", "2026-03-10")
    assert [e.name for e in live(person)] == ["rye bread"]


def test_what_has_no_time_is_logged_now(send):
    (entry,) = told(send("POST", "entries", BREAD))["entries"]
    assert entry["at"] == "2026-03-10T10:30:00+01:00"


def test_a_local_time_and_a_date_alone_are_times_too(send):
    (local,) = told(send("POST", "entries", {**BREAD, "at": "2026-03-10T08:00"}))["entries"]
    assert (local["at"], local["day_only"]) == ("2026-03-10T08:00:00+01:00", False)
    (day,) = told(send("POST", "entries", {**BREAD, "at": "2026-03-09"}, "k2"))["entries"]
    assert (day["day"], day["day_only"]) == ("2026-03-09", True)


def test_an_entry_made_in_another_zone_keeps_its_clock(send):
    said = {**BREAD, "at": "2026-03-10T17:00:00+09:00", "zone": "Asia/Tokyo"}
    (entry,) = told(send("POST", "entries", said))["entries"]
    assert (entry["at"], entry["zone"]) == ("2026-03-10T17:00:00+09:00", "Asia/Tokyo")


def test_a_time_that_the_clocks_skip_is_told(send):
    answer = told(send("POST", "entries", {**BREAD, "at": "2025-03-30T02:30"}))
    assert answer["entries"][0]["at"] == "2025-03-30T03:30:00+02:00"
    assert "skip" in answer["warnings"][0]


def test_body_sites_go_in_and_out(send):
    said = {**PAIN, "detail": {"sites": ["knee_left"], "stiffness_min": 30}}
    (entry,) = told(send("POST", "entries", said))["entries"]
    assert entry["detail"] == {"sites": ["knee_left"], "stiffness_min": 30}


# ---- exactly once


def test_a_request_without_a_key_is_refused(send, person):
    answer = send("POST", "entries", BREAD, key=None)
    assert answer.status_code == 400
    assert "UUID" in told(answer)["detail"]
    assert live(person) == ()


def test_the_same_request_gets_the_first_answer_and_is_kept_once(send, person):
    first, second = send("POST", "entries", BREAD), send("POST", "entries", BREAD)
    assert told(first) == told(second)
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert len(live(person)) == 1


def test_the_same_key_with_other_contents_is_refused(send, person):
    send("POST", "entries", BREAD)
    answer = send("POST", "entries", PAIN)
    assert answer.status_code == 422
    assert "other contents" in told(answer)["detail"]
    assert len(live(person)) == 1


def test_an_id_sent_under_two_keys_is_kept_once(send, person):
    said = {**BREAD, "id": "a1", "at": "2026-03-10T08:00"}
    first, second = send("POST", "entries", said, "k1"), send("POST", "entries", said, "k2")
    assert (second.status_code, second["Idempotency-Replayed"]) == (201, "true")
    assert told(first)["entries"][0]["key"] == told(second)["entries"][0]["key"]
    assert len(live(person)) == 1


def test_an_id_that_stands_for_something_else_is_a_conflict(send, person):
    send("POST", "entries", {**BREAD, "id": "a1"})
    answer = send("POST", "entries", {**PAIN, "id": "a1"}, "k2")
    assert answer.status_code == 409
    assert "id of its own" in told(answer)["detail"]
    assert [e.name for e in live(person)] == ["rye bread"]


def test_keys_are_a_persons_own(send, client, person, other_person):
    from gutline.store.services.tokens import make_token

    secret, _ = make_token(other_person, "phone", ["log"], NOW)
    mine = send("POST", "entries", BREAD)
    theirs = send("POST", "entries", PAIN, Authorization=f"Bearer {secret}")
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert [e.name for e in live(other_person)] == ["back pain"]


# ---- many at once


def test_many_are_kept_all_or_none(send, person):
    good = send("POST", "entries/bulk", {"entries": [BREAD, PAIN]})
    assert (good.status_code, len(told(good)["entries"])) == (201, 2)
    bad = send("POST", "entries/bulk", {"entries": [BREAD, {**PAIN, "value": 11}]}, "k2")
    assert bad.status_code == 422
    assert "between 0 and 10" in wrong(bad)["entries.1.value"]
    assert len(live(person)) == 2


def test_a_wrong_time_among_many_says_where(send, person):
    bad = send("POST", "entries/bulk", {"entries": [BREAD, PAIN, {**BREAD, "at": "soon"}]})
    assert list(wrong(bad)) == ["entries.2.at"]
    assert live(person) == ()


@pytest.mark.parametrize("entries", [[], [BREAD] * 5_001])
def test_none_and_too_many_are_refused(send, person, entries):
    answer = send("POST", "entries/bulk", {"entries": entries})
    assert (answer.status_code, list(wrong(answer))) == (422, ["entries"])
    assert live(person) == ()


# ---- what is wrong, and where


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({}, "kind", "is missing"),
        ({"kind": "fod"}, "kind", "did you mean 'food'"),
        ({**PAIN, "value": 11}, "value", "between 0 and 10"),
        ({**PAIN, "value": "6"}, "value", "not a number"),
        ({**PAIN, "value": True}, "value", "not a number"),
        ({**PAIN, "unit": "kg"}, "unit", ""),
        ({**BREAD, "name": 7}, "name", "not a text"),
        ({**BREAD, "name": "x" * 501}, "name", ""),
        ({**BREAD, "note": "x" * 100_001}, "note", ""),
        ({**BREAD, "colour": "red"}, "colour", "no such field"),
        ({**BREAD, "at": "yesterday"}, "at", "not a time"),
        ({**BREAD, "at": 1772438400}, "at", "not a text"),
        ({**BREAD, "at": "2027-03-10T08:00"}, "at", "lies in the future"),
        ({**BREAD, "at": "0001-01-01T00:00+14:00"}, "at", ""),
        ({**BREAD, "zone": "Mars/Olympus"}, "zone", "Mars/Olympus"),
        ({**PAIN, "detail": {"sites": ["wing"]}}, "detail.sites", "no such body site"),
        ({**PAIN, "detail": {"colour": 1}}, "detail.colour", "no such detail"),
        ({**PAIN, "detail": []}, "detail", "not a table"),
        ([BREAD], "body", "not a table"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(send, person, said, field, words):
    answer = send("POST", "entries", said)
    assert answer.status_code == 422
    assert words in wrong(answer)[field]
    assert live(person) == ()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        ('{"kind": "symptom", "value": NaN}', "NaN is not JSON"),
        ('{"kind": "symptom", "value": -Infinity}', "-Infinity is not JSON"),
        ('{"kind": "symptom", "value": 1e999}', "too large"),
        ('{"kind": "symptom", "value": 9223372036854775808}', "too large"),
        ('{"kind": "symptom", "value": ' + "9" * 5_000 + "}", "too large"),
        ('{"kind": "food", "kind": "drink"}', "twice"),
        ('{"kind": ' + "[" * 30 + "]" * 30 + "}", "nested too deeply"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(send, person, body, words):
    answer = send("POST", "entries", body)
    assert answer.status_code == 400
    assert words in told(answer)["detail"]
    assert live(person) == ()


def test_a_body_that_is_too_large_is_refused(send, person):
    answer = send("POST", "entries", json.dumps({**BREAD, "note": "x" * 2_000_000}))
    assert answer.status_code == 413
    assert "in parts" in told(answer)["detail"]


def test_a_body_larger_than_any_form_is_refused_too(send):
    assert send("POST", "entries", "x" * 5_000_000).status_code == 413


def test_a_form_is_no_json(client, person):
    answer = client.post("/api/entries", BREAD, headers={"Idempotency-Key": "k1"})
    assert answer.status_code == 415
    assert "application/json" in told(answer)["detail"]
    assert live(person) == ()


def test_a_key_of_nonsense_is_refused(send):
    for key in ("   ", "x" * 201, "a\u0007b"):
        assert send("POST", "entries", BREAD, key=key).status_code == 400


# ---- reading


def test_the_days_are_read(send, client):
    for n, day in enumerate(["2026-03-08", "2026-03-09", "2026-03-10"]):
        send("POST", "entries", {**PAIN, "value": n, "at": f"{day}T08:00"}, f"k{n}")
    both = told(client.get("/api/entries?from=2026-03-08&to=2026-03-09"))
    assert [entry["value"] for entry in both["entries"]] == [0, 1]
    assert (both["first"], both["last"]) == ("2026-03-08", "2026-03-09")
    today = told(client.get("/api/entries"))
    assert [entry["value"] for entry in today["entries"]] == [2]
    since = told(client.get("/api/entries?from=2026-03-09"))
    assert [entry["value"] for entry in since["entries"]] == [1, 2]


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=1", "from"), ("to=2026-02-30", "to"), ("from=2026-03-02&to=2026-03-01", "from"),
     ("from=2020-01-01&to=2026-01-01", "from"), ("from=0001-01-01", "from")],
)  # fmt: skip
def test_impossible_spans_are_refused_at_the_field(client, query, field):
    answer = client.get(f"/api/entries?{query}")
    assert (answer.status_code, list(wrong(answer))) == (422, [field])


def test_reading_takes_as_many_queries_for_many_rows_as_for_few(send, client, home):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (1, 200):
        send("POST", "entries/bulk", {"entries": [PAIN] * size}, f"k{size}")
        with CaptureQueriesContext(connection) as made:
            client.get("/api/entries")
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_one_entry_is_read_and_that_of_another_is_not_there(send, client, other_person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    (mine,) = told(send("POST", "entries", BREAD))["entries"]
    theirs = log_entry(other_person, Draft("food", "secret soup"), NOW).record.key
    assert told(client.get(f"/api/entries/{mine['key']}")) == mine
    answer = client.get(f"/api/entries/{theirs}")
    assert answer.status_code == 404
    assert b"soup" not in answer.content


def test_the_diary_reads_back(send, client, tmp_path):
    import gutline

    send("POST", "entries", {**BREAD, "note": "=SUM(1)"})
    answer = client.get("/api/diary.csv")
    assert answer["Content-Type"].startswith("text/csv")
    path = tmp_path / "me.csv"
    path.write_bytes(answer.content)
    (entry,) = gutline.read(path).entries
    assert (entry.name, entry.value, entry.note) == ("rye bread", 2, "=SUM(1)")


def test_the_kinds_are_listed(client):
    kinds = {kind["id"]: kind for kind in told(client.get("/api/kinds"))}
    assert kinds["symptom"]["highest"] == {"nrs": 10}
    assert kinds["weight"]["units"] == ["kg", "lb"]


def test_who_is_asking_is_told(client, person):
    answer = client.get("/api/session")
    assert told(answer) == {
        "person": person,
        "zone": "Europe/Berlin",
        "scopes": ["change", "log", "read"],
    }
    assert "gutline_csrf" in answer.cookies


def test_without_findings_there_is_nothing_yet(client):
    answer = client.get("/api/findings")
    assert answer.status_code == 404
    assert "no findings yet" in told(answer)["detail"]


def test_findings_are_handed_out_with_their_age(client, person, monkeypatch):
    from types import SimpleNamespace

    from gutline.web import findings_run

    latest = SimpleNamespace(document={"schema": 1}, finished_at=NOW, revision=0)
    monkeypatch.setattr(findings_run, "latest_findings", lambda owner: latest)
    fresh = told(client.get("/api/findings"))
    assert (fresh["findings"], fresh["up_to_date"]) == ({"schema": 1}, True)
    client.post(
        "/api/entries", json.dumps(BREAD), "application/json", headers={"Idempotency-Key": "k"}
    )
    assert told(client.get("/api/findings"))["up_to_date"] is False


# ---- changing


@pytest.fixture
def key(send):
    return told(send("POST", "entries", {**PAIN, "at": "2026-03-10T08:00"}))["entries"][0]["key"]


def test_a_change_changes_what_is_sent_and_nothing_else(send, key):
    (entry,) = told(send("PATCH", f"entries/{key}", {"value": 3, "version": 0}))["entries"]
    assert (entry["value"], entry["name"], entry["version"]) == (3, "back pain", 1)
    assert entry["at"] == "2026-03-10T08:00:00+01:00"


def test_a_backdated_time_is_read_as_when_logging(send, key):
    (entry,) = told(send("PATCH", f"entries/{key}", {"at": "2026-03-09T23:00"}))["entries"]
    assert (entry["at"], entry["day"]) == ("2026-03-09T23:00:00+01:00", "2026-03-09")


def test_a_time_of_null_changes_no_time(send, key):
    (entry,) = told(send("PATCH", f"entries/{key}", {"at": None, "value": 2}))["entries"]
    assert (entry["at"], entry["value"]) == ("2026-03-10T08:00:00+01:00", 2)


def test_a_change_to_something_older_than_it_is_a_conflict(send, key):
    send("PATCH", f"entries/{key}", {"value": 3})
    answer = send("PATCH", f"entries/{key}", {"value": 9, "version": 0})
    assert answer.status_code == 409
    assert "look at it again" in told(answer)["detail"]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"value": 11}, "value"), ({"id": "x"}, "id"), ({"at": "x"}, "at"), ({"version": -1}, "version"),
     ({"kind": "nope"}, "kind"), ({"value": None}, "value")],
)  # fmt: skip
def test_an_impossible_change_is_refused_at_the_field(send, key, person, said, field):
    answer = send("PATCH", f"entries/{key}", said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert live(person)[0].value == 6


def test_deleting_can_be_undone(send, key, person):
    deleted = told(send("DELETE", f"entries/{key}?version=0", ""))
    assert deleted["deleted_at"] is not None
    assert live(person) == ()
    back = told(send("POST", f"entries/{key}/undo", ""))
    assert back["deleted_at"] is None
    assert len(live(person)) == 1


def test_deleting_what_was_changed_meanwhile_is_a_conflict(send, key, person):
    send("PATCH", f"entries/{key}", {"value": 3})
    assert send("DELETE", f"entries/{key}?version=0", "").status_code == 409
    assert len(live(person)) == 1


def test_a_deleted_entry_cannot_be_changed(send, key):
    send("DELETE", f"entries/{key}", "")
    assert send("PATCH", f"entries/{key}", {"value": 3}).status_code == 409


def test_with_nothing_left_to_undo_it_says_so(send, key):
    answer = send("POST", f"entries/{key}/undo", "")
    assert (answer.status_code, "left to undo" in told(answer)["detail"]) == (422, True)


@pytest.mark.parametrize("key", ["0", "-1", "x", "9223372036854775808", "9" * 400])
def test_a_number_that_no_entry_can_have_is_refused(client, key):
    assert client.get(f"/api/entries/{key}").status_code in {404, 422}


# ---- the whole


def test_an_address_that_is_not_there_is_answered_in_json(client, stranger):
    for browser in (client, stranger):
        answer = browser.get("/api/nothing/here")
        assert (answer.status_code, answer["Content-Type"][:16]) == (404, "application/json")


def test_no_answer_is_kept_by_the_browser(send, client, key):
    answers = [
        client.get("/api/entries"),
        client.get("/api/diary.csv"),
        send("POST", "entries", {}),
    ]
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


def test_the_description_names_every_error(stranger):
    described = told(stranger.get("/api/openapi.json"))
    answers = described["paths"]["/api/entries"]["post"]["responses"]
    assert {"201", "400", "403", "404", "409", "413", "415", "422", "503", "507"} == set(answers)
    parameters = described["paths"]["/api/entries"]["post"]["parameters"]
    assert [p["name"] for p in parameters] == ["Idempotency-Key"]


def test_the_description_asks_nothing_of_the_network(stranger):
    assert stranger.get("/api/docs").status_code == 404
    text = stranger.get("/api/openapi.json").content
    assert b"http://" not in text
    assert b"https://" not in text


def test_a_full_disk_is_told_and_not_an_error_of_ours(send, monkeypatch):
    from gutline.store.errors import FullDiskError
    from gutline.store.services import log

    def full(*_args):
        raise FullDiskError("the disk is full, so this was not saved")

    monkeypatch.setattr(log, "log_once", full)
    answer = send("POST", "entries", BREAD)
    assert (answer.status_code, told(answer)["detail"][:16]) == (507, "the disk is full")


def test_an_entry_two_days_ahead_is_kept_since_clocks_differ(send):
    ahead = (NOW + timedelta(days=1)).isoformat()
    assert send("POST", "entries", {**BREAD, "at": ahead}).status_code == 201
