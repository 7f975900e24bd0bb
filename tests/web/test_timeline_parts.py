"""The parts of the timeline on their own: words of entries, rows, series and their geometry."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import load_kinds
from gutline.diary.entries import Entry
from gutline.store.records import Content, Record
from gutline.web.pages.timeline_asked import GROUPS, Asked, read_asked, series_key
from gutline.web.pages.timeline_plot import WIDTH, plot_view
from gutline.web.pages.timeline_rows import (
    MOST_NAMED,
    rows_of_days,
    rows_of_entries,
    rows_of_months,
)
from gutline.web.pages.timeline_series import (
    MOST_OFFERED,
    cell_length,
    cells_of,
    offered,
    series_of,
)
from gutline.web.pages.timeline_span import Zoom, stretch_around
from gutline.web.pages.timeline_words import (
    amount_of,
    detail_words,
    group_of,
    subject_of,
)
from tests.web.conftest import point_at

DAY = date(2026, 3, 9)
ZOOMS = st.sampled_from(list(Zoom))


@pytest.fixture(autouse=True, scope="module")
def _words(empty_home):
    """Words are translated, for which Django must know its settings."""
    point_at(empty_home)


def at(hour: float = 8, day: int = 9) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour)


def asked(**query: str) -> Asked:
    return read_asked({"at": DAY.isoformat(), **query}, DAY)


def rating(value: float, hour: float = 8, day: int = 9, name: str = "back pain") -> Entry:
    return Entry(at(hour, day), "symptom", name, value, "nrs")


def record(entry: Entry, key: int = 1, **detail: object) -> Record:
    return Record(key, Content(entry, "UTC", detail), 0, entry.at)


def items(rows) -> dict[str, list[tuple[str, str]]]:
    return {g.id: [(item.words, item.more) for item in g.items] for g in rows[0].groups}


@pytest.mark.parametrize("kind", sorted(load_kinds()))
def test_every_kind_of_the_catalog_has_a_group_and_words(kind):
    known = load_kinds()[kind]
    assert group_of(kind) in GROUPS
    assert subject_of(Entry(at(), kind, known.default_name or "thing")).strip()


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("food", "ate"), ("drink", "ate"), ("symptom", "felt"), ("mood", "felt"),
        ("stress", "felt"), ("stool", "felt"), ("sleep", "did"), ("practice", "did"),
        ("supplement", "did"), ("medicine", "did"), ("movement", "did"), ("note", "noted"),
        ("complete", "noted"), ("weight", "noted"), ("from a newer catalog", "noted"),
    ],
)  # fmt: skip
def test_entries_are_eaten_felt_done_or_noted(kind, group):
    assert group_of(kind) == group


@pytest.mark.parametrize(
    ("entry", "subject", "amount"),
    [
        (Entry(at(), "food", "rye bread"), "rye bread", ""),
        (Entry(at(), "food", "rye bread", 1.0, "serving"), "rye bread", ""),
        (Entry(at(), "food", "rye bread", 1.5, "serving"), "rye bread", "×1.5"),
        (Entry(at(), "drink", "coffee", 200.0, "ml"), "coffee", "200 ml"),
        (Entry(at(), "symptom", "back pain", 6.0, "nrs"), "back pain", "6"),
        (Entry(at(), "stool", "stool", 4.0, "bristol"), "stool", "4"),
        (Entry(at(), "symptom", "none"), "no symptoms", ""),
        (Entry(at(), "sleep", "sleep", 7.5, "h"), "sleep", "7.5 h"),
        (Entry(at(), "supplement", "magnesium", 400.0, "mg"), "supplement: magnesium", "400 mg"),
        (Entry(at(), "complete", "all"), "day complete", ""),
        (Entry(at(), "complete", "food"), "food complete", ""),
        (Entry(at(), "unknown kind", "thing"), "thing", ""),
    ],
)
def test_entries_in_words(entry, subject, amount):
    assert (subject_of(entry), amount_of(entry)) == (subject, amount)


def test_details_of_an_unknown_sort_are_passed_over():
    assert list(detail_words({"sites": "everywhere", "stiffness_min": "long"})) == []
    assert list(detail_words({"sites": ["no-such-site"], "stiffness_min": 15})) == [
        "no-such-site",
        "stiff for 15 min",
    ]


def test_a_day_puts_one_name_together_whatever_its_letters():
    rows = rows_of_days(
        [
            Entry(at(8), "food", "Toast"),
            Entry(at(9), "food", "toast"),
            Entry(at(9), "drink", "toast"),
        ],
        asked(),
    )
    assert items(rows) == {"ate": [("Toast", "×2"), ("toast", "")]}
    assert rows[0].entries == 3


def test_amounts_are_added_only_in_one_unit():
    same = [Entry(at(8), "drink", "tea", 200.0, "ml"), Entry(at(9), "drink", "tea", 150.0, "ml")]
    mixed = [Entry(at(8), "drink", "tea", 200.0, "ml"), Entry(at(9), "drink", "tea", 0.2, "l")]
    unsaid = [Entry(at(8), "drink", "tea", 200.0, "ml"), Entry(at(9), "drink", "tea")]
    assert items(rows_of_days(same, asked())) == {"ate": [("tea", "350 ml")]}
    assert items(rows_of_days(mixed, asked())) == {"ate": [("tea", "×2")]}
    assert items(rows_of_days(unsaid, asked())) == {"ate": [("tea", "×2")]}


def test_ratings_are_never_added_up():
    assert items(rows_of_days([rating(3), rating(4, 20)], asked())) == {
        "felt": [("back pain", "3, 4")]
    }


def test_a_day_names_only_so_many_things():
    entries = [Entry(at(), "food", f"food {n}") for n in range(MOST_NAMED + 5)]
    (group,) = rows_of_days(entries, asked())[0].groups
    assert (len(group.items), group.left) == (MOST_NAMED, 5)


def test_months_average_what_has_values_and_count_the_rest():
    entries = [
        rating(2),
        rating(5, day=10),
        Entry(at(), "food", "figs"),
        Entry(at(9), "food", "figs"),
    ]
    (row,) = rows_of_months(entries, asked())
    found = {item.words: (item.more, item.note) for group in row.groups for item in group.items}
    assert found == {"figs": ("", "2 times"), "back pain": ("on average 3.5", "2 times")}


def test_months_do_not_average_over_different_units():
    walks = [
        Entry(at(8), "movement", "walk", 30.0, "min"),
        Entry(at(9), "movement", "walk", 2.0, "km"),
    ]
    (row,) = rows_of_months(walks, asked())
    assert (row.groups[0].items[0].more, row.groups[0].items[0].note) == ("", "2 times")


def test_single_entries_keep_their_order_number_and_note():
    rows = rows_of_entries(
        [record(rating(3, 8), 7), record(Entry(at(9), "food", "figs", note="two\nlines"), 8)],
        asked(),
    )
    (felt,) = (group for group in rows[0].groups if group.id == "felt")
    (ate,) = (group for group in rows[0].groups if group.id == "ate")
    assert (felt.items[0].clock, felt.items[0].key) == ("08:00", 7)
    assert (ate.items[0].note, ate.items[0].key) == ("two lines", 8)


def test_what_can_be_plotted_leaves_out_marks_notes_and_none():
    entries = [
        rating(3), Entry(at(), "complete", "all"), Entry(at(), "note", "note"),
        Entry(at(), "food", "none"), Entry(at(), "food", "Figs"), Entry(at(), "food", "figs"),
    ]  # fmt: skip
    found = {one.key: one.count for one in offered(entries, ())}
    assert found == {series_key("symptom", "back pain"): 1, series_key("food", "figs"): 2}


def test_the_most_frequent_can_be_plotted_and_always_what_is_chosen():
    entries = [Entry(at(n % 24), "food", f"food {n}") for n in range(MOST_OFFERED + 30)]
    entries += [Entry(at(1), "food", f"food {n}") for n in range(1, MOST_OFFERED)]
    chosen = series_key("food", f"food {MOST_OFFERED + 20}")
    keys = {one.key for one in offered(entries, (chosen, "food:unicorn"))}
    assert chosen in keys
    assert "food:unicorn" not in keys
    assert len(keys) <= MOST_OFFERED + 1


def test_a_series_with_values_in_one_unit_is_plotted_by_value():
    entries = [Entry(at(8, d), "sleep", "sleep", 6.0 + d % 3, "h") for d in (7, 8, 9)]
    series = series_of(entries, "sleep:sleep")
    assert (series.rated, series.unit, series.scale) == (True, "h", None)
    assert series.values == (7.0, 8.0, 6.0)


def test_a_series_of_servings_or_of_mixed_units_is_counted():
    servings = [Entry(at(), "food", "figs", 2.0, "serving")]
    mixed = [Entry(at(8), "drink", "tea", 200.0, "ml"), Entry(at(9), "drink", "tea", 1.0, "l")]
    assert not series_of(servings, "food:figs").rated
    assert not series_of(mixed, "drink:tea").rated
    assert series_of(mixed, "drink:coffee") is None


def plotted(entries: list[Entry], key: str, zoom: Zoom):
    """The plot of one series."""
    series = series_of(entries, key)
    assert series is not None
    return plot_view([series], stretch_around(zoom, DAY))


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(1, 31), st.integers(0, 10)), min_size=1),
    ZOOMS,
)
def test_nothing_is_drawn_outside_the_plot(ratings, zoom):
    stretch = stretch_around(zoom, DAY)
    entries = [rating(float(value), hour, day) for hour, day, value in ratings]
    inside = [e for e in entries if stretch.first <= e.at.date() <= stretch.last]
    foods = [Entry(e.at, "food", "figs") for e in inside]
    made = [series_of(inside, "symptom:back pain"), series_of(foods, "food:figs")]
    plot = plot_view([one for one in made if one], stretch)
    if plot is None:
        assert inside == []
        return
    height = float(plot.height)
    for panel in plot.panels:
        for path in (panel.points.replace("h0", ""), panel.line, panel.bars):
            assert all(0 <= number <= max(WIDTH, height) for number in numbers(path))
    assert plot.panels[0].points.count("M") == len(inside)


@given(st.lists(st.integers(0, 24 * 60), min_size=1, max_size=40), ZOOMS)
def test_cells_hold_every_entry_once_and_do_not_overlap(minutes, zoom):
    entries = [Entry(at() + timedelta(minutes=61 * m), "food", "figs") for m in sorted(minutes)]
    cells = cells_of(series_of(entries, "food:figs"), stretch_around(zoom, DAY))
    assert sum(len(cell.points) for cell in cells) == len(entries)
    for one, following in pairwise(cells):
        assert following.start - one.start >= cell_length(zoom)


def test_a_scale_of_ratings_is_always_whole():
    plot = plotted([rating(3)], "symptom:back pain", Zoom.WEEK)
    assert [tick.words for tick in plot.panels[0].ticks] == ["0", "5", "10"]


def test_weights_are_not_squeezed_against_the_top():
    weights = [Entry(at(8, d), "weight", "weight", 70.0 + d / 10, "kg") for d in (7, 8, 9)]
    plot = plotted(weights, "weight:weight", Zoom.MONTH)
    assert plot.panels[0].ticks[0].words == "70"
    assert plot.panels[0].label == "weight, kg"


def test_no_series_is_no_plot():
    assert plot_view([], stretch_around(Zoom.MONTH, DAY)) is None


@pytest.mark.parametrize(
    ("zoom", "day", "title"),
    [
        (Zoom.DAY, date(2026, 3, 9), "Monday, 9 March 2026"),
        (Zoom.WEEK, date(2026, 3, 9), "9 to 15 March 2026"),
        (Zoom.WEEK, date(2026, 3, 31), "30 March to 5 April 2026"),
        (Zoom.WEEK, date(2026, 1, 1), "29 December 2025 to 4 January 2026"),
        (Zoom.MONTH, date(2028, 2, 29), "February 2028"),
        (Zoom.YEAR, date(2026, 3, 9), "2026"),
    ],
)
def test_stretches_are_named_as_people_name_them(zoom, day, title):
    assert stretch_around(zoom, day).title == title


def test_an_address_asks_again_for_the_same():
    first = asked(zoom="week", show="felt", text="sharp & dull", one="symptom:Back  Pain")
    query = dict(part.split("=", 1) for part in first.address()[1:].split("&"))
    from urllib.parse import unquote_plus

    again = read_asked({key: unquote_plus(value) for key, value in query.items()}, date(1999, 1, 1))
    assert again == first
    assert again.unfiltered().filtered is False
