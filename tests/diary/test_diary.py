"""The diary in memory: frozen, sorted, equal when its contents are, and knows its days."""

from __future__ import annotations

import dataclasses
import hashlib
import pickle
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from gutline.diary import DayState, Diary, DiaryError, Entry, parse_csv

EIGHT = datetime(2026, 3, 1, 8, tzinfo=UTC)
MILK = Entry(EIGHT, "food", "milk")


def test_entries_are_sorted_by_instant_then_kind_name_and_id():
    later = Entry(EIGHT + timedelta(hours=1), "drink", "tea")
    bread = Entry(EIGHT, "food", "bread")
    pain = Entry(EIGHT, "symptom", "back pain", 6.0, "nrs")
    tea = Entry(EIGHT, "drink", "tea")
    twins = [dataclasses.replace(MILK, id=i) for i in "ab"]
    diary = Diary((later, pain, twins[1], bread, twins[0], tea))
    assert diary.entries == (tea, bread, *twins, pain, later)


def test_a_diary_is_frozen_and_so_are_its_tags():
    diary = Diary((MILK,), tags={"milk": ("dairy",)})
    with pytest.raises(dataclasses.FrozenInstanceError):
        diary.zone = "Europe/Berlin"  # type: ignore[misc]
    with pytest.raises(TypeError):
        diary.tags["milk"] = ()  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        diary.entries[0].name = "cream"  # type: ignore[misc]


def test_problems_are_not_part_of_what_a_diary_is():
    clean = parse_csv("time,kind,name\n2026-03-01 08:00,food,milk\n")
    odd = parse_csv("time,kind,name\n2026-03-01 08:00,food,milk\nx,food,milk\n")
    assert clean == odd
    assert hash(clean) == hash(odd)
    assert clean.digest() == odd.digest()
    assert (clean.refused, odd.refused) == (0, 1)


@pytest.mark.parametrize(
    "other",
    [
        Diary(()),
        Diary((MILK,), "Europe/Berlin"),
        Diary((MILK,), tags={"milk": ("dairy",)}),
        Diary((dataclasses.replace(MILK, value=1.0, unit="serving"),)),
        Diary((dataclasses.replace(MILK, note="cold"),)),
        Diary((dataclasses.replace(MILK, at=EIGHT + timedelta(microseconds=1)),)),
        Diary((dataclasses.replace(MILK, source="phone"),)),
        Diary((dataclasses.replace(MILK, id="7"),)),
    ],
)
def test_another_diary_is_another(other):
    assert other != Diary((MILK,))
    assert other.digest() != Diary((MILK,)).digest()


def test_the_digest_is_that_of_the_canonical_csv():
    text = (
        "# zone: UTC\n# tags: milk = dairy\ntime,kind,name,value,unit,note,source,id\n"
        "2026-03-01T08:00,food,milk,,,,,\n"
    )
    digest = Diary((MILK,), tags={"milk": ("dairy",)}).digest()
    assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_a_diary_can_be_sent_to_another_process():
    diary = Diary.from_entries([MILK], zone="Europe/Berlin", tags={"milk": ["dairy"]})
    again = pickle.loads(pickle.dumps(diary))  # noqa: S301 - our own bytes
    assert again == diary
    assert again.tags == {"milk": ("dairy",)}
    with pytest.raises(TypeError):
        again.tags["milk"] = ()


def test_kinds_and_names(diary):
    """
    2026-03-01 08:00 ate rye bread, butter
    2026-03-01 09:00 drank tea
    2026-03-02 08:00 ate rye bread
    2026-03-03 08:00 ate nothing
    2026-03-03 09:00 back pain 3
    2026-03-03 10:00 no symptoms
    """
    assert diary.names("food") == ("butter", "rye bread")
    assert diary.names("symptom") == ("back pain",)
    assert diary.names("sleep") == ()
    assert len(diary.of_kind("food")) == 4
    assert [e.name for e in diary.of_kind("drink", "symptom")] == ["tea", "back pain", "none"]
    assert diary.of_kind() == ()
    assert diary.of_kind("nonsense") == ()


