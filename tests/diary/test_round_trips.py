"""A diary that is written reads back as exactly the same diary, in every format."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.diary import (
    Diary,
    Entry,
    format_csv,
    format_text,
    parse_csv,
    parse_text,
    read,
    read_parquet,
    write_csv,
    write_parquet,
    write_text,
)

SEARCH = settings(max_examples=2 * settings().max_examples)
AWKWARD = [
    "7 up", "fish, fried", 'a "quoted" name', "=1+1", "+1", "-milk", "@home", "# hash", "a | b",
    "none", "nothing", "stress", "mood 5", "ate bread", "zone", "zone 5", "tag a: b", "2026-03-01",
    "08:00 tea", "x2", "milk x2", "2 g", "milk 2 g", "coffee 2", "no symptoms", "complete food",
    "note", "back pain 6", "\U0001f355 pizza", "caf\u00e9", "\u00e4pfel", "\u4e2d\u6587", "a=b",
    "a:b", "a;b", "a\\b", "a\\nb", "'", '"', '""', ",", ";", "|", "#", "\u2028sep", "\u00a0nbsp",
    "1,5", "5 /10", "1/2 apple", "\u0661", "day 3", "h", "g", "of rice", "x", "e\u0301", "\ufb01sh",
    "stra\u00dfe", "\u202eevil", "\u200dzwj", "sep=;", "time,kind,name", 'fish "', "true", "NaN", "all",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
WORDS = st.one_of(st.sampled_from(AWKWARD), st.text(LETTERS, min_size=1, max_size=12))
NAMES = st.one_of(WORDS, st.tuples(WORDS, WORDS).map(" ".join)).filter(str.strip)
NOTES = st.one_of(
    st.just(""),
    NAMES,
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in [*range(9), 11, 12, *range(14, 32), *range(127, 160)]]), max_size=30),
    st.sampled_from(["two\nlines", "win\r\nlines", "old\rmac", "\ttab", "a\n\n\nb", '"\n"', "|", "#"]),
)  # fmt: skip
ZONES = [
    "UTC",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "+05:30",
]
EDGES = [
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, 0, tzinfo=UTC),
    datetime(2011, 12, 30, 10, 0, tzinfo=UTC),
]  # fmt: skip


@st.composite
def times(draw):
    """An aware time: anywhere, or beside a clock change; in UTC, a zone or a fixed offset."""
    anywhere = st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
    near = st.tuples(st.sampled_from(EDGES), st.integers(-180, 180)).map(
        lambda pair: pair[0] + timedelta(minutes=pair[1])
    )
    at = draw(st.one_of(anywhere, near))
    tz = draw(st.one_of(st.sampled_from(ZONES[1:5]).map(ZoneInfo), st.integers(-840, 840).map(
        lambda minutes: timezone(timedelta(minutes=minutes)))))  # fmt: skip
    return at.astimezone(tz)


@st.composite
def entries(draw):
    """Any possible entry."""
    kind = load_kinds()[draw(st.sampled_from(sorted(load_kinds())))]
    name = draw(st.sampled_from(["food", "symptoms", "all"]) if kind.id == "complete" else NAMES)
    value, unit = None, ""
    says_none = kind.id in {"food", "drink", "symptom"} and name.strip() == "none"
    if kind.value != "none" and not says_none:
        unit = draw(st.sampled_from(kind.units))
        numbers = st.floats(*kind.range[unit])
        value = draw(numbers if kind.value == "required" else st.none() | numbers)
    return Entry(
        draw(times()), kind.id, name, value, unit, draw(NOTES), draw(st.just("") | NAMES),
        "", draw(st.booleans()),
    )  # fmt: skip


@st.composite
def diaries(draw):
    """Any possible diary, with zone and tags."""
    found = draw(st.lists(entries(), max_size=8))
    ids = draw(st.lists(NAMES, max_size=3, unique_by=lambda s: " ".join(s.split()).casefold()))
    for place, ident in enumerate(ids[: len(found)]):
        found[place] = Entry(*[*list_of(found[place])[:7], ident, found[place].day_only])
    tags = draw(st.dictionaries(NAMES, st.lists(NAMES, max_size=3), max_size=3))
    zone = draw(st.sampled_from(ZONES))
    return Diary.from_entries(without_clashes(found), zone=zone, tags=tags)


def list_of(entry):
    return [entry.at, entry.kind, entry.name, entry.value, entry.unit, entry.note, entry.source]


def without_clashes(found):
    """Drop entries whose tidied id another has."""
    import unicodedata

    kept = {
        unicodedata.normalize("NFC", " ".join(e.id.split())) or n: e for n, e in enumerate(found)
    }
    return list(kept.values())


def times_of(diary):
    return [entry.at.isoformat() for entry in diary.entries]


def by_csv(diary):
    return parse_csv(format_csv(diary))


def by_text(diary):
    return parse_text(format_text(diary))


def by_parquet(diary):
    stream = io.BytesIO()
    write_parquet(diary, stream)
    stream.seek(0)
    return read_parquet(stream)


@pytest.mark.parametrize("round_trip", [by_csv, by_text])
@SEARCH
@given(diary=diaries())
def test_any_diary_survives(round_trip, diary):
    again = round_trip(diary)
    assert [p for p in again.problems if p.severity == "refused"] == []
    assert again == diary
    assert times_of(again) == times_of(diary)
    assert [e.day_only for e in again.entries] == [e.day_only for e in diary.entries]
    assert again.digest() == diary.digest()
    assert hash(again) == hash(diary)
    assert format_csv(again) == format_csv(diary)
    assert format_text(again) == format_text(diary)


@given(diary=diaries())
def test_any_other_reader_of_csv_sees_the_same_cells(diary):
    text = format_csv(diary)
    table = ("\n" + text).split("\ntime,kind,name,value,", 1)[1]
    table = "time,kind,name,value," + table
    header, *rows = csv.reader(io.StringIO(table, newline=""), strict=True)
    assert header == ["time", "kind", "name", "value", "unit", "note", "source", "id"]
    assert [row[2] for row in rows] == [entry.name for entry in diary.entries]
    assert [row[5] for row in rows] == [entry.note for entry in diary.entries]
    assert [float(row[3]) if row[3] else None for row in rows] == [e.value for e in diary.entries]


@given(diary=diaries())
def test_any_diary_survives_parquet(diary):
    pytest.importorskip("pyarrow", reason="the optional extra parquet is not installed")
    again = by_parquet(diary)
    assert again == diary
    assert times_of(again) == times_of(diary)


@given(diary=diaries(), zone=st.sampled_from(ZONES))
def test_a_settled_diary_stays_as_it_is(diary, zone):
    again = Diary.from_entries(diary.entries, zone=diary.zone, tags=diary.tags)
    assert again == diary
    moved = Diary.from_entries(diary.entries, zone=zone, tags=diary.tags)
    exact = [e.at for e in diary.entries if not e.day_only]
    assert sorted(e.at.timestamp() for e in moved.entries if not e.day_only) == sorted(
        at.timestamp() for at in exact
    )


@given(diary=diaries(), data=st.data())
def test_the_order_of_entries_does_not_matter(diary, data):
    shuffled = data.draw(st.permutations(diary.entries))
    assert Diary(tuple(shuffled), diary.zone, diary.tags) == diary
    assert Diary(tuple(shuffled), diary.zone, diary.tags).digest() == diary.digest()


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("kind", ["food", "symptom", "stress", "travel", "supplement", "note"])
def test_awkward_names_survive(kind, name):
    value = 3.0 if kind in {"symptom", "stress"} and name != "none" else None
    if (kind, name) == ("stress", "none"):
        value = 3.0
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    entry = Entry(at, kind, name, value, "nrs" if value else "", "a note", 'a "source"')
    diary = Diary.from_entries([entry], tags={name: [name, "other"]})
    for round_trip in (by_csv, by_text):
        again = round_trip(diary)
        assert again == diary
        assert again.tags == diary.tags
        assert again.problems == ()


def test_plain_text_is_written_as_a_person_would(diary):
    """
    zone Europe/Berlin
    tag milk: dairy, lactose

    2026-03-01
    08:00 ate 2 rye bread
    08:00 ate butter
    08:00 ate 150 g yoghurt
    09:00 drank 0.5 l water
    10:00 back pain 6
    10:30:15 stress headache 5
    11:00 stress 4 | note "too much"
    11:30+09:00 ate nothing
    12:30 took 400 mg magnesium
    13:00 walked 30 min
    14:00 slept 7.5 h
    15:00 medicine 400 mg ibuprofen
    no symptoms

    2026-03-02
    08:00 food "7 up" 2 serving
    note "two\\nlines"
    complete food
    """
    lines = set(format_text(diary).splitlines())
    written = {
        "zone Europe/Berlin", "tag milk: dairy, lactose", "2026-03-01", "08:00 ate 2 rye bread",
        "08:00 ate butter", "08:00 ate 150 g yoghurt", "09:00 drank 0.5 l water",
        "10:00 back pain 6", "10:30:15 stress headache 5", '11:00 stress 4 | note "too much"',
        "11:30+09:00 ate nothing", "12:30 took 400 mg magnesium", "13:00 walked 30 min",
        "14:00 slept 7.5 h", "15:00 medicine 400 mg ibuprofen", "no symptoms", "2026-03-02",
        '08:00 food "7 up" 2 serving', 'note "two\\nlines"', "complete food", "",
    }  # fmt: skip
    assert lines == written
    assert by_text(diary) == diary


def test_csv_is_written_in_its_one_form(diary):
    """
    time;kind;name;value;unit
    2026-03-01 08:00:00;food;"fish, fried";1,50;
    2026-03-01;note;;;
    """
    assert format_csv(diary) == (
        "# zone: UTC\n"
        "time,kind,name,value,unit,note,source,id\n"
        '2026-03-01T08:00,food,"fish, fried",1.5,serving,,,\n'
        "2026-03-01,note,note,,,,,\n"
    )


@pytest.mark.parametrize("ending", ["csv", "txt", "parquet"])
def test_files_survive(tmp_path, ending, diary):
    """
    # zone: Europe/Berlin
    # tags: milk = dairy
    time,kind,name,value,unit,note,source,id
    2026-03-01 08:00,food,milk,1,serving,cold,phone,1
    2026-10-25T02:30+01:00,symptom,back pain,6,nrs,,,2
    2026-10-26,complete,food,,,,,
    """
    if ending == "parquet":
        pytest.importorskip("pyarrow", reason="the optional extra parquet is not installed")
    path = tmp_path / f"me.{ending}"
    {"csv": write_csv, "txt": write_text, "parquet": write_parquet}[ending](diary, path)
    assert read(path) == diary
    assert read(path).digest() == diary.digest()
    with path.open("rb") as stream:
        assert read(stream) == diary
