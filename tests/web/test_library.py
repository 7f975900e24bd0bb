"""The library's pages: search, filters, drawings, sessions, what is held back, and logging."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from gutline.catalog.exercises import load_exercises
from gutline.catalog.practices import load_practices
from gutline.catalog.sessions import load_session_rules
from tests.web.conftest import NOW

SMALL = 2_000
"""A drawing has at most so many characters."""


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return text_of(answer)


def entries(person: int):
    from gutline.store import queries

    return queries.read_diary(person).entries


# --- drawings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("one", load_exercises().values(), ids=lambda one: one.id)
def test_a_drawing_is_valid_small_and_told_in_words(one):
    from gutline.web.pages.library_drawing import draw

    drawn = draw(one)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert len(drawn) < SMALL
    assert (root.get("role"), root.get("stroke")) == ("img", "currentColor")
    assert root.findtext("title") == one.name
    assert root.findtext("desc") == " ".join(one.steps)
    assert root.get("aria-labelledby") == f"d-{one.id} e-{one.id}"
    assert len(root.findall("g")) == len(one.poses)
    assert "style=" not in drawn
    _, top, width, height = map(float, root.get("viewBox").split())
    for number in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", drawn):
        assert -1 <= float(number[0]) <= width + 1
        assert top - 1 <= float(number[1]) <= top + height + 1


def test_a_small_drawing_shows_the_first_pose_alone():
    from gutline.web.pages.library_drawing import draw

    cat_cow = load_exercises()["cat_cow"]
    assert draw(cat_cow).count("<circle") == 2
    assert draw(cat_cow, small=True).count("<circle") == 1


def test_what_a_file_says_is_escaped_in_the_drawing():
    from dataclasses import replace

    from gutline.web.pages.library_drawing import draw

    one = replace(load_exercises()["cat_cow"], name="<b>&", steps=("<script>", "x"))
    assert "<script>" not in draw(one)
    assert "&lt;b&gt;&amp;" in draw(one)


# --- what is folded, and what stands first -------------------------------------------------------


def folds(page: str) -> list[bool]:
    """Whether each group of the library is open."""
    return ["open" in tag for tag in re.findall(r'<details class="fold"[^>]*>', page)]


def test_the_library_is_folded_until_something_is_looked_for(client):
    plain = client.get("/library/").content.decode()
    assert len(folds(plain)) > 4
    assert not any(folds(plain))
    assert not any(folds(client.get("/library/?bloated=1").content.decode()))
    for asked in ("words=hip+opener", "place=chair&what=movement", "what=practices"):
        assert all(folds(client.get(f"/library/?{asked}").content.decode())), asked


@pytest.mark.parametrize("asked", ["", "words=sleep", "what=movement&place=floor"])
def test_bloated_now_is_one_link_at_the_top_and_back(client, asked):
    page = client.get(f"/library/?{asked}").content.decode()
    assert page.index('id="bloated"') < page.index('role="search"')
    hidden = client.get(html.unescape(re.search(r'id="bloated" href="([^"]+)"', page)[1]))
    assert "what presses the belly is hidden" in text_of(hidden)
    back = re.search(r'id="bloated" href="([^"]+)"', hidden.content.decode())[1]
    assert folds(client.get(html.unescape(back)).content.decode()) == folds(page)
    assert 'type="hidden" name="bloated" value="1"' in hidden.content.decode()
    assert 'name="bloated"' not in page


# --- search and filters --------------------------------------------------------------------------


def test_the_library_shows_everything_at_first(client):
    said = shown(client, "/library/")
    for name in ("Box breathing", "Cat-cow", "Raw kale and raw greens", "A session, put together"):
        assert name in said


def test_bloated_now_hides_what_presses_the_belly_and_says_so(client):
    said = shown(client, "/library/?bloated=1&what=movement")
    pressing = [e.name.capitalize() for e in load_exercises().values() if e.presses]
    assert f"{len(pressing)} exercises that press the belly are hidden." in said
    assert "Plank on the knees" in pressing
    assert "Plank on the knees" not in said
    assert "Presses the belly" not in said
    assert "Child&#x27;s pose over a cushion" in said


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("words=hip+opener", "Butterfly", "Body scan"),
        ("words=SLEEP", "Wind-down", "Cat-cow"),
        ("what=practices", "Body scan", "Cat-cow"),
        ("what=swaps", "Milk and cream", "Body scan"),
        ("what=movement&place=chair", "Chin tucks", "Wall sit"),
        ("words=kefir", "Milk and cream", "Fizzy"),
        ("what=nonsense&place=moon", "Body scan", "no such words"),
    ],
)
def test_search_and_filters_find_what_fits(client, asked, there, not_there):
    said = shown(client, f"/library/?{asked}")
    assert there in said
    assert not_there not in said


@pytest.mark.parametrize("words", ["zzzzqq", "<script>alert(1)</script>", "%00", "a" * 5000])
def test_a_search_for_nothing_known_says_what_to_do(client, words):
    answer = client.get("/library/", {"words": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    if words.startswith("zzzz"):
        assert "Try fewer words" in text_of(answer)


# --- pages of one thing --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*load_practices(), *load_exercises()])
def test_every_practice_and_exercise_has_a_page(client, name):
    said = shown(client, f"/practice/{name}/")
    assert "Stop if" in said
    assert "What is known" in said


def test_an_exercise_says_all_that_is_known_of_it(client):
    said = shown(client, "/practice/childs_pose/")
    for words in ("Presses the belly", "Easier", "Harder", "5 slow breaths", "Be guided"):
        assert words in said


def test_without_scripts_a_practice_is_a_plain_list_and_a_form(client):
    page = client.get("/practice/body_scan/").content.decode()
    assert page.count("data-share=") == len(load_practices()["body_scan"].prompts)
    assert '<div class="needs-script" hidden>' in page
    assert 'action="/practice/body_scan/done/"' in page
    assert "on" + "click" not in page
    assert "style=" not in page


@pytest.mark.parametrize("address", ["/practice/nothing/", "/session/7/", "/session/?minutes=0"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


# --- sessions ------------------------------------------------------------------------------------


def moves(client, address: str) -> list[str]:
    return re.findall(r'class="say">([^<]+)<', client.get(address).content.decode())


def test_a_session_is_the_same_all_day_and_another_on_request(client, clock):
    first = moves(client, "/session/?minutes=10")
    clock(NOW + timedelta(hours=3))
    assert moves(client, "/session/10/") == first
    assert moves(client, "/session/?minutes=10&turn=1") != first
    clock(NOW + timedelta(days=1))
    assert moves(client, "/session/?minutes=10") != first


def test_a_session_follows_the_choices(client):
    said = shown(client, "/session/?minutes=20&bloated=1&place=chair&place=standing")
    known = {e.name.capitalize(): e for e in load_exercises().values()}
    chosen = [known[name] for name in moves(client, "/session/?minutes=20&bloated=1&place=chair")]
    assert chosen
    assert all(e.place == "chair" and not e.presses for e in chosen)
    assert "exercises, " in said


@pytest.mark.parametrize("asked", ["minutes=ten", "turn=99999999999", "turn=-1", "place=moon"])
def test_strange_wishes_give_the_usual_session(client, asked):
    assert "10 minutes of movement" in shown(client, f"/session/?{asked}")


# --- what is held back ---------------------------------------------------------------------------


@pytest.fixture
def advised(monkeypatch):
    """Has some advice hold now."""
    from dataclasses import replace

    from gutline.catalog.red_flags import load_red_flags
    from gutline.safety.screening import screen
    from gutline.web.pages import library_safety

    flags = load_red_flags().values()
    sample = next(found[0] for f in flags if (found := screen(dict(f.fires.answers))))

    def hold(urgency: str) -> None:
        one = replace(sample, urgency=urgency, message="Have this looked at first.")
        monkeypatch.setattr(library_safety, "standing_advice", lambda person, today: (one,))

    return hold


def test_urgent_advice_holds_back_sessions_and_exercises_with_the_reason(client, advised):
    advised("urgent")
    for address in ("/session/", "/practice/cat_cow/", "/library/"):
        said = shown(client, address)
        assert "Have this looked at first." in said
        assert "data-player" not in client.get(address).content.decode()
    assert "A session, put together" not in shown(client, "/library/")
    assert "Breathe along" in shown(client, "/practice/slow_breathing/")


@pytest.mark.parametrize(
    ("urgency", "asked", "stops"),
    [("emergency", "", True), ("emergency", "?quiet=1", True), ("urgent", "", True),
     ("urgent", "?quiet=1", False), ("soon", "", False)],
)  # fmt: skip
def test_a_running_player_is_told_what_comes_first(client, advised, urgency, asked, stops):
    assert client.get("/session/held/").status_code == 204
    advised(urgency)
    answer = client.get(f"/session/held/{asked}")
    assert answer.status_code == (200 if stops else 204)
    assert ("Have this looked at first." in answer.content.decode()) is stops


def test_players_ask_where_movement_is_told_from_sitting_quietly(client):
    def asks(address):
        return re.findall(r'data-asks="([^"]+)"', client.get(address).content.decode())

    assert asks("/session/") == asks("/practice/cat_cow/") == ["/session/held/"]
    assert asks("/practice/body_scan/") == ["/session/held/?quiet=1"]


def test_a_stranger_is_not_told_what_is_held(stranger):
    assert stranger.get("/session/held/").status_code not in {200, 204}


def test_an_emergency_holds_back_everything(client, advised):
    advised("emergency")
    assert "Breathe along" not in shown(client, "/practice/slow_breathing/")
    assert "Have this looked at first." in shown(client, "/practice/slow_breathing/")


def test_milder_advice_holds_nothing_back(client, advised):
    advised("soon")
    assert "Have this looked at first." not in shown(client, "/session/")
    assert "data-player" in client.get("/session/").content.decode()


def test_a_red_flag_that_was_answered_stops_the_session(client, person):
    """The whole way from an answer to the page."""
    from gutline.catalog.red_flags import load_red_flags
    from gutline.safety.screening import screen
    from gutline.store.services.safety import keep_answers

    def stops(flag) -> bool:
        found = screen(dict(flag.fires.answers))
        return bool(found) and found[0].stops_everything and found[0].rule == flag.id

    flag = next(flag for flag in load_red_flags().values() if stops(flag))
    assert "data-player" in client.get("/session/").content.decode()
    keep_answers(person, dict(flag.fires.answers), NOW.date(), NOW)
    page = client.get("/session/")
    assert "data-player" not in page.content.decode()
    assert " ".join(flag.message.split()) in html.unescape(text_of(page))


# --- logging -------------------------------------------------------------------------------------

DONE = {"id": "web-1", "at": "2026-03-10T09:00:00+01:00", "value": "5", "before": "6"}


def test_a_practice_that_was_done_is_in_the_diary_once(client, person):
    for _ in range(2):
        answer = client.post("/practice/box_breathing/done/", DONE)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/practice/box_breathing/?kept=")
    (entry,) = entries(person)
    assert (entry.kind, entry.name, entry.value, entry.unit, entry.note) == (
        "practice", "box breathing", 5.0, "min", "tension 6 before",
    )  # fmt: skip
    assert f"{entry.at:%H:%M}" == "09:00"


def test_a_rating_afterwards_joins_the_same_entry(client, person):
    client.post("/practice/box_breathing/done/", DONE)
    answer = client.post("/practice/box_breathing/done/", {**DONE, "before": "", "after": "3"})
    (entry,) = entries(person)
    assert entry.note == "tension 6 before, 3 after"
    said = shown(client, answer["Location"])
    assert "Kept: 5 minutes." in said
    assert "Your tension: 6 before, 3 after." in said


def test_a_rating_never_overwrites_what_was_changed_since_it_was_read(client, person, monkeypatch):
    from gutline.store.services.edits import edit
    from gutline.web.pages import practice_done

    client.post("/practice/box_breathing/done/", DONE)
    read = practice_done._with_id

    def meanwhile(*asked):
        record = read(*asked)
        edit(person, record.key, {"note": "of another page"}, NOW)
        return record

    monkeypatch.setattr(practice_done, "_with_id", meanwhile)
    answer = client.post("/practice/box_breathing/done/", {**DONE, "before": "", "after": "3"})
    assert answer.status_code == 409
    (entry,) = entries(person)
    assert entry.note == "of another page"


def test_the_page_after_it_asks_for_a_rating_and_offers_to_take_it_back(client, person):
    answer = client.post("/practice/mindful_pain/done/", DONE)
    page = client.get(answer["Location"])
    assert "Pain now, if you like to say:" in text_of(page)
    assert 'name="id" value="web-1"' in page.content.decode()
    assert "Undo" in text_of(page)


def test_an_exercise_is_movement_and_a_walk_is_walking(client, person):
    client.post("/practice/cat_cow/done/", {"value": "1", "nonce": "n1"})
    client.post("/practice/walk_after_meal/done/", {"value": "10", "nonce": "n2"})
    client.post("/session/done/", {"value": "9,5", "nonce": "n3", "after": "2"})
    assert sorted((e.kind, e.name, e.value, e.note) for e in entries(person)) == [
        ("movement", "cat-cow", 1.0, ""),
        ("movement", "movement session", 9.5, "stiffness 2 after"),
        ("movement", "walking", 10.0, ""),
    ]


def test_an_id_of_something_else_is_no_way_to_change_it(client, person):
    client.post("/practice/box_breathing/done/", DONE)
    answer = client.post("/practice/cat_cow/done/", DONE)
    assert answer.status_code == 409
    (entry,) = entries(person)
    assert entry.name == "box breathing"


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": "11"},
        {"after": "2.5"},
        {"after": "much"},
        {"value": "-1"},
        {"value": "1e9"},
        {"at": "tomorrow"},
        {"at": "2031-01-01T00:00"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(client, person, wrong):
    answer = client.post("/practice/box_breathing/done/", {**DONE, **wrong})
    assert answer.status_code == 422
    assert entries(person) == ()


@pytest.mark.parametrize("kept", ["1", "999999", "x", "-1", "9" * 40, "²"])
def test_an_address_that_names_another_entry_says_nothing_of_it(client, person, other_person, kept):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_entry

    log_entry(other_person, Draft("practice", "box breathing", value=42.0), NOW)
    page = client.get(f"/practice/box_breathing/?kept={kept}").content.decode()
    assert 'id="kept"' not in page
    assert "42 minutes" not in page


@pytest.mark.parametrize("address", ["/practice/nothing/done/", "/practice/session/done/"])
def test_what_nobody_knows_cannot_be_done(client, address):
    assert client.post(address, DONE).status_code == 404


def test_ratings_are_read_back_from_a_note_as_they_were_written():
    from gutline.web.pages.practice_kept import rating_note, ratings_in

    for before in (None, 0, 6, 10):
        for after in (None, 0, 3, 10):
            note = rating_note("pain", before, after)
            assert ratings_in(note)[1:] == (before, after)
    assert ratings_in("slept badly") == ("", None, None)
    assert ratings_in("tension") == ("", None, None)


# --- without a network ---------------------------------------------------------------------------


def test_the_page_without_a_network_holds_every_practice_and_nothing_of_anybody(stranger):
    answer = stranger.get("/offline/practices/")
    assert answer.status_code == 200
    page = answer.content.decode()
    for one in load_practices().values():
        assert f'id="{one.id}"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "gutline_csrf" not in answer.cookies
    assert "data-asks" not in page


def test_a_session_of_each_length_is_there_without_a_network_and_never_presses_the_belly(stranger):
    page = stranger.get("/offline/practices/").content.decode()
    pressing = {e.name.capitalize() for e in load_exercises().values() if e.presses}
    for minutes in load_session_rules():
        part = page.split(f'id="session-{minutes}"')[1].split("</article>")[0]
        names = re.findall(r'<b class="say">([^<]+)</b>', part)
        assert len(names) >= minutes // 5
        assert not pressing & {html.unescape(name) for name in names}
        assert f'data-minutes="{minutes}' in part or "data-minutes=" in part
        assert "half on each side" in part
    assert page == stranger.get("/offline/practices/").content.decode()
    assert "/practice/cat_cow/" not in page


def test_the_library_loads_no_numpy(home):
    import os
    import subprocess
    import sys

    code = (
        "import sys, os; from pathlib import Path; from gutline.web.settings import configure\n"
        "configure(Path(sys.argv[1]), zone='Europe/Berlin', hosts=['testserver'])\n"
        "from gutline.web.pages import library_page, practice_page, session_page, practice_done\n"
        "print('numpy' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True,
        env={**os.environ},
    )  # fmt: skip
    assert told.stdout.strip() == "False"