def test_days_run_from_the_first_entry_to_the_last(diary):
    """
    zone Europe/Berlin
    2026-03-28 23:50 ate bread
    2026-03-31 00:10 ate bread
    """
    assert diary.days == tuple(date(2026, 3, day) for day in (28, 29, 30, 31))
    assert [diary.day_of(entry) for entry in diary.entries] == [diary.days[0], diary.days[-1]]
    assert diary.tz.utcoffset(datetime(2026, 7, 1)) == timedelta(hours=2)


def test_a_diary_without_entries_has_no_days():
    assert Diary(()).days == ()
    assert Diary(()).day_states("food") == {}


def test_none_is_not_the_same_as_not_logged(diary):
    """
    2026-03-01 08:00 ate bread
    2026-03-01 complete food
    2026-03-02 ate nothing
    2026-03-03 drank tea
    2026-03-04 ate nothing
    2026-03-04 20:00 ate bread
    2026-03-05 no symptoms
    2026-03-06 back pain 3
    2026-03-07 complete
    2026-03-08 complete symptoms
    2026-03-09 drank nothing
    2026-03-10 stress 3
    """
    food = {day.day: str(state) for day, state in diary.day_states("food").items()}
    assert food == {
        1: "complete", 2: "none", 3: "logged", 4: "logged", 5: "unlogged", 6: "unlogged",
        7: "complete", 8: "unlogged", 9: "none", 10: "unlogged",
    }  # fmt: skip
    symptoms = diary.day_states("symptoms")
    assert [day.day for day, state in symptoms.items() if state is DayState.NONE] == [5]
    assert [day.day for day, state in symptoms.items() if state is DayState.LOGGED] == [6]
    assert [day.day for day, state in symptoms.items() if state is DayState.COMPLETE] == [7, 8]
    assert list(symptoms) == list(diary.days)


def test_day_states_of_something_else_are_refused():
    with pytest.raises(DiaryError, match="ask for 'food' or 'symptoms'"):
        Diary((MILK,)).day_states("sleep")


def test_a_part_of_a_diary(diary):
    """
    zone Europe/Berlin
    tag milk: dairy
    2026-03-01 23:59 ate milk
    2026-03-02 08:00 ate bread
    2026-03-03 00:00 ate rice
    """
    second = date(2026, 3, 2)
    assert [e.name for e in diary.restrict(second, second).entries] == ["bread"]
    assert [e.name for e in diary.restrict(first=second).entries] == ["bread", "rice"]
    assert [e.name for e in diary.restrict(last=second).entries] == ["milk", "bread"]
    assert diary.restrict() == diary
    assert diary.restrict(second).zone == "Europe/Berlin"
    assert diary.restrict(second).tags == diary.tags


# Built by a program ---------------------------------------------------------------------------


def test_entries_of_a_program_are_tidied_as_those_of_a_file():
    diary = Diary.from_entries(
        [
            Entry(EIGHT, " Food ", " rye  bread ", 2, "Servings", " warm ", " my app ", " 7 "),
            Entry(EIGHT, "sleep", "", 7),
            Entry(EIGHT, "complete", "Symptom"),
            Entry(EIGHT, "food", "Rye Bread", -0.0),
        ]
    )
    assert set(diary.entries) == {
        Entry(EIGHT, "food", "rye bread", 2.0, "serving", "warm", "my app", "7"),
        Entry(EIGHT, "sleep", "sleep", 7.0, "h"),
        Entry(EIGHT, "complete", "symptoms"),
        Entry(EIGHT, "food", "rye bread", 0.0, "serving"),
    }
    assert all(type(e.value) in {float, type(None)} for e in diary.entries)
    assert "-0" not in str([e.value for e in diary.entries])


def test_values_of_numpy_become_plain_numbers():
    numpy = pytest.importorskip("numpy")
    diary = Diary.from_entries([Entry(EIGHT, "food", "milk", numpy.float32(0.5))])
    assert type(diary.entries[0].value) is float


