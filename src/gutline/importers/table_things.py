"""What one thing of a mapping says in one row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gutline.catalog.kinds import load_kinds
from gutline.diary.entries import KINDS_WITH_NONE, NONE, RowError
from gutline.diary.texts import same_name
from gutline.diary.zones import Moment
from gutline.importers.amounts import Portion, read_portion
from gutline.importers.cell_values import NO, YES, Cell, is_missing, number_in, text_in
from gutline.importers.entry_making import Said
from gutline.importers.mapping_file import TableMapping, Thing

_NONE_WORDS = frozenset({NONE, "nothing", "keine", "nichts", "nada", "rien", "ninguno"})
_PORTIONS = frozenset({"food", "drink", "supplement", "medicine"})
_MOST_NAMES = 200
CellOf = Callable[[str], Cell]


@dataclass(frozen=True, slots=True)
class SaidNo:
    """A cell that says that something was not so; no entry says that."""


class RowThings:
    """Looks up things in rows.

    Parameters
    ----------
    mapping : TableMapping
        What the columns mean.
    decimal_comma : bool or None
        Whether 1,5 means one and a half.
    """

    def __init__(self, mapping: TableMapping, *, decimal_comma: bool | None) -> None:
        self._mapping = mapping
        self._comma = decimal_comma

    def said(self, moment: Moment, thing: Thing, cell: CellOf) -> Iterator[Said | SaidNo]:
        """Yield what a row says of a thing; nothing where its cells are empty.

        Parameters
        ----------
        moment : Moment
            When.
        thing : Thing
            Of the mapping.
        cell : callable
            Gives the cell of a column.

        Raises
        ------
        RowError
            When a cell cannot be read.
        """
        names = self._names(thing, cell)
        value = cell(thing.column)
        if not names and is_missing(value):
            return
        kind = self._kind(thing, cell)
        note = text_in(cell(thing.note_column))
        if kind == "note":
            yield from _notes(moment, text_in(value), note, names)
            return
        if thing.name_column and not names:
            raise RowError("name", "", "something stands here without a name; give it one")
        if _says_no(value, thing):
            yield SaidNo()
            return
        amount = self._amount(thing, kind, value, text_in(cell(thing.unit_column)))
        told = "; ".join(filter(None, (note, amount.note)))
        for name in names or (thing.name,):
            if kind in KINDS_WITH_NONE and name.casefold() in _NONE_WORDS:
                yield Said(moment, kind, NONE, None, "", told)
            else:
                yield Said(moment, kind, name, amount.value, amount.unit, told)

    def _names(self, thing: Thing, cell: CellOf) -> tuple[str, ...]:
        if not thing.name_column:
            return ()
        text = cell(thing.name_column)
        if is_missing(text):
            return ()
        parts = text_in(text).split(thing.split) if thing.split else [text_in(text)]
        names = tuple(part.strip() for part in parts if part.strip())
        if len(names) > _MOST_NAMES:
            reason = f"more than {_MOST_NAMES} names in one cell; part it into several rows"
            raise RowError("name", f"{len(names)} names", reason)
        return names

    def _kind(self, thing: Thing, cell: CellOf) -> str:
        text = text_in(cell(thing.kind_column))
        if not text:
            if not thing.kind:
                raise RowError("kind", "", "no kind is given; write one, such as food")
            return thing.kind
        word = same_name(text)
        for kind in load_kinds().values():
            if word in {kind.id, same_name(kind.name), same_name(kind.one), same_name(kind.many)}:
                return kind.id
        raise RowError("kind", text, f"no such kind; use one of {', '.join(load_kinds())}")

    def _amount(self, thing: Thing, kind: str, value: Cell, unit: str) -> Portion:
        unit = unit or thing.unit
        text = text_in(value).casefold()
        if text in thing.words:
            return Portion(thing.words[text], unit)
        if text in YES and load_kinds()[kind].value == "required":
            reason = "says that there was one, not how much; write a number"
            raise RowError("value", text, reason)
        if is_missing(value) or text in YES:
            return Portion(None)
        if isinstance(value, str) and kind in _PORTIONS and not unit:
            return _plain_portion(value, kind, thing.factor, comma=self._comma)
        number = number_in(value, decimal_comma=self._comma) * thing.factor
        return Portion(float(f"{number:.12g}"), unit)


def _plain_portion(text: str, kind: str, factor: float, *, comma: bool | None) -> Portion:
    portion = read_portion(text, kind, decimal_comma=comma)
    if portion.value is None:
        raise RowError("value", text, "not an amount; write it as 80 g, or leave it empty")
    return Portion(float(f"{portion.value * factor:.12g}"), portion.unit, portion.note)


def _says_no(value: Cell, thing: Thing) -> bool:
    text = text_in(value).casefold()
    return text in NO and text not in thing.words


def _notes(moment: Moment, text: str, note: str, names: tuple[str, ...]) -> Iterator[Said]:
    told = "\n".join(filter(None, (text, note, *names)))
    if told:
        yield Said(moment, "note", "", None, "", told, key=(moment.at.isoformat(), "note", told))
