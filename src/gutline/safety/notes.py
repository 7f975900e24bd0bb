"""Reading notes: which signs they tell of, with denials, slips of the fingers and other people."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gutline.catalog.note_patterns import (
    Denials,
    NotePattern,
    Way,
    load_denials,
    load_note_patterns,
)
from gutline.safety.spelling import is_slip_of

LONGEST_NOTE = 20_000
"""Characters of a note that are read."""
_SENTENCE_END = re.compile(r"[.;!?\n]+|\s[-–—]\s")
_IN_A_NUMBER = re.compile(r"(?<=[0-9])[.,](?=[0-9])")
# A unit is a word of its own however close it is written to its number: "5kg", "12-lb".
_TOKEN = re.compile(r"[0-9]+(?=-?[a-z])|[a-z0-9]+(?:['-][a-z0-9]+)*|,")
_REACH_BEFORE = 6
_REACH_AFTER = 4
_REACH_OTHERS = 2
_COMMA = ","
_OWN = frozenset({
    "i", "i'm", "i've", "ich", "yo", "je", "j'ai", "io", "ik", "eu",
    "and had", "and got", "and felt", "then had", "then got", "then felt",
})  # fmt: skip
"""What the writer goes on with after naming somebody else."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sign that a note tells of.

    Attributes
    ----------
    pattern : str
        Id of the pattern.
    fact : str
    name : str
        The sign, in words.
    """

    pattern: str
    fact: str
    name: str


@functools.lru_cache(maxsize=5_000)
def signs_in(text: str) -> tuple[Told, ...]:
    """Return the signs that a text tells of, each once.

    A sign that is denied ("no blood", "sans fièvre"), or that somebody else has, is not told of.
    """
    clauses = tuple(_clauses(text[:LONGEST_NOTE]))
    return tuple(
        Told(pattern.id, pattern.fact, pattern.name)
        for pattern in load_note_patterns().values()
        if any(_tells(pattern, clause) for clause in clauses)
    )


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words of one sentence up to a word like "but", and whether an answer "no" follows."""

    words: tuple[str, ...]
    answered_no: bool


def _clauses(text: str) -> Iterator[_Clause]:
    plain = _IN_A_NUMBER.sub("", _plain(text))
    sentences = [_TOKEN.findall(part) for part in _SENTENCE_END.split(plain)]
    filled = [words for words in sentences if words]
    denials = load_denials()
    for place, words in enumerate(filled):
        following = filled[place + 1] if place + 1 < len(filled) else []
        no = len(following) == 1 and following[0] in denials.alone
        for clause in _split_at(words, denials.turns):
            yield _Clause(tuple(clause), no)


