"""All that a phrase is looked up in: names, search and spelling, the person's own foods first."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gutline.catalog.food import Food
from gutline.catalog.foods import load_foods
from gutline.meals.language import CARRIERS, PLAIN
from gutline.meals.meal import How, Match, Own
from gutline.meals.names import Name, Names
from gutline.meals.repairing import known_words
from gutline.meals.search import Hit, Index, head_of
from gutline.meals.spelling import Speller
from gutline.meals.words import keys_of

MOST_MATCHES = 3
SCORE_OF_ALIAS, SCORE_OF_ANY_ORDER = 0.98, 0.94
# A food that is named among words that nobody knows.
SCORE_OF_HEAD = 0.6
SPELLING_FACTOR = 0.95
RECENT_BONUS, OWN_BONUS = 0.08, 0.05
HEAD_BONUS = 0.04
# What a search must score where no word is a food, and how far before the next food it must be.
LEAST_WITHOUT_FOOD, CLEAR_LEAD = 0.68, 0.1


class Asked(NamedTuple):
    """What a phrase is looked up by.

    Attributes
    ----------
    keys : sequence of str
        Keys of all words that were typed.
    exact : Name or None
        The name that all of them spell.
    head : Name or None
        The name among them that says what it is.
    fixed : bool
        Whether a word was corrected.
    """

    keys: Sequence[str]
    exact: Name | None
    head: Name | None
    fixed: bool


class Foods:
    """Foods that can be looked up by what a person types.

    Parameters
    ----------
    foods : Mapping of str to Food
    """

    def __init__(self, foods: Mapping[str, Food]) -> None:
        self.foods = foods
        self.names = Names(foods.values())

    @functools.cached_property
    def index(self) -> Index:
        """The index of the names; made for the first phrase that is not a name."""
        return Index(self.names.all)

    @functools.cached_property
    def speller(self) -> Speller:
        """What puts misspelt words right."""
        return Speller(self.names, known_words())

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that some keys spell."""
        return self.names.find(keys)

    def find_written(self, text: str) -> Name | None:
        """Return the name that is written exactly so."""
        return self.names.find_written(text)

    def find_broken(self, text: str) -> Name | None:
        """Return the name of a stretch that reading word by word would take apart."""
        return self.names.unlike_words.get(text)

    def is_name(self, keys: Sequence[str]) -> bool:
        """Return whether some keys spell a name."""
        return self.find(keys) is not None

    def begun(self, key: str) -> Name | None:
        """Return the only name of two words that begins with a word: "brussels"."""
        return self.names.begun(key)

    def is_made_of(self, last: str, part: Name) -> bool:
        """Return whether names that end in a word have such foods, and this one, before it."""
        return self.names.is_made_of(last, part)

    def is_own(self, name: Name) -> bool:
        """Return whether a name is the person's own."""
        return name.food.origin == "own"

    def matches(self, asked: Asked, *, others: bool = True) -> tuple[Match, ...]:
        """Return the likeliest foods, best first.

        Parameters
        ----------
        asked : Asked
        others : bool
            Whether to search for others too where the words are a name; a search needs the index.
        """
        found = self._found(asked)
        if others or not found:
            for hit in self._hits(asked, known=bool(found)):
                least = min((m.score for m in found.values()), default=1.0)
                score = min(hit.score, least - 0.01) if found else hit.score
                found.setdefault(hit.food.id, Match(hit.food, max(score, 0.0), "search"))
        if not found and asked.head is not None:
            found[asked.head.food.id] = Match(asked.head.food, SCORE_OF_HEAD, "search")
        best = sorted(found.values(), key=lambda m: -m.score)[:MOST_MATCHES]
        if asked.fixed:
            best = [Match(m.food, m.score * SPELLING_FACTOR, "spelling") for m in best]
        return tuple(best)

    def _found(self, asked: Asked) -> dict[str, Match]:
        """Return the food whose name the words are."""
        if asked.exact is not None:
            return {asked.exact.food.id: self._exact_match(asked.exact)}
        swapped = self._in_any_order(asked.keys)
        if swapped is None:
            return {}
        return {swapped.food.id: Match(swapped.food, SCORE_OF_ANY_ORDER, "alias")}

    def _hits(self, asked: Asked, *, known: bool) -> Sequence[Hit]:
        """Return what a search finds; nothing where it cannot be trusted."""
        telling = _telling(asked.keys, asked.exact or asked.head)
        hits = list(self._search(telling, asked.head))
        sure = known or asked.head is not None or _are_sure(hits, telling)
        return hits if sure else ()

    def _exact_match(self, name: Name) -> Match:
        how: How = "own" if self.is_own(name) else "alias" if name.alias else "name"
        return Match(name.food, SCORE_OF_ALIAS if how == "alias" else 1.0, how)

    def _in_any_order(self, keys: Sequence[str]) -> Name | None:
        return self.names.find_in_any_order(keys)

    def _search(self, keys: Sequence[str], head: Name | None) -> Iterable[Hit]:
        bonus = functools.partial(self._bonus, head=head)
        return self.index.search(keys, MOST_MATCHES + 1, bonus, _head_meant(keys, head))

    def _bonus(self, food: Food, head: Name | None) -> float:
        return HEAD_BONUS if head is not None and head.food is food else 0.0


