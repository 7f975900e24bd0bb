"""Plans in words, the form of an item and back, and what the library finds: functions alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from gutline.catalog.exercises import load_exercises
from gutline.catalog.practices import load_practices
from gutline.catalog.sessions import load_session_rules
from gutline.routine.errors import RoutineError
from gutline.routine.items import Cue, Item, Why
from gutline.routine.plan import Plan
from gutline.routine.sessions import put_together

WALK = Item("walk", "walk", "walk", Cue(time(10), time(12)), 10, "min", smallest_amount=3)


@pytest.fixture(autouse=True)
def _pages(home):
    """Addresses and words need the pages to be known."""


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cue", "what", "words"),
    [
        (Cue(time(21), time(22, 30)), "walk", "21:00 to 22:30"), (Cue(time(9)), "walk", "from 09:00"),
        (Cue(event="waking"), "walk", "after waking"), (Cue(event="last_meal"), "walk", "after the last meal"),
        (Cue(event="lunch", minutes_after=15), "walk", "15 min after lunch"),
        (Cue(time(13)), "meal", "13:00, give or take 45 min"),
        (Cue(event="lunch"), "meal", "after lunch"),
    ],
)  # fmt: skip
def test_a_cue_is_told_in_a_few_words(cue, what, words):
    from gutline.web.pages.plan_words import cue_words

    assert cue_words(replace(WALK, cue=cue, what=what)) == words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (None, "", ""), (None, "min", ""), (1.0, "", ""), (1.0, "serving", ""), (1.0, "min", "1 min"),
        (2.0, "serving", "2 serving"), (0.5, "l", "0.5 l"), (10.0, "", "10"),
    ],
)  # fmt: skip
def test_an_amount_is_told_unless_it_is_one_of_something(amount, unit, words):
    from gutline.web.pages.plan_words import amount_words

    assert amount_words(replace(WALK, amount=amount, unit=unit)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (range(7), ""), (range(5), "on weekdays"), ([5, 6], "Sat, Sun"), ([6, 0], "Mon, Sun"),
        (range(6), "Mon, Tue, Wed, Thu, Fri, Sat"),
    ],
)  # fmt: skip
def test_days_are_told_in_the_order_of_the_week(days, words):
    from gutline.web.pages.plan_words import days_words

    assert days_words(replace(WALK, weekdays=frozenset(days))) == words


@pytest.mark.parametrize(
    ("changed", "guide"),
    [
        ({}, ""), ({"ref": "box_breathing"}, "/practice/box_breathing/"),
        ({"ref": "cat_cow"}, "/practice/cat_cow/"), ({"what": "session"}, "/session/"),
        ({"what": "session", "ref": "cat_cow"}, "/practice/cat_cow/"),
        ({"ref": "session"}, "/session/"), ({"ref": "a/b"}, ""), ({"ref": "gone"}, ""),
        ({"what": "session", "ref": "gone"}, "/session/"),
    ],
)  # fmt: skip
def test_an_item_is_led_through_by_what_there_is(changed, guide):
    from gutline.web.pages.plan_words import item_line

    assert item_line(replace(WALK, **changed)).guide == guide


@pytest.mark.parametrize(("kind", "card"), [("evidence", "walking"), ("wish", ""), ("trial", "")])
def test_only_evidence_leads_to_a_card(kind, card):
    from gutline.web.pages.plan_words import item_line

    line = item_line(replace(WALK, why=Why(kind, "walking", "because")))
    assert (line.card, line.why) == (card, "because")


# --- the form and back ---------------------------------------------------------------------------


def form(**fields):
    from django.http import QueryDict

    made = QueryDict(mutable=True)
    usual = {"name": "tea", "what": "drink", "cue": "clock", "at": "10:00", "weekdays": ["0", "6"]}
    for name, value in {**usual, **fields}.items():
        made.setlist(name, value if isinstance(value, list) else [value])
    return made


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ({}, "id", "tea"), ({}, "weekdays", frozenset({0, 6})), ({}, "remind", False),
        ({"remind": "1"}, "remind", True), ({"amount": "2,5"}, "amount", 2.5),
        ({"amount": ""}, "amount", None), ({"name": " tea "}, "name", "tea"),
        ({"tolerance_min": ""}, "tolerance_min", 45), ({"tolerance_min": "30"}, "tolerance_min", 30),
        ({"weekdays": ["0", "9", "x", "１"]}, "weekdays", frozenset({0})),
        ({"cue": "event", "event": "lunch", "minutes_after": "15"}, "cue", Cue(event="lunch", minutes_after=15)),
        ({"cue": "event", "event": "lunch"}, "cue", Cue(event="lunch")),
        ({"until": "11:00"}, "cue", Cue(time(10), time(11))),
        ({"why": " to sleep "}, "why", Why("wish", "", "to sleep")),
    ],
)  # fmt: skip
def test_what_the_form_says_is_what_is_planned(fields, attribute, value):
    from gutline.web.pages.plan_forms import read_item

    assert getattr(read_item(form(**fields), Plan(), None), attribute) == value


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"weekdays": []}, "weekdays"), ({"amount": "x"}, "amount"), ({"smallest_amount": "1_0"}, "smallest_amount"),
        ({"cue": "event"}, "at"), ({"tolerance_min": "500"}, "tolerance_min"), ({"at": ""}, "at"),
    ],
)  # fmt: skip
def test_what_the_form_cannot_say_names_its_field(fields, field):
    from gutline.web.pages.plan_forms import read_item

    with pytest.raises(RoutineError) as told:
        read_item(form(**fields), Plan(), None)
    assert told.value.field == field


@pytest.mark.parametrize("item", [WALK, replace(WALK, cue=Cue(event="lunch", minutes_after=5)),
                                  replace(WALK, amount=None, smallest_amount=None, unit="")])  # fmt: skip
def test_a_form_that_is_sent_back_untouched_changes_nothing(item):
    from gutline.web.pages.plan_forms import form_of, read_item

    shown = form_of(item)
    sent: dict[str, object] = {
        name: str(value) for name, value in shown.items() if value is not None
    }
    sent |= {"weekdays": [str(day) for day in shown["weekdays"]], "remind": "1", "why": ""}
    assert read_item(form(**sent), Plan((item,)), item) == item


# --- the library ---------------------------------------------------------------------------------


def found(**asked):
    from gutline.web.pages.library_finding import Wanted, find

    return find(Wanted(**asked))


def test_everything_is_found_at_first_in_order_of_name():
    every = found()
    assert len(every.practices) == len(load_practices())
    assert len(every.exercises) == len(load_exercises())
    names = [one.name.casefold() for one in every.exercises]
    assert names == sorted(names)
    assert every.count == len(every.practices) + len(every.exercises) + len(every.swaps)


@pytest.mark.parametrize(
    ("asked", "ident"),
    [
        ({"words": "CAT"}, "cat_cow"), ({"words": "cow cat"}, "cat_cow"), ({"words": "brea"}, "box_breathing"),
        ({"words": "kale"}, "raw_greens"), ({"words": "lettuce"}, "raw_greens"), ({"words": "chair twi"}, "seated_twist"),
    ],
)  # fmt: skip
def test_words_are_found_by_their_beginnings_in_any_order(asked, ident):
    some = found(**asked)
    assert ident in {one.id for one in (*some.practices, *some.exercises, *some.swaps)}


@pytest.mark.parametrize(
    ("words", "count"), [("xyzzy", 0), ("cat xyzzy", 0), ("%", None), ("ow", 0)]
)
def test_what_nothing_begins_with_is_not_found_and_signs_are_no_words(words, count):
    assert found(words=words).count == (found().count if count is None else count)


def test_bloated_hides_exactly_what_presses_and_counts_it():
    every, free = found(), found(bloated=True)
    pressing = {one.id for one in every.exercises if one.presses}
    assert {one.id for one in every.exercises} - {one.id for one in free.exercises} == pressing
    assert (free.hidden, every.hidden) == (len(pressing), 0)
    assert found(bloated=True, what="swaps").hidden == 0


@pytest.mark.parametrize("place", ["standing", "chair", "floor"])
def test_a_place_shows_only_what_can_be_done_there(place):
    some = found(place=place)
    assert {one.place for one in some.exercises} == {place}
    assert len(some.practices) == len(load_practices())


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, ("", "", "", False)), ({"what": "all", "place": "bed"}, ("", "", "", False)),
        ({"what": "swaps", "place": "floor"}, ("", "swaps", "floor", False)),
        ({"bloated": "yes"}, ("", "", "", False)), ({"bloated": "1"}, ("", "", "", True)),
        ({"words": " x " * 80}, (("x  " * 80)[:100], "", "", False)),
    ],
)  # fmt: skip
def test_strange_wishes_are_left_out(asked, wanted):
    from django.http import QueryDict

    from gutline.web.pages.library_finding import wanted_of

    made = QueryDict(mutable=True)
    made.update(asked)
    got = wanted_of(made)
    assert (got.what, got.place, got.bloated) == wanted[1:]
    assert len(got.words) <= 100
    assert got.words.startswith(wanted[0][:1])


# --- players -------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", load_practices().values(), ids=lambda one: one.id)
def test_the_player_of_a_practice_has_either_counts_or_steps(one):
    from gutline.web.pages.practice_page import practice_player

    player = practice_player(one)
    assert bool(player.counts) != bool(player.steps)
    assert (player.sort == "breath") is bool(player.counts)
    whole = sum(step.seconds for step in player.steps)
    assert whole in {0, round(one.minutes * 60)}
    assert player.form == f"done-{one.id}"


@pytest.mark.parametrize("one", load_exercises().values(), ids=lambda one: one.id)
def test_the_player_of_an_exercise_takes_its_time(one):
    from gutline.web.pages.practice_page import exercise_player

    player = exercise_player(one)
    assert abs(sum(step.seconds for step in player.steps) - one.seconds) <= len(player.steps)
    assert (player.name, player.rates) == (one.logged_as, "stiffness")


@pytest.mark.parametrize("minutes", sorted(load_session_rules()))
@pytest.mark.parametrize("bloated", [False, True])
def test_the_player_of_a_session_is_no_longer_than_it_says(minutes, bloated):
    from gutline.web.pages.session_page import session_player

    rule = load_session_rules()[minutes]
    player = session_player(put_together(rule, load_exercises(), bloated=bloated))
    assert minutes * 0.85 <= player.minutes <= minutes
    assert all(step.drawing.startswith("<svg") and step.change_s for step in player.steps)
    assert not bloated or not any(step.exercise.presses for step in player.steps if step.exercise)


def test_the_words_of_the_player_stand_for_something():
    from gutline.web.pages.practice_words import player_words

    words = player_words()
    assert {name for name, said in words.items() if "%s" in said} == {"ready", "next", "left"}
    assert all(said.strip() for said in words.values())


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("tension 6 before, 3 after", ("tension", 6, 3)), ("pain 6 before", ("pain", 6, None)),
        ("pain 3 after", ("pain", None, 3)), ("", ("", None, None)), ("tension", ("", None, None)),
        ("slept badly, 3 after", ("", None, None)), ("tension 6 before and more", ("", None, None)),
        ("tension x before", ("", None, None)), ("  tension 0 before, 10 after ", ("tension", 0, 10)),
    ],
)  # fmt: skip
def test_ratings_are_read_from_a_note_and_only_from_such(note, read):
    from gutline.web.pages.practice_kept import ratings_in

    assert ratings_in(note) == read
