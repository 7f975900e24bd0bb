"""Tokens for programs: shown once, kept as digests, and they open one diary only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from gutline.store import queries
from gutline.store.errors import NotThereError, SettingError, StoreError
from gutline.store.models import Choice
from gutline.store.queries.tokens import token_named, tokens
from gutline.store.services.exports import export_json, import_json
from gutline.store.services.people import add_person, choose
from gutline.store.services.tokens import make_token, note_use, revoke_token
from gutline.store.tokens import (
    LONGEST_TOKEN_NAME,
    MOST_TOKENS,
    SCOPES,
    checked_scopes,
    key_of,
    new_secret,
    person_in,
    token_of,
    value_of,
)
from tests.store.conftest import NOW


def test_a_token_is_found_by_its_secret(person):
    secret, token = make_token(person, "phone", ["log", "read"], NOW)
    assert token_named(secret) == token
    assert (token.person, token.name, sorted(token.scopes)) == (person, "phone", ["log", "read"])
    assert (token.made_at, token.last_day) == (NOW, "")
    assert token.allows == "add entries, read entries, the diary and findings"


def test_the_secret_is_kept_nowhere(person):
    secret, token = make_token(person, "phone", ["log"], NOW)
    rows = json.dumps(list(Choice.objects.values_list("key", "value")))
    kept = rows + repr(tokens(person)) + repr(queries.choices(person)) + export_json(person)
    assert secret not in kept
    assert secret.removeprefix(f"gutline_{person}_") not in kept
    assert queries.choices(person) == {}
    assert token.digest not in export_json(person)


def test_two_tokens_of_one_name_are_two(person):
    (one, _), (other, _) = (make_token(person, "phone", ["log"], NOW) for _ in range(2))
    assert one != other
    assert len(tokens(person)) == 2


def test_tokens_come_newest_first(person):
    for days in range(3):
        make_token(person, f"phone {days}", ["log"], NOW + timedelta(days=days))
    assert [token.name for token in tokens(person)] == ["phone 2", "phone 1", "phone 0"]


def test_a_revoked_token_opens_nothing(person):
    secret, token = make_token(person, "phone", ["log"], NOW)
    revoke_token(person, token.digest)
    assert token_named(secret) is None
    assert tokens(person) == ()
    with pytest.raises(NotThereError, match="no such token; it may have been revoked already"):
        revoke_token(person, token.digest)


def test_nobody_can_revoke_the_token_of_another(person):
    other = add_person("Asia/Tokyo", NOW).key
    secret, token = make_token(person, "phone", ["log"], NOW)
    with pytest.raises(NotThereError):
        revoke_token(other, token.digest)
    assert token_named(secret) == token


@pytest.mark.parametrize("digest", ["", "%", "_", "a" * 64, "'; DROP TABLE store_choice; --"])
def test_a_digest_that_is_none_revokes_nothing(person, digest):
    make_token(person, "phone", ["log"], NOW)
    with pytest.raises(NotThereError):
        revoke_token(person, digest)
    assert len(tokens(person)) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret, other: "",
        lambda secret, other: "gutline_",
        lambda secret, other: "x",
        lambda secret, other: "gutline_1_" + "A" * 43,
        lambda secret, other: "gutline_9_\ud800",
        lambda secret, other: "gutline_1_é",
        lambda secret, other: secret[:-1],
        lambda secret, other: secret + "a",
        lambda secret, other: secret + "\n",
        lambda secret, other: " " + secret,
        lambda secret, other: secret.upper(),
        lambda secret, other: secret.replace("gutline_", "gutline_0"),
        lambda secret, other: f"gutline_{other}_{secret.split('_', 2)[2]}",
        lambda secret, other: "gutline_" + "9" * 18 + secret[-44:],
        lambda secret, other: "gutline_" + "9" * 400 + secret[-44:],
        lambda secret, other: "gutline_٣" + secret[-44:],
        lambda secret, other: "gutline_-1" + secret[-44:],
        lambda secret, other: "token." + key_of(secret),
        lambda secret, other: key_of(secret),
        lambda secret, other: "\ud800" * 60,
    ],
)
def test_what_is_nearly_a_token_opens_nothing(person, spoil):
    other = add_person("UTC", NOW).key
    secret, _ = make_token(person, "phone", ["log"], NOW)
    assert token_named(spoil(secret, other)) is None


def test_secrets_are_long_and_differ():
    drawn = {new_secret(7) for _ in range(50)}
    assert len(drawn) == 50
    assert all(person_in(secret) == 7 and len(secret) > 50 for secret in drawn)
    assert len({key_of(secret) for secret in drawn}) == 50


def test_a_token_reads_back_as_it_was_written(person):
    secret, token = make_token(person, "phone", SCOPES, NOW)
    used = replace(token, last_day="2026-03-01")
    assert token_of(person, key_of(secret), value_of(used)) == used
    assert token_of(person, "token.x", {**value_of(token), "scopes": None}).scopes == frozenset()


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        ([], "must allow something"),
        (["root"], "'root' cannot be allowed"),
        (["log", "everything"], "'everything' cannot be allowed"),
        ("log", "cannot be allowed"),
        (["LOG"], "'LOG' cannot be allowed"),
        ([""], "'' cannot be allowed"),
    ],
)
def test_a_token_allows_something_that_there_is(person, scopes, said):
    with pytest.raises(StoreError, match=said):
        make_token(person, "phone", scopes, NOW)
    assert tokens(person) == ()


def test_scopes_are_each_counted_once():
    assert checked_scopes(["log", "log", "read"]) == {"log", "read"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "has no name"),
        ("  \t ", "has no name"),
        ("n" * (LONGEST_TOKEN_NAME + 1), "longer than 60"),
        ("n" * 501, "longer than 500"),
        ("a\x00b", "control character"),
        ("\ud800", "control character"),
    ],
)
def test_a_token_has_a_name_that_can_be_shown(person, name, reason):
    with pytest.raises(StoreError, match=reason):
        make_token(person, name, ["log"], NOW)
    assert tokens(person) == ()


def test_a_name_is_tidied(person):
    assert make_token(person, "  my   phone ", ["log"], NOW)[1].name == "my phone"
    longest = "n" * LONGEST_TOKEN_NAME
    assert make_token(person, longest, ["log"], NOW)[1].name == longest


def test_there_are_only_so_many(person):
    made = [make_token(person, f"t{number}", ["log"], NOW)[1] for number in range(MOST_TOKENS)]
    with pytest.raises(StoreError, match="50 tokens already; revoke one"):
        make_token(person, "one more", ["log"], NOW)
    other = add_person("UTC", NOW).key
    make_token(other, "theirs", ["log"], NOW)
    revoke_token(person, made[0].digest)
    make_token(person, "one more", ["log"], NOW)
    assert len(tokens(person)) == MOST_TOKENS


def test_the_last_day_of_use_is_noted(person):
    secret, token = make_token(person, "phone", ["log"], NOW)
    note_use(token, NOW)
    assert token_named(secret) == replace(token, last_day="2026-03-01")
    note_use(token_named(secret), NOW + timedelta(days=1))
    assert token_named(secret).last_day == "2026-03-02"


def test_a_second_use_on_a_day_writes_nothing(person, django_queries):
    _, token = make_token(person, "phone", ["log"], NOW)
    used = replace(token, last_day="2026-03-01")
    with django_queries() as said:
        note_use(used, NOW + timedelta(hours=3))
    assert not [sql for sql in said if sql.startswith("UPDATE")]


def test_the_use_of_a_revoked_token_is_not_noted(person):
    secret, token = make_token(person, "phone", ["log"], NOW)
    revoke_token(person, token.digest)
    note_use(token, NOW)
    assert tokens(person) == ()
    assert token_named(secret) is None


def test_nobody_sets_or_reads_a_token_as_a_choice(person):
    secret, token = make_token(person, "phone", ["log"], NOW)
    for value in ({"scopes": ["read"]}, None):
        with pytest.raises(SettingError, match="cannot be set"):
            choose(person, key_of(secret), value, NOW)
    choose(person, "theme", "dark", NOW)
    assert queries.choices(person) == {"theme": "dark"}
    assert token_named(secret) == token


def test_a_token_is_in_no_export_and_cannot_be_smuggled_in_with_one(person):
    _, token = make_token(person, "phone", ["log"], NOW)
    told = json.loads(export_json(person))
    assert token.digest not in json.dumps(told)
    key = key_of(f"gutline_{person}_" + "A" * 43)
    told["choices"][key] = value_of(token)
    with pytest.raises(StoreError, match="token"):
        import_json(person, json.dumps(told), NOW)
    assert tokens(person) == (token,)


@pytest.fixture
def django_queries():
    """What is said to the database within a block."""
    from contextlib import contextmanager

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    @contextmanager
    def listen():
        said: list[str] = []
        with CaptureQueriesContext(connection) as heard:
            yield said
        said.extend(query["sql"] for query in heard.captured_queries)

    return listen
