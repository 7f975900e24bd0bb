"""Questionnaires in the journal: taken, taken again, drawn, and each with its source."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gutline.catalog.questionnaires import load_questionnaires
from tests.web.conftest import NOW

PEG = {"item-pain": "6", "item-enjoyment": "4", "item-activity": "5"}


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize("name", sorted(load_questionnaires()))
def test_every_questionnaire_can_be_opened_with_its_rights_and_codes(client, name):
    text = text_of(client, f"/questionnaires/{name}/")
    about = load_questionnaires()[name]
    assert about.rights in text.replace("&#x27;", "'")
    assert (f"LOINC {about.loinc}" in text) == bool(about.loinc)
    assert text.count('type="radio"') + text.count('type="checkbox"') >= len(about.items)


def test_a_score_is_shown_with_what_it_means(client):
    answer = client.post("/questionnaires/stool_form/", {"item-form": "1"})
    assert answer["Location"] == "/questionnaires/stool_form/?done=1"
    assert "1 of 7" in text_of(client, answer["Location"])
    assert "Hard stool, as in constipation." in text_of(client, answer["Location"])


def test_taken_again_it_is_drawn_with_its_table(client, clock):
    client.post("/questionnaires/peg/", PEG)
    assert 'class="plot"' not in text_of(client, "/questionnaires/peg/")
    clock(NOW + timedelta(days=8))
    assert "It makes sense to take it again." in text_of(client, "/questionnaires/")
    client.post("/questionnaires/peg/", dict.fromkeys(PEG, "2"))
    text = text_of(client, "/questionnaires/peg/")
    assert (
        'aria-label="Pain, enjoyment, general activity (PEG), taken 2 times, from 5 to 2."' in text
    )
    assert "3 points lower than at first" in text
    assert "10 Mar 2026" in text
    assert "style=" not in text


def test_a_scale_left_out_is_unknown_and_gives_no_score(client):
    client.post("/questionnaires/peg/", {"item-pain": "6"})
    text = text_of(client, "/questionnaires/peg/")
    assert "2 answers are missing, so there is no score." in text


def test_what_must_be_so_first_is_asked_first(client):
    client.post("/questionnaires/back_pattern/", {"so": ["better_with_movement"]})
    assert "It does not fit" in text_of(client, "/questionnaires/back_pattern/")
    so = ["pain_over_3_months", "pain_began_before_45", "better_with_movement", "buttock_pain",
          "arthritis_ever", "psoriasis_ever"]  # fmt: skip
    client.post("/questionnaires/back_pattern/", {"so": so})
    assert "referral to a rheumatologist" in text_of(client, "/questionnaires/back_pattern/")


def test_one_time_can_be_taken_away(client):
    client.post("/questionnaires/peg/", PEG)
    answer = client.post("/questionnaires/peg/drop/", {"day": NOW.date().isoformat()})
    assert answer["Location"] == "/questionnaires/peg/"
    assert "Over time" not in text_of(client, "/questionnaires/peg/")
    assert client.post("/questionnaires/peg/drop/", {"day": "2020-01-01"}).status_code == 404


@pytest.mark.parametrize("form", [{"item-pain": "x"}, {"item-pain": "11"}, {"item-pain": "-1"}])
def test_an_answer_that_cannot_be_is_refused(client, form):
    answer = client.post("/questionnaires/peg/", form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_questionnaire_that_is_none_is_not_there(client):
    assert client.get("/questionnaires/nothing/").status_code == 404


def test_the_plot_needs_two_whole_scores():
    from gutline.safety.questionnaires import score
    from gutline.store.queries.safety import TakenQuestionnaire
    from gutline.web.pages.questionnaire_plot import score_plot

    about = load_questionnaires()["peg"]
    answers = {"pain": 6.0, "enjoyment": 4.0, "activity": 5.0}
    days = [date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 29)]
    taken = [TakenQuestionnaire(day, answers, score("peg", answers)) for day in days]
    part = TakenQuestionnaire(days[1], {}, score("peg", {}))
    assert score_plot(about, [taken[0], part]) is None
    plot = score_plot(about, taken)
    assert plot is not None
    assert plot.points.count("M") == 3
    assert plot.line.count("L") == 2
    assert [tick.words for tick in plot.ticks] == ["0", "10"]
    assert plot.days[0].words == "1 Mar 2026"
