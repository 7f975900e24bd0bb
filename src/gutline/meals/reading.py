"""What a person typed, read as a meal: which foods, how much, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from gutline.catalog.food import Food
from gutline.catalog.tags import load_tags
from gutline.meals.broken_names import keep_whole
from gutline.meals.foods_index import Asked, Foods, foods_for
from gutline.meals.grouping import Group, Span, cover, group, kind_meant
from gutline.meals.language import DENYING, SERVED_IN
from gutline.meals.meal import Item, Match, Meal, Own, TagAmount
from gutline.meals.names import Name
from gutline.meals.quantities import Amount
from gutline.meals.repairing import repair
from gutline.meals.splitting import WEAK_LINKS, Portion, split
from gutline.meals.tagging import (
    Denials,
    denied_in,
    excused_tags,
    substituted,
    tags_eaten,
    tags_in_words,
    tags_left_out,
)
from gutline.meals.weighing import Weight, nutrients_of, weigh
from gutline.meals.words import Token, is_plain, keys_of, scan, tidy


@dataclass(slots=True)
class _Draft:
    """An item in the making."""

    tokens: list[Token]
    group: Group
    amount: Amount
    link: str = ""
    asked: Asked | None = None
    matches: tuple[Match, ...] = ()
    by_name: bool = False
    eaten: bool = True
    denials: Denials = field(default_factory=Denials)


def read_meal(text: str, own: Own | None = None, *, others: bool = True) -> Meal:
    """Read what a person typed.

    Parameters
    ----------
    text : str
        "2 slices rye toast w/ butter, large red wine"; any text at all is read.
    own : Own, optional
        The person's own foods and what they confirmed before, which come first.
    others : bool
        Whether to look for further foods where the words are a food's name; who only wants to
        know the food, of many lines, does without.

    Returns
    -------
    Meal
        Its items in the order of the text; what is not known is kept by its name and said in
        `problems`.
    """
    return read_with(text, foods_for(own), others=others)


def read_with(text: str, foods: Foods, *, others: bool = True) -> Meal:
    """Read what a person typed, with these foods."""
    line = tidy(text)
    drafts = _drafts(line, foods)
    items: list[Item] = []
    problems: list[str] = [] if drafts else ["Nothing to read: type what was eaten."]
    for draft in drafts:
        if others and draft.asked is not None and draft.asked.exact is not None:
            draft.matches = foods.matches(draft.asked)
        item, said = _item(draft, line)
        items.append(item)
        problems += said
    return Meal(text, tuple(items), tuple(problems))


def _drafts(line: str, foods: Foods) -> list[_Draft]:
    tokens = scan(line)
    whole = _whole(line, tokens, foods)
    if whole is not None:
        return [_resolved(_Draft(tokens, Group(tokens, []), Amount()), foods, whole)]
    drafts: list[_Draft] = []
    noise: list[Token] = []
    kept = keep_whole(tokens, line, foods)
    for portion in split(repair(kept, foods.speller, foods.is_name), foods.is_name):
        if drafts and (portion.denied or _only_denies(portion)):
            drafts += _leave_out(drafts[-1], portion, foods)
        elif portion.denied:
            drafts.append(_not_eaten(portion))
        elif _says_nothing(portion, foods):
            noise = _put(noise, portion, drafts)
        else:
            found = list(_of_portion(portion, foods, drafts))
            if found and noise:
                found[0].tokens[:0] = noise
                noise = []
            drafts += found
    if noise:
        drafts.append(_Draft(noise, Group(noise), Amount()))
    return drafts


def _whole(line: str, tokens: Sequence[Token], foods: Foods) -> Name | None:
    """Return the name that a whole line is."""
    found = foods.find(keys_of(line))
    if found is not None and foods.is_own(found):
        return found
    return foods.find_written(line) or (found if _is_one_name(tokens, foods) else None)


def _is_one_name(tokens: Sequence[Token], foods: Foods) -> bool:
    """Return whether a line is one food's name, as it should be, and nothing else."""
    if any(t.kind != "word" or t.word in DENYING or t.key in foods.names.variants for t in tokens):
        return False
    spans = cover(tokens, foods)
    return len(spans) == 1 and not is_plain(tokens[0])


def _says_nothing(portion: Portion, foods: Foods) -> bool:
    """Return whether all words of a portion are plain ones: "for breakfast"."""
    if portion.amount.given or not all(is_plain(t) for t in portion.content):
        return False
    return not any(span.name for span in cover(portion.content, foods))


