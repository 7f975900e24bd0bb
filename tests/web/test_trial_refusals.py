"""The pages of trials against people who do things twice, late, ahead, or in the wrong order."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.trials.answered import lasting, profile
from tests.web.conftest import NOW
from tests.web.test_trial_pages import QUERY, at_day, locked, rate, text_of, worker_here
from tests.web.trial_made import keep_trial

__all__ = ["worker_here"]


@pytest.fixture
def answered(person):
    """The person has answered the short check."""
    from gutline.store.services.safety import keep_answers

    keep_answers(person, lasting(profile().answers), NOW.date(), NOW)


@pytest.fixture
def trial(person) -> str:
    """A trial of dairy from tomorrow, six pairs of three days."""
    return keep_trial(person, "dairy-1", "dairy")


def events_of(person: int) -> list[str]:
    from gutline.store.queries.trials import kept_trial

    return [event.what for event in kept_trial(person, "dairy-1").trial.events]


def test_a_plan_that_is_locked_twice_begins_once(client, person, answered):
    from gutline.store.queries.trials import kept_trials

    shown = client.get(f"/trials/outlook/?{QUERY}").content.decode()
    token = unescape(re.search(r'name="plan" value="([^"]+)"', shown)[1])
    assert client.post("/trials/lock/", {"plan": token}).status_code == 302
    again = client.post("/trials/lock/", {"plan": token})
    assert again.status_code == 422
    assert "two things at once" in text_of(again)
    assert len(kept_trials(person)) == 1


def test_while_one_thing_is_left_out_no_second_plan_can_be_locked(client, answered, trial, clock):
    at_day(clock, 2)
    page = client.get(f"/trials/outlook/?{QUERY.replace('dairy', 'eggs')}&start=2026-03-20")
    assert "One elimination at a time" in text_of(page)
    assert 'name="plan"' not in page.content.decode()
    assert "Answer the short check" not in text_of(page)


def test_a_stop_that_lies_ahead_does_not_open_the_gate(client, person, answered, trial, clock):
    at_day(clock, 2)
    form = {"what": "stop", "day": "2026-04-10"}
    refused = client.post(f"/trials/of/{trial}/log/", form)
    assert (refused.status_code, "still to come" in text_of(refused)) == (422, True)
    assert events_of(person) == []


@pytest.mark.parametrize("value", ["yes", "partly", "no"])
def test_a_day_can_be_answered_a_second_time_and_the_last_word_counts(
    client, person, trial, clock, value
):
    from gutline.store.queries.trials import kept_trial
    from gutline.trials.calendar import lay_days
    from gutline.trials.own_trial import _adherence

    at = at_day(clock, 1)
    client.post(f"/trials/of/{trial}/log/", {"what": "kept", "value": "no"})
    clock(at + timedelta(minutes=5))
    client.post(f"/trials/of/{trial}/log/", {"what": "kept", "value": value})
    own = kept_trial(person, trial).trial
    kept = _adherence(own, lay_days(own, at.date()))
    assert (kept.logged, kept.kept) == (1, {"yes": 1.0, "partly": 0.5, "no": 0.0}[value])


def test_the_same_tap_sent_twice_is_kept_once(client, person, trial, clock):
    at_day(clock, 1)
    for _ in range(2):
        done = client.post(f"/trials/of/{trial}/log/", {"what": "kept", "value": "yes"})
        assert done.status_code == 302
    assert events_of(person) == ["kept"]


@pytest.mark.parametrize(
    ("steps", "word"),
    [(("resume",), "is not paused"), (("pause", "pause"), "is paused already"),
     (("pause", "resume", "resume"), "is not paused"), (("stop", "pause"), "was stopped"),
     (("stop", "stop"), "was stopped"), (("safety_stop", "stop"), "was stopped")],
)  # fmt: skip
def test_steps_in_the_wrong_order_say_why(client, person, trial, clock, steps, word):
    at = at_day(clock, 4)
    for number, what in enumerate(steps[:-1]):
        clock(at + timedelta(minutes=number))
        assert client.post(f"/trials/of/{trial}/log/", {"what": what}).status_code == 302
    clock(at + timedelta(minutes=len(steps)))
    answer = client.post(f"/trials/of/{trial}/log/", {"what": steps[-1]})
    assert (answer.status_code, word in text_of(answer)) == (422, True)
    assert events_of(person) == list(steps[:-1])


@pytest.mark.parametrize(
    "form",
    [{}, {"what": ""}, {"what": "kept"}, {"what": "kept", "value": "<b>"},
     {"what": "expect", "value": ""}, {"what": "guess", "value": "1"},
     {"what": "sick", "day": "2026-13-01"}, {"what": "sick", "day": "2020-01-01"},
     {"what": "sick", "day": "9999-12-31"}, {"what": "sick", "value": "yes"}],
)  # fmt: skip
def test_a_form_that_says_nothing_changes_nothing(client, person, trial, clock, form):
    at_day(clock, 2)
    answer = client.post(f"/trials/of/{trial}/log/", form)
    assert answer.status_code == 422
    assert events_of(person) == []
    assert "<b>" not in answer.content.decode().split("wrong", 1)[-1].split("</div>", 1)[0]


def test_a_long_reason_is_cut_and_shown_as_text(client, trial, clock):
    at_day(clock, 2)
    reason = "<i>" + "x" * 400
    form = {"what": "kept", "value": "no", "reason": reason}
    assert client.post(f"/trials/of/{trial}/log/", form).status_code == 302
    page = client.get(f"/trials/of/{trial}/").content.decode()
    assert "&lt;i&gt;" + "x" * 197 + ")" in page
    assert "<i>x" not in page


@pytest.mark.parametrize("day", [37, 60, 80])
def test_after_the_end_nothing_is_asked_and_the_plan_stays(client, trial, clock, day):
    at_day(clock, day)
    page = text_of(client.get(f"/trials/of/{trial}/"))
    assert "It is over" in page
    assert "Did you keep to it" not in page
    assert "told two days ahead" not in page
    assert "Change the plan" not in page
    form = {"smallest_difference": "0.2", "carry_over_hours": "0", "put_back": "", "reason": "x"}
    refused = client.post(f"/trials/of/{trial}/amend/", form)
    assert (refused.status_code, "is over" in text_of(refused)) == (422, True)


def test_before_day_1_it_can_be_stopped_but_not_answered(client, person, trial):
    page = text_of(client.get(f"/trials/of/{trial}/"))
    assert "Before day 1" in page
    assert "I am ill today" not in page
    answer = client.post(f"/trials/of/{trial}/log/", {"what": "kept", "value": "yes"})
    assert "before day 1" in text_of(answer)
    assert client.post(f"/trials/of/{trial}/log/", {"what": "stop"}).status_code == 302
    assert "It is over" in text_of(client.get(f"/trials/of/{trial}/"))
    assert events_of(person) == ["stop"]


@pytest.mark.parametrize(("minutes", "offered"), [(0, True), (59, True), (61, False)])
def test_what_was_logged_last_is_taken_back_for_an_hour(
    client, person, trial, clock, minutes, offered
):
    at = at_day(clock, 2)
    client.post(f"/trials/of/{trial}/log/", {"what": "stop"})
    clock(at + timedelta(minutes=minutes))
    page = client.get(f"/trials/of/{trial}/").content.decode()
    assert ("Take back what was logged last" in page) is offered
    answer = client.post(f"/trials/of/{trial}/take-back/", {"at": at.isoformat()})
    assert answer.status_code == (302 if offered else 422)
    assert events_of(person) == ([] if offered else ["stop"])


def test_a_take_back_from_an_older_page_takes_nothing(client, person, trial, clock):
    at = at_day(clock, 2)
    client.post(f"/trials/of/{trial}/log/", {"what": "sick"})
    clock(at + timedelta(minutes=5))
    client.post(f"/trials/of/{trial}/log/", {"what": "pause"})
    for said in (at.isoformat(), "", "yesterday"):
        refused = client.post(f"/trials/of/{trial}/take-back/", {"at": said})
        assert (refused.status_code, "something else was logged" in text_of(refused)) == (422, True)
    assert events_of(person) == ["sick", "pause"]


def test_what_is_asked_of_one_plan_is_asked_on_its_own_page(client, answered):
    query = "exposure=wheat&outcome=back+pain&way=left_out&pairs=4&start=2026-03-20"
    page = client.get(f"/trials/outlook/?{query}")
    words = text_of(page)
    assert "Has it ever made you seriously ill" in words
    assert "Answer what this plan needs" not in words
    shown = page.content.decode()
    for name, value in (("pairs", "4"), ("way", "left_out"), ("start", "2026-03-20")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in shown
    assert '<button name="harmed" value="no">' in shown
    after = client.get(f"/trials/outlook/?{query}&harmed=no")
    assert "Lock the plan and draw, once" in text_of(after)
    closed = client.get(f"/trials/outlook/?{query}&harmed=yes")
    assert 'name="plan"' not in closed.content.decode()


def test_the_way_to_the_open_questions_comes_back_to_the_same_plan(client):
    from urllib.parse import parse_qs, urlsplit

    page = client.get(f"/trials/outlook/?{QUERY}&difference=2").content.decode()
    link = unescape(re.search(r'href="(/[^"]*facts=[^"]*)"', page)[1])
    asked = parse_qs(urlsplit(link).query)
    assert "pregnant" in asked["facts"][0].split(",")
    assert "food_harmed_before" not in asked["facts"][0]
    back = urlsplit(asked["next"][0])
    said = {name: values[0] for name, values in parse_qs(back.query).items()}
    assert back.path == "/trials/new/"
    assert said["pairs"] == "6"
    assert (said["exposure"], said["outcome"], said["difference"]) == ("dairy", "back pain", "2")


def told_of_sleep(person: int, kind: str = "sleep", name: str = "sleep", unit: str = "h") -> None:
    """Forty nights before the trial."""
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_many

    rows = [Draft(kind, name, NOW - timedelta(days=n), 7.0 + n % 3, unit) for n in range(1, 41)]
    log_many(person, rows, NOW)


def test_hours_are_asked_about_and_then_told_in_hours(client, person, answered):
    told_of_sleep(person)
    query = "exposure=coffee&outcome=sleep&kind=drink&harmed=no"
    page = client.get(f"/trials/outlook/?{query}")
    assert "Smallest difference that matters, in hours" in text_of(page)
    assert 'name="higher"' not in page.content.decode()
    assert '<input type="hidden" name="outcome" value="sleep">' in page.content.decode()
    plan = text_of(client.get(f"/trials/outlook/?{query}&difference=0.5"))
    assert "Finds a difference of 0.5 hours, if there is one" in plan
    assert "More of it counts as better." in plan
    assert not re.search(r"\bpoints?\b", plan.replace("the points above", ""))
    less = text_of(client.get(f"/trials/outlook/?{query}&difference=0.5&higher=0"))
    assert "Less of it counts as better." in less


def test_of_what_a_device_measured_it_is_asked_which_way_is_better(client, person, answered):
    told_of_sleep(person, "measurement", "hrv", "ms")
    query = "exposure=coffee&outcome=hrv&kind=drink&harmed=no&difference=3"
    page = client.get(f"/trials/outlook/?{query}").content.decode()
    assert '<select id="higher" name="higher" required>' in page
    assert 'value="3" required' in page
    plan = text_of(client.get(f"/trials/outlook/?{query}&higher=1"))
    assert "Finds a difference of 3 ms, if there is one" in plan


def test_dates_and_sizes_of_a_plan_are_said_in_words(client, answered):
    page = text_of(client.get(f"/trials/outlook/?{QUERY}"))
    assert "Put dairy back by 19 April 2026, whatever the result." in page
    assert "Finds a difference of 1 point, if there is one" in page
    assert "1 points" not in page


def test_a_result_says_its_figures_once(client, person, trial, clock):
    rate(person, 2.5)
    at_day(clock, 38)
    page = text_of(client.get(f"/trials/of/{trial}/result/"))
    assert page.count("e-value") <= 1
    assert "A benefit of" not in page
    assert "1 points" not in page
    assert "Have dairy again" not in page
    assert "Try how much of it you bear" in page


def test_what_cannot_be_said_yet_begins_with_a_capital(client, trial, clock):
    at_day(clock, 2)
    assert "No pair of the trial" in text_of(client.get(f"/trials/of/{trial}/result/"))


def test_without_ratings_a_finished_trial_says_what_is_missing(client, person, trial, clock):
    from gutline.store.queries.trials import own_rules

    at_day(clock, 38)
    page = text_of(client.get(f"/trials/of/{trial}/result/"))
    assert "no ratings of 'back pain'" in page
    assert own_rules(person) == ()


@pytest.mark.parametrize("effect", [0.0, 2.5])
def test_a_result_that_changes_with_the_diary_replaces_its_rule(
    client, person, trial, clock, effect
):
    from gutline.store.queries.trials import own_rules

    rate(person, effect)
    at_day(clock, 38)
    client.get(f"/trials/of/{trial}/result/")
    first = own_rules(person)
    client.get(f"/trials/of/{trial}/result/")
    assert own_rules(person) == first
    assert len(first) == 1
    assert (first[0].verdict == "harms") is (effect > 0)


def test_somebody_elses_trial_is_not_found_by_its_name(client, other_person):
    keep_trial(other_person, "dairy-1", "dairy")
    for part in ("", "result/", "amend/", "schedule/", "export/", "report/"):
        assert client.get(f"/trials/of/dairy-1/{part}").status_code == 404
    assert client.post("/trials/of/dairy-1/log/", {"what": "stop"}).status_code == 404
    assert "dairy" not in text_of(client.get("/trials/"))


def test_an_open_schedule_has_no_partner_to_ask(client, trial):
    refused = client.post(f"/trials/of/{trial}/schedule/", {"passphrase": "correct horse"})
    assert (refused.status_code, "not sealed" in text_of(refused)) == (422, True)


@pytest.mark.parametrize("query", ["", "exposure=tea", "outcome=mood", "exposure=+&outcome=+"])
def test_a_plan_of_nothing_asks_what_is_tested(client, answered, query):
    page = client.get(f"/trials/outlook/?{query}")
    assert "Say what is tested, and what it is rated by" in text_of(page)
    assert 'name="plan"' not in page.content.decode()


def test_a_plan_in_the_past_is_not_locked(client, answered):
    refused = locked(client, QUERY.replace("2026-03-11", "2026-03-01"))
    assert (refused.status_code, "lies in the past" in text_of(refused)) == (422, True)
