"""All that a phrase is looked up in: names, search and spelling, the person's own foods first."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Mapping, Sequence

from gutline.catalog.food import Food
from gutline.catalog.foods import load_foods
from gutline.meals.language import PLAIN
from gutline.meals.meal import How, Match, Own
from gutline.meals.names import Name, Names
from gutline.meals.repairing import known_words
from gutline.meals.search import Hit, Index
from gutline.meals.spelling import Speller
from gutline.meals.words import keys_of

MOST_MATCHES = 3
SCORE_OF_ALIAS, SCORE_OF_ANY_ORDER = 0.98, 0.94
SPELLING_FACTOR = 0.95
RECENT_BONUS, OWN_BONUS = 0.08, 0.05
HEAD_BONUS = 0.04


class Foods:
    """Foods that can be looked up by what a person types.

    Parameters
    ----------
    foods : Mapping of str to Food
    """

    def __init__(self, foods: Mapping[str, Food]) -> None:
        self.foods = foods
        self.names = Names(foods.values())
        self.index = Index(self.names.all)
        self.speller = Speller(self.names, known_words())

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that some keys spell."""
        return self.names.find(keys)

    def is_name(self, keys: Sequence[str]) -> bool:
        """Return whether some keys spell a name."""
        return self.find(keys) is not None

    def begun(self, key: str) -> Name | None:
        """Return the only name of two words that begins with a word: "brussels"."""
        return self.names.begun(key)

    def comes_before(self, food: Food, last: str) -> bool:
        """Return whether names that end in a word have foods of the same group before it."""
        return food.group in self.names.parts.get(last, ())

    def is_own(self, name: Name) -> bool:
        """Return whether a name is the person's own."""
        return name.food.origin == "own"

    def matches(
        self, keys: Sequence[str], exact: Name | None, head: Name | None, *, fixed: bool
    ) -> tuple[Match, ...]:
        """Return the likeliest foods, best first.

        Parameters
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
        found: dict[str, Match] = {}
        if exact is None and (swapped := self._in_any_order(keys)) is not None:
            found[swapped.food.id] = Match(swapped.food, SCORE_OF_ANY_ORDER, "alias")
        if exact is not None:
            found[exact.food.id] = self._exact_match(exact)
        telling = [key for key in keys if key not in PLAIN and not key.isdigit()]
        for hit in self._search(telling, head):
            least = min((m.score for m in found.values()), default=1.0)
            score = min(hit.score, least - 0.01) if found else hit.score
            found.setdefault(hit.food.id, Match(hit.food, max(score, 0.0), "search"))
        best = sorted(found.values(), key=lambda m: -m.score)[:MOST_MATCHES]
        if fixed:
            best = [Match(m.food, m.score * SPELLING_FACTOR, "spelling") for m in best]
        return tuple(best)

    def _exact_match(self, name: Name) -> Match:
        how: How = "own" if self.is_own(name) else "alias" if name.alias else "name"
        return Match(name.food, SCORE_OF_ALIAS if how == "alias" else 1.0, how)

    def _in_any_order(self, keys: Sequence[str]) -> Name | None:
        return self.names.find_in_any_order(keys)

    def _search(self, keys: Sequence[str], head: Name | None) -> Iterable[Hit]:
        return self.index.search(keys, MOST_MATCHES + 1, lambda food: self._bonus(food, head))

    def _bonus(self, food: Food, head: Name | None) -> float:
        return HEAD_BONUS if head is not None and head.food is food else 0.0


class OwnFirst(Foods):
    """The same with a person's own foods and confirmed choices before all others.

    Parameters
    ----------
    shared : Foods
        What everybody has; searched as it is.
    own : Own
    """

    def __init__(self, shared: Foods, own: Own) -> None:
        self._shared = shared
        self.foods = shared.foods
        self.speller = shared.speller
        self.index = shared.index
        self.names = Names(own.foods.values())
        self._own_index = Index(self.names.all)
        self._recent = own.recent
        self._most = max(own.recent.values(), default=0.0) or 1.0
        self._choices = {
            "".join(keys): Name(food, keys, alias=True)
            for phrase, chosen in own.choices.items()
            if (food := own.foods.get(chosen) or shared.foods.get(chosen)) is not None
            and (keys := keys_of(phrase))
        }
        self._chosen = frozenset(map(id, self._choices.values()))

    def find(self, keys: Sequence[str]) -> Name | None:
        """Return the name that some keys spell, the person's own first."""
        return self._choices.get("".join(keys)) or self.names.find(keys) or self._shared.find(keys)

    def begun(self, key: str) -> Name | None:
        """Return the only name of two words that begins with a word."""
        return self._shared.begun(key)

    def comes_before(self, food: Food, last: str) -> bool:
        """Return whether names that end in a word have foods of the same group before it."""
        return self._shared.comes_before(food, last)

    def is_own(self, name: Name) -> bool:
        """Return whether a name is the person's own, or a phrase they have confirmed."""
        return name.food.origin == "own" or id(name) in self._chosen

    def _in_any_order(self, keys: Sequence[str]) -> Name | None:
        return self.names.find_in_any_order(keys) or self._shared.names.find_in_any_order(keys)

    def _search(self, keys: Sequence[str], head: Name | None) -> Iterable[Hit]:
        def bonus(food: Food) -> float:
            return self._bonus(food, head)

        hits = {hit.food.id: hit for hit in self._shared.index.search(keys, 4, bonus)}
        hits |= {hit.food.id: hit for hit in self._own_index.search(keys, 4, bonus)}
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
