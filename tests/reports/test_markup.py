"""Markup: text is escaped unless it is markup already."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.reports.markup import Html, bullets, details, join, name_of, names_of, table, tag, text
from tests.reports.samples import HOSTILE


class Seen(HTMLParser):
    """What a browser would make of a text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_text_among_children_is_escaped():
    assert tag("p", "a < b & c") == "<p>a &lt; b &amp; c</p>"


def test_markup_among_children_is_kept():
    assert tag("p", tag("b", "x")) == "<p><b>x</b></p>"


def test_space_between_children_is_kept():
    assert join(["a ", tag("b", "x"), " c"]) == "a <b>x</b> c"


def test_attributes_are_escaped_and_spelled():
    written = tag("div", class_="a", aria_label='say "hi"', title=None)
    assert written == '<div class="a" aria-label="say &quot;hi&quot;"></div>'


def test_void_elements_have_no_end():
    assert tag("meta", charset="utf-8") == '<meta charset="utf-8">'


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_adds_no_element(name):
    seen = Seen(tag("p", name, title=name))
    assert [found for found, _ in seen.tags] == ["p"]
    assert set(seen.tags[0][1]) == {"title"}


@given(st.text(max_size=80))
def test_any_text_stays_text(words):
    seen = Seen(tag("p", words, title=words))
    assert [found for found, _ in seen.tags] == ["p"]
    assert seen.words == text(words) or "&" in text(words)
    assert seen.tags[0][1]["title"] == seen.words


def test_bullets_leave_out_what_is_empty():
    assert bullets(["a", "", None]) == "<ul><li>a</li></ul>"
    assert bullets(["", None]) == ""


def test_details_open_on_demand():
    assert details("More", "x") == "<details><summary>More</summary>x</details>"


def test_names_are_set_apart_from_the_sentence():
    assert name_of("a") == "<bdi>a</bdi>"
    assert names_of(["a", "b", "c"]) == "<bdi>a</bdi>, <bdi>b</bdi> and <bdi>c</bdi>"
    assert names_of(["a"]) == "<bdi>a</bdi>"
    assert isinstance(names_of(["a", "b"], "or"), Html)


def test_a_table_names_its_rows_and_columns():
    seen = Seen(table("Title", ("A", "B"), [("x", "1"), ("y", "2")]))
    scopes = [attributes.get("scope") for found, attributes in seen.tags if found == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert seen.tags[0][1]["tabindex"] == "0"
    assert seen.words == "TitleABx1y2"