def _only_denies(portion: Portion) -> bool:
    """Return whether a portion is nothing but "gluten free"."""
    denied = denied_in(portion.content)
    return bool(portion.content) and len(denied.used) == len(portion.content)


def _not_eaten(portion: Portion) -> _Draft:
    """Keep "no breakfast" where there is no food it belongs to."""
    names = [t.word for t in portion.content if t.word not in DENYING and not is_plain(t)]
    denials = Denials(names=[" ".join(names)] if names else [])
    return _Draft(portion.tokens, Group(portion.tokens), Amount(), denials=denials, eaten=False)


def _put(noise: list[Token], portion: Portion, drafts: list[_Draft]) -> list[Token]:
    """Add plain words to the food before them, or keep them for the one after."""
    if drafts:
        drafts[-1].tokens += portion.tokens
        return noise
    return noise + portion.tokens


def _of_portion(portion: Portion, foods: Foods, before: list[_Draft]) -> Iterator[_Draft]:
    if before and _completes(portion, before[-1], foods):
        before[-1].tokens += portion.tokens
        before[-1].amount = portion.amount
        before[-1].group = _merged(portion, before[-1].group)
        _resolved(before[-1], foods, foods.find(before[-1].group.keys))
        return
    amount, tokens = portion.amount, portion.tokens
    groups = group(portion.content, foods) or [Group(list(portion.tokens))]
    for place, one in enumerate(groups):
        own_tokens = _share_of(tokens, groups, place)
        draft = _resolved(_Draft(own_tokens, one, amount, portion.link), foods, None)
        if before and not draft.matches and portion.link in WEAK_LINKS and len(groups) == 1:
            before[-1].tokens += own_tokens
            return
        yield draft
        amount = Amount()


def _share_of(tokens: Sequence[Token], groups: Sequence[Group], place: int) -> list[Token]:
    """Return the tokens of a portion that go with one of its foods."""
    first = groups[place].tokens[0].start if place else -1
    last = groups[place + 1].tokens[0].start if place + 1 < len(groups) else 1 << 60
    return [t for t in tokens if first <= t.start < last]


def _completes(portion: Portion, draft: _Draft, foods: Foods) -> bool:
    """Return whether "2 scoops vanilla" says more of the ice cream before it."""
    if not portion.amount.given or draft.amount.given or not portion.content:
        return False
    said = any(not is_plain(token) for token in draft.group.tokens)
    return said and foods.is_name(_merged(portion, draft.group).keys)


def _merged(portion: Portion, group: Group) -> Group:
    return Group([*portion.content, *group.tokens], group.heads)


def _leave_out(draft: _Draft, portion: Portion, foods: Foods) -> list[_Draft]:
    """Note what the food before was eaten without, and return what was eaten after all.

    "burger no bun sweet potato fries" leaves out the bun only.
    """
    denied = denied_in(portion.content)
    draft.denials.tags |= denied.tags
    content = [t for t in portion.content if t.word not in DENYING and t.kind == "word"]
    if not portion.denied or not content:
        draft.tokens += portion.tokens
        draft.denials.names += denied.names
        return []
    first, *others = group(content, foods)
    end = others[0].tokens[0].start if others else 1 << 60
    draft.tokens += [t for t in portion.tokens if t.start < end]
    matches = _resolved(_Draft(first.tokens, first, Amount()), foods, None).matches
    words = [t.word for t in first.tokens if not is_plain(t)]
    draft.denials.names.append(" ".join(words or [t.word for t in first.tokens]))
    draft.denials.tags |= tags_left_out(matches[0].food if matches else None, first.keys)
    rest = [t for t in portion.tokens if t.start >= end]
    return list(_of_portion(Portion(rest, rest), foods, [])) if rest else []


def _resolved(draft: _Draft, foods: Foods, exact: Name | None) -> _Draft:
    """Look up what a draft's words mean."""
    one = draft.group
    denied = denied_in(one.tokens)
    draft.denials.tags |= denied.tags
    draft.denials.names += denied.names
    heads = [span for span in one.heads if span.name is not None]
    if exact is None and len(heads) == 1 and _covers(heads[0].tokens, one):
        exact = heads[0].name
    if exact is None and not heads:
        exact = foods.find(one.keys)
    said = [t for place, t in enumerate(one.tokens) if place not in denied.used]
    keys = Group(said if said and exact is None else one.tokens).keys
    head = heads[-1].name if heads else None
    if exact is None and (kind := foods.find(kind_meant(one))) is not None:
        keys, head = (*keys[:-1], *kind_meant(one)), kind
        one.heads[-1] = Span(one.heads[-1].tokens, kind)
    draft.asked = Asked(keys, exact, head, any(t.fixed for t in one.tokens))
    draft.matches = foods.matches(draft.asked, others=exact is None)
    draft.by_name = exact is not None and (not exact.alias or foods.is_own(exact))
    return draft


