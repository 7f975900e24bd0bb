"""What queries return: days, months, the diary, what is usual, and only one person's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import NotThereError, SettingError, StoreError
from gutline.store.queries import Span
from gutline.store.queries.people import person_of_account
from gutline.store.services.log import delete, log_entry, log_many
from gutline.store.services.people import add_person, choose, rename
from tests.store.conftest import NOW


def at(day, hour, minute=0):
    return datetime(2026, 2, day, hour, minute)


@pytest.fixture
def february(person):
    """Four weeks: porridge each morning, coffee most, pain each evening, one note."""
    drafts = []
    for day in range(1, 29):
        drafts.append(Draft("food", "porridge", at=at(day, 7, 30), value=1))
        if day % 3:
            drafts.append(Draft("drink", "coffee", at=at(day, 8), value=2))
        drafts.append(Draft("symptom", "back pain", at=at(day, 21), value=day % 5))
    drafts.append(Draft("note", note="slept at Anna's", at=at(3, 23)))
    drafts.append(Draft("complete", "food", at=at(3, 23, 30)))
    log_many(person, drafts, NOW)
    return person


def test_a_day_holds_its_own_in_order_of_time(february):
    page = queries.day_page(february, date(2026, 2, 4))
    assert [(r.entry.name, r.entry.at.hour) for r in page.records] == [
        ("porridge", 7),
        ("coffee", 8),
        ("back pain", 21),
    ]
    assert page.complete == frozenset()
    assert queries.day_page(february, date(2026, 2, 3)).complete == {"food"}


def test_an_empty_day_is_an_empty_page(february):
    page = queries.day_page(february, date(2026, 3, 20))
    assert (page.day, page.records) == (date(2026, 3, 20), ())


def test_a_month_has_its_days_in_order(february):
    pages = queries.month_timeline(february, 2026, 2)
    assert [page.day.day for page in pages] == list(range(1, 29))
    assert pages[2] == queries.day_page(february, date(2026, 2, 3))
    assert queries.month_timeline(february, 2026, 1) == ()


def test_a_span_of_the_diary_has_both_its_ends(february):
    diary = queries.read_diary(february, Span(date(2026, 2, 5), date(2026, 2, 7)))
    assert diary.days == tuple(date(2026, 2, day) for day in (5, 6, 7))
    assert queries.read_diary(february, Span.until(date(2026, 2, 7), 3)) == diary
    whole = queries.read_diary(february)
    assert whole.restrict(date(2026, 2, 5), date(2026, 2, 7)) == diary
    assert len(queries.read_diary(february, Span(first=date(2026, 2, 28))).entries) == 3
    assert len(queries.read_diary(february, Span(last=date(2026, 2, 1))).entries) == 3


def test_what_is_deleted_is_read_nowhere(february):
    page = queries.day_page(february, date(2026, 2, 4))
    delete(february, page.records[0].key, NOW)
    day = date(2026, 2, 4)
    assert "porridge" not in [r.entry.name for r in queries.day_page(february, day).records]
    assert len(queries.read_diary(february, Span(day, day)).entries) == 2


def test_each_person_reads_their_own(february):
    other = add_person("Asia/Tokyo", NOW).key
    log_entry(other, Draft("food", "natto", at=at(4, 8)), NOW)
    assert queries.read_diary(other).names("food") == ("natto",)
    assert len(queries.day_page(other, date(2026, 2, 4)).records) == 1
    assert queries.recently_deleted(other) == ()
    assert [u.name for u in queries.usual_things(other, NOW)] == ["natto"]
    assert queries.names_logged(other, "food", date(2026, 1, 1)) == ("natto",)
    assert queries.names_logged(february, "food", date(2026, 1, 1)) == ("porridge",)


# --- usual things -------------------------------------------------------------------------------


def test_the_usual_of_the_morning_comes_first_in_the_morning(february):
    morning = datetime.fromisoformat("2026-03-01T07:40:00+01:00")
    evening = datetime.fromisoformat("2026-03-01T21:10:00+01:00")
    assert queries.usual_things(february, morning)[0].name == "porridge"
    assert queries.usual_things(february, evening)[0].name == "back pain"


def test_a_usual_thing_says_how_much_and_how_often(february):
    found = {u.name: u for u in queries.usual_things(february, NOW)}
    assert (found["coffee"].value, found["coffee"].unit) == (2.0, "serving")
    assert (found["coffee"].times, found["coffee"].last_day) == (19, date(2026, 2, 28))
    assert found["back pain"].value is None
    assert set(found) == {"porridge", "coffee", "back pain"}


def test_nothing_of_a_thing_is_not_offered_as_its_usual_amount(person):
    at = NOW - timedelta(hours=1)
    none = [Draft("drink", "coffee", at, 0.0, "g"), Draft("drink", "tea", at, 0.0, "g")]
    log_many(person, [*none, *none, Draft("drink", "coffee", at, 2.0, "serving")], NOW)
    found = {u.name: (u.value, u.unit) for u in queries.usual_things(person, NOW)}
    assert found == {"coffee": (2.0, "serving"), "tea": (None, "")}


def test_usual_things_can_be_asked_of_one_kind(february):
    assert [u.name for u in queries.usual_things(february, NOW, kinds=["drink"])] == ["coffee"]
    assert len(queries.usual_things(february, NOW, most=1)) == 1


def test_what_was_usual_long_ago_is_forgotten(february):
    assert queries.usual_things(february, NOW + timedelta(days=90)) == ()


def test_none_is_nothing_to_offer(person):
    log_entry(person, Draft("symptom", "none"), NOW)
    log_entry(person, Draft("food", "none"), NOW)
    assert queries.usual_things(person, NOW) == ()


def test_two_spellings_are_one_usual_thing(person):
    for name, day in (("Toast", 1), ("toast", 2)):
        log_entry(person, Draft("food", name, at=at(day, 8)), NOW)
    (toast,) = queries.usual_things(person, NOW)
    assert (toast.name, toast.times) == ("toast", 2)


# --- the number of questions asked of the database ----------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        lambda p: queries.day_page(p, date(2026, 2, 4)),
        lambda p: queries.month_timeline(p, 2026, 2),
        queries.read_diary,
        lambda p: queries.usual_things(p, NOW),
        queries.recently_deleted,
        queries.choices,
    ],
)
def test_queries_do_not_grow_with_rows(person, ask):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            ask(person)
        return len(seen)

    log_entry(person, Draft("food", "rice", at=at(4, 8)), NOW)
    few = asked()
    log_many(person, [Draft("food", f"rice {n}", at=at(4, 9)) for n in range(300)], NOW)
    assert asked() == few <= 2


# --- people and what they set -------------------------------------------------------------------


def test_the_only_person_is_known_without_asking(store):
    assert queries.only_person() is None
    key = add_person("Europe/Berlin", NOW).key
    assert queries.only_person() == queries.person(key)
    add_person("Asia/Tokyo", NOW)
    with pytest.raises(NotThereError, match="several people"):
        queries.only_person()


def test_a_person_has_a_name_and_an_account(store):
    made = add_person("Europe/Berlin", NOW, name="  M.  ", account="7")
    assert (made.name, made.zone, made.created_at) == ("M.", "Europe/Berlin", NOW)
    assert rename(made.key, "N.").name == "N."
    assert queries.people() == (queries.person(made.key),)
    assert person_of_account("7") == queries.person(made.key)
    assert person_of_account("8") is None
    with pytest.raises(StoreError, match="already"):
        add_person("Europe/Berlin", NOW, account="7")
    with pytest.raises(StoreError, match="longer"):
        rename(made.key, "x" * 201)
    with pytest.raises(StoreError, match="control"):
        rename(made.key, "a\x00")


def test_a_person_who_is_not_there_is_not_found(store):
    for ask in (queries.person, queries.read_diary, lambda p: queries.usual_things(p, NOW)):
        with pytest.raises(NotThereError, match="no such person"):
            ask(99)


def test_choices_are_kept_by_key(person):
    choose(person, "units", {"weight": "g"}, NOW)
    choose(person, "theme", "dark", NOW)
    choose(person, "theme", "light", NOW)
    assert queries.choices(person) == {"theme": "light", "units": {"weight": "g"}}
    choose(person, "theme", None, NOW)
    assert queries.choices(person) == {"units": {"weight": "g"}}
    assert queries.choices(add_person("UTC", NOW).key) == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("", 1),
        ("Theme", 1),
        ("a b", 1),
        ("k" * 81, 1),
        ("theme", float("nan")),
        ("theme", object()),
        ("theme", "x" * 100_001),
        ("theme", {"a": ["\x00"]}),
        ("theme", "\ud800"),
    ],
)
def test_what_cannot_be_set_is_refused(person, key, value):
    with pytest.raises(SettingError):
        choose(person, key, value, NOW)
    assert queries.choices(person) == {}