def _plain(text: str) -> str:
    straight = text.replace("\u2019", "'").replace("ß", "ss").replace("œ", "oe")
    apart = unicodedata.normalize("NFKD", straight.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _split_at(words: Sequence[str], turns: frozenset[str]) -> Iterator[list[str]]:
    clause: list[str] = []
    for word in words:
        if word in turns:
            yield clause
            clause = []
        else:
            clause.append(word)
    yield clause


def _tells(pattern: NotePattern, clause: _Clause) -> bool:
    if clause.answered_no or not clause.words:
        return False
    masked = _without(clause.words, pattern.not_phrases)
    return any(
        not _is_denied(clause.words, said) and not _is_of_others(clause.words, said)
        for way in pattern.ways
        for said in _said(masked, way, pattern)
    )


def _without(words: tuple[str, ...], phrases: Sequence[str]) -> tuple[str, ...]:
    """Return the words with those of some phrases blotted out."""
    left = list(words)
    for phrase in phrases:
        for start in _starts(words, tuple(phrase.split())):
            for place in range(start, start + len(phrase.split())):
                left[place] = ""
    return tuple(left)


def _starts(words: Sequence[str], phrase: tuple[str, ...]) -> Iterator[int]:
    size = len(phrase)
    for start in range(len(words) - size + 1):
        if tuple(words[start : start + size]) == phrase:
            yield start


def _said(words: tuple[str, ...], way: Way, pattern: NotePattern) -> Iterator[tuple[int, ...]]:
    """Yield where a way is said: the places of its words, all its groups within the window."""
    places = [_places(words, group, pattern.not_words) for group in way.groups]
    if not all(places):
        return
    for first in places[0]:
        said = first
        for others in places[1:]:
            near = [p for p in others if _width(said + p) <= pattern.window and p != first]
            if not near:
                break
            said = min((said + place for place in near), key=_width)
        else:
            yield tuple(sorted(said))


def _width(places: tuple[int, ...]) -> int:
    return max(places) - min(places) + 1


def _places(
    words: tuple[str, ...], group: tuple[str, ...], not_words: frozenset[str]
) -> list[tuple[int, ...]]:
    meant = [_meant(word, word in not_words) for word in words]
    present = frozenset().union(*meant)
    found: list[tuple[int, ...]] = []
    for phrase in group:
        wanted = phrase.split()
        if present.issuperset(wanted):
            size = len(wanted)
            found += [
                tuple(range(start, start + size))
                for start in range(len(words) - size + 1)
                if all(word in meant[start + place] for place, word in enumerate(wanted))
            ]
    return found


@functools.lru_cache(maxsize=50_000)
def _meant(said: str, is_right: bool) -> frozenset[str]:  # noqa: FBT001 - cached by place
    """Return the words of all patterns that a word may stand for; itself only when it is right."""
    if is_right or not said:
        return frozenset({said})
    return frozenset(wanted for wanted in _vocabulary() if is_slip_of(said, wanted))


@functools.cache
def _vocabulary() -> frozenset[str]:
    groups = (g for p in load_note_patterns().values() for way in p.ways for g in way.groups)
    return frozenset(word for group in groups for phrase in group for word in phrase.split())


def _is_denied(words: tuple[str, ...], said: tuple[int, ...]) -> bool:
    denials = load_denials()
    masked = _without(words, denials.not_denials)
    return (
        _denied_before(masked, said, denials)
        or _denied_inside(masked, said, denials)
        or _denied_after(masked, said[-1], denials)
    )


def _denied_before(words: tuple[str, ...], said: tuple[int, ...], denials: Denials) -> bool:
    """Return whether a denial stands before: near, and not in another part of the sentence.

    A comma ends what a denial reaches, unless the list it begins goes on with "or".
    """
    reach = list(words[: said[0]])
    if _COMMA in reach and not _is_list(words, reach, said[-1], denials.lists):
        reach = reach[len(reach) - reach[::-1].index(_COMMA) :]
    plain = [word for word in reach if word != _COMMA][-_REACH_BEFORE:]
    return _has(plain, denials.before)


def _is_list(words: tuple[str, ...], reach: list[str], end: int, lists: frozenset[str]) -> bool:
    """Return whether the words up to a place are one list: "no blood, fever or chills"."""
    last_comma = len(reach) - 1 - reach[::-1].index(_COMMA)
    rest = words[last_comma + 1 : end + 3]
    return any(word in lists for word in rest) and rest[0] != "and"


def _denied_inside(words: tuple[str, ...], said: tuple[int, ...], denials: Denials) -> bool:
    """Return whether a denial stands between the words of a sign: "stool had no blood"."""
    between = set(range(said[0], said[-1])) - set(said)
    return _has([words[place] for place in sorted(between)], denials.before)


def _denied_after(words: tuple[str, ...], end: int, denials: Denials) -> bool:
    following: list[str] = []
    for word in words[end + 1 :]:
        if word == _COMMA:
            break
        following.append(word)
    if following and following[-1] in denials.alone and len(following) <= _REACH_AFTER:
        return True
    return _has(following[:_REACH_AFTER], denials.after)


def _has(words: Sequence[str], denials: frozenset[str]) -> bool:
    return any(
        " ".join(words[start : start + size]) in denials
        for size in (1, 2, 3)
        for start in range(len(words) - size + 1)
    )


def _is_of_others(words: tuple[str, ...], said: tuple[int, ...]) -> bool:
    """Return whether somebody else begins the part of the sentence: "my dog vomited blood".

    Who stands further on has no part in it: "walked the dog, chest pain" is the writer's own.
    """
    before = list(words[: said[0]])
    if _COMMA in before:
        before = before[len(before) - before[::-1].index(_COMMA) :]
    others = load_denials().others
    for start in range(min(_REACH_OTHERS, len(before))):
        for size in (1, 2, 3):
            if " ".join(before[start : start + size]) in others:
                return not _has(before[start + size :], _OWN)
    return False
