"""Two people in one database: no service and no query gives one of them what is the other's."""

from __future__ import annotations

import inspect
from datetime import date, datetime, timedelta
from types import ModuleType

import pytest

from gutline.store import queries
from gutline.store.copying import table_digests
from gutline.store.drafts import Draft
from gutline.store.errors import NotThereError, StoreError
from gutline.store.queries import tokens as token_queries
from gutline.store.queries.days import timeline
from gutline.store.queries.people import person_of_account
from gutline.store.services import backups, edits, erasing, exports, log, people, tokens
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW

LATER = NOW + timedelta(hours=1)
DAY = date(2026, 2, 1)
NOBODY = 987_654
SECRET_WORDS = ("back pain", "knee_left", "after the party", "hers-1", "dark", "phone")


@pytest.fixture
def hers(person):
    """Everything that one person can keep: entries, versions, a choice, a receipt, a token."""
    draft = Draft(
        "symptom", "back pain", datetime(2026, 2, 1, 8), 6, note="after the party", id="hers-1",
        detail={"sites": ["knee_left"]},
    )  # fmt: skip
    key = log.log_once(person, "key", [draft], NOW).record.key
    edits.edit(person, key, {"value": 4}, NOW)
    gone = log.log_entry(person, Draft("food", "rye", datetime(2026, 2, 1, 9)), NOW).record.key
    edits.delete(person, gone, NOW)
    choose(person, "theme", "dark", NOW)
    tokens.make_token(person, "phone", ["read"], NOW)
    return key


@pytest.fixture
def stranger(person):
    return add_person("Asia/Tokyo", NOW, name="S.").key


