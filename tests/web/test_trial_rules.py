"""What trials have settled, on the Findings page and in the engine's priors."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from tests.reports import samples
from tests.web.shown_findings import OUTLOOK


def rule(
    name: str, verdict: str = "cleared", *, outcome: str = "back pain", ended: str = "2026-06-01"
):
    from gutline.store.queries.trials import OwnRule

    words = f"{name}: {verdict} by trial for {outcome}"
    return OwnRule(name, outcome, verdict, words, f"{name}-1", ended, 0.1, -0.4, 0.6, 0.5)


def with_rules(view, rules):
    from gutline.web.trial_rules import with_rules as told

    return told(view, rules)


@pytest.fixture
def view(home):
    from gutline.web.pages.findings_shaping import shape

    # As it is written and read back: plain data.
    return json.loads(json.dumps(asdict(shape(samples.findings(), samples.diary(60), OUTLOOK))))


def of(view, name: str):
    return next(one for one in view["outcomes"] if one["name"].casefold() == name)


def test_without_rules_nothing_changes(view):
    assert with_rules(view, []) == view


def test_a_card_about_what_was_tried_says_so_first(view):
    outcome = next(one for one in view["outcomes"] if one["cards"])
    name = outcome["cards"][0]["members"][0]["name"]
    told = with_rules(view, [rule(name.upper(), "harms", outcome=outcome["name"])])
    first = of(told, outcome["name"].casefold())["cards"][0]["facts"][0]
    assert first["term"] == "Your own trial"
    assert "by trial" in first["words"]


def test_what_a_trial_cleared_stands_with_what_is_cleared_once(view):
    outcome = view["outcomes"][0]["name"]
    rules = [
        rule("oat milk", outcome=outcome, ended="2026-05-01"),
        rule("oat milk", outcome=outcome),
    ]
    told = of(with_rules(view, rules), outcome.casefold())
    rows = [row for row in told["cleared"] if row["name"] == "oat milk"]
    assert [row["then"] for row in rows] == ["cleared by trial on 2026-06-01"]
    assert "0.6" in rows[0]["known"]


def test_a_rule_about_another_symptom_or_still_open_changes_no_list(view):
    rules = [
        rule("oat milk", outcome="toothache"),
        rule("oats", "open", outcome=view["outcomes"][0]["name"]),
    ]
    told = with_rules(view, rules)
    assert [o["cleared"] for o in told["outcomes"]] == [o["cleared"] for o in view["outcomes"]]


def test_findings_are_worked_out_with_the_weights_of_trials(home, person, monkeypatch):
    from gutline.web import findings_work

    asked = {}

    def discover(_diary, *, settings):
        asked["weights"] = dict(settings.prior_weights)
        return samples.findings()

    monkeypatch.setattr(findings_work, "discover", discover)
    monkeypatch.setattr(findings_work, "forecast", lambda _diary: OUTLOOK)
    monkeypatch.setattr(findings_work, "prior_weights", lambda _person: {"dairy": 0.5})
    findings_work.worked_out(home, person)
    assert asked["weights"] == {"dairy": 0.5}


def test_the_link_of_a_card_opens_a_plan_of_the_same_kind(client, home, person):
    import re

    from tests.web.shown_findings import leave

    leave(home, person, samples.findings())
    page = client.get("/findings/").content.decode()
    links = re.findall(r'href="(/trials/new/\?[^"]+)"', page)
    assert links
    assert all("outcome=" in link and "exposure=" in link and "kind=" in link for link in links)
