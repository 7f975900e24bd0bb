"""Import: what names of other apps become, to be looked over and changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gutline.catalog import load_kinds
from gutline.diary.texts import LONGEST_NAME
from gutline.importers.finding import load_sources
from gutline.importers.names import MAPPED_KINDS, NameRule, name_key
from gutline.store.errors import StoreError
from gutline.store.services.imports import keep_name_rules, name_rules
from gutline.web.diaries import open_person
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_SHOWN = 100
KINDS = tuple(kind for kind in load_kinds() if kind in MAPPED_KINDS | {"food", "drink"})
LEFT_OUT, FORGOTTEN = "leave", "forget"


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """Show a person's rules for names, or keep what was changed of them."""
    person = open_person(request)
    rules = name_rules(person.key)
    if request.method != "POST":
        return _page(request, rules)
    try:
        changed = [*changed_rules(rules, request.POST)]
        added = added_rule(request.POST)
        if added is not None:
            changed = [one for one in changed if _about(one) != _about(added)] + [added]
        keep_name_rules(person.key, changed, present())
    except StoreError as error:
        return _page(request, rules, str(error))
    return HttpResponseRedirect(f"{reverse('import-names')}?done=kept")


def _page(request: HttpRequest, rules: Sequence[NameRule], problem: str = "") -> HttpResponse:
    newest = [*reversed(rules)][:MOST_SHOWN]
    typed: Mapping[str, str] = request.POST if problem else {}
    told = {
        "rules": [rule_row(rule) for rule in newest],
        "more": len(rules) - len(newest),
        "kinds": [(kind, load_kinds()[kind].name) for kind in KINDS],
        "longest": LONGEST_NAME,
        "problem": problem,
        "typed_kind": typed.get("new-kind", "symptom"),
        "typed_name": typed.get("new-name", ""),
        "typed_to": typed.get("new-to", ""),
        "done": _("Kept.") if request.GET.get("done") == "kept" and not problem else "",
    }
    return render(request, "import/names.html", told, status=422 if problem else 200)


def rule_row(rule: NameRule) -> dict[str, object]:
    """Return what the page shows of a rule."""
    known = load_sources()
    app = known[rule.source].NAME if rule.source in known else rule.source
    kind = load_kinds()[rule.kind].name if rule.kind in load_kinds() else rule.kind
    return {
        "mark": mark_of(rule),
        "name": rule.name,
        "about": ", ".join(filter(None, (kind, app))),
        "to_name": rule.to_name,
        "left_out": not rule.to_kind,
        "other_kind": load_kinds()[rule.to_kind].name if rule.to_kind not in {"", rule.kind}
        else "",
    }  # fmt: skip


def mark_of(rule: NameRule) -> str:
    """Return what a rule is asked for by in a form, wherever it stands in the list."""
    about = f"{rule.source}\0{rule.kind}\0{rule.name}"
    return hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _about(rule: NameRule) -> tuple[str, str, str]:
    return rule.source, rule.kind, name_key(rule.name)


def changed_rules(rules: Sequence[NameRule], form: Mapping[str, str]) -> Iterator[NameRule]:
    """Yield rules as a form says; those it does not speak of stay as they are.

    Raises
    ------
    StoreError
        When a name becomes nothing.
    """
    for rule in rules:
        mark = mark_of(rule)
        what = form.get(f"what-{mark}")
        if what is None:
            yield rule
        elif what == LEFT_OUT:
            yield replace(rule, to_kind="", to_name="")
        elif what != FORGOTTEN:
            to_name = _name_in(form, f"name-{mark}")
            if not to_name:
                raise StoreError(
                    _("say what “%s” becomes, or leave it out, or forget the rule") % rule.name
                )
            yield replace(rule, to_kind=rule.to_kind or rule.kind or "note", to_name=to_name)


def added_rule(form: Mapping[str, str]) -> NameRule | None:
    """Return the rule that a form adds; None where it adds none.

    Raises
    ------
    StoreError
        When half of it is missing, or there is no such kind.
    """
    name, to_name = _name_in(form, "new-name"), _name_in(form, "new-to")
    if not name and not to_name:
        return None
    kind = form.get("new-kind", "")
    if not name or not to_name or kind not in KINDS:
        raise StoreError(_("a new rule needs a kind, a name, and what the name becomes"))
    return NameRule(kind, name, kind, to_name)


def _name_in(form: Mapping[str, str], field: str) -> str:
    return " ".join(form.get(field, "").split())[:LONGEST_NAME]
