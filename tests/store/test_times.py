"""Times: what a clock showed is what is kept, also where clocks skip, repeat, or stand elsewhere."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

import gutline
from gutline.diary import format_csv, parse_csv
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.models import Entry
from gutline.store.services.log import edit, log_entry, log_many
from gutline.store.services.people import add_person, move_to_zone
from tests.store.conftest import NOW


def pain(at, **more):
    return Draft("symptom", "back pain", value=3, at=at, **more)


def kept(person):
    """The entries, in order of time, as rows of instant and wall."""
    return [
        (e.at.astimezone(UTC).isoformat()[:16], e.at.isoformat())
        for e in queries.read_diary(person).entries
    ]


def test_a_time_the_clocks_skip_is_moved_on_and_said(person):
    logged = log_entry(person, pain(datetime(2025, 3, 30, 2, 30)), NOW)
    assert logged.record.entry.at.isoformat() == "2025-03-30T03:30:00+02:00"
    assert logged.warnings == ("the clocks skip 02:30 on that day; kept as 03:30",)
    assert kept(person) == [("2025-03-30T01:30", "2025-03-30T03:30:00+02:00")]


def test_both_of_a_time_the_clocks_show_twice_are_kept_apart(person):
    first = log_entry(person, pain(datetime(2025, 10, 26, 2, 30)), NOW)
    second = log_entry(person, pain(datetime(2025, 10, 26, 2, 30, fold=1)), NOW)
    assert first.warnings == ("the clocks show 02:30 twice; kept as the first of them",)
    assert second.warnings == ()
    assert kept(person) == [
        ("2025-10-26T00:30", "2025-10-26T02:30:00+02:00"),
        ("2025-10-26T01:30", "2025-10-26T02:30:00+01:00"),
    ]
    one, other = queries.read_diary(person).entries
    assert one.at != other.at
    assert (other.at - one.at) == timedelta(hours=1)


def test_a_repeated_time_survives_an_edit(person):
    key = log_entry(person, pain(datetime(2025, 10, 26, 2, 30, fold=1)), NOW).record.key
    after = edit(person, key, {"value": 5}, NOW).record
    assert after.entry.at.isoformat() == "2025-10-26T02:30:00+01:00"


@pytest.mark.parametrize(("day", "hours"), [(date(2025, 3, 30), 22), (date(2025, 10, 26), 24)])
def test_a_day_of_23_or_25_hours_holds_its_entries(person, day, hours):
    for hour in (0, 1, 4, 23):
        log_entry(person, pain(datetime(day.year, day.month, day.day, hour)), NOW)
    walls = [r.entry.at.astimezone(UTC) for r in queries.day_page(person, day).records]
    assert [r.entry.at.hour for r in queries.day_page(person, day).records] == [0, 1, 4, 23]
    assert walls[-1] - walls[0] == timedelta(hours=hours)


def test_a_traveller_keeps_the_clock_of_each_place(person):
    log_entry(person, pain(datetime(2026, 2, 1, 22, 0), zone="Asia/Tokyo"), NOW)
    log_entry(person, pain(datetime(2026, 2, 1, 16, 0)), NOW)
    assert kept(person) == [
        ("2026-02-01T13:00", "2026-02-01T22:00:00+09:00"),
        ("2026-02-01T15:00", "2026-02-01T16:00:00+01:00"),
    ]
    zones = Entry.objects.filter(person_id=person).order_by("at").values_list("zone", flat=True)
    assert list(zones) == ["Asia/Tokyo", "Europe/Berlin"]
    assert len(queries.day_page(person, date(2026, 2, 1)).records) == 2


def test_crossing_the_date_line_keeps_each_day_as_it_was_lived(person):
    log_entry(person, pain(datetime(2026, 2, 2, 1, 0), zone="Pacific/Auckland"), NOW)
    log_entry(person, pain(datetime(2026, 2, 1, 3, 0), zone="Pacific/Honolulu"), NOW)
    days = [page.day for page in queries.month_timeline(person, 2026, 2)]
    assert days == [date(2026, 2, 1), date(2026, 2, 2)]
    first, second = queries.read_diary(person).entries
    assert (first.at.day, second.at.day) == (2, 1)
    assert second.at - first.at == timedelta(hours=1)


def test_moving_house_changes_no_entry(person):
    log_entry(person, pain(datetime(2026, 2, 1, 22, 0)), NOW)
    before = kept(person)
    move_to_zone(person, "America/New_York")
    assert kept(person) == before
    assert queries.read_diary(person).zone == "America/New_York"
    at = log_entry(person, pain(datetime(2026, 2, 2, 8, 0)), NOW).record.entry.at
    assert at.isoformat() == "2026-02-02T08:00:00-05:00"


@pytest.mark.parametrize(
    ("at", "zone", "wall"),
    [
        (datetime(2026, 1, 5, 7, tzinfo=UTC), "", "2026-01-05T08:00:00+01:00"),
        (datetime(2026, 1, 5, 7, tzinfo=UTC), "Asia/Kolkata", "2026-01-05T12:30:00+05:30"),
        (datetime(2026, 1, 5, 7, tzinfo=ZoneInfo("Asia/Tokyo")), "", "2026-01-05T07:00:00+09:00"),
        (
            datetime(2026, 1, 5, 7, tzinfo=timezone(timedelta(hours=-3))), "",
            "2026-01-05T07:00:00-03:00",
        ),
        (datetime(2025, 4, 6, 1, 45), "Australia/Lord_Howe", "2025-04-06T01:45:00+11:00"),
        (datetime(2025, 10, 5, 2, 15), "Australia/Lord_Howe", "2025-10-05T02:45:00+11:00"),
        (datetime(2011, 12, 30, 12), "Pacific/Apia", "2011-12-31T12:00:00+14:00"),
        (datetime(1970, 1, 2, 12), "Africa/Monrovia", "1970-01-02T12:00:00-00:44:30"),
    ],
)  # fmt: skip
def test_a_time_is_kept_as_the_clock_showed_it(person, at, zone, wall):
    assert log_entry(person, pain(at, zone=zone), NOW).record.content.wall == wall
    (entry,) = queries.read_diary(person).entries
    assert entry.at.isoformat() == wall


def test_a_diary_from_the_store_is_the_diary_its_file_gives_back(person):
    log_many(
        person,
        [
            pain(datetime(2025, 10, 26, 2, 30)),
            pain(datetime(2025, 10, 26, 2, 30, fold=1)),
            pain(datetime(2025, 3, 30, 2, 30)),
            pain(datetime(2026, 2, 1, 22, 0), zone="Asia/Tokyo"),
            pain(datetime(2026, 2, 1), zone="Asia/Tokyo", day_only=True),
            Draft("food", "Rye bread", at=datetime(2026, 2, 1, 8)),
            Draft("food", "rye bread", at=datetime(2026, 2, 2, 8), note='a, b\n"c"'),
        ],
        NOW,
    )
    diary = queries.read_diary(person)
    assert parse_csv(format_csv(diary)) == diary
    assert gutline.Diary.from_entries(diary.entries, zone=diary.zone) == diary


def test_a_name_is_spelled_as_it_first_was(person):
    for name, day in (("Rye Bread", 2), ("rye bread", 1), ("RYE BREAD", 3)):
        log_entry(person, Draft("food", name, at=datetime(2026, 2, day, 8)), NOW)
    assert [e.name for e in queries.read_diary(person).entries] == ["rye bread"] * 3


def changes_of(zone, year):
    """The instants at which a zone's clocks change in a year."""
    tz = ZoneInfo(zone)
    found = []
    at = datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        after = at + timedelta(hours=6)
        if at.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            low, high = at, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(tz).utcoffset() == at.astimezone(tz).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at = after
    return found


@pytest.mark.slow
def test_every_zone_keeps_every_half_hour_around_its_changes(sqlite_store):
    tried = 0
    for zone in sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}):
        changes = changes_of(zone, 2025)
        if not changes:
            continue
        tried += 1
        person = add_person(zone, NOW).key
        tz = ZoneInfo(zone)
        instants = [c + timedelta(minutes=m) for c in changes for m in range(-150, 151, 30)]
        drafts = [pain(at.astimezone(tz)) for at in instants]
        log_many(person, drafts, NOW)
        diary = queries.read_diary(person)
        assert [e.at.astimezone(UTC) for e in diary.entries] == instants, zone
        for entry, at in zip(diary.entries, instants, strict=True):
            assert entry.at.isoformat() == at.astimezone(tz).isoformat(), zone
        assert parse_csv(format_csv(diary)) == diary, zone
    assert tried > 100
