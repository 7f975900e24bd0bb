"""Two programs that change what one of them has just read: the second waits, and nothing is lost.

The lock that keeps the writers of one process apart is taken away, so that threads meet in the
database as programs do; each waits after reading for the other to have read as well.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext, suppress
from datetime import timedelta

import pytest
from django.db import connections

from gutline.catalog.interview import load_weekly_question
from gutline.diary import parse_text
from gutline.store import writing
from gutline.store.drafts import Draft
from gutline.store.queries.safety import kept_safety, standing_advice
from gutline.store.queries.tokens import token_named, tokens
from gutline.store.services import safety
from gutline.store.services import tokens as token_services
from gutline.store.services.log import log_entry
from gutline.store.tokens import key_of
from tests.store.conftest import NOW

TODAY = NOW.date()
PATIENCE_S = 0.2
"""How long one waits for the other, which cannot come while it is kept waiting by the lock."""


@pytest.fixture
def at_once(monkeypatch):
    """Runs some works at once; each stops after it has read by the function that is named."""
    monkeypatch.setattr(writing, "one_writer", nullcontext)

    def call(module, reader, *works):
        meeting = threading.Barrier(len(works))
        read = getattr(module, reader)

        def read_and_wait(*args, **kwargs):
            found = read(*args, **kwargs)
            with suppress(threading.BrokenBarrierError):
                meeting.wait(PATIENCE_S)
            return found

        monkeypatch.setattr(module, reader, read_and_wait)
        errors = []

        def run(work):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - whatever went wrong is to be seen
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        monkeypatch.setattr(module, reader, read)
        return errors

    return call


def test_answers_given_in_two_places_are_both_kept(person, at_once):
    errors = at_once(
        safety, "kept_safety",
        lambda: safety.keep_answers(person, {"fever": True}, TODAY, NOW),
        lambda: safety.keep_answers(person, {"pregnant": False}, TODAY, NOW),
    )  # fmt: skip
    assert errors == []
    assert {name: one.value for name, one in kept_safety(person).given.items()} == {
        "fever": True, "pregnant": False,
    }  # fmt: skip


def test_a_page_of_the_check_and_the_question_of_the_week_are_both_kept(person, at_once):
    first = safety.begin_round(person, NOW).next_page()
    new = next(fact for fact in load_weekly_question().facts if fact not in first.facts)
    errors = at_once(
        safety, "kept_safety",
        lambda: safety.keep_page(person, first.id, [], {}, TODAY, NOW),
        lambda: safety.keep_week(person, [new], TODAY, NOW),
    )  # fmt: skip
    kept = kept_safety(person)
    assert errors == []
    assert kept.weekly == TODAY
    assert kept.round.shown == (first.id,)
    assert kept.given[new].value is True


def test_a_page_sent_twice_is_answered_once_and_the_second_is_told(person, at_once):
    first = safety.begin_round(person, NOW).next_page()
    (error,) = at_once(
        safety, "kept_safety",
        *[lambda: safety.keep_page(person, first.id, [], {}, TODAY, NOW)] * 2,
    )  # fmt: skip
    assert "answered already; go on with the next" in str(error)
    assert kept_safety(person).round.shown == (first.id,)


def test_beginning_anew_and_putting_off_end_in_one_of_the_two(person, at_once):
    errors = at_once(
        safety, "kept_safety",
        lambda: safety.begin_round(person, NOW), lambda: safety.skip_check(person, TODAY, NOW),
    )  # fmt: skip
    kept = kept_safety(person)
    assert errors == []
    assert kept.skipped == TODAY


def test_two_pieces_of_advice_read_at_once_are_both_noted(person, at_once):
    safety.keep_answers(person, {"jaundice": True, "painful_red_eye": True}, TODAY, NOW)
    one, other = standing_advice(person, TODAY)[:2]
    errors = at_once(
        safety, "document",
        lambda: safety.note_advice(person, [one], TODAY, NOW),
        lambda: safety.note_advice(person, [other], TODAY, NOW),
    )  # fmt: skip
    kept = kept_safety(person)
    assert errors == []
    assert kept.is_noted(one)
    assert kept.is_noted(other)


def test_signs_of_two_notes_written_at_once_both_count(person, at_once):
    safety.keep_seen(person, parse_text("2026-03-01 20:00 ate rye bread\n"), TODAY, NOW)
    fever, chills = (
        log_entry(person, Draft("note", "", NOW, note=words), NOW).record.content
        for words in ("high fever", "blood in stool")
    )
    errors = at_once(
        safety, "kept_safety",
        lambda: safety.add_seen(person, {"fever": fever}, TODAY, NOW),
        lambda: safety.add_seen(person, {"rectal_bleeding": chills}, TODAY, NOW),
    )  # fmt: skip
    assert errors == []
    assert {"fever", "rectal_bleeding"} <= set(kept_safety(person).signs)


def test_a_token_revoked_while_it_is_used_stays_revoked(person, at_once):
    secret, token = token_services.make_token(person, "phone", ["log"], NOW)
    errors = at_once(
        token_services, "token_of",
        lambda: token_services.note_use(token, NOW + timedelta(days=1)),
        lambda: token_services.revoke_token(person, key_of(secret).removeprefix("token.")),
    )  # fmt: skip
    assert errors == []
    assert tokens(person) == ()
    assert token_named(secret) is None
