"""What is known, in the journal: found by a word, graded, with lags measured apart from assumed."""

from __future__ import annotations

import html
from datetime import date

import pytest

from gutline.catalog.evidence import load_evidence
from tests.web.conftest import NOW


def text_of(client, address):
    return html.unescape(" ".join(client.get(address).content.decode().split()))


def test_the_library_shows_every_card(client):
    text = text_of(client, "/learn/")
    assert all(f'/learn/{ident}/"' in text for ident in load_evidence())
    assert "Could my gut have a part in this?" in text


def test_a_word_finds_cards_even_misspelled(client):
    assert "/learn/dairy_and_back/" in text_of(
        client, "/learn/?q=diary+back"
    ) or "/learn/dairy_and_back/" in text_of(client, "/learn/?q=dairy")
    assert "/learn/magnesium/" in text_of(client, "/learn/?q=magnesum")
    assert "There is no card about this." in text_of(client, "/learn/?q=xyzzy")


@pytest.mark.parametrize("ident", sorted(load_evidence()))
def test_every_card_shows_all_that_it_has_to(client, ident):
    card, text = load_evidence()[ident], text_of(client, f"/learn/{ident}/")
    wanted = [
        card.title,
        card.said,
        card.known,
        card.overstated,
        card.effect,
        card.whom,
        card.caution,
    ]
    assert [words for words in wanted if " ".join(words.split()) not in text] == []
    assert ("When, as measured" in text) == card.lag_measured
    assert ("This is contested" in text) == card.contested
    assert ("None of its sources was read itself" in text) == (not card.settled)
    read, _, told = text.partition("Only told of elsewhere")
    assert all((s.title in read) or (s.title in told) for s in card.sources)
    assert bool(told) == any(s.seen != "primary" for s in card.sources)


def test_something_logged_finds_its_cards_by_name_and_by_tag(client):
    assert "/learn/dairy_and_back/" in text_of(client, "/learn/about/?name=yogurt")
    assert "/learn/ginger_tea/" in text_of(client, "/learn/about/?name=ginger+tea")
    assert "That says nothing about it: nobody wrote one." in text_of(
        client, "/learn/about/?name=xyzzy"
    )
    assert client.get("/learn/about/").status_code == 404


def test_a_name_is_shown_and_never_run(client):
    text = client.get("/learn/about/?name=<script>x</script>").content.decode()
    assert "<script>x" not in text


def test_a_card_that_is_none_is_not_there(client):
    assert client.get("/learn/nothing/").status_code == 404


def test_a_card_reviewed_long_ago_says_so(client):
    from django.template.loader import render_to_string

    from gutline.web.pages.learn_view import card_view

    card = load_evidence()["dairy_and_back"]
    later = date(card.reviewed.year + 4, 1, 1)
    assert card_view(card, later).due
    assert not card_view(card, card.reviewed).due
    html_ = render_to_string("learn/card.html", {"card": card_view(card, later)})
    assert "should be looked at again" in html_


def test_how_to_test_it_leads_to_a_plan_where_there_is_one(client):
    from django.urls import NoReverseMatch, reverse

    from gutline.web.pages.learn_view import card_view

    views = [card_view(card, card.reviewed) for card in load_evidence().values()]
    try:
        reverse("trial-new")
    except NoReverseMatch:
        assert not any(view.trial_url for view in views)
    else:
        assert any("exposure=" in view.trial_url for view in views)
    untestable = [c for c in load_evidence().values() if c.trial_days is None]
    assert untestable
    assert not any(card_view(c, c.reviewed).trial_url for c in untestable)


def test_every_finding_leads_to_what_is_known(client, home, person):
    from tests.reports import samples
    from tests.web.shown_findings import leave, log

    log(person, samples.diary(3).entries, NOW)
    leave(home, person, samples.findings())
    assert "/learn/about/?name=" in client.get("/findings/").content.decode()
