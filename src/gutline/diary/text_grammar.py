"""What a line of a plain-text diary says: `ate rye bread, butter`, `back pain 6`, `slept 7 h`."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gutline.catalog import EntryKind, load_kinds, load_units
from gutline.diary.entries import KINDS_WITH_NONE, NONE, RowError

_QUOTED = re.compile(r'(?<![^\s,|])"(?:[^"\\]|\\.)*"')
_NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
_COMMA = re.compile(r",(?!(?<=\d,)\d)")
_LEADING = re.compile(rf"({_NUMBER})(?:\s+|(?=[^\W\d]))(\S+)\s*(.*)", re.DOTALL)
_TIMES_SIGNS = frozenset({"x", "\u00d7"})
_TRAILING = re.compile(rf"(.*\S)\s+({_NUMBER})\s*([^\s\d]\S*)?", re.DOTALL)
_TIMES = re.compile(rf"(.*\S)\s+[x\u00d7]\s*({_NUMBER})", re.DOTALL)
_ONLY = re.compile(rf"({_NUMBER})\s*(\S+)?")
_AMOUNT = re.compile(rf"(?:(?:[x\u00d7]\s*)?({_NUMBER})\s*(\S+)?)?")
_EXTRA = re.compile(r"(name|note|source|id)\s+(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """One entry as a line says it, all as text."""

    kind: str
    name: str
    value: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """All that one line says after its time, and what it adds behind a bar."""

    said: tuple[Said, ...]
    extras: Mapping[str, str]


def read_clause(text: str) -> Clause:
    """Return what a line says after its time.

    Raises
    ------
    RowError
        When it cannot be understood.
    """
    word, rest = first_word(text)
    if word == "note":
        return _note(rest)
    main, *bars = _split(text, re.compile(r"\|"))
    extras = _extras(bars, ("note", "source", "id"))
    said = tuple(_said(main.strip()))
    if len(said) > 1 and "id" in extras:
        raise RowError("id", extras["id"], "one id cannot be for several entries; use two lines")
    return Clause(said, extras)


def first_word(text: str) -> tuple[str, str]:
    """Return the first word in lower case, and what follows it."""
    word, _, rest = text.partition(" ")
    return word.casefold(), rest.strip()


@functools.cache
def first_words() -> Mapping[str, tuple[EntryKind, str]]:
    """Return every word a line can start with, its kind, and the name the word implies.

    The words come from the catalog; a kind's id is one of them.
    """
    words: dict[str, tuple[EntryKind, str]] = {}
    for kind in load_kinds().values():
        words[kind.id] = (kind, "")
        for word, name in kind.words.items():
            words[word] = (kind, name)
    return words


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split at separators that stand outside quotes."""
    masked = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    parts, start = [], 0
    for match in separator.finditer(masked):
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def _unquoted(text: str) -> str:
    """Return a text without the quotes around it, if it has any."""
    text = text.strip()
    if not text.startswith('"'):
        return text
    try:
        word = json.loads(text, strict=False)
    except (json.JSONDecodeError, RecursionError):
        word = None
    if not isinstance(word, str):
        raise RowError("line", text, "a quote is opened and not closed properly; close it")
    return word


def _extras(bars: list[str], allowed: tuple[str, ...]) -> dict[str, str]:
    """Return what stands behind bars: `| note cold | source phone`."""
    extras: dict[str, str] = {}
    for bar in bars:
        match = _EXTRA.fullmatch(bar.strip())
        if match is None or match[1] not in allowed or match[1] in extras:
            reason = f"behind a bar, write {', '.join(allowed)}, each once, and its text"
            raise RowError("line", bar, reason)
        extras[match[1]] = _unquoted(match[2])
    return extras


def _note(rest: str) -> Clause:
    text, *bars = _split(rest, re.compile(r"\|"))
    if not _QUOTED.fullmatch(text.strip()):
        return Clause((Said("note", ""),), {"note": rest})
    extras = _extras(bars, ("name", "source", "id"))
    name = extras.pop("name", "")
    return Clause((Said("note", name),), {**extras, "note": _unquoted(text)})


