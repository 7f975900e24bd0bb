"""What other programs can use of a person's journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from gutline.reports.exchange.journal import Answered, Journal
from gutline.store.models import Entry
from gutline.store.queries.diaries import Span, read_diary
from gutline.store.queries.documents import documents
from gutline.store.queries.people import person as person_of

_WHOLE = Span()


def journal_of(person: int, now: datetime, span: Span = _WHOLE) -> Journal:
    """Return what other programs can use of a person's journal.

    Raises
    ------
    NotThereError
        When there is no such person.
    """
    owner = person_of(person)
    return Journal(
        diary=read_diary(person, span),
        made_at=now,
        owner=f"{owner.key} {owner.created_at.isoformat()}",
        details=_details(person),
        answered=tuple(_answered(person, span)),
        zones=_zones(person),
    )


def _details(person: int) -> dict[str, Mapping[str, object]]:
    rows = Entry.objects.filter(person_id=person, deleted_at=None).exclude(detail={})
    return dict(rows.values_list("client_id", "detail"))


def _zones(person: int) -> dict[str, str]:
    rows = Entry.objects.filter(person_id=person, deleted_at=None)
    return dict(rows.values_list("client_id", "zone"))


def _answered(person: int, span: Span) -> Iterator[Answered]:
    """Yield the questionnaires a person has answered on these days."""
    for record in documents(person, "questionnaire"):
        body = record.body
        day = date.fromisoformat(body["day"])
        if (span.first is None or day >= span.first) and (span.last is None or day <= span.last):
            yield Answered(body["questionnaire"], day, body["answers"], body["score"])
