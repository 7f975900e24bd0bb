"""The checklist on the gut: figures of the last run, answers of now, and what is not known."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from gutline.catalog.gut_signs import load_gut_signs
from gutline.safety.gut_part import SignFigure
from tests.web.conftest import NOW
from tests.web.shown_findings import write_run

FIGURE = SignFigure(
    0.62, (0.31, 0.93), 0.0004, 84, 61, 3.2, "points of back pain for each point of bloating",
    ("bloating", "back pain"),
)  # fmt: skip


def text_of(client):
    return " ".join(client.get("/gut-part/").content.decode().split())


@pytest.fixture
def worked_out(home, person):
    """Findings of a run in which bloating and back pain go together."""
    from gutline.store import queries

    more = {"gut": {"bloating_and_back": asdict(FIGURE)}}
    write_run(home, person, {"revision": queries.person(person).revision}, more)


def test_without_anything_it_says_that_nothing_can_be_said(client):
    text = text_of(client)
    assert "Nothing can be said yet" in text
    assert "has not been looked through yet" in text
    assert all(
        sign.how_to_know in text.replace("&#x27;", "'") for sign in load_gut_signs().values()
    )


def test_each_sign_has_its_figure_interval_count_and_grade(client, worked_out):
    text = text_of(client)
    assert "1 sign speaks for a part of your gut in it, seen in your own diary" in text
    assert "+0.6 points of back pain for each point of bloating" in text
    assert "between 0.3 and 0.9" in text or "0.3 to 0.9" in text
    assert "84 readings" in text
    assert "/learn/" in text
    assert "only a test can" in text


def test_answers_count_at_once(client, worked_out):
    assert "Answer what nobody logs" in text_of(client)
    client.post(
        "/check/more/",
        {
            "facts": "antibiotics_often,stiff_without_injury,uveitis_ever,psoriasis_ever,inflammatory_bowel_disease",
            "so": ["uveitis_ever"],
            "next": "/gut-part/",
        },
    )
    text = text_of(client)
    assert "see a rheumatologist" in text
    assert "Answer what nobody logs" not in text
    assert "You said yes." in text
    assert "You have logged more since" in text


def test_the_process_that_serves_pages_does_no_arithmetic():
    import subprocess
    import sys

    code = (
        "import sys, tempfile, pathlib\n"
        "from gutline.web.settings import configure\n"
        "configure(pathlib.Path(tempfile.mkdtemp()) / 'h', zone='UTC')\n"
        "import gutline.web.urls, gutline.web.pages.safety_panel, gutline.web.pages.safety_words\n"
        "print(sorted({'numpy', 'scipy'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_run_works_out_the_figures_and_keeps_what_it_saw(home, person):
    from datetime import timedelta

    from gutline.store import queries
    from gutline.store.drafts import Draft
    from gutline.store.queries.safety import standing_advice
    from gutline.store.services.log import log_many
    from gutline.web.safety_work import gut_signs, left_out, look

    drafts = []
    for ago in range(40):
        at = NOW - timedelta(days=ago)
        drafts.append(Draft("symptom", "bloating", at, float(ago % 5)))
        drafts.append(Draft("symptom", "back pain", at, float((ago * 3) % 7)))
    drafts.append(Draft("note", "", NOW, note="blood in my stool"))
    log_many(person, drafts, NOW)
    owner, diary = queries.person(person), queries.read_diary(person)
    look(owner, diary, NOW)
    assert "rectal_bleed" in " ".join(
        one.rule for one in standing_advice(person, NOW.date())
    ) or standing_advice(person, NOW.date())
    figures = gut_signs(diary)
    assert figures["bloating_and_back"]["count"] == 40
    assert left_out(owner, diary, NOW) == []


def test_while_something_is_out_the_run_says_what_the_diet_lacks(client, home, person):
    import json
    from datetime import timedelta

    from django.urls import reverse

    from gutline.meals.contents import describe
    from gutline.store import queries
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_many
    from gutline.web.safety_work import left_out
    from tests.web.trial_made import keep_trial

    later = NOW + timedelta(days=8)
    drafts = []
    for ago in range(30):
        at = later - timedelta(days=ago)
        drafts.append(Draft("food", "rye bread", at, 2.0))
        drafts += [Draft("food", "yogurt", at, 2.0)] if ago > 8 else []
    log_many(person, drafts, later)
    key = keep_trial(person, "dairy-1", "dairy")
    owner = queries.person(person)
    diary = describe(queries.read_diary(person))
    assert left_out(owner, diary, NOW) == []
    (out,) = left_out(owner, diary, later)
    assert (out["trial"], out["name"]) == (key, "dairy")
    assert any("came from it before" in words for words in out["sentences"]), out
    json.dumps(out)
    write_run(home, person, {"out": [out]})
    text = " ".join(client.get(reverse("trial", args=[key])).content.decode().split())
    assert "While dairy is out" in text
    assert "came from it before" in text
    assert "/learn/about/?name=dairy" in text
