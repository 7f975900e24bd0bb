"""Diaries that say little or nothing: the engine says so, and what is missing."""

from __future__ import annotations

from dataclasses import replace

from gutline.diary import Diary, Entry, parse_text
from gutline.discovery import Settings, discover
from tests.discovery.diaries import (
    PAIN,
    Person,
    also,
    clock,
    diary_of,
    each,
    keep,
    one,
    verdicts,
)

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3}
WEEKS = diary_of(Person(EATS, days=60))


def test_an_empty_diary():
    said = discover(Diary(()))
    assert (said.outcomes, said.findings, said.table) == ({}, (), [])
    assert said.text == "nothing to say yet, because the diary is empty"
    assert said.diary["days"] == 0
    assert said.diary["first_day"] is None
    (check,) = said.checks
    assert not check.passed
    assert check.sentence == "nothing to say yet, because the diary is empty"
    assert said.provenance["expected_effects"] is None


def test_one_rating(diary):
    """
    2026-03-01 09:00 back pain 6
    """
    said = discover(diary)
    outcome = said.outcomes[PAIN]
    assert (outcome.ratings, outcome.days, outcome.mean) == (1, 1, 6.0)
    assert outcome.status.startswith("nothing to say yet, because")
    assert outcome.needs.days == 19
    assert outcome.times == ("2026-03-01T09:00+00:00",)
    assert said.findings == ()


def test_one_food(diary):
    """
    2026-03-01 09:00 ate rye bread
    """
    said = discover(diary)
    assert said.findings == ()
    assert said.outcomes == {}
    assert said.text == "nothing to say yet, because no symptom was rated"
    assert said.diary["entries"] == 1


def test_ratings_that_hardly_ever_differ():
    """One bad day in sixty tells nothing of any food: nothing may be cleared by it."""
    rated = [e for e in WEEKS.entries if e.kind == "symptom"]
    flat = [replace(e, value=6.0 if i == 30 else 0.0) for i, e in enumerate(rated)]
    foods = [e for e in WEEKS.entries if e.kind != "symptom"]
    said = discover(Diary((*foods, *flat)))
    assert "differ from the rest" in said.outcomes[PAIN].status
    assert {f.verdict for f in said.findings} == {"untestable"}


def test_foods_and_nothing_rated():
    said = discover(keep(WEEKS, lambda e: e.kind != "symptom"))
    assert (said.outcomes, said.findings) == ({}, ())
    asked = discover(keep(WEEKS, lambda e: e.kind != "symptom"), outcomes=[PAIN])
    assert asked.outcomes[PAIN].status == "nothing to say yet, because back pain was never rated"


def test_ratings_and_nothing_eaten():
    said = discover(keep(WEEKS, lambda e: e.kind == "symptom"))
    assert said.findings == ()
    assert said.outcomes[PAIN].ratings == 180


def test_ratings_and_foods_each_had_too_seldom():
    food = [Entry(clock(24.0 * d + 8.0), "food", f"food {d % 12}") for d in range(60)]
    said = discover(also(keep(WEEKS, lambda e: e.kind == "symptom"), food))
    assert {f.verdict for f in said.findings} == {"untestable"}
    assert len(said.findings) == 12


def test_stress_and_pain_and_nothing_eaten():
    """A person who logs no food at all asks about stress."""
    stress = [
        Entry(clock(24.0 * d + 7.0), "stress", "stress", float(d % 5), "nrs") for d in range(60)
    ]
    said = discover(also(keep(WEEKS, lambda e: e.kind == "symptom"), stress))
    assert one(said, "stress").verdict != "untestable"


def test_one_entry_far_away_changes_little():
    """A note of thirty years before, perhaps a typing error."""
    diary = diary_of(Person(EATS, {"milk": (2.0, 8.0)}, days=60))
    old = [Entry(clock(-24.0 * 365 * 30), "note", "", note="born")]
    near, far = one(discover(diary), "milk"), one(discover(also(diary, old)), "milk")
    assert far.verdict == near.verdict == "suspect"
    assert abs(far.effect - near.effect) < 0.2


def test_ratings_of_two_values_are_enough():
    diary = diary_of(Person(EATS, {"milk": (2.5, 8.0)}, days=60))
    yes_no = each(
        diary, lambda e: replace(e, value=float(e.value > 4)) if e.kind == "symptom" else e
    )
    f = one(discover(yes_no), "milk")
    assert f.verdict == "suspect"
    assert 0.0 < f.effect < 1.5


def test_a_body_without_noise():
    """Milk and nothing else moves the pain: sizes stay finite and right."""
    f = one(discover(diary_of(Person(EATS, {"milk": (2.0, 8.0)}, days=60, noise=1e-9))), "milk")
    assert f.verdict == "suspect"
    assert abs(f.effect - 2.0) < 0.3


def test_four_days(diary):
    """
    2026-03-01 08:00 ate rye bread, butter
    2026-03-01 20:00 back pain 6
    2026-03-02 08:00 ate rye bread
    2026-03-02 20:00 back pain 3
    2026-03-03 08:00 ate porridge
    2026-03-03 20:00 back pain 2
    2026-03-04 08:00 ate rye bread
    2026-03-04 20:00 back pain 5
    """
    said = discover(diary)
    outcome = said.outcomes[PAIN]
    assert outcome.status == (
        "nothing to say yet, because there are 4 ratings of back pain on 4 days and 20 on 14 days "
        "are needed; about 16 more days"
    )
    assert outcome.needs.days == 16
    assert verdicts(said) == dict.fromkeys(("rye bread", "butter", "porridge"), "untestable")
    assert all(f.reason == "there is too little about back pain yet" for f in said.findings)
    assert said.text == f"back pain: {outcome.status}"