CHANGES = {
    "edit": lambda who, key: edits.edit(who, key, {"value": 1}, LATER),
    "edit of nothing": lambda who, key: edits.edit(who, key, {}, LATER),
    "edit of what was seen": lambda who, key: edits.edit(who, key, {"value": 1}, LATER, seen=1),
    "edit of a wrong field": lambda who, key: edits.edit(who, key, {"colour": "red"}, LATER),
    "delete": lambda who, key: edits.delete(who, key, LATER),
    "restore": lambda who, key: edits.restore(who, key, LATER),
    "undo": lambda who, key: edits.undo(who, key, LATER),
    "look": queries.entry_record,
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_of_somebody_else_is_not_there(hers, stranger, change):
    before = table_digests()
    with pytest.raises(NotThereError) as refusal:
        CHANGES[change](stranger, hers)
    assert not [word for word in SECRET_WORDS if word in str(refusal.value)]
    assert table_digests() == before


@pytest.mark.parametrize("change", CHANGES)
def test_somebody_elses_entry_and_none_are_told_in_the_same_words(hers, stranger, change):
    """Else the answer would say which numbers are taken."""
    said = []
    for key in (hers, NOBODY):
        with pytest.raises(NotThereError) as refusal:
            CHANGES[change](stranger, key)
        said.append(str(refusal.value))
    assert said[0] == said[1]


FOR_ONE_PERSON = {
    "log_entry": lambda who: log.log_entry(who, Draft("food", "rice"), NOW),
    "log_many": lambda who: log.log_many(who, [], NOW),
    "log_once": lambda who: log.log_once(who, "key", [Draft("food", "rice")], NOW),
    "edit": lambda who: edits.edit(who, 1, {"value": 1}, NOW),
    "delete": lambda who: edits.delete(who, 1, NOW),
    "restore": lambda who: edits.restore(who, 1, NOW),
    "undo": lambda who: edits.undo(who, 1, NOW),
    "export_csv": exports.export_csv,
    "export_json": exports.export_json,
    "import_json": lambda who: exports.import_json(who, "{}", NOW),
    "move_to_zone": lambda who: people.move_to_zone(who, "UTC"),
    "rename": lambda who: people.rename(who, "N."),
    "choose": lambda who: choose(who, "theme", "dark", NOW),
    "make_token": lambda who: tokens.make_token(who, "phone", ["read"], NOW),
    "revoke_token": lambda who: tokens.revoke_token(who, "a" * 64),
    "erase_person": erasing.erase_person,
}


@pytest.mark.parametrize("service", FOR_ONE_PERSON)
def test_nobody_is_nobody_to_every_service(hers, service):
    before = table_digests()
    with pytest.raises(NotThereError, match="no such"):
        FOR_ONE_PERSON[service](NOBODY)
    assert table_digests() == before


def services_of(module: ModuleType) -> set[str]:
    """Names of the functions of a module whose first argument is a person."""
    return {
        name
        for name, made in vars(module).items()
        if inspect.isfunction(made)
        and not name.startswith("_")
        and made.__module__ == module.__name__
        and next(iter(inspect.signature(made).parameters), "") == "person"
    }


def test_no_service_was_forgotten_here():
    found = set().union(*map(services_of, (backups, edits, erasing, exports, log, people, tokens)))
    assert found == set(FOR_ONE_PERSON)


def test_queries_of_a_stranger_say_nothing_of_her(hers, stranger):
    shown = [
        queries.day_page(stranger, DAY),
        queries.month_timeline(stranger, 2026, 2),
        timeline(stranger, DAY, DAY),
        queries.recently_deleted(stranger),
        queries.history(stranger, hers),
        queries.choices(stranger),
        queries.names_logged(stranger, "symptom", DAY),
        queries.read_diary(stranger).entries,
        queries.usual_things(stranger, NOW),
        token_queries.tokens(stranger),
        exports.export_csv(stranger),
        exports.export_json(stranger),
        queries.person(stranger),
    ]
    told = repr(shown)
    assert not [word for word in SECRET_WORDS if word in told]


def test_the_same_queries_say_all_of_it_to_her(hers, person):
    """The control: the words that were looked for are there to be found."""
    shown = [
        queries.day_page(person, DAY),
        queries.choices(person),
        token_queries.tokens(person),
    ]
    told = repr(shown)
    assert [word for word in SECRET_WORDS if word in told] == list(SECRET_WORDS)


def test_her_id_and_her_key_say_nothing_to_a_stranger(hers, stranger, person):
    """Ids and keys are each person's own: using hers neither conflicts nor answers with hers."""
    answer = log.log_once(stranger, "key", [Draft("food", "rice", id="hers-1")], NOW)
    assert not answer.replayed
    assert answer.record.entry.name == "rice"
    assert queries.entry_record(person, hers).entry.name == "back pain"


def test_a_token_of_hers_is_not_a_strangers_to_revoke(hers, stranger, person):
    (token,) = token_queries.tokens(person)
    with pytest.raises(NotThereError):
        tokens.revoke_token(stranger, token.digest)
    assert token_queries.tokens(person) == (token,)


def test_erasing_a_stranger_leaves_her_everything(hers, stranger, person):
    before = exports.export_json(person)
    log.log_entry(stranger, Draft("food", "natto"), NOW)
    erasing.erase_person(stranger)
    assert exports.export_json(person) == before
    with pytest.raises(NotThereError):
        queries.person(stranger)


def test_moving_and_renaming_a_stranger_leaves_her_as_she_was(hers, stranger, person):
    before = queries.person(person)
    people.move_to_zone(stranger, "Europe/London")
    people.rename(stranger, "T.")
    choose(stranger, "theme", "light", NOW)
    assert queries.person(person) == before
    assert queries.choices(person) == {"theme": "dark"}


def test_an_account_has_one_diary(store):
    first = add_person("UTC", NOW, account="a@example.org")
    with pytest.raises(StoreError, match="a diary already"):
        add_person("UTC", NOW, account="a@example.org")
    assert person_of_account("a@example.org") == first
    assert person_of_account("b@example.org") is None
    # Without an account everybody may have one, and nobody is found by the empty one.
    add_person("UTC", NOW)
    add_person("UTC", NOW)
    assert person_of_account("") is None
