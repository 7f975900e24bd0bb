"""Logging: what was eaten, felt and done becomes rows, each exactly once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from gutline.store.drafts import Draft, Gate, fingerprint
from gutline.store.errors import (
    ConflictError,
    EntryRefusedError,
    KeyReusedError,
    MissingKeyError,
)
from gutline.store.models import Entry, EntryVersion, Person, Receipt
from gutline.store.records import Content, Logged, record_of, replayed
from gutline.store.rows import columns_of, record_of_row, state_of
from gutline.store.services.changes import locked_person, note_change
from gutline.store.services.edits import delete, edit, restore, undo
from gutline.store.writing import changing

__all__ = [
    "MOST_AT_ONCE",
    "delete",
    "edit",
    "forget_receipts",
    "log_entry",
    "log_many",
    "log_once",
    "restore",
    "undo",
]

MOST_AT_ONCE = 50_000
LONGEST_KEY = 200
_BATCH = 400
_MILLISECOND = 1_000


def log_entry(person: int, draft: Draft, now: datetime) -> Logged:
    """Keep one entry; sent again under the same id, it is kept once.

    Parameters
    ----------
    person : int
        Whose it is.
    draft : Draft
        What to keep.
    now : datetime
        The present, aware.

    Raises
    ------
    EntryRefusedError
        When it is not a possible entry.
    ConflictError
        When its id was used for something else.
    NotThereError
        When there is no such person.
    """
    return log_many(person, [draft], now)


@changing
def log_many(person: int, drafts: Sequence[Draft], now: datetime, *, batch: str = "") -> Logged:
    """Keep some entries, all or none; those kept before under their ids are kept once.

    Parameters
    ----------
    person : int
        Whose they are.
    drafts : sequence of Draft
        What to keep.
    now : datetime
        The present, aware.
    batch : str
        The import they come with; empty for what is logged by hand.

    Raises
    ------
    EntryRefusedError
        When one is not a possible entry; its `index` says which.
    ConflictError
        When an id was used for something else.
    NotThereError
        When there is no such person.
    """
    return _logged(locked_person(person), drafts, now, batch)


@changing
def log_once(person: int, key: str, drafts: Sequence[Draft], now: datetime) -> Logged:
    """Keep some entries under the key of a request; the same request gets the first answer again.

    Raises
    ------
    MissingKeyError
        When the key is empty or too long.
    KeyReusedError
        When the key came before with other contents.
    EntryRefusedError, ConflictError, NotThereError
        As in `log_many`.
    """
    if not key.strip() or len(key) > LONGEST_KEY or not key.isprintable():
        raise MissingKeyError(
            "send a key that is unique to this request, such as a UUID, so that it is kept once"
        )
    owner = locked_person(person)
    body = fingerprint(drafts)
    receipt = Receipt.objects.filter(person=owner, key=key).first()
    if receipt is not None:
        return _same_answer(receipt, body)
    logged = _logged(owner, drafts, now)
    Receipt.objects.create(person=owner, key=key, body=body, answer=logged.data(), created_at=now)
    return logged


@changing
def forget_receipts(before: datetime) -> int:
    """Forget the answers given before a time, when nobody will send those requests again.

    Returns
    -------
    int
        How many were forgotten.
    """
    return Receipt.objects.filter(created_at__lt=before).delete()[0]


def _same_answer(receipt: Receipt, body: str) -> Logged:
    if receipt.body != body:
        raise KeyReusedError(
            "this key came before with other contents; give every new request a key of its own"
        )
    answer = receipt.answer
    records = tuple(record_of(data) for data in answer["records"])
    return Logged(records, replayed=True, warnings=tuple(answer["warnings"]))


def _logged(owner: Person, drafts: Sequence[Draft], now: datetime, batch: str = "") -> Logged:
    if len(drafts) > MOST_AT_ONCE:
        raise EntryRefusedError("entries", str(len(drafts)), f"send {MOST_AT_ONCE:,} at most")
    gate = Gate(owner.zone, now)
    named = [d if d.id else replace(d, id=_new_id(now)) for d in drafts]
    contents = [gate.checked(draft, index) for index, draft in enumerate(named)]
    known = _kept_before(owner, [content.entry.id for content in contents])
    timeless = {c.entry.id for c, d in zip(contents, named, strict=True) if d.at is None}
    fresh = _fresh(contents, known, timeless)
    rows = [
        Entry(person=owner, created_at=now, batch=batch, **columns_of(content)) for content in fresh
    ]
    if rows:
        Entry.objects.bulk_create(rows, batch_size=_BATCH)
        note_change(owner)
    by_id = {**known, **{row.client_id: row for row in rows}}
    records = tuple(record_of_row(by_id[content.entry.id]) for content in contents)
    answer = Logged(records, warnings=tuple(gate.warnings))
    return answer if rows or not drafts else replayed(answer)


def _fresh(
    contents: Sequence[Content], known: dict[str, Entry], timeless: set[str]
) -> list[Content]:
    """Return what was not kept before, each id once.

    Raises
    ------
    ConflictError
        When an id stands for two different things.
    """
    first_states = _first_states(known)
    fresh: dict[str, Content] = {}
    for content in contents:
        ident, state = content.entry.id, content.state()
        before = first_states.get(ident)
        if before is None:
            before = fresh.setdefault(ident, content).state()
        if not _same(before, state, timed=ident not in timeless):
            raise ConflictError(
                f"the id {ident!r} stands for another entry already ({before['kind']} "
                f"{before['name']!r}, {before['wall']}); give this one an id of its own"
            )
    return list(fresh.values())


def _same(before: dict[str, object], now: dict[str, object], *, timed: bool) -> bool:
    """Return whether two states say the same; one that was to be "now" has no time to compare."""
    ignored = {"deleted_at"} if timed else {"deleted_at", "wall", "zone"}
    keys = (set(before) | set(now)) - ignored
    return all(before.get(key) == now.get(key) for key in keys)


def _kept_before(owner: Person, idents: Sequence[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(idents), _BATCH):
        some = idents[start : start + _BATCH]
        rows = Entry.objects.filter(person=owner, client_id__in=some)
        found.update({row.client_id: row for row in rows})
    return found


def _first_states(known: dict[str, Entry]) -> dict[str, dict[str, object]]:
    """Return what each known entry said when it was first logged, whatever it says by now."""
    states = {ident: state_of(row) for ident, row in known.items()}
    changed = [row.pk for row in known.values() if row.version]
    for start in range(0, len(changed), _BATCH):
        some = Q(entry_id__in=changed[start : start + _BATCH], number=0)
        for version in EntryVersion.objects.filter(some).select_related("entry"):
            states[version.entry.client_id] = version.state
    return states


def _new_id(now: datetime) -> str:
    """Return an id nobody else has, growing with time, so that its index grows at one end."""
    return f"{int(now.timestamp() * _MILLISECOND):012x}-{secrets.token_hex(10)}"
