"""A line into portions: what stands between separators, each with its amount."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gutline.meals.language import (
    DENYING,
    DESCRIBING,
    FRACTIONS,
    JOINING,
    NUMBERS,
    SEPARATORS,
    SUBSTANCES,
)
from gutline.meals.names import LONGEST_NAME
from gutline.meals.quantities import (
    Amount,
    read_amount,
    read_clock,
    read_times,
    read_unit_behind,
    unit_words,
)
from gutline.meals.words import Token

IsName = Callable[[Sequence[str]], bool]
WEAK_LINKS = frozenset({"in", "on", "over", "inside", "then"})


@dataclass(slots=True)
class Portion:
    """Some words with one amount.

    Attributes
    ----------
    tokens : list of Token
        All tokens, those of the amount too.
    content : list of Token
        Those that may name a food.
    amount : Amount
    link : str
        What stands before it: "," or "with", say.
    denied : bool
        Whether it was said not to be eaten.
    """

    tokens: list[Token] = field(default_factory=list)
    content: list[Token] = field(default_factory=list)
    amount: Amount = field(default_factory=Amount)
    link: str = ""
    denied: bool = False


def split(tokens: Sequence[Token], is_name: IsName) -> list[Portion]:
    """Return the portions of a line, in order.

    Parameters
    ----------
    tokens : sequence of Token
    is_name : callable
        Whether some keys are a food's name: "fish and chips" stays whole.
    """
    guards = _guards(tokens, is_name)
    portions: list[Portion] = []
    for link, denied, start, end in _clauses(tokens, guards):
        found = _portions(tokens[start:end], guards[start:end], is_name)
        for place, portion in enumerate(found):
            portion.link = "" if place else link
            portion.denied = denied
        portions += found
    return _with_lone_amounts_joined(portions)


def _guards(tokens: Sequence[Token], is_name: IsName) -> list[bool]:
    """Say which tokens are part of a name that holds a joining word, a number or a unit."""
    guards = [False] * len(tokens)
    place = 0
    while place < len(tokens):
        end = _guarded_until(tokens, place, is_name)
        guards[place:end] = [True] * (end - place)
        place = max(end, place + 1)
    return guards


def _guarded_until(tokens: Sequence[Token], start: int, is_name: IsName) -> int:
    keys: list[str] = []
    special, until = False, start
    for place in range(start, min(start + LONGEST_NAME + 1, len(tokens))):
        token = tokens[place]
        if token.kind == "mark" and token.word not in "&+-/":
            break
        if token.kind != "mark" or token.word in "&+":
            keys.append("and" if token.word in "&+" else token.key)
        special = special or _is_special(token)
        if special and len(keys) > 1 and token.kind != "mark" and is_name(keys):
            until = place + 1
    return until


def _is_special(token: Token) -> bool:
    return (
        token.kind != "word"
        or token.key in JOINING
        or token.word in DENYING
        or (token.word,) in unit_words()
        or token.word in {"half", "quarter", "a", "w", "n"}
        or token.key in {"free", "non"}
    )


def _clauses(
    tokens: Sequence[Token], guards: Sequence[bool]
) -> Iterator[tuple[str, bool, int, int]]:
    """Yield what stands before each clause, whether it is denied, and where it begins and ends.

    The word that denies is part of its clause; other separators are part of none.
    """
    link, denied, start = "", False, 0
    for place, token in enumerate(tokens):
        if guards[place] or not _separates(tokens, place, start):
            continue
        if place > start:
            yield link, denied or _denies(tokens, start, guards), start, place
        denied = _goes_on(tokens, start, place, denied=denied)
        link, start = token.key, place + (not is_denying(tokens, place))
    if start < len(tokens):
        yield link, denied or _denies(tokens, start, guards), start, len(tokens)


def _denies(tokens: Sequence[Token], start: int, guards: Sequence[bool]) -> bool:
    return is_denying(tokens, start) and not guards[start] and not _describes(tokens, start)


def is_denying(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a word denies what follows: "no", "without", "hold the"."""
    if tokens[place].word == "hold":
        return place + 1 < len(tokens) and tokens[place + 1].word == "the"
    return tokens[place].word in DENYING


def _separates(tokens: Sequence[Token], place: int, start: int) -> bool:
    token = tokens[place]
    if token.kind == "mark":
        return token.word in SEPARATORS and not _inside(tokens, place)
    if is_denying(tokens, place):
        return place > start and not _describes(tokens, place)
    if token.key in JOINING and token.kind == "word":
        return not _joins_a_number(tokens, place)
    return False


def _describes(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a denial belongs to the food after it: "no fat yoghurt"."""
    behind = [t for t in tokens[place + 1 : place + 4] if t.word != "added"][:2]
    return (
        len(behind) == 2
        and behind[0].key in SUBSTANCES
        and behind[1].kind == "word"
        and (behind[1].key not in JOINING | DENYING)
    )


def _inside(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a mark is part of an amount or of a word: "1/2", "2-3", "stir-fry", "x*2"."""
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if before is None or after is None:
        return False
    numbers = before.kind == after.kind == "number"
    glued = tokens[place].glued and after.glued
    word = tokens[place].word
    if word in "/-–":
        return (numbers and (glued or word != "/")) or (word != "/" and glued)
    return word in "×*" and "number" in {before.kind, after.kind}


def _joins_a_number(tokens: Sequence[Token], place: int) -> bool:
    """Return whether this is the "and" of "one and a half", or the "or" of "2 or 3"."""
    if tokens[place].key == "or":
        around = [*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2]]
        return len(around) == 2 and all(t.kind == "number" or t.word in NUMBERS for t in around)
    if tokens[place].key != "and" or not place:
        return False
    read = read_amount(tokens, place - 1)
    if read is None or read[1] <= place:
        return False
    return any(
        t.key in {"half", "quarter", "third"} or t.word == "/" or t.kind == "number"
        for t in tokens[place + 1 : read[1]]
    )


