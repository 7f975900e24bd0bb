"""Entry kinds: what can be logged, in which units, and which part each plays in an analysis."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from gutline.catalog.data_files import (
    DATA,
    CatalogError,
    id_problems,
    name_problems,
    read_checked,
    read_toml,
    text_problems,
)

__all__ = [
    "DATA", "ROLES", "CatalogError", "EntryKind", "load_kinds", "load_units", "read_kind",
]  # fmt: skip

ROLES = frozenset({"exposure", "covariate", "outcome", "mediator", "marker", "text"})

ValueRule = Literal["required", "optional", "none"]
Lags = Literal["fast", "slow", "both"]


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind of diary entry.

    Attributes
    ----------
    id : str
        The word in a diary's `kind` column; also the stem of the catalog file.
    name, description : str
        For people.
    roles : tuple of str
        Parts it may play: exposure, covariate, outcome, mediator, marker, text.
    unit : str
        The unit of a value that names none; empty for kinds without a value.
    units : tuple of str
        Every unit that is allowed.
    range : Mapping of str to (float, float)
        Lowest and highest possible value in each unit.
    value : {"required", "optional", "none"}
        Whether an entry has a value.
    default_name : str
        The name of an entry that gives none; empty when a name is needed.
    lags : {"fast", "slow", "both"}
        Whether its effects are looked for over hours, over weeks, or both.
    verb, one, many : str
        Words for sentences: "ate", "food", "foods".
    words : Mapping of str to str
        First words of a line of plain text, each with the name it implies (or "").
    """

    id: str
    name: str
    description: str
    roles: tuple[str, ...]
    unit: str
    units: tuple[str, ...]
    range: Mapping[str, tuple[float, float]]
    value: ValueRule
    default_name: str
    lags: Lags
    verb: str
    one: str
    many: str
    words: Mapping[str, str]

    def has_role(self, role: str) -> bool:
        """Return whether the kind may play this part."""
        return role in self.roles


def load_kinds(overlay: Path | None = None) -> Mapping[str, EntryKind]:
    """Return every entry kind by its id, in order of id.

    Parameters
    ----------
    overlay : Path, optional
        A person's own catalog folder; kinds in its `entry_kinds` folder are added. A kind that
        is in the package already cannot be changed there.

    Raises
    ------
    CatalogError
        When a file does not hold a valid kind.
    """
    kinds = _package_kinds()
    if overlay is None:
        return kinds
    own = _read_folder(overlay / "entry_kinds")
    twice = sorted(set(own) & set(kinds))
    if twice:
        raise CatalogError(
            f"{overlay}: the kind {twice[0]!r} is in Gutline already; give yours another id"
        )
    return MappingProxyType(dict(sorted({**kinds, **own}.items())))


@functools.cache
def load_units() -> Mapping[str, str]:
    """Return every spelling of a unit, in lower case, with the id of that unit."""
    spellings: dict[str, str] = {}
    for unit, fields in read_toml(DATA / "units.toml").items():
        for word in (unit, *cast("Mapping[str, list[str]]", fields)["words"]):
            if spellings.setdefault(word, unit) != unit:
                raise CatalogError(f"units.toml: {word!r} is in two units; keep one of them")
    return MappingProxyType(spellings)


@functools.cache
def _package_kinds() -> Mapping[str, EntryKind]:
    return MappingProxyType(_read_folder(DATA / "entry_kinds"))


def _read_folder(folder: Path) -> dict[str, EntryKind]:
    return {path.stem: read_kind(path) for path in sorted(folder.glob("*.toml"))}


def read_kind(path: Path) -> EntryKind:
    """Read and check one kind's file.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing, unknown or of the wrong type, or the fields
        contradict each other.
    """
    fields = read_checked(path, _problems)
    ranges = cast("Mapping[str, list[float]]", fields["range"])
    texts = {name: cast("str", fields[name]) for name in _TEXTS}
    return EntryKind(
        **{k: v for k, v in texts.items() if k not in {"value", "lags"}},
        value=cast("ValueRule", texts["value"]),
        lags=cast("Lags", texts["lags"]),
        roles=tuple(cast("list[str]", fields["roles"])),
        units=tuple(cast("list[str]", fields["units"])),
        range=MappingProxyType({u: (float(lo), float(hi)) for u, (lo, hi) in ranges.items()}),
        words=MappingProxyType(dict(cast("Mapping[str, str]", fields["words"]))),
    )


_TEXTS = (
    "id", "name", "description", "unit", "value", "default_name", "lags", "verb", "one", "many",
)  # fmt: skip
_MAY_BE_EMPTY = {"unit", "default_name"}


def _problems(stem: str, fields: Mapping[str, object]) -> Iterable[str]:
    """Yield what is wrong with one file, most basic first; the caller stops at the first."""
    expected = {*_TEXTS, "roles", "units", "range", "words"}
    yield from name_problems(fields, expected)
    yield from _text_problems(stem, fields)
    yield from _list_problems(fields)
    yield from _unit_problems(fields)


def _text_problems(stem: str, fields: Mapping[str, object]) -> Iterable[str]:
    yield from text_problems(fields, _TEXTS, _MAY_BE_EMPTY)
    yield from id_problems(stem, fields)
    if fields["value"] not in {"required", "optional", "none"}:
        yield "value must be 'required', 'optional' or 'none'"
    if fields["lags"] not in {"fast", "slow", "both"}:
        yield "lags must be 'fast', 'slow' or 'both'"


def _list_problems(fields: Mapping[str, object]) -> Iterable[str]:
    for name in ("roles", "units"):
        items = fields[name]
        if not isinstance(items, list) or not all(isinstance(i, str) and i for i in items):
            yield f"{name} must be a list of texts"
        elif len(set(items)) != len(items):
            yield f"{name} names something twice"
    roles = cast("list[str]", fields["roles"])
    if not roles or not set(roles) <= ROLES:
        yield f"roles must be some of {', '.join(sorted(ROLES))}"
    words = fields["words"]
    if not isinstance(words, dict) or not all(isinstance(v, str) for v in words.values()):
        yield "words must be a table of first words, each with the name it implies"


def _unit_problems(fields: Mapping[str, object]) -> Iterable[str]:
    units = cast("list[str]", fields["units"])
    ranges = fields["range"]
    if bool(units) == (fields["value"] == "none"):
        yield "units must be given when there is a value, and only then"
    if fields["unit"] not in (units or [""]):
        yield "unit must be one of units"
    if not set(units) <= set(load_units().values()):
        yield "units names a unit that units.toml does not have"
    if not isinstance(ranges, dict) or set(ranges) != set(units):
        yield "range must give [lowest, highest] for every unit and no other"
        return
    for unit, bounds in ranges.items():
        numbers = isinstance(bounds, list) and all(type(b) in {int, float} for b in bounds)
        if not numbers or len(bounds) != 2 or not bounds[0] < bounds[1]:
            yield f"range of {unit!r} must be [lowest, highest]"
