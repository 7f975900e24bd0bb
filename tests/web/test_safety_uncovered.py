"""What no rule looks at: said once, and never passed over as if it were safe."""

from __future__ import annotations

import html

import pytest

from tests.web.conftest import NOW

TODAY = NOW.date()
ZINC = "No cautions are kept here for zinc: that does not mean it is safe"
MEDICINES = "Which medicines you take is not known here"


def logged(client, name, **fields):
    client.post("/log/", {"kind": "supplement", "name": name, **fields})
    return html.unescape(client.get("/").content.decode())


@pytest.fixture
def takes_nothing(person):
    from gutline.store.services.safety import keep_takings

    keep_takings(person, [], [], TODAY, NOW)


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("zinc", False), ("st john's wort", False), ("Johanniskraut", False), ("xyzzy", False),
        ("vitamin a", False), ("magnesium", True), ("fish oil", True), ("vitamin d3 1000", True),
        ("iron", True), ("warfarin", True), ("levothyroxine", True), ("omeprazole", False),
    ],
)  # fmt: skip
def test_what_some_rule_looks_at_is_covered_and_nothing_else(name, covered):
    from gutline.safety.supplements import is_covered

    assert is_covered(name) is covered


@pytest.mark.parametrize("name", ["zinc", "st john's wort", "xyzzy"])
def test_a_supplement_without_rules_is_said_to_have_none_the_first_time(
    client, takes_nothing, name
):
    first = logged(client, name)
    assert f"No cautions are kept here for {name}: that does not mean it is safe" in first
    assert "ask a pharmacist" in first
    assert "No cautions are kept" not in logged(client, name)


def test_a_supplement_with_rules_is_not_said_to_have_none(client, takes_nothing):
    text = logged(client, "magnesium")
    assert "No cautions are kept" not in text
    assert MEDICINES not in text


def test_without_a_list_of_medicines_it_is_said_what_cannot_be_told(client):
    assert MEDICINES in logged(client, "magnesium")
    assert MEDICINES not in logged(client, "magnesium")


def test_of_a_meal_and_a_symptom_nothing_is_said(client, person):
    client.post("/log/", {"kind": "food", "name": "zinc soup"})
    assert "No cautions" not in client.get("/").content.decode()
    client.post("/log/", {"kind": "medicine", "name": "omeprazole"})
    assert "No cautions" not in client.get("/").content.decode()


def test_what_others_log_is_not_taken_for_ones_own(client, takes_nothing, other_person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    log_entry(other_person, Draft("supplement", "zinc"), NOW)
    assert ZINC in logged(client, "zinc")


def test_the_list_of_supplements_says_it_for_good(client):
    form = {"supplements": "zinc 15 mg\nmagnesium 200 mg\nxyzzy", "no_medicines": "1"}
    client.post("/settings/safety/", form)
    for _ in range(2):
        text = " ".join(html.unescape(client.get("/settings/safety/").content.decode()).split())
        assert f"{ZINC} with what you take or have; ask a pharmacist." in text
        assert "for magnesium" not in text
        assert "Not known here: xyzzy." in text


def test_a_supplement_that_is_planned_without_rules_says_so(person):
    from gutline.store import queries
    from gutline.web.pages.safety_words import planned_words

    (words,) = planned_words(queries.person(person), "zinc", TODAY)
    assert words.startswith(ZINC)
    assert planned_words(queries.person(person), "ginger", TODAY) == ()


def test_a_meal_had_again_brings_its_cautions_too(client, clock, person):
    from datetime import timedelta

    client.post("/eat/", {"text": "rye bread, coffee", "nonce": "n1"})
    for name in ("magnesium", "rice"):
        kind = "supplement" if name == "magnesium" else "food"
        client.post("/log/", {"kind": kind, "name": name, "value": "600", "unit": "mg",
                              "at": "2026-03-10T08:00"} if kind == "supplement" else
                    {"kind": kind, "name": name, "at": "2026-03-10T08:00"})  # fmt: skip
    clock(NOW + timedelta(days=1))
    client.post("/eat/again/", {"meal": "2026-03-10T08:00:00+01:00", "nonce": "n2"})
    assert "above the upper limit" in client.get("/").content.decode()


def test_a_sentence_in_the_bar_ends_once(client):
    text = logged(client, "magnesium", value="600", unit="mg")
    bar = text.partition('<div class="said"')[2].partition("</p>")[0]
    assert "above the upper limit" in bar
    assert ".." not in bar


def sent(client, key, **entry):
    return client.post(
        "/api/entries", entry, content_type="application/json", headers={"Idempotency-Key": key}
    ).json()


def test_the_api_says_what_to_mind_with_what_it_kept(client, takes_nothing):
    said = sent(client, "k1", kind="supplement", name="zinc")
    assert said["mind"][0].startswith(ZINC)
    (much, *_) = sent(client, "k2", kind="supplement", name="magnesium", value=600, unit="mg")[
        "mind"
    ]
    assert "above the US upper level" in much
    assert sent(client, "k3", kind="food", name="rye bread")["mind"] == []
    note = sent(client, "k4", kind="note", note="vomited blood this morning")
    assert len(note["mind"]) == 1
    assert "advice emergency" in client.get("/").content.decode()


def test_a_note_of_long_ago_is_no_emergency_of_today(client, person):
    old = {"kind": "note", "note": "vomited blood this morning", "at": "2025-03-01"}
    client.post("/log/", old)
    assert "advice emergency" not in client.get("/").content.decode()
    client.post("/log/", old | {"at": "2026-03-01"})
    assert "advice emergency" in client.get("/").content.decode()
