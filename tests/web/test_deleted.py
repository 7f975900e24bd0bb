"""What was deleted is listed, and comes back by one tap; a bad day asks for little."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.conftest import NOW

TODAY = date(2026, 3, 10)


@pytest.fixture
def gone(person):
    """An entry that was deleted."""
    from gutline.store.drafts import Draft
    from gutline.store.services import log as services

    kept = services.log_entry(person, Draft("food", "rye bread", note="toasted"), NOW).record
    return services.delete(person, kept.key, NOW).key


def names(person):
    from gutline.store.queries import day_page

    return [record.entry.name for record in day_page(person, TODAY).records]


def test_an_empty_list_says_what_it_is_for(client):
    text = client.get("/deleted/").content.decode()
    assert "Nothing was deleted" in text
    assert 'href="/deleted/"' in client.get("/").content.decode()


def test_a_deleted_entry_is_listed_with_its_day_and_comes_back(client, person, gone):
    text = client.get("/deleted/").content.decode()
    assert "rye bread" in text
    assert "toasted" in text
    assert "10 March 2026, 10:30; deleted on 10 March, 10:30" in text
    assert names(person) == []
    answer = client.post("/deleted/bring-back/", {"entry": str(gone)})
    assert answer.headers["Location"] == "/deleted/"
    assert names(person) == ["rye bread"]
    after = client.get("/deleted/").content.decode()
    assert "Kept: rye bread." in after
    assert "Nothing was deleted" in after


def test_bringing_back_twice_keeps_it_once(client, person, gone):
    for _ in range(2):
        assert client.post("/deleted/bring-back/", {"entry": str(gone)}).status_code == 302
    assert names(person) == ["rye bread"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [("", 422), ("-1", 422), ("one", 422), ("9" * 40, 422), ("²", 422), ("999999", 404)],
)
def test_what_is_no_deleted_entry_is_refused(client, person, gone, sent, status):
    answer = client.post("/deleted/bring-back/", {"entry": sent})
    assert answer.status_code == status
    assert names(person) == []


def test_nothing_of_anothers_comes_back(client, person, other_person):
    from gutline.store import queries
    from gutline.store.drafts import Draft
    from gutline.store.services import log as services

    kept = services.log_entry(other_person, Draft("food", "canary soup"), NOW).record
    services.delete(other_person, kept.key, NOW)
    assert "canary" not in client.get("/deleted/").content.decode()
    assert client.post("/deleted/bring-back/", {"entry": str(kept.key)}).status_code == 404
    assert len(queries.recently_deleted(other_person)) == 1


def test_a_bad_day_asks_for_one_tap_and_folds_the_rest(client, person):
    from gutline.store.services.people import choose

    choose(person, "symptoms", ["back pain", "bloating"], NOW)
    before = client.get("/").content.decode()
    assert "A bad day: this is enough" not in before
    client.post("/mark/", {"mark": "bad"})
    text = client.get("/").content.decode()
    bad, rest = text.split('id="rest"')
    assert "A bad day: this is enough" in bad
    assert bad.count('class="badly"') == 2
    assert "How do you feel?" in rest
    assert rest.index("</details>") < rest.index('id="bad"')
    client.post("/mark/", {"mark": "bad"})
    assert "A bad day: this is enough" not in client.get("/").content.decode()


def test_what_a_bad_day_asks_for_is_kept_as_ratings(client, person):
    from gutline.store.queries import day_page
    from gutline.store.services.people import choose

    choose(person, "symptoms", ["back pain"], NOW)
    client.post("/mark/", {"mark": "bad"})
    text = client.get("/").content.decode()
    assert 'id="w1-8" name="value" value="8"' in text
    client.post("/log/", {"kind": "symptom", "name": "back pain", "value": "8"})
    client.post("/log/", {"kind": "illness"})
    kept = {(r.entry.kind, r.entry.name, r.entry.value) for r in day_page(person, TODAY).records}
    assert kept == {
        ("note", "bad day", None), ("symptom", "back pain", 8.0), ("illness", "illness", None),
    }  # fmt: skip
    assert "8 so far" in client.get("/").content.decode()


def test_another_day_can_be_a_bad_one_too(client, person):
    client.post("/mark/", {"mark": "bad", "back": "2026-03-08", "at": "2026-03-08"})
    assert "this is enough" in client.get("/day/2026-03-08/").content.decode()
    assert "this is enough" not in client.get("/").content.decode()
