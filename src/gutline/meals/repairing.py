"""Tokens whose spelling is right: unknown words corrected, joined or taken apart."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from gutline.catalog.measures import load_measures
from gutline.meals import language
from gutline.meals.segmenting import Piece
from gutline.meals.spelling import MOST_IN_A_LINE, Speller
from gutline.meals.tagging import free_phrases, not_phrases, tag_phrases
from gutline.meals.words import Token, fold, plain

IsName = Callable[[Sequence[str]], bool]


@functools.cache
def known_words() -> frozenset[str]:
    """Return the keys of all words that are right without being in a food's name."""
    words: set[str] = set()
    for group in (
        language.JOINING, language.DENYING, language.FREE, language.NUMBERS, language.FRACTIONS,
        language.ARTICLES, language.CLOCK, language.CLOCK_BEFORE, language.PLAIN,
        language.DESCRIBING, language.FLAVOURS, language.CARRIERS, language.SUBSTANCES,
        language.WRAPPERS,
    ):  # fmt: skip
        words |= set(group)
    for measure in load_measures().values():
        words |= {part for word in measure.words for part in plain(word).split()}
    for phrases in (tag_phrases(), not_phrases(), free_phrases()):
        words |= {word for phrase in phrases for word in phrase}
    return frozenset(words | {fold(word) for word in words})


def repair(tokens: Sequence[Token], speller: Speller, is_name: IsName) -> list[Token]:
    """Return the tokens with unknown words put right.

    Parameters
    ----------
    tokens : sequence of Token
    speller : Speller
    is_name : callable
        Whether some keys are a name, a person's own foods included.
    """
    repaired: list[Token] = []
    place, looked_up = 0, 0
    while place < len(tokens):
        token = tokens[place]
        if token.kind != "word" or speller.knows(token.key) or is_name([token.key]):
            repaired.append(_respelt(token, speller))
        elif _joins(tokens, place, speller, is_name):
            repaired.append(_one(token, tokens[place + 1]))
            place += 1
        elif repaired and _joins([repaired[-1], token], 0, speller, is_name):
            repaired[-1] = _one(repaired[-1], token)
        elif looked_up < MOST_IN_A_LINE:
            looked_up += 1
            before = repaired[-1].key if repaired else ""
            repaired += _corrected(token, speller.correct(token.word, token.key, before))
        else:
            repaired.append(token)
        place += 1
    return repaired


def _respelt(token: Token, speller: Speller) -> Token:
    """Return a known word in its usual spelling."""
    usual = speller.usual(token.key)
    if usual:
        return token._replace(key=usual)
    slip = speller.slip_of(token.key)
    return token._replace(word=slip, key=slip, fixed=True) if slip else token


def _joins(tokens: Sequence[Token], place: int, speller: Speller, is_name: IsName) -> bool:
    """Return whether two neighbours are one word typed with a space: "pop corn"."""
    if place + 1 >= len(tokens) or tokens[place + 1].kind != "word" or tokens[place].kind != "word":
        return False
    key = fold(tokens[place].word + tokens[place + 1].word)
    return speller.knows(key) or is_name([key])


def _one(first: Token, second: Token) -> Token:
    word = first.word + second.word
    return first._replace(word=word, key=fold(word), end=second.end)


def _corrected(token: Token, pieces: Sequence[Piece]) -> list[Token]:
    """Return the words that a word was meant to be, each where its letters stand."""
    if len(pieces) == 1 and pieces[0].key == token.key:
        return [token]
    exact = sum(piece.letters for piece in pieces) == token.end - token.start
    tokens: list[Token] = []
    start = token.start
    for place, piece in enumerate(pieces):
        end = start + piece.letters if exact and place + 1 < len(pieces) else token.end
        tokens.append(
            Token(
                _word_of(piece, token, start - token.start) if exact else piece.key,
                piece.key,
                start,
                end,
                "word",
                glued=token.glued or place > 0,
                fixed=True,
                begins=piece.begins,
            )
        )
        start = end
    return tokens


def _word_of(piece: Piece, token: Token, place: int) -> str:
    """Return a word as it was typed, where it was typed as it should be; else its key."""
    typed = token.word[place : place + piece.letters]
    if not piece.guessed and fold(typed) == piece.key:
        return typed
    several = piece.key + "s"
    return several if typed.endswith("s") and fold(several) == piece.key else piece.key
