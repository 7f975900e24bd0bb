"""Documents: kept with every earlier version, refused whole, one person's alone."""

from __future__ import annotations

import json
import math
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest

from gutline.store import documents as kinds
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import ConflictError, NotEmptyError, NotThereError, StoreError
from gutline.store.models import Document, DocumentVersion
from gutline.store.queries.documents import document, document_history, documents
from gutline.store.services.documents import (
    NEW,
    bring_back_document,
    drop_document,
    keep_document,
)
from gutline.store.services.erasing import erase_person
from gutline.store.services.exports import export_json, import_json
from gutline.store.services.log import log_many
from gutline.store.services.people import add_person
from tests.store.conftest import NOW

LATER = NOW + timedelta(hours=1)


def check_wish(body):
    if not isinstance(body.get("wish"), str):
        raise StoreError("wish: say what is wished for")


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch):
    """A kind of document that only these tests know."""
    before = kinds.document_kinds
    module = SimpleNamespace(check=check_wish)
    monkeypatch.setitem(sys.modules, "gutline.store.documents.wish", module)
    monkeypatch.setattr(kinds, "document_kinds", lambda: (*before(), "wish"))


def test_a_document_is_kept_with_what_it_said_before(person):
    first = keep_document(person, "wish", "a-1", {"wish": "tea"}, NOW)
    second = keep_document(person, "wish", "a-1", {"wish": "soup"}, LATER, expected=0)
    assert (first.version, second.version) == (0, 1)
    assert document(person, "wish", "a-1") == second
    assert second.body == {"wish": "soup"}
    assert (second.created_at, second.changed_at) == (NOW, LATER)
    (earlier,) = document_history(person, "wish", "a-1")
    assert (earlier.number, earlier.body, earlier.replaced_at) == (0, {"wish": "tea"}, LATER)


def test_the_same_said_again_is_no_new_version_and_no_change(person):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    before = queries.person(person).revision
    assert keep_document(person, "wish", "a", {"wish": "tea"}, LATER).version == 0
    assert queries.person(person).revision == before


def test_every_change_is_noted_for_what_was_worked_out(person):
    revisions = [queries.person(person).revision]
    for step in (
        lambda: keep_document(person, "wish", "a", {"wish": "tea"}, NOW),
        lambda: keep_document(person, "wish", "a", {"wish": "soup"}, NOW),
        lambda: drop_document(person, "wish", "a", NOW),
        lambda: bring_back_document(person, "wish", "a", NOW),
    ):
        step()
        revisions.append(queries.person(person).revision)
    assert revisions == sorted(set(revisions))


@pytest.mark.parametrize(
    ("there", "expected"),
    [(True, NEW), (True, 1), (False, 0)],
    ids=["must be new", "another version", "must be there"],
)
def test_a_document_that_changed_meanwhile_is_not_written_over(person, there, expected):
    if there:
        keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    with pytest.raises(ConflictError):
        keep_document(person, "wish", "a", {"wish": "soup"}, LATER, expected=expected)
    kept = document(person, "wish", "a")
    assert (kept and kept.body) == ({"wish": "tea"} if there else None)


def test_a_dropped_document_comes_back_as_it_was(person):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    drop_document(person, "wish", "a", LATER)
    drop_document(person, "wish", "a", LATER)
    assert document(person, "wish", "a") is None
    assert documents(person, "wish") == ()
    back = bring_back_document(person, "wish", "a", LATER)
    assert documents(person, "wish") == (back,)
    assert back.body == {"wish": "tea"}
    assert [v.was_dropped for v in document_history(person, "wish", "a")] == [False, True]


def test_a_dropped_name_can_be_used_anew(person):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    drop_document(person, "wish", "a", NOW)
    assert keep_document(person, "wish", "a", {"wish": "tea"}, LATER, expected=NEW).version == 2


def nested(depth):
    return {"wish": nested(depth - 1)} if depth else {}


