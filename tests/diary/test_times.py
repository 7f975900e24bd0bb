"""Times: offsets, days alone, clock changes; the instant is always exact."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary import Diary, DiaryError, Entry, format_csv, format_text, parse_csv, parse_text
from gutline.diary.zones import LocalClock, located, offset_named, settled, zone_named


def one(time, zone):
    """Read one entry at this time and return it with the diary's problems."""
    diary = parse_csv(f'time,kind,name\n"{time}",food,milk\n', zone=zone)
    for text, read in ((format_csv(diary), parse_csv), (format_text(diary), parse_text)):
        again = read(text)
        assert again == diary
        assert again.entries[0].at.isoformat() == diary.entries[0].at.isoformat()
    return diary.entries[0], diary.problems


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-03-01 08:00", "2026-03-01T07:00"),
        ("2026-03-01T08:00", "2026-03-01T07:00"),
        ("2026-03-01  8:00", "2026-03-01T07:00"),
        ("2026-03-01 08:00:30", "2026-03-01T07:00:30"),
        ("2026-03-01 08:00:30.25", "2026-03-01T07:00:30.250"),
        ("2026-03-01 08:00:30,25", "2026-03-01T07:00:30.250"),
        ("2026-03-01T08:00+01:00", "2026-03-01T07:00"),
        ("2026-03-01T08:00+0100", "2026-03-01T07:00"),
        ("2026-03-01T08:00+01", "2026-03-01T07:00"),
        ("2026-03-01 08:00 +01:00", "2026-03-01T07:00"),
        ("2026-03-01T08:00-05:30", "2026-03-01T13:30"),
        ("2026-03-01T07:00Z", "2026-03-01T07:00"),
        ("2026-03-01T07:00z", "2026-03-01T07:00"),
        ("2026-07-01 08:00", "2026-07-01T06:00"),
        ("2026-03-01", "2026-03-01T11:00"),
    ],
)
def test_times_in_berlin(typed, utc):
    entry, _ = one(typed, "Europe/Berlin")
    assert entry.at.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert entry.day_only == (len(typed) == 10)


def test_a_day_alone_is_noon_and_says_so():
    entry, problems = one("2026-03-01", "Europe/Berlin")
    assert entry.day_only
    assert entry.at.isoformat() == "2026-03-01T12:00:00+01:00"
    assert problems == ()


def test_an_offset_that_is_the_zones_becomes_the_zone():
    entry, problems = one("2026-03-01T08:00+01:00", "Europe/Berlin")
    assert entry.at.tzinfo is ZoneInfo("Europe/Berlin")
    assert problems == ()


def test_another_offset_is_kept_as_typed():
    entry, problems = one("2026-03-01T23:30+09:00", "Europe/Berlin")
    assert entry.at.utcoffset() == timedelta(hours=9)
    assert entry.at.isoformat() == "2026-03-01T23:30:00+09:00"
    assert [p.severity for p in problems] == ["warning"]


def test_an_instant_in_utc_is_shown_on_the_zones_clock():
    entry, problems = one("2026-03-01T23:30Z", "Europe/Berlin")
    assert entry.at.isoformat() == "2026-03-02T00:30:00+01:00"
    assert problems == ()


def test_mixed_offsets_are_told_of_once(diary):
    """
    # zone: Europe/Berlin
    time,kind,name
    2026-03-01T08:00+09:00,food,rice
    2026-03-01T09:00+05:30,food,dal
    2026-03-01T08:00,food,rye bread
    2026-03-01T08:00+01:00,food,butter
    """
    assert [e.name for e in diary.entries] == ["rice", "dal", "butter", "rye bread"]
    assert [(p.line, p.severity) for p in diary.problems] == [(3, "warning")]
    assert "Europe/Berlin" in diary.problems[0].reason


def test_one_instant_typed_with_two_offsets_is_a_duplicate(diary):
    """
    # zone: Europe/Berlin
    time,kind,name
    2026-03-01T08:00,food,rice
    2026-03-01T16:00+09:00,food,rice
    """
    assert len(diary.entries) == 1
    assert diary.refused == 1


@pytest.mark.parametrize(
    ("zone", "typed", "moved"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T03:30:00+02:00"),
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29T03:00:00+02:00"),
        ("America/New_York", "2026-03-08 02:15", "2026-03-08T03:15:00-04:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04T02:45:00+11:00"),
        ("Pacific/Apia", "2011-12-30 08:00", "2011-12-31T08:00:00+14:00"),
        ("America/Havana", "2026-03-08 00:30", "2026-03-08T01:30:00-04:00"),
    ],
)
def test_a_time_the_clocks_skip_is_moved_on(zone, typed, moved):
    entry, problems = one(typed, zone)
    assert entry.at.isoformat() == moved
    assert entry.at.tzinfo is ZoneInfo(zone)
    assert [(p.field, p.severity) for p in problems] == [("time", "warning")]
    assert "skip this time" in problems[0].reason
    assert moved[:16].replace("T", " ") in problems[0].reason


