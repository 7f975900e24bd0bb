"""Trials on the pages: planned from a suspect, locked, run day by day, changed, and looked at."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import numpy as np
import pytest

from tests.trials.answered import lasting, profile
from tests.web.conftest import NOW

PARTNER = {"passphrase": "correct horse"}
GUESSED = {"passphrase": "abc"}
QUERY = "exposure=dairy&outcome=back+pain&kind=tag&period_days=3&pairs=6&start=2026-03-11"


@pytest.fixture(autouse=True)
def worker_here(monkeypatch):
    """Have the work done in this process: starting another one takes seconds, and is tested alone."""
    from gutline.web.pages import trial_plan, trial_result
    from gutline.web.trial_process import WorkRefusedError

    def ask(person, task, now, **asked):
        from gutline.store.settings import current_home
        from gutline.web.trial_work import done

        request = json.loads(
            json.dumps({"person": person, "task": task, "now": now.isoformat(), **asked})
        )
        try:
            return json.loads(json.dumps(done(current_home(), request)))
        except ValueError as error:
            raise WorkRefusedError(str(error)) from None

    monkeypatch.setattr(trial_plan, "ask_worker", ask)
    monkeypatch.setattr(trial_result, "ask_worker", ask)


@pytest.fixture
def answered(person):
    """The person has answered the short check."""
    from gutline.store.services.safety import keep_answers

    keep_answers(person, lasting(profile().answers), NOW.date(), NOW)


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def locked(client, query: str = QUERY, **more: str):
    shown = client.get(f"/trials/outlook/?{query}")
    token = re.search(r'name="plan" value="([^"]+)"', shown.content.decode())
    assert token, text_of(shown)
    return client.post("/trials/lock/", {"plan": unescape(token[1]), **more})


@pytest.fixture
def trial(client, answered):
    """A trial of dairy from tomorrow, six pairs of three days."""
    assert locked(client).status_code == 302
    return "dairy-1"


def at_day(clock, number: int, hour: int = 9) -> datetime:
    """Set the clock to a day of the trial, from 1."""
    at = datetime(2026, 3, 10, hour, tzinfo=UTC) + timedelta(days=number)
    clock(at)
    return at


def rate(person: int, effect: float, days: int = 36) -> list[int]:
    """Log ratings of the trial's days, more on active ones; return its assignment."""
    from gutline.store.drafts import Draft
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.log import log_many

    own = kept_trial(person, "dairy-1").trial.allocation.assignment
    rng = np.random.default_rng(4)
    first, drafts = datetime(2026, 3, 11, tzinfo=UTC), []
    for number in range(days):
        for hour in (8, 19):
            value = 3 + effect * own[number // 3] + rng.normal(0, 0.8)
            at = first + timedelta(days=number, hours=hour)
            drafts.append(Draft("symptom", "back pain", at, float(np.clip(round(value), 0, 10))))
    log_many(person, drafts, first + timedelta(days=days))
    return list(own)


def test_without_a_thing_the_form_is_open_and_nothing_is_worked_out(client):
    page = client.get("/trials/new/")
    assert page.status_code == 200
    assert '<details class="card" open>' in page.content.decode()
    assert "hx-get" not in page.content.decode()


def test_from_a_suspect_one_tap_opens_a_filled_plan(client, answered):
    page = client.get("/trials/new/?outcome=back+pain&exposure=dairy&kind=tag")
    link = re.search(r'hx-get="([^"]+)"', page.content.decode())
    plan = text_of(client.get(unescape(link[1])))
    assert "“with dairy” against “without dairy”, rated by back pain" in plan
    assert "8 pairs of periods, 7 days each: 112 days in all" in plan
    assert "nothing you answered or logged speaks against it" in plan
    assert "Lock the plan and draw, once" in plan
    assert "show=1" in page.content.decode()


def test_without_scripts_the_plan_is_shown_with_the_page(client, answered):
    plan = text_of(client.get(f"/trials/new/?{QUERY}&show=1"))
    assert "6 pairs of periods, 3 days each" in plan
    assert "Periods of 3 days Periods of 6 days" in plan
    assert "a usual one stands in" in plan


def test_a_plan_whose_gates_are_closed_cannot_be_locked(client):
    shown = client.get(f"/trials/outlook/?{QUERY}")
    assert "Answer the short check" in text_of(shown)
    assert 'name="plan"' not in shown.content.decode()


def test_a_gate_that_closed_since_the_plan_was_shown_refuses_the_lock(client, person, answered):
    from gutline.store.queries.trials import kept_trials
    from gutline.store.services.safety import keep_answers

    token = re.search(
        r'name="plan" value="([^"]+)"', client.get(f"/trials/outlook/?{QUERY}").content.decode()
    )
    keep_answers(person, {"pregnant": True}, NOW.date(), NOW)
    refused = client.post("/trials/lock/", {"plan": unescape(token[1])})
    assert refused.status_code == 422
    assert "pregnant" in text_of(refused)
    assert "Nothing was drawn" in text_of(refused)
    assert kept_trials(person) == ()


@pytest.mark.parametrize("token", ["", "made up", "eyJwbGFuIjp7fX0:1tX:abc"])
def test_a_plan_that_was_not_shown_is_not_locked(client, answered, token):
    refused = client.post("/trials/lock/", {"plan": token})
    assert refused.status_code == 422
    assert "Nothing was drawn" in text_of(refused)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("pairs=2", "too few"),
        ("pairs=six", "no number"),
        ("pairs=6.5", "no whole number"),
        ("start=soon", "soon"),
        ("difference=-1", "Smallest difference that matters: -1 cannot be"),
        ("exposure=ibuprofen", "medicine"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_sentence(client, answered, change, word):
    page = client.get(f"/trials/outlook/?{QUERY}&{change}")
    assert page.status_code == 200
    assert word in text_of(page)
    assert 'name="plan"' not in page.content.decode()


def test_locking_shows_the_hash_once_and_leads_to_the_trial(client, answered):
    done = locked(client)
    assert done["Location"] == "/trials/of/dairy-1/?new=1"
    page = client.get(done["Location"])
    assert re.search(r'id="commitment">[0-9a-f]{64}<', page.content.decode())
    assert "Day 1 is Wednesday 11 March" in text_of(page)
    assert "Locked, and drawn once" not in text_of(client.get("/trials/of/dairy-1/"))


def test_today_says_what_holds_and_asks_in_two_taps(client, person, trial, clock):
    at_day(clock, 1)
    page = client.get("/")
    words = text_of(page)
    assert re.search(r"Today: with(out)? dairy \(day 1 of 3, period 1 of 12\)", words)
    assert "How much of a difference do you expect" in words
    assert "Did you keep to it today?" in words
    form = {"what": "kept", "value": "partly", "reason": "out of the house", "back": "today"}
    assert client.post(f"/trials/of/{trial}/log/", form)["Location"] == "/"
    assert "Did you keep to it today?" not in text_of(client.get("/"))
    assert "Kept to it: partly (out of the house)" in text_of(client.get(f"/trials/of/{trial}/"))


def test_on_days_without_the_foods_that_hold_it_are_named(client, person, trial, clock):
    from gutline.store.drafts import Draft
    from gutline.store.queries.trials import kept_trial
    from gutline.store.services.log import log_many

    log_many(person, [Draft("food", n, NOW) for n in ("cheddar", "rye bread", "yoghurt")], NOW)
    own = kept_trial(person, trial).trial.allocation.assignment
    at_day(clock, 3 * own.index(0) + 1)
    assert "Of what you usually eat, these hold dairy: cheddar, yoghurt." in text_of(
        client.get("/")
    )
    at_day(clock, 3 * own.index(1) + 1)
    assert "these hold dairy" not in text_of(client.get("/"))


def test_what_changes_is_told_two_days_ahead(client, person, trial, clock):
    from gutline.store.queries.trials import kept_trial

    own = kept_trial(person, trial).trial.allocation.assignment
    unit = next(k for k in range(11) if own[k] != own[k + 1])
    at_day(clock, 3 * (unit + 1) - 1)
    assert re.search(
        r"day begins: with(out)? dairy. Plan meals and shopping", text_of(client.get("/"))
    )


def test_the_panel_asks_the_database_twice_at_most(client, person, trial, clock):
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from gutline.store import queries
    from gutline.web.pages.trial_panel import panel

    now = at_day(clock, 2)
    owner = queries.person(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "Trial: dairy" in panel(RequestFactory().get("/"), owner, now)
    assert len(asked) <= 2


def test_today_is_silent_without_trials_and_long_before_one(client, answered, clock):
    assert "Trial:" not in text_of(client.get("/"))
    assert locked(client, QUERY.replace("03-11", "04-20")).status_code == 302
    assert "Trial:" not in text_of(client.get("/"))
    clock(datetime(2026, 4, 19, 9, tzinfo=UTC))
    assert "Trial: dairy" in text_of(client.get("/"))


def test_ill_days_pauses_and_slides_are_one_tap_and_taken_back(client, trial, clock):
    at_day(clock, 2)
    address = f"/trials/of/{trial}/"
    for what, words in (
        ("sick", "Ill that day"),
        ("slide", "Moved on by a day"),
        ("pause", "Paused"),
    ):
        client.post(f"{address}log/", {"what": what})
        assert words in text_of(client.get(address))
    page = client.get(address)
    assert "Go on from today" in text_of(page)
    at = re.search(r'name="at" value="([^"]+)"', page.content.decode())[1]
    client.post(f"{address}take-back/", {"at": unescape(at)})
    assert "Go on from today" not in text_of(client.get(address))


def test_a_trial_is_stopped_at_any_time_and_its_reason_is_kept(client, trial, clock):
    at_day(clock, 2)
    client.post(f"/trials/of/{trial}/log/", {"what": "safety_stop", "reason": "felt worse"})
    page = text_of(client.get(f"/trials/of/{trial}/"))
    assert "Stopped for safety (felt worse)" in page
    assert "Change the plan" not in page
    refused = client.post(f"/trials/of/{trial}/log/", {"what": "kept", "value": "yes"})
    assert refused.status_code == 422
    assert "was stopped" in text_of(refused)


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"what": "dance"}, "cannot be logged"),
        ({"what": "expect", "value": "11"}, "0 to 10"),
        ({"what": "kept", "value": "yes", "day": "2026-03-01"}, "before day 1"),
        ({"what": "kept", "value": "yes", "day": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_logged_is_refused_in_a_sentence(client, trial, clock, form, word):
    at_day(clock, 1)
    refused = client.post(f"/trials/of/{trial}/log/", form)
    assert refused.status_code == 422
    assert word in text_of(refused)


def test_what_comes_is_not_shown_ahead(client, trial, clock):
    at_day(clock, 4)
    page = client.get(f"/trials/of/{trial}/").content.decode()
    assert page.count("<b>with") == 2
    assert "two days ahead and no sooner" in page
    exported = client.get(f"/trials/of/{trial}/export/").json()
    assert exported["trial"]["allocation"] is None
    assert len(exported["days"]) == 4
    assert "concealed until the trial is over" in text_of(client.get(f"/trials/of/{trial}/report/"))


def test_a_plan_is_changed_with_a_reason_and_told_of(client, trial, clock):
    at_day(clock, 4)
    address = f"/trials/of/{trial}/amend/"
    same = {"smallest_difference": "1", "carry_over_hours": "24", "put_back": ""}
    shown = client.get(address).content.decode()
    for name in ("carry_over_hours", "put_back"):
        same[name] = re.search(rf'name="{name}"[^>]* value="([^"]*)"', shown)[1]
    assert "nothing was changed" in text_of(client.post(address, {**same, "reason": "x"}))
    unsaid = client.post(address, {**same, "smallest_difference": "2", "reason": " "})
    assert (unsaid.status_code, "needs a reason" in text_of(unsaid)) == (422, True)
    wrong = client.post(address, {**same, "smallest_difference": "much", "reason": "x"})
    assert "no number" in text_of(wrong)
    assert 'value="much"' in wrong.content.decode()
    done = client.post(address, {**same, "smallest_difference": "2", "reason": "one is little"})
    assert done.status_code == 302
    page = text_of(client.get(f"/trials/of/{trial}/"))
    assert "one is little" in page
    assert "Smallest difference that matters 2 points" in page


def test_a_finished_trial_says_its_sentence_and_leaves_a_rule(client, person, trial, clock):
    from gutline.store.queries.trials import own_rules

    rate(person, 2.5)
    at_day(clock, 38)
    assert "See what it says" in text_of(client.get("/"))
    page = client.get(f"/trials/of/{trial}/result/")
    words = text_of(page)
    assert "'with dairy' makes back pain worse" in words
    assert "p = " in words
    assert page.content.decode().count("<svg") == 2
    assert "the schedule is the one behind the hash" in words
    assert words.count("2026-") >= 12
    (rule,) = own_rules(person)
    assert (rule.verdict, rule.words) == ("harms", "dairy: makes back pain worse, by trial")
    assert rule.weight == pytest.approx(5**0.5)
    listed = text_of(client.get("/trials/"))
    assert "Past trials" in listed
    assert "dairy: makes back pain worse, by trial" in listed


def test_a_finished_trial_leaves_its_rule_though_its_page_was_never_opened(
    home, person, trial, clock
):
    from gutline.store import queries
    from gutline.store.queries.trials import own_rules
    from gutline.web.findings_work import worked_out

    rate(person, 2.5)
    at_day(clock, 20)
    worked_out(home, person)
    assert own_rules(person) == ()
    at_day(clock, 38)
    worked_out(home, person)
    (rule,) = own_rules(person)
    assert (rule.trial, rule.verdict) == (trial, "harms")
    # Nothing is left to change: the findings come to rest.
    head = json.loads(worked_out(home, person).splitlines()[0])
    assert head["revision"] == queries.person(person).revision


def test_the_export_leaves_the_rule_too(client, person, trial, clock):
    from gutline.store.queries.trials import own_rules

    rate(person, 2.5)
    at_day(clock, 38)
    assert client.get(f"/trials/of/{trial}/export/").status_code == 200
    assert [rule.verdict for rule in own_rules(person)] == ["harms"]


def test_the_plan_says_what_it_finds_and_what_six_pairs_cost(client, answered):
    page = text_of(client.get(f"/trials/outlook/?{QUERY}"))
    assert "points or more with a chance of 80 %" in page
    assert "6 pairs have so few possible schedules" in page
    assert "schedules that the test" not in text_of(
        client.get(f"/trials/outlook/?{QUERY.replace('pairs=6', 'pairs=8')}")
    )


def test_the_result_is_worked_out_once(client, person, trial, clock, monkeypatch):
    from gutline.web.pages import trial_result

    rate(person, 0.0)
    at_day(clock, 38)
    first = client.get(f"/trials/of/{trial}/result/")

    def never(*_args, **_more):
        raise AssertionError

    monkeypatch.setattr(trial_result, "ask_worker", never)
    assert text_of(client.get(f"/trials/of/{trial}/result/")) == text_of(first)


def test_before_a_pair_is_over_there_is_nothing_to_say_and_why(client, trial, clock):
    at_day(clock, 2)
    page = client.get(f"/trials/of/{trial}/result/")
    assert page.status_code == 200
    assert "Nothing to say yet" in text_of(page)
    assert "nothing to compare" in text_of(page)


def test_looking_early_says_so_and_leaves_no_rule(client, person, trial, clock):
    from gutline.store.queries.trials import own_rules

    rate(person, 2.0, 20)
    at_day(clock, 20)
    assert "What it says so far" in text_of(client.get(f"/trials/of/{trial}/result/"))
    assert own_rules(person) == ()


def test_the_export_follows_its_schema_and_the_report_its_checklist(client, person, trial, clock):
    import jsonschema

    from gutline.reports.trial_export import trial_schema

    rate(person, 2.5)
    at_day(clock, 38)
    answer = client.get(f"/trials/of/{trial}/export/")
    assert "dairy-1.json" in answer["Content-Disposition"]
    document = answer.json()
    jsonschema.Draft202012Validator(trial_schema()).validate(document)
    assert len(document["ratings"]) == 72
    assert all(proof["passed"] for proof in document["verification"])
    report = text_of(client.get(f"/trials/of/{trial}/report/"))
    for item in ("1a Title", "8c Intended sequence", "17a.2 Effect and its precision", "19 Harms"):
        assert item in report


@pytest.mark.slow
def test_a_partner_keeps_the_schedule_until_the_end(client, person, answered, clock):
    assert locked(client, **PARTNER).status_code == 302
    at_day(clock, 1)
    assert "as in your sealed schedule" in text_of(client.get("/"))
    address = "/trials/of/dairy-1/"
    assert "still sealed" in text_of(client.get(f"{address}result/"))
    refused = client.post(f"{address}schedule/", {"passphrase": "wrong horse"})
    assert "does not open" in text_of(refused)
    shown = text_of(client.post(f"{address}schedule/", PARTNER))
    assert "2026-03-11" in shown
    assert "sealed schedule" in text_of(client.get("/"))
    at_day(clock, 38)
    client.post(f"{address}schedule/", PARTNER)
    said = text_of(client.get(f"{address}result/"))
    assert "There is no result. The diary holds no ratings of 'back pain'" in said
    assert "There is no result: the diary holds no ratings" in text_of(client.get("/trials/"))


def test_a_passphrase_that_can_be_guessed_locks_nothing(client, answered):
    refused = locked(client, **GUESSED)
    assert (refused.status_code, "shorter than 8" in text_of(refused)) == (422, True)


def test_the_list_is_empty_kindly(client):
    page = text_of(client.get("/trials/"))
    assert "There is no trial yet" in page
    assert "Plan a trial" in page


def test_a_trial_that_is_not_there_is_not_found(client):
    for part in ("", "result/", "amend/", "export/", "report/", "schedule/"):
        assert client.get(f"/trials/of/none-1/{part}").status_code == 404
    for part in ("log/", "take-back/"):
        assert client.post(f"/trials/of/none-1/{part}").status_code == 404


def test_names_that_are_markup_stay_text(client, answered):
    query = QUERY.replace("dairy", "%3Cscript%3Ealert(1)%3C/script%3E")
    shown = client.get(f"/trials/outlook/?{query}&kind=practice").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
