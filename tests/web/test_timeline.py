"""The Timeline page: days as rows, filters, zooms, one thing over another, ten years of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary.entries import Entry
from gutline.store.drafts import Draft
from tests.effort import cpu_s
from tests.reports.samples import HOSTILE
from tests.web.conftest import NOW
from tests.web.shown_findings import log
from tests.web.test_findings_page import text_of

PAGE = "/timeline/"
ZOOMS = ("day", "week", "month", "year")


def at(day: int, hour: int = 8, month: int = 3) -> datetime:
    """A time in UTC; Berlin shows it an hour later in winter."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def filled(person):
    """Three days in March and one in January."""
    log(
        person,
        [
            Entry(at(9, 6), "food", "rye bread", 2.0, "serving"),
            Entry(at(9, 12), "food", "rye bread"),
            Entry(at(9, 7), "drink", "coffee", 200.0, "ml"),
            Entry(at(9, 11), "drink", "coffee", 150.0, "ml"),
            Entry(at(9, 8), "symptom", "back pain", 6.0, "nrs", note="after the stairs"),
            Entry(at(9, 19), "symptom", "back pain", 2.0, "nrs"),
            Entry(at(9, 6), "sleep", "sleep", 7.5, "h"),
            Entry(at(9, 17), "practice", "stretching", 20.0, "min"),
            Entry(at(8, 9), "symptom", "back pain", 4.0, "nrs"),
            Entry(at(8, 20), "complete", "all"),
            Entry(at(7, 20), "food", "none", day_only=True),
            Entry(at(5, 9, 1), "symptom", "back pain", 8.0, "nrs"),
        ],
        NOW,
    )
    return person


def see(client, **query):
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_stranger_sees_nothing(filled, stranger, zoom):
    answer = stranger.get(PAGE, {"zoom": zoom})
    assert answer.status_code == 403
    assert "rye bread" not in answer.content.decode()


@pytest.mark.parametrize("zoom", ZOOMS)
def test_somebody_elses_days_are_not_shown(client, other_person, zoom):
    log(other_person, [Entry(at(9), "food", "secret soup")], NOW)
    words = text_of(see(client, zoom=zoom, one="food:secret soup", text="secret"))
    assert "secret soup" not in words


@pytest.mark.parametrize("zoom", ZOOMS)
def test_an_empty_stretch_says_why_and_what_to_do(client, zoom):
    words = text_of(see(client, zoom=zoom))
    assert ": nothing to show, because nothing was logged." in words
    assert "Log something" in words


def test_a_month_shows_each_day_by_what_was_eaten_felt_and_done(client, filled):
    words = text_of(see(client))
    assert "March 2026" in words
    assert "Monday, 9 March Ate rye bread ×2 , coffee 350 ml Felt back pain 6, 2" in words
    assert "Did sleep 7.5 h , practice: stretching 20 min" in words
    assert "Sunday, 8 March Felt back pain 4 Noted day complete" in words
    assert "no foods" in words
    assert words.index("Monday, 9 March") < words.index("Sunday, 8 March")


def test_a_day_shows_every_entry_with_its_time_and_note(client, filled):
    words = text_of(see(client, zoom="day", at="2026-03-09"))
    assert "Monday, 9 March 2026" in words
    assert "07:00 rye bread ×2 08:00 coffee 200 ml" in words
    assert "09:00 back pain 6 after the stairs" in words
    assert "8 March" not in words


def test_a_time_that_is_not_known_is_not_shown(client, filled):
    words = text_of(see(client, zoom="day", at="2026-03-07"))
    assert "no foods" in words
    assert "12:00" not in words


def test_a_week_runs_from_monday_to_sunday(client, filled):
    assert "2 to 8 March 2026" in text_of(see(client, zoom="week", at="2026-03-08"))
    words = text_of(see(client, zoom="week", at="2026-03-09"))
    assert "9 to 15 March 2026" in words
    assert "Sunday, 8 March" not in words


def test_a_year_shows_months_with_averages_and_counts(client, filled):
    page = see(client, zoom="year")
    words = text_of(page)
    assert "March 2026 Ate" in words
    assert "back pain on average 4 3 times" in words
    assert "rye bread 2 times" in words
    assert "sleep on average 7.5 h once" in words
    assert "January 2026 Felt back pain on average 8 once" in words
    assert "?zoom=month&amp;at=2026-01-01" in page.content.decode()


def test_days_and_entries_lead_to_where_they_are_changed(client, filled):
    page = see(client, zoom="day", at="2026-03-09").content.decode()
    assert 'href="/day/2026-03-09/"' in page
    addresses = re.findall(r'class="entry" href="(/entry/\d+/)"', page)
    assert len(addresses) == 8
    assert client.get(addresses[0]).status_code == 200
    assert client.get("/day/2026-03-09/").status_code == 200


