"""The parts of the pages of trials that need no page: forms, days, foods, and shaped results."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from tests.trials.conftest import event
from tests.web.conftest import NOW
from tests.web.trial_made import made_trial

TODAY = date(2026, 3, 10)
DAY_1 = date(2026, 3, 11)


@pytest.fixture
def trial(home):
    """Six pairs of three days of dairy, from tomorrow."""
    return made_trial("dairy-1", "dairy")


def kept_of(trial):
    from gutline.store.queries.trials import KeptTrial

    return KeptTrial(trial, 1, "", NOW, NOW)


def form_of(**said: str):
    from gutline.web.pages.trial_form import PlanForm

    return PlanForm.of(said, TODAY)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("exposure", "  red wine ", "red wine"),
        ("exposure", "x" * 500, "x" * 200),
        ("kind", "tag", "food"),
        ("kind", "nutrient", "food"),
        ("kind", "ingredient", "food"),
        ("kind", "supplement", "supplement"),
        ("kind", "meal", "meal"),
        ("kind", "astrology", ""),
        ("kind", "<script>", ""),
        ("start", "", "2026-03-11"),
        ("start", "2026-04-01", "2026-04-01"),
        ("way", "", "suspect"),
        ("way", "left_out", "left_out"),
    ],
)
def test_a_form_keeps_what_can_be_used(home, field, typed, kept):
    assert form_of(**{field: typed}).said[field] == kept


@pytest.mark.parametrize(("helper", "way"), [("1", "helper"), ("true", "helper"), ("0", "suspect")])
def test_an_address_can_say_that_it_is_a_helper(home, helper, way):
    assert form_of(helper=helper).said["way"] == way


@pytest.mark.parametrize(
    ("said", "filled"),
    [({}, False), ({"exposure": "tea"}, False), ({"outcome": "mood"}, False),
     ({"exposure": " ", "outcome": "mood"}, False), ({"exposure": "tea", "outcome": "mood"}, True)],
)  # fmt: skip
def test_a_plan_needs_a_thing_and_an_outcome(home, said, filled):
    assert form_of(**said).filled is filled


@pytest.mark.parametrize(
    ("said", "harmed"), [("yes", True), ("no", False), ("", None), ("?", None)]
)
def test_what_was_not_said_of_harm_is_not_known(home, said, harmed):
    assert form_of(harmed=said).harmed is harmed


def test_an_address_holds_the_whole_form_and_nothing_empty(home):
    from urllib.parse import parse_qs

    form = form_of(exposure="a & b", outcome="mood", pairs="7", harmed="no")
    told = {name: values[0] for name, values in parse_qs(form.query).items()}
    assert told == {
        "exposure": "a & b", "outcome": "mood", "pairs": "7", "harmed": "no", "way": "suspect",
        "start": "2026-03-11",
    }  # fmt: skip


def test_a_request_has_numbers_where_numbers_were_typed(home):
    said = {"pairs": "7", "period_days": "", "difference": "1,5", "higher": "1", "blinded": ""}
    asked = form_of(exposure="tea", outcome="mood", way="helper", **said).request()
    assert asked["settings"] == {
        "pairs": 7, "period_days": None, "washout_days": None, "run_in_days": None,
        "smallest_difference": 1.5, "higher_is_better": True, "blinded": None,
    }  # fmt: skip
    assert (asked["helper"], asked["left_out"], asked["harmed_before"]) == (True, False, None)


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [("pairs", "six", "six"), ("pairs", "6.5", "whole number"), ("run_in_days", "1e", "1e"),
     ("difference", "much", "much"), ("start", "31 March", "31 March"),
     ("start", "2026-02-30", "2026-02-30")],
)  # fmt: skip
def test_what_is_no_number_or_date_is_refused_by_its_field(home, field, typed, word):
    from gutline.store.errors import EntryRefusedError

    with pytest.raises(EntryRefusedError, match=word):
        form_of(exposure="tea", outcome="mood", **{field: typed}).request()


@pytest.mark.parametrize(
    ("exposure", "names", "held"),
    [
        ("dairy", ["cheddar", "rye bread", "yoghurt"], ["cheddar", "yoghurt"]),
        ("Dairy", ["Cheddar"], ["Cheddar"]),
        ("egg", ["eggplant", "egg salad", "two eggs", "nutmeg"], ["egg salad", "two eggs"]),
        ("tea", ["steak", "green tea", "teapot cake"], ["green tea"]),
        ("rice", ["licorice", "rice pudding"], ["rice pudding"]),
        ("tomato", ["tomatoes", "tomato soup"], ["tomatoes", "tomato soup"]),
        ("dairy", ["cheddar", "Cheddar", "CHEDDAR"], ["CHEDDAR"]),
        ("c++ (a*", ["plain", "c++ (a*"], ["c++ (a*"]),
        ("wine", [], []),
    ],
)
def test_foods_that_hold_a_thing_are_found_by_tag_or_whole_word(home, exposure, names, held):
    from gutline.web.pages.trial_day import holding

    assert holding(exposure, names) == held


@pytest.mark.parametrize(
    ("day", "state", "shown"),
    [(-30, "before", False), (-3, "before", False), (-2, "before", True), (0, "running", True),
     (35, "running", True), (36, "finished", True), (65, "finished", True),
     (66, "finished", False)],
)  # fmt: skip
def test_today_speaks_of_a_trial_from_two_days_before_to_a_month_after(trial, day, state, shown):
    from gutline.web.pages.trial_day import day_view

    view = day_view(1, kept_of(trial), DAY_1 + timedelta(days=day), ["tea"])
    assert (view.now.state, view.shown) == (state, shown)
    assert view.left == (36 - day if 0 <= day < 36 else 0)


def stopped(trial, day: date):
    at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
    return trial.with_event(replace(event("stop"), at=at, day=day))


@pytest.mark.parametrize(("later", "shown"), [(0, False), (4, True), (11, True), (12, False)])
def test_a_stopped_trial_speaks_again_only_to_put_something_back(trial, later, shown):
    from gutline.web.pages.trial_day import day_view

    own = trial.versions[0]
    changed = replace(own, plan=replace(own.plan, put_back=DAY_1 + timedelta(days=9)))
    ended = stopped(replace(trial, versions=(changed,)), DAY_1 + timedelta(days=4))
    view = day_view(1, kept_of(ended), DAY_1 + timedelta(days=5 + later), ["tea"])
    assert view.shown is shown
    if shown:
        assert "dairy was to be put back by 20 March: eat it again" in " ".join(view.lines)


def test_only_a_pause_can_be_ended_not_a_day_that_was_moved(trial):
    from gutline.web.pages.trial_day import day_view

    at = datetime(2026, 3, 12, 9, tzinfo=UTC)
    for what, can in (("pause", True), ("slide", False)):
        own = trial.with_event(replace(event(what), at=at, day=at.date()))
        view = day_view(1, kept_of(own), at.date(), ["tea"])
        assert (view.now.state, view.can_resume) == ("paused", can)


def test_what_has_been_is_shown_stretch_by_stretch(trial):
    from gutline.web.pages.trial_day import periods_so_far

    own = trial
    for day, what, value in (
        (0, "kept", "yes"),
        (1, "kept", "no"),
        (2, "sick", ""),
        (3, "slide", ""),
    ):
        on = DAY_1 + timedelta(days=day)
        at = datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=12)
        own = own.with_event(replace(event(what, value), at=at, day=on))
    shown = periods_so_far(own, DAY_1 + timedelta(days=4))
    assert [(p.days, p.void, p.here) for p in shown] == [(3, 1, False), (1, 0, False), (1, 0, True)]
    assert [p.kept for p in shown] == ["1 of 2 days kept", "nothing counts", "not logged"]
    assert shown[1].words == "paused"
    assert periods_so_far(own, DAY_1 - timedelta(days=1)) == ()


def test_days_of_one_pause_are_one_line(trial):
    from gutline.web.pages.trial_day import periods_so_far

    own = trial
    for day, what in ((1, "pause"), (4, "resume"), (5, "slide")):
        on = DAY_1 + timedelta(days=day)
        at = datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=12)
        own = own.with_event(replace(event(what), at=at, day=on))
    shown = periods_so_far(own, DAY_1 + timedelta(days=6))
    paused = [(p.first - DAY_1, p.days, p.void) for p in shown if p.words == "paused"]
    assert paused == [(timedelta(days=1), 3, 0), (timedelta(days=5), 1, 0)]
    assert {p.kept for p in shown if p.words == "paused"} == {"nothing counts"}


def test_the_day_of_a_trial_is_that_of_its_own_zone(trial):
    from gutline.web.pages.trial_day import local_today

    assert local_today(trial, datetime(2026, 3, 10, 23, 30, tzinfo=UTC)) == DAY_1
    assert local_today(trial, datetime(2026, 3, 10, 22, 30, tzinfo=UTC)) == TODAY


@pytest.fixture(scope="module")
def harm():
    """The result of a trial in which the active days were clearly worse."""
    from bench.trials.people import Body, Form
    from gutline.trials.analysing import Circumstances, analyse
    from gutline.trials.deciding import Rule
    from gutline.trials.result import Adherence
    from tests.trials.conftest import make

    made = make(Form(6, 3), Body(sd=0.8), 2.0)
    around = Circumstances(Adherence(0.75, 8, 36))
    return analyse(made.data(), Rule(), np.random.default_rng(0), around)


def shaped(trial, result, *, over: bool = True):
    from gutline.web.trial_shaping import shape_result

    return shape_result(trial, result, (), over=over)


def test_a_shaped_result_says_each_figure_once(trial, harm):
    page = shaped(trial, harm)
    words = {fact["term"]: fact["words"] for fact in page["facts"]}
    assert page["sentence"].startswith("'with dairy' makes back pain worse")
    assert page["more"] == []
    assert words["Difference"].startswith("+")
    assert words["Worsens by enough to matter"] != words["Helps by enough to matter"]
    assert words["Kept to"] == "75\N{NO-BREAK SPACE}% of 8 days"
    assert len(page["periods"]) == 12
    assert sum(len(p["ratings"].split(",")) for p in page["periods"]) == len(harm.ratings)


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "all of 8 days"), (0.0, "none of 8 days"), (0.5, "50\N{NO-BREAK SPACE}% of 8 days")],
)
def test_how_much_was_kept_is_said_plainly(trial, harm, share, words):
    kept = replace(harm.adherence, kept=share)
    facts = shaped(trial, replace(harm, adherence=kept))["facts"]
    assert {"term": "Kept to", "words": words} in facts


def test_without_a_word_of_adherence_it_is_not_logged(trial, harm):
    facts = shaped(trial, replace(harm, adherence=None))["facts"]
    assert {"term": "Kept to", "words": "not logged"} in facts


@pytest.mark.parametrize(
    ("level", "words"), [(0.95, "(95\u00a0% interval)"), (0.5, "(50\u00a0% interval)")]
)
def test_an_interval_is_never_shown_without_its_level(trial, harm, level, words):
    """Two pairs allow no more than 50 %: it looks sharp and holds little."""
    facts = shaped(trial, replace(harm, interval=(2.1, 2.3), interval_level=level))["facts"]
    between = next(fact["words"] for fact in facts if fact["term"] == "Between")
    assert between == f"2.1 to 2.3 {words}"


def test_without_numbers_there_are_no_facts_and_no_curve(trial, harm):
    nothing = replace(
        harm, effect=None, interval=None, posterior=None, decision="not_conclusive", grade="",
        because="too few", text="Not conclusive, because too few.",
    )  # fmt: skip
    page = shaped(trial, nothing)
    assert (page["facts"], page["posterior"], page["grade"]) == ([], None, "")
    assert page["sentence"] == "Not conclusive, because too few."


def test_when_one_may_stop_is_said_while_it_runs_and_not_after(trial, harm):
    from gutline.trials.result import Check

    told = replace(harm, checks=(Check("stopping", None, "It may be stopped."),))
    assert shaped(trial, told)["checks"] == []
    assert shaped(trial, told, over=False)["checks"] == [
        {"mark": "·", "text": "It may be stopped."}
    ]


@pytest.mark.parametrize(
    ("decision", "eliminates", "words"),
    [
        ("harms", True, "matters for your back pain. Try how much of it you bear"),
        ("harms", False, "makes your back pain worse. Stop it, or take less"),
        ("helps", True, "helps your back pain. Keep it"),
        ("helps", False, "Keep dairy if it fits your days"),
        ("no_meaningful_difference", True, "Have dairy again as you used to. It is cleared"),
        ("no_meaningful_difference", False, "It is cleared for back pain"),
        ("not_conclusive", True, "Have dairy again as you used to. Nothing is decided"),
        ("not_conclusive", False, "Nothing is decided. Keep logging"),
    ],
)
def test_every_end_says_what_to_do_next(trial, harm, decision, eliminates, words):
    first = trial.versions[0]
    own = replace(
        trial, versions=(replace(first, plan=replace(first.plan, eliminates=eliminates)),)
    )
    page = shaped(own, replace(harm, decision=decision))
    assert words in page["next"]
    early = shaped(own, replace(harm, decision=decision), over=False)["next"]
    assert "The trial goes on" in early
    assert words not in early


def test_a_partners_list_has_a_row_for_each_stretch_alike(trial):
    from gutline.web.trial_shaping import shape_schedule

    rows = shape_schedule(trial, DAY_1)
    own = trial.allocation.assignment
    changes = sum(a != b for a, b in pairwise(own))
    assert len(rows) == changes + 1
    assert rows[0]["from"] == "2026-03-11"
    assert rows[-1]["until"] == "2026-04-15"
    assert {row["words"] for row in rows} == {"with dairy", "without dairy"}


def chips(*names: str):
    from gutline.web.pages.meal_reading import Chip, Chips

    return Chips(tuple(Chip(name or "what", name, "", False, (), "") for name in names))


def keep(person: int, name: str, verdict: str, *, outcome="back pain", ended="2026-04-15", n=1):
    from gutline.store.queries.trials import OwnRule
    from gutline.store.services.trials import keep_rule
    from tests.web.trial_made import keep_trial

    key = keep_trial(person, f"{name.replace(' ', '-')}-{n}", "dairy")
    words = f"{name}: {verdict} by trial for {outcome}"
    rule = OwnRule(name, outcome, verdict, words, key, ended, 0.1, -0.4, 0.6, 0.5)
    keep_rule(person, rule, NOW)
    return words


@pytest.fixture
def ruled(person, monkeypatch):
    """Rules can be kept under any trial's name."""
    from gutline.store.services import trials

    monkeypatch.setattr(trials, "kept_trial", lambda *_a: None)
    monkeypatch.setattr("tests.web.trial_made.keep_trial", lambda _p, name, _e: name)
    return person


