"""Finding evidence cards: by words a person types, and by what an entry or a finding is called."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from gutline.catalog.evidence import EvidenceCard, load_evidence

_WORD = re.compile(r"[a-z0-9]+")
_CLOSE = 0.8
_WEIGHTS = (("title", 6.0), ("words", 6.0), ("exposures", 5.0), ("outcomes", 2.0), ("said", 2.0),
            ("known", 1.0), ("effect", 0.5), ("category", 1.0))  # fmt: skip
_PLAIN_ENDINGS = ("ies", "es", "s")
_LEAST_STEM = 4
_EMPTY_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "do", "does", "for",
    "from", "has", "have", "how", "i", "in", "is", "it", "me", "my", "of",
    "on", "or", "that", "the", "to", "what", "when", "which", "with", "why",
})  # fmt: skip


def find_cards(text: str, cards: Mapping[str, EvidenceCard] | None = None) -> list[EvidenceCard]:
    """Return the cards that fit a text, the best first; words may be misspelled.

    Parameters
    ----------
    text : str
        A word or some words; the code of a card works as well.
    cards : Mapping of str to EvidenceCard, optional
        Those of the package when left out.
    """
    among = load_evidence() if cards is None else cards
    for card in among.values():
        if text.strip().lower() in {card.id, card.code.lower()}:
            return [card]
    index = {ident: _index(card) for ident, card in among.items()}
    wanted = _known_words(_stems(text), {word for words in index.values() for word in words})
    scored = [(_score(wanted, index[ident]), ident) for ident in among]
    return [among[ident] for score, ident in sorted(scored, key=_best_first) if score > 0]


def cards_about(
    name: str, tags: Iterable[str] = (), cards: Mapping[str, EvidenceCard] | None = None
) -> list[EvidenceCard]:
    """Return the cards about something logged: a food, supplement, practice, symptom or state.

    Parameters
    ----------
    name : str
        What it is called.
    tags : iterable of str
        Tags of a food.
    cards : Mapping of str to EvidenceCard, optional
    """
    among = load_evidence() if cards is None else cards
    said = set(_stems(name))
    own = {" ".join(_stems(tag)) for tag in tags}
    found = []
    for card in among.values():
        terms = [_stems(term) for term in (*card.exposures, *card.words)]
        if any(t and (set(t) <= said or " ".join(t) in own) for t in terms):
            found.append(card)
    return found


def _best_first(scored: tuple[float, str]) -> tuple[float, str]:
    return (-scored[0], scored[1])


def _index(card: EvidenceCard) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, weight in _WEIGHTS:
        value = getattr(card, name)
        for word in set(_stems(value if isinstance(value, str) else " ".join(value))):
            found[word] = found.get(word, 0.0) + weight
    return found


def _stems(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("_", " ")).encode("ascii", "ignore").decode()
    return [_stem(w) for w in _WORD.findall(plain.lower()) if w not in _EMPTY_WORDS]


def _stem(word: str) -> str:
    for ending in _PLAIN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM - 1:
            stem = word[: -len(ending)]
            return stem + "y" if ending == "ies" else stem
    return word


def _known_words(words: Iterable[str], known: set[str]) -> list[str]:
    """Return each word as the cards spell it; a word none of them has stays as it is."""
    found = []
    for word in words:
        close = [] if word in known else difflib.get_close_matches(word, sorted(known), 1, _CLOSE)
        found.append(close[0] if close else word)
    return found


def _score(wanted: list[str], index: Mapping[str, float]) -> float:
    """Return how well a card fits: every word must be in it."""
    scores = [index.get(word, 0.0) for word in wanted]
    return sum(scores) if scores and all(scores) else 0.0