def test_where_it_hurt_is_said(client, person):
    from gutline.catalog.body_sites import load_body_sites
    from gutline.store.services.log import log_entry

    site = next(iter(load_body_sites().values()))
    detail = {"sites": [site.id], "stiffness_min": 30}
    log_entry(person, Draft("symptom", "back pain", at(9), 5.0, "nrs", detail=detail), NOW)
    words = text_of(see(client, zoom="day", at="2026-03-09"))
    assert f"back pain 5 {site.name}; stiff for 30 min" in words


@pytest.mark.parametrize(
    ("show", "seen", "hidden"),
    [
        ("ate", "rye bread", "back pain"),
        ("felt", "back pain", "rye bread"),
        ("did", "stretching", "back pain"),
        ("noted", "day complete", "rye bread"),
    ],
)
def test_one_sort_of_entries_can_be_shown(client, filled, show, seen, hidden):
    page = see(client, show=show).content.decode()
    days = page.partition('class="days')[2]
    assert seen in days
    assert hidden not in days


def test_text_is_looked_for_in_names_and_notes_whatever_its_letters(client, filled):
    assert "2 entries" in text_of(see(client, text="RYE  Bread"))
    words = text_of(see(client, zoom="week", at="2026-03-09", text="stairs"))
    assert "1 entry" in words
    assert "back pain 6" in words


def test_a_filter_that_lets_nothing_through_says_so(client, filled):
    words = text_of(see(client, text="unicorn"))
    assert "March 2026: nothing logged here matches the filter." in words
    assert "Show everything" in words


def test_deleted_entries_are_gone(client, filled):
    from gutline.store.queries import day_page
    from gutline.store.services.log import delete

    bread = next(r for r in day_page(filled, date(2026, 3, 9)).records if "rye" in r.entry.name)
    delete(filled, bread.key, NOW)
    assert "07:00 rye bread" not in text_of(see(client, zoom="day", at="2026-03-09"))


@pytest.mark.parametrize(
    ("zoom", "earlier", "later"),
    [
        ("day", "2026-02-28", "2026-03-02"),
        ("week", "2026-02-22", "2026-03-02"),
        ("month", "2026-02-28", "2026-04-01"),
        ("year", "2025-12-31", "2027-01-01"),
    ],
)
def test_one_can_go_earlier_and_later(client, person, zoom, earlier, later):
    page = see(client, zoom=zoom, at="2026-03-01", text="milk").content.decode()
    assert f'rel="prev" href="?zoom={zoom}&amp;at={earlier}&amp;text=milk"' in page
    assert f'rel="next" href="?zoom={zoom}&amp;at={later}&amp;text=milk"' in page


def test_without_a_date_today_is_shown_in_the_persons_zone(client, person, clock):
    clock(datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    assert "April 2026" in text_of(see(client))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"at": "yesterday"}, "“yesterday” is no date that can be shown; write it as 2026-03-10."),
        ({"at": "2026-02-30"}, "“2026-02-30” is no date"),
        ({"at": "1066-10-14"}, "“1066-10-14” is no date"),
        ({"at": "<script>"}, "“&lt;script&gt;” is no date"),
        ({"zoom": "century"}, "There is no such zoom; a month is shown."),
        ({"show": "everything else"}, "There is no such filter; everything is shown."),
        ({"text": "a" * 201}, "The text to look for is too long"),
    ],
)
def test_what_is_no_use_is_said_and_something_is_shown_all_the_same(client, filled, query, words):
    answer = text_of(see(client, **query))
    assert words in answer
    assert "March 2026" in answer


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_ends_of_time_have_no_way_beyond(client, person, zoom, day):
    page = see(client, zoom=zoom, at=day).content.decode()
    if zoom == "day":
        assert ('rel="prev"' in page, 'rel="next"' in page).count(True) == 1


@pytest.mark.parametrize("zoom", ZOOMS)
def test_one_series_stands_against_another_with_words_and_a_table(client, filled, zoom):
    query = {"zoom": zoom, "at": "2026-03-09", "one": "symptom:Back Pain", "two": "food:rye bread"}
    page = see(client, **query).content.decode()
    assert 'role="img" aria-label="' in page
    label = re.search(r'aria-label="([^"]*: back pain[^"]*)"', page)[1]
    assert "rye bread, 2 times on one day" in label
    assert 'class="points"' in page
    assert 'class="bars"' in page
    assert 'scope="row"' in page
    assert '<option value="symptom:back pain" selected>' in page
    assert "Two lines that move together prove nothing by themselves." in page


def test_the_table_behind_a_plot_says_what_is_plotted(client, filled):
    words = text_of(see(client, one="symptom:back pain", two="food:rye bread"))
    assert "Day back pain rye bread, times a day" in words
    assert "2026-03-08 4 – 2026-03-09 4 (2 ratings) 2" in words