def told(person: int, *names: str):
    from gutline.web.pages.trial_meals import settled_about

    return settled_about(person, chips(*names))


def test_a_meal_is_told_what_trials_settled_about_what_it_holds(ruled):
    words = keep(ruled, "dairy", "cleared")
    assert told(ruled, "rye bread", "cheddar") == (words,)
    assert told(ruled, "rye bread", "tea") == ()
    assert told(ruled, "") == ()
    assert told(ruled) == ()


def test_what_is_still_open_is_not_said_with_a_meal(ruled):
    keep(ruled, "dairy", "open")
    assert told(ruled, "cheddar") == ()


def test_the_latest_trial_of_a_thing_and_an_outcome_counts(ruled):
    keep(ruled, "dairy", "harms", ended="2026-01-15")
    later = keep(ruled, "dairy", "cleared", n=2)
    other = keep(ruled, "dairy", "harms", outcome="bloating", n=3)
    assert set(told(ruled, "yoghurt")) == {later, other}
    keep(ruled, "dairy", "open", ended="2026-06-01", n=4)
    assert told(ruled, "yoghurt") == (other,)


def test_a_meal_asks_the_database_once_and_not_at_all_without_a_food(ruled):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    keep(ruled, "dairy", "cleared")
    for names, queries in ((("cheddar", "butter"), 1), (("",), 0), ((), 0)):
        with CaptureQueriesContext(connection) as asked:
            told(ruled, *names)
        assert len(asked) == queries


def test_what_a_trial_settled_stands_under_the_meal_on_today(client, ruled):
    keep(ruled, "dairy", "cleared")
    understood = client.post("/eat/understood/", {"text": "cheddar, rye bread"}).content.decode()
    assert "Dairy: cleared by trial for back pain" in understood
    assert "by trial" not in client.post("/eat/understood/", {"text": "tea"}).content.decode()
    looked = client.post("/eat/", {"text": "cheddar", "look": "1"}).content.decode()
    assert "Dairy: cleared by trial for back pain" in looked
    assert "by trial" not in client.get("/").content.decode()


def test_somebody_elses_trials_are_not_told_of(client, ruled, other_person):
    keep(other_person, "dairy", "cleared")
    assert told(ruled, "cheddar") == ()
    assert len(told(other_person, "cheddar")) == 1


def test_what_is_said_with_a_meal_is_no_markup(client, ruled):
    keep(ruled, "dairy", "cleared", outcome="<b>pain</b>")
    shown = client.post("/eat/understood/", {"text": "cheddar"}).content.decode()
    assert "&lt;b&gt;pain" in shown
    assert "<b>pain" not in shown
