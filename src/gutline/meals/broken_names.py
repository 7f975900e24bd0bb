"""Names that their words would not spell: "7 up", "dr. pepper", and slips a person confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from gutline.meals.foods_index import Foods
from gutline.meals.names import LONGEST_NAME, Name, written
from gutline.meals.words import Token

# "b. infantis" is three tokens for two words.
_LONGEST = LONGEST_NAME + 2


def keep_whole(tokens: Sequence[Token], line: str, foods: Foods) -> list[Token]:
    """Return the tokens of a line with each such name made one word.

    Parameters
    ----------
    tokens : sequence of Token
    line : str
        The tidied text they stand in.
    foods : Foods
    """
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        end, name = _longest(tokens, place, line, foods)
        kept.append(tokens[place] if name is None else _as_one(tokens[place:end], name))
        place = end
    return kept


def _longest(
    tokens: Sequence[Token], place: int, line: str, foods: Foods
) -> tuple[int, Name | None]:
    for end in range(min(place + _LONGEST, len(tokens)), place + 1, -1):
        some = tokens[place:end]
        if any(t.kind == "mark" and t.word in ",;\n" for t in some):
            continue
        name = foods.find_broken(written(line[some[0].start : some[-1].end]))
        if name is not None and foods.is_name(["".join(name.keys)]):
            return end, name
    return place + 1, None


def _as_one(tokens: Sequence[Token], name: Name) -> Token:
    joined = "".join(name.keys)
    return tokens[0]._replace(word=joined, key=joined, end=tokens[-1].end, kind="word", value=0.0)
