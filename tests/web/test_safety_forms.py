"""Forms of the check as they are really sent: late, twice, half filled, and by strangers."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from gutline.catalog.emergency_numbers import ELSEWHERE, load_emergency_numbers
from gutline.catalog.questionnaires import load_questionnaires
from tests.web.conftest import NOW, signed_in
from tests.web.test_safety_pages import go_through

TODAY = NOW.date()
LISTS = {"country": "", "medicines": "", "supplements": ""}
SCALES = sorted(q.id for q in load_questionnaires().values() if not q.items[0].is_yes_no)
ADDRESSES = {
    "/check/": "GET", "/check/next/": "GET", "/check/week/": "GET", "/check/more/?facts=age": "GET",
    "/settings/safety/": "GET", "/questionnaires/": "GET", "/gut-part/": "GET",
    "/check/begin/": "POST", "/check/skip/": "POST", "/check/noted/": "POST",
}  # fmt: skip


def plain(answer) -> str:
    return html.unescape(" ".join(answer.content.decode().split()))


def text_of(client, address):
    return plain(client.get(address))


def answer(person, **answers):
    from gutline.store.services.safety import keep_answers

    keep_answers(person, answers, TODAY, NOW)


def test_a_list_that_is_refused_keeps_all_that_was_typed(client, person):
    form = {"country": "GB", "medicines": "warfarin", "supplements": "zinc 30 fish"}
    refused = client.post("/settings/safety/", form)
    assert refused.status_code == 422
    text = plain(refused)
    assert '<option value="GB" selected>' in text
    assert "warfarin</textarea>" in text
    assert "zinc 30 fish</textarea>" in text
    assert "selected" not in text_of(client, "/settings/safety/").split("</select>")[0].replace(
        'value=""', ""
    )


def test_doses_on_the_list_are_told_as_they_were_typed(client):
    client.post(
        "/settings/safety/", {**LISTS, "supplements": "vitamin D 10000 IU\nmagnesium 500 mg"}
    )
    text = text_of(client, "/settings/safety/")
    assert "10,000 IU of vitamin D a day is above the upper limit of 4,000 IU" in text
    assert "Your list: 10,000 IU of vitamin D a day." in text
    assert "500 mg of magnesium a day is above" in text
    assert "20000" not in text
    assert "1,000 mg" not in text


def test_a_dose_that_is_on_the_list_is_not_counted_again_when_it_is_logged(client):
    client.post("/settings/safety/", {**LISTS, "supplements": "magnesium 240 mg"})
    form = {"kind": "supplement", "name": "magnesium", "value": "240", "unit": "mg", "nonce": "n"}
    client.post("/log/", form)
    text = text_of(client, "/")
    assert "Kept: magnesium" in text
    assert "upper" not in text


@pytest.mark.parametrize(
    ("medicines", "supplements", "unknown"),
    [
        ("Fiasp\nwarfarin", "unicorn dust\nzinc", "Fiasp, unicorn dust"),
        ("warfarin", "magnesium", ""),
        ("", "", ""),
        ("<b>x</b>", "", "<b>x</b>"),
    ],
)
def test_names_that_nobody_here_knows_are_named(client, medicines, supplements, unknown):
    client.post(
        "/settings/safety/", {"country": "", "medicines": medicines, "supplements": supplements}
    )
    raw = client.get("/settings/safety/").content.decode()
    assert ("Not known here:" in raw) == bool(unknown)
    assert "<b>x</b>" not in raw
    assert unknown.split(",")[0] in html.unescape(raw)


@pytest.mark.parametrize(
    "country", sorted(c for c in load_emergency_numbers() if c != ELSEWHERE)[::6]
)
def test_a_country_that_was_set_is_chosen_and_called(client, person, country):
    client.post("/settings/safety/", {**LISTS, "country": country})
    answer(person, vomiting_blood=True)
    text = text_of(client, "/check/")
    assert "Set your country" not in text
    numbers = load_emergency_numbers()[country]
    assert (numbers.sure or numbers.emergency) in text
    client.post("/settings/safety/", LISTS)
    assert "Set your country" in text_of(client, "/check/")


@pytest.mark.parametrize("name", SCALES)
def test_a_questionnaire_without_a_single_answer_is_not_kept(client, name):
    refused = client.post(f"/questionnaires/{name}/", {})
    assert refused.status_code == 422
    assert "nothing was answered yet" in plain(refused)
    assert "Over time" not in text_of(client, f"/questionnaires/{name}/")
    assert text_of(client, "/questionnaires/").count("Not taken yet.") == len(
        load_questionnaires()
    ) - len({"pain", "stool_form"} & set(load_questionnaires()))


def test_nothing_ticked_is_an_answer_where_things_are_ticked(client):
    assert client.post("/questionnaires/roland_morris/", {}).status_code == 302
    assert "0 of 24" in text_of(client, "/questionnaires/roland_morris/")


@pytest.mark.parametrize("form", [{"so": "no_such_item"}, {"item-zzz": "4"}, {"so": ["x"] * 40}])
def test_fields_that_no_questionnaire_has_are_passed_over(client, form):
    client.post("/questionnaires/roland_morris/", form)
    assert "0 of 24" in text_of(client, "/questionnaires/roland_morris/")


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("age", "-4", "Your age: '-4' cannot be; give a number from 1 to 120"),
        ("age", "400", "from 1 to 120"),
        ("age", "forty", "is no number"),
        ("age", "nan", "cannot be"),
        ("age", "1e999", "cannot be"),
        ("age", "4" * 500, "cannot be"),
        ("sex", "x", "give female or male or other"),
    ],
)
def test_an_answer_that_cannot_be_is_said_in_words_at_its_page(client, person, fact, value, words):
    from gutline.store.queries.safety import kept_safety

    refused = client.post("/check/more/", {"facts": fact, f"fact-{fact}": value, "next": "/learn/"})
    assert refused.status_code == 422
    assert words.casefold() in plain(refused).casefold()
    assert 'name="next" value="/learn/"' in plain(refused)
    assert fact not in kept_safety(person).given


@pytest.mark.parametrize(
    ("facts", "head"),
    [
        ("age", "Please say"),
        ("age,sex", "Please say"),
        ("fever", "Is any of this so?"),
        ("age,fever", "Is any of this so?"),
    ],
)
def test_the_head_of_single_questions_fits_them(client, facts, head):
    text = text_of(client, f"/check/more/?facts={facts}")
    assert f">{head}</legend>" in text
    assert ("counts as “no”" in text) == ("fever" in facts)


def test_a_single_question_left_empty_is_a_no_and_a_number_left_empty_stays_open(client, person):
    from gutline.store.queries.safety import kept_safety

    client.post("/check/more/", {"facts": "fever,age", "fact-age": "", "next": "/learn/"})
    given = kept_safety(person).given
    assert given["fever"].value is False
    assert "age" not in given


def test_a_number_with_a_comma_is_a_number(client, person):
    from gutline.store.queries.safety import kept_safety

    client.post("/check/more/", {"facts": "weight_kg", "fact-weight_kg": "65,5"})
    assert kept_safety(person).given["weight_kg"].value == 65.5


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_a_stranger_sees_and_changes_nothing(stranger, person, address):
    from gutline.store.queries.safety import kept_safety

    answer(person, vomiting_blood=True)
    before = kept_safety(person)
    reply = stranger.generic(ADDRESSES[address], address)
    assert reply.status_code in {302, 401, 403}
    assert b"omiting blood" not in reply.content
    assert kept_safety(person) == before


def test_what_another_person_said_is_on_no_page(client, other_person):
    from gutline.store.services.safety import keep_questionnaire, keep_takings

    answer(other_person, vomiting_blood=True)
    keep_takings(other_person, ["canary pills"], [], TODAY, NOW)
    peg = {"pain": 9.0, "enjoyment": 9.0, "activity": 9.0}
    keep_questionnaire(other_person, "peg", peg, TODAY, NOW)
    for address in ("/", "/check/", "/settings/safety/", "/questionnaires/peg/"):
        text = text_of(client, address)
        assert "Please act now" not in text
        assert "canary pills" not in text
        assert "9 of 10" not in text


@pytest.mark.parametrize("address", ["/check/begin/", "/check/skip/", "/check/noted/"])
def test_what_changes_something_is_not_done_by_a_link(client, address):
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/check/begin/", "/check/next/", "/check/week/", "/settings/safety/"]
)
def test_a_form_of_another_site_is_refused(home, person, address):
    from gutline.store.queries.safety import kept_safety

    assert signed_in(home, checks=True).post(address, LISTS).status_code == 403
    assert kept_safety(person).version == -1


def test_a_page_of_the_check_asked_for_before_it_began_leads_to_its_start(client):
    assert client.get("/check/next/")["Location"] == "/check/"
    assert client.post("/check/next/", {"page": "now"})["Location"] == "/check/"


def test_beginning_twice_begins_anew_and_forgets_no_answer(client, person):
    from gutline.store.queries.safety import kept_safety

    go_through(client, ("back_pain", "gout"))
    client.post("/check/begin/")
    client.post("/check/begin/")
    kept = kept_safety(person)
    assert kept.round is not None
    assert kept.round.shown == ()
    assert kept.given["back_pain"].value is True


def test_leaving_in_the_middle_keeps_the_pages_that_were_answered(client, person):
    text = text_of(client, client.post("/check/begin/")["Location"])
    page = text.split('name="page" value="')[1].split('"')[0]
    client.post("/check/next/", {"page": page, "so": ["jaundice"]})
    assert "jaundice" in {one.rule for one in advice_of(person)}
    assert "Page 2 of" in text_of(client, "/check/next/")


def advice_of(person):
    from gutline.store.queries.safety import standing_advice

    return standing_advice(person, TODAY)


def test_the_question_of_the_week_that_is_an_emergency_leads_to_what_to_do(client, person, clock):
    go_through(client)
    clock(NOW + timedelta(days=8))
    assert "Since last week" in text_of(client, "/check/week/")
    reply = client.post("/check/week/", {"so": ["suicidal_thoughts"]})
    assert reply["Location"] == "/check/"
    text = text_of(client, "/check/")
    assert "Please act now" in text
    assert "findahelpline.com" in text
    assert "advice emergency" in text_of(client, "/")


def test_something_not_on_the_page_of_the_week_is_refused(client, person, clock):
    go_through(client)
    clock(NOW + timedelta(days=8))
    assert client.post("/check/week/", {"so": ["gout"]}).status_code in {400, 422}


@pytest.mark.parametrize("rule", ["", "nothing", "x" * 999, "bleeding_emergency"])
def test_only_advice_that_stands_can_be_put_aside(client, person, rule):
    from gutline.store.queries.safety import kept_safety

    answer(person, jaundice=True)
    assert client.post("/check/noted/", {"rule": rule}).status_code == 302
    assert kept_safety(person).noted == {}


def test_an_emergency_that_was_read_still_stops_everything(client, person):
    from gutline.safety import may_start
    from gutline.safety.gates import Plan
    from gutline.store.queries.safety import profile_of

    answer(person, vomiting_blood=True)
    client.post("/check/noted/", {"rule": "bleeding_emergency"})
    assert "advice emergency" not in text_of(client, "/")
    assert "still stands" in text_of(client, "/")
    plan = Plan("practice", ("walking",))
    assert not may_start(plan, profile_of(person, TODAY), None, today=TODAY).allowed


def test_the_signs_of_the_gut_wear_no_mark_of_right_or_wrong(client, person):
    from gutline.web.pages.gut_part_view import MARKS

    marks = [mark for mark, _words in MARKS.values()]
    assert len(set(marks)) == len(MARKS) == 3
    assert not set(marks) & {"✓", "✔", "✗", "✘", "❌"}
    assert all(words for _mark, words in MARKS.values())


@pytest.mark.parametrize(
    ("ticks", "asked"),
    [
        (["saddle_numbness"], {"back_pain", "leg_pain"}),
        (["bladder_trouble"], {"back_pain", "leg_pain"}),
        (["fever"], {"back_pain"}),
    ],
)
def test_a_new_sign_of_the_week_asks_at_once_what_it_leaves_open(client, clock, ticks, asked):
    go_through(client)
    clock(NOW + timedelta(days=8))
    way = client.post("/check/week/", {"so": ticks})["Location"]
    assert way.startswith("/check/more/?facts=")
    text = text_of(client, way)
    assert all(f'value="{fact}"' in text for fact in asked)
    facts = text.split('name="facts" value="')[1].split('"')[0]
    done = client.post("/check/more/", {"facts": facts, "next": "/check/", "so": ["back_pain"]})
    assert done["Location"] == "/check/"


def test_numbness_with_back_pain_is_an_emergency_although_back_pain_was_denied_before(
    client, clock
):
    go_through(client)
    clock(NOW + timedelta(days=8))
    way = client.post("/check/week/", {"so": ["saddle_numbness"]})["Location"]
    facts = text_of(client, way).split('name="facts" value="')[1].split('"')[0]
    client.post("/check/more/", {"facts": facts, "next": "/check/", "so": ["back_pain"]})
    assert "Please act now" in text_of(client, "/check/")


def test_nothing_new_this_week_leads_straight_back(client, clock):
    go_through(client)
    clock(NOW + timedelta(days=8))
    assert client.post("/check/week/", {})["Location"] == "/"