def test_many_ratings_on_few_days_are_still_too_few():
    often = Diary(
        tuple(Entry(clock(h / 2), "symptom", PAIN, float(h % 5), "nrs") for h in range(200))
    )
    said = discover(often)
    assert said.outcomes[PAIN].days == 5
    assert "200 ratings of back pain on 5 days" in said.outcomes[PAIN].status
    assert said.outcomes[PAIN].needs.days == 9


def test_how_much_is_needed_can_be_set():
    short = keep(WEEKS, lambda e: e.at < clock(24.0 * 10))
    assert discover(short).outcomes[PAIN].status != "ok"
    bold = discover(short, settings=Settings(least_days=7))
    assert bold.outcomes[PAIN].status == "ok"
    assert {f.verdict for f in bold.findings} <= {"undecided", "untestable", "cleared"}


def test_ratings_that_are_all_the_same():
    flat = each(WEEKS, lambda e: replace(e, value=3.0) if e.kind == "symptom" else e)
    said = discover(flat)
    assert said.outcomes[PAIN].status == (
        "nothing to say yet, because all 180 ratings of back pain are the same"
    )
    assert said.outcomes[PAIN].needs is None
    assert set(verdicts(said).values()) == {"untestable"}


def test_food_that_was_not_logged_when_the_pain_changed():
    """Two months of food and calm, then two months of pain and no food."""
    calm = keep(WEEKS, lambda e: e.kind != "symptom")
    ratings = [
        Entry(clock(24.0 * d + 20.0), "symptom", PAIN, 1.0 if d < 63 else float(d % 9), "nrs")
        for d in range(120)
    ]
    said = discover(also(calm, ratings))
    assert said.outcomes[PAIN].status.startswith(
        "nothing to say yet, because on the days when back pain changed, food was hardly ever logged"
    )
    assert set(verdicts(said).values()) == {"untestable"}


def test_an_outcome_nobody_rated():
    said = discover(WEEKS, outcomes=["toothache"])
    assert list(said.outcomes) == ["toothache"]
    assert said.outcomes["toothache"].status == (
        "nothing to say yet, because toothache was never rated"
    )
    assert said.findings == ()


def test_an_unknown_outcome_beside_a_known_one():
    said = discover(WEEKS, outcomes=["toothache", PAIN])
    assert set(said.outcomes) == {PAIN, "toothache"}
    assert {f.outcome for f in said.findings} == {PAIN}


def test_a_food_is_no_outcome():
    said = discover(WEEKS, outcomes=["milk"])
    assert said.outcomes["milk"].status.endswith("milk was never rated")


def test_an_outcome_asked_for_twice_is_told_once():
    once, twice = discover(WEEKS, outcomes=[PAIN]), discover(WEEKS, outcomes=[PAIN, "Back  Pain"])
    assert twice.findings == once.findings


def test_one_outcome_ready_and_one_not():
    some = [Entry(clock(24.0 * d + 20.0), "symptom", "bloating", 3.0, "nrs") for d in range(5)]
    said = discover(also(WEEKS, some))
    assert said.outcomes[PAIN].status == "ok"
    assert "bloating" in said.outcomes["bloating"].status
    assert {f.name for f in said.of("bloating")} == {f.name for f in said.of(PAIN)}
    assert {f.verdict for f in said.of("bloating")} == {"untestable"}
    assert {c.outcome for c in said.checks} == {PAIN}


def test_the_shortest_diary_that_can_be_fitted(diary):
    """
    2026-03-01 08:00 ate rye
    2026-03-01 09:00 back pain 1
    2026-03-01 20:00 back pain 2
    """
    days = [
        replace(e, at=e.at.replace(day=d), value=float(d % 4) if e.value else None)
        for d in range(1, 15)
        for e in diary.entries
        if e.kind == "symptom" or d % 2
    ]
    said = discover(Diary(tuple(days)))
    assert said.outcomes[PAIN].status == "ok"
    assert one(said, "rye").verdict == "untestable"


def test_a_last_rating_typed_in_another_time_zone():
    text = "\n".join(
        f"2026-03-{d:02d} 08:00 ate rye\n2026-03-{d:02d} 20:00 back pain {d % 5}"
        for d in range(1, 29)
    )
    diary = parse_text(text + "\n2026-03-28 23:30-05:00 back pain 4", zone="Europe/Berlin")
    assert discover(diary).outcomes[PAIN].ratings == 29


def test_a_country_that_skipped_a_day():
    """Samoa went from 29 to 31 December 2011."""
    text = "\n".join(
        f"2011-12-{d:02d} 08:00 ate rye\n2011-12-{d:02d} 20:00 back pain {d % 5}"
        for d in [*range(1, 30), 31]
    )
    diary = parse_text(text, zone="Pacific/Apia")
    assert discover(diary).outcomes[PAIN].ratings == 30