def test_a_day_alone_is_put_at_noon():
    entry = Entry(datetime(2026, 3, 1, 23, tzinfo=UTC), "food", "milk", day_only=True)
    diary = Diary.from_entries([entry], zone="Europe/Berlin")
    assert diary.entries[0].at.isoformat() == "2026-03-01T12:00:00+01:00"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry(datetime(2026, 3, 1), "food", "milk"), "a time with a zone"),
        (Entry("2026-03-01", "food", "milk"), "a time with a zone"),  # type: ignore[arg-type]
        (Entry(EIGHT, "foot", "milk"), "did you mean 'food'"),
        (Entry(EIGHT, "food", ""), "food needs a name"),
        (Entry(EIGHT, "food", "a\x00b"), "control character"),
        (Entry(EIGHT, "food", "a\ud800b"), "control character"),
        (Entry(EIGHT, "food", "milk", note="a\x1bb"), "control character"),
        (Entry(EIGHT, "food", None), "not a text"),  # type: ignore[arg-type]
        (Entry(EIGHT, "food", "milk", note=3), "not a text"),  # type: ignore[arg-type]
        (Entry(EIGHT, "food", "milk", float("nan"), "g"), "not a finite number"),
        (Entry(EIGHT, "food", "milk", float("inf"), "g"), "not a finite number"),
        (Entry(EIGHT, "food", "milk", -1.0, "g"), "between 0 and 5000 g"),
        (Entry(EIGHT, "food", "milk", "two", "g"), "not a number"),  # type: ignore[arg-type]
        (Entry(EIGHT, "food", "milk", 10**400, "g"), "not a number"),
        (Entry(EIGHT, "symptom", "back pain"), "needs a value"),
        (Entry(EIGHT, "symptom", "back pain", 14.0), "between 0 and 10"),
        (Entry(EIGHT, "sleep", "", 30.0, "h"), "between 0 and 24"),
        (Entry(EIGHT, "food", "none", 2.0), "takes no value"),
        (Entry(EIGHT.replace(year=2206), "food", "milk"), "the year 2206"),
        (Entry(EIGHT.replace(year=1890), "food", "milk"), "the year 1890"),
    ],
)
def test_impossible_entries_of_a_program_are_refused(entry, reason):
    with pytest.raises(DiaryError, match="cannot be kept") as error:
        Diary.from_entries([MILK, entry])
    assert reason in str(error.value)


def test_a_number_of_another_type_is_taken():
    diary = Diary.from_entries([Entry(EIGHT, "food", "milk", Decimal("0.5"))])  # type: ignore[arg-type]
    assert diary.entries[0].value == 0.5


def test_an_entry_twice_is_dropped_and_told_of():
    diary = Diary.from_entries([MILK, MILK, dataclasses.replace(MILK, name="Milk")])
    assert diary.entries == (MILK,)
    assert [p.severity for p in diary.problems] == ["refused", "refused"]
    assert diary.problems[0].line is None


def test_an_id_twice_with_other_contents_is_refused():
    with pytest.raises(DiaryError, match="another entry has this id"):
        Diary.from_entries([Entry(EIGHT, "food", "a", id="7"), Entry(EIGHT, "food", "b", id="7")])


def test_something_that_cannot_be_put_in_order_is_refused():
    with pytest.raises(DiaryError, match="no time"):
        Diary(("not an entry",))  # type: ignore[arg-type]


def test_tags_are_spelled_as_the_entries_are():
    diary = Diary.from_entries(
        [Entry(EIGHT, "food", "Milk")],
        tags={"milk": ["Dairy", "  lactose ", "Dairy", ""], "cheese ": ["dairy"], "none": []},
    )
    assert diary.tags == {"Milk": ("Dairy", "lactose"), "cheese": ("dairy",)}


def test_tags_that_are_one_text_are_refused():
    with pytest.raises(DiaryError, match="give a list of tags"):
        Diary.from_entries([MILK], tags={"milk": "dairy"})
