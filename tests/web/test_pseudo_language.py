"""The main pages in a language in which every text stands in brackets: what does not is English."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from scripts import messages

LANGUAGE = "fr"
"""A language whose days and months are not those of English; Django itself knows them."""
PAGES = (
    "/", "/day/2026-03-09/", "/new/?kind=symptom", "/new/?kind=food", "/new/?kind=stool",
    "/entry/1/", "/deleted/", "/timeline/", "/timeline/?zoom=day", "/timeline/?zoom=week",
    "/timeline/?zoom=year", "/findings/", "/settings/", "/settings/foods/", "/settings/erase/",
    "/settings/safety/", "/check/", "/check/next/", "/check/week/", "/gut-part/",
    "/questionnaires/", "/questionnaires/peg/", "/questionnaires/roland_morris/", "/learn/",
    "/learn/dairy_and_back/", "/learn/about/?name=%5Bbread%5D", "/about/", "/start/", "/offline/",
    "/trials/", "/trials/new/", "/nowhere/",
)  # fmt: skip
READ_ALOUD = {"aria-label", "alt", "placeholder", "title"}
EMPTY = {"meta", "link", "input", "br", "img", "hr", "rect", "path", "line", "circle"}
NAMES = {"Gutline", "LOINC", "JSON", "CSV"}

SHOW = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
import gutline.web.settings as settings
folder, pages = Path(sys.argv[1]), json.loads(sys.argv[2])
(folder / "templates").symlink_to(settings.FOLDER / "templates")
settings.FOLDER = folder
settings.configure(folder / "home", zone="Europe/Berlin", hosts=["testserver"])
from gutline.store.drafts import Draft
from gutline.store.opening import open_store
from gutline.store.services.log import log_many
from gutline.store.services.people import add_person, choose
from gutline.store.services.safety import begin_round
now = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
from gutline.web import present
present._read = lambda: now
open_store(now)
person = add_person("Europe/Berlin", now).key
detail = {"sites": ["lower_back_left"], "stiffness_min": 20}
walls = [datetime(2026, 3, day, 8, 30) for day in (2, 9, 10)]
log_many(person, [
    Draft(kind, name, at, value, detail=detail if kind == "symptom" else {})
    for at in walls
    for kind, name, value in [("symptom", "[pain]", 6.0), ("food", "[soup]", 1.0),
                              ("sleep", "sleep", 7.0), ("complete", "all", None)]
], now)
choose(person, "symptoms", ["[pain]"], now)
choose(person, "started", True, now)
begin_round(person, now)
from django.test import Client
from django.utils import dates, translation
from gutline.web.sign_ins import SignIns
client = Client(SERVER_NAME="testserver", headers={"Accept-Language": sys.argv[3]})
client.get(f"/in/{SignIns(folder / 'home').new_link(now)}/")
shown = {page: client.get(page, follow=True).content.decode() for page in pages}
from gutline.catalog.evidence import load_evidence
from gutline.catalog.questionnaires import load_questionnaires
from gutline.reports.evidence_cards import lag_words, trial_words
from gutline.reports.wording import capital
# What is put together outside the pages, and the titles of what was read.
english = ["none of the 10 signs is known. Log or answer what stands beside them.",
           "Nothing can be said yet:"]
for card in load_evidence().values():
    english += [capital(lag_words(card)), capital(trial_words(card))]
for known in (*load_evidence().values(), *load_questionnaires().values()):
    english += [source.title for source in known.sources]
with translation.override(sys.argv[3]):
    names = [*dates.WEEKDAYS.values(), *dates.WEEKDAYS_ABBR.values(), *dates.MONTHS.values(),
             *dates.MONTHS_3.values()]
    days = [str(name) for name in names]
print(json.dumps({"shown": shown, "english": english, "days": days}))
"""


class Texts(HTMLParser):
    """Gathers what a person reads or hears, each with what is in brackets left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        if tag not in EMPTY:
            self.inside.append(tag)
        self.found += [re.sub(r"\[.*\]", "", v) for name, v in attrs if name in READ_ALOUD and v]

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        if {"script", "style"} & set(self.inside):
            return
        outside = ""
        for letter in data:
            self.depth += {"[": 1, "]": -1}.get(letter, 0)
            outside += "" if self.depth or letter == "]" else letter
        self.found.append(outside)


def left_over(html: str, known: list[str] = ()) -> list[str]:  # type: ignore[assignment]
    """Words of a page that stand in no brackets and are no known names."""
    parser = Texts()
    parser.feed(html)
    found = []
    for text in parser.found:
        left = " ".join(text.split())
        for words in known:
            left = left.replace(words, "")
        found += [word for word in re.findall(r"[^\W\d_]{2,}", left) if word not in NAMES]
    return found


def in_brackets(text: str) -> str:
    return f"[{text}]"


@pytest.fixture(scope="module")
def pages(tmp_path_factory, empty_home):
    """Every page as one sees it whose language has brackets for every text."""
    folder = tmp_path_factory.mktemp("pseudo")
    kept = folder / "locale" / LANGUAGE / "LC_MESSAGES"
    kept.mkdir(parents=True)
    said = {"": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\n"}
    for one in messages.collected():
        key = f"{one.text}\0{one.plural}" if one.plural else one.text
        said[key] = "\0".join(in_brackets(text) for text in key.split("\0"))
    (kept / "django.mo").write_bytes(messages.compiled(said))
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(folder), json.dumps(PAGES), LANGUAGE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_no_text_that_cannot_be_translated(pages, page):
    html = pages["shown"][page]
    assert f'<html lang="{LANGUAGE}"' in html
    assert html.count("[") > 5
    left = left_over(html, sorted(pages["english"], key=len, reverse=True))
    assert [word for word in left if word not in pages["days"]] == []


def test_a_text_without_brackets_is_noticed():
    assert left_over("<p>[Today] is <b>Tuesday</b> [at %(x)s [8]]</p>") == ["is", "Tuesday"]
    assert left_over('<a title="[Back] home">Gutline</a>') == ["home"]
    assert left_over("<p>Made by hand, then.</p>", ["Made by hand"]) == ["then"]


def test_texts_of_the_catalog_are_collected_as_the_pages_show_them():
    found = {message.text: message.places for message in messages.collected()}
    assert found["lower back, left"] == ("catalog/body_sites",)
    assert found["Chest pain or tightness"] == ("catalog/questions", "catalog/rules")
    assert found["Much dairy and an aching back"] == ("catalog/evidence",)
    assert "" not in found
    assert all(text == text.strip() or "\n" in text for text, where in found.items()
               if where == ("catalog/evidence",))  # fmt: skip
