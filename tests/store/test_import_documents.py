"""The bodies of imports and of rules for names: what is kept, and what is refused."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from gutline.importers.names import NameRule
from gutline.store.documents import import_batch, import_names
from gutline.store.errors import StoreError
from gutline.store.import_records import ImportBatch, batch_body, batch_of
from gutline.store.records import DocumentRecord

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
BATCH = ImportBatch(
    key="b", sources=("made",), files=("a.csv",), made_at=NOW, added=2, known=1, problems=3,
    doubts=0, kinds={"food": 2}, left_out={}, first_day=NOW.date(), last_day=NOW.date(),
)  # fmt: skip
RULE = NameRule("symptom", "x", "symptom", "y", "made")


def test_an_import_comes_back_from_its_body():
    body = batch_body(BATCH)
    import_batch.check(body)
    assert batch_of(DocumentRecord("import_batch", "b", body, 0, NOW, NOW)) == BATCH


@pytest.mark.parametrize(
    "change",
    [
        {"added": -1}, {"added": True}, {"kinds": {"food": "x"}}, {"files": [1]}, {"sources": "x"},
        {"made_at": None}, {"made_at": "soon"}, {"made_at": "2026-03-01T08:00:00"},
        {"answered": "x"}, {"answered": [7]}, {"undone_at": 7}, {"first_day": "monday"}, {"surprise": 1},
    ],
)  # fmt: skip
def test_a_body_that_is_no_import_is_refused(change: dict[str, object]):
    with pytest.raises(StoreError, match="import: "):
        import_batch.check({**batch_body(BATCH), **change})


def test_a_body_without_a_field_is_refused():
    body = batch_body(BATCH)
    del body["files"]
    with pytest.raises(StoreError, match="'files' is missing"):
        import_batch.check(body)


def test_an_import_of_an_earlier_version_brought_no_answers():
    body = batch_body(BATCH)
    del body["answered"]
    import_batch.check(body)
    assert batch_of(DocumentRecord("import_batch", "b", body, 0, NOW, NOW)) == BATCH


def test_rules_come_back_from_their_body():
    body = {"rules": [asdict(RULE)]}
    import_names.check(body)
    assert import_names.rules_of(body) == (RULE,)


@pytest.mark.parametrize(
    "change",
    [
        {"to_kind": "mystery"}, {"name": " "}, {"to_name": ""}, {"to_kind": ""}, {"name": 3},
        {"name": "x" * 501}, {"surprise": ""},
    ],
)  # fmt: skip
def test_an_impossible_rule_is_refused(change: dict[str, object]):
    with pytest.raises(StoreError, match="import names"):
        import_names.check({"rules": [{**asdict(RULE), **change}]})


@pytest.mark.parametrize("body", [{}, {"rules": {}}, {"rules": [], "more": 1}, {"rules": [7]}])
def test_a_body_that_is_no_list_of_rules_is_refused(body: dict[str, object]):
    with pytest.raises(StoreError, match="import names"):
        import_names.check(body)


def test_too_many_rules_are_refused(monkeypatch):
    monkeypatch.setattr(import_names, "MOST_RULES", 1)
    with pytest.raises(StoreError, match="more than 1 rules"):
        import_names.check({"rules": [asdict(RULE)] * 2})