def test_points_stand_where_they_belong(client, filled):
    """8 March 10:00 in Berlin is 7.417 of 31 days in; 4 of 10 stands at two fifths of the height."""
    from gutline.web.pages.timeline_plot import plot_view
    from gutline.web.pages.timeline_series import Point, Series
    from gutline.web.pages.timeline_span import Zoom, stretch_around

    moment = datetime(2026, 3, 8, 10)
    series = Series("back pain", "nrs", True, (0.0, 10.0), (Point(moment, 4.0),))
    plot = plot_view([series], stretch_around(Zoom.MONTH, date(2026, 3, 8)))
    x, y = map(float, re.match(r"M([\d.]+) ([\d.]+)h0", plot.panels[0].points).groups())
    assert x == pytest.approx(34 + 298 * (7 + 10 / 24) / 31, abs=0.06)
    assert float(plot.panels[0].base_y) - y == pytest.approx(0.4 * 96, abs=0.06)


def test_a_line_is_not_drawn_across_days_that_were_not_rated(client, person):
    ratings = [Entry(at(d), "symptom", "back pain", 3.0, "nrs") for d in (1, 2, 3, 8, 9)]
    log(person, ratings, NOW)
    page = see(client, one="symptom:back pain").content.decode()
    line = re.search(r'class="line" d="([^"]+)"', page)[1]
    assert (line.count("M"), line.count("L")) == (2, 3)


def test_nothing_is_plotted_of_what_is_not_there(client, filled):
    for key in ("food:unicorn", "nonsense", ":", "symptom:", "x:" + "y" * 5000, "complete:all"):
        page = see(client, one=key).content.decode()
        assert page.count("<svg") <= (1 if key == "complete:all" else 0)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_hostile_names_are_shown_and_never_markup(client, person, zoom):
    names = [name for name in HOSTILE if name.isprintable()]
    log(person, [Entry(at(9), "food", name, note=name) for name in names], NOW)
    page = see(client, zoom=zoom, at="2026-03-09", one=f"food:{names[0]}").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("zoom", ZOOMS)
def test_queries_do_not_grow_with_the_rows(client, filled, zoom):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            see(client, zoom=zoom, at="2026-03-09", one="symptom:back pain", two="drink:coffee")
        return len(seen)

    queries()
    few = queries()
    log(filled, [Entry(at(9, h % 24), "food", f"food {h}") for h in range(200)], NOW)
    assert queries() == few <= 6


def test_travellers_keep_their_clock(client, person):
    from gutline.store.services.log import log_entry

    tokyo = Draft("symptom", "back pain", at(9, 20), 5.0, "nrs", zone="Asia/Tokyo")
    log_entry(person, tokyo, NOW)
    words = text_of(see(client, zoom="day", at="2026-03-10"))
    assert "05:00 back pain 5" in words


@given(st.dictionaries(st.sampled_from(["zoom", "at", "show", "text", "one", "two"]), st.text()))
def test_any_address_is_understood_or_told_of(query):
    from gutline.web.pages.timeline_asked import GROUPS, read_asked
    from gutline.web.pages.timeline_span import EARLIEST, LATEST

    asked = read_asked(query, date(2026, 3, 10))
    assert EARLIEST <= asked.stretch.first <= asked.at <= asked.stretch.last <= LATEST
    assert asked.show in {"", *GROUPS}
    assert len(asked.text) <= 200


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(ZOOMS))
def test_every_day_lies_in_one_stretch_and_the_next_begins_after_it(day, zoom):
    from gutline.web.pages.timeline_span import LATEST, Zoom, stretch_around

    stretch = stretch_around(Zoom(zoom), day)
    assert stretch.first <= day <= stretch.last
    if stretch.last < LATEST:
        following = stretch_around(Zoom(zoom), stretch.later())
        assert following.first == stretch.last + timedelta(days=1)


@pytest.mark.slow
def test_ten_years_of_diary_stay_fast(client, person):
    """Twelve entries a day: what a page shows costs no more in the tenth year than in the second."""
    names = [("food", f"food {n}") for n in range(40)]

    def add_year(year: int) -> None:
        start = datetime(year, 1, 1, 8, tzinfo=UTC)
        entries = []
        for day in range(365):
            moment = start + timedelta(days=day)
            entries += [
                Entry(moment + timedelta(hours=h), *names[(day * 7 + h) % 40]) for h in range(8)
            ]
            entries += [
                Entry(moment + timedelta(hours=3 * h, minutes=5), "symptom", name, day % 11, "nrs")
                for h in range(2)
                for name in ("back pain", "bloating")
            ]
        log(person, entries, NOW)

    def costs() -> dict[str, float]:
        query = {"at": "2021-06-15", "one": "symptom:back pain", "two": "food:food 3"}
        see(client, zoom="day", **query)
        zooms = ("day", "week", "month", "year")
        return {zoom: cpu_s(lambda zoom=zoom: see(client, zoom=zoom, **query)) for zoom in zooms}

    for year in (2020, 2021):
        add_year(year)
    short = costs()
    for year in (*range(2016, 2020), *range(2022, 2026)):
        add_year(year)
    long = costs()
    assert all(long[zoom] < 4 * short[zoom] for zoom in long), (short, long)