@pytest.mark.parametrize(
    ("zone", "typed", "first", "second"),
    [
        ("Europe/Berlin", "2026-10-25T02:30", "+02:00", "+01:00"),
        ("America/New_York", "2026-11-01T01:00", "-04:00", "-05:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "+11:00", "+10:30"),
    ],
)
def test_a_time_the_clocks_show_twice_is_the_first_unless_an_offset_says(
    zone, typed, first, second
):
    entry, problems = one(typed, zone)
    assert entry.at.isoformat() == f"{typed}:00{first}"
    assert "twice" in problems[0].reason
    early, no_problems = one(typed + first, zone)
    assert early == entry
    assert no_problems == ()
    late, _ = one(typed + second, zone)
    assert late.at.isoformat() == f"{typed}:00{second}"
    assert late != early
    assert hash(late.at) != hash(early.at)
    assert late.at > early.at


def test_both_of_a_repeated_hour_are_two_entries_in_order(diary):
    """
    # zone: Europe/Berlin
    time,kind,name,value
    2026-10-25T02:30+01:00,symptom,back pain,7
    2026-10-25T02:30+02:00,symptom,back pain,3
    2026-10-25T02:45+02:00,symptom,back pain,4
    2026-10-25T03:00,symptom,back pain,8
    """
    assert [e.value for e in diary.entries] == [3.0, 4.0, 7.0, 8.0]
    assert parse_csv(format_csv(diary)) == diary
    assert parse_text(format_text(diary)) == diary


@pytest.mark.parametrize(
    ("edge", "offset"),
    [
        ("2026-03-29 01:59", "+01:00"),
        ("2026-03-29 03:00", "+02:00"),
        ("2026-10-25 01:59", "+02:00"),
        ("2026-10-25 03:00", "+01:00"),
    ],
)
def test_times_beside_a_clock_change_are_plain(edge, offset):
    entry, problems = one(edge, "Europe/Berlin")
    assert entry.at.isoformat().endswith(offset)
    assert entry.at.tzinfo is ZoneInfo("Europe/Berlin")
    assert problems == ()


def test_the_day_that_samoa_skipped_is_no_day(diary):
    """
    # zone: Pacific/Apia
    time,kind,name
    2011-12-28 08:00,food,taro
    2012-01-01 08:00,food,taro
    """
    assert diary.days == (
        date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1),
    )  # fmt: skip
    hours = (diary.entries[1].at - diary.entries[0].at.astimezone(UTC)).total_seconds() / 3600
    assert hours == 72


def test_a_day_alone_that_samoa_skipped_is_moved_on():
    entry, problems = one("2011-12-30", "Pacific/Apia")
    assert entry.at.date() == date(2011, 12, 31)
    assert entry.day_only
    assert "skip" in problems[0].reason


def test_the_local_date_is_the_one_the_own_clock_showed(diary):
    """
    # zone: Europe/Berlin
    time,kind,name
    2026-03-01T23:30,food,bread
    2026-03-02T07:00+09:00,food,rice
    """
    by_name = {e.name: diary.day_of(e) for e in diary.entries}
    assert by_name == {"bread": date(2026, 3, 1), "rice": date(2026, 3, 2)}
    assert [e.name for e in diary.entries] == ["rice", "bread"]
    assert diary.days == (date(2026, 3, 1), date(2026, 3, 2))


def test_a_fixed_offset_is_a_zone_too():
    entry, problems = one("2026-03-29 02:30", "+02:00")
    assert entry.at.isoformat() == "2026-03-29T02:30:00+02:00"
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "minutes"), [("+02:00", 120), ("-0330", -210), ("+14", 840), ("+00:00", 0)]
)
def test_offsets(text, minutes):
    assert offset_named(text) == timezone(timedelta(minutes=minutes))


@pytest.mark.parametrize("text", ["+24:00", "-99", "+01:60"])
def test_offsets_that_are_none(text):
    with pytest.raises(DiaryError, match="not an offset"):
        offset_named(text)


def test_zones_are_found_by_name():
    assert zone_named("UTC") is UTC
    assert zone_named("Europe/Berlin") is ZoneInfo("Europe/Berlin")
    assert zone_named("-05:00").utcoffset(None) == timedelta(hours=-5)


def test_entries_of_a_program_get_the_plainest_form_of_their_time():
    tokyo = datetime(2026, 3, 1, 8, tzinfo=ZoneInfo("Asia/Tokyo"))
    fixed = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=1)))
    fold = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    gap = datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    diary = Diary.from_entries(
        [Entry(at, "food", "rice") for at in (tokyo, fixed, fold, gap)], zone="Europe/Berlin"
    )
    assert [e.at.isoformat() for e in diary.entries] == [
        "2026-03-01T08:00:00+09:00",
        "2026-03-01T09:00:00+01:00",
        "2026-03-29T03:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]
    assert [type(e.at.tzinfo) for e in diary.entries] == [timezone, ZoneInfo, ZoneInfo, timezone]
    assert parse_csv(format_csv(diary)) == diary


ZONES = ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana", "Asia/Kolkata",
         "America/St_Johns", "Africa/Casablanca", "Antarctica/Troll", "UTC", "-03:30"]  # fmt: skip
