"""The Today page: what is logged by a tap or a line, marks, other days, and taking back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.web.conftest import NOW, ZONE, signed_in

TODAY = date(2026, 3, 10)


def page(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def records(person, day=TODAY):
    from gutline.store.queries import day_page

    return day_page(person, day).records


def said(person, day=TODAY):
    return [(r.entry.kind, r.entry.name, r.entry.value) for r in records(person, day)]


def rate(client, name="back pain", value="4", **more):
    return client.post("/log/", {"kind": "symptom", "name": name, "value": value, **more})


def test_the_first_start_asks_and_then_shows_what_was_ticked(home, stranger, clock):
    client = signed_in(home)
    assert client.get("/").headers["Location"] == "/start/"
    assert "Where does it hurt?" in page(client, "/start/")
    form = {
        "symptom": ["lower back pain", "bloating", "<b>made up</b>"],
        "wake": "06:45",
        "bed": "late",
    }
    assert client.post("/start/", form).headers["Location"] == "/check/?first=1"
    text = page(client)
    assert "lower back pain" in text
    assert "made up" not in text
    from gutline.store import queries

    chosen = queries.choices(queries.people()[0].key)
    assert chosen["symptoms"] == ["lower back pain", "bloating"]
    assert chosen["day"] == {"wake": "06:45"}


def test_the_questions_can_be_skipped(home, stranger, clock):
    client = signed_in(home)
    answer = client.post("/start/", {"skip": "1", "symptom": ["bloating"]})
    assert answer.headers["Location"] == "/check/?first=1"
    assert "Nothing to rate yet" in page(client)


def test_a_rating_is_kept_now_in_the_persons_zone(client, person):
    rate(client)
    (record,) = records(person)
    assert said(person) == [("symptom", "back pain", 4.0)]
    assert record.content.zone == ZONE
    assert f"{record.entry.at:%H:%M}" == "10:30"
    assert "4 at 10:30" in page(client)


def test_the_page_says_once_what_was_kept_and_takes_it_back(client, person):
    rate(client)
    text = page(client)
    assert "Kept: back pain 4." in text
    keys = re.search(r'name="keys" value="([\d,]+)"', text)[1]
    assert "Kept:" not in page(client)
    client.post("/undo/", {"keys": keys, "verb": "kept"})
    assert records(person) == ()
    assert "Taken back: back pain 4." in page(client)
    client.post("/undo/", {"keys": keys, "verb": "removed"})
    assert said(person) == [("symptom", "back pain", 4.0)]


def test_a_forged_bar_is_passed_over(client, person):
    client.cookies["gutline_said"] = "eyJ2Ijoia2VwdCJ9:made:up"
    assert 'class="said"' not in page(client)


def test_the_same_button_of_the_same_page_pressed_twice_is_kept_once(client, person):
    for _ in range(2):
        assert rate(client, nonce="n1").status_code == 302
    assert len(records(person)) == 1


def test_a_second_tap_within_two_minutes_corrects_the_first(client, person, clock):
    rate(client, value="4", nonce="n1")
    clock(NOW + timedelta(seconds=30))
    rate(client, value="6", nonce="n2")
    assert said(person) == [("symptom", "back pain", 6.0)]
    assert "Changed: back pain 6." in page(client)
    clock(NOW + timedelta(minutes=10))
    rate(client, value="7", nonce="n3")
    assert [value for _, _, value in said(person)] == [6.0, 7.0]


def test_a_second_rating_with_a_note_is_one_of_its_own(client, person, clock):
    rate(client, nonce="n1")
    clock(NOW + timedelta(seconds=30))
    rate(client, value="5", nonce="n2", note="after the stairs")
    assert len(records(person)) == 2


def test_an_instant_noted_by_the_page_is_kept_with_the_zone_of_the_device(client, person):
    rate(client, at="2026-03-10T08:15:30+00:00", zone="Europe/London", id="web-1")
    rate(client, at="2026-03-10T08:15:30+00:00", zone="Europe/London", id="web-1")
    (record,) = records(person)
    assert record.entry.at.astimezone(UTC) == datetime(2026, 3, 10, 8, 15, 30, tzinfo=UTC)
    assert record.content.zone == "Europe/London"
    assert record.entry.id == "web-1"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "poem"}, "no such kind"),
        ({"kind": "symptom", "name": "", "value": "3"}, "name"),
        ({"kind": "symptom", "name": "x" * 600, "value": "3"}, "name"),
        ({"kind": "symptom", "name": "back pain", "value": "eleven"}, "is no number"),
        ({"kind": "symptom", "name": "back pain", "value": "11"}, "between 0 and 10"),
        ({"kind": "symptom", "name": "back pain", "value": "nan"}, "is no number"),
        ({"kind": "symptom", "name": "back pain", "value": "1" * 60}, "is no number"),
        ({"kind": "symptom", "name": "back pain", "value": ""}, "needs a value"),
        ({"kind": "symptom", "name": "back pain", "value": "3", "at": "2027-03-10T08:00"}, "future"),
        ({"kind": "symptom", "name": "back pain", "value": "3", "at": "yesterday"}, "no date or time"),
        ({"kind": "symptom", "name": "back pain", "value": "3", "sites": "moon"}, "body site"),
        ({"kind": "symptom", "name": "back pain", "value": "3", "stiffness_min": "-5"}, "between"),
        ({"kind": "symptom", "name": "back\x00pain", "value": "3"}, "name"),
    ],
)  # fmt: skip
def test_an_impossible_entry_is_refused_in_words_and_nothing_is_kept(client, person, form, words):
    answer = client.post("/log/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert records(person) == ()


def test_an_id_that_stands_for_something_else_is_a_conflict(client, person):
    rate(client, id="mine", at="2026-03-10T08:00")
    answer = rate(client, id="mine", at="2026-03-10T08:00", value="9")
    assert answer.status_code == 409
    assert said(person) == [("symptom", "back pain", 4.0)]


def test_a_meal_is_kept_food_by_food_and_offered_again(client, person, clock):
    client.post("/eat/", {"text": "2 slices rye bread with butter, coffee", "nonce": "n1"})
    names = [name for _, name, _ in said(person)]
    assert names == ["rye bread", "butter", "coffee"]
    assert "Kept: " in page(client)
    clock(NOW + timedelta(days=1))
    text = page(client)
    wall = re.search(r'name="meal" value="([^"]+)">rye bread, butter and coffee<', text)[1]
    client.post("/eat/again/", {"meal": wall, "nonce": "n2"})
    client.post("/eat/again/", {"meal": wall, "nonce": "n2"})
    assert [n for _, n, _ in said(person, TODAY + timedelta(days=1))] == names


def test_a_meal_that_is_gone_cannot_be_had_again(client, person):
    answer = client.post("/eat/again/", {"meal": "2026-03-09T08:00:00+01:00"})
    assert answer.status_code == 422
    assert "no longer in your diary" in answer.content.decode()
    assert client.post("/eat/again/", {"meal": "soon"}).status_code == 422


def test_what_is_not_known_is_kept_as_typed(client, person):
    client.post("/eat/", {"text": "xyzzyq"})
    assert [name for _, name, _ in said(person)] == ["xyzzyq"]


@pytest.mark.parametrize("text", ["...", ",,, ,", "and", "\x00"])
def test_a_meal_without_a_food_is_not_passed_over(client, person, text):
    answer = client.post("/eat/", {"text": text})
    assert answer.status_code == 422
    assert "No food was found in this" in answer.content.decode()
    assert records(person) == ()


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("0001-01-01", 404), ("1899-12-31", 404), ("1900-01-01", 200), ("2026-03-10", 200),
        ("2026-03-11", 200), ("2026-03-12", 404), ("9999-12-31", 404), ("2026-02-30", 404),
    ],
)  # fmt: skip
def test_a_day_that_no_diary_has_is_not_there(client, day, status):
    """In Tokyo it may be tomorrow already; the day after is nowhere."""
    assert client.get(f"/day/{day}/").status_code == status
    looked = client.post("/eat/", {"text": "rice", "look": "1", "back": day})
    assert looked.status_code == status


def test_an_empty_meal_keeps_nothing_and_shows_the_page(client, person):
    assert client.post("/eat/", {"text": "  "}).status_code == 200
    assert records(person) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bread, " * 400, "Longer than 2000 characters; keep it as two meals"),
        ("rye bread, " + "x" * 600, "Longer than 500 characters; put long text in a note"),
    ],
)
def test_a_meal_that_is_refused_stays_in_its_box_with_the_reason(client, person, text, why):
    answer = client.post("/eat/", {"text": text})
    assert answer.status_code == 422
    assert records(person) == ()
    shown = answer.content.decode()
    assert why in shown
    assert "Nothing of it was kept yet." in shown
    assert f">{text[:2000]}</textarea>" in shown
    assert 'aria-describedby="meal-wrong"' in shown


def test_who_only_looked_is_not_told_that_nothing_was_saved(client):
    answer = client.get("/entry/999999/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "There is nothing here" in text
    assert "There is no such entry; it may have been removed for good" in text
    assert "This was not saved" in client.post("/entry/999999/remove/").content.decode()


def test_the_live_understanding_shows_foods_guesses_and_what_is_not_known(client):
    answer = client.post("/eat/understood/", {"text": "2 slices rye bread, buter, xyzzyq"})
    text = answer.content.decode()
    assert "2 slices, about 64 g" in text
    assert re.search(r"chip guessed.*?butter", text, re.DOTALL)
    assert "“xyzzyq”" in text
    assert "<html" not in text


def test_understanding_works_without_a_script(client, person):
    text = client.post("/eat/", {"text": "rye bread", "look": "1"}).content.decode()
    assert "<html" in text
    assert 'value="rye_bread" checked' in text
    assert ">rye bread</textarea>" in text
    assert records(person) == ()


def test_a_food_that_was_picked_is_kept_and_remembered(home, client, person):
    form = {
        "text": "bread with buter",
        "phrase-1": "buter",
        "first-1": "butter",
        "food-1": "vegan_butter",
    }
    shown = client.post("/eat/understood/", form).content.decode()
    assert 'value="vegan_butter" checked' in shown
    assert 'value="buter"' in shown
    client.post("/eat/", form)
    assert [name for _, name, _ in said(person)] == ["bread", "vegan butter"]
    from gutline.meals.own_foods import OwnFoods

    assert OwnFoods.load(home).choices["buter"] == "vegan_butter"


def test_a_picked_food_that_does_not_exist_is_passed_over(client, person):
    form = {"text": "bread", "phrase-0": "bread", "first-0": "bread", "food-0": "moon_cheese"}
    client.post("/eat/", form)
    assert [name for _, name, _ in said(person)] == ["bread"]


@pytest.mark.parametrize(
    ("mark", "entry"),
    [("nothing", ("symptom", "none", None)), ("bad", ("note", "bad day", None)),
     ("complete", ("complete", "all", None))],
)  # fmt: skip
def test_a_mark_of_the_day_is_one_tap_and_the_same_tap_takes_it_away(client, person, mark, entry):
    client.post("/mark/", {"mark": mark, "nonce": "n1"})
    assert said(person) == [entry]
    assert f'value="{mark}" aria-pressed="true"' in page(client)
    client.post("/mark/", {"mark": mark, "nonce": "n2"})
    assert records(person) == ()


def test_a_mark_that_does_not_exist_is_refused(client, person):
    assert client.post("/mark/", {"mark": "great"}).status_code == 422


def test_another_day_keeps_what_is_logged_on_it_without_a_time(client, person):
    text = page(client, "/day/2026-03-01/")
    assert "Logging without a time" in text
    answer = rate(client, at="2026-03-01", back="2026-03-01")
    assert answer.headers["Location"] == "/day/2026-03-01/"
    (record,) = records(person, date(2026, 3, 1))
    assert record.entry.day_only


def test_a_time_can_be_set_for_all_that_is_tapped(client, person):
    text = page(client, "/day/2026-03-10/?time=07:15")
    assert "Logging at 07:15" in text
    assert 'name="at" value="2026-03-10T07:15"' in text
    answer = client.post(
        "/eat/",
        {"text": "coffee", "at": "2026-03-10T07:15", "back": "2026-03-10", "back_time": "07:15"},
    )
    assert answer.headers["Location"] == "/day/2026-03-10/?time=07:15"
    assert f"{records(person)[0].entry.at:%H:%M}" == "07:15"


@pytest.mark.parametrize("time", ["25:00", "7", "07:15+01:00", "<b>"])
def test_a_time_that_is_none_is_passed_over(client, time):
    assert "Logging now" in page(client, "/?time=" + time.replace("+", "%2B"))


def test_the_page_of_tomorrow_is_there_and_has_no_day_after(client):
    text = page(client, "/day/2026-03-11/")
    assert "The day after" not in text


def test_a_day_is_that_of_the_persons_clock(client, person, clock):
    clock(datetime(2026, 3, 10, 23, 30, tzinfo=UTC))
    rate(client)
    assert len(records(person, date(2026, 3, 11))) == 1
    assert "Wednesday 11 March 2026" in page(client)


@pytest.mark.parametrize(
    ("wall", "shown", "warning"),
    [
        ("2025-10-26T02:30", "02:30", "twice"),
        ("2026-03-29T02:30", "03:30", "skip"),
    ],
)
def test_half_past_two_on_the_nights_of_the_clocks_is_kept_and_said(
    client, person, clock, wall, shown, warning
):
    clock(datetime(2026, 3, 30, 9, 0, tzinfo=UTC))
    answer = rate(client, at=wall, back=wall[:10])
    (record,) = records(person, date.fromisoformat(wall[:10]))
    assert f"{record.entry.at:%H:%M}" == shown
    assert warning in page(client, answer.headers["Location"])


def test_the_second_half_past_two_is_an_hour_after_the_first(client, person):
    rate(client, at="2025-10-26T02:30", nonce="a")
    rate(client, name="bloating", at="2025-10-26T02:30", second="1", nonce="b")
    first, second = (r.entry.at.astimezone(UTC) for r in records(person, date(2025, 10, 26)))
    assert second - first == timedelta(hours=1)


def test_names_are_shown_as_text(client, person):
    rate(client, name="<script>alert(1)</script>")
    client.post("/eat/", {"text": '<img src=x onerror="alert(1)">'})
    text = page(client)
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_another_persons_entries_are_neither_shown_nor_touched(client, person, other_person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    theirs = log_entry(other_person, Draft("symptom", "their pain", value=3.0), NOW).record
    assert "their pain" not in page(client)
    assert client.get(f"/entry/{theirs.key}/").status_code == 404
    assert client.post(f"/entry/{theirs.key}/", {"name": "mine"}).status_code == 404
    assert client.post(f"/entry/{theirs.key}/remove/").status_code == 404
    for verb in ("kept", "changed", "removed"):
        assert client.post("/undo/", {"keys": str(theirs.key), "verb": verb}).status_code == 404
    assert said(other_person) == [("symptom", "their pain", 3.0)]


def test_the_page_is_small_and_asks_as_many_questions_of_a_full_diary_as_of_an_empty_one(
    client, person
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_many
    from gutline.store.services.people import choose

    rate(client)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    drafts = []
    for ago in range(1, 60):
        at = NOW - timedelta(days=ago)
        drafts += [Draft("food", f"food {n % 23}", at, 1.0 + n % 3) for n in range(12)]
        drafts += [Draft("symptom", f"symptom {n}", at, float(n)) for n in range(10)]
    drafts += [Draft("food", f"food {n}", NOW, 1.0) for n in range(30)]
    log_many(person, drafts, NOW)
    choose(person, "symptoms", [f"symptom {n}" for n in range(10)], NOW)
    with CaptureQueriesContext(connection) as many:
        text = page(client)
    assert len(many) == len(few)
    assert len(few) <= 8, [query["sql"][:80] for query in few]
    assert len(text.encode()) <= 30_000


def test_the_first_load_is_under_a_hundred_kilobytes_squeezed(client):
    import gzip

    from gutline.web.assets import assets

    text = page(client)
    linked = [a for a in assets().values() if f"/static/{a.url_name}" in text]
    assert len(linked) >= 4
    sizes = [len(gzip.compress(text.encode()))] + [len(a.squeezed or a.plain) for a in linked]
    assert sum(sizes) <= 100_000


def test_opening_the_page_loads_neither_numpy_nor_scipy(home, person):
    import subprocess
    import sys

    code = f"""
