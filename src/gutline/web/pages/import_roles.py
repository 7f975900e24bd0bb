"""What a column of a table may hold, as the choices of a form, and back to a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _

from gutline.catalog import load_kinds
from gutline.importers.column_titles import separator_in
from gutline.importers.mapping_file import TableMapping, Thing, spelled

if TYPE_CHECKING:
    from gutline.importers.app_times import Order
    from gutline.importers.mapping_guess import Column, TableLook

VALUE, NAMES, ROW = "value:", "names:", "row:"
_VALUE_KINDS = (
    ("symptom", _("Symptom, how bad")), ("mood", _("Mood")), ("stress", _("Stress")),
    ("sleep", _("Sleep, hours")), ("stool", _("Stool form")), ("movement", _("Movement")),
    ("sitting", _("Sitting")), ("practice", _("Exercise or practice")),
    ("supplement", _("Supplement")), ("medicine", _("Medicine")), ("food", _("Food, how much")),
    ("drink", _("Drink, how much")), ("weight", _("Weight")), ("cycle", _("Day of the cycle")),
    ("illness", _("Illness")), ("note", _("Note")),
)  # fmt: skip
_NAME_KINDS = (
    ("food", _("Foods")), ("drink", _("Drinks")), ("supplement", _("Supplements")),
    ("medicine", _("Medicines")), ("practice", _("Exercises or practices")),
)  # fmt: skip
_ROW_PARTS = (
    ("name", _("Name")), ("column", _("Amount or rating")), ("unit", _("Unit")),
    ("kind", _("Kind: food, symptom …")), ("note", _("Note to it")),
)  # fmt: skip
ROLE_GROUPS = (
    (_("When"), (("day", _("Day, or day and time")), ("clock", _("Time of day")))),
    (_("Figures of one thing"), tuple((VALUE + kind, words) for kind, words in _VALUE_KINDS)),
    (_("Names in the cells"), tuple((NAMES + kind, words) for kind, words in _NAME_KINDS)),
    (_("One row is one entry"), tuple((ROW + part, words) for part, words in _ROW_PARTS)),
)
ROW_KINDS = tuple((kind, load_kinds()[kind].name) for kind, _words in _VALUE_KINDS)
UNITS = tuple(dict.fromkeys(
    unit for kind, _words in _VALUE_KINDS for unit in load_kinds()[kind].units
    if len(load_kinds()[kind].units) > 1
))  # fmt: skip
SCALES = (
    ("1", _("0 to 10, or an amount")), ("2", _("0 to 5")), ("2.5", _("0 to 4")),
    ("3.3333333333", _("0 to 3")), ("0.1", _("0 to 100")),
)  # fmt: skip


@dataclass(frozen=True)
class MappingForm:
    """A form about columns, and the table it is about."""

    typed: Mapping[str, str]
    look: TableLook
    most_columns: int

    def columns(self) -> Iterator[tuple[int, str, str]]:
        """Yield place, name and role of each column."""
        for place, column in enumerate(self.look.columns[: self.most_columns]):
            yield place, column.name, self.typed.get(f"role-{place}", "")


def said_twice(form: MappingForm) -> str:
    """Return a role that only one column can have and that two were given; empty for none."""
    once = [role for _, _, role in form.columns() if role in {"day", "clock"} or ROW in role]
    found = next((role for role in once if once.count(role) > 1), "")
    return next((str(words) for _, roles in ROLE_GROUPS for r, words in roles if r == found), "")


def mapping_from(form: MappingForm) -> TableMapping:
    """Return the mapping that a form says; it is not checked yet."""
    typed = form.typed
    places = {role: name for _, name, role in form.columns() if role in {"day", "clock"}}
    things = _things(form)
    row = _row_thing(form)
    order = typed.get("order", "")
    comma = {"point": False, "comma": True}.get(typed.get("comma", ""))
    return TableMapping(
        name=typed.get("name", "").strip()[:100] or form.look.sheet or "table",
        day=places.get("day", ""),
        clock=places.get("clock", ""),
        sheet=form.look.sheet,
        header_row=form.look.header_row,
        order=cast("Order", order if order in {"dmy", "mdy"} else ""),
        decimal_comma=comma,
        carry_day=typed.get("carry") == "yes",
        things=(*things, *([row] if row else [])),
    )


def _things(form: MappingForm) -> Iterator[Thing]:
    for place, name, role in form.columns():
        if role.startswith(VALUE):
            yield _value_thing(form, place, name, role.removeprefix(VALUE))
        elif role.startswith(NAMES):
            split = separator_in(form.look.columns[place].examples)
            yield Thing(kind=role.removeprefix(NAMES), name_column=name, split=split)


def _value_thing(form: MappingForm, place: int, column: str, kind: str) -> Thing:
    if kind == "note":
        return Thing(kind=kind, column=column)
    called = form.typed.get(f"called-{place}", "").strip()
    return Thing(
        kind=kind,
        column=column,
        name=called or " ".join(column.split()).casefold(),
        unit=form.typed.get(f"unit-{place}", "").strip(),
        factor=_factor(form.typed.get(f"scale-{place}", "")),
    )


def _factor(text: str) -> float:
    return float(text) if text in dict(SCALES) else 1.0


def _row_thing(form: MappingForm) -> Thing | None:
    parts = {
        role.removeprefix(ROW): name for _, name, role in form.columns() if role.startswith(ROW)
    }
    if not parts:
        return None
    kind = form.typed.get("row_kind", "")
    place = next((place for place, _, role in form.columns() if role == ROW + "column"), -1)
    return Thing(
        kind="" if "kind" in parts else kind,
        kind_column=parts.get("kind", ""),
        name_column=parts.get("name", ""),
        column=parts.get("column", ""),
        unit_column=parts.get("unit", ""),
        note_column=parts.get("note", ""),
        factor=_factor(form.typed.get(f"scale-{place}", "")),
    )


def column_rows(columns: Sequence[Column], mapping: TableMapping) -> list[dict[str, object]]:
    """Return each column with the role that a mapping gives it, for the form."""
    return [
        {"place": place, "name": column.name, "examples": column.examples,
         **_told(column.name, mapping)}
        for place, column in enumerate(columns)
    ]  # fmt: skip


def _told(name: str, mapping: TableMapping) -> dict[str, object]:
    if spelled(name) == spelled(mapping.day):
        return {"role": "day"}
    if mapping.clock and spelled(name) == spelled(mapping.clock):
        return {"role": "clock"}
    for thing in mapping.things:
        found = _role_in(name, thing)
        if found:
            scale = next((t for t, _words in SCALES if float(t) == thing.factor), "1")
            return {"role": found, "called": thing.name, "unit": thing.unit, "scale": scale}
    return {"role": ""}


def _role_in(name: str, thing: Thing) -> str:
    is_row = bool(thing.name_column and (thing.column or thing.kind_column or not thing.split))
    parts = {
        "name": thing.name_column, "column": thing.column, "unit": thing.unit_column,
        "kind": thing.kind_column, "note": thing.note_column,
    }  # fmt: skip
    part = next(
        (p for p, column in parts.items() if column and spelled(column) == spelled(name)), ""
    )
    if not part:
        return ""
    if is_row:
        return ROW + part
    return (NAMES if part == "name" else VALUE) + thing.kind
