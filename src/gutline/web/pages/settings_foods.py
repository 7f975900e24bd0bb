"""Settings: the foods, recipes and words a person has made their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gutline.catalog import Food, load_foods, load_tags
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import remove
from gutline.meals.own_records import OwnFoodsError
from gutline.store.settings import current_home
from gutline.web.pages.settings_page import DONE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def foods(request: HttpRequest) -> HttpResponse:
    """Show what the person has made their own about foods."""
    return _show(request)


@require_POST
def remove_food(request: HttpRequest) -> HttpResponse:
    """Remove an own food, recipe or word; what was logged stays logged."""
    try:
        remove(current_home(), request.POST.get("name", ""))
    except OwnFoodsError as error:
        return _show(request, str(error))
    return HttpResponseRedirect(f"{reverse('settings-foods')}?done=removed")


def _show(request: HttpRequest, problem: str = "") -> HttpResponse:
    try:
        own = OwnFoods.load(current_home())
    except OwnFoodsError as error:
        own, problem = OwnFoods(), str(error)
    known = load_foods()
    told = {
        "foods": [_told_food(food, own) for food in own.foods.values()],
        "aliases": [
            {"phrase": phrase, "food": _name_of(ident, own, known)}
            for phrase, ident in sorted(own.aliases.items())
        ],
        "problem": problem,
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "settings/foods.html", told, status=422 if problem else 200)


def _told_food(food: Food, own: OwnFoods) -> dict[str, object]:
    tags = load_tags()
    return {
        "name": food.name,
        "is_recipe": food.id in own.recipes,
        "is_own": food.origin == "own",
        "tags": [tags[tag].name for tag in food.tags if tag in tags],
    }


def _name_of(ident: str, own: OwnFoods, known: object) -> str:
    food = own.foods.get(ident) or (known.get(ident) if isinstance(known, dict) else None)
    return food.name if food else ident
