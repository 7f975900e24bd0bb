"""The Findings page: verdicts as cards, what is missing, and how its run stands."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gutline.diary.entries import Entry
from gutline.discovery.findings import Verdict
from gutline.web.findings_file import findings_path
from tests.reports import samples
from tests.web.conftest import NOW, signed_in
from tests.web.shown_findings import leave, log

PAGE = "/findings/"


def text_of(answer) -> str:
    """The words of a page."""
    page = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def logged(person):
    log(person, [Entry(NOW - timedelta(days=1), "food", "rye bread")], NOW)
    return person


@pytest.fixture
def found(home, logged):
    """A person with findings of everything a page can show."""
    leave(home, logged, samples.findings())
    moment = datetime(2026, 3, 10, 8, 5, tzinfo=NOW.tzinfo).timestamp()
    os.utime(findings_path(home, logged), (moment, moment))
    return logged


@pytest.fixture
def run_state(monkeypatch):
    """Sets what is going on in the background."""
    from gutline.web import findings_run

    def call(*state, **named):
        made = findings_run.RunState(*state, **named)
        monkeypatch.setattr(findings_run, "run_state", lambda person: made)

    return call


@pytest.mark.parametrize("address", [PAGE, "/findings/state/"])
def test_a_stranger_sees_nothing(found, stranger, address):
    answer = stranger.get(address)
    assert answer.status_code == 403
    assert "dairy" not in answer.content.decode()


def test_a_stranger_cannot_start_a_run(stranger, found):
    assert stranger.post("/findings/run/").status_code == 403


def test_a_run_needs_our_own_form(home, found):
    assert signed_in(home, checks=True).post("/findings/run/").status_code == 403
    assert signed_in(home).get("/findings/run/").status_code == 405


def test_somebody_elses_findings_are_not_shown(home, client, found, other_person):
    findings_path(home, found).unlink()
    leave(home, other_person, samples.findings())
    assert "dairy" not in text_of(client.get(PAGE))


def test_an_empty_diary_says_why_there_is_nothing(client):
    words = text_of(client.get(PAGE))
    assert "Nothing to say yet, because nothing was logged." in words
    assert "Begin on Today" in words
    assert "Work it out now" not in words


def test_before_the_first_run_it_says_what_is_missing(client, logged, run_state):
    run_state("waiting")
    words = text_of(client.get(PAGE))
    assert "because your diary has not been looked through so far" in words
    assert "They will be worked out in a moment." in words
    assert "Work it out now" in words


def test_a_diary_without_ratings_says_so(home, client, logged):
    leave(home, logged, samples.nothing(), days=1)
    words = text_of(client.get(PAGE))
    assert "Nothing to say yet, because there is no symptom rating in this diary" in words


def test_a_finding_is_a_sentence_a_curve_four_facts_and_what_to_do(client, found):
    page = client.get(PAGE).content.decode()
    words = text_of(client.get(PAGE))
    assert "After dairy your back pain was on average 1.3 points higher (0.8 to 1.8)" in words
    assert 'aria-label="Your back pain in the hours after dairy: +1.3 points at the peak' in page
    for fact in ("How sure 98", "How often 37 times on 35 days", "When it peaks about 14 hours"):
        assert fact in words
    assert "Would a hidden cause do? It would have to be 2.4 times as strong as stress" in words
    assert "Next: Test it: leave out dairy on some days drawn by lot and see." in words


def test_it_says_why_and_where_the_method_stands(client, found):
    words = text_of(client.get(PAGE))
    assert "Why do you say so?" in words
    assert "is not logged more or less often after a bad rating" in words
    assert "the two halves of the diary agree: +1.2 points in the first, +1.5" in words
    assert "How this was worked out" in words
    assert "at most one in ten of them is expected to be a false alarm" in words


def test_every_verdict_has_its_place(client, found):
    page = client.get(PAGE).content.decode()
    verdicts = {str(f.verdict) for f in samples.findings().findings}
    assert verdicts == {str(verdict) for verdict in Verdict}
    for verdict in verdicts:
        assert f'class="card {verdict}"' in page
    words = text_of(client.get(PAGE))
    assert "You can stop worrying about" in words
    assert "Cannot be known yet: what to change this week" in words


def test_members_of_a_group_stand_on_one_card(client, found):
    words = text_of(client.get(PAGE))
    assert re.search(
        r"One of these: (butter|rye bread) \([^)]+\)\s?, (butter|rye bread) \(", words
    ), words


def test_a_symptom_with_too_little_says_what_it_needs(client, found):
    assert samples.too_short().status.rstrip(".") in text_of(client.get(PAGE))


def test_it_says_how_many_days_each_thing_still_needs(client, found):
    words = text_of(client.get(PAGE))
    assert "1 thing you logged has been logged often enough to be tested." in words
    assert "ice cream food, logged 5 times about 9 more days, 3 more times" in words


def test_it_says_when_it_last_ran_and_that_nothing_changed_since(client, found):
    words = text_of(client.get(PAGE))
    assert "Last worked out today at 09:05; it took 1 second." in words
    assert "Nothing was logged or changed since." in words


def test_it_says_that_it_is_behind(client, found, run_state):
    log(found, [Entry(NOW, "symptom", "back pain", 4.0, "nrs")], NOW)
    # The runner has not noticed yet, and then it has.
    for doing in ("", "waiting"):
        run_state(doing)
        answer = client.get(PAGE)
        assert "worked out anew once you pause" in text_of(answer)
        assert 'hx-trigger="every 3s"' in answer.content.decode()


def test_before_the_first_run_nothing_is_said_of_an_earlier_one(client, person, run_state):
    log(person, [Entry(NOW, "symptom", "back pain", 4.0, "nrs")], NOW)
    answer = client.get(PAGE)
    assert "They will be worked out in a moment." in text_of(answer)
    assert 'hx-trigger="every 3s"' in answer.content.decode()
    run_state("running", NOW)
    assert "Being worked out since today at 10:30." in text_of(client.get(PAGE))


def test_it_says_that_a_run_goes_on(client, found, run_state):
    run_state("running", NOW)
    answer = client.get(PAGE)
    assert "Being worked out anew since today at 10:30." in text_of(answer)
    assert 'hx-trigger="every 3s"' in answer.content.decode()


def test_it_says_what_went_wrong_and_keeps_the_last_findings(client, found, run_state):
    run_state(error="the diary could not be read; nothing was lost")
    words = text_of(client.get(PAGE))
    assert "The last run gave nothing. the diary could not be read; nothing was lost" in words
    assert "After dairy your back pain was" in words


def test_nothing_is_asked_again_when_nothing_goes_on(client, found):
    assert "hx-trigger" not in client.get(PAGE).content.decode()


def test_newer_findings_are_offered_and_not_forced_upon_the_reader(home, client, found, run_state):
    run_state("running", NOW)
    page = client.get(PAGE).content.decode()
    stamp = re.search(r"findings/state/\?stamp=([\d.]+)&amp;mark=", page)[1]
    same = client.get("/findings/state/", {"stamp": stamp}).content.decode()
    assert "New findings are ready." not in same
    assert "hx-trigger" in same
    leave(home, found, samples.findings())
    newer = client.get("/findings/state/", {"stamp": stamp}).content.decode()
    assert "New findings are ready." in newer
    assert "hx-trigger" not in newer
    assert "<html" not in newer


def test_the_same_words_are_not_said_twice(client, found, run_state):
    run_state("running", NOW)
    page = client.get(PAGE).content.decode()
    address = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    assert client.get(address).status_code == 204
    run_state()
    done = client.get(address)
    assert done.status_code == 200
    assert "Nothing was logged or changed since." in text_of(done)
    assert "hx-trigger" not in done.content.decode()


def test_asking_for_a_run_leads_back_to_the_page(client, found, monkeypatch):
    from gutline.web import findings_run

    asked: list[int] = []
    monkeypatch.setattr(findings_run, "ask", asked.append)
    answer = client.post("/findings/run/")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert asked == [found]


def test_hostile_names_are_shown_and_never_markup(home, client, logged):
    leave(home, logged, samples.hostile_findings())
    page = client.get(PAGE).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}" in page
    assert "\u202e" not in page


def test_the_page_has_no_inline_style_or_script(client, found):
    page = client.get(PAGE).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\son\w+=", page) == []


def test_queries_do_not_grow_with_the_findings(home, client, found):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(PAGE).status_code == 200
        return len(seen)

    client.get(PAGE)
    few = queries()
    many = [Entry(NOW - timedelta(hours=n), "food", f"food {n}") for n in range(300)]
    log(found, many, NOW)
    leave(home, found, samples.hostile_findings())
    assert queries() == few <= 6


def test_today_is_told_what_can_be_tested_next(found):
    from gutline.web.findings_run import testable_soon

    assert testable_soon(found) == "ice cream testable in about 9 days"


def test_today_is_told_nothing_before_the_first_run(logged):
    from gutline.web.findings_run import testable_soon

    assert testable_soon(logged) == ""


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "today at 10:30"),
        (NOW - timedelta(days=1), "yesterday at 10:30"),
        (NOW - timedelta(days=40), "on 29 January 2026 at 10:30"),
        (NOW - timedelta(hours=11), "yesterday at 23:30"),
    ],
)
def test_times_are_said_as_people_say_them(home, at, words):
    from gutline.web.pages.findings_state import when_words

    assert when_words(at, NOW, "Europe/Berlin") == words


@pytest.mark.parametrize("address", [PAGE, "/timeline/"])
def test_long_pages_are_sent_squeezed(client, found, address):
    plain = client.get(address)
    squeezed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert squeezed.headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]
    assert len(squeezed.content) < len(plain.content)


def test_the_page_and_all_its_plots_stay_light(client, found):
    assert len(client.get(PAGE, headers={"Accept-Encoding": "gzip"}).content) < 60_000