def _are_sure(hits: Sequence[Hit], keys: Sequence[str]) -> bool:
    """Return whether hits can be trusted where no food was named.

    They are of the same dish, or near and of one group.
    """
    if hits and head_of(keys) in CARRIERS and head_of(keys) == head_of(hits[0].name.keys):
        return True
    if not hits or hits[0].score < LEAST_WITHOUT_FOOD:
        return False
    second = hits[1] if len(hits) > 1 else None
    return (
        second is None
        or hits[0].score - second.score >= CLEAR_LEAD
        or hits[0].food.group == second.food.group
    )


def _head_meant(keys: Sequence[str], head: Name | None) -> str:
    """Return what says what it is in "salt and pepper chips", where a search would go by "salt"."""
    if head is None or "and" not in keys:
        return ""
    meant = head_of(head.keys)
    return meant if meant in keys[keys.index("and") + 1 :] else ""


def _telling(keys: Sequence[str], name: Name | None) -> list[str]:
    """Return the words to search for; those of a name tell, be they plain ones elsewhere."""
    if name is not None and "".join(keys) == "".join(name.keys):
        return list(name.keys)
    telling = [key for key in keys if key not in PLAIN and not key.isdigit()]
    if name is not None:
        telling += [key for key in name.keys if key not in telling]
    return telling


class OwnFirst(Foods):
    """The same with a person's own foods and confirmed choices before all others.

    Parameters
    ----------
    shared : Foods
        What everybody has; searched as it is.
    own : Own
    """

    def __init__(self, shared: Foods, own: Own) -> None:
        super().__init__(own.foods)
        self._shared = shared
        self.foods = shared.foods
        self._recent = own.recent
        self._most = max(own.recent.values(), default=0.0) or 1.0
        self._choices = {
            "".join(keys): Name(food, keys, alias=True)
            for phrase, chosen in own.choices.items()
            if (food := own.foods.get(chosen) or shared.foods.get(chosen)) is not None
            and (keys := keys_of(phrase))
        }
        self._chosen = frozenset(map(id, self._choices.values()))

    @functools.cached_property
    def speller(self) -> Speller:
        """What puts misspelt words right; everybody's."""
        return self._shared.speller

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that some keys spell, the person's own first."""
        return self._choices.get("".join(keys)) or self.names.find(keys) or self._shared.find(keys)

    def find_written(self, text: str) -> Name | None:
        """Return the name that is written exactly so, the person's own first."""
        return self.names.find_written(text) or self._shared.find_written(text)

    def find_broken(self, text: str) -> Name | None:
        """Return the name of a stretch that reading word by word would take apart.

        What the person confirmed with a slip in it is one of these, since slips are put right.
        """
        own = self.names.unlike_words.get(text)
        if own is None and self._misspelt:
            own = self._misspelt.get("".join(keys_of(text)))
        return own or self._shared.find_broken(text)

    @functools.cached_property
    def _misspelt(self) -> Mapping[str, Name]:
        knows = self.speller.knows
        return {
            joined: name
            for joined, name in self._choices.items()
            if not any(key.isdigit() for key in name.keys) and not all(map(knows, name.keys))
        }

    def begun(self, key: str) -> Name | None:
        """Return the only name of two words that begins with a word."""
        return self._shared.begun(key)

    def is_made_of(self, last: str, part: Name) -> bool:
        """Return whether names that end in a word have such foods, and this one, before it."""
        return self.names.is_made_of(last, part) or self._shared.is_made_of(last, part)

    def is_own(self, name: Name) -> bool:
        """Return whether a name is the person's own, or a phrase they have confirmed."""
        return name.food.origin == "own" or id(name) in self._chosen

    def _in_any_order(self, keys: Sequence[str]) -> Name | None:
        return self.names.find_in_any_order(keys) or self._shared.names.find_in_any_order(keys)

    def _search(self, keys: Sequence[str], head: Name | None) -> Iterable[Hit]:
        def bonus(food: Food) -> float:
            return self._bonus(food, head)

        hits = {hit.food.id: hit for hit in self._shared.index.search(keys, 4, bonus)}
        hits |= {hit.food.id: hit for hit in self.index.search(keys, 4, bonus)}
        return sorted(hits.values(), key=lambda hit: (-hit.score, hit.food.id))

    def _bonus(self, food: Food, head: Name | None) -> float:
        recent = min(self._recent.get(food.id, 0.0) / self._most, 1.0)
        own = OWN_BONUS if food.origin == "own" else 0.0
        return super()._bonus(food, head) + RECENT_BONUS * recent + own


@functools.cache
def shared_foods() -> Foods:
    """Return the foods of the package, indexed once."""
    with _LOCK:
        return Foods(load_foods())


_LOCK = threading.Lock()
_last: tuple[Own, OwnFirst] | None = None


def foods_for(own: Own | None, shared: Foods | None = None) -> Foods:
    """Return what to look phrases up in; the index of the last person's own foods is kept."""
    global _last  # noqa: PLW0603 - one pair, replaced as a whole, so that threads see old or new
    everybody = shared or shared_foods()
    if own is None:
        return everybody
    kept = _last
    if kept is not None and kept[0] is own and kept[1]._shared is everybody:  # noqa: SLF001
        return kept[1]
    mine = OwnFirst(everybody, own)
    _last = (own, mine)
    return mine
