"""What other pages say on Today, and the bar that leads from place to place."""

from __future__ import annotations

import logging
import re
from types import SimpleNamespace

import pytest


@pytest.fixture
def panels(monkeypatch):
    """Put panels of the test's own on Today; each gets the person whose page it is."""
    from gutline.web import panels as module

    def put(*found):
        monkeypatch.setattr(module, "found_panels", lambda: found)

    return put


def test_panels_are_shown_at_the_top_in_order_and_silent_ones_are_not(client, panels):
    from django.utils.safestring import mark_safe

    first, second = mark_safe("<p>first</p>"), mark_safe("<p>second</p>")
    panels(lambda *_: first, lambda *_: "", lambda *_: second)
    text = client.get("/").content.decode()
    assert "<p>first</p><p>second</p>" in text
    assert text.index("<p>second</p>") < text.index("What did you eat?")


def test_what_a_panel_did_not_mark_as_safe_is_escaped(client, panels):
    panels(lambda *_: "<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get("/").content.decode()


def test_a_panel_that_fails_leaves_the_rest_of_today_and_is_written_down(client, panels, caplog):
    def broken(*_):
        raise RuntimeError("canary")

    panels(broken)
    with caplog.at_level(logging.ERROR, "gutline.web.panels"):
        answer = client.get("/")
    assert answer.status_code == 200
    assert "What did you eat?" in answer.content.decode()
    assert "panel" in caplog.text


def test_other_days_have_no_panels(client, panels):
    panels(lambda *_: "now or never")
    assert "now or never" not in client.get("/day/2026-03-01/").content.decode()


def test_panels_are_found_by_their_names_and_stand_in_their_order(monkeypatch):
    from gutline.web import panels

    made = {
        "gutline.web.pages.b_panel": SimpleNamespace(ORDER=1, panel=lambda *_: "one"),
        "gutline.web.pages.a_panel": SimpleNamespace(ORDER=2, panel=lambda *_: "two"),
    }
    names = [SimpleNamespace(name=n) for n in ("a_panel", "b_panel", "today", "panelling")]
    monkeypatch.setattr(panels, "iter_modules", lambda _path: names)
    monkeypatch.setattr(panels, "import_module", made.__getitem__)
    panels.found_panels.cache_clear()
    try:
        assert [panel(None, None, None) for panel in panels.found_panels()] == ["one", "two"]
    finally:
        panels.found_panels.cache_clear()


@pytest.fixture
def bar(client, monkeypatch):
    """The words of the bar, and those below "More", when these places have an address."""
    from django.urls import NoReverseMatch

    from gutline.web import surroundings

    def shown(*there):
        def reverse(name):
            if name not in there:
                raise NoReverseMatch
            return "/" if name == "today" else f"/{name}/"

        monkeypatch.setattr(surroundings, "reverse", reverse)
        text = client.get("/settings/").content.decode()
        nav = re.search(r"<nav.*?</nav>", text, re.DOTALL)[0]
        always, _, below = nav.partition("<details")
        words = r"<li(?! class=.later)[^>]*><a[^>]*>([^<]+)</a>"
        return re.findall(words, always), re.findall(words, below), nav

    return shown


def test_five_places_stand_side_by_side(bar):
    always, below, _nav = bar("today", "timeline", "findings", "trials", "settings")
    assert always == ["Today", "Timeline", "Findings", "Trials", "Settings"]
    assert below == []


@pytest.mark.parametrize(
    ("address", "place"),
    [("/", "Today"), ("/day/2026-03-01/", "Today"), ("/deleted/", "Today"),
     ("/settings/foods/", "Settings"), ("/about/", "Settings"), ("/timeline/", "Timeline")],
)  # fmt: skip
def test_every_page_shows_which_place_it_belongs_to(client, address, place):
    nav = re.search(r"<nav.*?</nav>", client.get(address).content.decode(), re.DOTALL)[0]
    assert set(re.findall(r'aria-current="page">([^<]+)<', nav)) == {place}


def test_of_more_places_the_last_open_below_more(bar):
    always, below, nav = bar("today", "timeline", "findings", "trials", "plan", "learn", "settings")
    assert always == ["Today", "Timeline", "Findings", "Trials"]
    assert below == ["Plan", "Learn", "Settings"]
    assert 'class="here">More' in nav
    assert nav.count('href="/settings/" aria-current="page"') == 2


def test_no_page_takes_the_bar_of_places_away(client):
    for path in (
        "/", "/timeline/", "/findings/", "/trials/", "/trials/new/", "/plan/", "/plan/new/",
        "/review/", "/learn/", "/learn/dairy_and_back/", "/library/", "/practice/box_breathing/",
        "/session/", "/check/", "/check/week/", "/gut-part/", "/questionnaires/",
        "/questionnaires/peg/", "/settings/", "/settings/foods/", "/settings/safety/", "/import/",
        "/import/names/", "/deleted/", "/about/", "/new/?kind=symptom",
    ):  # fmt: skip
        text = client.get(path, follow=True).content.decode()
        below = text.split('<li class="rest">')[1].split("</details>")[0]
        assert 'href=""' not in text, path
        assert below.count("<a href=") >= 3, path