def _covers(tokens: Sequence[Token], one: Group) -> bool:
    rest = Group([t for t in one.tokens if t not in tokens]).keys
    return not set(rest) - SERVED_IN or len(Group(list(tokens)).keys) == len(one.keys)


def _item(draft: _Draft, line: str) -> tuple[Item, list[str]]:
    food = draft.matches[0].food if draft.matches else None
    text = line[draft.tokens[0].start : max(t.end for t in draft.tokens)].strip()
    weight = weigh(food, draft.amount)
    nutrients = {} if food is None else nutrients_of(food, weight)
    denied = draft.denials.tags
    for tag in denied & set(load_tags()):
        nutrients.pop(load_tags()[tag].dose, None)
    item = Item(
        text=text,
        name=food.name if food else _words_of(draft) or text,
        food=food,
        matches=draft.matches,
        quantity=draft.amount.quantity,
        quantity_high=draft.amount.high,
        unit=draft.amount.unit or draft.amount.size,
        grams=weight.grams,
        assumed=weight.assumed,
        without=tuple(dict.fromkeys(draft.denials.names)),
        tags=MappingProxyType(_tags(draft, food, weight, nutrients) if draft.eaten else {}),
        nutrients=MappingProxyType(nutrients),
    )
    return item, list(_problems(item, weight)) if draft.eaten else []


def _words_of(draft: _Draft) -> str:
    return " ".join(t.word for t in draft.group.tokens if t.kind != "mark")


def _problems(item: Item, weight: Weight) -> Iterator[str]:
    if item.food is None:
        yield f"{item.name!r} is no food Gutline knows; it is kept by that name."
    if weight.absurd:
        yield (
            f"{item.text!r}: the amount is more than anybody has at once; it is kept, but not "
            "used for grams. Type it again if it was a slip."
        )


def _tags(
    draft: _Draft, food: Food | None, weight: Weight, nutrients: Mapping[str, float]
) -> dict[str, TagAmount]:
    """Return the tags of the table, then of the words it does not answer for, less denials."""
    keys = [t.key for t in draft.group.tokens]
    found = {} if food is None else tags_eaten(food, weight.grams, nutrients)
    if not draft.by_name:
        found = {t: a for t, a in found.items() if t not in excused_tags(keys)}
    for part in _parts(draft):
        for tag in substituted(part.food, part.keys) if len(part.keys) > 1 else ():
            found.pop(tag, None)
        for tag, share in part.food.tags.items():
            _add(found, tag, TagAmount(None, share.possible, "words"))
    for tag in tags_in_words(_unanswered(draft, food)):
        _add(found, tag, TagAmount(None, possible=False, source="words"))
    return {tag: found[tag] for tag in sorted(found) if tag not in draft.denials.tags}


def _add(found: dict[str, TagAmount], tag: str, amount: TagAmount) -> None:
    """Add a tag that a word means; what was only possible is then certain."""
    known = found.get(tag)
    if known is None:
        found[tag] = amount
    elif known.possible and not amount.possible:
        found[tag] = TagAmount(known.grams, possible=False, source=known.source)


def _parts(draft: _Draft) -> list[Name]:
    """Return the names among the words that the food found does not answer for."""
    if draft.by_name or not draft.matches:
        return []
    food = draft.matches[0].food
    answered = set(keys_of(food.name))
    names = [span.name for span in draft.group.heads if span.name is not None]
    return [n for n in names if n.food is not food and not set(n.keys) <= answered]


def _unanswered(draft: _Draft, food: Food | None) -> list[str]:
    """Return the words neither the food's name nor a part of it answers for, in order."""
    tokens = draft.group.tokens
    if food is None:
        return [t.key for t in tokens]
    if draft.by_name:
        return []
    heads = draft.group.heads
    spans = [s for s in heads if s.name and (s is not heads[-1] or s.name.food is food)]
    parts = {id(t) for span in spans for t in span.tokens}
    answered = set(keys_of(food.name))
    return [t.key if id(t) not in parts and t.key not in answered else "" for t in tokens]
