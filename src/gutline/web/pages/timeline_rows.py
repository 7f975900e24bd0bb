"""The timeline's rows: each day, or each month of a year, by what was eaten, felt and done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

from gutline.diary.entries import NONE
from gutline.diary.measures import number_text
from gutline.diary.texts import same_name
from gutline.web.pages.timeline_asked import GROUPS, Asked
from gutline.web.pages.timeline_words import (
    amount_of,
    amount_words,
    detail_words,
    group_of,
    subject_of,
)

if TYPE_CHECKING:
    from gutline.diary import Entry
    from gutline.store.records import Record

MOST_NAMED = 12
_NO_TIME = ""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One thing of a row.

    Attributes
    ----------
    words : str
        What it is.
    more : str
        How much; may be empty.
    clock : str
        At what time, where single entries are shown; may be empty.
    note : str
        Where it hurt and what was noted, or how often.
    key : int
        The entry's number in the store; 0 where several are one item.
    """

    words: str
    more: str = ""
    clock: str = ""
    note: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class GroupView:
    """What was eaten, felt, done or noted; `left` says how many items are not named."""

    id: str
    items: tuple[ItemView, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: a day or a month, and the entries of it by group.

    Attributes
    ----------
    first : date
        The day, or the first one of the month.
    title : str
    groups : tuple of GroupView
    entries : int
        How many entries it holds.
    """

    first: date
    title: str
    groups: tuple[GroupView, ...]
    entries: int


def wanted(entry: Entry, asked: Asked) -> bool:
    """Return whether the filter lets an entry through."""
    if asked.show and group_of(entry.kind) != asked.show:
        return False
    if not asked.text:
        return True
    text = same_name(asked.text)
    return text in same_name(f"{subject_of(entry)} {entry.note}")


def rows_of_entries(records: Iterable[Record], asked: Asked) -> tuple[RowView, ...]:
    """Return one row a day with every entry in it, the latest day first."""
    days: dict[date, list[Record]] = defaultdict(list)
    for record in records:
        if wanted(record.entry, asked):
            days[record.day].append(record)
    return tuple(_day_of_records(day, days[day]) for day in sorted(days, reverse=True))


def _day_of_records(day: date, records: list[Record]) -> RowView:
    grouped: dict[str, list[ItemView]] = defaultdict(list)
    for record in records:
        grouped[group_of(record.entry.kind)].append(_item(record))
    groups = tuple(GroupView(name, tuple(grouped[name])) for name in GROUPS if name in grouped)
    return RowView(day, day_title(day), groups, len(records))


def _item(record: Record) -> ItemView:
    entry = record.entry
    clock = _NO_TIME if entry.day_only else f"{entry.at:%H:%M}"
    said = [*detail_words(record.content.detail), " ".join(entry.note.split())]
    note = "; ".join(filter(None, said))
    return ItemView(subject_of(entry), amount_of(entry), clock, note, record.key)


def rows_of_days(entries: Iterable[Entry], asked: Asked) -> tuple[RowView, ...]:
    """Return one row a day with things of one name put together, the latest day first."""
    return _summed(entries, asked, lambda entry: entry.at.date(), day_title, _daily_item)


def rows_of_months(entries: Iterable[Entry], asked: Asked) -> tuple[RowView, ...]:
    """Return one row a month with averages and counts, the latest month first."""
    return _summed(
        entries, asked, lambda entry: entry.at.date().replace(day=1), _month_title, _monthly_item
    )


def day_title(day: date) -> str:
    """Return a day of a stretch as "Tuesday, 10 March"."""
    return str(dated(day, "l, j F"))


def _month_title(day: date) -> str:
    return str(dated(day, "F Y"))


Name = tuple[str, str]


def _summed(
    entries: Iterable[Entry],
    asked: Asked,
    cell_of: Callable[[Entry], date],
    title_of: Callable[[date], str],
    item_of: Callable[[list[Entry]], ItemView],
) -> tuple[RowView, ...]:
    cells: dict[date, dict[Name, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    plain: dict[str, str] = {}
    for entry in entries:
        if wanted(entry, asked):
            name = plain.get(entry.name) or plain.setdefault(entry.name, same_name(entry.name))
            cells[cell_of(entry)][entry.kind, name].append(entry)
    return tuple(
        RowView(
            cell,
            title_of(cell),
            tuple(_groups(cells[cell], item_of)),
            sum(map(len, cells[cell].values())),
        )
        for cell in sorted(cells, reverse=True)
    )


def _groups(
    names: dict[Name, list[Entry]], item_of: Callable[[list[Entry]], ItemView]
) -> Iterator[GroupView]:
    grouped: dict[str, list[list[Entry]]] = defaultdict(list)
    for (kind, _name), found in names.items():
        grouped[group_of(kind)].append(found)
    for group in GROUPS:
        if group in grouped:
            # A name that is logged often says more of a month than one that came once.
            often = sorted(grouped[group], key=len, reverse=True)
            shown = tuple(item_of(found) for found in often[:MOST_NAMED])
            yield GroupView(group, shown, max(len(often) - MOST_NAMED, 0))


def _daily_item(found: list[Entry]) -> ItemView:
    first = found[0]
    if _is_rated(first):
        values = ", ".join(number_text(e.value) for e in found if e.value is not None)
        return ItemView(subject_of(first), values)
    if len(found) == 1:
        return ItemView(subject_of(first), amount_of(first))
    return ItemView(subject_of(first), _together(found) or f"×{len(found)}")


def _monthly_item(found: list[Entry]) -> ItemView:
    first = found[0]
    times = _("once") if len(found) == 1 else _("%(n)d times") % {"n": len(found)}
    values = [entry.value for entry in found if entry.value is not None]
    if len(values) != len(found) or {entry.unit for entry in found} & {"", "serving"}:
        return ItemView(subject_of(first), note=times)
    if len({entry.unit for entry in found}) > 1:
        return ItemView(subject_of(first), note=times)
    mean = amount_words(round(sum(values) / len(values), 1), first.unit)
    return ItemView(subject_of(first), _("on average %(mean)s") % {"mean": mean}, note=times)


def _is_rated(entry: Entry) -> bool:
    return group_of(entry.kind) == "felt" and entry.name != NONE


def _together(found: list[Entry]) -> str:
    """Return the sum of amounts in one unit that is no serving; "" where they cannot be added."""
    units = Counter(entry.unit for entry in found)
    values = [entry.value for entry in found if entry.value is not None]
    if len(units) != 1 or len(values) != len(found) or next(iter(units)) in {"", "serving"}:
        return ""
    return amount_words(sum(values), next(iter(units)))
