"""Settings: the foods, recipes and words a person has made their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gutline.catalog import Food, load_foods, load_tags
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import remove
from gutline.meals.own_records import OwnFoodsError
from gutline.web.diaries import foods_home

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DONE = {
    "food": _("Added to your foods. Type it on Today as you would any other."),
    "recipe": _("Added to your foods. Its tags come from its parts."),
    "word": _("Remembered."),
    "removed": _("Removed from your foods."),
}
"""What is said after a change, by the word in the address."""
COMMON_TAGS = (
    "gluten", "fructan_grain", "dairy", "allium", "legume", "nut", "egg", "soy",
    "spicy", "fried", "sweetener", "caffeine", "alcohol",
)  # fmt: skip
"""Tags offered as boxes; others are typed."""


@require_safe
def foods(request: HttpRequest) -> HttpResponse:
    """Show what the person has made their own about foods."""
    return show(request)


@require_POST
def remove_food(request: HttpRequest) -> HttpResponse:
    """Remove an own food, recipe or word; what was logged stays logged."""
    try:
        remove(foods_home(request), request.POST.get("name", ""))
    except OwnFoodsError as error:
        return show(request, str(error))
    return done("removed")


def done(what: str) -> HttpResponse:
    """Send the browser back to the page, which says what was done."""
    return HttpResponseRedirect(f"{reverse('own-foods')}?done={what}")


def show(
    request: HttpRequest, problem: str = "", problems: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the page.

    Parameters
    ----------
    request : HttpRequest
    problem : str
        What is wrong with the page as a whole.
    problems : Mapping of str to str, optional
        What is wrong, by form; it is told there, and what was typed stays.
    """
    try:
        own = OwnFoods.load(foods_home(request))
    except OwnFoodsError as error:
        own, problem = OwnFoods(), str(error)
    known = load_foods()
    wrong = bool(problem or problems)
    told = {
        "foods": [_told_food(food, own) for food in own.foods.values()],
        "aliases": [
            {"phrase": phrase, "food": _name_of(ident, own, known)}
            for phrase, ident in sorted(own.aliases.items())
        ],
        "problem": problem,
        "problems": problems or {},
        "typed": request.POST if wrong else {},
        "ticked": request.POST.getlist("tag") if wrong else [],
        "tags": _offered_tags(),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "settings/foods.html", told, status=422 if wrong else 200)


def _offered_tags() -> list[tuple[str, str]]:
    tags = load_tags()
    return [(name, tags[name].name) for name in COMMON_TAGS if name in tags]


def _told_food(food: Food, own: OwnFoods) -> dict[str, object]:
    tags = load_tags()
    return {
        "name": food.name,
        "is_recipe": food.id in own.recipes,
        "is_own": food.origin == "own",
        "tags": [_(tags[tag].name) if tag in tags else tag.replace("_", " ") for tag in food.tags],
    }


def _name_of(ident: str, own: OwnFoods, known: Mapping[str, Food]) -> str:
    food = own.foods.get(ident) or known.get(ident)
    return food.name if food else ident
