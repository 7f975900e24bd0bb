"""A long diary may be looked at by its last days only, so that a day more costs no refit of all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gutline import Settings, discover
from gutline.discovery.settings import SettingsError
from tests.discovery.diaries import PAIN, Person, diary_of

EATS = {"milk": 0.4, "egg": 0.3, "rye": 0.5}
DIARY = diary_of(Person(EATS, {"milk": (2.0, 8.0)}))


def test_the_last_days_alone_are_looked_at():
    whole = discover(DIARY)
    last = discover(DIARY, settings=Settings(last_days=30))
    cut = discover(DIARY.restrict(first=DIARY.days[-1] - timedelta(days=29)))
    assert last.diary["days"] == 30 < whole.diary["days"]
    assert last.table == cut.table
    assert last.provenance["settings"]["last_days"] == 30


@pytest.mark.parametrize("days", [len(DIARY.days), 100_000])
def test_more_days_than_the_diary_has_are_all_of_it(days):
    assert discover(DIARY, settings=Settings(last_days=days)).table == discover(DIARY).table


def test_a_day_more_does_not_look_at_what_fell_out_of_the_span():
    later = DIARY.restrict(first=DIARY.days[40])
    settings = Settings(last_days=60)
    assert discover(later, settings=settings).table == discover(DIARY, settings=settings).table


@pytest.mark.parametrize("days", [0, -3])
def test_no_days_at_all_are_refused(days):
    with pytest.raises(SettingsError, match="at least 1"):
        discover(DIARY, settings=Settings(last_days=days))


def test_the_effect_is_found_in_the_last_days_too():
    said = discover(DIARY, settings=Settings(last_days=150))
    assert [f.name for f in said.of(PAIN) if f.verdict == "suspect"] == ["milk"]
