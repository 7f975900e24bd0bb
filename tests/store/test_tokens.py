"""Tokens for programs: shown once, kept as digests, never among what is exported or set."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from gutline.store import queries
from gutline.store.errors import NotThereError, SettingError, StoreError
from gutline.store.models import Choice
from gutline.store.queries.tokens import token_named, tokens
from gutline.store.services.exports import export_json, import_json
from gutline.store.services.people import add_person, choose
from gutline.store.services.tokens import make_token, note_use, revoke_token
from gutline.store.tokens import LONGEST_TOKEN_NAME, MOST_TOKENS, key_of
from tests.store.conftest import NOW


def test_a_token_opens_its_own_persons_diary(person):
    secret, made = make_token(person, "phone", ["log", "read"], NOW)
    found = token_named(secret)
    assert found == made
    assert (found.person, found.name, found.scopes) == (
        person, "phone", frozenset({"log", "read"}),
    )  # fmt: skip


def test_the_secret_is_kept_nowhere(person):
    secret, _ = make_token(person, "phone", ["log"], NOW)
    kept = json.dumps(list(Choice.objects.values_list("key", "value")))
    assert secret not in kept
    assert secret.removeprefix(f"gutline_{person}_") not in kept


@pytest.mark.parametrize(
    "text", ["", "gutline_", "x", "gutline_1_" + "A" * 43, "gutline_9_\ud800", "gutline_1_é"]
)
def test_what_is_no_token_opens_nothing(person, text):
    make_token(person, "phone", ["log"], NOW)
    assert token_named(text) is None


def test_a_token_of_one_person_with_the_number_of_another_opens_nothing(person):
    other = add_person("Asia/Tokyo", NOW).key
    secret, _ = make_token(person, "phone", ["log"], NOW)
    assert token_named(secret.replace(f"_{person}_", f"_{other}_", 1)) is None


def test_a_revoked_token_opens_nothing(person):
    secret, made = make_token(person, "phone", ["log"], NOW)
    revoke_token(person, made.digest)
    assert token_named(secret) is None
    with pytest.raises(NotThereError, match="revoked already"):
        revoke_token(person, made.digest)


def test_nobody_can_revoke_the_token_of_another(person):
    other = add_person("Asia/Tokyo", NOW).key
    secret, made = make_token(person, "phone", ["log"], NOW)
    with pytest.raises(NotThereError):
        revoke_token(other, made.digest)
    assert token_named(secret) == made


@pytest.mark.parametrize(
    ("name", "scopes", "said"),
    [
        ("", ["log"], "no name"),
        ("x" * (LONGEST_TOKEN_NAME + 1), ["log"], "longer than"),
        ("phone", [], "must allow something"),
        ("phone", ["log", "everything"], "'everything' cannot be allowed"),
    ],
)
def test_an_impossible_token_is_refused_and_nothing_is_kept(person, name, scopes, said):
    with pytest.raises(StoreError, match=said):
        make_token(person, name, scopes, NOW)
    assert tokens(person) == ()


def test_there_is_an_end_to_tokens(person):
    for number in range(MOST_TOKENS):
        make_token(person, f"phone {number}", ["log"], NOW)
    with pytest.raises(StoreError, match="revoke one"):
        make_token(person, "one more", ["log"], NOW)


def test_tokens_are_listed_the_newest_first(person):
    make_token(person, "old", ["log"], NOW)
    make_token(person, "new", ["read"], NOW + timedelta(days=1))
    assert [token.name for token in tokens(person)] == ["new", "old"]


def test_the_day_of_use_is_noted_once_a_day(person):
    secret, made = make_token(person, "phone", ["log"], NOW)
    note_use(made, NOW)
    used = token_named(secret)
    assert (used.last_day, used.scopes) == (NOW.date().isoformat(), made.scopes)
    note_use(used, NOW + timedelta(days=1))
    assert token_named(secret).last_day == (NOW + timedelta(days=1)).date().isoformat()


def test_noting_the_use_of_a_token_that_was_revoked_meanwhile_does_nothing(person):
    secret, made = make_token(person, "phone", ["log"], NOW)
    revoke_token(person, made.digest)
    note_use(made, NOW)
    assert token_named(secret) is None


def test_tokens_are_no_choices_and_in_no_export(person):
    choose(person, "theme", "dark", NOW)
    _, made = make_token(person, "phone", ["log"], NOW)
    assert queries.choices(person) == {"theme": "dark"}
    assert made.digest not in export_json(person)


def test_a_token_cannot_be_smuggled_in(person):
    key = key_of(f"gutline_{person}_" + "A" * 43)
    with pytest.raises(SettingError):
        choose(person, key, {"name": "x"}, NOW)
    told = json.loads(export_json(person))
    told["choices"][key] = {
        "name": "x",
        "scopes": ["read"],
        "made_at": NOW.isoformat(),
        "last_day": "",
    }
    with pytest.raises(StoreError, match="token"):
        import_json(person, json.dumps(told), NOW)
    assert tokens(person) == ()