@pytest.mark.parametrize(
    ("kind", "key", "body", "reason"),
    [
        ("wish", "a", {"wish": 1}, "say what"),
        ("wish", "A b", {"wish": "tea"}, "cannot name"),
        ("wish", "", {"wish": "tea"}, "cannot name"),
        ("wish", "a" * 201, {"wish": "tea"}, "cannot name"),
        ("../wish", "a", {"wish": "tea"}, "no kind"),
        ("__init__", "a", {"wish": "tea"}, "no kind"),
        ("wish", "a", {"wish": math.nan}, "text, numbers"),
        ("wish", "a", {"wish": {"a set"}}, "text, numbers"),
        ("wish", "a", {"wish": "a\x00b"}, "control character"),
        ("wish", "a", {"wish": "tea", "more": "x" * 5_000_000}, "too large"),
        ("wish", "a", ["tea"], "named fields"),
        ("wish", "a", nested(900), "say what"),
    ],
)
def test_what_is_no_document_is_refused_and_nothing_is_kept(person, kind, key, body, reason):
    with pytest.raises(StoreError, match=reason):
        keep_document(person, kind, key, body, NOW)
    assert Document.objects.count() == 0


def test_documents_of_somebody_else_are_not_there(person):
    other = add_person("UTC", NOW).key
    keep_document(other, "wish", "a", {"wish": "tea"}, NOW)
    assert document(person, "wish", "a") is None
    assert document_history(person, "wish", "a") == ()
    for change in (drop_document, bring_back_document):
        with pytest.raises(NotThereError):
            change(person, "wish", "a", NOW)
    keep_document(person, "wish", "a", {"wish": "soup"}, NOW)
    assert document(other, "wish", "a").body == {"wish": "tea"}


def test_nobody_keeps_a_document(person):
    with pytest.raises(NotThereError):
        keep_document(person + 100, "wish", "a", {"wish": "tea"}, NOW)


def test_documents_and_batches_travel_with_an_export(person):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    keep_document(person, "wish", "a", {"wish": "soup"}, LATER)
    keep_document(person, "wish", "b", {"wish": "rest"}, NOW)
    drop_document(person, "wish", "b", LATER)
    log_many(person, [Draft("food", "rice", id="r", at=NOW)], NOW, batch="import-1")
    text = export_json(person)
    other = add_person("Europe/Berlin", NOW).key
    import_json(other, text, NOW)
    told, back = json.loads(text), json.loads(export_json(other))
    assert back["documents"] == told["documents"]
    assert len(told["documents"]) == 2
    assert back["entries"] == told["entries"]
    assert told["entries"][0]["batch"] == "import-1"


def spoiled(text, **changes):
    told = json.loads(text)
    told["documents"][0].update(changes)
    return json.dumps(told)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "unheard"},
        {"body": {"wish": 3}},
        {"version": 7},
        {"versions": [{"number": 0}]},
        {"created_at": "yesterday"},
        {"changed_at": "2026-03-01T08:00"},
    ],
    ids=str,
)
def test_a_damaged_document_lets_nothing_of_its_export_in(person, changes):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    keep_document(person, "wish", "a", {"wish": "soup"}, LATER)
    text = spoiled(export_json(person), **changes)
    other = add_person("Europe/Berlin", NOW).key
    with pytest.raises(StoreError):
        import_json(other, text, NOW)
    assert documents(other, "wish") == ()


def test_an_export_is_not_mixed_into_documents(person):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    with pytest.raises(NotEmptyError, match="answers, plans or trials"):
        import_json(person, export_json(person), NOW)


def test_an_export_of_before_documents_still_comes_in(person):
    log_many(person, [Draft("food", "rice", id="r", at=NOW)], NOW)
    told = json.loads(export_json(person)) | {"version": 1}
    del told["documents"], told["entries"][0]["batch"]
    other = add_person("Europe/Berlin", NOW).key
    assert import_json(other, json.dumps(told), NOW) == 1


def test_erasing_a_person_takes_their_documents(person):
    keep_document(person, "wish", "a", {"wish": "tea"}, NOW)
    keep_document(person, "wish", "a", {"wish": "soup"}, NOW)
    erase_person(person)
    assert Document.objects.count() == DocumentVersion.objects.count() == 0