INSTANTS = st.datetimes(datetime(1971, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))


@given(INSTANTS, st.sampled_from(ZONES), st.integers(-14 * 60, 14 * 60))
def test_every_instant_survives_every_zone(instant, zone, minutes):
    typed = instant.astimezone(timezone(timedelta(minutes=minutes)))
    diary = Diary.from_entries([Entry(typed, "food", "rice")], zone=zone)
    (entry,) = diary.entries
    assert entry.at == instant
    assert entry.at.utcoffset() == typed.utcoffset()
    for again in (parse_csv(format_csv(diary)), parse_text(format_text(diary))):
        assert again == diary
        assert again.entries[0].at.isoformat() == entry.at.isoformat()


@given(st.datetimes(datetime(1971, 1, 2), datetime(2037, 12, 30)), st.sampled_from(ZONES))
def test_the_fast_way_and_the_careful_way_agree(wall, zone):
    wall = wall.replace(second=0, microsecond=0)
    clock = LocalClock(zone_named(zone))
    text = wall.isoformat(" ", "minutes")
    first, again = clock.read(text), clock.read(text)
    assert first == again
    assert (first.at, first.shift) == located(wall, clock.zone)
    assert settled(first.at, clock.zone) == first.at


@pytest.mark.parametrize("zone", sorted(available_timezones())[::12])
def test_every_hour_around_the_clock_changes_of_a_year(zone):
    tz = zone_named(zone)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    at = [start + timedelta(hours=h) for h in range(365 * 24)]
    offsets = [t.astimezone(tz).utcoffset() for t in at]
    changes = [t for t, a, b in zip(at[1:], offsets[1:], offsets, strict=False) if a != b]
    near = [c + timedelta(minutes=30 * n) for c in changes for n in range(-4, 5)] or at[:9]
    diary = Diary.from_entries([Entry(t.astimezone(tz), "food", "rice") for t in near], zone=zone)
    assert len(diary.entries) == len(set(near))
    again = parse_csv(format_csv(diary))
    assert [e.at.astimezone(UTC) for e in again.entries] == sorted(set(near))


@pytest.mark.parametrize(
    ("typed", "zone", "local"),
    [
        ("2026-03-01 24:00", "Europe/Berlin", "2026-03-02T00:00:00+01:00"),
        ("2026-03-01T24:00:00.000", "Europe/Berlin", "2026-03-02T00:00:00+01:00"),
        ("2026-12-31 24:00", "Europe/Berlin", "2027-01-01T00:00:00+01:00"),
        ("2024-02-28 24:00", "UTC", "2024-02-29T00:00:00+00:00"),
        ("2026-03-01T24:00+01:00", "Europe/Berlin", "2026-03-02T00:00:00+01:00"),
        ("2026-03-01T24:00Z", "Europe/Berlin", "2026-03-02T01:00:00+01:00"),
        ("2026-09-05 24:00", "America/Santiago", "2026-09-06T01:00:00-03:00"),
        ("2026-04-04 24:00", "Australia/Sydney", "2026-04-05T00:00:00+11:00"),
    ],
)
def test_the_end_of_a_day_is_the_next_days_midnight(typed: str, zone: str, local: str):
    entry, _ = one(typed, zone)
    assert entry.at.isoformat() == local
    assert not entry.day_only


def test_the_end_of_a_day_does_not_move_the_times_read_after_it():
    rows = ["2026-03-01 24:00", "2026-03-01 08:00", "2026-03-02 24:00", "2026-03-02 07:00"]
    table = "time,kind,name\n" + "".join(f"{row},food,milk\n" for row in rows)
    read = [e.at.isoformat() for e in parse_csv(table, zone="Europe/Berlin").entries]
    assert read == [
        "2026-03-01T08:00:00+01:00", "2026-03-02T00:00:00+01:00", "2026-03-02T07:00:00+01:00",
        "2026-03-03T00:00:00+01:00",
    ]  # fmt: skip


def test_the_end_of_a_day_in_plain_text_belongs_to_the_heading_above():
    diary = parse_text(
        "zone Europe/Berlin\n2026-03-01\n24:00 ate soup\n2026-03-05 24:00 slept 2 h\n"
    )
    assert diary.problems == ()
    assert [(entry.name, entry.at.isoformat()) for entry in diary.entries] == [
        ("soup", "2026-03-02T00:00:00+01:00"), ("sleep", "2026-03-06T00:00:00+01:00"),
    ]  # fmt: skip