import sys
from pathlib import Path
from tests.web.conftest import NOW, point_at, signed_in
point_at(Path({str(home)!r}))
from gutline.web import present
present._read = lambda: NOW
client = signed_in(Path({str(home)!r}))
assert client.get("/").status_code == 200
assert client.post("/log/", {{"kind": "symptom", "name": "back pain", "value": "3"}}).status_code == 302
assert client.post("/eat/", {{"text": "rye bread"}}).status_code == 302
print(sorted({{"numpy", "scipy"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_made_up_diary_comes_and_goes_and_leaves_ones_own_alone(home, client, person):
    rate(client)
    assert client.post("/demo/load/").status_code == 302
    text = page(client)
    assert "made-up diary" in text
    assert "back pain" in text
    from gutline.store import queries

    assert len(queries.people()) == 2
    client.post("/demo/load/")
    assert len(queries.people()) == 2
    assert queries.only_person().key == person
    client.post("/demo/remove/")
    assert "made-up diary" not in page(client)
    assert [p.key for p in queries.people()] == [person]
    assert said(person) == [("symptom", "back pain", 4.0)]
    assert client.post("/demo/remove/").status_code == 302


def test_the_made_up_diary_ends_now_and_not_later(home, client, person):
    client.post("/demo/load/")
    from gutline.store import queries
    from gutline.web.diaries import demo_person

    demo = demo_person()
    diary = queries.read_diary(demo.key)
    last = max(entry.at for entry in diary.entries)
    assert NOW - timedelta(hours=12) < last <= NOW
    assert len({entry.at.date() for entry in diary.entries}) > 100


def test_a_disk_that_is_nearly_full_is_said(home, client):
    from gutline.store import ballast

    ballast.give_up(home)
    assert "disk is full" in page(client)


def test_a_full_disk_is_told_in_words_and_nothing_is_half_kept(client, person, monkeypatch):
    from gutline.store.errors import FullDiskError
    from gutline.store.services import log as services

    def full(*_args):
        raise FullDiskError("the disk is full, so this was not saved")

    monkeypatch.setattr(services, "log_entry", full)
    answer = rate(client)
    assert answer.status_code == 507
    assert "The disk is full" in answer.content.decode()


@pytest.mark.parametrize("address", ["/log/", "/eat/", "/eat/again/", "/mark/"])
def test_a_way_back_that_is_no_day_is_refused_before_anything_is_kept(client, person, address):
    form = {"kind": "symptom", "name": "back pain", "value": "3", "text": "bread", "mark": "bad"}
    answer = client.post(
        address, form | {"back": "//elsewhere.example", "meal": "2026-03-10T10:30:00+01:00"}
    )
    assert answer.status_code == 422
    assert records(person) == ()
