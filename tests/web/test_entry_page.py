"""One entry in full: making it, changing it, two tabs, the night of the clocks, body sites."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.web.conftest import NOW, ZONE

TODAY = date(2026, 3, 10)


def logged(person, **fields):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    draft = Draft(**{"kind": "symptom", "name": "back pain", "value": 4.0, "zone": ZONE, **fields})
    return log_entry(person, draft, NOW).record


def form_of(client, key):
    """The fields of an entry's form as a browser would send them back untouched."""
    import html

    text = client.get(f"/entry/{key}/").content.decode().partition('<form method="post"')[2]
    text = text.partition("</form>")[0]
    fields = dict(
        re.findall(
            r'<input(?![^>]*type="radio")(?![^>]*type="checkbox")[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"',
            text,
        )
    )
    fields |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked', text))
    fields |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', text))
    return {name: html.unescape(value) for name, value in fields.items()}


def entry(person, key):
    from gutline.store.queries import entry_record

    return entry_record(person, key)


def test_an_untouched_form_changes_nothing(client, person):
    record = logged(person, at=datetime(2026, 3, 9, 23, 15, 42, tzinfo=UTC), note="a\nb")
    answer = client.post(f"/entry/{record.key}/", form_of(client, record.key))
    assert answer.status_code == 302
    assert entry(person, record.key).version == 0


def test_an_entry_of_another_zone_keeps_its_time_when_only_the_note_changes(client, person):
    record = logged(person, at=datetime(2026, 3, 1, 8, 0), zone="Asia/Tokyo")
    client.post(f"/entry/{record.key}/", form_of(client, record.key) | {"note": "on the train"})
    now = entry(person, record.key)
    assert now.content.zone == "Asia/Tokyo"
    assert now.entry.at == record.entry.at
    assert now.entry.note == "on the train"


def test_a_time_can_be_changed_later_and_back(client, person):
    record = logged(person)
    answer = client.post(
        f"/entry/{record.key}/",
        form_of(client, record.key) | {"day": "2026-03-08", "time": "06:40"},
    )
    assert answer.headers["Location"] == "/day/2026-03-08/"
    assert f"{entry(person, record.key).entry.at:%Y-%m-%d %H:%M}" == "2026-03-08 06:40"
    assert "Changed: back pain 4." in client.get("/day/2026-03-08/").content.decode()
    client.post("/undo/", {"keys": str(record.key), "verb": "changed"})
    assert entry(person, record.key).entry.at == record.entry.at


def test_an_empty_time_says_that_only_the_day_is_known(client, person):
    record = logged(person)
    client.post(f"/entry/{record.key}/", form_of(client, record.key) | {"time": ""})
    assert entry(person, record.key).entry.day_only


