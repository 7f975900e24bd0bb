"""What other apps call things, and what they are called here."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import fuzz, process

from gutline.catalog import load_kinds
from gutline.diary.entries import NONE, Entry
from gutline.diary.texts import same_name
from gutline.importers.errors import ImporterError

MAPPING = Path(__file__).parent / "data" / "mapping.toml"
MAPPED_KINDS = frozenset({"symptom", "stool", "mood", "stress", "sleep", "movement", "practice"})
"""Kinds whose names the table knows; foods and the like go through the meals room instead."""
_TOLD_KINDS = MAPPED_KINDS - {"movement", "practice"}
LEAST_LIKENESS = 85
MOST_SUGGESTED = 3
_APART = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class NameRule:
    """What one name of an app becomes.

    Attributes
    ----------
    kind, name : str
        As the source gives them; an empty kind stands for any.
    to_kind, to_name : str
        What the entry becomes; an empty `to_kind` leaves such entries out.
    source : str
        Id of the only source it is about; empty for all.
    """

    kind: str
    name: str
    to_kind: str
    to_name: str
    source: str = ""


class NameTable:
    """Gives entries their names here.

    Parameters
    ----------
    rules : iterable of NameRule
        A person's own rules, which come before the table of the package.

    Raises
    ------
    ImporterError
        When a rule leads to a kind that there is not.
    """

    def __init__(self, rules: Iterable[NameRule] = ()) -> None:
        self._own: dict[tuple[str, str, str], NameRule] = {}
        for rule in rules:
            if rule.to_kind and rule.to_kind not in load_kinds():
                raise ImporterError(
                    f"{rule.name!r} cannot become a {rule.to_kind[:40]!r}; there is no such kind"
                )
            self._own[rule.source, rule.kind, name_key(rule.name)] = rule
        self._known: dict[tuple[str, str, str, bool], NameRule | None] = {}

    def named(self, entry: Entry, *, own: bool = False) -> Entry | None:
        """Return an entry under its name here; None when it is to be left out.

        Parameters
        ----------
        entry : Entry
            With its name as the file spells it.
        own : bool
            Whether Gutline wrote it, so that only a person's own rules hold.
        """
        asked = (entry.source, entry.kind, entry.name, own)
        if asked not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[asked] = self._rule_for(*asked)
        rule = self._known[asked]
        if rule is None:
            return entry
        if not rule.to_kind:
            return None
        if rule.to_kind == entry.kind:
            return replace(entry, name=rule.to_name) if rule.to_name != entry.name else entry
        return _of_other_kind(entry, rule)

    def knows(self, source: str, kind: str, name: str) -> bool:
        """Return whether a name is one that is known here, has a rule, or needs to be neither."""
        return (
            kind not in _TOLD_KINDS
            or name == NONE
            or name == load_kinds()[kind].default_name
            or self._rule_for(source, kind, name) is not None
        )

    def _rule_for(
        self,
        source: str,
        kind: str,
        name: str,
        own: bool = False,  # noqa: FBT001, FBT002
    ) -> NameRule | None:
        key = name_key(name)
        for place in ((source, kind), (source, ""), ("", kind), ("", "")):
            if (*place, key) in self._own:
                return self._own[(*place, key)]
        found = None if own else package_names().get(kind, {}).get(key)
        return None if found is None else NameRule(kind, name, kind, found)


_MOST_REMEMBERED = 100_000


def _of_other_kind(entry: Entry, rule: NameRule) -> Entry:
    kind = load_kinds()[rule.to_kind]
    fits = entry.unit in kind.units
    note = entry.note
    if entry.value is not None and not fits:
        # The amount has no place there; it stays readable.
        note = " ".join(filter(None, (note, f"({entry.value:g} {entry.unit})")))
    return replace(
        entry,
        kind=rule.to_kind,
        name=rule.to_name,
        value=entry.value if fits else None,
        unit=entry.unit if fits else "",
        note=note,
    )


def name_key(name: str) -> str:
    """Return a key that is equal for spellings of one name that differ in case and blanks."""
    return _APART.sub(" ", same_name(name)).strip()


@functools.cache
def package_names() -> Mapping[str, Mapping[str, str]]:
    """Return, for each kind, the name here of every spelling by its key."""
    return read_names(MAPPING)


def read_names(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a table of names.

    Raises
    ------
    ImporterError
        When it is not TOML, names a kind that there is not, or gives one spelling twice.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImporterError(f"{path} cannot be read as TOML: {error}") from None
    return MappingProxyType(
        {kind: MappingProxyType(_keys_of(path, kind, names)) for kind, names in tables.items()}
    )


def _keys_of(
    path: Path, kind: str, names: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, str]:
    if kind not in load_kinds():
        raise ImporterError(f"{path}: there is no kind {kind!r}")
    keys: dict[str, str] = {}
    for name, table in names.items():
        if set(table) != {"words"}:
            raise ImporterError(f"{path}: {name!r} must have `words` and nothing else")
        for word in (name, *table["words"]):
            if keys.setdefault(name_key(word), name) != name:
                raise ImporterError(f"{path}: {word!r} stands for two names; keep one of them")
    return keys


def suggestions(kind: str, name: str, own: Iterable[str] = ()) -> tuple[str, ...]:
    """Return names here that look like a name, the likest first.

    Parameters
    ----------
    kind : str
        Its kind.
    name : str
        The name that is not known.
    own : iterable of str
        Names that the person has logged already.
    """
    choices = {name_key(one): one for one in own} | dict(package_names().get(kind, {}))
    key = name_key(name)[:200]
    hits = process.extract(key, list(choices), scorer=fuzz.WRatio, limit=12)
    names = [choices[word] for word, likeness, _ in hits if likeness >= LEAST_LIKENESS]
    return tuple(dict.fromkeys(names))[:MOST_SUGGESTED]