def _said(text: str) -> Iterator[Said]:
    word, rest = first_word(text)
    if text.casefold() in {"no symptom", "no symptoms"}:
        yield Said("symptom", NONE)
    elif word not in first_words():
        for item in _split(text, _COMMA):
            yield _listed(item.strip())
    else:
        kind, implied = first_words()[word]
        if implied or kind.default_name:
            yield _of_its_own(kind, implied, rest, text)
            return
        for item in _split(rest, _COMMA):
            yield _rated(item.strip()) if kind.id == "symptom" else _item(kind, item.strip())


def _listed(text: str) -> Said:
    """Return one of `back pain 6, stress 4`: a symptom, or a kind that is named by its word."""
    word, rest = first_word(text)
    kind, _ = first_words().get(word, (None, ""))
    if kind and kind.default_name and _ONLY.fullmatch(rest):
        return _of_its_own(kind, "", rest, text)
    return _rated(text)


def _rated(text: str) -> Said:
    """Return a symptom with its rating at the end."""
    if text.startswith('"'):
        return _in_quotes("symptom", text)
    if text.casefold() == NONE:
        return Said("symptom", NONE)
    name, value, unit = _measured_at_end(text)
    if not value:
        reason = "not understood; write 'ate rye bread' or, for a symptom, 'back pain 6'"
        raise RowError("line", text, reason)
    return Said("symptom", name, value, unit)


def _in_quotes(kind: str, text: str) -> Said:
    """Return an entry whose name is in quotes, with its amount behind it: `"7 up" 2 serving`."""
    name = _QUOTED.match(text)
    amount = _AMOUNT.fullmatch(text[name.end() :].strip()) if name else None
    if name is None or amount is None:
        reason = "a quote is not closed properly, or more than an amount follows it"
        raise RowError("line", text, reason)
    return Said(kind, _unquoted(name[0]), amount[1] or "", amount[2] or "")


def _measured_at_end(text: str) -> tuple[str, str, str]:
    match = _TRAILING.fullmatch(text)
    return (match[1], match[2], match[3] or "") if match else (text, "", "")


def _item(kind: EntryKind, text: str) -> Said:
    """Return one item of a list: `rye bread`, `150 g yoghurt`, `red wine x2`, `iron 20 mg`."""
    if text.startswith('"'):
        return _in_quotes(kind.id, text)
    if text.casefold() == "nothing" and kind.id in KINDS_WITH_NONE:
        return Said(kind.id, NONE)
    if match := _LEADING.fullmatch(text):
        return _amount_first(kind, *match.groups())
    if match := _TIMES.fullmatch(text):
        return Said(kind.id, match[1], match[2])
    name, value, unit = _measured_at_end(text)
    if _is_unit(kind, unit):
        return Said(kind.id, name, value, unit)
    if text[:1].isdigit() or (value and not unit):
        reason = 'write an amount as "2 coffee" or "coffee x2"; quote a name that has a number'
        raise RowError("line", text, reason)
    return Said(kind.id, text)


def _amount_first(kind: EntryKind, value: str, word: str, name: str) -> Said:
    if _is_unit(kind, word):
        return Said(kind.id, _unquoted(name.removeprefix("of ")), value, word)
    if word in _TIMES_SIGNS:
        return Said(kind.id, _unquoted(name), value)
    return Said(kind.id, _unquoted(f"{word} {name}".strip()), value)


def _is_unit(kind: EntryKind, word: str) -> bool:
    return bool(word) and load_units().get(word, load_units().get(word.casefold())) in kind.units


def _of_its_own(kind: EntryKind, implied: str, rest: str, text: str) -> Said:
    """Return an entry whose kind needs no name: `slept 7.5 h`, `stress 4`, `travel Rome`."""
    if kind.value == "none":
        return Said(kind.id, _unquoted(rest))
    unit, _, number = rest.partition(" ")
    if _is_unit(kind, unit) and _ONLY.fullmatch(number):
        return Said(kind.id, implied, number, unit)
    if match := _ONLY.fullmatch(rest):
        return Said(kind.id, implied, match[1], match[2] or "")
    if rest.startswith('"'):
        return _in_quotes(kind.id, rest)
    name, value, unit = _measured_at_end(rest)
    if value and not _is_unit(kind, unit):
        return _rated(text)
    return Said(kind.id, name or implied, value, unit)