def test_two_tabs_do_not_overwrite_each_other(client, person):
    record = logged(person)
    one, other = form_of(client, record.key), form_of(client, record.key)
    client.post(f"/entry/{record.key}/", one | {"value": "7"})
    answer = client.post(f"/entry/{record.key}/", other | {"note": "typed in the other tab"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "changed in another place" in text
    assert "It says now: back pain 7" in text
    assert "typed in the other tab" in text
    assert entry(person, record.key).entry.value == 7.0
    again = other | {
        "note": "typed in the other tab",
        "seen": re.search(r'name="seen" value="(\d+)"', text)[1],
    }
    assert client.post(f"/entry/{record.key}/", again).status_code == 302
    assert entry(person, record.key).entry.note == "typed in the other tab"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": "12"}, "value"), ({"name": ""}, "name"), ({"time": "25:99"}, "at"),
        ({"day": "2026-13-01"}, "at"), ({"day": "2027-03-10"}, "at"),
        ({"stiffness_min": "5000"}, "detail.stiffness_min"), ({"sites": ["moon"]}, "detail.sites"),
        ({"note": "a\x00b"}, "note"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_said_and_what_was_typed_stays(client, person, fields, field):
    record = logged(person)
    answer = client.post(
        f"/entry/{record.key}/", form_of(client, record.key) | {"note": "kept"} | fields
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert fields.get("note") or ">kept</textarea>" in text
    assert entry(person, record.key).version == 0
    if field in {"value", "name", "at"} and field != "value":
        assert 'aria-invalid="true"' in text


def test_sites_and_stiffness_are_kept_and_shown_again(client, person):
    form = {
        "kind": "symptom", "name": "back pain", "value": "6", "day": "2026-03-10", "time": "07:00",
        "sites": ["lower_back_left", "sacroiliac_right"], "stiffness_min": "45", "unit": "nrs",
    }  # fmt: skip
    answer = client.post("/new/", form)
    assert answer.status_code == 302
    text = client.get(answer.headers["Location"]).content.decode()
    assert "lower back, left" in text
    assert "stiff for 45 minutes" in text
    key = re.search(r'id="entry-(\d+)"', text)[1]
    shown = client.get(f"/entry/{key}/").content.decode()
    assert 'value="lower_back_left" checked' in shown
    assert 'value="45"' in shown
    client.post(f"/entry/{key}/", form_of(client, key) | {"sites": [], "stiffness_min": ""})
    assert entry(person, int(key)).content.detail == {}


def test_every_site_of_the_catalog_lies_on_the_drawing():
    from gutline.catalog.body_sites import load_body_sites
    from gutline.web.pages.body_map import HEIGHT, WIDTH, faces

    spots = [spot for face in faces() for spot in face.spots]
    assert {spot.id for spot in spots} == {
        s.id for s in load_body_sites().values() if not s.retired
    }
    for spot in spots:
        assert 0 <= spot.box.x
        assert spot.box.x + spot.box.width <= WIDTH
        assert spot.box.y + spot.box.height <= HEIGHT


def test_no_two_sites_of_a_face_lie_on_each_other():
    import itertools

    from gutline.web.pages.body_map import faces

    def overlap(a, b):
        wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        return max(wide, 0) * max(high, 0) / min(a.width * a.height, b.width * b.height)

    for face in faces():
        for one, other in itertools.combinations(face.spots, 2):
            assert overlap(one.box, other.box) < 0.2, (one.id, other.id)


def test_a_persons_left_is_on_the_right_of_a_front_and_on_the_left_of_a_back():
    from gutline.web.pages.body_map import faces

    where = {spot.id: spot.box.x for face in faces() for spot in face.spots}
    assert where["knee_left"] > where["knee_right"]
    assert where["lower_back_left"] < where["lower_back_right"]


def test_a_time_that_comes_twice_can_be_told_apart(client, person):
    record = logged(person, at=datetime(2025, 10, 26, 2, 30), zone=ZONE)
    text = client.get(f"/entry/{record.key}/").content.decode()
    assert "showed this time twice" in text
    client.post(f"/entry/{record.key}/", form_of(client, record.key) | {"second": "1"})
    moved = entry(person, record.key).entry.at
    assert moved.astimezone(UTC) - record.entry.at.astimezone(UTC) == timedelta(hours=1)
    assert 'value="1" checked' in client.get(f"/entry/{record.key}/").content.decode()


def test_a_time_that_comes_once_asks_nothing(client, person):
    record = logged(person)
    assert "twice" not in client.get(f"/entry/{record.key}/").content.decode()


def test_an_entry_is_removed_and_brought_back(client, person):
    record = logged(person)
    answer = client.post(f"/entry/{record.key}/remove/")
    assert "Taken back: back pain 4." in client.get(answer.headers["Location"]).content.decode()
    text = client.get(f"/entry/{record.key}/").content.decode()
    assert "This entry was removed" in text
    refused = client.post(f"/entry/{record.key}/", {"name": "x", "day": "2026-03-10"})
    assert refused.status_code == 409
    client.post("/undo/", {"keys": str(record.key), "verb": "removed"})
    assert entry(person, record.key).deleted_at is None


@pytest.mark.parametrize(
    "kind", ["food", "stool", "sleep", "practice", "note", "mood", "weight", "complete"]
)
def test_every_kind_has_a_form_that_keeps_it(client, person, kind):
    from gutline.catalog import load_kinds

    known = load_kinds()[kind]
    text = client.get(f"/new/?kind={kind}&at=2026-03-09T08:00", follow=True).content.decode()
    assert 'name="day" value="2026-03-09"' in text
    value = {"required": "25" if kind == "weight" else "5", "optional": "4", "none": ""}[
        known.value
    ]
    form = {
        "kind": kind,
        "name": known.default_name or "something",
        "value": value,
        "unit": known.unit,
        "day": "2026-03-09",
        "time": "08:00",
    }
    answer = client.post("/new/", form)
    assert answer.status_code == 302, answer.content.decode()


def test_a_new_entry_that_is_wrong_is_shown_again_with_what_was_typed(client, person):
    answer = client.post(
        "/new/",
        {"kind": "symptom", "name": "knee pain", "value": "", "day": "2026-03-10", "time": "08:00"},
    )
    assert answer.status_code == 422
    assert 'value="knee pain"' in answer.content.decode()


def test_an_unknown_kind_gets_the_form_of_a_symptom(client, person):
    assert "How much" in client.get("/new/?kind=poem", follow=True).content.decode()


def test_a_number_with_a_comma_is_understood(client, person):
    client.post(
        "/new/",
        {
            "kind": "sleep",
            "name": "sleep",
            "value": "7,5",
            "unit": "h",
            "day": "2026-03-10",
            "time": "07:00",
        },
    )
    from gutline.store.queries import day_page

    assert [r.entry.value for r in day_page(person, TODAY).records] == [7.5]


def test_a_list_of_names_reads_as_a_sentence():
    from gutline.web.pages.entry_words import listed

    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
