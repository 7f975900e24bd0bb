"""Settings: adding a food of one's own, a recipe, or a word for a food."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gutline.catalog import Food, TagShare, load_tags
from gutline.meals.food_search import FoodNameError, food_named
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import add_alias, add_food, add_recipe, tag_id
from gutline.meals.own_records import HEAVIEST_G, OwnFoodsError
from gutline.meals.recipes import Part, RecipeError
from gutline.meals.words import phrase_key
from gutline.store.errors import EntryRefusedError
from gutline.web.diaries import foods_home
from gutline.web.pages.form_fields import read_number
from gutline.web.pages.settings_foods import done, show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

LONGEST_NAME = 100
MOST_PARTS = 60
_REFUSALS = (OwnFoodsError, FoodNameError, RecipeError, EntryRefusedError)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a food; like another one, where it says so."""
    home, form = foods_home(request), request.POST
    try:
        food = _food_of(form, OwnFoods.load(home))
        add_food(home, food, replacing=_may_replace(form, home))
    except _REFUSALS as error:
        return show(request, problems={"food": str(error)})
    return done("food")


def _food_of(form: QueryDict, own: OwnFoods) -> Food:
    like = form.get("like", "").strip()
    start = food_named(like, own) if like else _blank()
    serving = read_number("serving", form.get("serving", ""))
    if serving is not None and not 0 < serving <= HEAVIEST_G:
        raise OwnFoodsError(_("a serving weighs more than nothing; give grams, such as 150"))
    return replace(
        start,
        id="", name=_name(form), aliases=(), group="own", popularity=0.5, origin="own",
        serving_g=start.serving_g if serving is None else serving,
        tags=MappingProxyType({**start.tags, **_tags(form)}),
    )  # fmt: skip


def _blank() -> Food:
    nothing: dict[str, float] = {}
    return Food(
        id="", name="", aliases=(), kind="food", group="own", serving_g=None,
        measures=MappingProxyType(nothing), nutrients=MappingProxyType(nothing),
        tags=MappingProxyType({}), nova=None, code="", popularity=0.5, origin="own",
    )  # fmt: skip


def _name(form: QueryDict) -> str:
    name = " ".join(form.get("name", "").split())
    if not phrase_key(name):
        raise OwnFoodsError(_("a food needs a name with letters"))
    if len(name) > LONGEST_NAME:
        raise OwnFoodsError(_("the name is longer than %d characters; shorten it") % LONGEST_NAME)
    return name


def _tags(form: QueryDict) -> dict[str, TagShare]:
    """Return the tags that were ticked, and those that were typed, separated by commas."""
    known = load_tags()
    ticked = [tag for tag in form.getlist("tag") if tag in known]
    typed = [tag_id(text) for text in form.get("tags", "").split(",") if text.strip()]
    return {tag: TagShare(None, possible=False) for tag in (*ticked, *typed)}


def _may_replace(form: QueryDict, home: Path) -> bool:
    """Return whether it may take the place of a food of its name; refuse when it would unasked."""
    if form.get("replace") == "yes":
        return True
    key = phrase_key(_name(form))
    own = OwnFoods.load(home).foods.values()
    if any(phrase_key(food.name) == key and food.origin == "own" for food in own):
        raise OwnFoodsError(
            _("you have a food of this name already; tick “Replace it” to change it")
        )
    return False


@require_POST
def recipe(request: HttpRequest) -> HttpResponse:
    """Add a food that is made of others, one part a line."""
    home, form = foods_home(request), request.POST
    try:
        serves = read_number("serves", form.get("serves", ""))
        parts = _parts(form.get("parts", "").splitlines(), OwnFoods.load(home))
        add_recipe(
            home, _name(form), parts, serves=1.0 if serves is None else serves,
            replacing=_may_replace(form, home),
        )  # fmt: skip
    except _REFUSALS as error:
        return show(request, problems={"recipe": str(error)})
    return done("recipe")


def _parts(lines: Iterable[str], own: OwnFoods) -> list[Part]:
    texts = [line.strip() for line in lines if line.strip()]
    if not 1 <= len(texts) <= MOST_PARTS:
        raise OwnFoodsError(
            _("a recipe has from 1 to %d parts, one a line, such as “200 g oats”") % MOST_PARTS
        )
    return [_part(text, own) for text in texts]


def _part(text: str, own: OwnFoods) -> Part:
    """Return one part of a recipe.

    Raises
    ------
    OwnFoodsError
        When it is not one food with an amount.
    """
    from gutline.meals import read_meal  # noqa: PLC0415 - the foods are loaded when needed

    items = read_meal(text, own).items
    if len(items) != 1 or items[0].food is None:
        raise OwnFoodsError(
            _("the part “%s” is not one food that is known; add it first, or name another")
            % text[:80]
        )
    if not items[0].grams or items[0].assumed:
        raise OwnFoodsError(
            _("the part “%s” does not say how much; write it as “200 g oats”") % text[:80]
        )
    return Part(items[0].food.id, items[0].grams, " ".join(text.split()))


@require_POST
def word(request: HttpRequest) -> HttpResponse:
    """Remember that a word of the person's own means a food."""
    home, phrase = foods_home(request), request.POST.get("phrase", "")
    try:
        if len(phrase) > LONGEST_NAME:
            raise OwnFoodsError(
                _("the name is longer than %d characters; shorten it") % LONGEST_NAME
            )
        add_alias(home, phrase, food_named(request.POST.get("food", ""), OwnFoods.load(home)).id)
    except _REFUSALS as error:
        return show(request, problems={"word": str(error)})
    return done("word")
