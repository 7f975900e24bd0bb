"""What the page of the plan shows, put together from a few queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gutline.diary.texts import same_name
from gutline.diary.zones import zone_named
from gutline.meals.own_foods import OwnFoods
from gutline.routine.checks import Notice, check_routine
from gutline.routine.proposing import Helper, propose
from gutline.store import queries
from gutline.store.queries.reminders import Mailing, mailing_of
from gutline.store.queries.routine import (
    has_feed,
    kept_plan,
    known_supplements,
    learnt_habits,
    plan_versions,
    rules,
)
from gutline.web import findings_run
from gutline.web.diaries import foods_home
from gutline.web.pages.plan_drift import DriftView, drift_view
from gutline.web.pages.plan_off import OffSpan, coming_off
from gutline.web.pages.plan_words import ItemLine, item_line
from gutline.web.surroundings import person_choices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from gutline.routine.items import Item
    from gutline.routine.plan import Plan, PlanVersion
    from gutline.store.records import PersonRecord

MOST_HELPERS = 3
MOST_VERSIONS = 12


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What a finished trial left behind."""

    name: str
    words: str
    trial: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything on the page.

    Attributes
    ----------
    items, proposed : tuple of ItemLine
    notices : tuple of Notice
    rules : tuple of RuleLine
    history : tuple of str
        What the plan was since when, the latest first.
    drift : DriftView
    quiet_from, quiet_until : str
    names : bool
        Whether reminders may say what they are about.
    feed : bool
        Whether there is an address for calendars.
    mailing : {"", "possible", "set up"}
        Whether reminders can be mailed, or are.
    off : tuple of OffSpan
        Days off from today on.
    today : date
    """

    items: tuple[ItemLine, ...]
    proposed: tuple[ItemLine, ...]
    notices: tuple[Notice, ...]
    rules: tuple[RuleLine, ...]
    history: tuple[str, ...]
    drift: DriftView
    quiet_from: str
    quiet_until: str
    names: bool
    feed: bool
    mailing: Mailing
    off: tuple[OffSpan, ...]
    today: date


def plan_page(request: HttpRequest, person: PersonRecord, now: datetime) -> PlanPage:
    """Return what the page of the plan shows."""
    zone = zone_named(person.zone)
    today = now.astimezone(zone).date()
    plan = kept_plan(person.key).plan
    habits, unseen = learnt_habits(person.key, plan, today)
    names = _supplement_names(request, plan)
    notices = check_routine(plan, today, zone, habits, unseen=unseen, known_names=names)
    return PlanPage(
        tuple(item_line(item) for item in plan.items),
        tuple(item_line(item) for item in _proposed(request, person, plan)),
        notices,
        tuple(_rule_line(rule.body, rule.body.get("trial", "")) for rule in rules(person.key)),
        tuple(_history(plan_versions(person.key, zone))),
        drift_view(person),
        f"{plan.quiet_from:%H:%M}",
        f"{plan.quiet_until:%H:%M}",
        plan.names_in_reminders,
        has_feed(person.key),
        mailing_of(person.key),
        coming_off(person.key, today),
        today,
    )


def proposal(request: HttpRequest, person: PersonRecord, ident: str) -> Item | None:
    """Return one of the proposals of the page; None when it is none."""
    found = _proposed(request, person, kept_plan(person.key).plan)
    return next((item for item in found if item.id == ident), None)


def _proposed(request: HttpRequest, person: PersonRecord, plan: Plan) -> tuple[Item, ...]:
    chosen = person_choices(request).get("symptoms")
    outcomes = [str(name) for name in chosen] if isinstance(chosen, list) else []
    return propose(plan, outcomes, [*_trial_helpers(person), *_found_helpers(person)])


def _trial_helpers(person: PersonRecord) -> Iterable[Helper]:
    """Yield what a finished trial showed to help, each as the kind of thing it is."""
    helping = [rule.body for rule in rules(person.key) if rule.body.get("verdict") == "helps"]
    kinds = _kinds_of_names(person) if helping else {}
    for body in helping:
        name, trial = str(body["name"]), str(body["trial"])
        kind = kinds.get(same_name(name), "practice")
        yield Helper(name, kind, trial, str(body["words"]))


def _kinds_of_names(person: PersonRecord) -> dict[str, str]:
    """Return the kinds of foods, drinks and supplements by name; a supplement in any doubt."""
    found: dict[str, str] = {}
    for kind in ("food", "drink", "supplement"):
        names = queries.names_logged(person.key, kind, date.min)
        found |= {same_name(name): kind for name in names}
    return found | dict.fromkeys(known_supplements(), "supplement")


def _found_helpers(person: PersonRecord) -> list[Helper]:
    """Return what the last findings hold of practices, foods and drinks that go with better."""
    latest = findings_run.latest_findings(person)
    outcomes = latest.document.get("outcomes", {}) if latest else {}
    found = {
        str(one["name"]): one
        for outcome in outcomes.values()
        for one in outcome.get("exposures", ())
        if _helps(one)
    }
    return [
        Helper(name, str(one["level"]), "", str(one["sentence"]))
        for name, one in list(found.items())[:MOST_HELPERS]
    ]


def _helps(finding: dict[str, Any]) -> bool:
    wanted = {"practice", "food", "drink"}
    return finding.get("verdict") == "helper" and finding.get("level") in wanted


def _supplement_names(request: HttpRequest, plan: Plan) -> frozenset[str] | None:
    """Return the names of supplements that are known; None where nobody asks."""
    if not any(item.what == "supplement" for item in plan.items):
        return None
    own = OwnFoods.load(foods_home(request))
    names = {food.name for food in own.foods.values()}
    return known_supplements() | {same_name(name) for name in names}


def _rule_line(body: Any, trial: object) -> RuleLine:  # noqa: ANN401 - plain data of a document
    name, words = str(body.get("name", "")), str(body.get("words", ""))
    told = words if name.casefold() in words.casefold() else f"{name}: {words}"
    return RuleLine(name, told, str(trial))


def _history(versions: tuple[PlanVersion, ...]) -> Iterable[str]:
    for version in list(reversed(versions))[:MOST_VERSIONS]:
        count = len(version.plan.items)
        day = f"{version.since.day} {version.since:%B %Y}"
        words = ngettext("%(count)d thing", "%(count)d things", count) % {"count": count}
        names = ", ".join(item.name for item in version.plan.items)
        said = {"day": day, "words": words, "names": f": {names}" if names else ""}
        yield _("Since %(day)s %(words)s%(names)s") % said