def _goes_on(tokens: Sequence[Token], start: int, place: int, *, denied: bool) -> bool:
    """Return whether a denial goes on behind "or", or behind the "and" of "without"."""
    if tokens[place].key in {"or", "nor"}:
        return denied or tokens[start].word in DENYING
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    counted = behind is not None and (behind.kind == "number" or behind.word in NUMBERS)
    without = any(t.word == "without" for t in tokens[start:place])
    return without and tokens[place].key == "and" and not counted


def _portions(tokens: Sequence[Token], guards: Sequence[bool], is_name: IsName) -> list[Portion]:
    """Split a clause where amounts stand; an amount is of what follows it, or of what precedes."""
    pieces = _pieces(tokens, guards, is_name)
    behind = len(pieces) > 1 and not isinstance(pieces[0], _Said) and isinstance(pieces[-1], _Said)
    portions: list[Portion] = []
    closed = True
    for piece in pieces:
        if isinstance(piece, _Said):
            if portions and _is_unit_of(piece, portions[-1]):
                portions[-1].tokens += piece.tokens
                portions[-1].amount = _with_unit(portions[-1].amount, piece.amount)
            elif piece.factor and portions:
                portions[-1].tokens += piece.tokens
                portions[-1].amount = portions[-1].amount.times(piece.factor)
            elif behind and portions and not portions[-1].amount.given:
                portions[-1].tokens += piece.tokens
                portions[-1].amount = piece.amount
                closed = True
            else:
                portions.append(Portion(list(piece.tokens), amount=piece.amount))
                closed = False
        elif closed or not portions:
            portions.append(Portion([piece], [piece]))
            closed = False
        else:
            portions[-1].tokens.append(piece)
            portions[-1].content.append(piece)
    return portions


@dataclass(slots=True)
class _Said:
    """An amount, where it was said."""

    tokens: list[Token]
    amount: Amount
    factor: float = 0.0
    unit_behind: bool = False
    bare: bool = False


def _is_unit_of(said: _Said, portion: Portion) -> bool:
    """Return whether a bare unit belongs to the number before: "3 pizza slices", "2 big pieces"."""
    if portion.amount.unit:
        return False
    numbered = portion.amount.quantity is not None
    described = numbered and all(t.key in DESCRIBING for t in portion.content)
    return said.unit_behind or (said.bare and described)


def _with_unit(amount: Amount, behind: Amount) -> Amount:
    return replace(amount, unit=behind.unit) if amount.given else behind


def _pieces(
    tokens: Sequence[Token], guards: Sequence[bool], is_name: IsName
) -> list[Token | _Said]:
    pieces: list[Token | _Said] = []
    place = 0
    while place < len(tokens):
        said = None if guards[place] else _said(tokens, place, is_name)
        if said is None:
            end = place + 1 if guards[place] else max(read_clock(tokens, place), place + 1)
            timed = not guards[place] and (end > place + 1 or tokens[place].kind == "number")
            pieces += [t._replace(kind="time") if timed else t for t in tokens[place:end]]
            place = end
        else:
            pieces.append(said)
            place += len(said.tokens)
    return pieces


def _said(tokens: Sequence[Token], place: int, is_name: IsName) -> _Said | None:
    factor = read_times(tokens, place)
    if factor is not None and factor[1] == len(tokens):
        return _Said(list(tokens[place : factor[1]]), Amount(), factor[0])
    read = read_amount(tokens, place)
    behind = read_unit_behind(tokens, place) if read is None and place else None
    read = read or behind
    if read is None or _is_word_of_food(tokens, place, read, is_name):
        return None
    first = tokens[place]
    bare = first.kind != "number" and first.word not in NUMBERS and first.key not in FRACTIONS
    return _Said(
        list(tokens[place : read[1]]),
        read[0],
        unit_behind=behind is not None,
        bare=bare and bool(read[0].unit),
    )


def _is_word_of_food(
    tokens: Sequence[Token], place: int, read: tuple[Amount, int], is_name: IsName
) -> bool:
    """Return whether a bare size or unit is part of a name, or follows the food it describes."""
    if tokens[place].kind == "number":
        return False
    keys = [t.key for t in tokens]
    for end in range(min(place + LONGEST_NAME, len(keys)), place + 1, -1):
        if is_name(keys[place:end]):
            return end > read[1]
    if place and read[0].quantity == 1.0 and tokens[place].word not in {"a", "an", "one"}:
        starts = max(0, place - LONGEST_NAME)
        return any(is_name(keys[start : place + 1]) for start in range(starts, place))
    return False


def _with_lone_amounts_joined(portions: Sequence[Portion]) -> list[Portion]:
    """Give an amount that stands alone to the food before it, else to the one after it."""
    joined: list[Portion] = []
    waiting: Portion | None = None
    for portion in portions:
        if waiting is not None:
            portion.tokens = waiting.tokens + portion.tokens
            if not portion.amount.given:
                portion.amount = waiting.amount
            waiting = None
        if portion.content or portion.denied or not portion.amount.given:
            joined.append(portion)
        elif joined and not joined[-1].amount.given and not joined[-1].denied:
            joined[-1].tokens += portion.tokens
            joined[-1].amount = portion.amount
        else:
            waiting = portion
    return joined if waiting is None else [*joined, replace(waiting)]
